"""Text set into lines: glyphs with their fonts and widths, rules, tick boxes, then drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jingyue_desktop.files.breaking import break_lines
from jingyue_desktop.files.fonts import Fonts, unprintable
from jingyue_desktop.paper.grid import Blank, Qr, Run, Style, Tick

MM = 72.0 / 25.4
BOX = "\ue000"  # stands for a tick box while lines are broken; _BOX_ON for a ticked one
BOX_ON = "\ue001"
FULL_SPACE = "\u3000"


@dataclass(frozen=True)
class Line:
    """One line: its characters, the font and width (points) of each, which stand on a rule."""

    text: str
    fonts: tuple[str, ...]
    widths: tuple[float, ...]
    ruled: tuple[bool, ...]
    indent: float
    last: bool

    def width(self) -> float:
        return sum(self.widths)


def face_of(style: Style) -> str:
    """Return the face a style is set in; bold is a face of its own."""
    return "heibold" if style.bold and style.face == "hei" else style.face


def set_text(runs: Sequence[Run], style: Style, room: float, fonts: Fonts) -> list[Line]:
    """Return the runs broken into lines of ``room`` points."""
    text, ruled = _flatten(runs)
    lines: list[Line] = []
    at = 0
    for paragraph in text.split("\n"):
        marks = ruled[at : at + len(paragraph)]
        lines += _paragraph(paragraph, marks, style, room, fonts)
        at += len(paragraph) + 1
    return lines


def _flatten(runs: Sequence[Run]) -> tuple[str, list[bool]]:
    parts: list[tuple[str, bool]] = []
    for run in runs:
        if isinstance(run, str):
            parts.append((run.replace("\t", "    "), False))
        elif isinstance(run, Tick):
            parts.append(((BOX_ON if run.ticked else BOX) + run.caption, False))
        elif isinstance(run, Blank):
            parts.append((_on_rule(run), True))
        elif isinstance(run, Qr):
            continue
    text = "".join(part for part, _ in parts)
    return text, [flag for part, flag in parts for _ in part]


def _on_rule(blank: Blank) -> str:
    if not blank.text:
        return FULL_SPACE * round(blank.width)
    room = max(2.0, blank.width - _ems(blank.text))
    side = " " * max(1, round(room))
    return f"{side}{blank.text}{side}"


def _ems(text: str) -> float:
    return sum(0.5 if ch.isascii() else 1.0 for ch in text)


def _paragraph(text: str, ruled: list[bool], style: Style, room: float, fonts: Fonts) -> list[Line]:
    size, face = style.size, face_of(style)
    names, widths = _measure(text, face, size, fonts)
    indent = style.indent * size
    room -= style.right_indent * size
    ends = break_lines(text, widths, room - indent, room)
    lines: list[Line] = []
    start = 0
    for n, end in enumerate(ends):
        lines.append(
            Line(
                text[start:end],
                tuple(names[start:end]),
                tuple(widths[start:end]),
                tuple(ruled[start:end]),
                indent if n == 0 else 0.0,
                n == len(ends) - 1,
            )
        )
        start = end
        while n < len(ends) - 1 and start < len(text) and text[start] == " ":
            start += 1
    return lines


def _measure(text: str, face: str, size: float, fonts: Fonts) -> tuple[list[str], list[float]]:
    names: list[str] = []
    widths: list[float] = []
    scale = size / 1000.0
    for ch in text:
        if ch in (BOX, BOX_ON):
            names.append("")
            widths.append(size * 1.15)
            continue
        try:
            name, width = fonts.glyph(face, FULL_SPACE if ch == "\u00a0" else ch)
        except KeyError:
            raise unprintable([ch]) from None
        names.append(name)
        widths.append(width * scale)
    return names, widths


def draw_line(canvas: Any, line: Line, left: float, base: float, room: float, style: Style) -> None:
    """Draw a line with its baseline at ``base`` inside ``room`` points from ``left``."""
    x = left + line.indent
    spare = room - style.right_indent * style.size - line.indent - line.width()
    spread = 0.0
    if style.align == "center":
        x += spare / 2
    elif style.align == "right":
        x += spare
    elif style.align == "justify" and not line.last and len(line.text) > 1:
        spread = max(0.0, spare) / (len(line.text) - 1)
        if spread > style.size * 0.5:
            spread = 0.0
    _segments(canvas, line, x, base, spread, style)
    if any(line.ruled):
        _rules(canvas, line, x, base, spread, style.size)
    if style.strike and line.text:
        canvas.line(x, base + style.size * 0.32, x + line.width(), base + style.size * 0.32)


def _segments(canvas: Any, line: Line, x: float, base: float, spread: float, style: Style) -> None:
    start, at = 0, x
    count = len(line.text)
    while start < count:
        font = line.fonts[start]
        end = start + 1
        if font:
            while end < count and line.fonts[end] == font:
                end += 1
            text = canvas.beginText(at, base)
            text.setFont(font, style.size)
            if spread:
                text.setCharSpace(spread)
            text.textOut(line.text[start:end])
            canvas.drawText(text)
        else:
            _box(canvas, at, base, style.size, line.text[start] == BOX_ON)
        at += sum(line.widths[start:end]) + spread * (end - start)
        start = end


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


def _rules(canvas: Any, line: Line, x: float, base: float, spread: float, size: float) -> None:
    canvas.setLineWidth(0.6)
    at, low = x, base - size * 0.18
    begin: float | None = None
    for width, ruled in zip(line.widths, line.ruled, strict=True):
        if ruled and begin is None:
            begin = at
        if not ruled and begin is not None:
            canvas.line(begin, low, at, low)
            begin = None
        at += width + spread
    if begin is not None:
        canvas.line(begin, low, at, low)
