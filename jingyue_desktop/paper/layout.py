"""Lays a form out on a grid: letters paragraph by paragraph, tables cell by cell, blank or filled."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from jingyue_desktop.paper.definition import Block, Form, Place
from jingyue_desktop.paper.grid import (
    Blank,
    Cell,
    Column,
    Grid,
    Listing,
    Page,
    Qr,
    Run,
    Style,
    Value,
)
from jingyue_desktop.paper.kinds import KINDS, Field

BODY = 15.8  # points: 156 mm / 28 characters (GB/T 9704-2012)
LETTER_STYLES = {
    "title": Style("title", 22.0, align="center", border=False),
    "number": Style("fang", BODY, align="right", border=False),
    "body": Style("fang", BODY, align="justify", indent=2.0, border=False),
    "heading": Style("hei", BODY, align="left", indent=2.0, border=False),
    "right": Style("fang", BODY, align="right", right_indent=4.0, border=False),
    "note": Style("song", 10.5, align="left", border=False),
    "lines": Style("fang", BODY, align="left", border=False),
    "gap": Style("fang", BODY, border=False),
    "qr": Style("song", 9.0, align="right", border=False),
}
TABLE_STYLES = {
    "title": Style("title", 18.0, align="center", border=False),
    "plain": Style("song", 10.5, border=False),
    "right": Style("song", 10.5, align="right", border=False),
    "caption": Style("hei", 10.5, align="center", fill="#F2F2F2"),
    "value": Style("song", 10.5),
    "head": Style("hei", 10.5, align="center", fill="#F2F2F2"),
}
ROW_HEIGHT = 8.0
Values = Mapping[str, Any]


def lay_out(form: Form, values: Values | None, mark: str = "") -> Grid:
    """Return the form's grid: filled with ``values``, or blank (ruled spaces) for None."""
    if form.layout == "letter":
        return _letter(form, values, mark)
    return _table(form, values, mark)


def _letter(form: Form, values: Values | None, mark: str) -> Grid:
    cells, heights = [], []
    for row, block in enumerate(form.blocks):
        style = LETTER_STYLES[block.style]
        if block.size and block.style != "gap":
            style = replace(style, size=block.size)
        lines = block.size if block.style == "gap" else 0.0
        heights.append(lines * 225.0 / 22)
        runs = _qr(form, block, values) if block.style == "qr" else _runs(form, block.text, values)
        cells.append(Cell(row, 0, runs, style))
    return Grid(
        form.title,
        form.page,
        (form.page.area()[0],),
        tuple(heights),
        tuple(cells),
        mark=mark,
        fields=tuple(
            (f.key, f.title, _cell_value(f, values.get(f.key) if values is not None else None))
            for f in form.fields
        ),
        form=form.name,
        version=form.version,
    )


def _qr(form: Form, block: Block, values: Values | None) -> tuple[Run, ...]:
    key = block.text.strip("{}")
    data = values.get(key) if values is not None else None
    return (Qr(str(data), block.size or 22.0),) if data else ()


def _runs(form: Form, text: str, values: Values | None) -> tuple[Run, ...]:
    runs: list[Run] = []
    for literal, name, _, _ in string.Formatter().parse(text):
        if literal:
            runs.append(literal)
        if name is not None:
            runs += _field_runs(form.by_key(name), values)
    return tuple(runs)


def _field_runs(field: Field, values: Values | None) -> list[Run]:
    value = values.get(field.key) if values is not None else None
    kind = KINDS[field.kind]
    if field.kind in ("yes_no", "ticks"):
        return list(kind.runs(field, value))
    text = kind.show(field, value)
    if field.ruled or (values is None and field.blank) or (field.kind == "sign" and not text):
        return [Blank(float(field.blank), text)]
    return [text] if text else []


def _cell_value(field: Field, value: Any) -> Value:
    return KINDS[field.kind].cell(field, value)


def words_of(field: Field) -> tuple[str, ...]:
    """Return the only words a field's cell may hold, empty where it may hold others."""
    return (
        ("是", "否") if field.kind == "yes_no" else field.choices if field.kind == "choice" else ()
    )


def _table(form: Form, values: Values | None, mark: str) -> Grid:
    width = form.page.area()[0]
    scale = width / (sum(form.widths) or 1.0)
    edges = _edges([w * scale for w in form.widths])
    tables = [form.by_key(row[0].value) for row in form.rows if _is_table(form, row)]
    lines = {
        t.key: _edges([c.width * width / _total(t.columns) for c in t.columns]) for t in tables
    }
    all_edges = sorted({0.0, width, *edges, *(edge for found in lines.values() for edge in found)})
    builder = _Builder(form, values, all_edges)
    for row in form.rows:
        if _is_table(form, row):
            builder.table(form.by_key(row[0].value), lines[row[0].value])
        else:
            builder.row(row, edges)
    return builder.grid(mark)


