"""How wide columns and how tall rows of a worksheet must be, for nothing of a text to be cut off."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from jingyue_desktop.files.breaking import break_lines
from jingyue_desktop.paper.grid import Cell, Grid, Style

POINTS = 72.0 / 25.4  # per millimetre
PIXELS = 96.0 / 25.4
DIGIT = 8.0  # pixels of a digit in the Normal style (宋体 12)
MARGIN = 5.0  # pixels a column has besides its characters (ECMA-376, 18.3.1.13)
TALLEST = 400.0  # points; a row can have 409
PIECE = 100.0  # points of each row that a taller one is made of: pages break between them
LEADING = 1.45  # line distance over size: the widest of the faces that stand in for the named ones
PAD_X, PAD_Y = 8.0, 5.0  # points inside a cell, both sides together
CAUTION = 0.96  # other programs break lines by other rules than ours


def column_width(millimetres: float) -> float:
    """Return a column's width in the unit of worksheets, characters of the Normal style."""
    return round(max(millimetres * PIXELS - MARGIN, DIGIT) / DIGIT, 2)


def lines(text: str, style: Style, width: float) -> int:
    """Return how many lines ``text`` takes in a cell ``width`` points wide."""
    room = max((width - PAD_X) * CAUTION, style.size)
    return sum(_lines(paragraph, style, room) for paragraph in text.split("\n"))


def _lines(text: str, style: Style, room: float) -> int:
    widths = [style.size * (0.55 if ch.isascii() else 1.0) for ch in text]
    if sum(widths) <= room:
        return 1
    return len(break_lines(text, widths, room, room))


def height(text: str, style: Style, width: float) -> float:
    """Return the height in points of a cell with ``text``."""
    return lines(text, style, width) * style.size * LEADING + PAD_Y


def row_heights(grid: Grid, texts: Sequence[str]) -> list[float]:
    """Return the height in points of every row; ``texts`` stand beside ``grid.cells``."""
    heights = [given * POINTS for given in grid.heights]
    spanning: list[tuple[Cell, float]] = []
    for cell, text in zip(grid.cells, texts, strict=True):
        if not text:
            continue
        width = sum(grid.widths[cell.column : cell.column + cell.columns]) * POINTS
        needed = height(text, cell.style, width)
        if cell.rows == 1:
            heights[cell.row] = max(heights[cell.row], needed)
        else:
            spanning.append((cell, needed))
    for cell, needed in spanning:
        last = cell.row + cell.rows - 1
        heights[last] += max(0.0, needed - sum(heights[cell.row : last + 1]))
    return heights


def sheet_rows(points: float) -> int:
    """Return how many worksheet rows one row of ``points`` height takes."""
    return 1 if points <= TALLEST else ceil(points / PIECE)
