"""What was exported is read back to equal values, every form, whatever stands in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jingyue_desktop.paper.form import Form
from jingyue_desktop.paper.kinds import KINDS
from jingyue_desktop.paper.layout import page_of
from jingyue_desktop.paper.reimport import raw_values
from jingyue_desktop.paper.validate import validate
from tests.files.papers import NAMES, TRIGGERS, form, odd_form, raws, read_here, written

MANY = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def _back(path: Path, made: Form) -> dict[str, Any]:
    return validate(made, raw_values(made, read_here(path)))


@pytest.mark.parametrize("name", NAMES)
@MANY
@given(data=st.data())
def test_every_form(name: str, data: st.DataObject, tmp_path: Path) -> None:
    made = form(name)
    values = validate(made, data.draw(raws(made)))
    assert _back(written(tmp_path / "a.xlsx", made, values), made) == values


@MANY
@given(data=st.data())
def test_every_kind(data: st.DataObject, tmp_path: Path) -> None:
    made = odd_form(tmp_path)
    assert {f.kind for f in made.fields} == set(KINDS)
    values = validate(made, data.draw(raws(made)))
    mark = data.draw(st.sampled_from(["", "样稿", "作废"]))
    assert _back(written(tmp_path / "a.xlsx", made, values, mark), made) == values


@pytest.mark.parametrize("text", TRIGGERS)
def test_text_that_spreadsheets_compute(text: str, tmp_path: Path) -> None:
    """Text is kept to the byte; the kinds take spaces off its ends, as they do on screen."""
    made = odd_form(tmp_path)
    raw = {
        "office": text.strip(),
        "agent": text.strip(),
        "matter": f"甲{text}\n{text}乙",
        "count": 1,
        "urgent": False,
        "day": "2026-3-2",
        "people": [{"name": text.strip(), "note": text}],
    }
    values = validate(made, raw)
    path = written(tmp_path / "a.xlsx", made, values)
    assert _back(path, made) == values
    cells = [value for row in read_here(path)[made.title] for value in row]
    assert values["matter"] in cells
    assert text.strip() in cells


def test_on_another_size_of_paper(tmp_path: Path) -> None:
    made = form("risk_control")
    rows = [{"post": "局长", "measure": "集体讨论"}]
    values = validate(made, {"office": "规划局", "made": "2026-3-2", "rows": rows})
    small = page_of(made, "A4")
    assert _back(written(tmp_path / "a.xlsx", small, values), made) == values


def test_a_text_of_ten_thousand_characters(tmp_path: Path) -> None:
    """It takes several rows of the worksheet; those below are found all the same."""
    made = odd_form(tmp_path)
    long = "".join(f"第{n}段，用地面积{n}平方米。" for n in range(1000))[:10_000]
    rows = [
        {"name": "甲", "note": long},
        {"name": "乙", "note": "短"},
        {"name": "丙", "note": long},
    ]
    raw = {
        "office": "规划局",
        "agent": "李敏",
        "matter": long,
        "count": 3,
        "urgent": True,
        "day": "2026-3-2",
        "people": rows,
        "remark": "表下的备注",
    }
    values = validate(made, raw)
    assert _back(written(tmp_path / "a.xlsx", made, values), made) == values
    register = form("legend")
    given_rows = [{"item": f"{n}", "text": long} for n in range(3)]
    values = validate(register, {"office": "规划局", "made": "2026-3-2", "rows": given_rows})
    assert _back(written(tmp_path / "b.xlsx", register, values), register) == values


def test_numbers_are_exact(tmp_path: Path) -> None:
    made = odd_form(tmp_path)
    for amount in ("0.01", "-0.01", "9999999999999.99", "123456789.10", "0.00"):
        raw = {
            "office": "局",
            "agent": "李",
            "matter": "甲",
            "count": 0,
            "urgent": True,
            "day": "2026-3-2",
            "sum": amount,
            "share": "0.07",
        }
        values = validate(made, raw)
        assert _back(written(tmp_path / "a.xlsx", made, values), made) == values


@pytest.mark.parametrize("name", NAMES)
def test_blank_ones_hold_nothing(name: str, tmp_path: Path) -> None:
    made = form(name)
    raw = raw_values(made, read_here(written(tmp_path / "a.xlsx", made, None)))
    assert not any(raw.values())
