"""One act's transaction: rows changed under their revision, noted for the log, committed with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import peewee

from jingyue_desktop.domain.errors import Conflict, ReadOnly, UserError
from jingyue_desktop.store.chainlog import Touched, new_salt, stands, touched
from jingyue_desktop.store.faults import DiskFault, in_chinese
from jingyue_desktop.store.store import Store
from jingyue_desktop.store.tables import Kept
from jingyue_desktop.store.verify import CAPTIONS

Row = TypeVar("Row", bound=Kept)


@dataclass
class Unit:
    """The rows one act adds or changes; each is noted once, as it stands at the end."""

    things: dict[tuple[str, str], tuple[Kept, str]] = field(default_factory=dict)
    bulk: list[Touched] = field(default_factory=list)

    def add(self, row: Row) -> Row:
        """Insert a new row with a fresh salt."""
        row.salt = new_salt()
        row.save(force_insert=True)
        self._note(row, "新建")
        return row

    def change(self, row: Row, revision: int | None = None, **values: Any) -> Row:
        """Set ``values`` on ``row`` if nobody saved it since ``revision`` (default: the row's own).

        No difference means no UPDATE. Raises Conflict when somebody else was first, UserError when
        the row was changed behind the program's back: the act would make that the truth.
        """
        seen = row.revision if revision is None else revision
        differing = {name: v for name, v in values.items() if getattr(row, name) != v}
        if not differing:
            return row
        model = type(row)
        changed = (
            model.update(**differing, revision=seen + 1)
            .where((model.id == row.id) & (model.revision == seen))
            .execute()
        )
        if changed != 1:
            raise Conflict("内容已被他人修改，您的修改没有保存。")
        self._must_stand(row)
        for name, value in differing.items():
            setattr(row, name, value)
        row.revision = seen + 1
        self._note(row, "修改")
        return row

    def look(self, row: Kept, change: str) -> None:
        """Note a row that was shown, printed or handed out, not changed; refuses as ``change`` does."""
        self._must_stand(row)
        self._note(row, change)

    def add_many(self, model: type[Kept], rows: Iterable[dict[str, Any]]) -> int:
        """Insert many new rows (ids given) with one digest each; returns how many."""
        batch: list[dict[str, Any]] = []
        count = 0
        # Every column by name: an INSERT of many rows would take its columns from the first alone.
        columns = [field.name for field in model._meta.sorted_fields]
        for values in rows:
            row = model(**values, salt=new_salt())
            self.bulk.append(touched(row, "新建"))
            batch.append({name: getattr(row, name) for name in columns})
            count += 1
            if len(batch) == 200:
                model.insert_many(batch).execute()
                batch = []
        if batch:
            model.insert_many(batch).execute()
        return count

    def noted(self) -> list[Touched]:
        """Return the log's notes of all that was touched."""
        return [touched(row, change) for row, change in self.things.values()] + self.bulk

    def _must_stand(self, row: Kept) -> None:
        if _key(row) not in self.things and not stands(row):
            raise UserError(
                f"{CAPTIONS[row._meta.table_name]} {row.id} 与日志不符，可能在程序之外被改动，"
                "本次操作没有完成。",
                "请停止办理，立即联系审计员核验数据。",
            )

    def _note(self, row: Kept, change: str) -> None:
        key = _key(row)
        before = self.things.get(key)
        self.things[key] = (row, before[1] if before and before[1] == "新建" else change)


def _key(row: Kept) -> tuple[str, str]:
    return (row._meta.table_name, str(row.id))


@contextmanager
def transaction(store: Store, *, changes: bool = True) -> Iterator[Unit]:
    """Run one act: begin, let the caller change and log, commit; faults come out in Chinese.

    The caller appends the log row itself, before leaving the block. Without ``changes`` (a login, a
    refusal) it needs no more room than there is. After a disk fault nothing is written any more.
    """
    store.must_write(room=changes)
    with store.mutex, watched(store), _atomic(store.db):
        yield Unit()


@contextmanager
def _atomic(db: peewee.Database) -> Iterator[None]:
    """As ``db.atomic()``, but telling what failed first.

    After a disk fault SQLite has rolled back by itself, and peewee's own attempt to do so fails.
    """
    first: UserError | None = None
    try:
        with db.atomic():
            try:
                yield
            except UserError as fault:
                first = fault
                raise
    except peewee.PeeweeException:
        if first is not None:
            raise first from first.__cause__
        raise


@contextmanager
def watched(store: Store) -> Iterator[None]:
    """Let faults of database and disk come out in Chinese; a disk fault ends all writing."""
    try:
        with in_chinese():
            yield
    except DiskFault as fault:
        store.read_only = fault.message
        raise


__all__ = ["ReadOnly", "Unit", "transaction", "watched"]
