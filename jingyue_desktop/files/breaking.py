"""Where a line of Chinese may end: no 。，） at its start, no （《 at its end, no word torn apart."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, combinations, pairwise

NO_START = frozenset("，。、；：？！）》」』】〕〉〗｝］”’…—％‰℃·,.;:?!)]}%~～／々")
NO_END = frozenset("（《「『【〔〈〖｛［“‘([{￥＄$＃#№")
JOINTS = frozenset("年月-/_.:@=&")
TWINS = frozenset("…—")
SPACES = frozenset(" \u3000")
# What stays in one piece: 10 000, 2026年3月2日, 第3条, GB/T, 85821103, 15.5米.
_WORD = r"[0-9A-Za-z][0-9A-Za-z.,:_\-/@+&'=#~]*"
_UNIT = "[年月日号时分秒元角吨米人次份项条款章级层幢亩天页]?"
_WHOLE = re.compile(
    rf"\d{{1,3}}(?: \d{{3}})+{_UNIT}|\d{{1,4}}年\d{{1,2}}月(?:\d{{1,2}}日)?|\d{{1,2}}月\d{{1,2}}日"
    rf"|第?{_WORD}{_UNIT}"
)
# A title is best broken beside these, so that each of its lines says something.
_BEFORE, _AFTER = frozenset("《（“和与及暨"), frozenset("》）”的、局会委")
MOST_TITLE_LINES = 3

Span = tuple[int, int]


def break_lines(
    text: str, widths: Sequence[float], first: float, rest: float, joined: Sequence[Span] = ()
) -> list[Span]:
    """Return (start, end) of what stands on each line, for widths per character.

    ``first`` and ``rest`` are the room of the first and of every other line; ``joined`` stretches
    stay in one piece, as words do. Spaces at a break stand on neither line. A word longer than a line is cut, and so is a run of marks that fits
    nowhere, for nothing may run over the edge.
    """
    sums = list(accumulate(widths, initial=0.0))
    count, start, room = len(text), 0, first
    if sums[-1] <= room + 0.01:
        return [(0, count)]
    whole = _inside_words(text, joined)
    lines: list[Span] = []
    while start < count:
        over = bisect_right(sums, sums[start] + room + 0.01, start + 1) - 1
        over = _past_spaces(text, max(over, start + 1))
        end = over if over == count else _back(text, start, over, whole)
        lines.append((start, _before_spaces(text, start, end)))
        start, room = _past_spaces(text, end), rest
    return lines


def _inside_words(text: str, joined: Sequence[Span] = ()) -> bytearray:
    """Return for each place whether it lies inside something that is not to be torn."""
    inside = bytearray(len(text) + 1)
    for begin, end in (*joined, *(match.span() for match in _WHOLE.finditer(text))):
        inside[begin + 1 : end] = b"\1" * (end - begin - 1)
    return inside


def _past_spaces(text: str, at: int) -> int:
    while at < len(text) and text[at] in SPACES:
        at += 1
    return at


def _before_spaces(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in SPACES:
        end -= 1
    return end


def _back(text: str, start: int, over: int, whole: bytearray) -> int:
    """Return the last place at or before ``over`` where a line may end, after ``start``."""
    for at in range(over, start, -1):
        if not whole[at] and may_end(text, at):
            return at
    marked = [at for at in range(over, start, -1) if may_end(text, at)]
    # A word longer than its line is best cut after one of the marks it is made up with.
    return next((at for at in marked if text[at - 1] in JOINTS), marked[0] if marked else over)


def may_end(text: str, at: int) -> bool:
    """Return whether the marks allow a line to end just before ``text[at]``."""
    before, after = text[at - 1], text[at]
    return not (after in NO_START or before in NO_END or (before == after and after in TWINS))


def break_title(
    text: str, widths: Sequence[float], room: float, joined: Sequence[Span] = ()
) -> list[Span]:
    """Return a title's lines: as few as do, in a trapezium or a rhombus (GB/T 9704, 7.3.1)."""
    plain = break_lines(text, widths, room, room, joined)
    if not 2 <= len(plain) <= MOST_TITLE_LINES or len(text) > 90:
        return plain
    sums = list(accumulate(widths, initial=0.0))
    whole = _inside_words(text, joined)
    places = [at for at in range(1, len(text)) if not whole[at] and may_end(text, at)]
    best, least = plain, float("inf")
    for ends in combinations(places, len(plain) - 1):
        edges = (0, *ends, len(text))
        parts = [sums[b] - sums[a] for a, b in pairwise(edges)]
        if max(parts) <= room + 0.01 and (cost := _misshape(text, ends, parts)) < least:
            spans = pairwise(edges)
            best = [(_past_spaces(text, a), _before_spaces(text, a, b)) for a, b in spans]
            least = cost
    return best


_SHAPES = {2: ((0.46, 0.54), (0.54, 0.46)), 3: ((0.28, 0.33, 0.39), (0.30, 0.40, 0.30))}


def _misshape(text: str, ends: Sequence[int], parts: Sequence[float]) -> float:
    """Return how far the lines are from a good shape, less what good breaks are worth."""
    total = sum(parts)
    off = min(
        sum(abs(part / total - share) for part, share in zip(parts, shape, strict=True))
        for shape in _SHAPES[len(parts)]
    )
    good = sum(text[at - 1] in _AFTER or text[at] in _BEFORE for at in ends)
    return off - 0.15 * good
