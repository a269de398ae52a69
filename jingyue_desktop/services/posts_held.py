"""The organisation as it stands: sections, posts, who holds them and who stands in, today and before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.domain.office import Office, Post, Section
from jingyue_desktop.domain.roles import EVERYONE
from jingyue_desktop.services.acts import Session, view
from jingyue_desktop.store.tables import Cover, Person, Posting


@dataclass(frozen=True)
class HeldRow:
    """A person in a post from a day to a day; ``until`` None is until further notice."""

    id: int
    person: int
    name: str
    phone: str
    post: str
    since: date
    until: date | None
    note: str

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or self.until >= day)


@dataclass(frozen=True)
class CoverRow:
    """A substitute (B岗) taking over a post of somebody absent (A岗), both days inclusive."""

    id: int
    post: str
    post_name: str
    person: int
    name: str
    substitute: int
    substitute_name: str
    since: date
    until: date
    reason: str
    void: bool
    revision: int


@dataclass(frozen=True)
class PostNode:
    """A post in the tree: its 编制, who holds it today, who stands in today."""

    post: Post
    holders: tuple[HeldRow, ...]
    covers: tuple[CoverRow, ...]

    @property
    def actual(self) -> int:
        """How many hold the post today (实有)."""
        return len(self.holders)


@dataclass(frozen=True)
class SectionNode:
    """A section with its posts in order."""

    section: Section
    posts: tuple[PostNode, ...]

    @property
    def actual(self) -> int:
        return sum(node.actual for node in self.posts)


@view("posts.tree", "查看机构和岗位", EVERYONE)
def tree(session: Session) -> list[SectionNode]:
    """Return the sections with posts and people as of today."""
    office, day = session.workspace.office(), session.workspace.today()
    held = [row for row in _postings() if row.holds(day)]
    covering = [row for row in _covers(office) if not row.void and row.since <= day <= row.until]
    nodes = {
        post.code: PostNode(
            post,
            tuple(row for row in held if row.post == post.code),
            tuple(row for row in covering if row.post == post.code),
        )
        for post in sorted(office.posts, key=lambda post: post.order)
    }
    return [
        SectionNode(
            section, tuple(node for node in nodes.values() if node.post.section == section.code)
        )
        for section in sorted(office.sections, key=lambda section: section.order)
    ]


@view("posts.history", "查看岗位历任人员", EVERYONE)
def history(session: Session, post: str) -> list[HeldRow]:
    """Return everybody who holds or held a post, newest first (交流轮岗)."""
    rows = [row for row in _postings() if row.post == post]
    return sorted(rows, key=lambda row: (row.since, row.id), reverse=True)


@view("posts.career", "查看个人任职经历", EVERYONE)
def career(session: Session, person: int) -> list[HeldRow]:
    """Return the posts of one person, newest first."""
    rows = [row for row in _postings() if row.person == person]
    return sorted(rows, key=lambda row: (row.since, row.id), reverse=True)


@view("covers.list", "查看AB岗顶岗", EVERYONE)
def covers(session: Session, post: str = "") -> list[CoverRow]:
    """Return the covers of a post (of all posts when none is said), newest first."""
    rows = [row for row in _covers(session.workspace.office()) if post in ("", row.post)]
    return sorted(rows, key=lambda row: (row.since, row.id), reverse=True)


def _postings() -> list[HeldRow]:
    people = {row.id: row for row in Person.select()}
    return [
        HeldRow(
            row.id,
            row.person,
            people[row.person].name,
            people[row.person].phone,
            row.post,
            row.since,
            row.until,
            row.note,
        )
        for row in Posting.select().order_by(Posting.since, Posting.id)
    ]


def _covers(office: Office) -> list[CoverRow]:
    people = {row.id: row.name for row in Person.select()}
    posts = {post.code: post.name for post in office.posts}
    return [
        CoverRow(
            row.id,
            row.post,
            posts.get(row.post, row.post),
            row.person,
            people[row.person],
            row.substitute,
            people[row.substitute],
            row.since,
            row.until,
            row.reason,
            row.void,
            row.revision,
        )
        for row in Cover.select().order_by(Cover.since, Cover.id)
    ]


def post_of(office: Office, code: str) -> Post:
    """Return a post by code, or raise UserError where the catalogue has none."""
    found = next((post for post in office.posts if post.code == code), None)
    if found is None:
        raise UserError("没有这个岗位。", "请刷新后再试。")
    return found


def holder_of(office: Office, role: str, day: date) -> str:
    """Return the name of whoever holds the first post of a role on ``day``, empty when vacant."""
    codes = [post.code for post in office.posts if post.role == role]
    row = next((row for row in _postings() if row.post in codes and row.holds(day)), None)
    return row.name if row else ""
