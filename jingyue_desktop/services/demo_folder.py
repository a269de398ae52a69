"""The folder of an invented office: told apart from a real one, and cleared only when it is one."""

from __future__ import annotations

import shutil
from pathlib import Path

from jingyue_desktop.domain.clock import Clock
from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.services.founding import FOLDERS, is_free, make_folders
from jingyue_desktop.services.opening import is_demo
from jingyue_desktop.store import gate
from jingyue_desktop.store.faults import in_chinese
from jingyue_desktop.store.lock import WorkspaceLock

# Lies in the folder from before the first file of a demo until its year was played to the end.
MARK = "demo.unfinished"


def holds_demo(folder: Path) -> bool:
    """Return whether ``folder`` holds a demo; raises UserError where it holds anything else.

    A real office, somebody's other files, a database that cannot be read: none is ever touched.
    """
    if not folder.exists():
        return False
    if not folder.is_dir():
        raise UserError("这个位置不是文件夹，没有改动。", f"请换一个位置：{folder}")
    if (folder / gate.SERVER_NAME).exists():
        raise UserError(
            "这个文件夹的数据在数据库服务器上，不是演示数据，没有改动。",
            "请为演示数据另选一个文件夹。",
        )
    begun = (folder / MARK).exists()
    if (folder / "office.db").exists():
        if not _is_demo(folder, begun):
            raise UserError(
                "这个文件夹里是真实数据，不是演示数据，没有改动。", "请为演示数据另选一个文件夹。"
            )
        return True
    if begun:
        return True
    if not is_free(folder):
        raise UserError("这个文件夹里有其他文件，没有改动。", "请为演示数据选一个空文件夹。")
    return False


def _is_demo(folder: Path, begun: bool) -> bool:
    """Return whether the data is a demo's; what was cut off under our mark need not be readable."""
    try:
        return is_demo(folder)
    except UserError:
        if not begun:
            raise
        return True


def is_whole(folder: Path) -> bool:
    """Return whether the demo in ``folder`` was built to its end; if not, it is built anew."""
    return not (folder / MARK).exists()


def begin(folder: Path) -> None:
    """Make the folder and mark it: whatever is in it from now on is a demo being built."""
    gate.check_location(folder)
    make_folders(folder)
    with in_chinese():
        (folder / MARK).touch()


def finish(folder: Path) -> None:
    """Take the mark away: the demo is whole."""
    with in_chinese():
        (folder / MARK).unlink()


def clear(folder: Path, clock: Clock) -> None:
    """Take a demo away to build it anew; raises Held while a window has it open."""
    lock = WorkspaceLock(folder)
    lock.take(clock.now())
    try:
        with in_chinese():
            (folder / MARK).touch()
        ours = (folder / gate.CHECKED_NAME, folder / gate.ACCEPTED_NAME)
        for path in (*folder.glob("office.db*"), *ours):
            path.unlink(missing_ok=True)
        for name in FOLDERS:
            shutil.rmtree(folder / name, ignore_errors=True)
    finally:
        lock.release()
