"""Draws grids page by page: rows grow with their text, pages break between rows."""

from __future__ import annotations

from collections.abc import Sequence

from jingyue_desktop.files.bands import PAD_X, TINY, Band, SetCell, set_bands
from jingyue_desktop.files.cutting import cut
from jingyue_desktop.files.fonts import Fonts
from jingyue_desktop.files.ink import ASCENT, draw_lines
from jingyue_desktop.files.sheet import Sheet
from jingyue_desktop.paper.grid import Grid, Qr

BEGINNING = 60.0  # points: a row longer than a page begins on a page that has so much left


def draw_grid(sheet: Sheet, grid: Grid, fonts: Fonts) -> None:
    """Draw one grid on as many pages as it takes."""
    sheet.begin(grid.page, grid.mark)
    bands = set_bands(grid, fonts)
    flow = Flow(
        sheet, [band for band in bands if grid.head and grid.head[0] <= band.first <= grid.head[1]]
    )
    for group in _groups(bands, grid):
        if group[0].first in grid.breaks:
            flow.turn()
        flow.place(group)
    for cell in grid.cells:
        code = next((run for run in cell.runs if isinstance(run, Qr)), None)
        if code is not None:
            sheet.code(code, cell.text())


def _groups(bands: Sequence[Band], grid: Grid) -> list[list[Band]]:
    """Return the bands in groups that stay on one page where they can."""
    groups: list[list[Band]] = []
    joined = False
    for band in bands:
        if joined:
            groups[-1].append(band)
        else:
            groups.append([band])
        joined = band.first in grid.keeps
    return groups


class Flow:
    """Puts bands one under the other, turning the page where the next does not fit.

    ``head`` is repeated on every page once it has been placed.
    """

    def __init__(self, sheet: Sheet, head: Sequence[Band] = ()) -> None:
        self.sheet, self.head = sheet, head
        self.top, self.floor = sheet.top(), sheet.floor()
        self.at = self.first = self.top
        self.headed = False

    def place(self, group: Sequence[Band]) -> None:
        """Put bands that stay together if a page can hold them."""
        height = sum(band.height() for band in group[:-1]) + group[-1].ink()
        if not self._fits(height) and self._page_holds(height):
            self.turn()
        for band in group:
            self._put(band)
            self.headed = self.headed or (bool(self.head) and band is self.head[-1])

    def turn(self) -> None:
        """Begin a new page with the head rows; an untouched page is not turned."""
        if self.at == self.first:
            return
        self.sheet.turn()
        self.at = self.top
        if self.headed:
            for band in self.head:
                self._paint(band)
        self.first = self.at

    def _fits(self, height: float) -> bool:
        # What has no height (a QR code's row) takes no room, whatever hangs over the foot.
        return height <= 0 or self.at - height >= self.floor - TINY

    def _page_holds(self, height: float) -> bool:
        head = sum(band.height() for band in self.head) if self.headed else 0.0
        return height <= self.top - head - self.floor + TINY

    def _put(self, band: Band) -> None:
        letter = self.sheet.page.kind == "letter"
        while not self._fits(band.ink()):
            if not letter and (self._page_holds(band.ink()) or self.at - self.floor < BEGINNING):
                parts = None
            else:
                parts = cut(band, self.at - self.floor)
            if parts is None and self.at == self.first:
                break  # not even a line fits on an empty page: better over the edge than lost
            if parts is not None:
                self._paint(parts[0])
                band = parts[1]
            self.turn()
        self._paint(band)

    def _paint(self, band: Band) -> None:
        for cell in band.cells:
            top = self.at - sum(band.heights[: cell.row])
            self._cell(cell, top, sum(band.heights[cell.row : cell.row + cell.rows]))
        self.at -= band.height()

    def _cell(self, item: SetCell, top: float, height: float) -> None:
        canvas, style = self.sheet.canvas, item.cell.style
        left = self.sheet.left() + item.left
        if style.fill:
            canvas.setFillColor(style.fill)
            canvas.rect(left, top - height, item.width, height, stroke=0, fill=1)
            canvas.setFillColor("black")
        if style.border:
            canvas.setLineWidth(0.5)
            canvas.rect(left, top - height, item.width, height)
        if not item.lines:
            return
        # A letter's characters begin on the top of their line, a table's in the middle of it.
        letter = self.sheet.page.kind == "letter"
        drop = 0.0 if letter else item.pad + (item.leading - style.size) / 2
        if style.middle and not letter:
            drop += (height - item.height()) / 2
        pad_x = 0.0 if letter else PAD_X
        base = top - drop - style.size * ASCENT
        room = item.width - 2 * pad_x
        draw_lines(canvas, item.lines, left + pad_x, base, room, style, item.leading)
