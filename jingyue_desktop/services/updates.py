"""What a newer program ships differently: shown item by item, adopted only by decision."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jingyue_desktop.domain.errors import Conflict, DataFault, UserError
from jingyue_desktop.domain.roles import EVERYONE, Role
from jingyue_desktop.services.acts import Session, Work, act, view
from jingyue_desktop.services.catalogue import ShippedItem, body_digest, shipped_items
from jingyue_desktop.services.catalogue_rows import current_rows, newest, read_current_office
from jingyue_desktop.services.catalogue_words import Words, numbered_name
from jingyue_desktop.services.office_checks import check_references
from jingyue_desktop.store.tables import CatalogueItem


@dataclass(frozen=True)
class Update:
    """An item the program ships differently from what the office was given.

    ``edited`` says that the office changed its own copy meanwhile; ``fields`` are (caption, the
    office's text, the newly shipped text) where the two differ. ``version`` 0: the item is new.
    """

    kind: str
    code: str
    name: str
    version: int
    edited: bool
    fields: tuple[tuple[str, str, str], ...]


@view("catalogue.updates", "查看随程序更新的目录差异", EVERYONE)
def pending(session: Session) -> list[Update]:
    """Return what the program ships differently from what this workspace took over."""
    mine = {(row.kind, row.code): row for row in current_rows()}
    words = Words(session.workspace.office())
    found = []
    for item in shipped(session.workspace.resources):
        row = mine.get((item.kind, item.code))
        if row is None or row.shipped != item.digest:
            found.append(_update(item, row, words))
    return found


@cache
def shipped(resources: Path) -> tuple[ShippedItem, ...]:
    """Return what the program ships, read once: its files do not change while it runs."""
    return tuple(shipped_items(resources))


def _update(item: ShippedItem, row: CatalogueItem | None, words: Words) -> Update:
    edited = row is not None and body_digest(row.body) != row.shipped
    return Update(
        item.kind,
        item.code,
        numbered_name(item.kind, item.code, item.body),
        row.version if row else 0,
        edited,
        tuple(words.changes(item.kind, row.body if row else {}, item.body)),
    )


@act(
    "catalogue.adopt",
    "采用随程序更新的目录",
    {Role.CHIEF},
    second={Role.DIRECTOR, Role.DEPUTY},
    topics=("catalogue",),
)
def adopt(work: Work, kind: str, code: str, take: bool, version: int) -> int:
    """Take the shipped item over (``take``), or keep the office's own and stop showing it.

    ``version`` is the one that was compared with (0: none); raises Conflict when there is a newer.
    """
    items = shipped(work.workspace.resources)
    item = next((i for i in items if (i.kind, i.code) == (kind, code)), None)
    if item is None:
        raise UserError("程序自带目录中没有这一项。", "请刷新后再看。")
    known = any((row.kind, row.code) == (kind, code) for row in current_rows(kind))
    old = newest(kind, code) if known else None
    if (old.version if old else 0) != version:
        raise Conflict("这一项在比较之后又被修改过，没有改动。")
    if old is not None:
        work.unit.change(old, current=False)
    body = item.body if take or old is None else old.body
    work.about(kind, code)
    name = numbered_name(kind, code, item.body)
    work.detail["title"] = f"{'采用' if take else '保留本局内容，不采用'}随程序更新的目录：{name}"
    row = work.unit.add(
        CatalogueItem(
            kind=kind,
            code=code,
            version=old.version + 1 if old else 1,
            position=item.position,
            body=body,
            shipped=item.digest,
            since=work.now,
            author=work.author,
            note="随程序更新" if take else "保留本局内容",
        )
    )
    try:
        check_references(read_current_office())
    except DataFault as fault:
        raise UserError(
            f"采用这一项后目录前后不符，没有采用。{fault.place}：{fault.text}",
            "请先采用它所引用的项目。",
        ) from fault
    return int(row.version)
