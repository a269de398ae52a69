"""Creating and upgrading the tables: verified backup first, invariants, version set last."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import peewee
from playhouse.migrations import Runner

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.store import header
from jingyue_desktop.store.anchor import GENESIS

# Columns, what must be unique, and the triggers: whether they are on, and what they run.
POSTGRES = """
SELECT 'column', c.relname || '.' || a.attname, format_type(a.atttypid, a.atttypmod)
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
   AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT 'unique', c.relname || '.' || i.relname, x.indkey::text
  FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
 WHERE c.relnamespace = 'public'::regnamespace AND x.indisunique
UNION ALL
SELECT 'trigger', c.relname || '.' || t.tgname, t.tgenabled::text || t.tgtype || p.prosrc
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
 WHERE c.relnamespace = 'public'::regnamespace AND NOT t.tgisinternal
"""
FOLDER = Path(__file__).parent / "migrations"
UNFINISHED = ("数据没有建立完成。", "请删除这个文件夹后重新建立，或换一个文件夹。")


def version(db: peewee.Database) -> int:
    """Return how many migrations the database has behind it."""
    if isinstance(db, peewee.SqliteDatabase):
        return int(db.execute_sql("PRAGMA user_version").fetchone()[0])
    if not db.table_exists("schema_migration"):
        return 0
    return int(db.execute_sql("SELECT COUNT(*) FROM schema_migration").fetchone()[0])


def steps() -> list[str]:
    """Return the names of all migrations this program knows, in order."""
    return sorted(path.stem for path in FOLDER.glob("[0-9]*.py"))


def fingerprint(execute: Callable[..., Any], sqlite: bool) -> str:
    """Return a digest of tables, indexes and triggers, to see that none was removed or changed."""
    if sqlite:
        rows = execute(
            "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name"
        ).fetchall()
    else:
        # Sorted here: a server sorts by its own language.
        rows = sorted(execute(POSTGRES).fetchall())
    return hashlib.sha256(repr([tuple(row) for row in rows]).encode()).hexdigest()


def upgrade(
    db: peewee.Database,
    backup: Callable[[], Any] | None = None,
    note: Callable[[list[str]], None] | None = None,
) -> list[str]:
    """Apply what is pending in one transaction; return the names. ``backup`` runs first.

    ``note(names)`` runs last, in the same transaction. The original stays untouched when a step
    fails or an invariant breaks; a database of a newer program is refused.
    """
    runner = Runner(db, str(FOLDER))
    known, found = len(runner.migrations()), version(db)
    if found > known:
        raise header.newer(found, known)
    if not any(m.path and not m.applied for m in runner.status()):
        return []
    if found == known:
        raise UserError("数据的升级记录与数据版本不一致。", "数据没有改动，请用备份恢复。")
    if backup is not None and found:
        backup()
    with runner.migrator.migration_context(atomic=True):
        before = _counts(db)
        names: list[str] = runner.up()
        _check_counts(before, _counts(db))
        if isinstance(db, peewee.SqliteDatabase):
            _check_links(db)
            db.execute_sql(f"PRAGMA application_id={header.APPLICATION_ID}")
            db.execute_sql(f"PRAGMA user_version={len(runner.applied())}")
        _first_head(db)
        if note is not None:
            note(names)
    return names


def _counts(db: peewee.Database) -> dict[str, int]:
    return {
        table: db.execute_sql(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0]
        for table in db.get_tables()
        if table != "schema_migration"
    }


def _check_counts(before: dict[str, int], after: dict[str, int]) -> None:
    lost = [table for table, count in before.items() if after.get(table) != count]
    if lost:
        raise UserError("升级数据时记录数不一致，已全部撤回，数据没有改动。", "请联系管理员。")


def _check_links(db: peewee.Database) -> None:
    if db.execute_sql("PRAGMA foreign_key_check").fetchall():
        raise UserError("升级数据时发现孤立记录，已全部撤回，数据没有改动。", "请联系管理员。")


def _first_head(db: peewee.Database) -> None:
    if not db.execute_sql("SELECT COUNT(*) FROM log_head").fetchone()[0]:
        db.execute_sql(f"INSERT INTO log_head (seq, hash) VALUES (0, '{GENESIS}')")
