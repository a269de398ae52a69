"""The list of risk points: its columns, its filters, and which rows pass them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from jingyue_desktop.services.risk_search import matches
from jingyue_desktop.services.risks import STATES, PointRow
from jingyue_desktop.ui.kit.columns import Column
from jingyue_desktop.ui.kit.filters import FilterRow
from jingyue_desktop.ui.kit.remember import Remember
from jingyue_desktop.ui.kit.rows import RowsModel
from jingyue_desktop.ui.kit.table import TableView
from jingyue_desktop.ui.kit.wrapped import WrappedCells
from jingyue_desktop.ui.risk_words import (
    GRADE_STATES,
    cause_text,
    grade_text,
    residual_state,
    residual_text,
)

NAME = "risk_points"
OVERDUE = "复核超期"
COLUMNS = (
    Column[PointRow]("code", "编号", lambda r: r.code, width=74, align="center"),
    Column[PointRow]("post", "岗位", lambda r: r.holder, width=150),
    Column[PointRow]("step", "环节", lambda r: r.step_name, width=120),
    Column[PointRow]("kind", "类别", lambda r: r.kind, width=66, align="center"),
    Column[PointRow]("text", "风险点", lambda r: r.text, width=160, stretch=True),
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
        "state", "残余状态", residual_text, width=136, state=residual_state, look="mark"
    ),
    Column[PointRow]("flow", "流程", lambda r: f"{r.flow} {r.flow_name}", width=200, hidden=True),
    Column[PointRow](
        "matter", "事项", lambda r: f"{r.matter} {r.matter_name}", width=200, hidden=True
    ),
    Column[PointRow]("cause", "成因", cause_text, width=180, hidden=True),
    Column[PointRow]("measure", "防控措施", lambda r: r.measure, width=260, hidden=True),
    Column[PointRow](
        "manager", "直接管理", lambda r: r.watch.manager if r.watch else None, hidden=True
    ),
    Column[PointRow](
        "supervisor", "负责监督", lambda r: r.watch.supervisor if r.watch else None, hidden=True
    ),
    Column[PointRow]("reviewed", "复核日期", lambda r: r.reviewed, width=116, hidden=True),
    Column[PointRow]("next", "下次复核", lambda r: r.next_review, width=116, hidden=True),
)


class PointsTable(TableView):
    """The list; risk texts take two lines where the rows are high enough."""

    def __init__(self, remember: Remember | None, parent: QWidget | None = None) -> None:
        self.rows = RowsModel(COLUMNS, identity=lambda row: row.code)
        super().__init__(self.rows, name=NAME, remember=remember, parent=parent)
        for place, column in enumerate(COLUMNS):
            if column.key in ("post", "step", "text", "matter", "flow", "measure"):
                self.setItemDelegateForColumn(place, WrappedCells(self, self._cells))


class PointFilters(FilterRow):
    """Post, matter, flow, kind, grade, cause, state; remembered, narrower on a narrow window."""

    KEYS = (
        ("post", "岗位"),
        ("matter", "事项"),
        ("flow", "流程"),
        ("kind", "类别"),
        ("grade", "等级"),
        ("cause", "成因"),
        ("state", "状态"),
    )

    def __init__(self, remember: Remember | None, rows: Sequence[PointRow]) -> None:
        super().__init__(remember, NAME)
        for key, caption in self.KEYS:
            box = self.add(key, caption, choices(key, rows))
            # Without this the row asks for the width of all the longest choices together.
            box.setMinimumWidth(80)

    def refill(self, rows: Sequence[PointRow]) -> None:
        """Offer what the rows hold now, keeping what was chosen."""
        for key, _ in self.KEYS:
            self.set_choices(key, choices(key, rows))


def choices(key: str, rows: Sequence[PointRow]) -> list[tuple[Any, str]]:
    """Return the (value, text) of one filter in the order of the catalogue."""
    if key == "state":
        return [*((state, state) for state in STATES), (OVERDUE, OVERDUE)]
    if key == "grade":
        return [(grade, grade_text(grade)) for grade in GRADE_STATES]
    found = {value_of(key, row): text_of(key, row) for row in rows}
    items = list(found.items())
    return sorted(items) if key in ("cause", "matter") else items


def value_of(key: str, row: PointRow) -> Any:
    """Return what a filter compares."""
    return {
        "post": row.post,
        "matter": row.matter,
        "flow": row.flow,
        "kind": row.kind,
        "grade": row.initial,
        "cause": row.cause,
        "state": row.state,
    }[key]


def text_of(key: str, row: PointRow) -> str:
    """Return what a filter offers."""
    return {
        "post": row.post_name,
        "matter": f"{row.matter} {row.matter_name}",
        "flow": f"{row.flow} {row.flow_name}",
        "kind": row.kind,
        "cause": f"{row.cause} {row.cause_name}",
    }[key]


def passing(
    rows: Sequence[PointRow], chosen: Mapping[str, Any], needle: str = ""
) -> list[PointRow]:
    """Return the rows that pass every filter and the search."""
    return [row for row in rows if _passes(row, chosen) and (not needle or matches(row, needle))]


def _passes(row: PointRow, chosen: Mapping[str, Any]) -> bool:
    for key, value in chosen.items():
        if value is None:
            continue
        if value == OVERDUE:
            if not row.overdue:
                return False
        elif value_of(key, row) != value:
            return False
    return True
