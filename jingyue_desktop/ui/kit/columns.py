"""A table's columns as data: caption, value, how it is shown, how it stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, Literal, TypeVar

from jingyue_desktop.ui.kit.tokens import State

R = TypeVar("R")
Align = Literal["left", "center", "right"]
Look = Literal["text", "mark", "badge"]

_RUNS = re.compile(r"(\d+)")


def plain_text(value: Any) -> str:
    """Return how a value stands in a table when its column says nothing else."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, tuple | list | frozenset):
        return "、".join(plain_text(item) for item in value)
    return str(value)


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column over rows of type ``R``.

    ``value`` gives what is sorted by (text, number, date, tuple or None) and ``show`` turns that
    value into the text of the cell. ``state`` colours the cell; ``look`` says whether the text
    alone is coloured, a shape stands before it, or it sits in a filled badge. ``width`` is in
    logical pixels; a ``stretch`` column takes what is left over. ``sortable=False`` is for
    columns a pager's query has no order for.
    """

    key: str
    title: str
    value: Callable[[R], Any]
    show: Callable[[Any], str] = plain_text
    width: int = 120
    align: Align = "left"
    state: Callable[[R], State | None] | None = None
    look: Look = "text"
    tooltip: Callable[[R], str] | None = None
    stretch: bool = False
    hidden: bool = False
    sortable: bool = True

    def text(self, row: R) -> str:
        """Return the cell's text, on one line as the table shows it."""
        return self.show(self.value(row))


def order_of(value: Any) -> Any:
    """Return a sort key: numbers inside text count as numbers, Chinese sorts by reading.

    GB 18030 keeps the 3,755 common characters in pinyin order, so its bytes are that order
    without a dictionary. A1-9 comes before A1-10.
    """
    if isinstance(value, str):
        return tuple(
            (0, int(part), b"") if part.isdecimal() else (1, 0, part.encode("gb18030", "replace"))
            for part in _RUNS.split(value)
            if part
        )
    if isinstance(value, tuple | list):
        return tuple(order_of(item) for item in value)
    return value


def sorted_rows(rows: list[R], column: Column[R], descending: bool) -> list[R]:
    """Return the rows in a column's order; equal rows keep their order, empty ones come last."""
    filled = [row for row in rows if column.value(row) is not None]
    empty = [row for row in rows if column.value(row) is None]
    filled.sort(key=lambda row: order_of(column.value(row)), reverse=descending)
    return filled + empty
