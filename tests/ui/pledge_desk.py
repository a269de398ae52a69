"""The tab 服务承诺 on a real desk over a real office, for its tests."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pypdf
import pytest

from jingyue_desktop.services import pledge_register, pledges
from jingyue_desktop.services.acts import Session
from jingyue_desktop.services.pledge_register import PledgeRow
from jingyue_desktop.ui.desk import TabEntry
from jingyue_desktop.ui.kit.jobs import Jobs
from jingyue_desktop.ui.kit.preview import PreviewDialog
from jingyue_desktop.ui.pledges.tab import PledgesTab, RegisterView
from tests.offices import Sessions
from tests.services.test_pledges import SITING
from tests.ui.desks import MakeDesk

__all__ = ["SITING"]

Open = Callable[..., RegisterView]


@pytest.fixture
def open_tab(make_desk: MakeDesk) -> Open:
    """Return what opens the tab for a session (``behind``: its jobs run there)."""

    def open_(session: Session, *behind: Jobs) -> RegisterView:
        tab = make_desk(session, [TabEntry("服务承诺", PledgesTab)], *behind).current()
        assert isinstance(tab, PledgesTab) and tab.view is not None
        return tab.view

    return open_


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
