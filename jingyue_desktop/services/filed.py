"""What somebody filed for a second person and what became of it: waiting, confirmed, sent back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from jingyue_desktop.domain.roles import STAFF
from jingyue_desktop.services.actors import name_of
from jingyue_desktop.services.acts import Session, view
from jingyue_desktop.services.proposals import WAITING
from jingyue_desktop.store.fields import moment_text
from jingyue_desktop.store.tables import Proposal

DAYS = 30
MOST = 50


@dataclass(frozen=True)
class Filed:
    """One's own proposal; ``decider``, ``decided`` and ``note`` are empty while it waits."""

    id: int
    title: str
    proposed: datetime
    state: str
    decider: str
    decided: datetime | None
    note: str

    @property
    def waits(self) -> bool:
        return self.state == WAITING


@view("proposals.filed", "查看本人提出的事项", STAFF)
def filed(session: Session) -> list[Filed]:
    """Return what the reader filed and still waits, and what was decided lately, newest first."""
    since = moment_text(session.workspace.now() - timedelta(days=DAYS))
    query = (
        Proposal.select()
        .where(Proposal.proposer == session.account)
        .where((Proposal.state == WAITING) | (Proposal.decided >= since))
        .order_by(Proposal.id.desc())
        .limit(MOST)
    )
    return [
        Filed(
            row.id,
            row.title,
            row.proposed,
            row.state,
            name_of(row.decider) if row.decider else "",
            row.decided,
            row.note,
        )
        for row in query
    ]
