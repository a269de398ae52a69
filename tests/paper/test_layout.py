"""What a form's grid has: room to write, brackets that fall away, repeated heads, known widths."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from jingyue_desktop.paper.definition import load_form
from jingyue_desktop.paper.form import Form
from jingyue_desktop.paper.form_file import read_form_file
from jingyue_desktop.paper.grid import Blank, Grid, Qr, Tick
from jingyue_desktop.paper.layout import lay_out, listing, page_of
from tests.papers import FORMS, PLEDGE, pledge

SHEET = """\
name = "sheet"
version = 1
title = "登记表"
layout = "table"
widths = [20, 30, 20, 30]

[[field]]
key = "name"
title = "姓名"
kind = "person"

[[field]]
key = "kind"
title = "类别"
kind = "choice"
choices = ["一般", "重大"]

[[field]]
key = "rows"
title = "明细"
kind = "table"
rows = 3
columns = [
    { key = "what", title = "事项", kind = "text", width = 33 },
    { key = "done", title = "办结", kind = "yes_no", width = 67 },
]

[[field]]
key = "count"
title = "合计"
kind = "computed"
compute = "row_count"

[[row]]
cells = [{ text = "登记表", style = "title", columns = 4, height = 15 }]

[[row]]
cells = [{ text = "姓名" }, { value = "name" }, { text = "类别" }, { value = "kind" }]

[[row]]
cells = [{ value = "rows", height = 12 }]

