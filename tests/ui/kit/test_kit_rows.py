"""Columns and models: what a cell says, how rows sort, how long registers are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from pytestqt.qtbot import QtBot

from jingyue_desktop.ui.kit.columns import Column, order_of, plain_text
from jingyue_desktop.ui.kit.rows import (
    ROW_ROLE,
    STATE_ROLE,
    STRUCK_ROLE,
    PagedRows,
    RowsModel,
    Slice,
)
from jingyue_desktop.ui.kit.tokens import State

UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


@dataclass(frozen=True)
class Point:
    id: int
    code: str
    due: date | None = None
    void: bool = False


COLUMNS: tuple[Column[Point], ...] = (
    Column("code", "编号", lambda row: row.code),
    Column(
        "due",
        "期限",
        lambda row: row.due,
        show=lambda due: f"{due:%Y年}" if due else "—",
        align="right",
        state=lambda row: State.OVERDUE if row.due else None,
        look="mark",
    ),
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "是"),
        (False, "否"),
        (Decimal("1E+2"), "100"),
        (date(2026, 3, 2), "2026-03-02"),
        (datetime(2026, 3, 2, 9, 5), "2026-03-02 09:05"),  # noqa: DTZ001
        (("甲", "乙"), "甲、乙"),
        (17, "17"),
    ],
)
def test_plain_text(value: Any, text: str) -> None:
    assert plain_text(value) == text


def test_order_counts_numbers_and_reads_chinese() -> None:
    assert sorted(["A1-10", "A1-9", "A1-9a"], key=order_of) == ["A1-9", "A1-9a", "A1-10"]
    assert sorted(["张", "李", "安"], key=order_of) == ["安", "李", "张"]
    assert sorted([("甲", 2), ("甲", 1)], key=order_of) == [("甲", 1), ("甲", 2)]


def _codes(model: RowsModel) -> list[str]:
    return [row.code for row in model.rows()]


def test_rows_give_text_row_state_and_strike() -> None:
    row = Point(1, "A1-1", date(2026, 3, 2), void=True)
    model = RowsModel(COLUMNS, [row], struck=lambda row: row.void)
    assert model.index(0, 0).data() == "A1-1"
    assert model.index(0, 1).data() == "2026年"
    assert model.index(0, 0).data(ROW_ROLE) is row
    assert model.index(0, 0).data(STATE_ROLE) is None
    assert State(model.index(0, 1).data(STATE_ROLE)) is State.OVERDUE
    assert model.index(0, 0).data(STRUCK_ROLE) is True
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    assert model.index(0, 1).data(Qt.ItemDataRole.TextAlignmentRole) == right
    assert model.headerData(1, Qt.Orientation.Horizontal) == "期限"
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_sorting_puts_empty_values_last_both_ways_and_can_be_undone() -> None:
    rows = [Point(1, "b", date(2026, 2, 1)), Point(2, "a"), Point(3, "c", date(2026, 1, 1))]
    model = RowsModel(COLUMNS, rows)
    model.sort(1, UP)
    assert _codes(model) == ["c", "b", "a"]
    model.sort(1, DOWN)
    assert _codes(model) == ["b", "c", "a"]
    model.sort(-1)
    assert _codes(model) == ["b", "a", "c"]


def test_sorting_moves_what_points_at_a_row_even_among_equal_rows() -> None:
    twin = Point(1, "b")
    model = RowsModel(COLUMNS, [twin, Point(1, "b"), Point(2, "a")])
    second = QPersistentModelIndex(model.index(1, 0))
    row = second.data(ROW_ROLE)
    model.sort(0, UP)
    assert second.row() == 2 and second.data(ROW_ROLE) is row


def test_new_rows_keep_the_chosen_order() -> None:
    model = RowsModel(COLUMNS, [Point(1, "b")], identity=lambda row: row.id)
    model.sort(0, DOWN)
    model.set_rows([Point(1, "a"), Point(2, "c")])
    assert _codes(model) == ["c", "a"]
    assert model.place_of(1) == 1 and model.place_of(9) is None


class Register:
    """A register of ``total`` rows that notes which slices were asked for."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.asked: list[Slice] = []
        self.broken = False

    def fetch(self, part: Slice) -> list[Point]:
        if self.broken:
            raise OSError("gone")
        self.asked.append(part)
        places = range(part.offset, min(part.offset + part.limit, self.total))
        return [Point(self._id(at, part), f"{self._id(at, part):06}") for at in places]

    def _id(self, at: int, part: Slice) -> int:
        return self.total - 1 - at if part.descending else at

    def paged(self) -> PagedRows:
        return PagedRows(COLUMNS, self.fetch, lambda: self.total, identity=lambda row: row.id)


def test_pages_are_read_when_seen_and_only_once() -> None:
    register = Register(100_000)
    model = register.paged()
    assert model.rowCount() == 100_000 and register.asked == []
    assert model.index(99_999, 0).data() == "099999"
    assert model.index(99_998, 0).data() == "099998"
    assert register.asked == [Slice(99_800, 200)]
    assert model.place_of(99_801) == 99_801 and model.place_of(5) is None


def test_few_pages_are_kept() -> None:
    register = Register(100_000)
    model = register.paged()
    for place in range(0, 100_000, PagedRows.PAGE):
        model.row_at(place)
    assert len(register.asked) == 500
    model.row_at(99_999)
    assert len(register.asked) == 500
    model.row_at(0)
    assert len(register.asked) == 501


def test_sorting_a_register_is_the_query_s_work() -> None:
    register = Register(1000)
    model = register.paged()
    model.sort(0, DOWN)
    assert model.row_at(0).id == 999
    assert register.asked == [Slice(0, 200, "code", True)]


def test_reload_counts_again() -> None:
    register = Register(10)
    model = register.paged()
    register.total = 20
    model.reload()
    assert model.rowCount() == 20 and model.row_at(15).id == 15


def test_unreadable_page_shows_empty_rows_and_says_so_once(qtbot: QtBot) -> None:
    register = Register(300)
    model = register.paged()
    register.broken = True
    with qtbot.waitSignal(model.failed) as told:
        assert model.index(0, 0).data() == "" and model.index(1, 0).data() == ""
    assert isinstance(told.args[0], OSError)
    assert model.index(0, 0).data(STATE_ROLE) is None
    register.broken = False
    model.reload()
    assert model.index(0, 0).data() == "000000"


def test_columns_without_an_order_are_not_asked_for() -> None:
    register = Register(10)
    loose: Column[Point] = Column("note", "备注", lambda row: row.code, sortable=False)
    model = PagedRows((loose,), register.fetch, lambda: 10)
    model.sort(0, DOWN)
    model.row_at(0)
    assert register.asked == [Slice(0, 200)]


def test_no_children_under_rows() -> None:
    model = RowsModel(COLUMNS, [Point(1, "a")])
    assert model.rowCount(model.index(0, 0)) == 0 and model.columnCount(model.index(0, 0)) == 0
    assert model.data(QModelIndex()) is None
