"""What the search box over the risk points finds: words, codes, and pinyin initials of each clause."""

from __future__ import annotations

import re
from functools import lru_cache

from jingyue_desktop.services import searching
from jingyue_desktop.services.risks import PointRow

_CLAUSES = re.compile(r"[，。；：、（）《》“”\s·/]+")


def matches(row: PointRow, needle: str) -> bool:
    """Return whether a risk point has every word of ``needle`` in what is shown of it."""
    return found_in(
        needle,
        (
            row.code,
            row.step_name,
            row.holder,
            row.matter_name,
            row.flow_name,
            row.text,
            row.measure,
            row.cause_name,
            row.state,
        ),
    )


def found_in(needle: str, fields: tuple[str, ...]) -> bool:
    """Return whether every word of ``needle`` stands in one of ``fields``, as text or as pinyin.

    Letters are compared with the initials and the full pinyin of each clause (``szjd`` finds
    私自降低); Chinese words and numbers never load the pinyin dictionary.
    """
    words = searching.fold(needle).split()
    return all(any(_matches(word, field) for field in fields) for word in words)


def _matches(word: str, field: str) -> bool:
    if word in searching.fold(field):
        return True
    return word.isascii() and word.isalpha() and any(word in key for key in _readings(field))


@lru_cache(maxsize=2048)
def _readings(field: str) -> tuple[str, ...]:
    found: list[str] = []
    for clause in _CLAUSES.split(field):
        if clause:
            found.extend(searching.keys(clause))
    return tuple(found)
