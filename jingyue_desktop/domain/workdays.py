"""Working days: what kind of day each day is, and when so many working days are over.

Day 0 is never counted (民事诉讼法 期间一节; 行政许可法 82: periods are working days without
statutory holidays). The days themselves come from the yearly notices of the 国务院办公厅.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from jingyue_desktop.domain.clock import day_text

PROVISIONAL = "暂按周末推算，以国办通知为准"
WEEKDAYS = "一二三四五六日"


class DayKind(StrEnum):
    """The five kinds of days; 法定节假日 are the statutory days themselves (强制法 43 means them)."""

    WORKDAY = "workday"
    REST_DAY = "rest_day"
    HOLIDAY = "holiday"
    ADJUSTED_REST = "adjusted_rest"
    MAKE_UP = "make_up"

    @property
    def caption(self) -> str:
        return _CAPTIONS[self]

    @property
    def works(self) -> bool:
        return self in (DayKind.WORKDAY, DayKind.MAKE_UP)


_CAPTIONS = {
    DayKind.WORKDAY: "工作日",
    DayKind.REST_DAY: "周休日",
    DayKind.HOLIDAY: "法定节假日",
    DayKind.ADJUSTED_REST: "调休放假",
    DayKind.MAKE_UP: "调休上班",
}


@dataclass(frozen=True)
class Day:
    """A day that is not simply its weekday: kind and the holiday it belongs to."""

    date: date
    kind: DayKind
    name: str


@dataclass(frozen=True)
class CalendarYear:
    """A year of the calendar: whether its notice is published, and which notice that is."""

    year: int
    published: bool
    notice: str
    days: tuple[Day, ...] = ()


@dataclass(frozen=True)
class Skipped:
    """A day that was not counted, and why."""

    date: date
    kind: DayKind
    why: str

    def text(self) -> str:
        """Return e.g. ``2月15日（星期日）春节，调休放假``."""
        day = self.date
        return f"{day.month}月{day.day}日（星期{WEEKDAYS[day.weekday()]}）{self.why}"


@dataclass(frozen=True)
class DueDate:
    """The day ``days`` working days after ``start``, with everything that explains it.

    ``provisional`` says that the count reached into a year whose notice is not published.
    """

    start: date
    days: int
    date: date
    skipped: tuple[Skipped, ...]
    provisional: bool
    notices: tuple[str, ...]

    def explanation(self) -> tuple[str, ...]:
        """Return the answer to 「为什么？」, line by line."""
        lines = [
            f"自{day_text(self.start)}起算，当日不计，满 {self.days} 个工作日为{day_text(self.date)}。"
        ]
        if self.skipped:
            lines.append(f"其间不计 {len(self.skipped)} 天：")
            lines += [f"　{skip.text()}" for skip in self.skipped]
        else:
            lines.append("其间没有非工作日。")
        lines += [f"依据：{notice}" for notice in self.notices]
        if self.provisional:
            lines.append(f"{PROVISIONAL}。")
        return tuple(lines)

    def basis(self) -> str:
        """Return the short form for a paper's foot: notices and how many days were not counted."""
        source = "、".join(self.notices) or PROVISIONAL
        tail = f"，{PROVISIONAL}" if self.provisional and self.notices else ""
        return f"依据{source}，已扣除非工作日 {len(self.skipped)} 天{tail}"

    def to_json(self) -> dict[str, Any]:
        """Return the result as JSON values."""
        return {
            "from": self.start.isoformat(),
            "days": self.days,
            "due": self.date.isoformat(),
            "skipped": [
                {"date": s.date.isoformat(), "kind": s.kind.caption, "why": s.why}
                for s in self.skipped
            ],
            "provisional": self.provisional,
            "notices": list(self.notices),
            "explanation": list(self.explanation()),
        }


@dataclass(frozen=True)
class Calendar:
    """The office's calendar: special days of the years it knows; other years go by the weekday."""

    years: Mapping[int, CalendarYear]
    _special: dict[date, Day] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        special = {day.date: day for year in self.years.values() for day in year.days}
        object.__setattr__(self, "_special", special)

    def kind(self, day: date) -> DayKind:
        """Return what kind of day it is."""
        special = self._special.get(day)
        if special is not None:
            return special.kind
        return DayKind.REST_DAY if day.weekday() >= 5 else DayKind.WORKDAY

    def name(self, day: date) -> str:
        """Return the holiday a day belongs to, empty for an ordinary day."""
        special = self._special.get(day)
        return special.name if special else ""

    def is_workday(self, day: date) -> bool:
        return self.kind(day).works

    def published(self, year: int) -> bool:
        """Return whether the notice of a year is in the calendar."""
        known = self.years.get(year)
        return known is not None and known.published

    def add_workdays(self, start: date, days: int) -> DueDate:
        """Return the day ``days`` (≥ 0) working days after ``start``; with 0 it is ``start``."""
        if days < 0:
            raise ValueError("days must not be negative")
        day, left = start, days
        skipped: list[Skipped] = []
        while left:
            day += timedelta(days=1)
            kind = self.kind(day)
            if kind.works:
                left -= 1
            else:
                skipped.append(Skipped(day, kind, self._why(day, kind)))
        touched = range(start.year, day.year + 1)
        notices = [self.years[y].notice for y in touched if self.published(y)]
        provisional = not all(self.published(year) for year in touched)
        return DueDate(start, days, day, tuple(skipped), provisional, tuple(notices))

    def count_workdays(self, after: date, until: date) -> int:
        """Return how many working days lie after ``after`` up to and including ``until``."""
        span = (until - after).days
        return sum(self.is_workday(after + timedelta(days=n)) for n in range(1, span + 1))

    def last_start_over(self, day: date, days: int) -> date:
        """Return the last start whose ``days`` (≥ 1) working days were over before ``day``."""
        begin, left = day, days
        while left:
            begin -= timedelta(days=1)
            left -= self.is_workday(begin)
        # That many working days lie from ``begin`` on; a start is itself never counted.
        return begin - timedelta(days=1)

    def _why(self, day: date, kind: DayKind) -> str:
        name = self.name(day)
        return f"{name}，{kind.caption}" if name else kind.caption


def calendar_of(years: Iterable[CalendarYear]) -> Calendar:
    """Return the calendar of some years."""
    return Calendar({year.year: year for year in years})


def year_to_body(year: CalendarYear) -> dict[str, Any]:
    """Return a year as the JSON object kept in its catalogue row."""
    return {
        "year": year.year,
        "published": year.published,
        "notice": year.notice,
        "days": [[day.date.isoformat(), day.kind.value, day.name] for day in year.days],
    }


def year_from_body(body: Mapping[str, Any]) -> CalendarYear:
    """Return the year ``year_to_body`` made ``body`` from."""
    days = tuple(
        Day(date.fromisoformat(text), DayKind(kind), name) for text, kind, name in body["days"]
    )
    return CalendarYear(body["year"], body["published"], body["notice"], days)
