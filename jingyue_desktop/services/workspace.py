"""A workspace in use: its folder, database, clock, and the catalogue and calendar in force."""

from __future__ import annotations

import platform
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from jingyue_desktop.domain.clock import Clock, today
from jingyue_desktop.domain.office import Office
from jingyue_desktop.domain.workdays import Calendar
from jingyue_desktop.services.actors import Actor, must_stand, read_actor
from jingyue_desktop.services.catalogue_rows import read_current_calendar, read_current_office
from jingyue_desktop.services.topics import Topics
from jingyue_desktop.store.anchor import Anchor
from jingyue_desktop.store.chainlog import head_anchor, head_seq
from jingyue_desktop.store.lock import WorkspaceLock
from jingyue_desktop.store.store import Store


@dataclass
class Workspace:
    """One open workspace of this process; ``close`` lets go of it."""

    folder: Path
    store: Store
    clock: Clock
    forms: Path
    resources: Path
    lock: WorkspaceLock | None = None
    topics: Topics = field(default_factory=Topics)
    host: str = field(default_factory=platform.node)
    demo: bool = False
    failures_seen: dict[str, tuple[int, float]] = field(default_factory=dict)
    _office: Office | None = None
    _calendar: Calendar | None = None
    _actors: dict[int, tuple[int, date, Actor]] = field(default_factory=dict)

    def now(self) -> datetime:
        return self.clock.now()

    def today(self) -> date:
        """Return the office's date."""
        return today(self.clock)

    def office(self) -> Office:
        """Return the catalogue in force, read once and again after it changed."""
        if self._office is None:
            self._office = read_current_office()
        return self._office

    def actor(self, account: int) -> Actor:
        """Return who an account is now; read again after whatever was written to the log.

        Whoever changes a person, a posting, a cover or a role leaves a log row in the same
        transaction, so that the same last row means the same rights, on every PC. Raises NotAllowed
        where rights were given by any other way than an act.
        """
        seq, day = head_seq(self.store.db), self.today()
        known = self._actors.get(account)
        if known is None or known[:2] != (seq, day):
            actor = read_actor(account, day, self.office())
            must_stand(actor, day)
            known = (seq, day, actor)
            self._actors[account] = known
        return known[2]

    def calendar(self) -> Calendar:
        """Return the workspace's calendar, read once and again after it changed."""
        if self._calendar is None:
            self._calendar = read_current_calendar()
        return self._calendar

    def forget(self) -> None:
        """Drop what was read of catalogue and calendar; the next use reads it again."""
        self._office = None
        self._calendar = None

    def anchor(self) -> Anchor:
        """Return where the log ends now."""
        return head_anchor()

    def parameter(self, code: str) -> int | str:
        """Return the value of an office parameter; KeyError for an unknown code is our bug."""
        return {p.code: p.value for p in self.office().parameters}[code]

    def boot(self) -> float:
        """Return the reading of the steady clock kept in log rows."""
        return self.clock.monotonic()

    def rest(self) -> None:
        """Fold the database into one file while nobody works (lock, idle)."""
        self.store.checkpoint()

    def close(self) -> None:
        """Fold the database into one file and give the workspace back."""
        self.store.close()
        if self.lock is not None:
            self.lock.release()
