"""Draws a chart on one page: its title, then its shapes as large as the text area holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jingyue_desktop.files.chart_arrow import Point, split
from jingyue_desktop.files.ink import ASCENT, draw_lines, width_of, write
from jingyue_desktop.files.setting import set_text
from jingyue_desktop.files.sheet import Sheet
from jingyue_desktop.paper.chart import DASH, THIN, Box, Chart, Label, Wire
from jingyue_desktop.paper.grid import Style

TITLE = Style("hei", 16.0, align="center", border=False)
LEADING = 1.35 * TITLE.size
UNDER_TITLE = 10.0
LARGEST = 1.5  # a chart of three boxes is no poster


def draw_chart(sheet: Sheet, chart: Chart) -> None:
    """Draw a chart on a page of its own."""
    sheet.begin(chart.page, "")
    top = _title(sheet, chart.title)
    room = sheet.right() - sheet.left()
    scale = min(LARGEST, room / chart.width, (top - sheet.floor()) / chart.height)
    brush = _Brush(sheet, sheet.left() + (room - chart.width * scale) / 2, top, scale)
    sheet.canvas.saveState()
    for shape in chart.shapes:
        match shape:
            case Box():
                brush.box(shape)
            case Wire():
                brush.wire(shape)
            case Label():
                brush.label(shape)
    sheet.canvas.restoreState()


def _title(sheet: Sheet, title: str) -> float:
    """Write the title and return where the chart begins under it."""
    room = sheet.right() - sheet.left()
    lines = set_text((title,), TITLE, room, sheet.fonts)
    base = sheet.top() - TITLE.size * ASCENT
    draw_lines(sheet.canvas, lines, sheet.left(), base, room, TITLE, LEADING)
    return sheet.top() - len(lines) * LEADING - UNDER_TITLE


@dataclass(frozen=True)
class _Brush:
    """Draws shapes with the chart's upper left corner at a place of the sheet, scaled."""

    sheet: Sheet
    left: float
    top: float
    scale: float

    def box(self, box: Box) -> None:
        """Draw a rectangle, filled, ruled or both."""
        canvas = self._pen(box.stroke or box.fill, box.dash)
        if box.fill:
            canvas.setFillColor(box.fill)
        x, y = self._at((box.x, box.y + box.height))
        width, height, radius = (side * self.scale for side in (box.width, box.height, box.radius))
        canvas.roundRect(
            x, y, width, height, radius, stroke=int(bool(box.stroke)), fill=int(bool(box.fill))
        )

    def wire(self, wire: Wire) -> None:
        """Draw a line and its arrow head."""
        canvas = self._pen(wire.colour, wire.dash)
        line, head = split(wire)
        canvas.drawPath(self._path(line), stroke=1, fill=0)
        if head:
            canvas.setFillColor(wire.colour)
            path = self._path(head)
            path.close()
            canvas.drawPath(path, stroke=0, fill=1)

    def label(self, label: Label) -> None:
        """Write a line of text; every character has the face that can draw it."""
        x, y = self._at((label.x, label.y))
        size = label.size * self.scale
        style = Style("hei" if label.bold else "song", size, colour=label.colour)
        fonts = self.sheet.fonts
        begin = x - width_of(fonts, label.text, style) / 2 if label.centred else x
        write(self.sheet.canvas, fonts, begin, y, label.text, style)

    def _at(self, point: Point) -> Point:
        return self.left + point[0] * self.scale, self.top - point[1] * self.scale

    def _pen(self, colour: str, dash: bool) -> Any:
        canvas = self.sheet.canvas
        if colour:
            canvas.setStrokeColor(colour)
        canvas.setLineWidth(THIN * self.scale)
        canvas.setDash([part * self.scale for part in DASH] if dash else [])
        return canvas

    def _path(self, points: tuple[Point, ...]) -> Any:
        path = self.sheet.canvas.beginPath()
        path.moveTo(*self._at(points[0]))
        for point in points[1:]:
            path.lineTo(*self._at(point))
        return path