[[row]]
cells = [{ text = "合计", columns = 2 }, { value = "count", columns = 2 }]
"""
VALUES: dict[str, Any] = {
    "name": "王喆赟",
    "kind": "重大",
    "rows": ({"what": "甲事", "done": True}, {"what": "乙事", "done": None}),
}


@pytest.fixture
def sheet(tmp_path: Path) -> Form:
    path = tmp_path / "sheet.v1.toml"
    path.write_text(SHEET, encoding="utf-8")
    return read_form_file(path)


def text(grid: Grid) -> list[str]:
    return [cell.text() for cell in grid.cells]


def test_a_table_form_filled(sheet: Form) -> None:
    grid = lay_out(sheet, VALUES)
    assert text(grid) == [
        "登记表", "姓名", "王喆赟", "类别", "重大", "事项", "办结",
        "甲事", "☑是　☐否", "乙事", "☐是　☐否", "合计", "共 2 项",
    ]  # fmt: skip
    assert grid.heights == (15, 8, 8, 12, 12, 8)
    assert grid.head == (2, 2)
    assert sum(grid.widths) == pytest.approx(156)


def test_columns_of_rows_and_tables_share_one_set_of_edges(sheet: Form) -> None:
    grid = lay_out(sheet, VALUES)
    edges = [round(sum(grid.widths[:n]), 1) for n in range(len(grid.widths) + 1)]
    # 20, 50 and 70 of a hundred from the rows; the table's 33 of a hundred stands between them.
    assert edges == pytest.approx([0, 31.2, 51.5, 78, 109.2, 156], abs=0.1)
    title = grid.cells[0]
    assert (title.column, title.columns) == (0, 5)
    what = next(cell for cell in grid.cells if cell.key == "rows[0].what")
    assert (what.column, what.columns) == (0, 2)


def test_edges_closer_than_a_millimetre_are_one(tmp_path: Path) -> None:
    path = tmp_path / "sheet.v1.toml"
    path.write_text(SHEET.replace("width = 33", "width = 50").replace("width = 67", "width = 50"))
    grid = lay_out(read_form_file(path), VALUES)
    assert len(grid.widths) == 4


def test_a_table_form_blank(sheet: Form) -> None:
    grid = lay_out(sheet, None)
    assert text(grid)[:7] == ["登记表", "姓名", "", "类别", "☐一般　☐重大", "事项", "办结"]
    assert text(grid)[-1] == ""
    rows = [cell for cell in grid.cells if cell.key.startswith("rows[") and "[]" not in cell.key]
    assert len(rows) == 2 * 3
    assert grid.heights == (15, 10, 8, 12, 12, 12, 10)


def test_what_is_known_stands_on_a_blank(sheet: Form) -> None:
    grid = lay_out(sheet, {"kind": "一般"}, blank=True)
    assert text(grid)[4] == "一般" and text(grid)[2] == ""
    letter = lay_out(load_form(FORMS, "pledge"), {"office": "某局"}, blank=True)
    assert text(letter)[0] == "某局廉政效能服务承诺书"
    assert Blank(23.0) in next(c.runs for c in letter.cells if c.text().startswith("项目名称"))


def test_missing_values_of_a_filled_form_leave_nothing(sheet: Form) -> None:
    grid = lay_out(sheet, {})
    assert text(grid)[2] == "" and "共 0 项" in text(grid)
    assert not any(cell.key.startswith("rows[0]") for cell in grid.cells)


def test_brackets_around_nothing_fall_away() -> None:
    assert any(t.endswith("（高立群）") for t in text(pledge()))
    nobody = pledge(signer=None)
    assert not any("（）" in t for t in text(nobody))
    assert any(t.startswith("负责人签名：") for t in text(nobody))


def test_a_paragraph_that_would_say_nothing_is_left_out() -> None:
    whole, without = pledge(), pledge(due_basis=None)
    assert len(whole.heights) - len(without.heights) == 1
    assert not any(isinstance(run, Qr) for cell in pledge(qr=None).cells for run in cell.runs)


def test_a_ruled_value_stands_on_its_rule() -> None:
    runs = next(c.runs for c in pledge().cells if c.text().startswith("一、"))
    assert Blank(4.0, "10") in runs
    blank = next(c.runs for c in pledge(days=..., blank=True).cells if c.text().startswith("一、"))
    assert Blank(4.0) in blank


def test_choices_of_a_blank_are_boxes() -> None:
    grid = pledge(variant=..., blank=True)
    boxes = [run for cell in grid.cells for run in cell.runs if isinstance(run, Tick)]
    assert len(boxes) == 6 and not any(box.ticked for box in boxes)


def test_a_value_with_braces_is_no_template() -> None:
    assert any("{office}{" in t for t in text(pledge(applicant="{office}{")))


def test_captions_hang_their_values_in() -> None:
    hangs = {c.text()[:4]: c.style.hang for c in pledge().cells if c.style.hang}
    assert hangs == {"建设单位": 5, "项目名称": 5, "受理日期": 5}


def test_the_end_of_a_letter_is_kept_together() -> None:
    grid = pledge()
    kept = [grid.cells[row].text() for row in grid.keeps]
    assert any(t.startswith("应办结日期") for t in kept)
    assert "负责人签名：（高立群）" in kept
    rows = [row for row in grid.keeps if row > 5]
    assert rows == list(range(rows[0], rows[-1] + 1))


def test_markdown_has_chapters_headings_and_paragraphs() -> None:
    form = load_form(FORMS, "regulation")
    body = "# 第一章　总则\n\n第一条　甲。\n## 一节\n第二条　*乙* # 丙\n"
    values = {"office": "某局", "name": "某制度", "status": "草案", "body": body}
    grid = lay_out(form, values)
    found = [(c.style.face, c.style.align, c.text()) for c in grid.cells if c.runs]
    assert found == [
        ("title", "center", "某局某制度"),
        ("kai", "center", "（草案）"),
        ("hei", "center", "第一章　总则"),
        ("fang", "justify", "第一条　甲。"),
        ("hei", "left", "一节"),
        ("fang", "justify", "第二条　*乙* # 丙"),
    ]
    chapter = next(c.row for c in grid.cells if c.text() == "第一章　总则")
    assert chapter in grid.keeps


def test_another_paper_has_the_same_layout() -> None:
    form = load_form(FORMS, "risk_control")
    small, large = page_of(form, "A4"), page_of(form, "A3")
    assert small.page.size() == (297, 210) and large.page.size() == (420, 297)
    assert small.page.area() == (225, 156)  # the letter's text area, lying
    assert small.fields == large.fields


def test_a_listing_has_the_columns_of_the_form_s_table(sheet: Form) -> None:
    made = listing(sheet, lambda: iter(()))
    assert [(c.key, c.title) for c in made.columns] == [("what", "事项"), ("done", "办结")]
    assert (made.title, made.form, made.version, made.table) == ("登记表", "sheet", 1, "rows")


def test_a_grid_names_its_form_and_says_all_its_fields_once() -> None:
    grid = pledge()
    assert (grid.form, grid.version) == ("pledge", 1)
    keys = [cell.key for _, cell in grid.fields]
    assert keys == list(PLEDGE)
