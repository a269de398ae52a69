"""The risk points of one post: how many of each grade, and the way to the 风险防控表."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from jingyue_desktop.services.risks import PointRow
from jingyue_desktop.ui.kit.badge import Badge
from jingyue_desktop.ui.kit.columns import Column
from jingyue_desktop.ui.kit.facts import link
from jingyue_desktop.ui.kit.labels import label
from jingyue_desktop.ui.kit.page import drop_all
from jingyue_desktop.ui.kit.remember import Remember
from jingyue_desktop.ui.kit.rows import RowsModel
from jingyue_desktop.ui.kit.table import TableView
from jingyue_desktop.ui.kit.wrapped import WrappedCells
from jingyue_desktop.ui.risk_words import GRADE_STATES, grade_text, residual_state, residual_text

COLUMNS = (
    Column[PointRow]("code", "编号", lambda r: r.code, width=74, align="center"),
    Column[PointRow]("step", "环节", lambda r: r.step_name, width=130),
    Column[PointRow]("kind", "类别", lambda r: r.kind, width=66, align="center"),
    Column[PointRow]("text", "风险点", lambda r: r.text, width=200, stretch=True),
    Column[PointRow](
        "grade",
        "等级",
        lambda r: r.initial,
        show=grade_text,
        width=84,
        state=lambda r: GRADE_STATES[r.initial],
        look="mark",
    ),
    Column[PointRow](
        "state", "残余状态", residual_text, width=130, state=residual_state, look="mark"
    ),
)


class PointList(TableView):
    """The list; texts take two lines where they need them."""

    def __init__(self, remember: Remember | None) -> None:
        self.rows = RowsModel(COLUMNS, identity=lambda row: row.code)
        super().__init__(self.rows, name="post_points", remember=remember)
        for place, column in enumerate(COLUMNS):
            if column.key in ("step", "text"):
                self.setItemDelegateForColumn(place, WrappedCells(self, self._cells))
        self.set_empty("这个岗位没有风险点")


class PostPoints(QWidget):
    """``wanted`` carries the code of a point to be shown in the 风险防控表."""

    wanted = Signal(str)

    def __init__(self, remember: Remember | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = PointList(remember)
        self.rows = self.table.rows
        self.table.opened.connect(lambda row: self.wanted.emit(row.code))
        self._badges = QHBoxLayout()
        self._badges.setSpacing(8)
        head = QHBoxLayout()
        head.addLayout(self._badges)
        head.addStretch(1)
        self.lead = link("在风险防控表中查看", self._on_lead)
        head.addWidget(self.lead)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 12, 0, 0)
        box.setSpacing(8)
        box.addLayout(head)
        box.addWidget(self.table, 1)

    def show_points(self, points: Sequence[PointRow]) -> None:
        """Show the points of one post."""
        self.rows.set_rows(points)
        drop_all(self._badges)
        self._badges.addWidget(label(f"共 {len(points)} 点"))
        for grade, state in GRADE_STATES.items():
            number = sum(row.initial == grade for row in points)
            if number:
                self._badges.addWidget(Badge(f"{grade_text(grade)} {number}", state))
        self.lead.setVisible(bool(points))

    def _on_lead(self) -> None:
        row = self.table.current() or self.rows.row_at(0)
        self.wanted.emit(row.code)


def counted(points: Sequence[PointRow]) -> str:
    """Return how many points there are of each grade, in words."""
    grades = [f"{grade_text(g)} {n} 点" for g in GRADE_STATES if (n := _number(points, g))]
    return f"共 {len(points)} 点：{'，'.join(grades)}" if points else "没有风险点"


def _number(points: Sequence[PointRow], grade: str) -> int:
    return sum(row.initial == grade for row in points)
