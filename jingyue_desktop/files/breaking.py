"""Where a line of Chinese may end: no 。，） at its start, no （《 at its end, no word torn apart."""

from __future__ import annotations

from collections.abc import Sequence

NO_START = frozenset("，。、；：？！）》」』】〕〉”’…—％‰℃·,.;:?!)]}%~～／")
NO_END = frozenset("（《「『【〔〈“‘([{￥＄$＃#№")
TWINS = frozenset("…—")


def break_lines(text: str, widths: Sequence[float], first: float, rest: float) -> list[int]:
    """Return where each line ends (index after its last character) for widths per character.

    ``first`` and ``rest`` are the room of the first and of every other line. A word longer than a
    line is cut; a run of marks that fits nowhere is cut too, for nothing may run over the edge.
    """
    ends: list[int] = []
    start, room, used = 0, first, 0.0
    count = len(text)
    at = 0
    while at < count:
        used += widths[at]
        if used > room + 0.01 and at > start:
            end = _back(text, start, at)
            ends.append(end)
            start, room = _skip_space(text, end), rest
            at, used = start, 0.0
            continue
        at += 1
    ends.append(count)
    return ends


def _skip_space(text: str, at: int) -> int:
    """A space that fell on the break is not drawn at the next line's start."""
    while at < len(text) and text[at] == " ":
        at += 1
    return at


def _back(text: str, start: int, over: int) -> int:
    """Return the last place at or before ``over`` where a line may end, after ``start``."""
    for at in range(over, start, -1):
        if allowed(text, at):
            return at
    for at in range(over, start, -1):
        if text[at] not in NO_START:
            return at
    return over


def allowed(text: str, at: int) -> bool:
    """Return whether a line may end just before ``text[at]``."""
    before, after = text[at - 1], text[at]
    if after in NO_START or before in NO_END or (before == after and after in TWINS):
        return False
    return not (_joins(before) and _joins(after))


def _joins(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character in "._-/@+&'=")
