"""I0, the one oracle of every fault: sound as a whole, and nothing acknowledged lost or doubled."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jingyue_desktop.store.attachments import path_of
from jingyue_desktop.store.check import check_sqlite
from tests.faults.operations import ACTIONS, Operation
from tests.faults.working import opened


@dataclass
class Promises:
    """What children said: operations begun, and the answers of those that were acknowledged."""

    begun: dict[str, Operation] = field(default_factory=dict)
    acknowledged: dict[str, Any] = field(default_factory=dict)

    def hear(self, words: list[list[Any]]) -> None:
        """Keep what one child said; whatever a user would not be shown is a failed test."""
        for first, *rest in words:
            assert first not in ("broken", "fault"), "\n".join(map(str, rest))
            if first == "begin":
                operation = Operation(**rest[0])
                self.begun[operation.id] = operation
            elif first == "ack":
                self.acknowledged[rest[0]] = rest[1]

    def unanswered(self) -> list[Operation]:
        """Return what was begun and never acknowledged."""
        return [one for one in self.begun.values() if one.id not in self.acknowledged]


@dataclass(frozen=True)
class Seen:
    """What the oracle found: acknowledged operations that are lost, pledges beyond those begun."""

    lost: list[str]
    doubled: int
    unreported: int


def examine(folder: Path, promises: Promises) -> Seen:
    """Assert that the office is sound as a whole; return what became of the promises."""
    report = check_sqlite(folder)
    assert report.findings == []
    with sqlite3.connect(f"file:{folder / 'office.db'}?mode=ro", uri=True) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        done = {
            op_id: (action, json.loads(result))
            for op_id, action, result in db.execute(
                "SELECT op_id, action, result FROM log WHERE success = 1"
            )
        }
        _examine_numbers(db)
        _examine_files(folder, db)
        seen = _compare(db, done, promises)
    db.close()
    return seen


def assert_kept(folder: Path, promises: Promises) -> None:
    """Assert I0 as a whole, and that the program opens the office."""
    seen = examine(folder, promises)
    assert seen.lost == []
    assert seen.doubled == 0
    opened(str(folder)).close()


def _compare(
    db: sqlite3.Connection, done: Mapping[str, tuple[str, Any]], promises: Promises
) -> Seen:
    lost = [
        op_id
        for op_id, answer in promises.acknowledged.items()
        if done.get(op_id) != (ACTIONS[promises.begun[op_id].kind], answer)
    ]
    issued = sum(action == "pledges.issue" for action, _ in done.values())
    # Every pledge comes from one issue in the log; every issue in the log was begun by somebody.
    assert db.execute("SELECT COUNT(*) FROM pledge").fetchone()[0] == issued
    begun = sum(one.kind == "issue" for one in promises.begun.values())
    unreported = [one for one in promises.unanswered() if one.id in done]
    return Seen(lost, max(0, issued - begun), len(unreported))


def _examine_numbers(db: sqlite3.Connection) -> None:
    serials = [row[0] for row in db.execute("SELECT serial FROM pledge ORDER BY serial")]
    assert serials == list(range(1, len(serials) + 1))
    last = db.execute("SELECT last FROM number_series WHERE kind = 'pledge'").fetchone()
    assert (last[0] if last else 0) == len(serials)


def _examine_files(folder: Path, db: sqlite3.Connection) -> None:
    kept = {row[0] for row in db.execute("SELECT sha256 FROM attachment")}
    for sha256 in kept:
        assert path_of(folder, sha256).is_file()
    for path in (folder / "attachments").rglob("*"):
        if path.is_file() and not path.name.startswith(".part-"):
            assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name
