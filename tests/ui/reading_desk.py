"""The tabs 风险防控表, 制度 and 系统 on a real desk over a real office, for their tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from jingyue_desktop.printing import Press
from jingyue_desktop.services.acts import Session
from jingyue_desktop.ui.attendance import SessionDrafts
from jingyue_desktop.ui.context import Context
from jingyue_desktop.ui.desk import Desk, TabEntry
from jingyue_desktop.ui.kit.drafts import Drafts
from jingyue_desktop.ui.kit.jobs import Jobs
from jingyue_desktop.ui.kit.remember import Remember
from jingyue_desktop.ui.regulations.tab import RegulationsTab
from jingyue_desktop.ui.risks.tab import RisksTab
from jingyue_desktop.ui.system.tab import SystemTab
from tests.offices import RESOURCES
from tests.ui.posts_desk import settle_down

# A tab, or a page of the tab 系统, as the caller knows it.
Open = Callable[[Session, str], Any]
TABS = (("风险防控表", RisksTab), ("制度", RegulationsTab), ("系统", SystemTab))


@pytest.fixture
def open_tab(qtbot: QtBot, jobs: Jobs, remember: Remember) -> Iterator[Open]:
    """Return what opens a tab by its caption (``系统:账号`` a page of it) for a session."""
    desks: list[Desk] = []

    def open_(session: Session, title: str) -> Any:
        drafts = Drafts(SessionDrafts(session))
        context = Context(session, Press(RESOURCES / "fonts"), jobs, remember, drafts)
        desk = Desk(context, [TabEntry(caption, made) for caption, made in TABS])
        # Drafts end with their desk: a timer that outlived it would meet a closed office.
        drafts.setParent(desk)
        qtbot.addWidget(desk)
        desk.resize(1360, 860)
        desk.show()
        desks.append(desk)
        tab, _, page = title.partition(":")
        desk.show_tab(tab, page)
        settle_down()
        shown = desk.current()
        return shown.page() if isinstance(shown, SystemTab) and page else shown

    yield open_
    for desk in desks:
        desk.leave()


def menu_act(parent: QWidget, button: str, entry: str) -> QAction:
    """Return an entry of the menu behind a button, both by their captions."""
    (found,) = (b for b in parent.findChildren(QPushButton) if b.text() == button and b.menu())
    return next(act for act in found.menu().actions() if act.text().startswith(entry))


def link_of(parent: QWidget, caption: str) -> QPushButton:
    """Return the visible button or link with a caption."""
    settle_down()
    return next(
        b for b in parent.findChildren(QPushButton) if b.text() == caption and b.isVisible()
    )


def search(tab: Any, text: str) -> None:
    """Type into a tab's search box and let it search."""
    tab.search.setText(text)
    tab.search.search_now()
