"""The paper of the posts: 岗位职责表, one row for each post with who holds it."""

from __future__ import annotations

from typing import Any

from jingyue_desktop.domain.roles import EVERYONE
from jingyue_desktop.paper.definition import load_form
from jingyue_desktop.paper.grid import Paper
from jingyue_desktop.paper.layout import lay_out
from jingyue_desktop.services import papers, people, posts_held
from jingyue_desktop.services.acts import Session
from jingyue_desktop.services.posts_held import PostNode, SectionNode

POSTS, PEOPLE = "岗位职责表", "人员名单"


@papers.paper("posts", POSTS, EVERYONE)
def posts(session: Session) -> Paper:
    """Return the table of posts with duties, 编制 and 实有."""
    rows = [_row(section, node) for section in posts_held.tree(session) for node in section.posts]
    return _paper(session, "post_duties", POSTS, rows)


@papers.paper("people", PEOPLE, EVERYONE)
def people_list(session: Session, *, blank: bool = False) -> Paper:
    """Return the people in post today, or the empty list to fill in and import (``blank``)."""
    names = {post.code: post.name for post in session.workspace.office().posts}
    rows = [
        {"name": row.name, "post": names[post], "since": row.since, "phone": row.phone or None}
        for row in people.listed(session)
        for post in row.posts
        if post in names
    ]
    return _paper(session, "people", PEOPLE, None if blank else rows)


def _row(section: SectionNode, node: PostNode) -> dict[str, Any]:
    held = [row.name for row in node.holders]
    covered = [f"{row.substitute_name}（顶岗）" for row in node.covers]
    return {
        "section": section.section.name,
        "post": node.post.name,
        "staff": node.post.staff,
        "actual": node.actual,
        "people": "、".join([*held, *covered]) or None,
        "duty": node.post.duty,
        "steps": node.post.steps,
        "pledge": node.post.pledge or None,
    }


def _paper(session: Session, name: str, title: str, rows: list[dict[str, Any]] | None) -> Paper:
    workspace = session.workspace
    form = load_form(workspace.forms, name)
    values: dict[str, Any] = {"office": workspace.office().bureau.name}
    if rows is not None:
        values |= {"made": workspace.today(), "rows": tuple(rows)}
    return Paper(name, title, ((title, lay_out(form, values, blank=rows is None)),))
