"""What a search box finds: Chinese, numbers, and pinyin initials or full pinyin."""

from __future__ import annotations

import unicodedata
from itertools import product

MAX_READINGS = 16


def keys(text: str) -> tuple[str, str]:
    """Return (initials, full pinyin) of a name, every reading of it, separated by spaces.

    pypinyin is loaded here, at the first save, and never when the program starts.
    """
    from pypinyin import Style, pinyin

    readings = [
        list(dict.fromkeys(_letters(reading) for reading in options))
        for options in pinyin(text, style=Style.NORMAL, heteronym=True, errors="default")
    ]
    full: list[str] = []
    for combination in product(*readings):
        full.append("".join(combination))
        if len(full) == MAX_READINGS:
            break
    initials = dict.fromkeys(
        "".join(_initial(part) for part in combination)
        for combination, _ in zip(product(*readings), range(MAX_READINGS), strict=False)
    )
    return " ".join(initials)[:120], " ".join(dict.fromkeys(full))[:400]


def phrase(text: str) -> tuple[str, str]:
    """Return (initials, full pinyin) of a phrase as it is usually read (重庆 is ``chongqing``).

    Every reading of every character, as a surname needs it, would make long registers slow.
    """
    from pypinyin import Style, lazy_pinyin

    parts = [_letters(part) for part in lazy_pinyin(text, style=Style.NORMAL, errors="default")]
    return "".join(_initial(part) for part in parts), "".join(parts)


def _letters(reading: str) -> str:
    return "".join(ch for ch in reading.lower() if ch.isalnum())


def _initial(part: str) -> str:
    return part if not part.isascii() or not part.isalpha() else part[:1]


def fold(text: str) -> str:
    """Return text as it is compared in searches: NFKC, lower case, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())
