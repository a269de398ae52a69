"""When a period is over, and why: the one place where a due date is worked out.

Day 0 is never counted (民事诉讼法 期间一节; 行政许可法 82). A period in working days leaves out
every day that is none; one in days, months or years runs through them and only its last day
matters: a period that binds a party then ends on the next working day, one that binds the office
does not, and the office must act on the last working day before.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from jingyue_desktop.domain.clock import day_text
from jingyue_desktop.domain.workdays import PROVISIONAL, Calendar, Skipped

ONE = timedelta(days=1)


class Unit(StrEnum):
    """What a period is counted in."""

    WORKDAY = "workday"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"

    @property
    def caption(self) -> str:
        return _UNITS[self]


_UNITS = {Unit.WORKDAY: "个工作日", Unit.DAY: "日", Unit.MONTH: "个月", Unit.YEAR: "年"}


class Binds(StrEnum):
    """Whom a period binds."""

    OFFICE = "office"
    PARTY = "party"

    @property
    def caption(self) -> str:
        return "本局" if self is Binds.OFFICE else "当事人"


@dataclass(frozen=True)
class Period:
    """So many units; a negative ``count`` runs back from the day it is counted from.

    ``rule`` is the sentence it rests on, empty where there is none.
    """

    count: int
    unit: Unit = Unit.WORKDAY
    binds: Binds = Binds.OFFICE
    rule: str = ""

    def text(self) -> str:
        """Return e.g. ``10 个工作日``."""
        return f"{abs(self.count)} {self.unit.caption}"


@dataclass(frozen=True, order=True)
class Pause:
    """Days that are not counted, both ends included, and what they are for."""

    first: date
    last: date
    cause: str = ""

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a pause ends before it begins")

    def text(self) -> str:
        """Return e.g. ``2026年3月10日至2026年3月19日（鉴定）``."""
        days = day_text(self.first)
        days += f"至{day_text(self.last)}" if self.last != self.first else ""
        return days + (f"（{self.cause}）" if self.cause else "")


@dataclass(frozen=True)
class Deadline:
    """The end of a period with everything that explains it.

    ``due`` is the legal date; ``act_by`` the last working day on which the office can still act.
    ``ends`` is where the period ended before it moved to a working day, ``end_day`` what day that
    is. ``pauses`` are those that moved it, ``skipped`` the days that a count of working days left
    out besides. ``provisional``: it rests on a year whose notice is not published. ``known_from``
    is the first year of the calendar where it rests on earlier ones, else 0.
    """

    start: date
    period: Period
    ends: date
    due: date
    act_by: date
    pauses: tuple[Pause, ...]
    skipped: tuple[Skipped, ...]
    notices: tuple[str, ...]
    provisional: bool
    known_from: int
    end_day: str

    @property
    def conclusion(self) -> str:
        """Return the first line of the explanation."""
        if self.period.count < 0:
            return (
                f"从{day_text(self.start)}向前推 {self.period.text()}（当日不计）"
                f"为{day_text(self.ends)}，应不迟于这一天。"
            )
        return (
            f"自{day_text(self.start)}起算，当日不计，"
            f"满 {self.period.text()}为{day_text(self.ends)}。"
        )

    def explanation(self) -> tuple[str, ...]:
        """Return the answer to 「为什么？」, line by line."""
        lines = [self.period.rule] if self.period.rule else []
        lines += [self.conclusion, *self.moves()]
        if self.skipped:
            lines.append(f"其间不计 {len(self.skipped)} 天：")
            lines += [f"　{skip.text()}" for skip in self.skipped]
        elif self.period.unit is Unit.WORKDAY:
            lines.append("其间没有非工作日。")
        lines += [f"依据：{notice}" for notice in self.notices]
        return (*lines, *self.reservations())

    def reservations(self) -> list[str]:
        """Return what the answer may not be relied on for, empty where it may wholly be."""
        lines = [f"{PROVISIONAL}。"] if self.provisional else []
        if self.known_from:
            lines.append(
                f"日历从 {self.known_from} 年起，此前的年份按周末推算，请核对当年的放假安排。"
            )
        return lines

    def moves(self) -> list[str]:
        """Return what moved the date, and the day to act by where it is another."""
        lines = [f"暂停期间不计（含首末两日）：{pause.text()}。" for pause in self.pauses]
        if self.due != self.ends:
            lines.append(f"末日为{self.end_day}，顺延至其后第一个工作日{day_text(self.due)}。")
        if self.act_by != self.due:
            lines.append(
                f"{day_text(self.due)}为{self.end_day}，最迟应在此前最后一个工作日"
                f"{day_text(self.act_by)}{'办理' if self.period.binds is Binds.OFFICE else '提出'}。"
            )
        return lines

    def basis(self) -> str:
        """Return the short form for a paper's foot: notices and how many days were not counted."""
        source = "、".join(self.notices) or PROVISIONAL
        tail = f"，{PROVISIONAL}" if self.provisional and self.notices else ""
        return f"依据{source}，已扣除非工作日 {len(self.skipped)} 天{tail}"

    def to_json(self) -> dict[str, Any]:
        """Return the result as JSON values."""
        return {
            "from": self.start.isoformat(),
            "days": self.period.count,
            "unit": self.period.unit.value,
            "binds": self.period.binds.value,
            "due": self.due.isoformat(),
            "act_by": self.act_by.isoformat(),
            "pauses": [
                {"first": p.first.isoformat(), "last": p.last.isoformat(), "cause": p.cause}
                for p in self.pauses
            ],
            "skipped": [
                {"date": s.date.isoformat(), "kind": s.kind.caption, "why": s.why}
                for s in self.skipped
            ],
            "provisional": self.provisional,
            "notices": list(self.notices),
            "explanation": list(self.explanation()),
        }


