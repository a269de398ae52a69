"""A paper form as data: what its fields mean and, apart from that, where they stand on paper."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from jingyue_desktop.paper.field import Field
from jingyue_desktop.paper.grid import Page

BLOCKS = (
    "title",
    "subtitle",
    "number",
    "lines",
    "body",
    "chapter",
    "heading",
    "sender",
    "right",
    "note",
    "markdown",
    "gap",
    "qr",
)
PLACES = ("title", "plain", "right", "caption", "head")


@dataclass(frozen=True)
class Block:
    """One paragraph of a letter; ``text`` may hold ``{key}`` places.

    ``size`` is in points, for a gap in lines, for a QR code in millimetres (its text is the caption
    beside it). ``keep`` holds the paragraph on one page with the next.
    """

    style: str
    text: str = ""
    size: float = 0.0
    keep: bool = False


@dataclass(frozen=True)
class Place:
    """One cell of a table form: literal text, or a field's value (``value``), over ``columns``.

    ``height`` is the least of its row in millimetres, ``size`` of its text in points.
    """

    text: str = ""
    value: str = ""
    columns: int = 1
    style: str = "caption"
    height: float = 0.0
    size: float = 0.0


@dataclass(frozen=True)
class Check:
    """A check across fields: a named function and the fields it speaks about."""

    name: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Form:
    """One published version of a form."""

    name: str
    version: int
    title: str
    layout: Literal["letter", "table"]
    page: Page
    fields: tuple[Field, ...]
    checks: tuple[Check, ...] = ()
    blocks: tuple[Block, ...] = ()
    widths: tuple[float, ...] = ()
    rows: tuple[tuple[Place, ...], ...] = ()
    file: str = field(default="", compare=False)

    def by_key(self, key: str) -> Field:
        """Return a field; an unknown key is our bug."""
        return next(item for item in self.fields if item.key == key)

    def inputs(self) -> tuple[Field, ...]:
        """Return the fields a person types, in order."""
        return tuple(
            item for item in self.fields if not item.given and item.kind not in ("computed", "sign")
        )

    def table_of(self, row: tuple[Place, ...]) -> Field | None:
        """Return the table field that is the whole of a row, if the row is one."""
        if len(row) != 1 or not row[0].value:
            return None
        found = self.by_key(row[0].value)
        return found if found.kind == "table" else None
