"""The tab 服务承诺 on a real desk over a real office, for its tests."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import pypdf
import pytest
from pytestqt.qtbot import QtBot

from jingyue_desktop.printing import Press
from jingyue_desktop.services import pledge_register, pledges
from jingyue_desktop.services.acts import Session
from jingyue_desktop.services.pledge_register import PledgeRow
from jingyue_desktop.ui.attendance import SessionDrafts
from jingyue_desktop.ui.context import Context
from jingyue_desktop.ui.desk import Desk, TabEntry
from jingyue_desktop.ui.kit.drafts import Drafts
from jingyue_desktop.ui.kit.jobs import Jobs
from jingyue_desktop.ui.kit.preview import PreviewDialog
from jingyue_desktop.ui.kit.remember import Remember
from jingyue_desktop.ui.pledges.tab import PledgesTab, RegisterView
from tests.offices import RESOURCES, Sessions
from tests.services.test_pledges import SITING
from tests.ui.posts_desk import settle_down

__all__ = ["SITING"]

Open = Callable[..., RegisterView]


@pytest.fixture
def open_tab(qtbot: QtBot, jobs: Jobs, remember: Remember) -> Iterator[Open]:
    """Return what opens the tab for a session, on a desk that reloads it by its topics.

    ``behind`` runs the jobs elsewhere than at once on the calling thread.
    """
    desks: list[Desk] = []

    def open_(session: Session, behind: Jobs = jobs) -> RegisterView:
        drafts = Drafts(SessionDrafts(session))
        context = Context(session, Press(RESOURCES / "fonts"), behind, remember, drafts)
        desk = Desk(context, [TabEntry("服务承诺", PledgesTab)])
        qtbot.addWidget(desk)
        desk.resize(1360, 860)
        desk.show()
        desks.append(desk)
        settle_down()
        tab = desk.current()
        assert isinstance(tab, PledgesTab) and tab.view is not None
        return tab.view

    yield open_
    for desk in desks:
        desk.leave()


def issued(sessions: Sessions, **more: Any) -> PledgeRow:
    """Issue one pledge past the window and return it."""
    number = pledges.issue(sessions["planning_clerk"], {**SITING, **more})
    return fresh(sessions, number)


def fresh(sessions: Sessions, pledge: int) -> PledgeRow:
    """Return a pledge as it stands now."""
    row = pledge_register.one(sessions["auditor"], pledge)
    assert row is not None
    return row


def listed(view: RegisterView) -> list[PledgeRow]:
    """Return the listed pledges from top to bottom."""
    rows = view.register.rows
    return [rows.row_at(place) for place in range(rows.rowCount())]


def shown(view: RegisterView) -> list[int]:
    """Return the serial numbers of the listed pledges from top to bottom."""
    return [int(row.number.split("〕")[1].removesuffix("号")) for row in listed(view)]


def pages(dialog: PreviewDialog) -> list[str]:
    """Return the text of each page of the very PDF shown, without white space."""
    found = pypdf.PdfReader(io.BytesIO(dialog._pdf)).pages
    return ["".join(page.extract_text().split()) for page in found]


class Shown:
    """Closes a preview and keeps what its pages said and whether it could be printed."""

    def __init__(self) -> None:
        self.pages: list[str] = []
        self.may_print = False

    def __call__(self, dialog: PreviewDialog) -> None:
        self.pages = pages(dialog)
        self.may_print = dialog.ok_button.text() == "打印"
        dialog.reject()
