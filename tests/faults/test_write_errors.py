"""A6: a disk that stops taking writes makes the program read-only and loses nothing acknowledged."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.faults.children import Nursery, tool
from tests.faults.disks import small_disk
from tests.faults.oracle import Promises, assert_kept
from tests.faults.plans import twenty

PAGE = 4096
LIMITS = 200


@pytest.fixture
def at_work(nursery: Nursery, folder: Path, scans: Path) -> tuple[Path, Promises]:
    """An office killed at work, so that its log is about as long as its file, and what it said."""
    plan = [one.data() for one in twenty()]
    child = nursery.start("do", folder=str(folder), scans=str(scans), operations=plan, stay=True)
    promises = Promises()
    promises.hear([child.hears("open"), *(child.hear() or [] for _ in range(40))])
    child.kill()
    child.rest()
    assert (
        folder.joinpath("office.db-wal").stat().st_size
        > folder.joinpath("office.db").stat().st_size
    )
    return folder, promises


def copy_of(promises: Promises) -> Promises:
    return Promises(dict(promises.begun), dict(promises.acknowledged))


def sorted_out(words: list[list[Any]], promises: Promises) -> list[list[Any]]:
    """Keep the promises among what a child said; return how it was refused, after a look at it."""
    promises.hear([word for word in words if word[0] in ("begin", "ack", "broken", "fault")])
    refusals = [word for word in words if word[0] == "refused"]
    assert [word[0] for word in words[-2:]] == ["read", "done"]
    for _, message, advice, _ in refusals:
        assert "磁盘" in message + advice and "rollback" not in message + advice
    return refusals


def stayed_shut(words: list[list[Any]]) -> bool:
    """Return whether nothing was acknowledged any more after the first refusal."""
    said = [word[0] for word in words if word[0] in ("ack", "refused")]
    return said[said.index("refused") :] == ["refused"] * 3


def test_no_file_may_grow_beyond_a_limit(
    nursery: Nursery, at_work: tuple[Path, Promises], scans: Path, tmp_path: Path
) -> None:
    folder, before = at_work
    size = max(path.stat().st_size for path in folder.glob("office.db*"))
    named: Counter[str] = Counter()
    # In memory, for speed: it is the limit that fails here, not the disk.
    with small_disk(tmp_path / "disk", 64) as disk:
        for k in range(LIMITS + 1):
            office, promises = shutil.copytree(folder, disk / "office"), copy_of(before)
            child = nursery.start(
                "work_until_refused",
                folder=str(office),
                scans=str(scans),
                seed=k,
                file_limit=size + k * PAGE,
            )
            words = child.rest()
            refusals = sorted_out(words, promises)
            assert stayed_shut(words)
            assert all(read_only for *_, read_only in refusals)
            named[refusals[0][2][refusals[0][2].rindex("（") :]] += 1
            assert_kept(office, promises)
            shutil.rmtree(office)
    assert set(named) <= {"（SQLITE_IOERR_WRITE）", "（SQLITE_FULL）"}
    print(f"{LIMITS + 1} limits: {dict(named)}")


# Each by itself, then for good: the log's frames, a sync, the file itself while the log is folded.
INJECTIONS = [
    *(f"pwrite64:error=EIO:when={n}" for n in (40, 41, 300)),
    *(f"pwrite64:error=EIO:when={n}+" for n in (60, 61)),
    # The second sync is that of the folder, whose failure SQLite leaves aside.
    *(f"fdatasync:error=EIO:when={n}" for n in (1, 3, 5)),
]


def under(injection: str, folder: Path, scans: Path, forget: bool = False) -> list[list[Any]]:
    """Return what a child says whose system calls fail as told."""
    prefix = [tool("strace"), "-f", "-e", f"inject={injection}", "-o", "/dev/null"]
    arguments = {"folder": str(folder), "scans": str(scans), "seed": 1, "most": 30}
    with Nursery(prefix) as watched:
        return watched.start("work_until_refused", **arguments, forget=forget).rest()


@pytest.mark.parametrize("injection", INJECTIONS)
def test_after_an_error_of_the_disk_nothing_is_written(
    folder: Path, scans: Path, injection: str
) -> None:
    promises = Promises()
    words = under(injection, folder, scans)
    refusals = sorted_out(words, promises)
    assert "SQLITE_IOERR" in refusals[0][2]
    assert all(read_only for *_, read_only in refusals)
    assert stayed_shut(words)
    assert failures_logged(folder) == 0
    assert_kept(folder, promises)


def failures_logged(folder: Path) -> int:
    """Return how many refusals were written down: after a fault of the disk not even those."""
    with closing(sqlite3.connect(folder / "office.db")) as db:
        return int(db.execute("SELECT COUNT(*) FROM log WHERE success = 0").fetchone()[0])


def test_a_disk_that_fails_while_opening_is_told(folder: Path, scans: Path) -> None:
    for n in (1, 7):
        ((first, kind, message, advice),) = under(f"pwrite64:error=EIO:when={n}", folder, scans)
        assert (first, kind) == ("fault", "UserError")
        assert "磁盘读写出错" in message and advice
    assert_kept(folder, Promises())


def test_a_full_disk_is_told_also_where_the_log_finds_it(folder: Path, scans: Path) -> None:
    promises = Promises()
    words = under("pwrite64:error=ENOSPC:when=30+", folder, scans)
    refusals = sorted_out(words, promises)
    assert all("磁盘空间不足" in message + advice for _, message, advice, _ in refusals)
    assert stayed_shut(words)
    assert_kept(folder, promises)


def test_without_the_guard_writing_would_go_on(folder: Path, scans: Path) -> None:
    words = under("pwrite64:error=EIO:when=40", folder, scans, forget=True)
    sorted_out(words, Promises())
    assert not stayed_shut(words)
