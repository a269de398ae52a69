"""What a database file says of itself in its first bytes, before SQLite touches it."""

from __future__ import annotations

from pathlib import Path

from jingyue_desktop.domain.errors import UserError

APPLICATION_ID = 0x4A594C58  # "JYLX", tells our files from anybody else's
SCHEMA_VERSION = 1
MAGIC = b"SQLite format 3\x00"


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
