"""Draws a register of any length as it is read, holding two hundred rows at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby

from jingyue_desktop.files.bands import set_bands
from jingyue_desktop.files.fonts import Fonts
from jingyue_desktop.files.pdf_grid import Flow
from jingyue_desktop.files.sheet import Sheet
from jingyue_desktop.paper.grid import Cell, Grid, Listing, Style, Value
from jingyue_desktop.paper.table import ROW_HEIGHT, table_style

CHUNK = 200
TITLE_HEIGHT = 14.0


def draw_listing(
    sheet: Sheet, listing: Listing, fonts: Fonts, progress: Callable[[int], None] | None
) -> None:
    """Draw a register; ``progress(rows done)`` may raise to cancel."""
    sheet.begin(listing.page, "")
    total = sum(column.width for column in listing.columns)
    area = listing.page.area()[0]
    widths = tuple(column.width * area / total for column in listing.columns)
    opening = set_bands(_opening(listing, widths), fonts)
    flow = Flow(sheet, opening[-1:])
    for band in opening:
        flow.place([band])
    styles = [
        replace(table_style(listing.page, "value"), align=column.align)
        for column in listing.columns
    ]
    done = 0
    for _, chunk in groupby(enumerate(listing.rows()), key=lambda item: item[0] // CHUNK):
        rows = [row for _, row in chunk]
        for band in set_bands(_body(listing, widths, styles, rows), fonts):
            flow.place([band])
        done += len(rows)
        if progress is not None:
            progress(done)


def _opening(listing: Listing, widths: tuple[float, ...]) -> Grid:
    """Return title, notes and column heads."""
    page, span = listing.page, len(widths)
    cells = [Cell(0, 0, (listing.title,), table_style(page, "title"), 1, span)]
    heights = [TITLE_HEIGHT]
    for note in listing.notes:
        cells.append(Cell(len(heights), 0, (note,), table_style(page, "right"), 1, span))
        heights.append(ROW_HEIGHT)
    for n, column in enumerate(listing.columns):
        cells.append(Cell(len(heights), n, (column.title,), table_style(page, "head")))
    return Grid(listing.title, page, widths, (*heights, ROW_HEIGHT), tuple(cells))


def _body(
    listing: Listing,
    widths: tuple[float, ...],
    styles: Sequence[Style],
    rows: Sequence[tuple[Value, ...]],
) -> Grid:
    cells = tuple(
        Cell(r, c, (show(value),) if value not in (None, "") else (), styles[c])
        for r, row in enumerate(rows)
        for c, value in enumerate(row)
    )
    return Grid(listing.title, listing.page, widths, (ROW_HEIGHT,) * len(rows), cells)


def show(value: Value) -> str:
    """Return a register's value as text on paper."""
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return ("是" if value else "否") if isinstance(value, bool) else str(value)
