"""A laid-out paper as cells on a grid: what every writer (PDF, workbook, blank) draws from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, Protocol

Face = Literal["fang", "song", "hei", "kai", "title"]
Value = str | int | Decimal | date | bool | None


@dataclass(frozen=True)
class Page:
    """Sheet and margins in millimetres; ``letter`` pages follow GB/T 9704 (28 × 22 characters).

    ``text_size`` (points) is what a table is set in. A letter that may ``fit`` closes its lines up
    rather than run a little over its page (GB/T 9704, 5.2.3: 特定情况可以作适当调整).
    """

    paper: Literal["A4", "A3"] = "A4"
    landscape: bool = False
    kind: Literal["letter", "table"] = "table"
    top: float = 37.0
    left: float = 28.0
    right: float = 26.0
    bottom: float = 35.0
    text_size: float = 10.5
    fit: bool = False

    def size(self) -> tuple[float, float]:
        """Return width and height in millimetres."""
        short, long = (210.0, 297.0) if self.paper == "A4" else (297.0, 420.0)
        return (long, short) if self.landscape else (short, long)

    def area(self) -> tuple[float, float]:
        """Return width and height of the text area (版心) in millimetres."""
        width, height = self.size()
        return width - self.left - self.right, height - self.top - self.bottom


@dataclass(frozen=True)
class Style:
    """How a cell's text looks; sizes in points, distances in characters.

    ``indent`` is that of a paragraph's first line, ``hang`` that of its other lines.
    """

    face: Face = "song"
    size: float = 12.0
    bold: bool = False
    align: Literal["left", "center", "right", "justify"] = "left"
    middle: bool = True
    indent: float = 0.0
    hang: float = 0.0
    right_indent: float = 0.0
    border: bool = True
    fill: str = ""
    colour: str = ""
    strike: bool = False


@dataclass(frozen=True)
class Tick:
    """A tick box, drawn and never typed, with its caption after it."""

    ticked: bool
    caption: str = ""


@dataclass(frozen=True)
class Blank:
    """A ruled space to write on, with the text standing on it if any.

    It is ``width`` characters wide, or what is left of its line if that is at least half of it.
    """

    width: float
    text: str = ""


@dataclass(frozen=True)
class Qr:
    """A QR code of ``data``, ``size`` millimetres square."""

    data: str
    size: float = 22.0


Run = str | Tick | Blank | Qr


@dataclass(frozen=True)
class Cell:
    """Text at a place of the grid; ``value`` is what a workbook stores where it is not text.

    ``key`` names the field the cell shows (a table column: ``rows[3].name``, its head
    ``rows[].name``; a sentence with fields in it: its template), so that a filled workbook can be
    read back; captions have none. ``choices`` are the words it may hold, if few; ``kind`` is the
    field's kind and ``hint`` tells a person what to fill in.
    """

    row: int
    column: int
    runs: tuple[Run, ...]
    style: Style = Style()
    rows: int = 1
    columns: int = 1
    key: str = ""
    value: Value = None
    choices: tuple[str, ...] = ()
    kind: str = ""
    hint: str = ""

    def text(self) -> str:
        """Return the cell's plain text (tick boxes as ☑/☐)."""
        return "".join(_plain(run) for run in self.runs)


def _plain(run: Run) -> str:
    if isinstance(run, str):
        return run
    if isinstance(run, Tick):
        return ("☑" if run.ticked else "☐") + run.caption
    return run.text if isinstance(run, Blank) else ""


@dataclass(frozen=True)
class Grid:
    """One paper: column widths (mm), minimum row heights (mm), cells, repeated head rows.

    ``head`` is (first, last) of the rows repeated on every page, or None. ``breaks`` are rows that
    begin a new page, ``keeps`` rows that stay on one page with the next. ``mark`` is the wash over every page (样稿, 作废) or empty. ``fields`` are
    (title, cell) of what no cell holds alone: all of a letter's, a table's that stand in sentences.
    ``form`` and ``version`` name the form it was laid out from, for reading a workbook back.
    """

    title: str
    page: Page
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    cells: tuple[Cell, ...]
    head: tuple[int, int] | None = None
    breaks: tuple[int, ...] = ()
    keeps: tuple[int, ...] = ()
    mark: str = ""
    fields: tuple[tuple[str, Cell], ...] = ()
    form: str = ""
    version: int = 0


@dataclass(frozen=True)
class Column:
    """A column of a listing: key, caption, width in characters, how a value is shown."""

    key: str
    title: str
    width: float = 12.0
    kind: Literal["text", "number", "date"] = "text"
    align: Literal["left", "center", "right"] = "left"


@dataclass(frozen=True)
class Listing:
    """A register of any length: columns and a maker of its rows, streamed, never held at once.

    ``form``, ``version`` and ``table`` name the table field of the form it shows, for reading it back.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Callable[[], Iterable[tuple[Value, ...]]]
    page: Page = field(default_factory=lambda: Page(landscape=True))
    notes: tuple[str, ...] = ()
    form: str = ""
    version: int = 0
    table: str = ""


class Drawing(Protocol):
    """A sheet of plain shapes: a Chart, whose module stands on this one and is not named here."""

    @property
    def title(self) -> str:
        """Return what stands over it."""

    def texts(self) -> list[str]:
        """Return every text on it."""


@dataclass(frozen=True)
class Paper:
    """What is written out: one or several sheets, with the kind and title of the whole.

    A PDF draws the sheets one after another; a workbook has one worksheet for each ``(name, sheet)``.
    A chart is never in a workbook; one alone may be a picture of its own.
    """

    kind: str
    title: str
    sheets: tuple[tuple[str, Grid | Listing | Drawing], ...]
