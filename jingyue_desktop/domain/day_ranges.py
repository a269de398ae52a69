"""Days as a notice writes them: ``2月15日至23日、2月28日``, read and written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta

_BETWEEN = re.compile(r"[、，,；;\s]+")
_TO = re.compile("至|到|~|—|–")
_DAY = re.compile(r"(?:(?:(\d{4})[-年./])?(\d{1,2})[-月./])?(\d{1,2})日?")
_BARE = re.compile(r"\d{1,2}日")
_WEEKDAY = re.compile(r"\((?:周|星期)[一二三四五六日天]\)")
_GAP = re.compile(r"(?<=[年月至到])\s+|\s+(?=[年月日至到])")
_DASH = re.compile(r"(?<=日)-(?=\d)")
MOST = 400


def read_days(text: str, year: int) -> list[date]:
    """Return the days of a text; where no year stands, it is ``year``.

    Read: ``2月15日至23日``, ``2-15至2-23``, ``2026年12月31日至2027年1月3日``, several with 、 between.
    Raises ValueError, in words, for what is no day.
    """
    plain = _WEEKDAY.sub("", unicodedata.normalize("NFKC", text).strip())
    plain = _DASH.sub("至", _GAP.sub("", plain))
    found: list[date] = []
    for piece in filter(None, _BETWEEN.split(plain)):
        found += _piece(piece, year, found[-1] if found else None)
    return found


def _piece(piece: str, year: int, before: date | None) -> list[date]:
    """Return the days of one piece; a day without a month is in that of the day ``before``."""
    ends = _TO.split(piece)
    try:
        bare = before is not None and _BARE.fullmatch(ends[0])
        first = _day(ends[0], before if before and bare else date(year, 1, 1), whole=not bare)
        last = _day(ends[1], first, whole=False) if len(ends) == 2 else first
    except (ValueError, IndexError):
        first, last = date.max, date.min
    if len(ends) > 2 or not 0 <= (last - first).days < MOST:
        raise ValueError(f"“{piece}”看不懂，请写成 2月15日至23日、2月28日 这样。")
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _day(text: str, near: date, *, whole: bool) -> date:
    """Return the day of a text; what it leaves out is as in ``near``."""
    found = _DAY.fullmatch(text)
    if found is None or (whole and not found[2]):
        raise ValueError(text)
    return date(int(found[1] or near.year), int(found[2] or near.month), int(found[3]))


def days_text(days: Iterable[date], year: int) -> str:
    """Return days as ``read_days`` reads them, empty for none."""
    runs: list[list[date]] = []
    for day in sorted(days):
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return "、".join(_run(run[0], run[-1], year) for run in runs)


def _run(first: date, last: date, year: int) -> str:
    start = _text(first, date(year, 1, 1))
    return start if first == last else f"{start}至{_text(last, first, short=True)}"


def _text(day: date, near: date, *, short: bool = False) -> str:
    if day.year != near.year:
        return f"{day.year}年{day.month}月{day.day}日"
    if short and day.month == near.month:
        return f"{day.day}日"
    return f"{day.month}月{day.day}日"
