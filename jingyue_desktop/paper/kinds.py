"""The kinds of fields: how each reads what was typed, shows it, and keeps it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from jingyue_desktop.domain.clock import day_text
from jingyue_desktop.paper.field import BadValue, Field, Kind
from jingyue_desktop.paper.grid import Blank, Run, Tick, Value

SHORT, LONG = 200, 10_000
MOST_DIGITS = 15
FAULTS_TOLD = 5
# What pasting from a web page or a word processor leaves behind, without any meaning.
_NOTHING = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Control characters, and those that turn the direction of the text around them.
_HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\uffff\ud800-\udfff]"
)
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_CLOCK = re.compile(r"\s+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")


class Text(Kind):
    """One line of text."""

    name = "text"
    limit = SHORT
    lines = False

    def parse(self, field: Field, raw: Any) -> str | None:
        if raw is None:
            return None
        text = unicodedata.normalize("NFC", str(raw)).translate(_NOTHING).strip()
        text = _LINE_ENDS.sub("\n", text)
        if not self.lines and ("\n" in text or "\t" in text):
            raise BadValue("这一栏只能写一行，不能含换行或制表符。")
        hidden = _HIDDEN.search(text)
        if hidden:
            raise BadValue(
                f"第 {hidden.start() + 1} 个字是看不见的控制字符（U+{ord(hidden[0]):04X}），"
                "请删去后重新填写。"
            )
        limit = field.max or self.limit
        if len(text) > limit:
            raise BadValue(f"最多 {limit} 个字，现有 {len(text)} 个字。")
        return text or None


class LongText(Text):
    """Text of any number of lines."""

    name = "long_text"
    limit = LONG
    lines = True


class Person(Text):
    """A person's name."""

    name = "person"
    limit = 60


class Number(Kind):
    """A whole or decimal number within limits."""

    name = "number"

    def parse(self, field: Field, raw: Any) -> int | Decimal | None:
        if raw is None or not str(raw).strip():
            return None
        text = unicodedata.normalize("NFKC", str(raw)).replace(",", "").strip()
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise BadValue("请填写数字。") from None
        if isinstance(raw, bool) or not number.is_finite():
            raise BadValue("请填写数字。")
        if number.adjusted() >= MOST_DIGITS:
            raise BadValue(f"数字太大，最多 {MOST_DIGITS} 位。")
        if number.adjusted() < -MOST_DIGITS and number:
            raise BadValue("数字太小。")
        if number != round(number, field.decimals):
            places = f"最多 {field.decimals} 位小数" if field.decimals else "请填写整数"
            raise BadValue(f"{places}。")
        if field.min is not None and number < field.min:
            raise BadValue(f"不能小于 {field.min}。")
        if field.max is not None and number > field.max:
            raise BadValue(f"不能大于 {field.max}。")
        return round(number, field.decimals) if field.decimals else int(number)

    def show(self, field: Field, value: Any) -> str:
        return "" if value is None else f"{value}"

    def cell(self, field: Field, value: Any) -> Value:
        return value  # type: ignore[no-any-return]

    def to_json(self, field: Field, value: Any) -> Any:
        return str(value) if isinstance(value, Decimal) else value

    def from_json(self, field: Field, value: Any) -> Any:
        return Decimal(value) if isinstance(value, str) else value


class Money(Number):
    """An amount in yuan with two places."""

    name = "money"

    def parse(self, field: Field, raw: Any) -> Decimal | None:
        number = super().parse(_two_places(field), raw)
        return None if number is None else round(Decimal(number), 2)

    def show(self, field: Field, value: Any) -> str:
        return "" if value is None else f"{value:,.2f}"


def _two_places(field: Field) -> Field:
    return replace(field, decimals=2)


class Date(Kind):
    """A calendar date, typed in any usual way."""

    name = "date"

    def parse(self, field: Field, raw: Any) -> date | None:
        if raw is None:
            return None
        if isinstance(raw, date):
            return date(raw.year, raw.month, raw.day)
        text = unicodedata.normalize("NFKC", str(raw)).strip()
        if not text:
            return None
        text = _CLOCK.sub("", text)
        match = _DATE.fullmatch(text) or re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text)
        try:
            found = date(*(int(part) for part in match.groups())) if match else None
        except ValueError:
            found = None
        if found is None or not 1950 <= found.year <= 2100:
            raise BadValue("不是日期，请写成 2026-3-2 这样。")
        return found

    def show(self, field: Field, value: Any) -> str:
        return "" if value is None else day_text(value)

    def space(self, field: Field) -> tuple[Run, ...]:
        return ("\u3000\u3000\u3000年\u3000\u3000月\u3000\u3000日",) if field.blank else ()

    def cell(self, field: Field, value: Any) -> Value:
        return value  # type: ignore[no-any-return]

    def to_json(self, field: Field, value: Any) -> Any:
        return None if value is None else value.isoformat()

    def from_json(self, field: Field, value: Any) -> Any:
        return None if value is None else date.fromisoformat(value)


