"""Text set into lines: glyphs with their fonts and widths, rules to write on, tick boxes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from jingyue_desktop.files.breaking import Span, break_lines, break_title
from jingyue_desktop.files.fonts import Fonts, missing_in, unprintable
from jingyue_desktop.paper.grid import Blank, Qr, Run, Style, Tick

TEXT, RULED, RULE, BOX, TICKED = "text", "ruled", "rule", "box", "ticked"
# While lines are broken a box stands as an opening bracket (its caption follows it), a rule's
# ends as brackets, and an empty rule as a plain character.
STAND_IN = {BOX: "（", TICKED: "（", RULE: "口"}
BOX_WIDTH = 1150.0
PAD = 500.0  # the least rule on either side of a text that stands on it
SMALLEST = 4000.0  # an empty rule is not shortened to less than four characters


@dataclass(frozen=True, slots=True)
class Piece:
    """What is drawn at once: text of one font, or a mark. ``width`` is in points."""

    mark: str
    font: str
    text: str
    width: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its pieces, their width in points, how many characters and marks they are."""

    pieces: tuple[Piece, ...]
    width: float
    count: int
    indent: float
    last: bool


@dataclass
class _Paragraph:
    """Character by character: text for the breaker, font, width in thousandths, mark.

    ``grows`` are the empty rules, with the width they would like to have; ``joined`` are boxes
    with their captions, which stay together.
    """

    text: list[str] = field(default_factory=list)
    fonts: list[str] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    grows: dict[int, float] = field(default_factory=dict)
    joined: list[Span] = field(default_factory=list)

    def add(self, stand_in: str, width: float, mark: str) -> None:
        """Add a mark that is drawn, as the breaker takes it."""
        self.text.append(stand_in)
        self.fonts.append("")
        self.widths.append(width)
        self.marks.append(mark)


def face_of(style: Style) -> str:
    """Return the face a style is set in; bold is a face of its own."""
    return "heibold" if style.bold and style.face == "hei" else style.face


def set_text(runs: Sequence[Run], style: Style, room: float, fonts: Fonts) -> list[Line]:
    """Return the runs broken into lines of ``room`` points; raises UserError for a missing face."""
    paragraphs = [_Paragraph()]
    for run in runs:
        _add(paragraphs, run, face_of(style), fonts)
    return [line for paragraph in paragraphs for line in _lines(paragraph, style, room)]


def _add(paragraphs: list[_Paragraph], run: Run, face: str, fonts: Fonts) -> None:
    if isinstance(run, str):
        for n, part in enumerate(run.split("\n")):
            if n:
                paragraphs.append(_Paragraph())
            _add_text(paragraphs[-1], part, face, fonts, TEXT)
    elif isinstance(run, Tick):
        _add_tick(paragraphs[-1], run, face, fonts)
    elif isinstance(run, Blank):
        _add_blank(paragraphs[-1], run, face, fonts)
    else:
        assert isinstance(run, Qr)  # drawn in the foot of the page, not in a line


def _add_text(paragraph: _Paragraph, text: str, face: str, fonts: Fonts, mark: str) -> None:
    text = text.replace("\t", "    ").replace("\u00a0", " ")
    known = fonts.glyphs(face)
    try:
        glyphs = [known[ch] for ch in text]
    except KeyError:
        raise unprintable(missing_in(fonts, face, text)) from None
    paragraph.text.extend(text)
    paragraph.fonts.extend([name for name, _ in glyphs])
    paragraph.widths.extend([width for _, width in glyphs])
    paragraph.marks.extend([mark] * len(text))


def _add_tick(paragraph: _Paragraph, tick: Tick, face: str, fonts: Fonts) -> None:
    begin, mark = len(paragraph.text), TICKED if tick.ticked else BOX
    paragraph.add(STAND_IN[mark], BOX_WIDTH, mark)
    _add_text(paragraph, tick.caption.replace("\n", " "), face, fonts, TEXT)
    paragraph.joined.append((begin, begin + 1 + len(tick.caption.rstrip())))


def _add_blank(paragraph: _Paragraph, blank: Blank, face: str, fonts: Fonts) -> None:
    wanted = blank.width * 1000.0
    if not blank.text:
        paragraph.grows[len(paragraph.text)] = wanted
        paragraph.add(STAND_IN[RULE], max(wanted / 2, min(wanted, SMALLEST)), RULE)
        return
    begin = len(paragraph.text)
    paragraph.add("（", 0.0, RULE)
    _add_text(paragraph, blank.text.replace("\n", " "), face, fonts, RULED)
    side = max(PAD, (wanted - sum(paragraph.widths[begin:])) / 2)
    paragraph.widths[begin] = side
    paragraph.add("）", side, RULE)


def _lines(paragraph: _Paragraph, style: Style, room: float) -> Iterable[Line]:
    scale = style.size / 1000.0
    room = room / scale - style.right_indent * 1000.0
    indents = (style.indent * 1000.0, style.hang * 1000.0)
    text = "".join(paragraph.text)
    if style.align == "center":
        spans = break_title(text, paragraph.widths, room, paragraph.joined)
    else:
        spans = break_lines(
            text, paragraph.widths, room - indents[0], room - indents[1], paragraph.joined
        )
    for n, (start, end) in enumerate(spans):
        indent = indents[min(n, 1)]
        if paragraph.grows:
            _stretch(paragraph, start, end, room - indent)
        pieces = tuple(_pieces(paragraph, start, end, scale))
        width = sum(piece.width for piece in pieces)
        yield Line(pieces, width, end - start, indent * scale, n == len(spans) - 1)


def _stretch(paragraph: _Paragraph, start: int, end: int, room: float) -> None:
    """Let the empty rules of a line grow to what they want, as far as the line has room."""
    spare = room - sum(paragraph.widths[start:end])
    for at in range(start, end):
        if at in paragraph.grows:
            more = min(max(spare, 0.0), paragraph.grows[at] - paragraph.widths[at])
            paragraph.widths[at] += more
            spare -= more


def _pieces(paragraph: _Paragraph, start: int, end: int, scale: float) -> Iterable[Piece]:
    marks, fonts, widths = paragraph.marks, paragraph.fonts, paragraph.widths
    if set(marks[start:end]) == {TEXT} and len(set(fonts[start:end])) == 1:
        text = "".join(paragraph.text[start:end])
        yield Piece(TEXT, fonts[start], text, sum(widths[start:end]) * scale)
        return
    for (mark, font), group in groupby(range(start, end), lambda n: (marks[n], fonts[n])):
        at = list(group)
        text = "".join(paragraph.text[at[0] : at[-1] + 1]) if font else ""
        if font:
            yield Piece(mark, font, text, sum(widths[at[0] : at[-1] + 1]) * scale)
        else:
            yield from (Piece(mark, "", "", widths[n] * scale) for n in at)
