"""One act with rights, rules, log row, digests and full sync, against a bare insert with full sync."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from pathlib import Path
from statistics import median

ROUNDS = 60


def measure() -> dict[str, float]:
    """Return seconds of issuing one pledge, of a bare synced insert of like size, their ratio."""
    from jingyue_desktop.domain.clock import SystemClock
    from jingyue_desktop.services import pledges
    from jingyue_desktop.services.founding import found
    from tests.offices import FORMS, RESOURCES, Sessions, first_people

    with tempfile.TemporaryDirectory(prefix="jingyue-bench-") as place:
        workspace = found(Path(place) / "office", SystemClock(), RESOURCES, FORMS, first_people())
        clerk = Sessions(workspace)["planning_clerk"]
        values = {
            "variant": "选址意见书",
            "applicant": "长春净月建设投资有限公司",
            "project": "净月潭生态科技园一期",
            "accepted": "2026-02-13",
        }
        bare = _bare_table(Path(place) / "bare.db")
        ours, floor = [], []
        for _ in range(ROUNDS):
            floor.append(_timed(lambda: _insert(bare)))
            ours.append(_timed(lambda: pledges.issue(clerk, dict(values))))
        bare.close()
        workspace.close()
    ratio = median(a / b for a, b in zip(ours, floor, strict=True))
    return {"act_s": median(ours), "act_bare_s": median(floor), "act_ratio": ratio}


def _timed(call: object) -> float:
    begun = time.perf_counter()
    call()  # type: ignore[operator]
    return time.perf_counter() - begun


def _bare_table(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, body TEXT)")
    return connection


def _insert(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO row (body) VALUES (?)", ("x" * 2000,))
    connection.execute("COMMIT")
