"""Changing the office's catalogue: loaded once, revised version by version, never overwritten."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from jingyue_desktop.domain.errors import Conflict, Difference
from jingyue_desktop.domain.office import to_body
from jingyue_desktop.domain.roles import EVERYONE
from jingyue_desktop.domain.workdays import year_to_body
from jingyue_desktop.services.acts import Session, Work, view
from jingyue_desktop.services.calendar_file import read_calendar
from jingyue_desktop.services.catalogue_rows import CALENDAR, current_rows, newest
from jingyue_desktop.services.office_file import read_office
from jingyue_desktop.store.fields import canonical
from jingyue_desktop.store.tables import CatalogueItem
from jingyue_desktop.store.unit import Unit

SHIPPED_AUTHOR = "程序自带"


@dataclass(frozen=True)
class ShippedItem:
    """One item as the program ships it."""

    kind: str
    code: str
    position: int
    body: dict[str, Any]

    @property
    def digest(self) -> str:
        return body_digest(self.body)


def body_digest(body: dict[str, Any]) -> str:
    """Return the digest that tells whether a shipped item changed."""
    return hashlib.sha256(canonical(body).encode()).hexdigest()


def shipped_items(resources: Path) -> list[ShippedItem]:
    """Return what ``resources/`` ships: every office item and every calendar year."""
    office = read_office(resources / "office")
    items = [
        ShippedItem(kind, item.code, n, to_body(item))
        for n, (kind, item) in enumerate(office.items())
    ]
    years = read_calendar(resources / "calendar").years
    bodies = [year_to_body(years[year]) for year in sorted(years)]
    items += [ShippedItem(CALENDAR, str(b["year"]), n, b) for n, b in enumerate(bodies)]
    return items


def load_shipped(work: Work) -> int:
    """Put the whole shipped catalogue into an empty one; returns the number of items."""
    items = shipped_items(work.workspace.resources)
    for item in items:
        _add(work.unit, item, work, version=1, author=SHIPPED_AUTHOR)
    return len(items)


def _add(unit: Unit, item: ShippedItem, work: Work, version: int, author: str) -> CatalogueItem:
    return unit.add(
        CatalogueItem(
            kind=item.kind,
            code=item.code,
            version=version,
            position=item.position,
            body=item.body,
            shipped=item.digest,
            since=work.now,
            author=author,
        )
    )


def revise(
    work: Work,
    kind: str,
    code: str,
    version: int,
    changes: Mapping[str, Any],
    titles: Mapping[str, str],
    note: str = "",
    also: Mapping[str, Any] | None = None,
) -> CatalogueItem:
    """Make a new version of an item; the one before stays. ``titles`` captions the changed keys.

    ``also`` goes with a change without being one (who set it and when). ``version`` is the one
    the editor started from; raises Conflict when there is a newer one.
    """
    row = newest(kind, code)
    if row.version != version:
        raise _stale(row, version, changes, titles)
    if all(row.body.get(key) == value for key, value in changes.items()):
        return row
    body = {**row.body, **changes, **(also or {})}
    work.unit.change(row, current=False)
    work.about(kind, code)
    return work.unit.add(
        CatalogueItem(
            kind=kind,
            code=code,
            version=version + 1,
            position=row.position,
            body=body,
            shipped=row.shipped,
            since=work.now,
            author=work.author,
            note=note,
        )
    )


def introduce(work: Work, kind: str, code: str, body: dict[str, Any], note: str) -> CatalogueItem:
    """Put an item of the office's own into the catalogue, after the others of its kind."""
    work.about(kind, code)
    last = max((row.position for row in current_rows(kind)), default=-1)
    return work.unit.add(
        CatalogueItem(
            kind=kind,
            code=code,
            version=1,
            position=last + 1,
            body=body,
            shipped="",
            since=work.now,
            author=work.author,
            note=note,
        )
    )


def _stale(
    row: CatalogueItem, version: int, changes: Mapping[str, Any], titles: Mapping[str, str]
) -> Conflict:
    base = CatalogueItem.get_or_none(
        (CatalogueItem.kind == row.kind)
        & (CatalogueItem.code == row.code)
        & (CatalogueItem.version == version)
    )
    original = base.body if base else {}
    return Conflict(
        "这一项已被他人修改，您的修改没有保存。",
        [
            Difference(
                key, titles[key], str(mine), str(row.body.get(key, "")), str(original.get(key, ""))
            )
            for key, mine in changes.items()
            if mine != row.body.get(key)
        ],
    )


@dataclass(frozen=True)
class Version:
    """One version of a catalogue item, newest first in a history."""

    version: int
    since: datetime
    author: str
    note: str
    body: dict[str, Any]
    current: bool


@view("catalogue.history", "查看目录修改历史", EVERYONE)
def history(session: Session, kind: str, code: str) -> list[Version]:
    """Return every version of an item, newest first."""
    rows = (
        CatalogueItem.select()
        .where((CatalogueItem.kind == kind) & (CatalogueItem.code == code))
        .order_by(CatalogueItem.version.desc())
    )
    return [Version(r.version, r.since, r.author, r.note, r.body, r.current) for r in rows]
