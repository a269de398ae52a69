"""What charts are put together from: wrapped lines, boxes that hold them, badges."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jingyue_desktop.paper.chart import INK, LINE, QUIET, Box, Label, Shape, text_width

LEADING = 1.3
# No line begins with these (GB/T 15834 5.1), so they stay with what is before them.
NOT_FIRST = frozenset("，。、；：？！）》〉」』”’】〕…—·%")
NOT_LAST = frozenset("（《〈「『“‘【〔")
GRADES = {"A": ("#fbe3e0", "#b3261e"), "B": ("#fff3d6", "#8a5a00"), "C": ("#e6f0fa", "#1f4e8c")}
BADGE = (40.0, 13.0, 7.5)  # width, height, size of the text


def wrap(text: str, width: float, size: float) -> list[str]:
    """Return ``text`` as lines no wider than ``width``, broken as Chinese is; at least one line."""
    lines = [""]
    pieces = [part for piece in _pieces(text) for part in _parts(piece, width, size)]
    for n, piece in enumerate(pieces):
        # Before the last but one, so that no line is a single character.
        rest = "".join(pieces[n:]) if n == len(pieces) - 2 else piece
        if lines[-1] and text_width(lines[-1] + rest, size) > width:
            lines.append("")
        lines[-1] += piece
    return lines


def _parts(piece: str, width: float, size: float) -> Iterable[str]:
    """Yield a piece whole, or character by character where no line would hold it."""
    return (piece,) if text_width(piece, size) <= width else piece


def _pieces(text: str) -> Iterable[str]:
    """Yield what no line break may part: a character with the marks that belong to it, a number."""
    piece = ""
    for ch in text:
        joins = piece and (
            ch in NOT_FIRST or piece[-1] in NOT_LAST or (_latin(ch) and _latin(piece[-1]))
        )
        if piece and not joins:
            yield piece
            piece = ""
        piece += ch
    if piece:
        yield piece


def _latin(ch: str) -> bool:
    return ch.isascii() and not ch.isspace()


def paragraph(
    x: float,
    y: float,
    lines: Sequence[str],
    size: float,
    *,
    bold: bool = False,
    colour: str = INK,
    room: float = 0.0,
) -> list[Shape]:
    """Return lines one under the other from the top ``y``; with ``room`` each is centred in it."""
    return [
        Label(x + room / 2, y + (n * LEADING + 1.0) * size, line, size, bold, colour, bool(room))
        for n, line in enumerate(lines)
    ]


def height_of(lines: Sequence[str], size: float) -> float:
    """Return the height a paragraph takes."""
    return len(lines) * LEADING * size


def badge(x: float, y: float, code: str, grade: str) -> list[Shape]:
    """Return a risk point's badge: its code and its grade, which stands there as a letter too."""
    width, height, size = BADGE
    fill, stroke = GRADES.get(grade, ("#eef1f4", LINE))
    text = f"{code} {grade}".strip()
    return pill(x, y, width, height, text, size, fill, stroke)


def pill(
    x: float,
    y: float,
    width: float,
    height: float,
    text: str,
    size: float,
    fill: str,
    stroke: str,
) -> list[Shape]:
    """Return a word in a box with round ends."""
    return [
        Box(x, y, width, height, fill, stroke, radius=height / 2),
        Label(x + width / 2, y + height / 2 + size * 0.36, text, size, False, stroke, True),
    ]


def note(x: float, y: float, text: str, width: float) -> list[Shape]:
    """Return a quiet line under a chart, wrapped."""
    return paragraph(x, y, wrap(text, width, 8.0), 8.0, colour=QUIET)
