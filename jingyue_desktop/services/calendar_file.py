"""Loads ``resources/calendar``: one file a year, typed from the yearly notice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from jingyue_desktop.domain.clock import day_text
from jingyue_desktop.domain.errors import DataFault
from jingyue_desktop.domain.workdays import Calendar, CalendarYear, Day, DayKind, calendar_of
from jingyue_desktop.paper.strict import only, read_toml

YEAR_KEYS = {"year": True, "published": True, "notice": True, "source": True, "holiday": False}
HOLIDAY_KEYS = {"name": True, "off": True, "statutory": True, "work": False}


def read_calendar(folder: Path) -> Calendar:
    """Return the calendar of every year file in ``folder``; DataFault names file and place."""
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise DataFault(folder.name, "整个文件夹", "没有日历文件")
    years = [read_year(path) for path in paths]
    named: dict[date, int] = {}
    for year in years:
        for day in year.days:
            if named.setdefault(day.date, year.year) != year.year:
                told = f"{day_text(day.date)}已列在 {named[day.date]} 年"
                raise DataFault(f"{year.year}.toml", "holiday", told)
    return calendar_of(years)


def read_year(path: Path) -> CalendarYear:
    """Return one year; every day must lie in or beside it and be named only once."""
    table = only(path.name, "开头", read_toml(path), YEAR_KEYS)
    year = table["year"]
    if not isinstance(year, int) or str(year) != path.stem:
        raise DataFault(path.name, "year", "与文件名不一致")
    if not isinstance(table["published"], bool):
        raise DataFault(path.name, "published", "应为 true 或 false")
    days = special_days(path.name, table.get("holiday", []), year)
    return CalendarYear(year, table["published"], str(table["notice"]), days)


def special_days(file: str, holidays: Any, year: int) -> tuple[Day, ...]:
    """Return the days of a year's holidays (``holiday[1]`` …); DataFault names the place."""
    days: dict[date, Day] = {}
    for n, holiday in enumerate(holidays, 1):
        place = f"holiday[{n}]"
        for day in _days(file, place, holiday, year):
            if day.date in days:
                raise DataFault(file, place, f"{day_text(day.date)}写了两次")
            days[day.date] = day
    return tuple(days[key] for key in sorted(days))


def _days(file: str, place: str, raw: Any, year: int) -> Iterator[Day]:
    table = only(file, place, raw, HOLIDAY_KEYS)
    name = str(table["name"])
    statutory = set(_dates(file, f"{place}.statutory", table["statutory"], year))
    off = list(_dates(file, f"{place}.off", table["off"], year))
    if not statutory <= set(off):
        raise DataFault(file, f"{place}.statutory", "法定节假日不在放假日期之内")
    for day in off:
        kind = DayKind.HOLIDAY if day in statutory else _rest(day)
        yield Day(day, kind, name)
    for day in _dates(file, f"{place}.work", table.get("work", []), year):
        if day.weekday() < 5:
            raise DataFault(file, f"{place}.work", f"{day_text(day)}本来就是工作日")
        yield Day(day, DayKind.MAKE_UP, name)


def _rest(day: date) -> DayKind:
    # A weekend inside a holiday is still the weekly rest day; only weekdays were moved.
    return DayKind.REST_DAY if day.weekday() >= 5 else DayKind.ADJUSTED_REST


def _dates(file: str, place: str, items: Any, year: int) -> Iterator[date]:
    """Yield the dates of a list of dates and [first, last] pairs."""
    if not isinstance(items, list):
        raise DataFault(file, place, "应为日期清单")
    for item in items:
        first, last = (item[0], item[-1]) if isinstance(item, list) and item else (item, item)
        if type(first) is not date or type(last) is not date or last < first:
            raise DataFault(file, place, "应为日期或 [起, 止]")
        if first < date(year - 1, 12, 1) or last > date(year + 1, 1, 31):
            raise DataFault(file, place, f"{day_text(first)}不属于 {year} 年")
        for n in range((last - first).days + 1):
            yield first + timedelta(days=n)
