"""What a post is for: duties and measures as the catalogue says them, and what the post answers for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jingyue_desktop.domain.errors import Invalid
from jingyue_desktop.domain.office import Flow, Matter, Office, PledgeVariant, Post, RiskPoint, Step
from jingyue_desktop.domain.roles import EVERYONE, Role
from jingyue_desktop.services import catalogue
from jingyue_desktop.services.acts import Session, Work, act, view
from jingyue_desktop.services.catalogue_rows import newest
from jingyue_desktop.services.posts_held import post_of
from jingyue_desktop.services.typed import words

LIMIT = 10_000
# The texts of a post that are edited on screen, in the order of the paper.
TITLES = {
    "duty": "主要岗位职责",
    "integrity_risk": "廉政风险",
    "efficiency_risk": "效能风险",
    "measure": "防控措施",
    "steps": "承办环节",
    "pledge": "服务承诺",
}
REQUIRED = ("duty", "integrity_risk", "efficiency_risk", "measure")


@dataclass(frozen=True)
class PostCard:
    """A post with what it answers for; ``version`` is what an edit of its texts starts from."""

    post: Post
    version: int
    since: datetime
    author: str
    matters: tuple[Matter, ...]
    steps: tuple[tuple[Flow, Step], ...]
    points: tuple[RiskPoint, ...]
    pledges: tuple[PledgeVariant, ...]


@view("posts.card", "查看岗位职责", EVERYONE)
def card(session: Session, code: str) -> PostCard:
    """Return one post with its matters, steps, risk points and pledges."""
    office = session.workspace.office()
    post = post_of(office, code)
    row = newest("post", code)
    steps = tuple(
        (flow, step) for flow in office.flows for step in flow.steps if code in step.posts
    )
    points = tuple(point for point in office.risk_points if point.post == code)
    return PostCard(
        post,
        row.version,
        row.since,
        row.author,
        _matters(office, post, steps, points),
        steps,
        points,
        _pledges(office, post),
    )


def _matters(
    office: Office,
    post: Post,
    steps: tuple[tuple[Flow, Step], ...],
    points: tuple[RiskPoint, ...],
) -> tuple[Matter, ...]:
    """A post answers for the matters of its own section; leaders for all they decide on."""
    codes = {step.matter for _, step in steps} | {point.matter for point in points}
    leads = post.role in (Role.DIRECTOR, Role.DEPUTY)
    return tuple(
        matter
        for matter in office.matters
        if matter.code in codes and (leads or matter.section == post.section)
    )


def _pledges(office: Office, post: Post) -> tuple[PledgeVariant, ...]:
    # Only posts whose row of the table says so give a pledge.
    if not post.pledge or post.role not in (Role.CHIEF, Role.CLERK):
        return ()
    return tuple(variant for variant in office.pledge_variants if variant.section == post.section)


@act(
    "posts.revise",
    "修改岗位职责和防控措施",
    {Role.CHIEF},
    scope="section",
    second={Role.DIRECTOR, Role.DEPUTY},
    topics=("catalogue",),
)
def revise(work: Work, code: str, version: int, texts: dict[str, str], note: str = "") -> int:
    """Make a new version of a post's texts (keys of ``TITLES``); returns its version.

    A chief proposes for his own section or for the leaders' posts, a leader confirms.
    """
    post = post_of(work.office, code)
    if work.proposer is None and post.role not in (Role.DIRECTOR, Role.DEPUTY):
        work.require_section(post.section)
    cleaned: dict[str, str] = {}
    faults: dict[str, str] = {}
    for key in (key for key in TITLES if key in texts):
        try:
            cleaned[key] = words(key, TITLES[key], texts[key], most=LIMIT)
        except Invalid as wrong:
            faults |= wrong.faults
    faults |= {key: f"请填写{TITLES[key]}。" for key in REQUIRED if cleaned.get(key) == ""}
    if faults:
        raise Invalid(faults)
    why = words("note", "修改说明", note)
    row = catalogue.revise(work, "post", code, version, cleaned, TITLES, why)
    work.detail["title"] = f"修改岗位职责：{post.name}"
    return int(row.version)
