"""The tab 岗位职责 on a real desk over a real office, for its tests."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jingyue_desktop.services.acts import Session
from jingyue_desktop.ui.desk import TabEntry
from jingyue_desktop.ui.kit.fields_dialog import FieldsDialog
from jingyue_desktop.ui.posts.tab import PostsTab
from jingyue_desktop.ui.second import SecondPersonDialog
from tests.offices import PASSWORD
from tests.ui.desks import MakeDesk

Open = Callable[[Session], PostsTab]


@pytest.fixture
def open_tab(make_desk: MakeDesk) -> Open:
    """Return what opens the tab for a session."""

    def open_(session: Session) -> PostsTab:
        tab = make_desk(session, [TabEntry("岗位职责", PostsTab)]).current()
        assert isinstance(tab, PostsTab)
        return tab

    return open_


def put(dialog: FieldsDialog, **values: object) -> None:
    """Type values into the fields of a dialog as a user does."""
    for key, value in values.items():
        dialog.editor.field(key).set_value(value)
        dialog.editor.field(key).edited.emit()


def fault_of(dialog: object) -> str:
    """Return the words above the buttons of a dialog, empty while there are none."""
    told = dialog._fault  # type: ignore[attr-defined]
    return told.text() if told.isVisible() else ""


def confirm_as(login: str) -> Callable[[SecondPersonDialog], None]:
    """Return what confirms at this screen as another person."""

    def drive(dialog: SecondPersonDialog) -> None:
        dialog.login.setText(login)
        dialog.password.setText(PASSWORD)
        dialog.ok_button.click()

    return drive


def later(dialog: SecondPersonDialog) -> None:
    """Leave the confirmation to another time."""
    dialog.reject()
