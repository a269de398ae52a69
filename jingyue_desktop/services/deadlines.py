"""期限推算: when a period of law, or a number of working days, is over by the office's calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from jingyue_desktop.domain import limits as rules
from jingyue_desktop.domain.deadline import Deadline, Pause
from jingyue_desktop.domain.office import Limit
from jingyue_desktop.domain.roles import EVERYONE
from jingyue_desktop.services.acts import Session, view


@view("limits.list", "查看期限规定", EVERYONE)
def limits(session: Session) -> list[Limit]:
    """Return the periods of law in the catalogue."""
    return list(session.workspace.office().limits)


@view("calendar.deadline", "推算期限", EVERYONE)
def ask(
    session: Session,
    start: date,
    rule: str | int,
    pauses: Sequence[Pause] = (),
    extended: bool = False,
) -> Deadline:
    """Return ``limits.answer`` by the office's own calendar and periods of law."""
    calendar, known = session.workspace.calendar(), session.workspace.office().limits
    return rules.answer(calendar, known, start, rule, pauses, extended=extended)
