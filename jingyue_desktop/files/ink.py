"""Draws set lines on a canvas: text, the rules it stands on, tick boxes, lines through it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from jingyue_desktop.files.fonts import Fonts
from jingyue_desktop.files.setting import BOX, TEXT, TICKED, Line, set_text
from jingyue_desktop.paper.grid import Style

STRIKE = "strike"
Mark = tuple[str, float, float, float]  # what, x, y, width
ASCENT = 0.88  # how much of a character stands over the baseline, in all our Chinese faces


def draw_lines(
    canvas: Any,
    lines: Sequence[Line],
    left: float,
    base: float,
    room: float,
    style: Style,
    leading: float = 0.0,
) -> None:
    """Draw lines inside ``room`` points from ``left``; the first baseline is at ``base``."""
    text = canvas.beginText()
    pen = _Pen(text, style.size)
    marks: list[Mark] = []
    for n, line in enumerate(lines):
        begin, spread = _place(line, left, room, style)
        marks += _line(pen, line, begin, base - n * leading, spread, style.strike)
    pen.rest()
    if style.colour:
        canvas.setFillColor(style.colour)
    canvas.drawText(text)
    if style.colour:
        canvas.setFillColor("black")
    for mark in marks:
        _mark(canvas, *mark, style.size)


def _line(
    pen: _Pen, line: Line, begin: float, y: float, spread: float, strike: bool
) -> Iterable[Mark]:
    """Write the text of a line; yield what is drawn over and under it."""
    x = begin
    for piece in line.pieces:
        wide = piece.width + spread * (len(piece.text) or 1)
        if piece.text:
            pen.write(x, y, piece.font, piece.text, spread)
        if piece.mark != TEXT:
            yield piece.mark, x, y, wide
        x += wide
    if strike and line.count:
        yield STRIKE, begin, y, x - begin


class _Pen:
    """Writes into one text object, saying font and spacing only when they change."""

    def __init__(self, text: Any, size: float) -> None:
        self.text, self.size = text, size
        self.font, self.spread = "", 0.0

    def write(self, x: float, y: float, font: str, text: str, spread: float) -> None:
        """Write text of one font from ``x``."""
        if spread != self.spread:
            self.text.setCharSpace(spread)
            self.spread = spread
        if font != self.font:
            self.text.setFont(font, self.size)
            self.font = font
        self.text.setTextOrigin(x, y)
        self.text.textLine(text)

    def rest(self) -> None:
        """Spacing would outlive the text object."""
        if self.spread:
            self.text.setCharSpace(0)


def _place(line: Line, left: float, room: float, style: Style) -> tuple[float, float]:
    """Return where a line begins and how far its characters are spread to fill its room."""
    spare = room - style.right_indent * style.size - line.indent - line.width
    x = left + line.indent
    if style.align == "center":
        return x + spare / 2, 0.0
    if style.align == "right":
        return x + spare, 0.0
    boxed = any(piece.mark in (BOX, TICKED) for piece in line.pieces)
    if style.align == "justify" and not line.last and not boxed and line.count > 1:
        spread = max(0.0, spare) / (line.count - 1)
        return x, spread if spread <= style.size * 0.5 else 0.0
    return x, 0.0


def _mark(canvas: Any, mark: str, x: float, y: float, wide: float, size: float) -> None:
    if mark in (BOX, TICKED):
        _box(canvas, x, y, size, mark == TICKED)
        return
    height = y + size * (0.32 if mark == STRIKE else -0.18)
    canvas.setLineWidth(0.6)
    canvas.line(x, height, x + wide, height)


def _box(canvas: Any, x: float, base: float, size: float, ticked: bool) -> None:
    side = size * 0.82
    low = base - size * 0.06
    canvas.setLineWidth(0.7)
    canvas.rect(x + size * 0.08, low, side, side)
    if ticked:
        canvas.setLineWidth(1.1)
        path = canvas.beginPath()
        path.moveTo(x + size * 0.24, low + side * 0.48)
        path.lineTo(x + size * 0.42, low + side * 0.22)
        path.lineTo(x + size * 0.76, low + side * 0.80)
        canvas.drawPath(path)


def write(canvas: Any, fonts: Fonts, x: float, y: float, text: str, style: Style) -> float:
    """Draw one line from ``x`` and return its width."""
    (line,) = set_text((text,), style, 1e6, fonts)
    draw_lines(canvas, [line], x, y, 1e6, style)
    return line.width


def width_of(fonts: Fonts, text: str, style: Style) -> float:
    """Return the width of one line of text in points."""
    return set_text((text,), style, 1e6, fonts)[0].width
