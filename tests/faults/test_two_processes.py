"""B9: one process at a time; the other is told at once who it is, and a kill leaves nothing to undo."""

from __future__ import annotations

import getpass
import os
import platform
import random
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from jingyue_desktop import exits
from jingyue_desktop.domain.clock import SetClock
from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.services.founding import found
from jingyue_desktop.services.opening import check_workspace
from jingyue_desktop.store.lock import Held, WorkspaceLock
from tests.faults.children import ROOT, Child, Nursery
from tests.faults.oracle import Promises, assert_kept
from tests.faults.working import opened
from tests.offices import FORMS, PASSWORD, RESOURCES, START, first_people

ROUNDS = 50
SEED = 9
AT_ONCE = 3.0


def started(argv: Sequence[str]) -> tuple[int, str, float]:
    """Run the real program; return its exit code, all it said, and how long it took."""
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-P", "-m", "jingyue_desktop", *argv],
        env=os.environ | {"PYTHONPATH": str(ROOT), "JINGYUE_PASSWORD": PASSWORD},
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stdout + done.stderr, time.monotonic() - begun


def holding(nursery: Nursery, folder: Path) -> Child:
    """Return a child that has the office open."""
    child = nursery.start("hold", folder=str(folder))
    child.hears("ready")
    child.tell("go")
    child.hears("open")
    return child


def assert_named(said: str, holder: int) -> None:
    """Assert that the holder is named: machine, user, process."""
    for word in (platform.node(), getpass.getuser(), f"进程 {holder}"):
        assert word in said


EXPORT = ["export", "risk-table", "--format", "pdf", "--user", "director"]
FOUND = ["init", "--account", "系统管理员=赵一"]


@pytest.mark.parametrize("argv", [EXPORT, FOUND])
def test_commands_name_the_holder(nursery: Nursery, folder: Path, argv: list[str]) -> None:
    child = holding(nursery, folder)
    code, said, seconds = started([*argv, "--workspace", str(folder)])
    assert (code, seconds < AT_ONCE) == (exits.REFUSED, True)
    assert_named(said, child.pid)
    checked, _, _ = started(["check", "--workspace", str(folder)])
    assert checked == exits.DONE
    child.tell("enough")
    assert child.rest() == [["done"]]
    code, said, _ = started([*argv, "--workspace", str(folder)])
    assert "进程" not in said


@pytest.mark.parametrize("more", [[], ["--fresh"]])
def test_demo_names_the_holder(nursery: Nursery, tmp_path: Path, more: list[str]) -> None:
    folder = tmp_path / "demo"
    found(folder, SetClock(START), RESOURCES, FORMS, first_people(), demo=True).close()
    child = holding(nursery, folder)
    code, said, seconds = started(["demo", "--no-window", *more, "--workspace", str(folder)])
    assert (code, seconds < AT_ONCE) == (exits.REFUSED, True)
    assert_named(said, child.pid)
    child.kill()
    child.rest()
    assert check_workspace(folder).code == 0


def test_the_same_process_is_refused_too(folder: Path) -> None:
    first = opened(str(folder))
    with pytest.raises(Held) as held:
        opened(str(folder))
    assert held.value.holder is not None and held.value.holder.pid == os.getpid()
    first.close()
    opened(str(folder)).close()


def test_racing_starts_never_make_two_writers(nursery: Nursery, folder: Path) -> None:
    chance = random.Random(SEED)
    killed = 0
    for _ in range(ROUNDS):
        pair = [nursery.start("hold", folder=str(folder)) for _ in range(2)]
        for child in pair:
            child.hears("ready")
        for child in pair:
            child.tell("go")
        said = {child.pid: child.hear() or [] for child in pair}
        inside = [child for child in pair if said[child.pid] == ["open"]]
        (outside,) = [child for child in pair if child not in inside]
        assert len(inside) == 1
        assert said[outside.pid][:2] == ["fault", "Held"]
        assert_named(said[outside.pid][2], inside[0].pid)
        outside.rest()
        if chance.random() < 0.5:
            killed += 1
            inside[0].kill()
        else:
            inside[0].tell("enough")
        inside[0].rest()
    assert_kept(folder, Promises())
    print(f"seed {SEED}: {ROUNDS} races, one writer each, {killed} of them killed")


def test_without_the_lock_there_would_be_two(
    nursery: Nursery, folder: Path, tmp_path: Path
) -> None:
    """The control: each takes a lock of its own somewhere else, and both are in."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        child = nursery.start("hold", folder=str(folder), own_lock=str(tmp_path / name))
        child.hears("ready")
        child.tell("go")
        child.hears("open")


def test_a_kill_leaves_the_way_free_and_no_old_name(nursery: Nursery, folder: Path) -> None:
    first = holding(nursery, folder)
    first.kill()
    first.rest()
    second = holding(nursery, folder)
    with pytest.raises(Held) as held:
        opened(str(folder))
    assert held.value.holder is not None and held.value.holder.pid == second.pid


def test_any_thread_may_give_the_lock_back(folder: Path) -> None:
    """Taken by the window, given back by the job that could not open what lies behind it."""
    lock = WorkspaceLock(folder)
    lock.take(START)
    thread = threading.Thread(target=lock.release)
    thread.start()
    thread.join()
    WorkspaceLock(folder).must_be_free()


def test_an_unreadable_name_is_still_a_refusal(nursery: Nursery, folder: Path) -> None:
    holding(nursery, folder)
    (folder / "workspace.holder.json").write_text("{", encoding="utf-8")
    with pytest.raises(UserError, match="另一个程序"):
        opened(str(folder))
