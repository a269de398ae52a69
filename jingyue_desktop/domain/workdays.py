"""The calendar: what kind of day each day is, by the yearly notices of the 国务院办公厅."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

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

    def why(self, day: date) -> str:
        """Return what a day is, e.g. ``春节，调休放假``."""
        name, kind = self.name(day), self.kind(day).caption
        return f"{name}，{kind}" if name else kind

    def is_workday(self, day: date) -> bool:
        return self.kind(day).works

    def published(self, year: int) -> bool:
        """Return whether the notice of a year is in the calendar."""
        known = self.years.get(year)
        return known is not None and known.published

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
