"""Where the fields of a worksheet stand now, after somebody put rows in or took rows out."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Sequence

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.paper.grid import Value
from jingyue_desktop.paper.sheet_map import SheetMap, Spot


class Places:
    """Finds rows by what is printed in them.

    Rows with captions must be there, each below the one before; rows with nothing but sentences
    may be gone. What has no text of its own moves as the row above it.
    """

    def __init__(self, mapped: SheetMap, rows: Sequence[Sequence[Value]]) -> None:
        self._rows = rows
        self._now: dict[int, int] = {}  # row as written → row now
        captions = _by_row(mapped.captions)
        least = 1
        for row in sorted(captions):
            at = self._find(captions[row], self._moved(row), least, len(rows))
            if at is None:
                raise UserError(
                    f"表里找不到标题“{captions[row][0].name}”，可能改动了表头或插入了列。",
                    "请从模板重新填写，不要改动标题。",
                )
            self._now[row] = at
            least = at + 1
        sentences = _by_row(spot for spot in mapped.sentences if _has_words(spot.name))
        for row in sorted(sentences.keys() - captions.keys()):
            least, most = self._between(row)
            at = self._find(sentences[row], self._moved(row), least, most)
            if at is not None:
                self._now[row] = at

    def _find(self, spots: list[Spot], expected: int, least: int, most: int) -> int | None:
        def fits(row: int) -> bool:
            return least <= row <= most and all(_stands(s, self.at(row, s.column)) for s in spots)

        if fits(expected):
            return expected
        return next(filter(fits, range(least, most + 1)), None)

    def _between(self, row: int) -> tuple[int, int]:
        """Return the rows between the located rows before and after a row as written."""
        before = [at for written, at in self._now.items() if written < row]
        after = [at for written, at in self._now.items() if written > row]
        return max(before, default=0) + 1, min(after, default=len(self._rows) + 1) - 1

    def _moved(self, row: int) -> int:
        near = max((r for r in self._now if r <= row), default=min(self._now, default=row))
        return row + self._now.get(near, near) - near

    def row(self, spot: Spot) -> int:
        """Return the row (1-based) in which a spot is now."""
        return self._moved(spot.row)

    def at(self, row: int, column: int) -> Value:
        """Return what stands in a cell (1-based), None where nothing (or only space) does."""
        if not 1 <= row <= len(self._rows) or column > len(self._rows[row - 1]):
            return None
        value = self._rows[row - 1][column - 1]
        return None if isinstance(value, str) and not value.strip() else value

    def value(self, spot: Spot) -> Value:
        """Return what stands in a spot now."""
        return self.at(self.row(spot), spot.column)

    def end(self, head: Spot) -> int:
        """Return the last row that may belong to the table under ``head``."""
        return min([at - 1 for row, at in self._now.items() if row > head.row] + [len(self._rows)])


def same_text(value: Value, text: str) -> bool:
    """Return whether two texts say the same, however they are spaced."""
    return "".join(str(value or "").split()) == "".join(text.split())


def sentence_pattern(template: str) -> str:
    """Return the regular expression of a sentence, a named group for each field."""
    pattern, seen = "", set()
    for literal, name, _, _ in string.Formatter().parse(template):
        pattern += re.escape(literal)
        if name:
            pattern += f"(?P={name})" if name in seen else f"(?P<{name}>.*?)"
            seen.add(name)
    return rf"\s*{pattern}\s*"


def _has_words(template: str) -> bool:
    return any(literal.strip() for literal, _, _, _ in string.Formatter().parse(template))


def _stands(spot: Spot, value: Value) -> bool:
    if "{" not in spot.name:
        return same_text(value, spot.name)
    text = str(value or "")
    return same_text(text, spot.text) or bool(
        text and re.fullmatch(sentence_pattern(spot.name), text, re.DOTALL)
    )


def _by_row(spots: Iterable[Spot]) -> dict[int, list[Spot]]:
    found: dict[int, list[Spot]] = {}
    for spot in spots:
        found.setdefault(spot.row, []).append(spot)
    return found
