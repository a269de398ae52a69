"""The tabs 风险防控表, 制度 and 系统 on a real desk over a real office, for their tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget

from jingyue_desktop.services.acts import Session
from jingyue_desktop.ui.desk import TabEntry
from jingyue_desktop.ui.flows.tab import FlowsTab
from jingyue_desktop.ui.regulations.tab import RegulationsTab
from jingyue_desktop.ui.risks.tab import RisksTab
from jingyue_desktop.ui.system.tab import SystemTab
from tests.ui.desks import MakeDesk, settle_down

# A tab, or a page of the tab 系统, as the caller knows it.
Open = Callable[[Session, str], Any]
TABS = (
    ("风险防控表", RisksTab),
    ("制度", RegulationsTab),
    ("系统", SystemTab),
    ("业务流程", FlowsTab),
)


@pytest.fixture
def open_tab(make_desk: MakeDesk) -> Open:
    """Return what opens a tab by its caption (``系统:账号`` a page of it) for a session."""

    def open_(session: Session, title: str) -> Any:
        desk = make_desk(session, [TabEntry(caption, made) for caption, made in TABS])
        tab, _, page = title.partition(":")
        desk.show_tab(tab, page)
        settle_down()
        shown = desk.current()
        return shown.page() if isinstance(shown, SystemTab) and page else shown

    return open_


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
