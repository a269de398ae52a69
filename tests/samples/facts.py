"""What stands in a sample office, read through the services as a person would."""

from __future__ import annotations

import json
from typing import Any

from jingyue_desktop.services import (
    accounts,
    catalogue,
    drafts,
    people,
    pledge_register,
    posts_held,
    proposals,
    risk_review,
)
from jingyue_desktop.services.pledge_register import PledgeRow, Wanted
from jingyue_desktop.services.workspace import Workspace
from tests.offices import Sessions

POINT, POST, DRAFT = "A1-4", "planning_clerk", "pledges.issue"


def facts(workspace: Workspace) -> dict[str, Any]:
    """Return what the office knows, as JSON keeps it."""
    who = Sessions(workspace)
    director, auditor = who["director"], who["auditor"]
    rows = pledge_register.page(auditor, Wanted(), 0, 1000, "number")
    decided = [
        row
        for key in ("director", "security_admin", "planning_chief", "system_admin")
        for row in proposals.listed(who[key], waiting_only=False)
    ]
    found = {
        "pledges": [_pledge(who, row) for row in rows],
        "people": [
            [row.name, row.phone, row.active, row.posts, row.since, row.login]
            for row in people.listed(director)
        ],
        "covers": [
            [row.name, row.substitute_name, row.post, row.since, row.until, row.reason, row.void]
            for row in posts_held.covers(director)
        ],
        "proposals": sorted(
            {(row.id, row.title, row.proposer, row.state, row.decider, row.note) for row in decided}
        ),
        "reviews": [
            [row.reviewed, row.residual, row.grade, row.next_review, row.note, row.reviewer]
            for row in risk_review.history(director, POINT)
        ],
        "accounts": [
            [row.name, row.login, row.state, row.given, row.must_change, row.code_expires]
            for row in accounts.listed(who["security_admin"])
        ],
        "duty": [
            [row.version, row.author, row.note, row.body["duty"], row.current]
            for row in catalogue.history(director, "post", POST)
        ],
        "draft": drafts.kept(who["planning_clerk"], DRAFT),
        "counts": workspace.office().counts(),
    }
    return dict(json.loads(json.dumps(found, ensure_ascii=False, default=str)))


def _pledge(who: Sessions, row: PledgeRow) -> list[Any]:
    scan = pledge_register.scan_of(who["auditor"], row.id) if row.scan else None
    return [
        row.number,
        row.variant_name,
        row.applicant,
        row.project,
        row.days,
        row.accepted,
        row.due,
        row.provisional,
        row.state,
        row.void_reason,
        row.issuer,
        row.signed,
        row.filed,
        (scan.name, scan.size, scan.sha256) if scan else None,
    ]
