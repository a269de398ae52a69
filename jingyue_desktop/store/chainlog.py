"""The activity log: every row hashed over the one before and over digests of what it touched."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import peewee

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.store.anchor import GENESIS, Anchor
from jingyue_desktop.store.faults import DiskFault, translate
from jingyue_desktop.store.fields import canonical, moment_text
from jingyue_desktop.store.tables import Kept, Log, LogHead, LogObject

CANON = 1
ALGORITHM = "sha256"
COLUMNS = (
    "seq",
    "op_id",
    "ts",
    "tz",
    "boot",
    "actor",
    "roles",
    "host",
    "action",
    "object_type",
    "object_id",
    "success",
    "reason",
    "detail",
    "result",
    "objects",
    "canon",
    "alg",
    "prev_hash",
)
OBJECT_COLUMNS = ("n", "type", "object_id", "change", "digest_v", "digest")


@dataclass
class Entry:
    """What one log row will say."""

    op_id: str
    action: str
    actor: int | None
    roles: str
    host: str
    now: datetime
    boot: float
    object_type: str = ""
    object_id: str = ""
    success: bool = True
    reason: str = ""
    detail: dict[str, Any] = field(default_factory=dict)
    result: Any = None


@dataclass(frozen=True)
class Touched:
    """A thing an act touched: table, id, what was done, and the digest of its row after it."""

    type: str
    object_id: str
    change: str
    digest_v: int
    digest: str


def new_salt() -> str:
    """Return a fresh salt, so that a digest in the log betrays no guessable value."""
    return secrets.token_hex(16)


def row_digest(table: str, version: int, salt: str, values: Sequence[Any]) -> str:
    """Return the salted digest of a row's column values as the database stores them."""
    return hashlib.sha256(f"{salt}{canonical([table, version, list(values)])}".encode()).hexdigest()


def stored_values(row: Kept, columns: Sequence[str]) -> list[Any]:
    """Return the values of ``columns`` in the form the database keeps them in."""
    fields = row._meta.fields
    return [_stored(fields[name].db_value(getattr(row, name))) for name in columns]


def _stored(value: Any) -> Any:
    # SQLite gives booleans back as 0 and 1, PostgreSQL as booleans.
    return int(value) if isinstance(value, bool) else value


def touched(row: Kept, change: str) -> Touched:
    """Return the log's note of ``row`` as it now stands."""
    version = max(row.DIGESTS)
    table = row._meta.table_name
    values = stored_values(row, row.DIGESTS[version])
    digest = row_digest(table, version, row.salt, values)
    return Touched(table, str(row.id), change, version, digest)


def stands(row: Kept) -> bool:
    """Return whether a stored row is what the log last said of it (never logged means no)."""
    table = row._meta.table_name
    last = (
        LogObject.select(LogObject.digest_v, LogObject.digest)
        .where((LogObject.type == table) & (LogObject.object_id == str(row.id)))
        .order_by(LogObject.seq.desc(), LogObject.n.desc())
        .first()
    )
    if last is None or last.digest_v not in row.DIGESTS:
        return False
    values = stored_values(row, row.DIGESTS[last.digest_v])
    return bool(row_digest(table, last.digest_v, row.salt, values) == last.digest)


def row_hash(values: Sequence[Any], objects: Iterable[Sequence[Any]]) -> str:
    """Return the hash of a log row (``COLUMNS`` in order) and its objects."""
    text = canonical([list(values), [list(item) for item in objects]])
    return hashlib.sha256(text.encode()).hexdigest()


def append(db: peewee.Database, entry: Entry, things: Sequence[Touched]) -> Anchor:
    """Write one row at the end of the chain, inside the caller's transaction.

    Raises UserError「日志无法写入」 with the reason where the log cannot be written.
    """
    try:
        return _append(db, entry, things)
    except peewee.PeeweeException as error:
        cause = translate(error)
        if isinstance(cause, DiskFault):
            raise cause from error
        advice = str(cause) if cause else "请联系管理员检查日志表。"
        raise UserError("日志无法写入，本次操作没有保存。", advice) from error


def _append(db: peewee.Database, entry: Entry, things: Sequence[Touched]) -> Anchor:
    head = _take_head(db)
    seq = head.seq + 1
    values: dict[str, Any] = {
        "seq": seq,
        "op_id": entry.op_id,
        "ts": moment_text(entry.now),
        "tz": "+08:00",
        "boot": f"{entry.boot:.3f}",
        "actor": entry.actor,
        "roles": entry.roles,
        "host": entry.host,
        "action": entry.action,
        "object_type": entry.object_type,
        "object_id": entry.object_id,
        "success": int(entry.success),
        "reason": entry.reason,
        "detail": canonical(entry.detail),
        "result": canonical(entry.result),
        "objects": len(things),
        "canon": CANON,
        "alg": ALGORITHM,
        "prev_hash": head.hash,
    }
    rows = [(n, t.type, t.object_id, t.change, t.digest_v, t.digest) for n, t in enumerate(things)]
    values["hash"] = row_hash([values[name] for name in COLUMNS], rows)
    Log.insert(**values).execute()
    for start in range(0, len(rows), 400):
        batch = [(seq, *row) for row in rows[start : start + 400]]
        LogObject.insert_many(batch, fields=["seq", *OBJECT_COLUMNS]).execute()
    LogHead.update(seq=seq, hash=values["hash"]).where(LogHead.id == head.id).execute()
    return Anchor(seq, values["hash"])


def _take_head(db: peewee.Database) -> LogHead:
    query = LogHead.select()
    if isinstance(db, peewee.PostgresqlDatabase):
        query = query.for_update()
    head = query.get_or_none()
    return head if head is not None else LogHead.create(seq=0, hash=GENESIS)


def head_anchor() -> Anchor:
    """Return where the chain ends now."""
    head = LogHead.get_or_none()
    return Anchor(head.seq, head.hash) if head else Anchor(0, GENESIS)


def head_seq(db: peewee.Database) -> int:
    """Return the number of the log's last row, by the cheapest query there is."""
    row = db.execute_sql("SELECT seq FROM log_head").fetchone()
    return int(row[0]) if row else 0


def earlier(op_id: str) -> Log | None:
    """Return the row an operation already wrote, or None."""
    return Log.get_or_none(Log.op_id == op_id)
