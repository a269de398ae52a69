"""The kinds of fields: how each reads what was typed, shows it, and keeps it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from jingyue_desktop.paper.grid import Run, Tick, Value

SHORT, LONG = 200, 10_000
_HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


@dataclass(frozen=True)
class Field:
    """One field of a form: what it means. Where it stands on paper is said apart.

    ``given`` fields are filled by the program and never typed. ``blank`` is the ruled space of a
    blank print in characters; a ``ruled`` value stands on its rule when filled, too. ``compute`` names the function of a computed field.
    """

    key: str
    title: str
    kind: str
    required: bool = True
    given: bool = False
    hint: str = ""
    max: int | None = None
    min: int | None = None
    decimals: int = 0
    unit: str = ""
    choices: tuple[str, ...] = ()
    compute: str = ""
    blank: int = 8
    ruled: bool = False
    width: int = 12
    align: str = "left"
    columns: tuple[Field, ...] = ()
    rows: int = 5


class BadValue(ValueError):
    """What was typed is not a value of the kind; the text is one Chinese sentence."""


class Kind:
    """A kind of field. ``parse`` takes what a person typed or a workbook held."""

    name: ClassVar[str]
    empty: ClassVar[Any] = None

    def parse(self, field: Field, raw: Any) -> Any:
        """Return the value of ``raw`` (None for nothing); raises BadValue with one sentence."""
        raise NotImplementedError

    def show(self, field: Field, value: Any) -> str:
        """Return the value as it stands on paper."""
        return "" if value is None else str(value)

    def runs(self, field: Field, value: Any) -> tuple[Run, ...]:
        """Return what a paper draws for the value."""
        text = self.show(field, value)
        return (text,) if text else ()

    def cell(self, field: Field, value: Any) -> Value:
        """Return what a workbook stores for the value."""
        return self.show(field, value) or None

    def to_json(self, field: Field, value: Any) -> Any:
        """Return the canonical JSON form, the one digests are made over."""
        return value

    def from_json(self, field: Field, value: Any) -> Any:
        """Return the value ``to_json`` made ``value`` from."""
        return value


class Text(Kind):
    """One line of text."""

    name = "text"
    limit = SHORT
    lines = False

    def parse(self, field: Field, raw: Any) -> str | None:
        if raw is None:
            return None
        text = unicodedata.normalize("NFC", str(raw)).strip()
        if self.lines:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        elif any(ch in text for ch in "\n\r\t\u2028\u2029"):
            raise BadValue("这一栏只能写一行，不能含换行或制表符。")
        if _HIDDEN.search(text):
            raise BadValue("含有看不见的控制字符，请删去后重新填写。")
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
        if raw is None or isinstance(raw, bool) or not str(raw).strip():
            return None
        text = unicodedata.normalize("NFKC", str(raw)).replace(",", "").strip()
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise BadValue("请填写数字。") from None
        if not number.is_finite():
            raise BadValue("请填写数字。")
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
        match = _DATE.fullmatch(text.partition(" ")[0]) or re.fullmatch(
            r"(\d{4})(\d{2})(\d{2})", text
        )
        try:
            found = date(*(int(part) for part in match.groups())) if match else None
        except ValueError:
            found = None
        if found is None or not 1950 <= found.year <= 2100:
            raise BadValue("不是日期，请写成 2026-3-2 这样。")
        return found

    def show(self, field: Field, value: Any) -> str:
        return "" if value is None else f"{value.year}年{value.month}月{value.day}日"

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
        return tuple(Tick(word in (value or ()), f"{word}　") for word in field.choices)

    def to_json(self, field: Field, value: Any) -> Any:
        return list(value or ())

    def from_json(self, field: Field, value: Any) -> Any:
        return tuple(value or ())


class Table(Kind):
    """Rows of scalar fields."""

    name = "table"
    empty = ()

    def parse(self, field: Field, raw: Any) -> tuple[dict[str, Any], ...]:
        rows = []
        for n, given in enumerate(raw or (), 1):
            if not isinstance(given, Mapping):
                raise BadValue(f"第 {n} 行不是一行数据。")
            row = {}
            for column in field.columns:
                try:
                    row[column.key] = KINDS[column.kind].parse(column, given.get(column.key))
                except BadValue as bad:
                    raise BadValue(f"第 {n} 行“{column.title}”：{bad}") from None
                if column.required and row[column.key] in (None, ()):
                    raise BadValue(f"第 {n} 行“{column.title}”没有填写。")
            rows.append(row)
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


class Computed(Text):
    """Text the program works out from the other values; never typed."""

    name = "computed"
    limit = LONG


class Sign(Text):
    """A place for a signature and seal; the value is the printed name, if any."""

    name = "sign"
    limit = 60


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
