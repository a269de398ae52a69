"""B8: a file that is newer, foreign, empty or cut short is refused with the reason, and untouched."""

from __future__ import annotations

import hashlib
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from jingyue_desktop import cli, exits
from jingyue_desktop.domain.clock import SetClock
from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.services.founding import found
from jingyue_desktop.services.opening import check_workspace, counts_of, gate_check
from jingyue_desktop.store import header
from tests.faults.working import opened
from tests.offices import FORMS, RESOURCES, START, first_people

CUTS = 20
SEED = 8


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version={header.SCHEMA_VERSION + 1}")


def newer_in_its_log(path: Path) -> None:
    """As a newer program leaves it that was killed after its upgrade: only the log says so."""
    killed_after(path, f"PRAGMA user_version={header.SCHEMA_VERSION + 1}")


def somebody_elses(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE notes (text)")
        db.execute("PRAGMA user_version=1")


def somebody_elses_at_work(path: Path) -> None:
    """Another program's database, its log beside it."""
    somebody_elses(path)
    killed_after(path, "CREATE TABLE more (text)")


def killed_after(path: Path, sql: str) -> None:
    """Leave a database as a kill after ``sql`` leaves it: what was done stands in the log alone."""
    work = path.with_name("work.db")
    shutil.move(path, work)
    with closing(sqlite3.connect(work)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute(sql)
        for ending in ("", "-wal"):
            shutil.copy(f"{work}{ending}", f"{path}{ending}")
    work.unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def head_only(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


def text(path: Path) -> None:
    path.write_text("规划科会议纪要\n" * 500, encoding="utf-8")


def noise(path: Path) -> None:
    path.write_bytes(random.Random(SEED).randbytes(40_000))


REASONS: list[tuple[Callable[[Path], None], str]] = [
    (newer, "更新的程序版本"),
    (newer_in_its_log, "更新的程序版本"),
    (somebody_elses, "不是本程序的数据文件"),
    (somebody_elses_at_work, "不是本程序的数据文件"),
    (empty, "是空的"),
    (head_only, "被截断"),
    (text, "不是本程序的数据或已损坏"),
    (noise, "不是本程序的数据或已损坏"),
]


def refused_untouched(folder: Path, reason: str) -> None:
    """Assert that every way in refuses the file and leaves it as it is, byte for byte."""
    path = folder / "office.db"
    before, names = hashlib.sha256(path.read_bytes()).hexdigest(), set(folder.glob("office.db*"))
    for way in (
        lambda: opened(str(folder)),
        lambda: check_workspace(folder),
        lambda: gate_check(folder, START),
        lambda: counts_of(folder),
    ):
        with pytest.raises(UserError, match=reason) as fault:
            way()
        assert fault.value.advice
    with pytest.raises(UserError, match="已经有数据"):
        found(folder, SetClock(START), RESOURCES, FORMS, first_people())
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    # A log beside the file needs an index to be read; nothing else may appear.
    assert set(folder.glob("office.db*")) - names <= {path.with_name("office.db-shm")}


@pytest.mark.parametrize(("make", "reason"), REASONS)
def test_it_is_refused_and_left_alone(
    folder: Path, make: Callable[[Path], None], reason: str
) -> None:
    make(folder / "office.db")
    refused_untouched(folder, reason)


def test_cut_anywhere_it_is_refused(folder: Path) -> None:
    path, chance = folder / "office.db", random.Random(SEED)
    whole = path.read_bytes()
    for _ in range(CUTS):
        path.write_bytes(whole[: chance.randrange(100, len(whole))])
        refused_untouched(folder, "被截断")
    path.write_bytes(whole)
    opened(str(folder)).close()


def test_cut_with_a_log_beside_it_it_is_refused(folder: Path) -> None:
    """A log excuses a short file only where it holds what is missing."""
    path = folder / "office.db"
    workspace = opened(str(folder))
    workspace.store.db.execute_sql("UPDATE throttle SET failures = 0")
    workspace.store.db.execute_sql("INSERT INTO throttle (key, failures) VALUES ('x', 0)")
    shutil.copytree(folder, folder.with_name("copy"))
    workspace.close()
    copy = folder.with_name("copy") / "office.db"
    copy.write_bytes(path.read_bytes()[:200_000])
    with pytest.raises(UserError, match="被截断"):
        opened(str(copy.parent))


@pytest.mark.parametrize(("make", "reason"), REASONS)
def test_the_commands_say_so_too(
    folder: Path,
    make: Callable[[Path], None],
    reason: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    make(folder / "office.db")
    office = ["--workspace", str(folder)]
    export = ["export", "risk-table", "--format", "pdf", "--user", "director", *office]
    for argv, code in (
        (export, exits.REFUSED),
        (["demo", "--no-window", *office], exits.REFUSED),
        (["check", *office], exits.COULD_NOT_RUN),
    ):
        assert cli.main(argv) == code
        out, err = capsys.readouterr()
        assert reason in out + err and "Traceback" not in out + err
