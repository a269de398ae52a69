"""From what was typed to values: every fault at once, beside its field."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from jingyue_desktop.domain.errors import Invalid
from jingyue_desktop.paper.checks import CHECKS, COMPUTED
from jingyue_desktop.paper.form import Form
from jingyue_desktop.paper.form_file import read_form_file
from jingyue_desktop.paper.validate import compute, digest, from_json, to_json, validate

VISIT = """\
name = "visit"
version = 1
title = "踏察记录"
layout = "letter"
field = [
    { key = "number", title = "编号", kind = "text", given = true },
    { key = "from", title = "开始日期", kind = "date" },
    { key = "to", title = "结束日期", kind = "date" },
    { key = "first", title = "踏察人", kind = "person" },
    { key = "second", title = "复核人", kind = "person", required = false },
    { key = "rows", title = "照片", kind = "table", required = false, columns = [
        { key = "name", title = "名称", kind = "text" },
    ] },
    { key = "count", title = "照片数", kind = "computed", compute = "row_count" },
    { key = "signed", title = "签名", kind = "sign" },
]
check = [
    { name = "in_order", fields = ["from", "to"] },
    { name = "different_people", fields = ["first", "second"] },
]
block = [
    { style = "body", text = "{number}{from}{to}{first}{second}{rows}{count}{signed}" },
]
"""
GOOD: dict[str, Any] = {
    "number": "1",
    "from": "2026-3-2",
    "to": "2026-3-4",
    "first": "李敏",
    "second": "吴珺",
    "rows": [{"name": "东侧"}],
}


@pytest.fixture
def form(tmp_path: Path) -> Form:
    path = tmp_path / "visit.v1.toml"
    path.write_text(VISIT, encoding="utf-8")
    return read_form_file(path)


def faults(form: Form, **changed: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as invalid:
        validate(form, {**GOOD, **changed})
    return invalid.value.faults


def test_good_values_become_values(form: Form) -> None:
    values = validate(form, GOOD)
    assert values == {
        "number": "1",
        "from": date(2026, 3, 2),
        "to": date(2026, 3, 4),
        "first": "李敏",
        "second": "吴珺",
        "rows": ({"name": "东侧"},),
        "count": "共 1 项",
        "signed": None,
    }


def test_every_fault_at_once(form: Form) -> None:
    found = faults(
        form, **{"from": "昨天", "first": "", "number": None, "rows": [{"name": "两\n行"}]}
    )
    assert set(found) == {"from", "first", "number", "rows"}
    assert found["first"] == "请填写踏察人。"


def test_checks_across_fields_stand_beside_the_last_of_them(form: Form) -> None:
    found = faults(form, to="2026-3-1", second="李敏")
    assert found == {"to": "日期先后不对。", "second": "不能是同一个人。"}


def test_a_check_waits_for_sound_values(form: Form) -> None:
    assert set(faults(form, **{"from": "昨天", "to": "2026-3-1"})) == {"from"}
    assert validate(form, {**GOOD, "second": None})["second"] is None


def test_inputs_only_leaves_given_fields_alone(form: Form) -> None:
    typed = {key: value for key, value in GOOD.items() if key != "number"}
    values = validate(form, typed, inputs_only=True)
    assert "number" not in values and "count" not in values and "signed" not in values


def test_what_is_not_of_the_form_is_not_kept(form: Form) -> None:
    assert "other" not in validate(form, {**GOOD, "other": "x"})


def test_computed_values_are_never_taken_from_outside(form: Form) -> None:
    assert validate(form, {**GOOD, "count": "共 99 项"})["count"] == "共 1 项"
    assert compute(form, {"rows": ()})["count"] == "共 0 项"


def test_values_come_back_from_json(form: Form) -> None:
    values = validate(form, GOOD)
    assert from_json(form, to_json(form, values)) == values


def test_a_digest_knows_every_value_and_the_version(form: Form, tmp_path: Path) -> None:
    values = validate(form, GOOD)
    known = digest(form, values)
    assert digest(form, {**values, "second": None}) != known
    assert digest(form, {**values, "rows": ()}) != known
    path = tmp_path / "visit.v2.toml"
    path.write_text(VISIT.replace("version = 1", "version = 2"), encoding="utf-8")
    assert digest(read_form_file(path), values) != known


def test_named_functions_say_what_they_do() -> None:
    assert all(function.__doc__ for function in (*CHECKS.values(), *COMPUTED.values()))
    assert CHECKS["in_order"]({"a": date(2026, 3, 2), "b": None}, ("a", "b")) == ""
    assert CHECKS["different_people"]({"a": "甲", "b": "甲"}, ("a", "b"))
