"""Workbooks as they leave: looks, print set-up, typed cells, text that never turns into a formula."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.files.xlsx_write import sheet_name, write_workbook
from jingyue_desktop.paper.grid import Cell, Column, Grid, Listing, Paper, Style, Tick
from jingyue_desktop.paper.layout import lay_out
from jingyue_desktop.paper.sheet_map import MAP_SHEET
from tests.files.papers import (
    FOOT,
    NAMES,
    TRIGGERS,
    form,
    grid_of,
    odd_form,
    one,
    opened,
    read_here,
    shown,
    written,
)

DAY = date(2026, 3, 2)


def _xml(path: Path) -> str:
    with ZipFile(path) as archive:
        return "".join(
            archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")
        )


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("filled", [False, True])
def test_page_of_every_form(name: str, filled: bool, tmp_path: Path) -> None:
    made = form(name)
    grid = lay_out(made, {f.key: None for f in made.fields} if filled else None)
    page = shown(tmp_path / "a.xlsx", grid)
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
    margins = shown(tmp_path / "a.xlsx", grid_of(Cell(0, 0, ("甲",)))).page_margins
    assert margins.top * 25.4 == pytest.approx(20.0)
    assert margins.right * 25.4 == pytest.approx(26.0)


def test_foot_is_taken_literally(tmp_path: Path) -> None:
    page = shown(tmp_path / "a.xlsx", grid_of(Cell(0, 0, ("甲",))), foot="12 A&B")
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
    page = shown(tmp_path / "a.xlsx", grid_of(*cells, heights=(8.0,) * 5))
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
    page = shown(tmp_path / "a.xlsx", grid_of(*cells, breaks=(1,)))
    assert [str(area) for area in page.merged_cells.ranges] == ["A1:A2"]
    assert [brk.id for brk in page.row_breaks.brk] == [1]
    assert page["B2"].value == "丙"


def test_columns_are_as_wide_as_on_paper(tmp_path: Path) -> None:
    page = shown(tmp_path / "a.xlsx", grid_of(Cell(0, 0, ("甲",)), widths=(25.4, 127.0)))
    pixels = [page.column_dimensions[letter].width * 8 + 5 for letter in "AB"]
    assert pixels == pytest.approx([96, 480], abs=0.1)


def test_rows_are_as_tall_as_their_text(tmp_path: Path) -> None:
    """Twelve characters of 5 mm are a line of 60 mm at best: 25 take three lines, 150 thirteen."""
    style = Style(size=14.17)
    cells = [Cell(n, 0, ("字" * count,), style) for n, count in enumerate((5, 25, 150))]
    page = shown(tmp_path / "a.xlsx", grid_of(*cells, heights=(10.0,) * 3))
    heights = [page.row_dimensions[n].height for n in (1, 2, 3)]
    assert heights[0] == pytest.approx(10 / 25.4 * 72, abs=0.1)
    assert 3 * 14.17 <= heights[1] <= 4 * 14.17 * 1.5
    assert 13 * 14.17 <= heights[2] <= 409


def test_a_text_taller_than_a_row_may_be(tmp_path: Path) -> None:
    cells = (Cell(0, 0, ("字" * 3000,)), Cell(0, 1, ("乙",)), Cell(1, 0, ("下",)))
    page = shown(tmp_path / "a.xlsx", grid_of(*cells))
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
    shown(tmp_path / "a.xlsx", grid_of(*cells))
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
    page = shown(tmp_path / "a.xlsx", grid_of(*cells, widths=(40.0,) * 3))
    assert [page.cell(1, n).number_format for n in (1, 2, 3)] == [f for _, f in values.values()]
    assert page["A1"].value.date() == DAY
    assert (page["B1"].value, page["C1"].value) == (1234.5, 7)
    assert (page["A2"].value, page["A2"].number_format) == (0.5, "0.00")
    # A number with more digits than a spreadsheet keeps is stored as text, to the digit.
    assert page["B2"].value == "12345678901234567.89"


def test_ticks_and_mark(tmp_path: Path) -> None:
    cell = Cell(0, 0, (Tick(True, "是　"), Tick(False, "否")))
    page = shown(tmp_path / "a.xlsx", grid_of(cell, mark="样稿", head=(0, 0)))
    assert page["A1"].value == "【样稿】"
    assert page["A2"].value == "☑是　☐否"
    assert page.oddHeader.center.text == "样稿"
    assert page.print_title_rows == "$2:$2"


def test_lists_and_tips_of_a_blank(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", form("people"), None)
    book = opened(path)
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
    page = opened(written(tmp_path / "a.xlsx", made, values))[made.title]
    assert not page.data_validations.dataValidation


@pytest.mark.parametrize("text", TRIGGERS)
def test_text_is_never_a_formula(text: str, tmp_path: Path) -> None:
    columns = (Column("a", text or "甲"), Column("b", "乙"))
    register = Listing(text, columns, lambda: iter([(text, text)]), notes=(text,))
    grid = grid_of(Cell(0, 0, (text,)), Cell(1, 0, (text,), key="a", kind="text", value=text))
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
    assert opened(path)["登记"]["A4"].quotePrefix and opened(path)["表"]["A1"].quotePrefix


def test_control_characters_are_left_out(tmp_path: Path) -> None:
    text = "甲\x00\x07乙\ud800\ufffe丙\r\n丁"
    columns = (Column("a", "甲"),)
    register = Listing("登记", columns, lambda: iter([(text,)]))
    path = tmp_path / "a.xlsx"
    write_workbook(
        Paper("x", "x", (("登记", register), ("表", grid_of(Cell(0, 0, (text,)))))), path, foot=FOOT
    )
    read = read_here(path)
    assert read["登记"][2] == ("甲乙丙\r\n丁",)
    assert read["表"][0] == ("甲乙丙\r\n丁",)


@pytest.mark.parametrize("streamed", [True, False])
def test_a_text_longer_than_a_cell_is_refused(streamed: bool, tmp_path: Path) -> None:
    for count, fits in ((32_767, True), (32_768, False)):
        text = "字" * count
        sheet: Grid | Listing = grid_of(Cell(0, 0, (text,)))
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
    page = opened(written(tmp_path / "a.xlsx", made, None))[made.title]
    lists = [v for v in page.data_validations.dataValidation if v.type == "list"]
    assert {str(v.sqref) for v in lists} and all("_表单" in v.formula1 for v in lists)
    texts = [cell.value for row in page for cell in row if cell.value]
    assert any(str(text).startswith("☐信函") for text in texts)
