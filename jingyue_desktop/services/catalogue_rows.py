"""The catalogue and calendar in force, read from their versioned rows."""

from __future__ import annotations

from typing import Any

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.domain.office import Office, from_body
from jingyue_desktop.domain.workdays import Calendar, calendar_of, year_from_body
from jingyue_desktop.store.tables import CatalogueItem

CALENDAR = "calendar_year"
PLURALS = {
    "section": "sections",
    "post": "posts",
    "matter": "matters",
    "flow": "flows",
    "risk_point": "risk_points",
    "criterion": "criteria",
    "cause": "causes",
    "basis": "bases",
    "pledge_variant": "pledge_variants",
    "parameter": "parameters",
    "warning_way": "warning_ways",
    "supervision": "supervision",
    "regulation": "regulations",
    "dossier_form": "dossier_forms",
    "limit": "limits",
}


def current_rows(kind: str | None = None) -> list[CatalogueItem]:
    """Return the rows in force, in their order."""
    query = CatalogueItem.select().where(CatalogueItem.current == True)  # noqa: E712
    if kind:
        query = query.where(CatalogueItem.kind == kind)
    return list(query.order_by(CatalogueItem.position, CatalogueItem.id))


def read_current_office() -> Office:
    """Return the catalogue in force as plain facts."""
    found: dict[str, list[Any]] = {name: [] for name in PLURALS.values()}
    bureau = None
    for row in current_rows():
        if row.kind == "bureau":
            bureau = from_body("bureau", row.body)
        elif row.kind in PLURALS:
            found[PLURALS[row.kind]].append(from_body(row.kind, row.body))
    if bureau is None:
        raise UserError("数据里没有业务目录。", "请重新建立工作区。")
    return Office(bureau=bureau, **{name: tuple(items) for name, items in found.items()})


def read_current_calendar() -> Calendar:
    """Return the workspace's calendar."""
    return calendar_of(year_from_body(row.body) for row in current_rows(CALENDAR))


def newest(kind: str, code: str) -> CatalogueItem:
    """Return the row in force of one item."""
    row = CatalogueItem.get_or_none(
        (CatalogueItem.kind == kind)
        & (CatalogueItem.code == code)
        & (CatalogueItem.current == True)  # noqa: E712
    )
    if row is None:
        raise UserError("这一项已不在业务目录中。", "请刷新后再试。")
    found: CatalogueItem = row
    return found
