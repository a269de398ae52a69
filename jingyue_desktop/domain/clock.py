"""Time as an argument: the one thing that may ask the machine what time it is."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

OFFICE_ZONE = timezone(timedelta(hours=8), "北京时间")


class Clock(Protocol):
    """What the rest of the program knows of time."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""

    def monotonic(self) -> float:
        """Return seconds that never run backwards, for timers and throttling."""


def office_day(moment: datetime) -> date:
    """Return the calendar date of an aware moment in the office (Beijing time)."""
    return moment.astimezone(OFFICE_ZONE).date()


def day_text(day: date) -> str:
    """Return a day as the office writes it (GB/T 9704-2012 7.3.5.4: Arabic figures, no zeros)."""
    return f"{day.year}年{day.month}月{day.day}日"


def day_start(day: date) -> datetime:
    """Return the moment at which a day begins in the office."""
    return datetime.combine(day, datetime.min.time(), OFFICE_ZONE)


def today(clock: Clock) -> date:
    """Return the office's calendar date."""
    return office_day(clock.now())


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()


class SetClock:
    """A clock that stands where it was set and moves when told (demo office, tests)."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)
        self._mono = 0.0

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._mono

    def advance(self, **delta: float) -> None:
        """Move on by ``timedelta(**delta)``; both readings move."""
        step = timedelta(**delta)
        self._now += step
        self._mono += max(step.total_seconds(), 0.0)

    def set(self, moment: datetime) -> None:
        """Set the wall clock alone, as a person at the machine may."""
        self._now = moment.astimezone(UTC)


class ShiftedClock:
    """A clock that runs from a given moment on: the demo office lives in its own year."""

    def __init__(self, start: datetime) -> None:
        self._start = start.astimezone(UTC)
        self._origin = time.monotonic()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        return time.monotonic() - self._origin