class Choice(Kind):
    """One of several given words."""

    name = "choice"

    def parse(self, field: Field, raw: Any) -> str | None:
        text = str(raw).strip() if raw is not None else ""
        if text and text not in field.choices:
            raise BadValue(f"只能是：{'、'.join(field.choices)}。")
        return text or None

    def space(self, field: Field) -> tuple[Run, ...]:
        return _boxes(field.choices) if field.blank else ()


class YesNo(Kind):
    """是 or 否."""

    name = "yes_no"
    words: ClassVar[Mapping[str, bool]] = {"是": True, "否": False, "√": True, "×": False}

    def parse(self, field: Field, raw: Any) -> bool | None:
        if raw is None or isinstance(raw, bool):
            return raw
        text = str(raw).strip()
        if text and text not in self.words:
            raise BadValue("请填“是”或“否”。")
        return self.words[text] if text else None

    def show(self, field: Field, value: Any) -> str:
        return "" if value is None else "是" if value else "否"

    def runs(self, field: Field, value: Any) -> tuple[Run, ...]:
        return (Tick(value is True, "是　"), Tick(value is False, "否"))

    def space(self, field: Field) -> tuple[Run, ...]:
        return _boxes(("是", "否"))


def _boxes(words: Sequence[str], ticked: Sequence[str] = ()) -> tuple[Run, ...]:
    """Return one box for each word, apart from each other by a space."""
    last = len(words) - 1
    return tuple(
        Tick(word in ticked, word if n == last else f"{word}\u3000") for n, word in enumerate(words)
    )


class Ticks(Kind):
    """Any of several given words, each with a box."""

    name = "ticks"
    empty = ()

    def parse(self, field: Field, raw: Any) -> tuple[str, ...]:
        if raw is None:
            return ()
        words = (
            list(raw)
            if isinstance(raw, Sequence) and not isinstance(raw, str)
            else [word.strip() for word in re.split(r"[、,，;；]", str(raw)) if word.strip()]
        )
        unknown = [word for word in words if word not in field.choices]
        if unknown:
            raise BadValue(f"没有“{unknown[0]}”，只能从：{'、'.join(field.choices)} 中选。")
        return tuple(word for word in field.choices if word in words)

    def show(self, field: Field, value: Any) -> str:
        return "、".join(value or ())

    def runs(self, field: Field, value: Any) -> tuple[Run, ...]:
        return _boxes(field.choices, value or ())

    def space(self, field: Field) -> tuple[Run, ...]:
        return _boxes(field.choices)

    def to_json(self, field: Field, value: Any) -> Any:
        return list(value or ())

    def from_json(self, field: Field, value: Any) -> Any:
        return tuple(value or ())


class Table(Kind):
    """Rows of scalar fields."""

    name = "table"
    empty = ()

    def parse(self, field: Field, raw: Any) -> tuple[dict[str, Any], ...]:
        rows, faults = [], []
        for n, given in enumerate(raw or (), 1):
            row, bad = _row(field, given)
            if len(row) == len(field.columns) and all(v in (None, ()) for v in row.values()):
                continue  # nothing stands in it, so it is no row, wherever it came from
            rows.append(row)
            faults += [f"第 {n} 行{text}" for text in bad]
        if faults:
            more = f"\n等 {len(faults)} 处" if len(faults) > FAULTS_TOLD else ""
            raise BadValue("\n".join(faults[:FAULTS_TOLD]) + more)
        return tuple(rows)

    def show(self, field: Field, value: Any) -> str:
        return f"共 {len(value or ())} 行"

    def to_json(self, field: Field, value: Any) -> Any:
        return [
            {c.key: KINDS[c.kind].to_json(c, row.get(c.key)) for c in field.columns}
            for row in value or ()
        ]

    def from_json(self, field: Field, value: Any) -> Any:
        return tuple(
            {c.key: KINDS[c.kind].from_json(c, row.get(c.key)) for c in field.columns}
            for row in value or ()
        )


def _row(field: Field, given: Any) -> tuple[dict[str, Any], list[str]]:
    """Return one row of a table with what is wrong in it, column by column."""
    if not isinstance(given, Mapping):
        return {}, ["不是一行数据。"]
    row: dict[str, Any] = {}
    faults = []
    for column in field.columns:
        try:
            row[column.key] = KINDS[column.kind].parse(column, given.get(column.key))
        except BadValue as bad:
            faults.append(f"“{column.title}”：{bad}")
            continue
        if column.required and row[column.key] in (None, ()):
            faults.append(f"“{column.title}”没有填写。")
    return row, faults


class Computed(Text):
    """Text the program works out from the other values; never typed."""

    name = "computed"
    limit = LONG

    def space(self, field: Field) -> tuple[Run, ...]:
        return ()


class Sign(Text):
    """A place for a signature and seal; the value is the printed name, if any."""

    name = "sign"
    limit = 60

    def runs(self, field: Field, value: Any) -> tuple[Run, ...]:
        return (Blank(float(field.blank), self.show(field, value)),)


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Text(),
        LongText(),
        Number(),
        Money(),
        Date(),
        Choice(),
        YesNo(),
        Ticks(),
        Person(),
        Table(),
        Computed(),
        Sign(),
    )
}

__all__ = ["KINDS", "BadValue", "Field", "Kind"]
