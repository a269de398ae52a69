"""The open database of a workspace: its connection, its write mutex, whether it may be written."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import peewee

from jingyue_desktop.domain.errors import ReadOnly
from jingyue_desktop.store import database
from jingyue_desktop.store.tables import MODELS

FREE_FLOOR = 500 * 1024 * 1024


def free_bytes(folder: Path) -> int:
    """Return the free space of the disk ``folder`` is on."""
    return shutil.disk_usage(folder).free


class Store:
    """One process's hold on a workspace's database.

    ``read_only`` names the reason nothing may be written, or is empty.
    """

    def __init__(
        self, db: peewee.Database, folder: Path, free: Callable[[Path], int] = free_bytes
    ) -> None:
        self.db = db
        self.folder = folder
        self.mutex = threading.RLock()
        self.read_only = ""
        self._free = free
        db.bind(MODELS, bind_refs=False, bind_backrefs=False)

    @property
    def path(self) -> Path:
        """Return the SQLite file; PostgreSQL workspaces have none."""
        return self.folder / "office.db"

    @property
    def is_sqlite(self) -> bool:
        return isinstance(self.db, peewee.SqliteDatabase)

    def must_write(self, room: bool = True) -> None:
        """Raise ReadOnly where acts are refused: after a disk fault, or (``room``) with little space."""
        if self.read_only:
            raise ReadOnly(self.read_only, "可以继续查看；请联系管理员处理后重新启动程序。")
        if not self.is_sqlite or not room:
            return
        try:
            wanted, found = max(FREE_FLOOR, 3 * self.path.stat().st_size), self._free(self.folder)
        except OSError as error:
            raise ReadOnly(
                "找不到数据文件夹，不能办理业务。", "请检查磁盘是否断开，然后重新启动程序。"
            ) from error
        if found < wanted:
            raise ReadOnly(
                "磁盘剩余空间不足，暂不能办理业务（磁盘空间不足）。",
                "可以继续登录和查看；清理出至少 500 MB 空间后即可办理。",
            )

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the file, so that at rest there is one file.

        That is tidying: a full or failing disk leaves the log as it is, and it stays valid. So does
        somebody who still reads; waiting for him would freeze the window.
        """
        if not self.is_sqlite or self.read_only or self.db.is_closed():
            return
        with suppress(peewee.PeeweeException):
            self.db.execute_sql("PRAGMA busy_timeout=0")
            try:
                self.db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                self.db.execute_sql(f"PRAGMA busy_timeout={database.BUSY_SECONDS * 1000}")

    def close(self) -> None:
        """Checkpoint where that is possible, and let go of the connection."""
        self.checkpoint()
        self.db.close()


def open_store(folder: Path, url: str = "", free: Callable[[Path], int] = free_bytes) -> Store:
    """Open the database of workspace ``folder`` (SQLite), or the one at ``url`` (PostgreSQL)."""
    db = database.open_postgres(url) if url else database.open_sqlite(folder / "office.db")
    return Store(db, folder, free)
