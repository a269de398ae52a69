"""Another program opens our workbooks, shows every text as it is, and what it saves is read back."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from jingyue_desktop.files.xlsx_write import write_workbook
from jingyue_desktop.paper.grid import Column, Listing, Paper
from jingyue_desktop.paper.layout import lay_out, listing
from jingyue_desktop.paper.reimport import raw_values, row_faults
from jingyue_desktop.paper.sheet_map import MAP_SHEET
from jingyue_desktop.paper.validate import Values, validate
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

WORDS = "集体讨论、优化决策，如实填写《初审业务流程运行表》。"
DAY = date(2026, 3, 2)


def _some(name: str) -> Values:
    """Values for every field of a form, every text of them one that spreadsheets compute."""
    made = form(name)
    raw: dict[str, Any] = {f.key: _value(f, 0) for f in made.fields if f.kind != "computed"}
    return validate(made, raw)


def _value(field: Any, n: int) -> Any:
    text = TRIGGERS[n % len(TRIGGERS)].strip()
    match field.kind:
        case "table":
            count = len(TRIGGERS)
            return [
                {c.key: _value(c, n + m) for m, c in enumerate(field.columns)} for n in range(count)
            ]
        case "date":
            return DAY
        case "number" | "money":
            return 7 + n
        case "choice":
            return field.choices[n % len(field.choices)]
        case "long_text":
            return f"{text}\n{WORDS * 4}"
    return text[: field.max or 60]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every form filled in and blank, and registers, written by us and saved again by LibreOffice."""
    made = tmp_path_factory.mktemp("workbooks")
    for name in NAMES:
        written(made / f"{name}.xlsx", form(name), _some(name))
        written(made / f"blank-{name}.xlsx", form(name), None)
    odd = odd_form(made)
    written(made / "odd.xlsx", odd, _odd(odd))
    register = form("pledge_register")
    paper = one(listing(register, lambda: register_rows(1000), "登记簿", ("注",)), "登记簿")
    write_workbook(paper, made / "register.xlsx", foot=FOOT)
    texts = Listing("文字", (Column("a", "甲"),), lambda: iter([(t,) for t in TRIGGERS]))
    write_workbook(one(texts, "文字"), made / "texts.xlsx", foot=FOOT)
    whole = tuple((name, lay_out(form(name), _some(name))) for name in NAMES)
    write_workbook(Paper("x", "x", whole), made / "whole.xlsx", foot=FOOT)
    _convert(made)
    return made


def _odd(made: Any) -> Values:
    rows = [{"name": "甲", "amount": "1.50", "done": True, "on": DAY}]
    raw = {
        "office": "规划局",
        "agent": "喆赟珺",
        "matter": f"=1+1\n{WORDS}",
        "sum": "1234.5",
        "count": 3,
        "share": "0.25",
        "urgent": True,
        "ways": "电话、现场",
        "day": DAY,
        "items": rows,
        "people": [{"name": "王建国", "how": "主办", "note": "字" * 4000}, {"name": "吴珺"}],
    }
    return validate(made, raw)


def _convert(folder: Path) -> None:
    soffice = shutil.which("soffice")
    assert soffice, "soffice is missing: install libreoffice-calc-nogui"
    out = folder / "saved"
    profile = (folder / "profile").as_uri()
    files = sorted(str(path) for path in folder.glob("*.xlsx"))
    subprocess.run(
        [
            soffice,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(out),
            *files,
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    assert len(list(out.glob("*.xlsx"))) == len(files)


def _values(path: Path) -> dict[str, list[list[Any]]]:
    """Every value of a workbook by sheet."""
    return {
        name: [[value for value in row if value is not None] for row in rows]
        for name, rows in read_here(path).items()
        if name != MAP_SHEET
    }


def _full(rows: list[list[Any]]) -> list[list[Any]]:
    return [row for row in rows if row]


FILES = [*NAMES, *(f"blank-{name}" for name in NAMES), "odd", "register", "texts", "whole"]


@pytest.mark.parametrize("name", FILES)
def test_the_same_values(name: str, folder: Path) -> None:
    ours, theirs = _values(folder / f"{name}.xlsx"), _values(folder / "saved" / f"{name}.xlsx")
    assert list(theirs) == list(ours)
    for title in ours:
        assert _full(theirs[title]) == _full(ours[title])


@pytest.mark.parametrize("name", FILES)
def test_no_formula(name: str, folder: Path) -> None:
    with ZipFile(folder / "saved" / f"{name}.xlsx") as archive:
        for part in archive.namelist():
            if part.startswith("xl/worksheets/sheet"):
                xml = archive.read(part)
                assert b"<f>" not in xml and b"<f " not in xml


@pytest.mark.parametrize("name", FILES)
def test_page_set_up_is_understood(name: str, folder: Path) -> None:
    ours = openpyxl.load_workbook(folder / f"{name}.xlsx")
    theirs = openpyxl.load_workbook(folder / "saved" / f"{name}.xlsx")
    for sheet in ours.worksheets:
        if sheet.sheet_state == "visible":
            other = theirs[sheet.title]
            assert other.page_setup.orientation == sheet.page_setup.orientation
            assert int(other.page_setup.paperSize) == int(sheet.page_setup.paperSize)
            assert other.page_setup.fitToHeight in (0, None)
            assert other.sheet_properties.pageSetUpPr.fitToPage
            assert other.print_title_rows == sheet.print_title_rows
            assert FOOT in str(other.oddFooter.left.text)
            assert other.page_margins.left == pytest.approx(sheet.page_margins.left, abs=0.01)


@pytest.mark.parametrize("name", [*NAMES, "odd"])
def test_saved_elsewhere_and_read_back(name: str, folder: Path) -> None:
    made = odd_form(folder) if name == "odd" else form(name)
    values = _odd(made) if name == "odd" else _some(name)
    sheets = read_here(folder / "saved" / f"{name}.xlsx")
    assert validate(made, raw_values(made, sheets)) == values


def test_a_register_saved_elsewhere(folder: Path) -> None:
    values, faults = row_faults(
        form("pledge_register"), read_here(folder / "saved" / "register.xlsx")
    )
    assert (len(values["rows"]), faults) == (1000, [])


def test_texts_are_shown_literally(folder: Path) -> None:
    """Tabs and line ends inside a text are all that another program may write in another way."""
    shown = [row[0] for row in _full(_values(folder / "saved" / "texts.xlsx")["文字"])][2:]
    assert [str(text) for text in shown] == list(TRIGGERS)


def test_the_check_itself_sees_a_formula(tmp_path: Path) -> None:
    """Text stored as openpyxl does by itself is computed: what the tests above must not find."""
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "=1+1"
    book.save(tmp_path / "plain.xlsx")
    _convert(tmp_path)
    with ZipFile(tmp_path / "saved" / "plain.xlsx") as archive:
        assert b"<f" in archive.read("xl/worksheets/sheet1.xml")
    assert _full(_values(tmp_path / "saved" / "plain.xlsx")["Sheet"]) == [[2]]
