"""What a database file says of itself in its first bytes, before SQLite touches it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from jingyue_desktop.domain.errors import UserError

APPLICATION_ID = 0x4A594C58  # "JYLX", tells our files from anybody else's
SCHEMA_VERSION = 1
MAGIC = b"SQLite format 3\x00"
FOREIGN = ("数据文件不是本程序的数据或已损坏。", "文件没有改动，请联系管理员。")
TRUNCATED = ("数据文件不完整（被截断）。", "文件没有改动，请用备份恢复。")


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
        raise UserError(*FOREIGN)
    pages = int.from_bytes(head[28:32], "big")
    page = int.from_bytes(head[16:18], "big")
    short = size < pages * (65536 if page == 1 else page)
    if _log_of(path):
        return _read_with_log(path, short)
    if short:
        raise UserError(*TRUNCATED)
    return int.from_bytes(head[68:72], "big"), int.from_bytes(head[60:64], "big")


def _log_of(path: Path) -> bool:
    """Return whether a write-ahead log with content lies beside the file (it was not closed)."""
    log = path.with_name(f"{path.name}-wal")
    return log.is_file() and log.stat().st_size > 0


def _read_with_log(path: Path, short: bool) -> tuple[int, int]:
    """Read what the file says together with its log, which may hold the newer first page.

    A kill while the log is folded into the file leaves the file shorter than its first page says;
    then everything is read once, and only what is really missing counts as truncated.
    """
    import sqlite3
    from contextlib import closing

    from jingyue_desktop.store.faults import is_damage, translate

    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as db:
            if short and db.execute("PRAGMA quick_check").fetchone()[0] != "ok":
                raise UserError(*TRUNCATED)
            application = db.execute("PRAGMA application_id").fetchone()[0]
            version = db.execute("PRAGMA user_version").fetchone()[0]
    except (sqlite3.Error, UnicodeDecodeError) as error:
        if is_damage(error):
            raise UserError(*(TRUNCATED if short else FOREIGN)) from error
        raise translate(error) or error from error
    return int(application), int(version)


def check_header(path: Path) -> int:
    """Return the schema version of our own, not newer, file; refuse any other."""
    application, version = read_header(path)
    if application != APPLICATION_ID:
        raise UserError("这不是本程序的数据文件。", "文件没有改动，请选择正确的数据文件夹。")
    if version > SCHEMA_VERSION:
        raise newer(version, SCHEMA_VERSION)
    return version


def newer(found: int, known: int) -> UserError:
    """Return the refusal of data with ``found`` migrations behind it by a program of ``known``."""
    return UserError(
        f"数据由更新的程序版本写成（数据版本 {found}，本程序支持到 {known}）。",
        "数据没有改动，请升级程序后再打开。",
    )
