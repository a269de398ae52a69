"""批量开具: the list from Excel, tried out row by row, issued all or none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jingyue_desktop.domain.errors import RowFault
from jingyue_desktop.paper.definition import load_form
from jingyue_desktop.paper.validate import Values
from jingyue_desktop.services import pledge_plan, pledges
from jingyue_desktop.services.acts import Session, new_op_id
from jingyue_desktop.ui.import_dialog import Import

TITLE = "批量开具服务承诺书"


def batch_import(session: Session) -> Import:
    """Return what the import dialog needs for a list of pledges."""
    once = session.once(new_op_id())

    def plan(rows: list[dict[str, Any]]) -> tuple[Sequence[str], Sequence[RowFault]]:
        found = pledge_plan.plan(session, rows)
        return found.lines, found.faults

    def take(rows: list[Values], digest: str) -> list[int]:
        return pledges.issue_batch(once, rows, digest)

    form = load_form(session.workspace.forms, "pledge_batch")
    return Import(TITLE, form, "pledge-list", {}, plan, take)
