"""Registers as workbooks: streamed row by row, filtered, typed, given up or failing cleanly."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.files.xlsx_measure import DIGIT, MARGIN, PIXELS
from jingyue_desktop.files.xlsx_write import write_workbook
from jingyue_desktop.paper.grid import Cell, Column, Listing, Paper
from jingyue_desktop.paper.layout import listing
from tests.files.papers import (
    FOOT,
    form,
    grid_of,
    one,
    opened,
    register_rows,
    shown,
)

DAY = date(2026, 3, 2)


def _register(count: int, **changes: Any) -> Listing:
    made = listing(
        form("pledge_register"),
        lambda: register_rows(count),
        "服务承诺登记簿",
        ("制表日期：2026-3-2",),
    )
    return replace(made, **changes)


def test_register(tmp_path: Path) -> None:
    seen: list[int] = []
    path = tmp_path / "a.xlsx"
    write_workbook(one(_register(2500), "登记簿"), path, foot=FOOT, progress=seen.append)
    assert seen[-1] == 2500 and seen == sorted(seen) and len(seen) >= 3
    page = opened(path)["登记簿"]
    assert page.max_row == 2503
    assert page.auto_filter.ref == "A3:O2503"
    assert page.print_title_rows == "$3:$3" and page.freeze_panes == "A4"
    assert page["A4"].value == "净规承〔2026〕1号"
    assert page["E4"].value.date() == DAY and page["E4"].number_format == "yyyy-mm-dd"
    assert page["F4"].value == 7 and page["F4"].alignment.horizontal == "center"
    assert page["L4"].value is None and page["L4"].border.left.style == "thin"
    assert page.page_setup.orientation == "landscape"


def test_a_register_is_printed_large_enough_to_be_read(tmp_path: Path) -> None:
    """The sheet is drawn as wide as its page; then its 10.5 point text must stay over 7."""
    register = _register(3)
    page = shown(tmp_path / "a.xlsx", register)
    widths = [page.column_dimensions[letter].width for letter in "ABCDEFGHIJKLMNO"]
    millimetres = sum(width * DIGIT + MARGIN for width in widths) / PIXELS
    assert register.page.area()[0] / millimetres > 0.7
    # Nothing may turn into ####: 2026-11-24 and the half-width title still fit.
    assert min(widths) >= 10 * 10.5 / 11


def test_values_of_a_register(tmp_path: Path) -> None:
    row = (True, Decimal("1.50"), Decimal(10**20 + 1), date(1890, 1, 1), "", 10**15)
    columns = tuple(Column(f"c{n}", f"栏{n}") for n in range(6))
    page = shown(tmp_path / "a.xlsx", Listing("登记", columns, lambda: iter([row])))
    assert [cell.value for cell in page[3]] == [
        "是",
        1.5,
        str(10**20 + 1),
        "1890-01-01",
        None,
        10**15,
    ]
    assert page["B3"].number_format == "0.00"


def test_rows_of_a_register_are_as_tall_as_their_text(tmp_path: Path) -> None:
    rows = [("短",), ("长" * 60,), ("一\n二\n三",), ("字" * 5000,)]
    page = shown(tmp_path / "a.xlsx", Listing("登记", (Column("a", "甲", 20),), lambda: iter(rows)))
    heights = [page.row_dimensions[n].height for n in range(3, 7)]
    assert heights[0] is None and page.sheet_format.defaultRowHeight == 21
    assert heights[1] > 6 * 10.5 and 3 * 10.5 < heights[2] < 60 and heights[3] <= 409


def test_an_empty_register(tmp_path: Path) -> None:
    page = shown(tmp_path / "a.xlsx", _register(0))
    assert page.max_row == 3 and page.auto_filter.ref == "A3:O3"


def test_two_registers_and_a_grid_in_one(tmp_path: Path) -> None:
    sheets = (
        ("一", _register(3)),
        ("表", grid_of(Cell(0, 0, ("甲",)))),
        ("二", _register(5)),
    )
    path = tmp_path / "a.xlsx"
    write_workbook(Paper("x", "x", sheets), path, foot=FOOT)
    book = opened(path)
    assert [book[name].max_row for name in ("一", "表", "二")] == [6, 1, 8]


class _Given(Exception): ...


def test_given_up_half_way_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"before")

    def give_up(rows: int) -> None:
        raise _Given

    with pytest.raises(_Given):
        write_workbook(one(_register(5000)), path, foot=FOOT, progress=give_up)
    assert path.read_bytes() == b"before"
    assert [item.name for item in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_full_disk(tmp_path: Path) -> None:
    def rows() -> Iterator[tuple[Any, ...]]:
        yield from register_rows(10)
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(UserError, match="磁盘空间不足"):
        write_workbook(one(_register(0, rows=rows)), tmp_path / "a.xlsx", foot=FOOT)
    assert not list(tmp_path.iterdir())
