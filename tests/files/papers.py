"""The office's own forms, filled in as a year of work would fill them; a form made up for tests."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from hypothesis import strategies as st

from jingyue_desktop.files.read_child import spoken
from jingyue_desktop.files.xlsx_read import book_of
from jingyue_desktop.files.xlsx_write import write_workbook
from jingyue_desktop.paper.definition import load_form
from jingyue_desktop.paper.field import Field
from jingyue_desktop.paper.form import Form
from jingyue_desktop.paper.form_file import read_form_file
from jingyue_desktop.paper.grid import Cell, Grid, Listing, Page, Paper
from jingyue_desktop.paper.layout import lay_out
from jingyue_desktop.paper.sheet_map import Sheets

ROOT = Path(__file__).resolve().parents[2]
FORMS = ROOT / "forms"
FOOT = "日志 12 345 · 9F3A-41C2-07BD-66E0"
NAMES = tuple(sorted(path.name.split(".")[0] for path in FORMS.glob("*.v1.toml")))
TRIGGERS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "＝1+1",
    " =1",
    '"=1',
    "'=1",
    "＋1",
    "－1",
    "＠x",
    "\n=1",
    "#N/A",
    "<b>&amp;",
    "_x0041_",
    "0431",
    "1e5",
    "TRUE",
    "2026-03-02",
    "喆赟珺 A<B 的情形",
)

ODD = """
name = "odd"
version = 1
title = "杂项表"
layout = "table"
widths = [20, 30, 20, 30]

field = [
    { key = "office", title = "单位名称", kind = "text", given = true },
    { key = "agent", title = "经办人", kind = "person" },
    { key = "matter", title = "事项", kind = "long_text" },
    { key = "sum", title = "金额", kind = "money", required = false },
    { key = "count", title = "件数", kind = "number", min = 0 },
    { key = "share", title = "比例", kind = "number", decimals = 2, required = false },
    { key = "urgent", title = "急件", kind = "yes_no" },
    { key = "ways", title = "方式", kind = "ticks", choices = ["信函", "电话", "电话回访", "现场"], required = false },
    { key = "grade", title = "等级", kind = "choice", choices = ["A", "B", "C"], required = false },
    { key = "day", title = "日期", kind = "date" },
    { key = "remark", title = "备注", kind = "text", required = false },
    { key = "seal", title = "签章", kind = "sign", required = false },
    { key = "total", title = "合计", kind = "computed", compute = "row_count" },
    { key = "items", title = "明细", kind = "table", required = false, rows = 3, columns = [
        { key = "name", title = "名称", kind = "text", required = false },
        { key = "amount", title = "数额", kind = "money", required = false },
        { key = "done", title = "完成", kind = "yes_no", required = false },
        { key = "on", title = "日期", kind = "date", required = false },
    ] },
    { key = "people", title = "人员", kind = "table", required = false, rows = 2, columns = [
        { key = "name", title = "姓名", kind = "person" },
        { key = "how", title = "方式", kind = "ticks", choices = ["主办", "协办"], required = false },
        { key = "note", title = "说明", kind = "long_text", required = false, width = 30 },
    ] },
]

[page]
paper = "A4"
top = 25
left = 25
right = 20
bottom = 22

[[row]]
cells = [{ text = "{office}杂项表", style = "title", columns = 4, height = 14 }]

[[row]]
cells = [{ text = "经办人：{agent}　日期：{day}", style = "right", columns = 4 }]

[[row]]
cells = [{ text = "事项" }, { value = "matter", columns = 3 }]

[[row]]
cells = [{ text = "金额" }, { value = "sum" }, { text = "件数" }, { value = "count" }]

[[row]]
cells = [{ text = "比例" }, { value = "share" }, { text = "急件" }, { value = "urgent" }]

[[row]]
cells = [{ text = "方式" }, { value = "ways" }, { text = "等级" }, { value = "grade" }]

[[row]]
cells = [{ value = "items" }]

[[row]]
cells = [{ text = "合计" }, { value = "total" }, { text = "签章" }, { value = "seal" }]

[[row]]
cells = [{ value = "people" }]

