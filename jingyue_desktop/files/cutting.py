"""Cuts a band that is longer than a page: between its rows, or between the lines of one row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from jingyue_desktop.files.bands import TINY, Band, SetCell


def cut(band: Band, room: float) -> tuple[Band, Band] | None:
    """Return what of a band fits into ``room`` points, and the rest; None where nothing does."""
    tops = list(accumulate(band.heights, initial=0.0))
    whole = max(n for n, top in enumerate(tops) if top <= room + TINY)
    return _between(band, whole, tops) if whole else _inside(band, room)


def _between(band: Band, at: int, tops: Sequence[float]) -> tuple[Band, Band]:
    """Cut before row ``at``; cells that reach over the cut go on below it."""
    above, below = [], []
    for cell in band.cells:
        last = cell.row + cell.rows
        upper, lower = cell, cell
        if cell.row < at < last:
            upper, lower = _share(cell, tops[at] - tops[cell.row])
        if cell.row < at:
            above.append(replace(upper, rows=min(last, at) - cell.row))
        if last > at:
            row = max(cell.row - at, 0)
            below.append(replace(lower, row=row, rows=last - at - row))
    return (
        Band(band.first, band.heights[:at], tuple(above)),
        Band(band.first + at, _grown(band.heights[at:], below), tuple(below)),
    )


def _inside(band: Band, room: float) -> tuple[Band, Band] | None:
    """Cut the first row between its lines; None where one of its cells would show no line."""
    pairs = [(cell, *_share(cell, room)) for cell in band.cells if cell.row == 0]
    if any(cell.lines and not upper.lines for cell, upper, _ in pairs):
        return None
    above = [replace(upper, rows=1) for _, upper, _ in pairs]
    rest = [lower for _, _, lower in pairs] + [cell for cell in band.cells if cell.row]
    least = max([cell.height() for cell in rest if cell.row == 0 and cell.rows == 1] + [0.0])
    return (
        Band(band.first, (max(cell.height() for cell in above),), tuple(above)),
        Band(band.first, _grown((least, *band.heights[1:]), rest), tuple(rest)),
    )


def _share(cell: SetCell, room: float) -> tuple[SetCell, SetCell]:
    """Return the cell with the lines that fit into ``room`` points, and with the others."""
    fits = max(0, int((room - 2 * cell.pad + cell.slack + TINY) // cell.leading))
    return replace(cell, lines=cell.lines[:fits]), replace(cell, lines=cell.lines[fits:])


def _grown(heights: Sequence[float], cells: Sequence[SetCell]) -> tuple[float, ...]:
    """Return row heights with what cells that reach to the last row still lack added to it."""
    lacking = [
        cell.height() - sum(heights[cell.row :])
        for cell in cells
        if cell.row + cell.rows == len(heights)
    ]
    return (*heights[:-1], heights[-1] + max([*lacking, 0.0]))
