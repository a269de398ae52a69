"""Draws grids and listings page by page: rows grow with their text, pages break between rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from jingyue_desktop.files.fonts import Fonts
from jingyue_desktop.files.ink import MM, Line, draw_line, set_text
from jingyue_desktop.files.sheet import Sheet
from jingyue_desktop.paper.grid import Cell, Grid, Listing, Page, Qr, Style, Value
from jingyue_desktop.paper.layout import BODY, TABLE_STYLES

LETTER_LINES = 22
PAD_X, PAD_Y = 1.6 * MM, 0.9 * MM
LEADING = 1.36


@dataclass(frozen=True)
class SetCell:
    """A cell with its text set: place, lines, line height, fixed height of a picture."""

    cell: Cell
    lines: list[Line]
    leading: float
    left: float
    width: float

    def height(self, letter: bool) -> float:
        return len(self.lines) * self.leading + (0.0 if letter else 2 * PAD_Y)


def pitch(page: Page) -> float:
    """Return the distance of letter lines: 22 fill the text area, foot of the last on its edge."""
    return (page.area()[1] * MM - BODY) / (LETTER_LINES - 1)


def draw_grid(sheet: Sheet, grid: Grid, fonts: Fonts) -> None:
    """Draw one grid on as many pages as it takes."""
    _GridPainter(sheet, grid, fonts).draw()


class _GridPainter:
    """Sets the rows of one grid and puts them on pages."""

    def __init__(self, sheet: Sheet, grid: Grid, fonts: Fonts) -> None:
        self.sheet, self.grid, self.fonts = sheet, grid, fonts
        self.letter = grid.page.kind == "letter"
        self.pitch = pitch(grid.page)
        self.edges = _edges(grid.widths)
        self.rows = self._set_rows()

    def draw(self) -> None:
        self.sheet.begin(self.grid.page, self.grid.mark)
        top = self.sheet.top()
        at = top
        floor = self.sheet.floor()
        head = self.grid.head
        for number, row in enumerate(self.rows):
            height = self._height(number, row)
            fresh = at == top
            if number in self.grid.breaks and not fresh:
                at, fresh = self._turn(number), True
            # Half a point of tolerance: 22 letter lines must stay on one page.
            if at - height < floor - 0.5 and not fresh:
                if height <= top - floor or at - floor < 4 * self.pitch:
                    at = self._turn(number)
            at = self._row(row, at, height, number, head)
        self._feet()

    def _turn(self, number: int) -> float:
        """Begin a new page, repeat the head, return where the next row's top is."""
        self.sheet.turn()
        at = self.sheet.top()
        head = self.grid.head
        if head is not None and number > head[1]:
            for n in range(head[0], head[1] + 1):
                height = self._height(n, self.rows[n])
                self._paint(self.rows[n], at, height)
                at -= height
        return at

    def _row(self, row: list[SetCell], at: float, height: float, number: int, head: Any) -> float:
        floor = self.sheet.floor()
        while at - height < floor - 0.5:
            room = at - floor
            part, rest = _split(row, room, self.letter)
            if not any(cell.lines for cell in part):
                break
            self._paint(part, at, room if not self.letter else 0.0)
            row, height = rest, max(cell.height(self.letter) for cell in rest)
            at = self._turn(number)
        self._paint(row, at, height)
        return at - height

    def _height(self, number: int, row: list[SetCell]) -> float:
        grown = [cell.height(self.letter) for cell in row if cell.cell.rows == 1]
        return max([self.grid.heights[number] * MM, *grown])

    def _set_rows(self) -> list[list[SetCell]]:
        rows: list[list[SetCell]] = [[] for _ in self.grid.heights]
        for cell in self.grid.cells:
            left = self.edges[cell.column]
            width = self.edges[cell.column + cell.columns] - left
            room = width - (0.0 if self.letter else 2 * PAD_X)
            lines = set_text(cell.runs, cell.style, room, self.fonts) if cell.runs else []
            if all(isinstance(run, Qr) for run in cell.runs):
                lines = []
            rows[cell.row].append(SetCell(cell, lines, self._leading(cell.style), left, width))
        return rows

    def _leading(self, style: Style) -> float:
        if not self.letter:
            return style.size * LEADING
        # Titles and body share the letter's pitch; notes are set closer.
        return self.pitch if style.size >= BODY - 1 else style.size * 1.6

    def _paint(self, row: list[SetCell], top: float, height: float) -> None:
        for cell in row:
            self._cell(cell, top, height)

    def _cell(self, item: SetCell, top: float, height: float) -> None:
        canvas, style = self.sheet.canvas, item.cell.style
        left = self.sheet.left() + item.left
        if item.cell.rows > 1:
            height = sum(
                self._height(n, self.rows[n])
                for n in range(item.cell.row, item.cell.row + item.cell.rows)
            )
        if style.fill:
            canvas.setFillColor(style.fill)
            canvas.rect(left, top - height, item.width, height, stroke=0, fill=1)
            canvas.setFillColor("black")
        if style.border:
            canvas.setLineWidth(0.5)
            canvas.rect(left, top - height, item.width, height)
        pad_x = 0.0 if self.letter else PAD_X
        slack = height - item.height(self.letter)
        y = top if self.letter else top - PAD_Y - (slack / 2 if style.middle else 0.0)
        self._lines(item, left + pad_x, y, item.width - 2 * pad_x, style)

    def _lines(self, item: SetCell, left: float, y: float, room: float, style: Style) -> None:
        # The top of a character stands 0.88 of its size over the baseline in Chinese faces.
        drop = style.size * 0.88 + (0.0 if self.letter else (item.leading - style.size) / 2)
        for n, line in enumerate(item.lines):
            draw_line(self.sheet.canvas, line, left, y - n * item.leading - drop, room, style)

    def _feet(self) -> None:
        codes = [run for cell in self.grid.cells for run in cell.runs if isinstance(run, Qr)]
        if codes:
            self.sheet.qr(codes[0])


