"""Slowing down wrong passwords: counted in the database, timed on the steady clock.

Five free tries, then 30 s doubling to 30 min, never for ever. After a restart the wait begins anew
from the stored count, so neither a restart nor a changed wall clock shortens it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store.tables import Throttle

FREE, FIRST, LONGEST = 5, 30.0, 1800.0
OFFICE_KEY, OFFICE_FREE = "office", 100


def key_of(login: str) -> str:
    """Return the counter's key for a login name, whether or not such an account exists."""
    return hashlib.sha256(login.strip().lower().encode("utf-8", "surrogatepass")).hexdigest()[:40]


def wait_after(failures: int) -> float:
    """Return the seconds to wait after ``failures`` wrong passwords in a row."""
    return 0.0 if failures < FREE else min(FIRST * 2 ** (failures - FREE), LONGEST)


def remaining(workspace: Workspace, login: str) -> float:
    """Return the seconds this login still has to wait, 0 when it may try."""
    own = _left(workspace, key_of(login), wait_after)
    office = _left(workspace, OFFICE_KEY, lambda n: FIRST if n >= OFFICE_FREE else 0.0)
    return max(own, office)


def _left(workspace: Workspace, key: str, wait: Callable[[int], float]) -> float:
    row = Throttle.get_or_none(Throttle.key == key)
    failures = row.failures if row else 0
    if not failures:
        return 0.0
    seen = workspace.failures_seen.get(key)
    if seen is None or seen[0] != failures:
        # First sight in this process, or another PC counted on: the wait starts here.
        seen = (failures, workspace.clock.monotonic())
        workspace.failures_seen[key] = seen
    return max(0.0, seen[1] + wait(failures) - workspace.clock.monotonic())


def count_failure(workspace: Workspace, login: str) -> None:
    """Count one wrong password, for the login and for the whole office."""
    for key in (key_of(login), OFFICE_KEY):
        row, _ = Throttle.get_or_create(key=key)  # type: ignore[no-untyped-call]
        Throttle.update(failures=Throttle.failures + 1).where(Throttle.id == row.id).execute()
        failures = Throttle.get_by_id(row.id).failures
        workspace.failures_seen[key] = (failures, workspace.clock.monotonic())


def clear(workspace: Workspace, login: str) -> None:
    """Forget the failures after a right password."""
    for key in (key_of(login), OFFICE_KEY):
        Throttle.update(failures=0).where(Throttle.key == key).execute()
        workspace.failures_seen.pop(key, None)
