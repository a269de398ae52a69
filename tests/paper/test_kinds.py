"""The kinds of fields: what people type is understood or refused in one sentence."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jingyue_desktop.paper.field import BadValue, Field
from jingyue_desktop.paper.grid import Blank, Tick
from jingyue_desktop.paper.kinds import KINDS


def parsed(kind: str, raw: Any, **more: Any) -> Any:
    return KINDS[kind].parse(Field("x", "某栏", kind, **more), raw)


def refused(kind: str, raw: Any, **more: Any) -> str:
    with pytest.raises(BadValue) as bad:
        parsed(kind, raw, **more)
    return str(bad.value)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_nothing_is_nothing(kind: str) -> None:
    choices = ("甲",) if kind in ("choice", "ticks") else ()
    empty = parsed(kind, None, choices=choices)
    assert empty == KINDS[kind].empty
    if kind != "table":
        assert parsed(kind, "  ", choices=choices) == KINDS[kind].empty


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("  净月大街 ", "净月大街"),
        ("a\u200bb\ufeff", "ab"),
        ("e\u0301", "é"),
        ("=1+1", "=1+1"),
        ("A<B 的情形", "A<B 的情形"),
        ("喆赟珺𠮷", "喆赟珺𠮷"),
        (12, "12"),
    ],
)
def test_text(raw: Any, value: str) -> None:
    assert parsed("text", raw) == value


@pytest.mark.parametrize("raw", ["甲\n乙", "甲\r\n乙", "甲\u2028乙", "甲\t乙", "甲\x0b乙"])
def test_one_line_is_one_line(raw: str) -> None:
    assert "一行" in refused("text", raw)
    assert parsed("long_text", raw).replace("\t", "\n") == "甲\n乙"


@pytest.mark.parametrize("hidden", ["\x00", "\x1b", "\x7f", "\u202e", "\u200f", "\ufffe"])
def test_hidden_characters_are_told_with_their_place(hidden: str) -> None:
    text = refused("text", f"甲乙{hidden}丙")
    assert "第 3 个字" in text and f"U+{ord(hidden):04X}" in text
    assert hidden not in text


def test_lengths() -> None:
    assert len(parsed("long_text", "长" * 10_000)) == 10_000
    assert "最多 10000 个字，现有 10001 个字" in refused("long_text", "长" * 10_001)
    assert "最多 5 个字" in refused("text", "长" * 6, max=5)
    assert "最多 60 个字" in refused("person", "某" * 61)


@pytest.mark.parametrize(
    ("raw", "value"),
    [("12", 12), (" 1,200 ", 1200), ("１２", 12), (7, 7), (7.0, 7), ("7.0", 7), ("-3", -3)],
)
def test_numbers(raw: Any, value: int) -> None:
    found = parsed("number", raw)
    assert found == value and type(found) is int


@pytest.mark.parametrize(
    "raw", ["十", "1.5", "1e999999", "1e-999999", "9" * 40, "NaN", "Infinity", "1 2", True, "--1"]
)
def test_no_numbers(raw: Any) -> None:
    assert refused("number", raw)


def test_numbers_within_limits() -> None:
    assert "不能小于 0" in refused("number", -1, min=0)
    assert "不能大于 9" in refused("number", 10, max=9)
    assert parsed("number", "1.25", decimals=2) == Decimal("1.25")
    assert "最多 2 位小数" in refused("number", "1.255", decimals=2)


def test_money_has_two_places() -> None:
    assert parsed("money", "1234.5") == Decimal("1234.50")
    assert KINDS["money"].show(Field("x", "某", "money"), Decimal("1234567.5")) == "1,234,567.50"
    assert refused("money", "0.005")


@pytest.mark.parametrize(
    "raw",
    [
        "2026-3-2", "2026-03-02", "2026/3/2", "2026.3.2", "2026年3月2日", "2026 年 3 月 2 日",
        "２０２６－３－２", "20260302", "2026-03-02 00:00:00", " 2026-3-2 ", date(2026, 3, 2),
        datetime(2026, 3, 2, 9, 30),  # noqa: DTZ001 - as a workbook gives it
    ],
)  # fmt: skip
def test_dates(raw: Any) -> None:
    assert parsed("date", raw) == date(2026, 3, 2)


@pytest.mark.parametrize(
    "raw", ["2026-2-30", "3月2日", "明天", "1900-1-1", "2026-13-1", "2026", 46083]
)
def test_no_dates(raw: Any) -> None:
    assert "2026-3-2" in refused("date", raw)


def test_a_date_is_shown_without_zeros() -> None:
    assert KINDS["date"].show(Field("x", "某", "date"), date(2026, 3, 2)) == "2026年3月2日"


def test_choice_yes_no_and_ticks() -> None:
    assert parsed("choice", " 甲 ", choices=("甲", "乙")) == "甲"
    assert "甲、乙" in refused("choice", "丙", choices=("甲", "乙"))
    assert [parsed("yes_no", raw) for raw in ("是", "否", True, "√", "×")] == [
        True,
        False,
        True,
        True,
        False,
    ]
    assert refused("yes_no", "对")
    assert parsed("ticks", "乙，甲", choices=("甲", "乙", "丙")) == ("甲", "乙")
    assert parsed("ticks", ["丙"], choices=("甲", "乙", "丙")) == ("丙",)
    assert "丁" in refused("ticks", "甲、丁", choices=("甲", "乙"))


TABLE = Field(
    "rows",
    "明细",
    "table",
    columns=(Field("name", "名称", "text"), Field("count", "数量", "number", required=False)),
)


def test_a_table_tells_every_fault_at_once() -> None:
    rows = [{"name": "甲", "count": "2"}, {"name": "", "count": "多"}, "甲", {"name": "乙\n丙"}]
    with pytest.raises(BadValue) as bad:
        KINDS["table"].parse(TABLE, rows)
    text = str(bad.value)
    assert text.splitlines() == [
        "第 2 行“名称”没有填写。",
        "第 2 行“数量”：请填写数字。",
        "第 3 行不是一行数据。",
        "第 4 行“名称”：这一栏只能写一行，不能含换行或制表符。",
    ]


def test_a_table_of_faults_tells_five_and_their_number() -> None:
    with pytest.raises(BadValue) as bad:
        KINDS["table"].parse(TABLE, [{"count": 1}] * 777)
    assert str(bad.value).splitlines()[-1] == "等 777 处"
    assert len(str(bad.value).splitlines()) == 6


def test_a_table_s_rows_are_its_columns() -> None:
    (row,) = KINDS["table"].parse(TABLE, [{"name": "甲", "count": "2", "other": "x"}])
    assert row == {"name": "甲", "count": 2}


def test_a_row_in_which_nothing_stands_is_no_row() -> None:
    rows = [{"name": " "}, {"name": "甲"}, {}, {"name": "\u200b", "count": ""}]
    assert KINDS["table"].parse(TABLE, rows) == ({"name": "甲", "count": None},)


@pytest.mark.parametrize(
    ("kind", "drawn"),
    [
        ("text", (Blank(8.0),)),
        ("sign", (Blank(8.0),)),
        ("date", ("\u3000\u3000\u3000年\u3000\u3000月\u3000\u3000日",)),
        ("yes_no", (Tick(False, "是\u3000"), Tick(False, "否"))),
        ("choice", (Tick(False, "甲\u3000"), Tick(False, "乙"))),
        ("ticks", (Tick(False, "甲\u3000"), Tick(False, "乙"))),
        ("computed", ()),
    ],
)
def test_room_to_write_by_hand(kind: str, drawn: tuple[Any, ...]) -> None:
    field = Field("x", "某栏", kind, choices=("甲", "乙") if kind in ("choice", "ticks") else ())
    assert KINDS[kind].space(field) == drawn


def test_ticks_are_drawn_as_boxes() -> None:
    field = Field("x", "某栏", "ticks", choices=("甲", "乙"))
    assert KINDS["ticks"].runs(field, ("乙",)) == (Tick(False, "甲\u3000"), Tick(True, "乙"))
    assert KINDS["yes_no"].runs(Field("x", "某", "yes_no"), False)[1] == Tick(True, "否")


@given(st.decimals(-(10**12), 10**12, places=2))
def test_money_comes_back(amount: Decimal) -> None:
    kind, field = KINDS["money"], Field("x", "某", "money")
    assert kind.from_json(field, kind.to_json(field, amount)) == amount
    assert kind.parse(field, kind.show(field, amount)) == amount


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)))
def test_dates_come_back(day: date) -> None:
    kind, field = KINDS["date"], Field("x", "某", "date")
    assert kind.from_json(field, kind.to_json(field, day)) == day
    assert kind.parse(field, kind.show(field, day)) == day


@given(st.text(max_size=300))
def test_text_is_taken_or_refused_and_never_breaks(raw: str) -> None:
    for name in ("text", "long_text", "person", "number", "money", "date", "yes_no"):
        try:
            value = parsed(name, raw)
        except BadValue as bad:
            assert str(bad)
            continue
        field = Field("x", "某", name)
        kind = KINDS[name]
        assert kind.from_json(field, kind.to_json(field, value)) == value
        if name in ("text", "long_text"):
            assert parsed(name, value) == value
