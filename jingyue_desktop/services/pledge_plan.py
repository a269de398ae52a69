"""What issuing a list of pledges would do, row by row, before anything is issued."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jingyue_desktop.domain.clock import day_text
from jingyue_desktop.domain.errors import Invalid, RowFault, UserError
from jingyue_desktop.services.acts import Session, view
from jingyue_desktop.services.pledge_text import Drafted, Drafter
from jingyue_desktop.services.pledges import ISSUERS, MOST


@dataclass(frozen=True)
class Plan:
    """A line in words for every row, and what speaks against the list."""

    lines: tuple[str, ...]
    faults: tuple[RowFault, ...]


@view("pledges.plan", "试算批量开具清单", ISSUERS)
def plan(session: Session, rows: Sequence[Mapping[str, Any]]) -> Plan:
    """Return what ``pledges.issue_batch`` would do with ``rows`` (keys of form ``pledge``)."""
    if len(rows) > MOST:
        return Plan((), (RowFault(MOST + 1, "—", f"一次最多开具 {MOST} 份，请分几次办理。"),))
    actor, drafter = session.actor(), Drafter(session.workspace)
    titles = {field.key: field.title for field in drafter.form.fields}
    lines: list[str] = []
    faults: list[RowFault] = []
    for number, raw in enumerate(rows, 1):
        try:
            drafted = drafter.draft(raw)
        except Invalid as invalid:
            faults += [RowFault(number, titles[k], text) for k, text in invalid.faults.items()]
        except UserError as fault:
            faults.append(RowFault(number, titles["variant"], fault.message))
        else:
            lines.append(_line(drafted))
            if drafted.variant.section not in actor.sections and not actor.leads:
                faults.append(RowFault(number, titles["variant"], "只能办理本科室的事项。"))
    return Plan(tuple(lines), tuple(faults))


def _line(drafted: Drafted) -> str:
    due = drafted.deadline.due
    tail = "（暂按周末推算）" if drafted.deadline.provisional else ""
    who = f"{drafted.variant.name}，{drafted.values['applicant']}"
    return f"开具：{who}，应办结 {day_text(due)}{tail}"
