"""The risk-control table and the risk points as the office reads them: grade, reasons, who watches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from jingyue_desktop.domain.office import Criterion, Matter, Office, Post, RiskPoint, Supervision
from jingyue_desktop.domain.risk import explain_grade, grade, supervision
from jingyue_desktop.domain.roles import EVERYONE
from jingyue_desktop.services.acts import Session, view
from jingyue_desktop.services.catalogue_rows import current_rows
from jingyue_desktop.store.tables import RiskState

UNREVIEWED, REMAINS, CLEARED = "未复核", "未消除", "已消除"
STATES = (UNREVIEWED, REMAINS, CLEARED)
EVERY = {1: "每月", 3: "每季度", 6: "每半年", 12: "每年"}


@dataclass(frozen=True)
class ControlRow:
    """One row of the 岗位职责廉政效能风险防控表; ``version`` is what an edit of it starts from."""

    post: str
    name: str
    duty: str
    integrity_risk: str
    efficiency_risk: str
    measure: str
    version: int
    since: datetime
    author: str


@dataclass(frozen=True)
class Watch:
    """Who manages and supervises a point that remains, how often, and where that rule comes from."""

    manager: str
    supervisor: str
    months: int
    source: str

    def sentence(self) -> str:
        """Return the arrangement in the office's words."""
        if self.manager == self.supervisor:
            return f"{self.manager}直接管理并监督"
        return f"{self.manager}直接管理，{self.supervisor}负责监督"

    def interval(self) -> str:
        """Return how often the point is reviewed."""
        return f"{EVERY.get(self.months, f'每{self.months}个月')}检查一次"


@dataclass(frozen=True)
class PointRow:
    """One risk point with its names joined and what is left of it after the measures.

    ``initial`` is the grade its ticked criteria give; ``grade``, ``watch`` and ``next_review``
    stand only while ``state`` is 未消除. ``revision`` is what a review starts from (0: the first).
    """

    code: str
    flow: str
    flow_name: str
    step: str
    step_name: str
    post: str
    post_name: str
    desk: str
    matter: str
    matter_name: str
    kind: str
    text: str
    criteria: tuple[Criterion, ...]
    initial: str
    cause: int
    cause_name: str
    requirement: str
    measure: str
    auto: str
    effect: tuple[str, ...]
    source: str
    why: tuple[str, ...]
    state: str
    grade: str
    watch: Watch | None
    reviewed: date | None
    next_review: date | None
    overdue: bool
    note: str
    revision: int

    @property
    def holder(self) -> str:
        """Return the post with its desk, as the paper names it."""
        return f"{self.post_name}（{self.desk}）" if self.desk else self.post_name


@dataclass(frozen=True)
class Figures:
    """How many points there are by initial grade, kind and state, and whose review is overdue."""

    total: int
    grades: dict[str, int]
    kinds: dict[str, int]
    states: dict[str, int]
    overdue: int


@view("risks.control_table", "查看岗位职责廉政效能风险防控表", EVERYONE)
def control_table(session: Session) -> list[ControlRow]:
    """Return the table's rows in the order of the posts."""
    versions = {row.code: row for row in current_rows("post")}
    posts = sorted(session.workspace.office().posts, key=lambda post: post.order)
    return [
        ControlRow(
            post.code,
            post.name,
            post.duty,
            post.integrity_risk,
            post.efficiency_risk,
            post.measure,
            versions[post.code].version,
            versions[post.code].since,
            versions[post.code].author,
        )
        for post in posts
    ]


@view("risks.points", "查看风险点清单", EVERYONE)
def points(session: Session) -> list[PointRow]:
    """Return every risk point in the order of the catalogue."""
    office = session.workspace.office()
    states = {row.point: row for row in RiskState.select()}
    today = session.workspace.today()
    join = _Join(office)
    return [join.row(point, states.get(point.code), today) for point in office.risk_points]


@view("risks.figures", "查看风险点统计", EVERYONE)
def figures(session: Session) -> Figures:
    """Return the counts of all points."""
    rows = points(session)
    return Figures(
        total=len(rows),
        grades=_count([row.initial for row in rows], "ABC"),
        kinds=_count([row.kind for row in rows], ("廉政", "效能")),
        states=_count([row.state for row in rows], STATES),
        overdue=sum(row.overdue for row in rows),
    )


def _count(values: list[str], names: tuple[str, ...] | str) -> dict[str, int]:
    return {name: values.count(name) for name in names}


def watch_over(office: Office, post: Post, residual: str) -> Watch | None:
    """Return who watches a post's point at a residual grade; 科长 becomes the post's own chief."""
    rule = supervision(post.role, residual, office.supervision)
    if rule is None:
        return None
    chief = next(
        (p.name for p in office.posts if p.section == post.section and p.role == "chief"), "科长"
    )
    return _watch(rule, chief)


def _watch(rule: Supervision, chief: str) -> Watch:
    names = [chief if name == "科长" else name for name in (rule.manager, rule.supervisor)]
    return Watch(names[0], names[1], rule.interval_months, rule.source)


class _Join:
    """The office's items by code, for joining names to points."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.posts = {post.code: post for post in office.posts}
        self.flows = {flow.code: flow for flow in office.flows}
        self.steps = {step.code: step for flow in office.flows for step in flow.steps}
        self.matters: dict[str, Matter] = {matter.code: matter for matter in office.matters}
        self.causes = {cause.number: cause for cause in office.causes}
        self.criteria = {item.code: item for item in office.criteria}

    def row(self, point: RiskPoint, state: RiskState | None, today: date) -> PointRow:
        post = self.posts[point.post]
        cause = self.causes[point.cause]
        remains = state is not None and state.residual == REMAINS
        due = state.next_review if state is not None and remains else None
        return PointRow(
            code=point.code,
            flow=point.flow,
            flow_name=self.flows[point.flow].name,
            step=point.step,
            step_name=self.steps[point.step].name,
            post=point.post,
            post_name=post.name,
            desk=point.desk,
            matter=point.matter,
            matter_name=self.matters[point.matter].name,
            kind=point.kind,
            text=point.text,
            criteria=tuple(self.criteria[code] for code in point.criteria),
            initial=grade(point.criteria),
            cause=point.cause,
            cause_name=cause.name,
            requirement=cause.requirement,
            measure=point.measure,
            auto=point.auto,
            effect=point.effect,
            source=point.source,
            why=explain_grade(point, self.office.criteria),
            state=state.residual if state is not None else UNREVIEWED,
            grade=state.grade if state is not None and remains else "",
            watch=watch_over(self.office, post, state.grade) if state and remains else None,
            reviewed=state.reviewed if state is not None else None,
            next_review=due,
            overdue=due is not None and due < today,
            note=state.note if state is not None else "",
            revision=state.revision if state is not None else 0,
        )
