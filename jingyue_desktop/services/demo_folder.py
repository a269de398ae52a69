"""The folder of an invented office: told apart from a real one, and cleared only when it is one."""

from __future__ import annotations

import shutil
from pathlib import Path

from jingyue_desktop.domain.clock import Clock
from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.services.founding import FOLDERS
from jingyue_desktop.services.opening import is_demo
from jingyue_desktop.store.lock import WorkspaceLock


def holds_demo(folder: Path) -> bool:
    """Return whether ``folder`` holds a demo; raises UserError where it holds anything else.

    A real office, somebody's other files, a database that cannot be read: none is ever touched.
    """
    if not folder.exists():
        return False
    if not folder.is_dir():
        raise UserError("这个位置不是文件夹，没有改动。", f"请换一个位置：{folder}")
    if (folder / "office.db").exists():
        if not is_demo(folder):
            raise UserError(
                "这个文件夹里是真实数据，不是演示数据，没有改动。", "请为演示数据另选一个文件夹。"
            )
        return True
    if any(folder.iterdir()):
        raise UserError("这个文件夹里有其他文件，没有改动。", "请为演示数据选一个空文件夹。")
    return False


def clear(folder: Path, clock: Clock) -> None:
    """Take a demo away to build it anew; raises Held while a window has it open."""
    lock = WorkspaceLock(folder)
    lock.take(clock.now())
    try:
        for path in (*folder.glob("office.db*"), *folder.glob("*.json")):
            path.unlink(missing_ok=True)
        for name in FOLDERS:
            shutil.rmtree(folder / name, ignore_errors=True)
    finally:
        lock.release()
