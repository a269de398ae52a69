"""What the log vouches for, read straight from the file: to see whether a change alters any of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from jingyue_desktop.store.chainlog import COLUMNS, OBJECT_COLUMNS
from jingyue_desktop.store.tables import KEPT

Dump = list[tuple[object, ...]]


def protected(path: Path) -> Dump | str:
    """Return every protected value of a database at rest, or what keeps it from being read."""
    try:
        with closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as db:
            return _dump(db)
    # Even the words of SQLite's complaint may hold the flipped byte.
    except (sqlite3.Error, UnicodeDecodeError) as error:
        return f"{type(error).__name__}: {error}"


def _dump(db: sqlite3.Connection) -> Dump:
    found: Dump = [
        db.execute("PRAGMA application_id").fetchone(),
        db.execute("PRAGMA user_version").fetchone(),
        *db.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name"),
        *db.execute("SELECT name FROM schema_migration ORDER BY name"),
        *db.execute("SELECT seq, hash FROM log_head"),
    ]
    for model in KEPT:
        columns = ("salt", *model.DIGESTS[max(model.DIGESTS)])
        found += _rows(db, model._meta.table_name, columns)
    found += _rows(db, "log", (*COLUMNS, "hash"))
    found += _rows(db, "log_object", ("seq", *OBJECT_COLUMNS))
    return found


def _rows(db: sqlite3.Connection, table: str, columns: tuple[str, ...]) -> Dump:
    """Return the rows of a table in the order of the file itself, whatever its indexes say."""
    names = ", ".join(f'"{column}"' for column in columns)
    return list(db.execute(f'SELECT {names} FROM "{table}" NOT INDEXED ORDER BY rowid'))