def _split(row: list[SetCell], room: float, letter: bool) -> tuple[list[SetCell], list[SetCell]]:
    """Return what of a row fits into ``room`` points, and the rest of it."""
    part, rest = [], []
    for item in row:
        pads = 0.0 if letter else 2 * PAD_Y
        fits = max(0, int((room - pads + 0.5) // item.leading)) if item.lines else 0
        part.append(replace(item, lines=item.lines[:fits]))
        rest.append(replace(item, lines=item.lines[fits:]))
    return part, rest


def _edges(widths: Sequence[float]) -> list[float]:
    edges = [0.0]
    for width in widths:
        edges.append(edges[-1] + width * MM)
    return edges


def draw_listing(
    sheet: Sheet, listing: Listing, fonts: Fonts, progress: Callable[[int], None] | None
) -> None:
    """Draw a register of any length, holding two hundred rows at a time."""
    total = sum(column.width for column in listing.columns)
    area = listing.page.area()[0]
    widths = tuple(column.width * area / total for column in listing.columns)
    head = _listing_head(listing, widths)
    painter = _GridPainter(sheet, head, fonts)
    painter.draw()
    painter.grid = replace(head, head=(len(head.heights) - 1,) * 2)
    at = sheet.top() - sum(painter._height(n, row) for n, row in enumerate(painter.rows))
    done = 0
    for _, chunk in groupby(enumerate(listing.rows()), key=lambda item: item[0] // 200):
        rows = [row for _, row in chunk]
        at = _chunk(painter, listing, widths, rows, at)
        done += len(rows)
        if progress is not None:
            progress(done)


def _listing_head(listing: Listing, widths: tuple[float, ...]) -> Grid:
    span = len(widths)
    cells = [Cell(0, 0, (listing.title,), TABLE_STYLES["title"], 1, span)]
    heights = [14.0]
    for note in listing.notes:
        cells.append(Cell(len(heights), 0, (note,), TABLE_STYLES["plain"], 1, span))
        heights.append(7.0)
    for n, column in enumerate(listing.columns):
        cells.append(Cell(len(heights), n, (column.title,), TABLE_STYLES["head"]))
    heights.append(8.0)
    return Grid(listing.title, listing.page, widths, tuple(heights), tuple(cells))


def _chunk(
    painter: _GridPainter,
    listing: Listing,
    widths: tuple[float, ...],
    rows: list[tuple[Value, ...]],
    at: float,
) -> float:
    cells = tuple(
        Cell(
            r,
            c,
            (show(value),) if value not in (None, "") else (),
            replace(TABLE_STYLES["value"], size=9.0, align=listing.columns[c].align),
        )
        for r, row in enumerate(rows)
        for c, value in enumerate(row)
    )
    grid = Grid(listing.title, listing.page, widths, (7.0,) * len(rows), cells)
    body = _GridPainter(painter.sheet, grid, painter.fonts)
    for number, row in enumerate(body.rows):
        height = body._height(number, row)
        if at - height < painter.sheet.floor():
            at = painter._turn(len(painter.rows))
        body._paint(row, at, height)
        at -= height
    return at


def show(value: Value) -> str:
    """Return a listing's value as text on paper."""
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return ("是" if value else "否") if isinstance(value, bool) else str(value)


__all__ = ["Iterable", "draw_grid", "draw_listing", "pitch", "show"]
