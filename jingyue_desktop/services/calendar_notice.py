"""Entering a yearly notice of the 国务院办公厅: proposed by a chief, confirmed against the paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from jingyue_desktop.domain.clock import day_text
from jingyue_desktop.domain.day_ranges import days_text, read_days
from jingyue_desktop.domain.errors import Conflict, DataFault, Invalid, UserError
from jingyue_desktop.domain.roles import EVERYONE, Role
from jingyue_desktop.domain.workdays import CalendarYear, Day, DayKind, year_to_body
from jingyue_desktop.services import catalogue
from jingyue_desktop.services.acts import Session, Work, act, view
from jingyue_desktop.services.calendar_file import special_days
from jingyue_desktop.services.catalogue_rows import CALENDAR, newest
from jingyue_desktop.services.typed import words

# The columns of a notice: the holiday and, as the notice writes them, its days.
TITLES = {"name": "节日", "off": "放假", "statutory": "其中法定节假日", "work": "调休上班"}
DATES = ("off", "statutory", "work")
MAKE_UP = DayKind.MAKE_UP
CHANGED = "日历在提出之后又被修改过，没有改动，请重新核对后提出。"

Row = Mapping[str, str]


@dataclass(frozen=True)
class Notice:
    """A year as its notice says it; ``version`` 0: the calendar does not have the year yet."""

    year: int
    version: int
    published: bool
    notice: str
    rows: tuple[dict[str, str], ...]


@view("calendar.notice", "查看放假安排", EVERYONE)
def sheet(session: Session, year: int) -> Notice:
    """Return a year as it is edited."""
    found = session.workspace.calendar().years.get(year)
    if found is None:
        return Notice(year, 0, False, "", ())
    version = newest(CALENDAR, str(year)).version
    return Notice(year, version, found.published, found.notice, tuple(rows_of(found)))


def rows_of(year: CalendarYear) -> list[dict[str, str]]:
    """Return the rows of a notice that give the year's days, in the order of the year."""
    begins: dict[str, date] = {}
    for day in sorted(year.days, key=lambda day: (day.kind is MAKE_UP, day.date)):
        begins.setdefault(day.name, day.date)
    days = sorted(year.days, key=lambda day: (begins[day.name], day.name, day.date))
    return [_row(name, list(its), year.year) for name, its in groupby(days, lambda d: d.name)]


def _row(name: str, days: Sequence[Day], year: int) -> dict[str, str]:
    return {
        "name": name,
        "off": days_text((d.date for d in days if d.kind is not MAKE_UP), year),
        "statutory": days_text((d.date for d in days if d.kind is DayKind.HOLIDAY), year),
        "work": days_text((d.date for d in days if d.kind is MAKE_UP), year),
    }


def read_year(year: int, notice: str, rows: Sequence[Row]) -> CalendarYear:
    """Return the published year that a notice gives; raises Invalid (``notice``, ``rows``)."""
    if not rows:
        raise Invalid({"rows": "请按通知逐行填写节日。"})
    told: list[str] = []
    holidays: list[dict[str, Any]] = []
    for n, row in enumerate(map(cleaned, rows), 1):
        try:
            holidays.append(_holiday(row, year))
        except ValueError as wrong:
            told.append(f"第 {n} 行{wrong}")
    if told:
        raise Invalid({"rows": "\n".join(told)})
    try:
        days = special_days("", holidays, year)
    except DataFault as fault:
        number = fault.place.partition("[")[2].partition("]")[0]
        raise Invalid({"rows": f"第 {number} 行：{fault.text}。"}) from fault
    return CalendarYear(year, True, notice, days)


def _holiday(row: Row, year: int) -> dict[str, Any]:
    """Return a row as a calendar file says it; raises ValueError, in words."""
    if not row["name"] or not row["off"]:
        raise ValueError("：节日和放假日期都要填写。")
    return {"name": row["name"], **{key: read_days(row[key], year) for key in DATES}}


def _only_its_own(found: CalendarYear, known: Mapping[int, CalendarYear]) -> None:
    """Refuse a day that another year's notice already names: of two, one would vanish unseen."""
    named = {day.date: its.year for its in known.values() for day in its.days}
    for day in found.days:
        other = named.get(day.date, found.year)
        if other != found.year:
            told = f"{day_text(day.date)}已列在 {other} 年的放假安排中，请先更正那一年。"
            raise Invalid({"rows": told})


@act(
    "calendar.publish",
    "公布或更正放假安排",
    {Role.CHIEF},
    second={Role.SYSTEM_ADMIN},
    topics=("catalogue", "calendar", "pledges"),
)
def publish(
    work: Work, year: int, version: int, notice: str, rows: list[dict[str, str]], note: str = ""
) -> int:
    """Put a year's notice into the calendar; ``version`` is the one it was read from (0: none).

    ``rows`` have the keys of ``TITLES``. What reaches into the year is counted by it from then
    on. Raises Invalid by field, Conflict when the year was changed meanwhile.
    """
    name = words("notice", "公布文件", notice, lines=False)
    if not name:
        raise Invalid({"notice": "请填写公布文件的名称和文号。"})
    why = words("note", "说明", note)
    known = work.workspace.calendar().years
    if year not in known and year != max(known) + 1:
        raise UserError(f"日历到 {max(known)} 年为止，只能接着增加 {max(known) + 1} 年。")
    found = read_year(year, name, rows)
    _only_its_own(found, known)
    work.detail["title"] = f"{_what(known.get(year))} {year} 年放假安排：{name}"
    body = year_to_body(found)
    if year not in known:
        if version:
            raise Conflict(CHANGED)
        return int(catalogue.introduce(work, CALENDAR, str(year), body, why).version)
    row = newest(CALENDAR, str(year))
    if row.version != version:
        raise Conflict(CHANGED)
    if row.body == body:
        raise UserError("与现在的日历完全相同，没有需要改的。")
    return int(catalogue.revise(work, CALENDAR, str(year), version, body, {}, why).version)


def _what(known: CalendarYear | None) -> str:
    return "更正" if known is not None and known.published else "公布"


def cleaned(row: Mapping[str, Any]) -> dict[str, str]:
    """Return a typed row with every column, without what has no meaning. Raises Invalid."""
    return {
        key: words("rows", title, str(row.get(key) or ""), lines=False)
        for key, title in TITLES.items()
    }
