"""A5: on a disk filled to the last byte nothing is lost, the reason is told, and space heals it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from jingyue_desktop.domain.clock import SetClock
from jingyue_desktop.domain.errors import Invalid, ReadOnly, UserError
from jingyue_desktop.files.saving import save_whole
from jingyue_desktop.services import drafts, pledge_register, pledges
from jingyue_desktop.services.login import log_in
from jingyue_desktop.services.opening import check_workspace, gate_check, open_workspace
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store import store
from jingyue_desktop.store.backup import back_up
from tests.faults.disks import empty, fill, small_disk
from tests.faults.operations import Operation, perform
from tests.faults.oracle import Promises, assert_kept
from tests.faults.working import opened
from tests.offices import FORMS, PASSWORD, RESOURCES, START, Sessions, Template

PAGE = 4096
# A project of so many characters needs more pages than any of the steps leaves.
LONG = "净月潭" * 3000
STEPS = [(4, 0), (4, 3), (8, 7), (16, 11), (32, 15), (64, 19), (64, 0)]


@pytest.fixture(params=STEPS, ids=lambda step: f"{step[0]}MB-{step[1]}pages")
def step(request: pytest.FixtureRequest) -> tuple[int, int]:
    """The size of the disk, and how many pages are left on it."""
    size, pages = request.param
    return int(size), int(pages)


@pytest.fixture
def disk(step: tuple[int, int], tmp_path: Path, template_sqlite: Template) -> Iterator[Path]:
    """A small disk with an office on it."""
    with small_disk(tmp_path / "disk", step[0]) as place:
        shutil.copytree(template_sqlite.folder, place / "office")
        yield place


@pytest.fixture
def full(step: tuple[int, int], disk: Path, scans: Path) -> Iterator[tuple[Workspace, Promises]]:
    """The office open, three pledges issued, and then the disk filled."""
    workspace, promises = opened(str(disk / "office")), Promises()
    for n in range(3):
        done(workspace, promises, scans, Operation(f"before-{n}", "issue", {"project": "一期"}))
    fill(disk, step[1] * PAGE)
    yield workspace, promises
    workspace.close()


def done(workspace: Workspace, promises: Promises, scans: Path, operation: Operation) -> None:
    """Do an operation; what comes back is acknowledged."""
    promises.begun[operation.id] = operation
    promises.acknowledged[operation.id] = perform(Sessions(workspace), operation, scans)


def refused(act: Callable[[], Any]) -> UserError:
    """Return how an act is refused; it must be for want of space, by its true name."""
    with pytest.raises(UserError) as found:
        act()
    fault = found.value
    assert "磁盘空间不足" in fault.message
    assert "SQLITE_FULL" in fault.advice or "ENOSPC" in fault.advice
    assert "rollback" not in str(fault)
    return fault


def test_acts_are_refused_and_done_once_when_there_is_space_again(
    full: tuple[Workspace, Promises], disk: Path, scans: Path
) -> None:
    workspace, promises = full
    issue = Operation("full-issue", "issue", {"project": LONG})
    sign = Operation("full-sign", "sign", {"pledge": 1, "revision": 1})
    for operation in (issue, sign, issue, sign):
        refused(lambda one=operation: done(workspace, promises, scans, one))  # type: ignore[misc]
    assert promises.unanswered() == [issue, sign]
    assert not list((disk / "office" / "attachments").iterdir())
    empty(disk)
    for operation in (issue, sign):
        done(workspace, promises, scans, operation)
    workspace.close()
    assert_kept(disk / "office", promises)


def test_reading_goes_on_and_a_refusal_keeps_its_own_words(
    full: tuple[Workspace, Promises], disk: Path
) -> None:
    workspace, promises = full
    people = Sessions(workspace)
    filler = Operation("filler", "issue", {"project": LONG})
    refused(lambda: done(workspace, promises, disk, filler))
    with pytest.raises(Invalid) as invalid:
        pledges.issue(people["planning_clerk"], {"variant": "选址意见书"})
    assert "applicant" in invalid.value.faults
    row = pledge_register.one(people["auditor"], 1)
    assert row is not None and row.project == "一期"
    workspace.rest()
    workspace.close()
    assert_kept(disk / "office", promises)


def test_drafts_logins_backups_say_it_too(
    step: tuple[int, int], full: tuple[Workspace, Promises], disk: Path
) -> None:
    workspace, promises = full
    director = Sessions(workspace)["director"]
    fill(disk)
    refused(lambda: drafts.keep(director, "pledges.issue", {"project": LONG * 10}))
    refused(lambda: log_in(workspace, "director", PASSWORD))
    with pytest.raises(UserError, match="备份没有完成") as failed:
        back_up(workspace.store, workspace.now(), "manual")
    assert "磁盘空间不足" in failed.value.advice
    assert not list((disk / "office" / "backups").iterdir())
    empty(disk)
    assert log_in(workspace, "director", PASSWORD).name == "高立群"
    assert back_up(workspace.store, workspace.now(), "manual").folder.is_dir()
    workspace.close()
    assert_kept(disk / "office", promises)


@pytest.mark.parametrize("killed", [False, True])
def test_opening_and_checking_on_a_full_disk_blame_the_disk(
    disk: Path, scans: Path, killed: bool
) -> None:
    folder = disk / "office"
    if killed:
        # As a kill leaves it: the last act stands in the log beside the file.
        workspace = opened(str(folder))
        perform(Sessions(workspace), Operation("last", "issue", {"project": "一期"}), scans)
        copy = shutil.copytree(folder, disk / "copy", ignore=shutil.ignore_patterns("*-shm"))
        workspace.close()
        folder = Path(copy)
        assert (folder / "office.db-wal").stat().st_size > 0
    fill(disk)
    for attempt in (
        lambda: opened(str(folder)),
        lambda: check_workspace(folder),
        lambda: gate_check(folder, START),
    ):
        with pytest.raises(UserError, match="磁盘空间不足"):
            attempt()
    empty(disk)
    assert check_workspace(folder).code == 0
    opened(str(folder)).close()


def test_an_export_onto_a_full_disk_leaves_the_old_file(disk: Path) -> None:
    target = disk / "登记簿.xlsx"
    target.write_bytes(b"old")
    fill(disk)
    before = sorted(disk.iterdir())
    with pytest.raises(UserError, match="磁盘空间不足"), save_whole(target) as out:
        out.write(bytes(100_000))
    assert (target.read_bytes(), sorted(disk.iterdir())) == (b"old", before)
    empty(disk)
    with save_whole(target) as out:
        out.write(b"new")
    assert target.read_bytes() == b"new"


def test_below_the_floor_acts_wait_and_logins_do_not(folder: Path, scans: Path) -> None:
    """The 500 MB floor itself: refused before the disk is really full, read and logged in still."""
    room = store.FREE_FLOOR - 1
    office = open_workspace(folder, SetClock(START), RESOURCES, FORMS, free=lambda _: room)
    operation = Operation("floor", "issue", {"project": "一期"})
    with pytest.raises(ReadOnly, match="磁盘空间不足"):
        perform(Sessions(office), operation, scans)
    assert log_in(office, "director", PASSWORD).actor().active
    room = store.FREE_FLOOR
    assert perform(Sessions(office), operation, scans) == 1
    office.close()


def test_a_disk_that_went_away_is_told(folder: Path, scans: Path) -> None:
    office = opened(str(folder))
    away = folder.rename(folder.with_name("away"))
    with pytest.raises(ReadOnly, match="找不到数据文件夹"):
        perform(Sessions(office), Operation("gone", "issue", {"project": "一期"}), scans)
    away.rename(folder)
    assert perform(Sessions(office), Operation("gone", "issue", {"project": "一期"}), scans) == 1
    office.close()


def test_without_the_translation_the_fault_is_called_something_else(disk: Path) -> None:
    """The control: what the database library itself says of a full disk names no disk."""
    office = opened(str(disk / "office"))
    fill(disk)
    with pytest.raises(Exception, match="rollback") as raw, office.store.db.atomic():
        for n in range(2000):
            office.store.db.execute_sql(
                "INSERT INTO throttle (key, failures) VALUES (?, 0)", (f"{n:080}",)
            )
    assert not isinstance(raw.value, UserError)
    empty(disk)
    office.close()
