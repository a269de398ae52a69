"""A field more is one edit in one file: it appears on paper, blank paper and in the workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from jingyue_desktop.domain.errors import DataFault
from jingyue_desktop.files.xlsx_write import write_workbook
from jingyue_desktop.paper.form import Form
from jingyue_desktop.paper.form_file import read_form_file
from jingyue_desktop.paper.grid import Paper
from jingyue_desktop.paper.layout import lay_out
from jingyue_desktop.paper.validate import validate
from tests.papers import FOOT, pdf, squeezed, text_of

LETTER = """\
name = "throwaway"
version = 1
title = "便函"
layout = "letter"

[[field]]
key = "subject"
title = "事由"
kind = "text"

[[block]]
style = "title"
text = "便函"

[[block]]
style = "lines"
text = "事由：{subject}"
"""
LETTER_EDIT = """
[[field]]
key = "floor_area"
title = "建筑面积"
kind = "number"
blank = 10

[[block]]
style = "lines"
text = "建筑面积：{floor_area}平方米"
"""
TABLE = """\
name = "throwaway"
version = 1
title = "登记表"
layout = "table"
widths = [30, 70]

[[field]]
key = "subject"
title = "事由"
kind = "text"

[[row]]
cells = [{ text = "事由" }, { value = "subject" }]
"""
TABLE_EDIT = """
[[field]]
key = "floor_area"
title = "建筑面积"
kind = "number"

[[row]]
cells = [{ text = "建筑面积" }, { value = "floor_area" }]
"""
TYPED = {"subject": "某项目", "floor_area": "98765"}
BOTH = pytest.mark.parametrize(
    ("form_text", "edit"), [(LETTER, LETTER_EDIT), (TABLE, TABLE_EDIT)], ids=["letter", "table"]
)


def form_of(folder: Path, text: str) -> Form:
    path = folder / "throwaway.v1.toml"
    path.write_text(text, encoding="utf-8")
    return read_form_file(path)


def everything_in(form: Form, values: dict[str, Any] | None, folder: Path) -> str:
    """Return every text of the form's workbook."""
    path = folder / "throwaway.xlsx"
    paper = Paper("throwaway", form.title, ((form.title, lay_out(form, values)),))
    write_workbook(paper, path, foot=FOOT)
    book = openpyxl.load_workbook(path)
    return " ".join(
        str(cell.value)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    )


@BOTH
def test_the_new_field_is_everywhere(form_text: str, edit: str, tmp_path: Path) -> None:
    form = form_of(tmp_path, form_text + edit)
    values = validate(form, TYPED)
    assert values["floor_area"] == 98765
    assert "建筑面积" in text_of(pdf(lay_out(form, values)))
    assert "98765" in text_of(pdf(lay_out(form, values)))
    blank = text_of(pdf(lay_out(form, None)))
    assert "建筑面积" in blank and "98765" not in blank
    assert "98765" in squeezed(everything_in(form, values, tmp_path))
    assert "建筑面积" in everything_in(form, None, tmp_path)
    assert [field.key for field in form.inputs()] == ["subject", "floor_area"]


@BOTH
def test_before_the_edit_it_is_nowhere(form_text: str, edit: str, tmp_path: Path) -> None:
    """Negative control."""
    form = form_of(tmp_path, form_text)
    values = validate(form, TYPED)
    assert "floor_area" not in values
    assert "建筑面积" not in text_of(pdf(lay_out(form, values)))
    assert "建筑面积" not in everything_in(form, values, tmp_path)


@BOTH
def test_half_an_edit_is_refused(form_text: str, edit: str, tmp_path: Path) -> None:
    field, _, place = edit.strip().partition("\n\n")
    with pytest.raises(DataFault, match="没有印在纸上的位置"):
        form_of(tmp_path, f"{form_text}\n{field}\n")
    with pytest.raises(DataFault, match="floor_area"):
        form_of(tmp_path, f"{form_text}\n{place}\n")
