"""One process per workspace: a kernel lock, free at once after a kill, with the holder's name."""

from __future__ import annotations

import getpass
import json
import os
import platform
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from jingyue_desktop.domain.clock import OFFICE_ZONE
from jingyue_desktop.domain.errors import UserError

LOCK_NAME = "workspace.lock"
HOLDER_NAME = "workspace.holder.json"
HOLDER_PART = "workspace.holder.part"
# Seconds: of two starts at the same moment, the one too late waits until the other left its name.
GRACE = 0.2


@dataclass(frozen=True)
class Holder:
    """Who has the workspace open: machine, user, process, since when (Beijing time)."""

    host: str
    user: str
    pid: int
    since: str

    def text(self) -> str:
        return f"{self.host} 上的用户 {self.user}（进程 {self.pid}，自 {self.since} 起）"


class Held(UserError):
    """The workspace is open elsewhere; there is no way to open it anyway."""

    def __init__(self, holder: Holder | None) -> None:
        who = holder.text() if holder else "另一个程序"
        super().__init__(
            f"数据正被{who}使用。", "请到该处关闭程序，或在那台电脑上用“切换用户”办理。"
        )
        self.holder = holder


class WorkspaceLock:
    """Holds a workspace for the whole run of this process."""

    def __init__(self, folder: Path) -> None:
        # Taken on the window's thread, given back by whichever thread ends the opening.
        self._lock = FileLock(str(folder / LOCK_NAME), thread_local=False)
        self._sidecar = folder / HOLDER_NAME

    def take(self, now: datetime) -> None:
        """Take the lock or raise Held with the holder's name, at once (``GRACE``)."""
        self._acquire()
        try:
            self._write_holder(now)
        except OSError:
            # On a full disk the lock alone must do; a name left from before would be a lie.
            with suppress(OSError):
                self._sidecar.unlink(missing_ok=True)

    def must_be_free(self) -> None:
        """Raise Held where another process has the workspace; leaves its name as it is."""
        if not self._lock.is_locked:
            self._acquire()
            self.release()

    def _acquire(self) -> None:
        try:
            self._lock.acquire(timeout=GRACE, poll_interval=GRACE / 4)
        except Timeout as error:
            raise Held(read_holder(self._sidecar)) from error
        except OSError as error:
            raise UserError(
                "数据文件夹不能写入，程序不能占用它。",
                f"请检查文件夹和其中 {LOCK_NAME} 的权限，以及磁盘剩余空间。",
            ) from error

    def release(self) -> None:
        """Give the workspace back; the sidecar stays and is simply overwritten next time."""
        self._lock.release(force=True)

    def _write_holder(self, now: datetime) -> None:
        since = now.astimezone(OFFICE_ZONE).strftime("%Y-%m-%d %H:%M")
        holder = Holder(platform.node(), _user(), os.getpid(), since)
        part = self._sidecar.with_name(HOLDER_PART)
        part.write_text(json.dumps(asdict(holder), ensure_ascii=False), encoding="utf-8")
        part.replace(self._sidecar)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "未知"


def read_holder(sidecar: Path) -> Holder | None:
    """Return the holder the sidecar names, or None where it cannot be read."""
    try:
        return Holder(**json.loads(sidecar.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
