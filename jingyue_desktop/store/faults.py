"""What the database or the disk says when it fails, put into words a user can act on."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from jingyue_desktop.domain.errors import UserError

FULL = UserError(
    "磁盘空间不足，本次操作没有保存。", "请清理磁盘后再试，已保存的内容不受影响。（SQLITE_FULL）"
)


class DiskFault(UserError):
    """A fault after which nothing more may be written until the program is started again."""


def chain(error: BaseException) -> list[BaseException]:
    """Return ``error`` and all it came from; peewee hides a disk fault behind a failed rollback.

    A fault already told to the user is no cause of what fails after it.
    """
    seen: list[BaseException] = []
    todo: list[BaseException | None] = [error]
    while todo:
        step = todo.pop(0)
        if step is None or step in seen or (seen and isinstance(step, UserError)):
            continue
        seen.append(step)
        todo += [step.__cause__, step.__context__]
    return seen


def translate(error: BaseException) -> UserError | None:
    """Return the fault in Chinese, or None where it is our own bug."""
    steps = chain(error)
    for step in reversed(steps):
        found = _one(step)
        if found is not None:
            return found
    return None


@contextmanager
def in_chinese() -> Iterator[None]:
    """Let the faults of database and disk come out of the block as UserError, in Chinese."""
    try:
        yield
    except UserError:
        raise
    except Exception as error:
        found = translate(error)
        if found is None:
            raise
        raise found from error


def _one(error: BaseException) -> UserError | None:
    if isinstance(error, UserError):
        return error
    if isinstance(error, sqlite3.Error):
        return _sqlite(getattr(error, "sqlite_errorname", "") or "", str(error))
    if isinstance(error, OSError):
        return _system(error)
    if type(error).__module__.startswith("psycopg"):
        return _postgres(error)
    return None


def is_damage(error: sqlite3.Error | UnicodeDecodeError) -> bool:
    """Return whether SQLite complains of the file's content, not of disk, space or permission."""
    if isinstance(error, UnicodeDecodeError):
        # The damaged text stood in the complaint itself.
        return True
    name = getattr(error, "sqlite_errorname", "") or ""
    return name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")) or _sqlite(name, "") is None


def _sqlite(name: str, text: str) -> UserError | None:
    if name == "SQLITE_FULL":
        return UserError(FULL.message, FULL.advice)
    if name == "SQLITE_IOERR_SHMSIZE":
        # The log's index cannot grow: mostly a full disk, but SQLite does not say.
        return UserError(
            "磁盘空间不足或磁盘读写出错，数据没有打开或保存。",
            f"请清理磁盘后再试；空间足够而仍出错的，请联系管理员检查磁盘。（{name}）",
        )
    if name.startswith("SQLITE_IOERR"):
        return DiskFault(
            "磁盘读写出错，本次操作没有保存，程序已转为只读。",
            f"请检查磁盘并联系管理员，重新启动后再试。（{name}）",
        )
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")) or text.startswith("Could not decode"):
        return DiskFault(
            "数据文件已损坏，程序已转为只读。", f"请不要继续录入，立即联系管理员。（{name}）"
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return UserError("数据文件不能写入。", f"请检查数据文件夹的权限。（{name}）")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return UserError("数据文件正被占用，本次操作没有保存。", f"请稍候再试。（{name}）")
    if "log rows never change" in text:
        return UserError("活动日志不能修改或删除。")
    return None


def _system(error: OSError) -> UserError | None:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return UserError(FULL.message, FULL.advice.replace("SQLITE_FULL", "ENOSPC"))
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return UserError("没有写入权限，本次操作没有完成。", "请检查文件夹权限，或换一个位置。")
    if error.errno in (errno.EIO, errno.EFBIG):
        return UserError("磁盘读写出错，本次操作没有保存。", "请检查磁盘并联系管理员。")
    return None


def _postgres(error: BaseException) -> UserError | None:
    state = getattr(error, "sqlstate", None) or ""
    if type(error).__name__ == "OperationalError" or state.startswith(("08", "57P")):
        return UserError("与数据库服务器的连接中断，本次操作可能没有保存。", "请稍候重试。")
    if state == "53100":
        return UserError("数据库服务器磁盘空间不足，本次操作没有保存。", "请联系管理员。")
    if state == "42P01":
        return UserError("数据库里没有本程序的数据。", "请核对 workspace.toml，或先建立数据。")
    if state == "42501":
        return UserError("数据库拒绝了这项操作：权限不足。", "请联系管理员。")
    return None
