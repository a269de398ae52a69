"""What the children of the nursery do: open the office, work until killed, refused or told to stop."""

from __future__ import annotations

import io
import os
import random
import resource
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jingyue_desktop import cli
from jingyue_desktop.domain.clock import SetClock
from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.services import pledge_register, searching
from jingyue_desktop.services.everything import registry
from jingyue_desktop.services.founding import REQUIRED, found
from jingyue_desktop.services.opening import open_workspace
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store import schema
from jingyue_desktop.store.lock import WorkspaceLock
from jingyue_desktop.store.store import open_store
from tests.faults.operations import Operation, choose, perform
from tests.offices import FORMS, RESOURCES, START, Sessions, first_people

if TYPE_CHECKING:
    from tests.faults.nursery import Talk

ACTS_PER_OPENING = 12


def warm() -> None:
    """Load what is otherwise loaded at first use, so that a child begins at once."""
    registry()
    searching.keys("暖")


def command(talk: Talk, argv: Sequence[str], user: int = 0) -> None:
    """Run one command of the program; say its exit code and all it said.

    ``user`` is an ordinary user's id to do it as, with no right to read what is not his.
    """
    if user:
        os.setgroups([])
        os.setgid(user)
        os.setuid(user)
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = cli.main(argv)
    talk.say("left", code, out.getvalue(), err.getvalue())


def opened(folder: str, lock: WorkspaceLock | None = None) -> Workspace:
    """Open an office as the program does, with room enough declared."""
    clock = SetClock(START)
    return open_workspace(Path(folder), clock, RESOURCES, FORMS, free=lambda _: 1 << 40, lock=lock)


def work(
    talk: Talk,
    folder: str,
    scans: str,
    seed: int,
    again: Sequence[dict[str, Any]] = (),
    without: str = "",
) -> None:
    """Work without end, saying each operation before and after; first redo what is ``again``.

    ``without`` takes a guard away: ``order`` says done before it is, ``report`` never says it,
    ``name`` does everything under an operation id other than the one it says.
    """
    chance = random.Random(seed)
    while True:
        workspace = opened(folder)
        talk.say("open")
        sessions = Sessions(workspace)
        for data in again:
            _one(talk, sessions, Operation(**data), Path(scans), without)
        again = ()
        for _ in range(ACTS_PER_OPENING):
            _one(talk, sessions, choose(workspace, chance), Path(scans), without)
        workspace.close()


def _one(
    talk: Talk, sessions: Sessions, operation: Operation, scans: Path, without: str = ""
) -> None:
    talk.say("begin", operation.data())
    if without == "order":
        talk.say("ack", operation.id, None)
    meant = replace(operation, id=operation.id[::-1]) if without == "name" else operation
    answer = perform(sessions, meant, scans)
    if without != "order":
        talk.say("silent" if without == "report" else "ack", operation.id, answer)


def do(
    talk: Talk,
    folder: str,
    scans: str,
    operations: Sequence[dict[str, Any]],
    without: str = "",
    weaken: str = "",
    stay: bool = False,
) -> None:
    """Do the given operations, and leave unless told to ``stay``.

    ``weaken`` is a pragma that takes a guard of the database away.
    """
    workspace = opened(folder)
    if weaken:
        workspace.store.db.execute_sql(f"PRAGMA {weaken}")
    sessions = Sessions(workspace)
    talk.say("open")
    for data in operations:
        _one(talk, sessions, Operation(**data), Path(scans), without)
    if stay:
        talk.hear()
    workspace.close()


def work_until_refused(
    talk: Talk,
    folder: str,
    scans: str,
    seed: int,
    file_limit: int = 0,
    most: int = 60,
    forget: bool = False,
) -> None:
    """Work until an act is refused, then try twice more, read, and leave as the program does.

    ``file_limit`` is the size in bytes beyond which no file of this process can grow. ``forget``
    takes the guard away that keeps a store read-only after a fault of the disk.
    """
    if file_limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_limit, resource.RLIM_INFINITY))
    workspace = opened(folder)
    talk.say("open")
    sessions, chance = Sessions(workspace), random.Random(seed)
    left = most
    while left:
        left -= 1
        try:
            _one(talk, sessions, choose(workspace, chance), Path(scans))
        except UserError as fault:
            talk.say("refused", fault.message, fault.advice, workspace.store.read_only)
            left = min(left, 2)
            if forget:
                workspace.store.read_only = ""
    talk.say("read", pledge_register.one(sessions["auditor"], 1) is not None)
    workspace.rest()
    workspace.close()


def upgrade(talk: Talk, folder: str, steps: str) -> None:
    """Upgrade an office by the migrations of another folder."""
    schema.FOLDER = Path(steps)
    store = open_store(Path(folder))
    talk.say("open")
    schema.upgrade(store.db)


def hold(talk: Talk, folder: str, own_lock: str = "") -> None:
    """Open the office at a word, say so, keep it until the next word.

    ``own_lock`` is a folder to take the lock in instead: the guard taken away.
    """
    talk.say("ready")
    talk.hear()
    lock = None
    if own_lock:
        lock = WorkspaceLock(Path(own_lock))
        lock.take(START)
    workspace = opened(folder, lock)
    talk.say("open")
    talk.hear()
    workspace.close()


def found_office(talk: Talk, folder: str) -> None:
    """Found an office of the four accounts it needs, say so, keep it open until a word comes."""
    people = [one for one in first_people() if set(one.roles) & set(REQUIRED)]
    workspace = found(Path(folder), SetClock(START), RESOURCES, FORMS, people)
    talk.say("founded")
    talk.hear()
    workspace.close()
