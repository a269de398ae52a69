"""Every form of the office, read from ``forms/``: frozen, whole, printable, blank and filled."""

from __future__ import annotations

import tomllib

import pytest

from jingyue_desktop.paper.definition import published_line
from jingyue_desktop.paper.form_file import template_keys
from jingyue_desktop.paper.grid import Grid
from jingyue_desktop.paper.kinds import KINDS
from jingyue_desktop.paper.layout import lay_out
from jingyue_desktop.paper.validate import compute, digest, from_json, to_json, validate
from tests.papers import FORMS, form_named, form_names, sample

STEMS = form_names()


def test_there_are_forms() -> None:
    assert {"pledge.v1", "risk_control.v1", "risk_points.v1", "regulation.v1"} <= set(STEMS)


@pytest.mark.parametrize("stem", STEMS)
def test_every_form_is_published_as_it_stands(stem: str) -> None:
    """A published version never changes. Of a new form the line below belongs in the file."""
    listed = (FORMS / "published.toml").read_text(encoding="utf-8")
    assert published_line(FORMS / f"{stem}.toml") in listed.splitlines()


def test_everything_published_is_there() -> None:
    listed = tomllib.loads((FORMS / "published.toml").read_text(encoding="utf-8"))
    assert set(listed) == set(STEMS)


@pytest.mark.parametrize("stem", STEMS)
def test_what_is_typed_comes_back(stem: str) -> None:
    form = form_named(stem)
    values = validate(form, sample(form))
    assert from_json(form, to_json(form, values)) == values
    assert digest(form, values) == digest(form, from_json(form, to_json(form, values)))
    assert set(validate(form, sample(form), inputs_only=True)) == {f.key for f in form.inputs()}


@pytest.mark.parametrize("stem", STEMS)
def test_every_field_stands_on_the_filled_paper(stem: str) -> None:
    form = form_named(stem)
    values = sample(form)
    text = everything(lay_out(form, values))
    for field in form.fields:
        shown = KINDS[field.kind].show(field, compute(form, values)[field.key])
        if field.kind != "table":
            assert shown in text, field.key
        for column in field.columns:
            assert KINDS[column.kind].show(column, values[field.key][0][column.key]) in text


def everything(grid: Grid) -> str:
    runs = [run for cell in grid.cells for run in cell.runs]
    return "".join(getattr(run, "data", "") for run in runs) + "".join(c.text() for c in grid.cells)


@pytest.mark.parametrize("stem", STEMS)
def test_a_blank_shows_no_value_and_leaves_room(stem: str) -> None:
    form = form_named(stem)
    grid = lay_out(form, None)
    text = everything(grid)
    assert "内容" not in text.replace("扫码核对编号和内容摘要", "")
    assert "None" not in text
    for field in form.fields:
        if field.kind == "table":
            rows = {cell.row for cell in grid.cells if cell.key.startswith(f"{field.key}[")}
            assert len(rows) == field.rows + 1
            assert all(grid.heights[row] >= 10 for row in sorted(rows)[1:])


@pytest.mark.parametrize("stem", STEMS)
def test_a_table_s_head_comes_again_and_its_columns_are_wide_enough(stem: str) -> None:
    form = form_named(stem)
    grid = lay_out(form, sample(form))
    tables = [field for field in form.fields if field.kind == "table"]
    assert (grid.head is not None) == bool(tables)
    for field in tables:
        total = sum(column.width for column in field.columns)
        for column in field.columns:
            # Two characters and the padding: no caption is broken after every character.
            assert (
                column.width / total * form.page.area()[0] >= 2 * form.page.text_size * 0.353 + 3.2
            )


@pytest.mark.parametrize("stem", STEMS)
def test_margins_follow_the_letter_s(stem: str) -> None:
    """订口 28 and its opposite 26, 天头 37 and 地脚 35, lying when the sheet lies (GB/T 9704, 5.2.1, 9)."""
    page = form_named(stem).page
    margins = (page.top, page.left, page.right, page.bottom)
    assert margins == ((28, 35, 37, 26) if page.landscape else (37, 28, 26, 35))
    assert page.text_size in (10.5, 12)


@pytest.mark.parametrize("stem", STEMS)
def test_templates_are_plain(stem: str) -> None:
    form = form_named(stem)
    keys = [key for b in form.blocks for key in template_keys(form.file, "x", b.text)]
    keys += [key for r in form.rows for p in r for key in template_keys(form.file, "x", p.text)]
    assert set(keys) <= {field.key for field in form.fields}


def test_a_digest_is_over_form_version_and_values() -> None:
    form = form_named("pledge.v1")
    values = validate(form, sample(form))
    known = digest(form, values)
    assert digest(form, {**values, "days": values["days"] + 1}) != known
    assert digest(form, dict(reversed(values.items()))) == known
    assert len(known) == 64
