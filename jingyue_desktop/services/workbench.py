"""The desk of whoever is logged in: what is to do, how the office stands, what changed meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from jingyue_desktop.domain.clock import day_text, office_day
from jingyue_desktop.domain.roles import EVERYONE, Role
from jingyue_desktop.services import pledge_register, pledges_moved, proposals, risks, updates
from jingyue_desktop.services.actors import Actor, name_of
from jingyue_desktop.services.acts import Session, view
from jingyue_desktop.services.journal import act_title
from jingyue_desktop.services.pledge_register import READERS, Wanted
from jingyue_desktop.services.pledges import SIGNED, WAITING
from jingyue_desktop.store.fields import read_moment
from jingyue_desktop.store.tables import Log, Pledge, Proposal

SOON_DAYS = 14
MOST, MOST_MOVED = 100, 20
# Acts everybody may know of, because they change what everybody works by.
PUBLIC = (
    *("posts.", "risks.", "catalogue.", "people.", "covers.", "pledges.", "office."),
    *("calendar.", "parameters.", "flows."),
)


@dataclass(frozen=True)
class Todo:
    """One thing to do: where it is done (tab and key), by when, and how urgent it is.

    ``light`` is ``overdue``, ``due``, or ``fine``.
    """

    title: str
    detail: str
    due: date | None
    light: str
    tab: str
    key: str


@dataclass(frozen=True)
class Figure:
    """A figure of the office with its caption and where it leads; ``alarm`` when it asks for action."""

    caption: str
    number: int
    tab: str
    key: str
    alarm: bool = False


@dataclass(frozen=True)
class Change:
    """Something somebody did since the reader was here last; ``tab`` and ``key`` lead to it.

    ``about`` names the thing in words, all three are empty where the act was about nothing single.
    """

    when: datetime
    who: str
    title: str
    about: str = ""
    tab: str = ""
    key: str = ""


@view("workbench.todo", "查看待办", EVERYONE)
def todo(session: Session) -> list[Todo]:
    """Return what the reader should do, the most urgent first."""
    actor = session.actor()
    found = [*_proposals(session), *_reviews(session, actor), *_pledges(session, actor)]
    found += [*_updates(session, actor), *_moved(session, actor)]
    order = {"overdue": 0, "due": 1, "fine": 2}
    return sorted(found, key=lambda item: (order[item.light], item.due or date.max))


def _proposals(session: Session) -> Iterator[Todo]:
    if session.actor().roles <= {Role.COMMISSION}:
        return
    for row in proposals.listed(session):
        if row.may_decide:
            text = f"{row.proposer}提出，请核对后确认或退回"
            yield Todo(
                row.title, text, office_day(row.proposed), "due", "工作台", f"proposal:{row.id}"
            )


def _reviews(session: Session, actor: Actor) -> Iterator[Todo]:
    """Risk points whose review is due: for the chief of the post's section, for leaders all."""
    if not actor.leads and Role.CHIEF not in actor.roles:
        return
    sections = {post.code: post.section for post in session.workspace.office().posts}
    today = session.workspace.today()
    for row in risks.points(session):
        mine = actor.leads or sections[row.post] in actor.sections
        if row.next_review is None or not mine:
            continue
        if (row.next_review - today).days <= SOON_DAYS:
            light = "overdue" if row.overdue else "due"
            text = f"{row.holder}　{row.text}"
            yield Todo(
                f"复核风险点 {row.code}", text, row.next_review, light, "风险防控表", row.code
            )


def _pledges(session: Session, actor: Actor) -> Iterator[Todo]:
    if actor.roles & {Role.CHIEF, Role.CLERK}:
        late = Wanted(overdue_scans=True, sections=tuple(sorted(actor.sections)))
        for row in pledge_register.page(session, late, 0, MOST, "issued"):
            text = f"{row.applicant}　{_short(row.project)}"
            yield Todo(
                f"登记签名扫描件 {row.number}",
                text,
                row.issued,
                "overdue",
                "服务承诺",
                str(row.id),
            )
    if Role.CUSTODIAN in actor.roles:
        for row in pledge_register.page(session, Wanted(state=SIGNED), 0, MOST, "number"):
            text = f"{row.applicant}　{_short(row.project)}"
            yield Todo(
                f"归档承诺书 {row.number}", text, row.signed, "fine", "服务承诺", str(row.id)
            )


