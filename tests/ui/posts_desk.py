"""The tab 岗位职责 on a real desk over a real office, for its tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from jingyue_desktop.printing import Press
from jingyue_desktop.services.acts import Session
from jingyue_desktop.ui.attendance import SessionDrafts
from jingyue_desktop.ui.context import Context
from jingyue_desktop.ui.desk import Desk, TabEntry
from jingyue_desktop.ui.kit.drafts import Drafts
from jingyue_desktop.ui.kit.fields_dialog import FieldsDialog
from jingyue_desktop.ui.kit.jobs import Jobs
from jingyue_desktop.ui.kit.remember import Remember
from jingyue_desktop.ui.posts.tab import PostsTab
from jingyue_desktop.ui.second import SecondPersonDialog
from tests.offices import PASSWORD, RESOURCES

Open = Callable[[Session], PostsTab]


@pytest.fixture
def open_tab(qtbot: QtBot, jobs: Jobs, remember: Remember) -> Iterator[Open]:
    """Return what opens the tab for a session, on a desk that reloads it by its topics."""
    desks: list[Desk] = []

    def open_(session: Session) -> PostsTab:
        drafts = Drafts(SessionDrafts(session))
        context = Context(session, Press(RESOURCES / "fonts"), jobs, remember, drafts)
        desk = Desk(context, [TabEntry("岗位职责", PostsTab)])
        qtbot.addWidget(desk)
        desk.resize(1360, 860)
        desk.show()
        desks.append(desk)
        settle_down()
        tab = desk.current()
        assert isinstance(tab, PostsTab)
        return tab

    yield open_
    for desk in desks:
        desk.leave()


def settle_down() -> None:
    """Let the desk reload what it was told has changed."""
    for _ in range(3):
        QApplication.processEvents()


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
