"""A1: killed at 200 random moments, the office loses nothing it acknowledged and doubles nothing."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from tests.faults.children import Nursery, tool
from tests.faults.operations import Operation
from tests.faults.oracle import Promises, assert_kept, examine
from tests.faults.plans import twenty

KILLS = 200
SEED = 20260302


def test_nothing_acknowledged_is_lost_and_nothing_retried_is_doubled(
    nursery: Nursery, folder: Path, scans: Path
) -> None:
    chance = random.Random(SEED)
    promises = Promises()
    unreported = 0
    for n in range(KILLS):
        again = [one.data() for one in promises.unanswered()]
        child = nursery.start("work", folder=str(folder), scans=str(scans), seed=n, again=again)
        child.hears("open")
        child.kill_after(chance.uniform(0.020, 0.300))
        promises.hear(child.rest())
        seen = examine(folder, promises)
        assert seen.lost == []
        assert seen.doubled == 0
        unreported += seen.unreported
    assert_kept(folder, promises)
    kinds = {promises.begun[op_id].kind for op_id in promises.acknowledged}
    assert kinds == {"issue", "sign", "file", "void", "propose", "confirm"}
    print(
        f"seed {SEED}: {KILLS} kills, {len(promises.acknowledged)} acknowledged, 0 lost, "
        f"{unreported} done but not reported, 0 doubled"
    )


def test_a_retry_is_the_guard_against_doubling(nursery: Nursery, folder: Path, scans: Path) -> None:
    """Done, never reported, asked for again: once under its own name, twice under another."""
    issue = Operation("op-1", "issue", {"project": "净月潭生态科技园"})
    for without, doubled in (("", 0), ("name", 1)):
        office = shutil.copytree(folder, folder.with_name(f"office{doubled}"))
        promises = Promises()
        for guard in ("report", without):
            child = nursery.start(
                "do",
                folder=str(office),
                scans=str(scans),
                operations=[issue.data()],
                without=guard,
            )
            promises.hear(child.rest())
        assert examine(office, promises).doubled == doubled


def test_an_acknowledgement_before_the_commit_would_be_found(
    nursery: Nursery, folder: Path, scans: Path
) -> None:
    child = nursery.start("work", folder=str(folder), scans=str(scans), seed=1, without="order")
    promises = Promises()
    promises.hear([child.hears("open"), child.hears("begin"), child.hears("ack")])
    child.kill()
    promises.hear(child.rest())
    assert examine(folder, promises).lost


@pytest.mark.parametrize("write", [1, 2, 3, 8])
def test_killed_while_the_log_is_folded_into_the_file(
    folder: Path, scans: Path, write: int
) -> None:
    """Page 1, with the new length, is written before the pages that make the file that long."""
    path = folder / "office.db"
    size = path.stat().st_size
    kill = f"inject=pwrite64:signal=SIGKILL:when={write}"
    prefix = [tool("strace"), "-f", "-P", str(path), "-e", kill, "-o", "/dev/null"]
    plan = [one.data() for one in twenty()]
    promises = Promises()
    with Nursery(prefix) as watched:
        child = watched.start("do", folder=str(folder), scans=str(scans), operations=plan)
        promises.hear(child.rest())
    assert len(promises.acknowledged) == 20
    assert path.stat().st_size == size
    assert path.with_name("office.db-wal").stat().st_size > 0
    assert_kept(folder, promises)
