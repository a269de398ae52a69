"""Workbooks as they leave: looks, print set-up, typed cells, text that never turns into a formula."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.files.xlsx_write import sheet_name, write_workbook
from jingyue_desktop.paper.grid import Cell, Column, Grid, Listing, Page, Paper, Style, Tick
from jingyue_desktop.paper.layout import lay_out, listing
from jingyue_desktop.paper.sheet_map import MAP_SHEET
from tests.files.papers import (
    FOOT,
    NAMES,
    TRIGGERS,
    form,
    odd_form,
    one,
    read_here,
    register_rows,
    written,
)

DAY = date(2026, 3, 2)


def _open(path: Path) -> Any:
    return openpyxl.load_workbook(path)


def _xml(path: Path) -> str:
    with ZipFile(path) as archive:
        return "".join(
            archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")
        )


def _register(count: int, **changes: Any) -> Listing:
    made = listing(
        form("pledge_register"),
        lambda: register_rows(count),
        "服务承诺登记簿",
        ("制表日期：2026-3-2",),
    )
    return replace(made, **changes)


def _written(path: Path, sheet: Grid | Listing, foot: str = FOOT) -> Any:
    write_workbook(one(sheet, "表"), path, foot=foot)
    return _open(path)["表"]


def _grid(*cells: Cell, **changes: Any) -> Grid:
    grid = Grid("表", Page(top=20, left=20), (60.0, 60.0), (8.0, 8.0), cells)
    return replace(grid, **changes)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("filled", [False, True])
def test_page_of_every_form(name: str, filled: bool, tmp_path: Path) -> None:
    made = form(name)
    grid = lay_out(made, {f.key: None for f in made.fields} if filled else None)
    page = _written(tmp_path / "a.xlsx", grid)
    table = grid.page.kind == "table"
    assert page.page_setup.orientation == (
        "landscape" if table and grid.page.landscape else "portrait"
    )
    assert int(page.page_setup.paperSize) == (8 if table and grid.page.paper == "A3" else 9)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    assert page.oddFooter.left.text == FOOT
    assert page.oddFooter.right.text == "第 &P 页 共 &N 页"
    first = page.print_title_rows.replace("$", "").split(":")[0]
    heads = [cell.value for cell in page[int(first)]]
    wanted = [c.title for f in made.fields for c in f.columns] if table else ["栏目", "内容"]
    assert [head for head in heads if head] == wanted
    assert page.freeze_panes == f"A{int(first) + 1}"


def test_margins_in_inches(tmp_path: Path) -> None:
    margins = _written(tmp_path / "a.xlsx", _grid(Cell(0, 0, ("甲",)))).page_margins
    assert margins.top * 25.4 == pytest.approx(20.0)
    assert margins.right * 25.4 == pytest.approx(26.0)


def test_foot_is_taken_literally(tmp_path: Path) -> None:
    page = _written(tmp_path / "a.xlsx", _grid(Cell(0, 0, ("甲",))), foot="12 A&B")
    assert page.oddFooter.left.text == " 12 A&&B"
    assert page.oddFooter.left.size == 9


def test_looks(tmp_path: Path) -> None:
    styles = [
        Style("song", 10.5),
        Style("hei", 12, bold=True, align="center", fill="#F2F2F2"),
        Style("fang", 15.8, border=False, align="justify"),
        Style("kai", 14, colour="#C00000", strike=True, middle=False, align="right"),
        Style("title", 22, align="center"),
    ]
    cells = [Cell(n, 0, ("甲",), style, 1, 2) for n, style in enumerate(styles)]
    page = _written(tmp_path / "a.xlsx", _grid(*cells, heights=(8.0,) * 5))
    made = [page.cell(n, 1) for n in range(1, 6)]
    assert [cell.font.name for cell in made] == ["宋体", "黑体", "仿宋", "楷体", "方正小标宋简体"]
    assert [cell.font.size for cell in made] == [10.5, 12, 15.8, 14, 22]
    assert [cell.alignment.horizontal for cell in made] == [
        "left",
        "center",
        "left",
        "right",
        "center",
    ]
    assert [cell.border.left.style for cell in made] == ["thin", "thin", None, "thin", "thin"]
    assert all(cell.alignment.wrap_text for cell in made)
    assert made[1].font.bold and made[1].fill.fgColor.rgb == "FFF2F2F2"
    assert made[3].font.strike and made[3].font.color.rgb == "FFC00000"
    assert made[3].alignment.vertical == "top"
    areas = sorted(str(area) for area in page.merged_cells.ranges)
    assert areas == [f"A{n}:B{n}" for n in range(1, 6)]
    # A merged cell has its border all around, not only on its first cell.
    assert page["B1"].border.right.style == "thin"


def test_spans_down_and_breaks(tmp_path: Path) -> None:
    cells = (Cell(0, 0, ("甲",), rows=2), Cell(0, 1, ("乙",)), Cell(1, 1, ("丙",)))
    page = _written(tmp_path / "a.xlsx", _grid(*cells, breaks=(1,)))
    assert [str(area) for area in page.merged_cells.ranges] == ["A1:A2"]
    assert [brk.id for brk in page.row_breaks.brk] == [1]
    assert page["B2"].value == "丙"


def test_columns_are_as_wide_as_on_paper(tmp_path: Path) -> None:
    page = _written(tmp_path / "a.xlsx", _grid(Cell(0, 0, ("甲",)), widths=(25.4, 127.0)))
    pixels = [page.column_dimensions[letter].width * 8 + 5 for letter in "AB"]
    assert pixels == pytest.approx([96, 480], abs=0.1)


def test_rows_are_as_tall_as_their_text(tmp_path: Path) -> None:
    """Twelve characters of 5 mm are a line of 60 mm at best: 25 take three lines, 150 thirteen."""
    style = Style(size=14.17)
    cells = [Cell(n, 0, ("字" * count,), style) for n, count in enumerate((5, 25, 150))]
    page = _written(tmp_path / "a.xlsx", _grid(*cells, heights=(10.0,) * 3))
    heights = [page.row_dimensions[n].height for n in (1, 2, 3)]
    assert heights[0] == pytest.approx(10 / 25.4 * 72, abs=0.1)
    assert 3 * 14.17 <= heights[1] <= 4 * 14.17 * 1.5
    assert 13 * 14.17 <= heights[2] <= 409


def test_a_text_taller_than_a_row_may_be(tmp_path: Path) -> None:
    cells = (Cell(0, 0, ("字" * 3000,)), Cell(0, 1, ("乙",)), Cell(1, 0, ("下",)))
    page = _written(tmp_path / "a.xlsx", _grid(*cells))
    areas = sorted(str(area) for area in page.merged_cells.ranges)
    last = int(areas[0].rpartition("A")[2])
    assert areas == [f"A1:A{last}", f"B1:B{last}"]
    heights = [page.row_dimensions[n].height for n in range(1, last + 1)]
    assert max(heights) <= 409 and sum(heights) > 3000 / 14 * 12
    assert page.cell(last + 1, 1).value == "下"
    assert page["A1"].alignment.vertical == "top"


def test_rows_of_one_cell_grow_while_typing(tmp_path: Path) -> None:
    """Only a row with merged cells has its height fixed, for such a row does not grow anyway."""
    cells = (Cell(0, 0, ("甲",), columns=2), Cell(1, 0, ("乙",)))
    _written(tmp_path / "a.xlsx", _grid(*cells))
    xml = _xml(tmp_path / "a.xlsx")
    assert '<row r="1" ht="22.7" customHeight="1">' in xml
    assert '<row r="2" ht="22.7">' in xml


def test_numbers_and_days_are_typed(tmp_path: Path) -> None:
    values = {
        "date": (DAY, 'yyyy"年"m"月"d"日"'),
        "money": (Decimal("1234.50"), "#,##0.00"),
        "number": (7, "General"),
    }
    cells = [
        Cell(0, n, ("x",), key=k, kind=k, value=v) for n, (k, (v, _)) in enumerate(values.items())
    ]
    cells.append(Cell(1, 0, ("x",), key="n", kind="number", value=Decimal("0.50")))
    cells.append(Cell(1, 1, ("x",), key="b", kind="number", value=Decimal("12345678901234567.89")))
    page = _written(tmp_path / "a.xlsx", _grid(*cells, widths=(40.0,) * 3))
    assert [page.cell(1, n).number_format for n in (1, 2, 3)] == [f for _, f in values.values()]
    assert page["A1"].value.date() == DAY
    assert (page["B1"].value, page["C1"].value) == (1234.5, 7)
    assert (page["A2"].value, page["A2"].number_format) == (0.5, "0.00")
    # A number with more digits than a spreadsheet keeps is stored as text, to the digit.
    assert page["B2"].value == "12345678901234567.89"


def test_ticks_and_mark(tmp_path: Path) -> None:
    cell = Cell(0, 0, (Tick(True, "是　"), Tick(False, "否")))
    page = _written(tmp_path / "a.xlsx", _grid(cell, mark="样稿", head=(0, 0)))
    assert page["A1"].value == "【样稿】"
    assert page["A2"].value == "☑是　☐否"
    assert page.oddHeader.center.text == "样稿"
    assert page.print_title_rows == "$2:$2"


def test_lists_and_tips_of_a_blank(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", form("people"), None)
    book = _open(path)
    page = book["人员名单"]
    found = {str(v.sqref).split(":")[0]: v for v in page.data_validations.dataValidation}
    post = next(v for v in found.values() if v.type == "list")
    assert str(post.sqref).endswith(":B5000")
    area = book[MAP_SHEET][post.formula1.split("!")[1]]
    words = tuple(cell.value for row in area for cell in row)
    assert words == next(c.choices for c in form("people").by_key("rows").columns if c.choices)
    assert all(v.showInputMessage and v.prompt for v in found.values())
    assert "2026-3-2" in next(v.prompt for k, v in found.items() if k.startswith("C"))
    assert book[MAP_SHEET].sheet_state == "veryHidden"
    # A telephone number typed into an empty cell keeps its first 0.
    assert page.cell(page.max_row, 4).number_format == "@"
    assert page.column_dimensions["D"].number_format == "@"


def test_a_filled_table_shows_no_tips(tmp_path: Path) -> None:
    made = form("risk_control")
    values = {"office": "规划局", "made": DAY, "rows": ({"post": "局长"},)}
    page = _open(written(tmp_path / "a.xlsx", made, values))[made.title]
    assert not page.data_validations.dataValidation


@pytest.mark.parametrize("text", TRIGGERS)
def test_text_is_never_a_formula(text: str, tmp_path: Path) -> None:
    columns = (Column("a", text or "甲"), Column("b", "乙"))
    register = Listing(text, columns, lambda: iter([(text, text)]), notes=(text,))
    grid = _grid(Cell(0, 0, (text,)), Cell(1, 0, (text,), key="a", kind="text", value=text))
    sheets = (("登记", register), ("表", grid))
    path = tmp_path / "a.xlsx"
    write_workbook(Paper("x", text, sheets), path, foot=text)
    with ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/"):
                assert b"<f>" not in archive.read(name) and b"<f " not in archive.read(name)
    read = read_here(path)
    assert read["登记"][3] == (text, text)
    assert [row[0] for row in read["表"]] == [text, text]
    assert _open(path)["登记"]["A4"].quotePrefix and _open(path)["表"]["A1"].quotePrefix


def test_control_characters_are_left_out(tmp_path: Path) -> None:
    text = "甲\x00\x07乙\ud800\ufffe丙\r\n丁"
    columns = (Column("a", "甲"),)
    register = Listing("登记", columns, lambda: iter([(text,)]))
    path = tmp_path / "a.xlsx"
    write_workbook(
        Paper("x", "x", (("登记", register), ("表", _grid(Cell(0, 0, (text,)))))), path, foot=FOOT
    )
    read = read_here(path)
    assert read["登记"][2] == ("甲乙丙\r\n丁",)
    assert read["表"][0] == ("甲乙丙\r\n丁",)


@pytest.mark.parametrize("streamed", [True, False])
def test_a_text_longer_than_a_cell_is_refused(streamed: bool, tmp_path: Path) -> None:
    for count, fits in ((32_767, True), (32_768, False)):
        text = "字" * count
        sheet: Grid | Listing = _grid(Cell(0, 0, (text,)))
        if streamed:
            rows = [(text,)]
            sheet = Listing("登记", (Column("a", "甲"),), lambda rows=rows: iter(rows))
        path = tmp_path / f"{count}.xlsx"
        if fits:
            write_workbook(one(sheet), path, foot=FOOT)
            assert text in [value for row in read_here(path)[sheet.title] for value in row]
        else:
            with pytest.raises(UserError, match="最多 32767 个字"):
                write_workbook(one(sheet), path, foot=FOOT)
            assert not path.exists()


def test_register(tmp_path: Path) -> None:
    seen: list[int] = []
    path = tmp_path / "a.xlsx"
    write_workbook(one(_register(2500), "登记簿"), path, foot=FOOT, progress=seen.append)
    assert seen[-1] == 2500 and seen == sorted(seen) and len(seen) >= 3
    page = _open(path)["登记簿"]
    assert page.max_row == 2503
    assert page.auto_filter.ref == "A3:O2503"
    assert page.print_title_rows == "$3:$3" and page.freeze_panes == "A4"
    assert page["A4"].value == "净规承〔2026〕1号"
    assert page["E4"].value.date() == DAY and page["E4"].number_format == "yyyy-mm-dd"
    assert page["F4"].value == 7 and page["F4"].alignment.horizontal == "center"
    assert page["L4"].value is None and page["L4"].border.left.style == "thin"
    assert page.page_setup.orientation == "landscape"


def test_values_of_a_register(tmp_path: Path) -> None:
    row = (True, Decimal("1.50"), Decimal(10**20 + 1), date(1890, 1, 1), "", 10**15)
    columns = tuple(Column(f"c{n}", f"栏{n}") for n in range(6))
    page = _written(tmp_path / "a.xlsx", Listing("登记", columns, lambda: iter([row])))
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
    page = _written(
        tmp_path / "a.xlsx", Listing("登记", (Column("a", "甲", 20),), lambda: iter(rows))
    )
    heights = [page.row_dimensions[n].height for n in range(3, 7)]
    assert heights[0] is None and page.sheet_format.defaultRowHeight == 21
    assert heights[1] > 6 * 10.5 and 3 * 10.5 < heights[2] < 60 and heights[3] <= 409


def test_an_empty_register(tmp_path: Path) -> None:
    page = _written(tmp_path / "a.xlsx", _register(0))
    assert page.max_row == 3 and page.auto_filter.ref == "A3:O3"


def test_two_registers_and_a_grid_in_one(tmp_path: Path) -> None:
    sheets = (
        ("一", _register(3)),
        ("表", _grid(Cell(0, 0, ("甲",)))),
        ("二", _register(5)),
    )
    path = tmp_path / "a.xlsx"
    write_workbook(Paper("x", "x", sheets), path, foot=FOOT)
    book = _open(path)
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


def test_names_of_worksheets() -> None:
    taken = [MAP_SHEET]
    names = [
        "净规承〔2026〕1号",
        "a/b:c*[d]?\\e",
        "同",
        "同",
        "长" * 40,
        "长" * 40,
        "'",
        MAP_SHEET,
        "A",
        "a",
    ]
    for name in names:
        taken.append(sheet_name(name, taken))
    assert taken[1:] == [
        "净规承〔2026〕1号",
        "a b c  d   e",
        "同",
        "同(2)",
        "长" * 31,
        "长" * 28 + "(2)",
        "表",
        f"{MAP_SHEET}(2)",
        "A",
        "a(2)",
    ]


def test_every_kind_blank_and_filled_opens_again(tmp_path: Path) -> None:
    made = odd_form(tmp_path)
    page = _open(written(tmp_path / "a.xlsx", made, None))[made.title]
    lists = [v for v in page.data_validations.dataValidation if v.type == "list"]
    assert {str(v.sqref) for v in lists} and all("_表单" in v.formula1 for v in lists)
    texts = [cell.value for row in page for cell in row if cell.value]
    assert any(str(text).startswith("☐信函") for text in texts)
