"""Lays a table form out cell by cell, on the union of the column edges of all its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from jingyue_desktop.paper.field import Field
from jingyue_desktop.paper.filling import Filling, kept
from jingyue_desktop.paper.form import Place
from jingyue_desktop.paper.grid import Cell, Grid, Page, Style
from jingyue_desktop.paper.kinds import KINDS

TABLE_STYLES = {
    "title": Style("title", 18.0, align="center", border=False),
    "plain": Style("song", 10.5, border=False),
    "right": Style("song", 10.5, align="right", border=False),
    "caption": Style("hei", 10.5, align="center", fill="#F2F2F2"),
    "value": Style("song", 10.5),
    "head": Style("hei", 10.5, align="center", fill="#F2F2F2"),
}
ROW_HEIGHT = 8.0
HAND_HEIGHT = 10.0  # a row to write in by hand


def table_style(page: Page, name: str, size: float = 0.0) -> Style:
    """Return a style of a table, at the page's text size unless another is said."""
    style = TABLE_STYLES[name]
    return replace(style, size=size or (style.size if name == "title" else page.text_size))


def lay_out_table(filling: Filling, mark: str) -> Grid:
    """Return the table form's grid."""
    form = filling.form
    width = form.page.area()[0]
    edges = _edges(form.widths, width)
    tables = [field for field in map(form.table_of, form.rows) if field is not None]
    lines = {t.key: _edges([float(c.width) for c in t.columns], width) for t in tables}
    every = {*edges, *(edge for found in lines.values() for edge in found)}
    builder = _Builder(filling, sorted(every))
    for row in form.rows:
        table = form.table_of(row)
        if table is None:
            builder.row(row, edges)
        else:
            builder.table(table, lines[table.key], row[0].height)
    return builder.grid(mark)


def _edges(widths: Sequence[float], total: float) -> list[float]:
    scale, edges = total / sum(widths), [0.0]
    for width in widths:
        edges.append(edges[-1] + width * scale)
    return [round(edge, 2) for edge in edges]


class _Builder:
    """Collects the cells of a table form."""

    def __init__(self, filling: Filling, edges: list[float]) -> None:
        self.filling, self.form = filling, filling.form
        self.edges = _apart(edges)
        self.cells: list[Cell] = []
        self.heights: list[float] = []
        self.head: tuple[int, int] | None = None

    def grid(self, mark: str) -> Grid:
        """Return what was collected."""
        widths = tuple(b - a for a, b in zip(self.edges, self.edges[1:], strict=False))
        held = {cell.key.partition("[")[0] for cell in self.cells if "{" not in cell.key}
        return Grid(
            self.form.title,
            self.form.page,
            widths,
            tuple(self.heights),
            tuple(self.cells),
            head=self.head,
            mark=mark,
            fields=self.filling.apart(held),
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
        least = HAND_HEIGHT if self.filling.blank and any(p.value for p in places) else ROW_HEIGHT
        self.heights.append(max([place.height for place in places] + [least]))

    def _place(self, place: Place, line: int, first: float, last: float) -> Cell:
        column, span = self._span(first, last)
        style = self._style("value" if place.value else place.style, place.size)
        if not place.value:
            key = place.text if "{" in place.text else ""
            return Cell(line, column, self.filling.runs(place.text), style, 1, span, key)
        field = self.form.by_key(place.value)
        value = self.filling.values[field.key]
        return Cell(line, column, self.filling.alone(field), style, 1, span, **kept(field, value))

    def table(self, field: Field, edges: list[float], least: float) -> None:
        """Add a table field: its head (repeated on every page) and its rows, blank ones if none.

        ``least`` is the height of a row in millimetres, if more than usual.
        """
        line = len(self.heights)
        self.head = (line, line)
        for n, column in enumerate(field.columns):
            held = kept(column, key=f"{field.key}[].{column.key}")
            self._cell(edges, n, (column.title,), self._style("head"), held)
        self.heights.append(ROW_HEIGHT)
        rows = list(self.filling.values[field.key] or ())
        by_hand = self.filling.blank and not rows
        for number, row in enumerate([{}] * field.rows if by_hand else rows):
            for n, column in enumerate(field.columns):
                value = row.get(column.key)
                held = kept(column, value, f"{field.key}[{number}].{column.key}")
                style = replace(self._style("value"), align=column.align)
                self._cell(edges, n, KINDS[column.kind].runs(column, value), style, held)
            self.heights.append(max(least, HAND_HEIGHT if by_hand else ROW_HEIGHT))

    def _cell(self, edges: list[float], n: int, runs: Any, style: Style, held: Any) -> None:
        column, span = self._span(edges[n], edges[n + 1])
        self.cells.append(Cell(len(self.heights), column, runs, style, 1, span, **held))

    def _style(self, name: str, size: float = 0.0) -> Style:
        return table_style(self.form.page, name, size)

    def _span(self, first: float, last: float) -> tuple[int, int]:
        begin, end = self._at(first), self._at(last)
        return begin, max(end - begin, 1)

    def _at(self, edge: float) -> int:
        return min(range(len(self.edges)), key=lambda n: abs(self.edges[n] - edge))


def _apart(edges: list[float]) -> list[float]:
    """Merge edges closer than a millimetre, which no eye tells apart but every cell would split on."""
    found: list[float] = []
    for edge in edges:
        if not found or edge - found[-1] >= 1.0:
            found.append(edge)
    found[-1] = edges[-1]
    return found
