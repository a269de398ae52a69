"""A field more is one edit in one file: on screen, in PDF, workbook, blank print and import, every kind."""

from __future__ import annotations

import io
import shutil
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from jingyue_desktop.domain.errors import DataFault
from jingyue_desktop.files.xlsx_read import read_workbook
from jingyue_desktop.files.xlsx_write import write_workbook
from jingyue_desktop.paper.form import Form
from jingyue_desktop.paper.form_file import read_form_file
from jingyue_desktop.paper.grid import Paper
from jingyue_desktop.paper.kinds import KINDS
from jingyue_desktop.paper.layout import lay_out
from jingyue_desktop.paper.reimport import raw_values, row_faults
from jingyue_desktop.paper.validate import validate
from jingyue_desktop.printing import Press
from jingyue_desktop.services import pledges
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.ui.kit.fields import FieldWidget
from jingyue_desktop.ui.kit.forms import WIDGETS, FormEditor
from tests.offices import FORMS, RESOURCES, Sessions
from tests.papers import FOOT, form_named, form_names, pdf, sample, squeezed, text_of

CAPTION = "建筑面积说明"
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
ROW = f'\n[[row]]\ncells = [{{ text = "{CAPTION}" }}, {{ value = "extra" }}]\n'
WHOLE_ROW = '\n[[row]]\ncells = [{ value = "extra" }]\n'
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
LETTER_ROW = f'\n[[block]]\nstyle = "lines"\ntext = "{CAPTION}：{{extra}}"\n'


@dataclass(frozen=True)
class Case:
    """A kind of field put into the form: more about it, what is typed, its value, how it is shown."""

    kind: str
    more: str = ""
    typed: Any = None
    value: Any = None
    shown: str = ""
    place: str = ROW
    form: str = TABLE

    def field(self) -> str:
        return (
            f'\n[[field]]\nkey = "extra"\ntitle = "{CAPTION}"\nkind = "{self.kind}"\n{self.more}\n'
        )

    def text(self) -> str:
        return self.form + self.field() + self.place

    def raw(self) -> dict[str, Any]:
        return {"subject": "某项目", "extra": self.typed}


CHOICES = 'choices = ["信函", "现场"]'
COLUMNS = 'columns = [{ key = "name", title = "楼号", kind = "text" }]'
CASES = [
    Case("text", "", "喆赟珺", "喆赟珺", "喆赟珺"),
    Case("long_text", "", "甲\n=1+1", "甲\n=1+1", "甲=1+1"),
    Case("number", "", "98765", 98765, "98765"),
    Case("number", "", "98765", 98765, "98765", LETTER_ROW, LETTER),
    Case("text", "", "A<B 的情形", "A<B 的情形", "A<B的情形", LETTER_ROW, LETTER),
    Case("money", "", "1234.5", Decimal("1234.50"), "1,234.50"),
    Case("date", "", "2026-3-2", date(2026, 3, 2), "2026年3月2日"),
    Case("choice", CHOICES, "现场", "现场", "现场"),
    Case("yes_no", "", "是", True, "是"),
    Case("ticks", CHOICES, "现场", ("现场",), "现场"),
    Case("person", "", "高立群", "高立群", "高立群"),
    Case("table", COLUMNS, [{"name": "9 号楼"}], ({"name": "9 号楼"},), "9号楼", WHOLE_ROW),
    Case("computed", 'compute = "row_count"', None, "共 0 项", "共0项"),
    Case("sign", "required = false", None, None, ""),
]
EVERY = pytest.mark.parametrize(
    "case", CASES, ids=[f"{c.kind}-{'letter' if c.form == LETTER else 'table'}" for c in CASES]
)


def form_of(folder: Path, text: str) -> Form:
    path = folder / "throwaway.v1.toml"
    path.write_text(text, encoding="utf-8")
    return read_form_file(path)


def workbook(form: Form, values: dict[str, Any] | None, folder: Path) -> Path:
    path = folder / "throwaway.xlsx"
    paper = Paper("throwaway", form.title, ((form.title, lay_out(form, values)),))
    write_workbook(paper, path, foot=FOOT)
    return path


def texts_of(path: Path) -> str:
    """Return every text of a workbook, the visible sheets alone."""
    sheets = [one for one in openpyxl.load_workbook(path) if one.sheet_state == "visible"]
    rows = [row for sheet in sheets for row in sheet.iter_rows(values_only=True)]
    return squeezed(" ".join(str(value) for row in rows for value in row if value is not None))


def captions_of(editor: FormEditor) -> str:
    """Return every text that stands on the screen."""
    return " ".join(one.text() for one in editor.findChildren(QLabel) if one.isVisibleTo(editor))