[[row]]
cells = [{ text = "备注：{remark}", style = "plain", columns = 4 }]
"""


def odd_form(folder: Path) -> Form:
    """Return a form with every kind, two tables, rows below them and fields inside sentences."""
    path = folder / "odd.v1.toml"
    path.write_text(ODD, encoding="utf-8")
    return read_form_file(path)


def form(name: str) -> Form:
    """Return one of the office's forms."""
    return load_form(FORMS, name)


def one(sheet: Grid | Listing, name: str = "") -> Paper:
    """Return a paper of one sheet."""
    return Paper("test", sheet.title, ((name or sheet.title, sheet),))


def written(path: Path, made: Form, values: dict[str, Any] | None, mark: str = "") -> Path:
    """Write a form, filled in or blank, as a workbook."""
    write_workbook(one(lay_out(made, values, mark)), path, foot=FOOT)
    return path


def read_here(path: Path) -> Sheets:
    """Read a workbook as the child does, in this process (the child itself has its own tests)."""
    lines = (json.dumps(said).encode() for said in spoken(path))
    return book_of(lines).sheets


WORDS = st.sampled_from(
    ["净月开发区规划局", "长春市净月建设有限公司", "生态大街1号", *(t.strip() for t in TRIGGERS)]
)
# Printable, with what Chinese offices type; the kinds refuse control characters themselves.
TEXTS = st.text(
    st.sampled_from("甲乙丙，。（）《》A1 <>&\"'=+-@_x0041【】喆赟〔2026〕号%\u3000"), max_size=40
)
LONG = st.lists(TEXTS, min_size=1, max_size=4).map("\n".join)


def raws(made: Form) -> st.SearchStrategy[dict[str, Any]]:
    """Return a strategy for what a person might type into every field of a form."""
    return st.fixed_dictionaries({f.key: raw(f) for f in made.fields if f.kind != "computed"})


def raw(field: Field) -> st.SearchStrategy[Any]:
    """Return a strategy for one field; what is required is there."""
    found = _raw(field)
    if field.required and field.kind not in ("table", "sign"):
        return found.filter(lambda value: str(value).strip() not in ("", "()"))
    return st.none() | found if field.kind != "table" else found


def _raw(field: Field) -> st.SearchStrategy[Any]:
    match field.kind:
        case "long_text":
            return LONG | WORDS
        case "number":
            places = {"places": field.decimals} if field.decimals else {"places": 0}
            return st.decimals(field.min or 0, field.max or 10**9, allow_nan=False, **places)
        case "money":
            return st.decimals(-(10**11), 10**11, places=2)
        case "date":
            return st.dates(date(1950, 1, 1), date(2100, 12, 31))
        case "choice":
            return st.sampled_from(field.choices)
        case "yes_no":
            return st.booleans()
        case "ticks":
            return st.sets(st.sampled_from(field.choices)).map(tuple)
        case "table":
            return st.lists(_row(field), max_size=4)
    limit = min(field.max or 60, 60)
    return (TEXTS | WORDS).map(lambda text: " ".join(text.split())[:limit].strip())


def _row(field: Field) -> st.SearchStrategy[dict[str, Any]]:
    row = st.fixed_dictionaries({column.key: raw(column) for column in field.columns})
    return row.filter(lambda made: any(v not in (None, (), "") for v in made.values()))


def opened(path: Path) -> Any:
    """Return a workbook as another program reads it."""
    return openpyxl.load_workbook(path)


def shown(path: Path, sheet: Grid | Listing, foot: str = FOOT) -> Any:
    """Write a sheet and return it as another program reads it."""
    write_workbook(one(sheet, "表"), path, foot=foot)
    return opened(path)["表"]


def grid_of(*cells: Cell, **changes: Any) -> Grid:
    """Return a grid of two columns of 60 mm and two rows of 8 mm."""
    grid = Grid("表", Page(top=20, left=20), (60.0, 60.0), (8.0, 8.0), cells)
    return replace(grid, **changes)


def register_rows(count: int) -> Iterator[tuple[Any, ...]]:
    """Yield rows of the pledge register."""
    day = date(2026, 3, 2)
    for n in range(1, count + 1):
        yield (
            f"净规承〔2026〕{n}号",
            "建设工程规划许可证",
            f"长春市第{n}建设有限公司",
            f"净月开发区生态大街{n}号住宅小区项目",
            day,
            7,
            day,
            "已归档",
            day,
            "李敏",
            day,
            None,
            "有",
            None,
            "暂按周末推算",
        )
