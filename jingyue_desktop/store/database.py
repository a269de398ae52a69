"""Opening the office's database: SQLite by default, PostgreSQL by URL, every setting read back."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

import peewee

from jingyue_desktop.domain.errors import UserError

APPLICATION_ID = 0x4A594C58  # "JYLX", tells our files from anybody else's
SCHEMA_VERSION = 1
MAGIC = b"SQLite format 3\x00"
PRAGMAS: dict[str, int] = {
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "secure_delete": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
}


def sqlite_database(path: Path) -> peewee.SqliteDatabase:
    """Return the (closed) writing database of ``path``; ``open_sqlite`` sets it up."""
    return peewee.SqliteDatabase(
        str(path), autoconnect=False, lock_type="IMMEDIATE", timeout=5, check_same_thread=False
    )


def open_sqlite(path: Path) -> peewee.SqliteDatabase:
    """Connect and set the pragmas of the reliability design 2.1; refuse where one does not hold."""
    db = sqlite_database(path)
    db.connect()
    mode = str(db.execute_sql("PRAGMA journal_mode=WAL").fetchone()[0]).lower()
    wanted = {**PRAGMAS, "synchronous": 2}
    if mode != "wal":
        db.execute_sql("PRAGMA journal_mode=DELETE")
        wanted["synchronous"] = 3
    for name, value in wanted.items():
        db.execute_sql(f"PRAGMA {name}={value}")
        if db.execute_sql(f"PRAGMA {name}").fetchone()[0] != value:
            db.close()
            raise UserError(f"数据库设置 {name} 不能生效，程序不能安全打开数据。", "请联系管理员。")
    return db


def open_reader(path: Path) -> sqlite3.Connection:
    """Return a read-only connection for long reads beside the writing one."""
    connection = sqlite3.connect(
        f"file:{quote(str(path))}?mode=ro", uri=True, check_same_thread=False
    )
    connection.execute("PRAGMA query_only=1")
    return connection


def read_only(path: Path) -> peewee.SqliteDatabase:
    """Return a connected database that only reads, beside a window that may be open."""
    db = peewee.SqliteDatabase(str(path), autoconnect=False, pragmas={"query_only": 1})
    db.connect()
    return db


def open_postgres(url: str) -> peewee.PostgresqlDatabase:
    """Return a connected PostgreSQL database for ``url`` (through psycopg 3)."""
    from playhouse.db_url import parse

    if peewee.psycopg is None:
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


def read_header(path: Path) -> tuple[int, int]:
    """Return (application id, user version) from the file's own bytes, before SQLite touches it.

    Raises UserError for an empty, truncated or foreign file.
    """
    try:
        with path.open("rb") as file:
            head = file.read(100)
            file.seek(0, 2)
            size = file.tell()
    except OSError as error:
        raise UserError(f"打不开数据文件：{path.name}。", "请检查文件夹权限。") from error
    if size == 0:
        raise UserError("数据文件是空的，不是本程序的数据。", "文件没有改动，请联系管理员。")
    if len(head) < 100 or not head.startswith(MAGIC):
        raise UserError("数据文件不是本程序的数据或已损坏。", "文件没有改动，请联系管理员。")
    pages = int.from_bytes(head[28:32], "big")
    page = int.from_bytes(head[16:18], "big")
    if size < pages * (65536 if page == 1 else page):
        raise UserError("数据文件不完整（被截断）。", "文件没有改动，请用备份恢复。")
    return int.from_bytes(head[68:72], "big"), int.from_bytes(head[60:64], "big")


def check_header(path: Path) -> int:
    """Return the schema version of our own, not newer, file; refuse any other."""
    application, version = read_header(path)
    if application != APPLICATION_ID:
        raise UserError("这不是本程序的数据文件。", "文件没有改动，请选择正确的数据文件夹。")
    if version > SCHEMA_VERSION:
        raise UserError(
            f"数据由更新的程序版本写成（数据版本 {version}，本程序支持到 {SCHEMA_VERSION}）。",
            "文件没有改动，请升级程序后再打开。",
        )
    return version