def shown(qtbot: QtBot, form: Form) -> FormEditor:
    editor = FormEditor(form)
    qtbot.addWidget(editor)
    editor.show()
    return editor


def type_into(widget: FieldWidget, typed: Any) -> None:
    """Enter what is typed, as text wherever a person types text."""
    kind = KINDS[widget.field.kind]
    entered = kind.parse(widget.field, typed) if widget.field.kind in ("yes_no", "ticks") else typed
    widget.set_value(entered)


def test_every_kind_is_among_them() -> None:
    assert {case.kind for case in CASES} == set(KINDS) == set(WIDGETS)


@EVERY
def test_the_new_field_is_everywhere(qtbot: QtBot, tmp_path: Path, case: Case) -> None:
    form = form_of(tmp_path, case.text())
    # on screen
    editor = shown(qtbot, form)
    assert CAPTION in captions_of(editor)
    for key, typed in case.raw().items():
        if key in {field.key for field in form.inputs()}:
            type_into(editor.field(key), typed)
    checked = editor.check()
    assert checked is not None, editor.fault("extra")
    values = validate(form, checked)
    assert values["extra"] == case.value
    # on paper, filled and blank
    filled, blank = text_of(pdf(lay_out(form, values))), text_of(pdf(lay_out(form, None)))
    if case.kind != "table":
        assert CAPTION in filled and CAPTION in blank
    assert case.shown in filled
    if case.kind not in ("sign", "computed", "yes_no", "ticks", "choice"):
        assert case.shown not in blank
    # in the workbook, and back from it through the reader of imports
    path = workbook(form, values, tmp_path)
    book = read_workbook(path)
    assert validate(form, raw_values(form, book.sheets)) == values
    typed, faults = row_faults(form, book.sheets)
    assert faults == [] and typed == checked
    if case.kind not in ("date", "money"):
        assert case.shown in texts_of(path)


@EVERY
def test_before_the_edit_it_is_nowhere(qtbot: QtBot, tmp_path: Path, case: Case) -> None:
    """Negative control."""
    form = form_of(tmp_path, case.form)
    assert CAPTION not in captions_of(shown(qtbot, form))
    values = validate(form, case.raw())
    assert "extra" not in values
    assert CAPTION not in text_of(pdf(lay_out(form, values))) + text_of(pdf(lay_out(form, None)))
    assert CAPTION not in texts_of(workbook(form, values, tmp_path))


@EVERY
def test_half_an_edit_is_refused(tmp_path: Path, case: Case) -> None:
    with pytest.raises(DataFault, match="没有印在纸上的位置"):
        form_of(tmp_path, case.form + case.field())
    with pytest.raises(DataFault, match="extra"):
        form_of(tmp_path, case.form + case.place)


@pytest.mark.parametrize("stem", form_names())
def test_every_form_is_edited_as_it_stands(qtbot: QtBot, stem: str) -> None:
    form = form_named(stem)
    editor = shown(qtbot, form)
    told = captions_of(editor)
    assert all(field.title in told for field in form.fields)
    values = sample(form)
    editor.set_values(values)
    assert not editor.changed()
    assert editor.values() == {field.key: values[field.key] for field in form.inputs()}


def test_the_office_s_own_letter_takes_a_field_without_any_code(
    local_office: Workspace, local_sessions: Sessions, tmp_path: Path
) -> None:
    forms = shutil.copytree(FORMS, tmp_path / "forms")
    first = (forms / "pledge.v1.toml").read_text(encoding="utf-8")
    clerk = local_sessions["planning_clerk"]
    typed = {
        "variant": "选址意见书",
        "applicant": "长春净月建设有限公司",
        "project": "一期",
        "accepted": "2026-03-02",
        "contact": "喆赟珺",
    }
    older = pledges.issue(clerk, typed)
    field = '[[field]]\nkey = "contact"\ntitle = "联系人"\nkind = "person"\n\n[[block]]'
    place = '[[block]]\nstyle = "lines"\ntext = "联系人：{contact}"\n\n[[block]]\nstyle = "body"'
    second = first.replace("version = 1", "version = 2").replace("[[block]]", field, 1)
    second = second.replace('[[block]]\nstyle = "body"', place, 1)
    (forms / "pledge.v2.toml").write_text(second, encoding="utf-8")
    local_office.forms = forms
    newer = pledges.issue(clerk, typed)
    press = Press(RESOURCES / "fonts")

    def printed(number: int) -> str:
        made = press.pdf(clerk, "pledge", id=str(number)).content
        return squeezed(pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text())

    assert "联系人：喆赟珺" in printed(newer)
    assert "联系人" not in printed(older), "a record keeps the version it was written on"
