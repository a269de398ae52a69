"""A2: what is acknowledged has reached the disk before, seen from outside by the system calls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from jingyue_desktop.services.workspace import Workspace
from tests.faults.children import Nursery, tool
from tests.faults.plans import twenty

CALL = re.compile(r"^(\d+) +(?:<\.\.\. )?(\w+)(?:\(\d+<([^>]*)>)?(.*)$")


def traced(folder: Path, scans: Path, weaken: str = "") -> list[list[str]]:
    """Return, for each acknowledged act, the files synced since the one before."""
    trace = folder.with_name("trace.txt")
    calls = "trace=fsync,fdatasync,sendto"
    prefix = [tool("strace"), "-f", "-y", "--seccomp-bpf", "-e", calls, "-o", str(trace)]
    plan = [one.data() for one in twenty()]
    with Nursery(prefix) as watched:
        child = watched.start(
            "do", folder=str(folder), scans=str(scans), operations=plan, weaken=weaken
        )
        words = child.rest()
    assert [word[0] for word in words] == ["open", *["begin", "ack"] * 20, "done"]
    return list(_between_acks(trace.read_text(encoding="utf-8"), child.pid, folder))


def _between_acks(trace: str, pid: int, folder: Path) -> Iterator[list[str]]:
    synced: list[str] = []
    for line in trace.splitlines():
        found = CALL.match(line)
        if found is None or int(found[1]) != pid:
            continue
        if "sync" in found[2] and found[3]:
            synced.append(str(Path(found[3]).relative_to(folder)))
        elif r"[\"ack\"" in found[4]:
            yield synced
            synced = []


def test_every_act_is_synced_before_it_is_acknowledged(folder: Path, scans: Path) -> None:
    acts = traced(folder, scans)
    assert len(acts) == 20
    for synced in acts:
        assert "office.db-wal" in synced
    print(f"20 acts, {sum(one.count('office.db-wal') for one in acts)} syncs of the log")


def test_an_attached_file_is_on_the_disk_before_its_row(folder: Path, scans: Path) -> None:
    signed = [synced for synced in traced(folder, scans) if len(synced) > 1][-4:]
    for synced in signed:
        *before, last = synced
        assert last == "office.db-wal"
        assert re.match(r"attachments/\.part-", before[0])
        assert any(re.fullmatch(r"attachments/[0-9a-f]{2}", name) for name in before)
        assert "attachments" in before


def test_a_weaker_setting_syncs_nothing(folder: Path, scans: Path) -> None:
    first, *others = traced(folder, scans, weaken="synchronous=NORMAL")
    # The very first act begins the log, and its head is synced whatever the setting.
    assert first
    assert sum(synced.count("office.db-wal") for synced in others) == 0


def test_the_settings_hold(local_office: Workspace) -> None:
    def pragma(name: str) -> object:
        return local_office.store.db.execute_sql(f"PRAGMA {name}").fetchone()[0]

    assert (pragma("journal_mode"), pragma("synchronous")) == ("wal", 2)
    assert [pragma(name) for name in ("foreign_keys", "recursive_triggers", "cell_size_check")] == [
        1,
        1,
        1,
    ]
    assert (pragma("trusted_schema"), pragma("mmap_size")) == (0, 0)