def _is_table(form: Form, row: Sequence[Place]) -> bool:
    return len(row) == 1 and bool(row[0].value) and form.by_key(row[0].value).kind == "table"


def _total(columns: Iterable[Field]) -> int:
    return sum(column.width for column in columns)


def _edges(widths: Sequence[float]) -> list[float]:
    edges, at = [0.0], 0.0
    for width in widths:
        at += width
        edges.append(round(at, 2))
    return edges


class _Builder:
    """Collects the cells of a table form on the union of all its column edges."""

    def __init__(self, form: Form, values: Values | None, edges: list[float]) -> None:
        self.form, self.values = form, values
        self.edges = _apart(edges)
        self.cells: list[Cell] = []
        self.heights: list[float] = []
        self.head: tuple[int, int] | None = None

    def grid(self, mark: str) -> Grid:
        widths = tuple(b - a for a, b in zip(self.edges, self.edges[1:], strict=False))
        return Grid(
            self.form.title,
            self.form.page,
            widths,
            tuple(self.heights),
            tuple(self.cells),
            head=self.head,
            mark=mark,
            form=self.form.name,
            version=self.form.version,
        )

    def row(self, places: Sequence[Place], edges: list[float]) -> None:
        """Add one row of captions and values."""
        at, line = 0, len(self.heights)
        for place in places:
            first, last = edges[at], edges[at + place.columns]
            at += place.columns
            self.cells.append(self._place(place, line, first, last))
        self.heights.append(max([place.height for place in places] + [ROW_HEIGHT]))

    def _place(self, place: Place, line: int, first: float, last: float) -> Cell:
        column, span = self._span(first, last)
        style = TABLE_STYLES["value" if place.value else place.style]
        if not place.value:
            return Cell(line, column, _runs(self.form, place.text, self.values), style, 1, span)
        field = self.form.by_key(place.value)
        value = self.values.get(field.key) if self.values is not None else None
        runs = KINDS[field.kind].runs(field, value)
        if field.kind == "computed" and self.values is None:
            runs = ()
        return Cell(
            line,
            column,
            runs,
            style,
            1,
            span,
            key=field.key,
            value=_cell_value(field, value),
            choices=words_of(field),
        )

    def table(self, field: Field, edges: list[float]) -> None:
        """Add a table field: its head (repeated on every page) and its rows."""
        line = len(self.heights)
        self.head = (line, line)
        for n, column in enumerate(field.columns):
            at, span = self._span(edges[n], edges[n + 1])
            self.cells.append(Cell(line, at, (column.title,), TABLE_STYLES["head"], 1, span))
        self.heights.append(ROW_HEIGHT)
        rows = list(self.values.get(field.key) or ()) if self.values is not None else None
        for number, row in enumerate([{}] * field.rows if rows is None else rows):
            self._table_row(field, edges, number, row)

    def _table_row(self, field: Field, edges: list[float], number: int, row: Values) -> None:
        line = len(self.heights)
        for n, column in enumerate(field.columns):
            at, span = self._span(edges[n], edges[n + 1])
            value = row.get(column.key)
            style = replace(TABLE_STYLES["value"], align=column.align)  # type: ignore[arg-type]
            self.cells.append(
                Cell(
                    line,
                    at,
                    KINDS[column.kind].runs(column, value),
                    style,
                    1,
                    span,
                    key=f"{field.key}[{number}].{column.key}",
                    value=_cell_value(column, value),
                    choices=words_of(column),
                )
            )
        self.heights.append(ROW_HEIGHT)

    def _span(self, first: float, last: float) -> tuple[int, int]:
        begin, end = self._at(first), self._at(last)
        return begin, max(end - begin, 1)

    def _at(self, edge: float) -> int:
        return min(range(len(self.edges)), key=lambda n: abs(self.edges[n] - edge))


def _apart(edges: list[float]) -> list[float]:
    """Merge edges closer than a millimetre, which no eye tells apart but every cell would split on."""
    kept: list[float] = []
    for edge in edges:
        if not kept or edge - kept[-1] >= 1.0:
            kept.append(edge)
    kept[-1] = edges[-1]
    return kept


def listing(form: Form, rows: Any, title: str = "", notes: tuple[str, ...] = ()) -> Listing:
    """Return a register of any length with the columns of the form's table field.

    ``rows()`` yields tuples in column order; the page is the form's.
    """
    field = next(item for item in form.fields if item.kind == "table")
    columns = tuple(
        Column(c.key, c.title, float(c.width), _listing_kind(c), c.align)  # type: ignore[arg-type]
        for c in field.columns
    )
    return Listing(title or form.title, columns, rows, form.page, notes)


def _listing_kind(column: Field) -> Any:
    return {"number": "number", "money": "number", "date": "date"}.get(column.kind, "text")


def page_of(form: Form, paper: str) -> Form:
    """Return the form on another paper size (A4 or A3), same layout."""
    page: Page = replace(form.page, paper=paper)  # type: ignore[arg-type]
    return replace(form, page=page)