def deadline(
    calendar: Calendar, start: date, period: Period, pauses: Iterable[Pause] = ()
) -> Deadline:
    """Return when ``period`` is over, counted from ``start``; pauses may overlap.

    Raises ValueError for pauses in a period that runs back.
    """
    ordered = tuple(sorted(pauses))
    if ordered and period.count < 0:
        raise ValueError("a period that runs back has no pauses")
    if period.unit is Unit.WORKDAY:
        ends, skipped = _workdays(calendar, start, period.count, ordered)
    else:
        ends, skipped = _extended(start, later(start, period.count, period.unit), ordered), ()
    rolls = period.binds is Binds.PARTY and period.count > 0
    due = _working(calendar, ends, 1) if rolls else ends
    act_by = _working(calendar, due, -1)
    if period.count >= 0 and act_by < start:
        act_by = due  # there was no working day within it
    seen = (start if period.unit is Unit.WORKDAY else act_by, ends, due)
    years = range(min(seen).year, max(seen).year + 1 + (max(seen) >= _turn(max(seen).year)))
    first = min(calendar.years, default=years.start)
    return Deadline(
        start,
        period,
        ends,
        due,
        act_by,
        tuple(p for p in ordered if start < p.last and p.first <= ends),
        skipped,
        tuple(calendar.years[year].notice for year in years if calendar.published(year)),
        not all(calendar.published(year) for year in years if year >= first),
        first if years.start < first else 0,
        calendar.why(ends),
    )


def _turn(year: int) -> date:
    """Return the first of the days of a year that the next year's notice may still move."""
    return date(year, 12, 27)


def later(start: date, count: int, unit: Unit) -> date:
    """Return the day ``count`` days, months or years after ``start``.

    A month without that day ends on its last (民法典 202).
    """
    if unit is Unit.DAY:
        return start + timedelta(days=count)
    year, month = divmod(
        start.year * 12 + start.month - 1 + count * (12 if unit is Unit.YEAR else 1), 12
    )
    return date(year, month + 1, min(start.day, months.monthrange(year, month + 1)[1]))


def _workdays(
    calendar: Calendar, start: date, count: int, pauses: Sequence[Pause]
) -> tuple[date, tuple[Skipped, ...]]:
    """Return the day ``count`` working days from ``start``, and the days left out on the way."""
    step = ONE if count >= 0 else -ONE
    day, left = start, abs(count)
    skipped: list[Skipped] = []
    while left:
        day += step
        if any(pause.first <= day <= pause.last for pause in pauses):
            continue
        if calendar.is_workday(day):
            left -= 1
        else:
            skipped.append(Skipped(day, calendar.kind(day), calendar.why(day)))
    return day, tuple(sorted(skipped, key=lambda skip: skip.date))


def _extended(start: date, ends: date, pauses: Sequence[Pause]) -> date:
    """Return where a period ends that does not run during ``pauses`` (in order of their begin)."""
    counted = start  # the last day that was looked at, so that overlaps are counted once
    for pause in pauses:
        first = max(pause.first, counted + ONE)
        if first <= ends and first <= pause.last:
            ends += pause.last - first + ONE
            counted = pause.last
    return ends


def _working(calendar: Calendar, day: date, step: int) -> date:
    while not calendar.is_workday(day):
        day += step * ONE
    return day