def _moved(session: Session, actor: Actor) -> Iterator[Todo]:
    """Pledges of the own section that name another day than the calendar in force gives."""
    if not actor.roles & {Role.CHIEF, Role.CLERK}:
        return
    rows = [row for row in pledges_moved.moved(session) if row.section in actor.sections]
    advice = "可作废后重新开具" if Role.CHIEF in actor.roles else "请科长决定是否作废后重新开具"
    for row in rows[:MOST_MOVED]:
        text = f"按现行放假安排为{day_text(row.now)}，承诺书上为{day_text(row.was)}；{advice}"
        day = min(row.was, row.now)
        yield Todo(f"应办结日期有变 {row.number}", text, day, "due", "服务承诺", str(row.id))
    if len(rows) > MOST_MOVED:
        title = f"应办结日期有变的承诺书还有 {len(rows) - MOST_MOVED} 份"
        yield Todo(
            title, f"按现行放假安排，应办结日期与承诺书不同；{advice}", None, "due", "服务承诺", ""
        )


def _short(text: str) -> str:
    first = text.partition("\n")[0]
    return first if len(first) <= 40 else f"{first[:40]}……"


def _updates(session: Session, actor: Actor) -> Iterator[Todo]:
    if Role.CHIEF not in actor.roles:
        return
    pending = updates.pending(session)
    if pending:
        text = "新版程序自带的目录与本局现用的不同，请逐项决定是否采用"
        yield Todo(f"目录有 {len(pending)} 项随程序更新", text, None, "fine", "系统", "updates")


@view("workbench.figures", "查看本局概况", EVERYONE)
def figures(session: Session) -> list[Figure]:
    """Return the office's figures the reader may see."""
    points = risks.figures(session)
    found = [
        Figure("未消除风险点", points.states["未消除"], "风险防控表", "未消除"),
        Figure("复核超期", points.overdue, "风险防控表", "复核超期", points.overdue > 0),
    ]
    if session.actor().roles & READERS:
        late = pledge_register.count(session, Wanted(overdue_scans=True))
        found = [
            Figure("本年开具承诺书", _issued(session), "服务承诺", ""),
            Figure(
                "待签", pledge_register.count(session, Wanted(state=WAITING)), "服务承诺", WAITING
            ),
            Figure("扫描件逾期", late, "服务承诺", "overdue", late > 0),
            *found,
        ]
    return found


def _issued(session: Session) -> int:
    year = session.workspace.today().year
    return int(Pledge.select().where(Pledge.year == year).count())


@view("workbench.changes", "查看上次登录以来的变化", EVERYONE)
def changes(session: Session, limit: int = 50) -> list[Change]:
    """Return what others did since the reader's login before this one, newest first."""
    since = _last_visit(session.account)
    public = Log.action.startswith(PUBLIC[0])
    for start in PUBLIC[1:]:
        public = public | Log.action.startswith(start)
    rows = (
        Log.select()
        .where((Log.seq > since) & (Log.success == 1) & public & (Log.actor != session.account))
        .order_by(Log.seq.desc())
        .limit(limit)
    )
    found = list(rows)
    name = _names(session, found)
    who = {actor: name_of(actor) for actor in {row.actor for row in found} if actor}
    return [
        Change(
            read_moment(row.ts),
            who.get(row.actor, "—") if row.actor else "—",
            act_title(row.action),
            *name(row.object_type, row.object_id),
        )
        for row in found
    ]


def _names(session: Session, rows: Sequence[Log]) -> Callable[[str, str], tuple[str, str, str]]:
    """Return what gives a log row's thing as (name, tab, key), as far as the reader may know it."""

    def ids(kind: str) -> list[int]:
        return [int(row.object_id) for row in rows if row.object_type == kind]

    reads = bool(session.actor().roles & READERS)
    listed = pledge_register.some(session, ids("pledge")) if reads else []
    pledges = {str(row.id): f"{row.number} {row.applicant}" for row in listed}
    filed = Proposal.select(Proposal.id, Proposal.title).where(Proposal.id.in_(ids("proposal")))
    titles = {str(row.id): row.title for row in filed}
    posts = {post.code: post.name for post in session.workspace.office().posts}

    def name(kind: str, key: str) -> tuple[str, str, str]:
        if kind == "pledge" and key in pledges:
            return pledges[key], "服务承诺", key
        if kind == "risk_point":
            return key, "风险防控表", key
        if kind == "post" and key in posts:
            return posts[key], "岗位职责", key
        return titles.get(key, "") if kind == "proposal" else "", "", ""

    return name


def _last_visit(account: int) -> int:
    """Return the log row of the login before the present one, 0 at the first."""
    mine = Log.select(Log.seq).where(
        (Log.action == "login") & (Log.actor == account) & (Log.success == 1)
    )
    rows = list(mine.order_by(Log.seq.desc()).limit(2))
    return int(rows[1].seq) if len(rows) == 2 else 0
