"""The office as data on screen: calendar years, parameters, catalogue items with their versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from jingyue_desktop.domain.office import Parameter
from jingyue_desktop.domain.roles import EVERYONE
from jingyue_desktop.domain.workdays import CalendarYear, DayKind
from jingyue_desktop.services.acts import Session, view
from jingyue_desktop.services.catalogue_rows import CALENDAR, current_rows
from jingyue_desktop.services.catalogue_words import item_name
from jingyue_desktop.services.office_file import read_office

KIND_TITLES = {
    "bureau": "单位",
    "section": "科室",
    "post": "岗位",
    "matter": "事项",
    "flow": "流程",
    "risk_point": "风险点",
    "criterion": "定级标准",
    "cause": "九项要求",
    "basis": "依据",
    "pledge_variant": "服务承诺",
    "parameter": "参数",
    "warning_way": "预警与防控方式",
    "supervision": "分级管理",
    "regulation": "制度",
    "dossier_form": "档案表",
    "limit": "期限规定",
    CALENDAR: "日历",
}


@dataclass(frozen=True)
class CatalogueRow:
    """One catalogue item in force: kind, code, name, version, who set it and when, its source."""

    kind: str
    kind_title: str
    code: str
    name: str
    version: int
    since: datetime
    author: str
    source: str


@dataclass(frozen=True)
class DayRow:
    """One day of a calendar year with its kind."""

    date: date
    kind: DayKind
    name: str


@view("catalogue.list", "查看业务目录", EVERYONE)
def catalogue(session: Session) -> list[CatalogueRow]:
    """Return every item in force, in the order of the catalogue."""
    rows = []
    for row in current_rows():
        rows.append(
            CatalogueRow(
                row.kind,
                KIND_TITLES.get(row.kind, row.kind),
                row.code,
                item_name(row.kind, row.code, row.body),
                row.version,
                row.since,
                row.author,
                str(row.body.get("source", "")),
            )
        )
    order = list(KIND_TITLES)
    return sorted(rows, key=lambda item: order.index(item.kind) if item.kind in order else 99)


@view("catalogue.counts", "查看清单核对", EVERYONE)
def counts(session: Session) -> dict[str, int]:
    """Return the labelled counts the office knows itself by."""
    return session.workspace.office().counts()


@dataclass(frozen=True)
class Count:
    """One figure of the 清单核对: the office's own, and the one the program ships."""

    caption: str
    number: int
    shipped: int


def checklist(session: Session) -> list[Count]:
    """Return the counts beside those of the shipped catalogue; an office that edits sees its own."""
    shipped = read_office(session.workspace.resources / "office").counts()
    return [Count(name, number, shipped[name]) for name, number in counts(session).items()]


@view("parameters.list", "查看参数", EVERYONE)
def parameters(session: Session) -> list[Parameter]:
    """Return the office's parameters with author, date and source."""
    return list(session.workspace.office().parameters)


@view("calendar.years", "查看日历", EVERYONE)
def years(session: Session) -> list[CalendarYear]:
    """Return the years of the calendar, the latest first."""
    found = session.workspace.calendar().years
    return [found[year] for year in sorted(found, reverse=True)]


@view("calendar.days", "查看日历各日", EVERYONE)
def days(session: Session, year: int) -> list[DayRow]:
    """Return every day of a year with its kind (weekday rule where nothing is said)."""
    calendar = session.workspace.calendar()
    first, count = date(year, 1, 1), (date(year + 1, 1, 1) - date(year, 1, 1)).days
    return [
        DayRow(day, calendar.kind(day), calendar.name(day))
        for day in (first + timedelta(days=n) for n in range(count))
    ]
