"""Acts that wait for a second person: seen, confirmed, rejected, withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jingyue_desktop.domain.errors import NotAllowed, UserError
from jingyue_desktop.domain.roles import STAFF
from jingyue_desktop.services import acts
from jingyue_desktop.services.actors import name_of
from jingyue_desktop.services.acts import Act, Session, Work, act, view
from jingyue_desktop.services.everything import registry
from jingyue_desktop.services.typed import words
from jingyue_desktop.store.tables import Proposal

WAITING, CONFIRMED, REJECTED, WITHDRAWN = "待确认", "已确认", "已退回", "已撤回"


@dataclass(frozen=True)
class ProposalRow:
    """A proposal as shown: what it is, who filed it, whether the reader may decide on it."""

    id: int
    act: str
    act_title: str
    title: str
    arguments: dict[str, Any]
    proposer: str
    proposed: datetime
    state: str
    decider: str
    decided: datetime | None
    note: str
    mine: bool
    may_decide: bool
    revision: int


@view("proposals.list", "查看待确认事项", STAFF)
def listed(session: Session, waiting_only: bool = True) -> list[ProposalRow]:
    """Return the proposals the reader filed or could decide on, newest first.

    Without ``waiting_only`` also those that were decided or withdrawn.
    """
    roles = session.actor().roles
    query = Proposal.select().order_by(Proposal.id.desc())
    if waiting_only:
        query = query.where(Proposal.state == WAITING)
    own = session.account
    seen = (row for row in query if row.proposer == own or registry()[row.act].second & roles)
    return [_row(row, own, roles) for row in seen]


def _row(row: Proposal, account: int, roles: frozenset[Any]) -> ProposalRow:
    entry = registry()[row.act]
    mine = row.proposer == account
    return ProposalRow(
        id=row.id,
        act=row.act,
        act_title=entry.title,
        title=row.title,
        arguments=row.arguments,
        proposer=name_of(row.proposer),
        proposed=row.proposed,
        state=row.state,
        decider=name_of(row.decider) if row.decider else "",
        decided=row.decided,
        note=row.note,
        mine=mine,
        may_decide=row.state == WAITING and not mine and bool(entry.second & roles),
        revision=row.revision,
    )


def confirm(session: Session, proposal: int) -> Any:
    """Carry a proposal out as its second person; raises NotAllowed for the proposer himself.

    The act runs once, with both people in its log row; a change made meanwhile is a Conflict. A
    retry under the same ``op_id`` returns what the first try did, also when it was not told.
    """
    row = _found(proposal)
    entry = registry()[row.act]
    body = entry.body
    assert body is not None

    def carry_out(work: Work) -> Any:
        fresh = _waiting(proposal)
        if fresh.proposer == work.actor.account:
            raise NotAllowed("须由另一人确认，不能确认自己提出的事项。", rule="双人办理")
        result = body(work, **fresh.arguments)
        work.unit.change(fresh, state=CONFIRMED, decider=work.actor.account, decided=work.now)
        return result

    result = acts.run(session, entry, carry_out, proposer=row.proposer)
    if _found(proposal).state != CONFIRMED:
        # What came back is what this operation did to another proposal.
        raise NotAllowed("操作编号已被另一项操作使用。", rule="操作编号")
    session.workspace.topics.announce("proposals")
    return result


def _found(proposal: int) -> Proposal:
    row = Proposal.get_or_none(Proposal.id == proposal)
    if row is None:
        raise UserError("没有这一事项。", "请刷新后再看。")
    found: Proposal = row
    return found


def _waiting(proposal: int) -> Proposal:
    row = _found(proposal)
    if row.state != WAITING:
        raise UserError("这一事项已经办理或撤回。", "请刷新后再看。")
    return row


@act("proposals.reject", "退回待确认事项", STAFF, topics=("proposals",))
def reject(work: Work, proposal: int, note: str) -> None:
    """Send a proposal back with a reason; only who could have confirmed it may."""
    row = _waiting(proposal)
    entry: Act = registry()[row.act]
    if row.proposer == work.actor.account or not entry.second & work.actor.roles:
        raise NotAllowed("您不能退回这一事项。", rule="双人办理")
    why = words("note", "退回理由", note)
    if not why:
        raise UserError("请写明退回理由。")
    _close(work, row, REJECTED, why)


@act("proposals.withdraw", "撤回本人提出的事项", STAFF, scope="self", topics=("proposals",))
def withdraw(work: Work, proposal: int) -> None:
    """Take one's own proposal back."""
    row = _waiting(proposal)
    if row.proposer != work.actor.account:
        raise NotAllowed("只能撤回本人提出的事项。", rule="本人范围")
    _close(work, row, WITHDRAWN, "")


def _close(work: Work, row: Proposal, state: str, note: str) -> None:
    work.unit.change(row, state=state, decider=work.actor.account, decided=work.now, note=note)
    work.about("proposal", row.id)
