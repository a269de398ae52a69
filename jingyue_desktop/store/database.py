"""Opening the office's database: SQLite by default, PostgreSQL by URL, every setting read back."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

import peewee

from jingyue_desktop.domain.errors import UserError

PRAGMAS: dict[str, int] = {
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "secure_delete": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
}


BUSY_SECONDS = 5


def sqlite_database(path: Path) -> peewee.SqliteDatabase:
    """Return the (closed) writing database of ``path``; ``open_sqlite`` sets it up."""
    return peewee.SqliteDatabase(
        str(path),
        autoconnect=False,
        lock_type="IMMEDIATE",
        timeout=BUSY_SECONDS,
        check_same_thread=False,
    )


def open_sqlite(path: Path) -> peewee.SqliteDatabase:
    """Connect and set the pragmas of the reliability design 2.1; refuse where one does not hold."""
    db = sqlite_database(path)
    db.connect()
    try:
        _set_up(db)
    except UnicodeDecodeError as error:
        # The damaged text stands in SQLite's own complaint about it.
        db.close()
        raise UserError("数据文件已损坏。", "请不要继续录入，立即联系管理员。") from error
    except BaseException:
        db.close()
        raise
    return db


def _set_up(db: peewee.SqliteDatabase) -> None:
    mode = str(db.execute_sql("PRAGMA journal_mode=WAL").fetchone()[0]).lower()
    wanted = {**PRAGMAS, "synchronous": 2}
    if mode != "wal":
        db.execute_sql("PRAGMA journal_mode=DELETE")
        wanted["synchronous"] = 3
    for name, value in wanted.items():
        db.execute_sql(f"PRAGMA {name}={value}")
        if db.execute_sql(f"PRAGMA {name}").fetchone()[0] != value:
            raise UserError(f"数据库设置 {name} 不能生效，程序不能安全打开数据。", "请联系管理员。")


def open_reader(path: Path) -> sqlite3.Connection:
    """Return a read-only connection for long reads beside the writing one."""
    connection = sqlite3.connect(_address(path), uri=True, check_same_thread=False)
    connection.execute("PRAGMA query_only=1")
    return connection


def read_only(path: Path) -> peewee.SqliteDatabase:
    """Return a connected database that only reads, beside a window that may be open."""
    # Not ``mode=ro`` where the folder can be written: the last one out then leaves no files behind.
    name = _address(path) if _is_still(path) else str(path)
    db = peewee.SqliteDatabase(name, uri=True, autoconnect=False, pragmas={"query_only": 1})
    db.connect()
    return db


def _address(path: Path) -> str:
    return f"file:{quote(str(path))}?mode=ro" + ("&immutable=1" if _is_still(path) else "")


def _is_still(path: Path) -> bool:
    """Return whether the file lies where nobody can write (a disc, a closed folder) and was closed.

    SQLite cannot make the index of a write-ahead log there, and reads the file just as it is.
    """
    log = path.with_name(f"{path.name}-wal")
    return not os.access(path.parent, os.W_OK) and not log.exists()


def open_postgres(url: str) -> peewee.PostgresqlDatabase:
    """Return a connected PostgreSQL database for ``url`` (through psycopg 3)."""
    from playhouse.db_url import parse

    if peewee.psycopg is None:  # type: ignore[attr-defined]
        raise UserError("本机没有安装 PostgreSQL 驱动。", "请安装 psycopg 后再打开共享数据库。")
    options: dict[str, Any] = parse(url)
    db = peewee.PostgresqlDatabase(
        options.pop("database"), autoconnect=False, prefer_psycopg3=True, **options
    )
    try:
        db.connect()
    except peewee.OperationalError as error:
        raise UserError("连接不上数据库服务器。", "请检查网络和服务器，稍候再试。") from error
    return db
