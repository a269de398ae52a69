"""Text that looks like markup (E5): shown as it is in every label, table, tip and message."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTextEdit, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from jingyue_desktop.domain.errors import Conflict, Difference
from jingyue_desktop.services import people, pledges, posts, proposals
from jingyue_desktop.ui.desk import Desk
from jingyue_desktop.ui.kit.conflict import ConflictDialog
from jingyue_desktop.ui.kit.facts import Fact, WhyDialog
from jingyue_desktop.ui.kit.screen_prompts import ChoiceDialog, MessageDialog
from jingyue_desktop.ui.kit.table import TableView
from jingyue_desktop.ui.kit.tokens import State
from jingyue_desktop.ui.tabs import entries
from tests.offices import Sessions
from tests.services.test_pledges import SITING
from tests.ui.desks import MakeDesk

NASTY = '<img src="/etc/hostname"><b>粗</b><a href="file:///etc/passwd">A&lt;B</a>'


@pytest.fixture
def desk(local_sessions: Sessions, make_desk: MakeDesk) -> Desk:
    """Every tab of a desk in an office full of such text."""
    admin, chief = local_sessions["system_admin"], local_sessions["planning_chief"]
    filed = people.enter(admin, "<b>粗</b>", "planning_clerk", "2026-03-02", NASTY[:40])
    proposals.confirm(local_sessions["director"], filed)
    filed = posts.revise(chief, "planning_clerk", 1, {"duty": NASTY, "measure": NASTY})
    proposals.confirm(local_sessions["deputy"], filed)
    posts.revise(chief, "planning_clerk", 2, {"steps": NASTY})
    number = pledges.issue(
        local_sessions["planning_clerk"], {**SITING, "applicant": NASTY, "project": NASTY}
    )
    pledges.void(chief, number, 1, NASTY)
    return make_desk(local_sessions["director"], entries())


def labels(top: QWidget) -> list[QLabel]:
    return [label for label in top.findChildren(QLabel) if label.text()]


def literal(label: QLabel) -> bool:
    return label.textFormat() == Qt.TextFormat.PlainText


def test_every_tab_shows_it_literally(desk: Desk) -> None:
    seen: set[str] = set()
    for index in range(desk.tabs.count()):
        desk.tabs.setCurrentIndex(index)
        tab = desk.tab(index)
        for table in tab.findChildren(TableView):
            seen |= _cells(table)
            table.selectRow(0)
        for label in labels(tab):
            assert literal(label), label.text()
            seen.add(label.text())
        for area in tab.findChildren(QTextEdit):
            assert "<img" not in area.toHtml() or "&lt;img" in area.toHtml()
    assert any(NASTY in text for text in seen)


def _cells(table: TableView) -> set[str]:
    model = table.model()
    count = min(model.rowCount(), 50)
    return {
        str(model.index(row, column).data() or "")
        for row in range(count)
        for column in range(model.columnCount())
    }


def test_tips_of_cells_are_escaped(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda place, text, view: told.append(text))
    from PySide6.QtCore import QPoint

    from jingyue_desktop.ui.kit.cells import show_plain_tip

    desk.show_tab("服务承诺")
    table = desk.current().findChildren(TableView)[0]
    show_plain_tip(QPoint(0, 0), NASTY, table)
    assert "&lt;img" in told[0] and "<img" not in told[0]


def test_tips_of_widgets_hold_no_markup_of_others(desk: Desk) -> None:
    for index in range(desk.tabs.count()):
        desk.tabs.setCurrentIndex(index)
        for widget in desk.findChildren(QWidget):
            assert "<img" not in widget.toolTip(), widget


@pytest.mark.parametrize(
    "make",
    [
        lambda: MessageDialog(None, "提示", State.DUE, NASTY, NASTY),
        lambda: ChoiceDialog(None, NASTY, NASTY, {"yes": "是", "no": "否"}, "yes", ""),
        lambda: WhyDialog(None, "为什么？", NASTY, [Fact(NASTY, NASTY)]),
        lambda: ConflictDialog(
            None, Conflict(NASTY, [Difference("a", NASTY, NASTY, "现在的", "原来的")])
        ),
    ],
)
def test_dialogs_show_it_literally(qtbot: QtBot, make: Any) -> None:
    dialog = make()
    qtbot.addWidget(dialog)
    assert any(NASTY in label.text() for label in labels(dialog))
    assert all(literal(label) for label in labels(dialog))


def test_a_label_left_to_qt_would_show_a_picture(qtbot: QtBot) -> None:
    """The control: what the labels of the program are kept from."""
    careless = QLabel(NASTY)
    qtbot.addWidget(careless)
    assert not literal(careless)
    plain = QLabel(NASTY)
    plain.setTextFormat(Qt.TextFormat.PlainText)
    qtbot.addWidget(plain)
    assert careless.sizeHint() != plain.sizeHint()
