"""Rows of a grid with their text set and measured; a letter closed up to fit its page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from jingyue_desktop.files.fonts import Fonts
from jingyue_desktop.files.setting import Line, set_text
from jingyue_desktop.paper.grid import Cell, Grid, Page, Qr, Style
from jingyue_desktop.paper.letter import BODY, MM, PITCH

PAD_X, PAD_Y = 1.6 * MM, 0.9 * MM
LEADING = 1.3  # of a table's lines, in sizes
NOTE_LEADING = 1.6  # of what is set smaller than the text of a letter
TINY = 0.05  # points: rounding is not overflow
LEAST_PITCH = 1.5 * BODY  # lines of a letter are never set closer


@dataclass(frozen=True)
class SetCell:
    """A cell with its text set. Lengths in points; ``left`` from the text area's left edge.

    ``row`` is counted from the first of its band; ``pad`` is the space over and under the text,
    ``slack`` what the last line's leading leaves empty and may hang over a page's foot.
    """

    cell: Cell
    lines: Sequence[Line]
    row: int
    rows: int
    left: float
    width: float
    leading: float
    pad: float
    slack: float

    def height(self) -> float:
        """Return what the cell needs."""
        return len(self.lines) * self.leading + 2 * self.pad


@dataclass(frozen=True)
class Band:
    """Rows that hang together because cells reach over several of them; mostly just one row.

    ``heights`` are final; ``first`` is the number of the first row in the grid.
    """

    first: int
    heights: tuple[float, ...]
    cells: tuple[SetCell, ...]

    def height(self) -> float:
        """Return the height of all its rows."""
        return sum(self.heights)

    def ink(self) -> float:
        """Return the height without what may hang over the foot of a page."""
        return self.height() - min((cell.slack for cell in self.cells), default=0.0)


def set_bands(grid: Grid, fonts: Fonts) -> list[Band]:
    """Return the grid's rows, set and measured; a letter that may fit its page is closed up."""
    edges = list(accumulate(grid.widths, initial=0.0))
    cells = [_set(cell, grid.page, edges, fonts) for cell in grid.cells]
    least = [height * MM for height in grid.heights]
    if grid.page.fit and grid.page.kind == "letter":
        cells, least = _close_up(cells, least, grid.page)
    return list(_bands(cells, _heights(cells, least)))


def _set(cell: Cell, page: Page, edges: Sequence[float], fonts: Fonts) -> SetCell:
    letter = page.kind == "letter"
    left, width = (
        edges[cell.column] * MM,
        (edges[cell.column + cell.columns] - edges[cell.column]) * MM,
    )
    lines: list[Line] = []
    if cell.runs and not any(isinstance(run, Qr) for run in cell.runs):
        lines = set_text(cell.runs, cell.style, width - (0.0 if letter else 2 * PAD_X), fonts)
    leading = _leading(cell.style, letter)
    slack = leading - cell.style.size if letter and lines else 0.0
    pad = 0.0 if letter else PAD_Y
    return SetCell(cell, lines, cell.row, cell.rows, left, width, leading, pad, slack)


def _leading(style: Style, letter: bool) -> float:
    if not letter:
        return style.size * LEADING
    # Titles and text share the letter's pitch; smaller notes are set closer.
    return PITCH if style.size >= BODY - 1 else style.size * NOTE_LEADING


def _heights(cells: Sequence[SetCell], least: Sequence[float]) -> list[float]:
    """Return the height of every row; what a merged cell lacks is added to its last row."""
    heights = list(least)
    for cell in sorted(cells, key=lambda cell: cell.rows):
        first, last = cell.row, cell.row + cell.rows - 1
        lacking = cell.height() - sum(heights[first : last + 1])
        heights[last] += max(0.0, lacking)
    return heights


def _bands(cells: Sequence[SetCell], heights: Sequence[float]) -> Iterable[Band]:
    reach = list(range(len(heights)))
    starting: list[list[SetCell]] = [[] for _ in heights]
    for cell in cells:
        starting[cell.row].append(cell)
        reach[cell.row] = max(reach[cell.row], cell.row + cell.rows - 1)
    first, last = 0, -1
    for row in range(len(heights)):
        last = max(last, reach[row])
        if row == last:
            inside = (cell for begun in starting[first : last + 1] for cell in begun)
            placed = tuple(replace(cell, row=cell.row - first) for cell in inside)
            yield Band(first, tuple(heights[first : last + 1]), placed)
            first = row + 1


def _close_up(
    cells: list[SetCell], least: list[float], page: Page
) -> tuple[list[SetCell], list[float]]:
    """Return a letter's rows on one page: gaps give half their height, then lines move closer,
    then the gaps go. What does not fit even so is left as it was, for the next page.
    """
    room = page.area()[1] * MM
    gaps = sum(least)
    lines = sum(len(cell.lines) for cell in cells if cell.leading == PITCH)
    rest = sum(cell.height() for cell in cells if cell.leading != PITCH)
    last = next((cell for cell in reversed(cells) if cell.lines), None)
    slack = last.slack if last else 0.0
    over = lines * PITCH + rest + gaps - slack - room
    if over <= TINY:
        return cells, least
    if over <= gaps / 2:
        return cells, [height * (1 - over / gaps) for height in least]
    for part in (0.5, 0.0):
        free = room - rest - gaps * part
        ends_close = last is not None and last.leading == PITCH
        pitch = (free - BODY) / max(1, lines - 1) if ends_close else (free + slack) / max(1, lines)
        if pitch >= LEAST_PITCH:
            return [_closer(cell, pitch) for cell in cells], [height * part for height in least]
    return cells, least


def _closer(cell: SetCell, pitch: float) -> SetCell:
    if cell.leading != PITCH:
        return cell
    return replace(cell, leading=pitch, slack=pitch - cell.cell.style.size if cell.lines else 0.0)
