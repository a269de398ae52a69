"""Pledges whose due date the calendar in force no longer gives: told before and after, never changed.

A pledge is what was signed; a notice published later moves the legal day, so the office decides
pledge by pledge whether to give a new one (作废后重新开具).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jingyue_desktop.domain.clock import day_text
from jingyue_desktop.domain.deadline import Period, deadline
from jingyue_desktop.domain.workdays import Calendar
from jingyue_desktop.services.acts import Session, view
from jingyue_desktop.services.catalogue_rows import CALENDAR, current_rows
from jingyue_desktop.services.pledge_register import READERS
from jingyue_desktop.services.pledges import VOID
from jingyue_desktop.store.tables import Pledge


@dataclass(frozen=True)
class Moved:
    """A pledge with the day it names and the day the calendar gives."""

    id: int
    number: str
    section: str
    applicant: str
    was: date
    now: date

    def text(self) -> str:
        """Return e.g. ``净规诺〔2026〕9号　2027年1月6日 → 2027年1月8日``."""
        return f"{self.number}　{day_text(self.was)} → {day_text(self.now)}"


@view("pledges.moved", "查看应办结日期有变的承诺书", READERS)
def moved(session: Session) -> list[Moved]:
    """Return the pledges, not yet due, that the calendar in force makes due on another day."""
    # As long as the calendar is the one the office began with, every pledge was counted by it.
    if all(row.version == 1 and row.shipped for row in current_rows(CALENDAR)):
        return []
    return moved_by(session, session.workspace.calendar())


def moved_by(session: Session, calendar: Calendar) -> list[Moved]:
    """Return the pledges, not yet due, that ``calendar`` makes due on another day.

    One that is filed counts too: filing puts the signed paper away, the matter still runs.
    """
    today = session.workspace.today()
    running = (
        Pledge.select().where((Pledge.state != VOID) & (Pledge.due >= today)).order_by(Pledge.id)
    )
    now: dict[tuple[date, int], date] = {}
    found = []
    for row in running:
        key = (row.accepted, row.days)
        if key not in now:
            now[key] = deadline(calendar, row.accepted, Period(row.days)).due
        if now[key] != row.due:
            found.append(Moved(row.id, row.number, row.section, row.applicant, row.due, now[key]))
    return found
