"""Workbooks that people worked on: rows put in, sheets renamed, lists filled in, mistakes named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from jingyue_desktop.domain.errors import RowFault, UserError
from jingyue_desktop.files.xlsx_write import write_workbook
from jingyue_desktop.paper.form import Form
from jingyue_desktop.paper.layout import lay_out, listing
from jingyue_desktop.paper.reimport import find, raw_values, row_faults
from jingyue_desktop.paper.sheet_map import MAP_SHEET, Sheets
from jingyue_desktop.paper.validate import validate
from tests.files.papers import form, odd_form, one, read_here, register_rows, written

PEOPLE = [
    ["李敏", "规划科科员", date(2025, 1, 6), "85821103"],
    ["张喆赟", "综合管理科科员", "2025-1-6", None],
    ["王建国", "规划科科长", "2025年1月6日", 4318582110],
]
ODD: dict[str, Any] = {
    "office": "规划局",
    "agent": "李敏",
    "matter": "第一行\n第二行",
    "sum": "1234.50",
    "count": 3,
    "urgent": True,
    "ways": ("电话", "现场"),
    "grade": "B",
    "day": date(2026, 3, 2),
    "remark": "表下",
    "items": [
        {"name": "甲", "amount": "1.5", "done": False, "on": date(2026, 3, 1)},
        {"name": "乙"},
    ],
    "people": [{"name": "王建国", "how": ("主办",)}, {"name": "吴珺", "note": "第二行"}],
}
Edit = Callable[[Any], None]


def _people(tmp_path: Path, rows: Sequence[Sequence[Any]], edit: Edit | None = None) -> Sheets:
    """A template filled in by hand from row 4 on, below its heads in row 3 (or where they are)."""
    path = written(tmp_path / "people.xlsx", form("people"), None)
    return _edited(path, lambda page: (_fill(page, rows), edit(page) if edit else None))


def _fill(page: Any, rows: Sequence[Sequence[Any]]) -> None:
    first = _head(page) + 1
    for n, row in enumerate(rows):
        for column, value in enumerate(row, 1):
            page.cell(first + n, column).value = value


def _head(page: Any) -> int:
    return next(cell.row for row in page for cell in row if cell.value == "姓名")


def _edited(path: Path, edit: Callable[[Any], Any]) -> Sheets:
    book = openpyxl.load_workbook(path)
    edit(book.worksheets[0])
    book.save(path)
    return read_here(path)


def _odd(tmp_path: Path, edit: Edit) -> tuple[Form, dict[str, Any], Sheets]:
    made = odd_form(tmp_path)
    values = validate(made, ODD)
    return made, values, _edited(written(tmp_path / "odd.xlsx", made, values), edit)


def test_a_filled_template(tmp_path: Path) -> None:
    values, faults = row_faults(form("people"), _people(tmp_path, PEOPLE))
    assert faults == []
    rows = values["rows"]
    assert [row["name"] for row in rows] == ["李敏", "张喆赟", "王建国"]
    assert {row["since"] for row in rows} == {date(2025, 1, 6)}
    assert [row["phone"] for row in rows] == ["85821103", None, "4318582110"]


def test_more_rows_than_the_template_rules(tmp_path: Path) -> None:
    many = [[f"人{n}", "局长", "2025-1-6", None] for n in range(300)]
    sheets = _people(tmp_path, many)
    values, faults = row_faults(form("people"), sheets)
    assert (len(values["rows"]), faults) == (300, [])
    first = find(form("people"), sheets).tables["rows"]
    assert first == list(range(first[0], first[0] + 300))


def test_row_777_is_named(tmp_path: Path) -> None:
    """A thousand rows, one of them wrong in two places: both are named, and nothing is taken."""
    many: list[list[Any]] = [[f"人{n}", "局长", "2025-1-6", None] for n in range(1, 1001)]
    sheets = _people(tmp_path, many)
    head = find(form("people"), sheets).rows["rows"]
    bad = 777 - head - 1
    many[bad] = ["人", "处长", "2025-13-6", None]
    values, faults = row_faults(form("people"), _people(tmp_path, many))
    assert values == {}
    assert [(fault.row, fault.column) for fault in faults] == [(777, "岗位"), (777, "任职日期")]
    assert "局长、副局长" in faults[0].text and "不是日期" in faults[1].text


def test_every_fault_at_once(tmp_path: Path) -> None:
    rows = [
        [None, "局长", "2025-1-6", None],
        ["李敏", "局长", "2025-1-6", "0" * 41],
        ["好", "局长", "未定", None],
    ]
    sheets = _people(tmp_path, rows)
    first = find(form("people"), sheets).tables["rows"][0]
    _, faults = row_faults(form("people"), sheets)
    assert [(fault.row - first, fault.column) for fault in faults] == [
        (0, "姓名"),
        (1, "电话"),
        (2, "任职日期"),
    ]
    assert faults[0] == RowFault(first, "姓名", "没有填写。")


def test_checks_across_fields_name_a_row(tmp_path: Path) -> None:
    made = odd_form(tmp_path)
    sheets = read_here(written(tmp_path / "odd.xlsx", made, None))
    _, faults = row_faults(made, sheets)
    assert {fault.column for fault in faults} == {"经办人", "事项", "件数", "急件", "日期"}
    rows = {fault.column: fault.row for fault in faults}
    assert rows["经办人"] == rows["日期"] == 2 and rows["件数"] == 4


@pytest.mark.parametrize("at", [1, 2, 3])
def test_rows_put_in_above(tmp_path: Path, at: int) -> None:
    sheets = _people(tmp_path, PEOPLE, lambda page: page.insert_rows(at, 2))
    values, faults = row_faults(form("people"), sheets)
    assert (len(values["rows"]), faults) == (3, [])


@pytest.mark.parametrize("count", [1, 2])
def test_title_taken_out(tmp_path: Path, count: int) -> None:
    sheets = _people(tmp_path, PEOPLE, lambda page: page.delete_rows(1, count))
    values, _ = row_faults(form("people"), sheets)
    assert len(values["rows"]) == 3


def test_sheet_renamed_and_another_column_of_notes(tmp_path: Path) -> None:
    def edit(page: Any) -> None:
        page.title = "2026年名单"
        page.cell(_head(page) + 1, 9).value = "我的备注"

    values, _ = row_faults(form("people"), _people(tmp_path, PEOPLE, edit))
    assert len(values["rows"]) == 3


def test_what_stands_below_an_empty_row_is_not_lost_without_a_word(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="空行") as caught:
        row_faults(form("people"), _people(tmp_path, [PEOPLE[0], [], [" "], PEOPLE[1]]))
    assert "第 7 行起" in caught.value.message or "行起的内容没有读" in caught.value.message
    values, _ = row_faults(form("people"), _people(tmp_path, [*PEOPLE, [" "], ["\u3000"]]))
    assert len(values["rows"]) == 3


def test_changed_heads_are_named(tmp_path: Path) -> None:
    def edit(page: Any) -> None:
        page.cell(_head(page), 3).value = "日期"

    with pytest.raises(UserError, match="找不到标题“姓名”"):
        raw_values(form("people"), _people(tmp_path, PEOPLE, edit))
    with pytest.raises(UserError, match="找不到标题"):
        raw_values(form("people"), _people(tmp_path, PEOPLE, lambda page: page.insert_cols(2)))


def test_of_another_form_or_version(tmp_path: Path) -> None:
    sheets = _people(tmp_path, PEOPLE)
    with pytest.raises(UserError, match="这是“人员名单”，不是“岗位职责表”"):
        raw_values(form("post_duties"), sheets)
    with pytest.raises(UserError, match="“人员名单”第 1 版，现用第 2 版"):
        raw_values(replace(form("people"), version=2), sheets)


@pytest.mark.parametrize(
    "sheets",
    [
        {"名单": (("姓名", "岗位"), ("李敏", "局长"))},
        {MAP_SHEET: (("格", "rows[].name"),)},
        {MAP_SHEET: (("表单", "甲", "people", 1, "人员名单", 0), ("怪", "x", 1, 1))},
        {MAP_SHEET: (("表单", "甲", "people", "x", "人员名单", 0),)},
        {},
    ],
)
def test_not_of_ours(sheets: Sheets) -> None:
    with pytest.raises(UserError, match="不是本程序导出的") as caught:
        raw_values(form("people"), sheets)
    assert "“人员名单”模板" in caught.value.advice


def test_several_of_one_form(tmp_path: Path) -> None:
    made = form("legend")
    values = {"office": "规划局", "made": date(2026, 3, 2), "rows": ({"item": "甲", "text": "乙"},)}
    grid = lay_out(made, values)
    paper = replace(one(grid), sheets=(("一", grid), ("二", grid)))
    write_workbook(paper, tmp_path / "a.xlsx", foot="")
    with pytest.raises(UserError, match="2 张“说明与图例”"):
        raw_values(made, read_here(tmp_path / "a.xlsx"))


def test_rows_added_to_a_table_that_has_rows_below(tmp_path: Path) -> None:
    """What stands under the table moves down, and is found there."""

    def edit(page: Any) -> None:
        at = next(cell.row for row in page for cell in row if cell.value == "乙") + 1
        page.insert_rows(at, 2)
        page.cell(at, 1).value, page.cell(at + 1, 1).value = "丙", "丁"

    made, values, sheets = _odd(tmp_path, edit)
    back = validate(made, raw_values(made, sheets))
    assert [row["name"] for row in back["items"]] == ["甲", "乙", "丙", "丁"]
    same = {key for key in values if key not in ("items", "total")}
    assert {key: back[key] for key in same} == {key: values[key] for key in same}
    assert back["total"] == "共 6 项"


def test_sentences_may_be_filled_in(tmp_path: Path) -> None:
    def edit(page: Any) -> None:
        page.cell(2, 1).value = "经办人： 吴珺　日期：2026年3月 9日"
        last = next(cell for row in page for cell in row if str(cell.value).startswith("备注："))
        last.value = "备注："

    made, values, sheets = _odd(tmp_path, edit)
    back = validate(made, raw_values(made, sheets))
    assert (back["agent"], back["day"], back["remark"]) == ("吴珺", date(2026, 3, 9), None)
    assert {k: back[k] for k in ("items", "people")} == {k: values[k] for k in ("items", "people")}


def test_a_sentence_that_cannot_be_read(tmp_path: Path) -> None:
    made, _, sheets = _odd(tmp_path, lambda page: page.__setitem__("A2", "李敏 2026-3-9"))
    with pytest.raises(UserError, match="改得读不出来"):
        raw_values(made, sheets)


@pytest.mark.parametrize(
    ("written_as", "means"),
    [
        ("☑信函　☐电话　☐电话回访　☑现场", ("信函", "现场")),
        ("√电话回访", ("电话回访",)),
        ("现场、信函", ("信函", "现场")),
        ("☐信函　☐电话　☐电话回访　☐现场", ()),
        (None, ()),
    ],
)
def test_ticks_by_box_or_by_word(tmp_path: Path, written_as: str | None, means: Any) -> None:
    def edit(page: Any) -> None:
        cell = next(cell for row in page for cell in row if str(cell.value)[1:3] == "信函")
        cell.value = written_as

    made, _, sheets = _odd(tmp_path, edit)
    assert validate(made, raw_values(made, sheets))["ways"] == means


def test_what_spreadsheets_make_of_typing(tmp_path: Path) -> None:
    """A day typed into a text, a number for a text, TRUE for 是."""

    def edit(page: Any) -> None:
        name = next(cell for row in page for cell in row if cell.value == "乙")
        done = next(cell for row in page for cell in row if cell.value == "完成")
        name.value, page.cell(name.row, done.column).value = date(2026, 3, 2), True
        page.cell(3, 2).value = 0.1

    made, _, sheets = _odd(tmp_path, edit)
    back = validate(made, raw_values(made, sheets))
    assert back["matter"] == "0.1"
    assert back["items"][1]["name"] == "2026-3-2"
    assert back["items"][1]["done"] is True


def test_a_register_is_read_back_too(tmp_path: Path) -> None:
    made = form("pledge_register")
    write_workbook(
        one(listing(made, lambda: register_rows(20), "登记簿", ("注",))),
        tmp_path / "a.xlsx",
        foot="",
    )
    values, faults = row_faults(made, read_here(tmp_path / "a.xlsx"))
    assert faults == [] and len(values["rows"]) == 20
    keys = [column.key for column in made.by_key("rows").columns]
    assert [tuple(row[k] for k in keys) for row in values["rows"]] == list(register_rows(20))
