"""The flows as charts and step by step: who does what by when, where the risks are, what stops them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.domain.office import Flow, Office, Step
from jingyue_desktop.domain.roles import EVERYONE, Role
from jingyue_desktop.paper.chart import Chart
from jingyue_desktop.paper.control_chart import Point, Stage, control_chart
from jingyue_desktop.paper.grid import Page
from jingyue_desktop.paper.lane_chart import Node, lane_chart
from jingyue_desktop.services import risks
from jingyue_desktop.services.acts import Session, view
from jingyue_desktop.services.risks import PointRow

FLOW, CONTROL = "flow", "control"
TITLES = {FLOW: "业务流程图", CONTROL: "风险防控图"}
ORDER = (Role.CLERK, Role.CHIEF, Role.DEPUTY, Role.DIRECTOR)
OUTSIDE = "法制审核员"
JOINED = "会同办理的岗位用虚线相连；圆牌为风险点编号和初始等级（A、B、C）；菱形为判断，箭头指向其他去向。"
STATES = "圆牌为风险点编号和初始等级（A、B、C）；右列为残余状态：未复核、未消除、已消除。"


@dataclass(frozen=True)
class FlowRow:
    """A flow in the list; ``promise`` in working days, None where there is none."""

    code: str
    name: str
    kind: str
    promise: int | None
    steps: int
    points: int


@dataclass(frozen=True)
class PointLine:
    """A risk point beside its step."""

    code: str
    kind: str
    text: str
    grade: str
    measure: str
    state: str


@dataclass(frozen=True)
class StepCard:
    """A step as it is explained: posts by name, their duties, limit and other ways out in words."""

    code: str
    name: str
    flow_name: str
    posts: tuple[str, ...]
    people: int
    limit: str
    note: str
    duties: tuple[tuple[str, str], ...]
    turns: tuple[str, ...]
    points: tuple[PointLine, ...]


@view("flows.list", "查看业务流程", EVERYONE)
def flows(session: Session) -> list[FlowRow]:
    """Return the flows of the catalogue."""
    office = session.workspace.office()
    return [
        FlowRow(
            flow.code,
            flow.name,
            flow.kind,
            flow.promise,
            len(flow.steps),
            sum(point.flow == flow.code for point in office.risk_points),
        )
        for flow in office.flows
    ]


@view("flows.step", "查看流程环节", EVERYONE)
def step(session: Session, code: str) -> StepCard:
    """Return one step, e.g. ``A1.4``; raises UserError where there is none."""
    office = session.workspace.office()
    found = ((flow, step) for flow in office.flows for step in flow.steps if step.code == code)
    flow, its = next(found, (None, None))
    if flow is None or its is None:
        raise UserError(f"没有“{code}”这个环节。", "请刷新后再看。")
    posts = [post for post in office.posts if post.code in its.posts]
    return StepCard(
        its.code,
        its.name,
        flow.name,
        tuple(post.name for post in posts) or (OUTSIDE,),
        its.people,
        limit_words(its),
        its.note,
        tuple((post.name, post.duty) for post in posts),
        ways(flow, its),
        tuple(
            PointLine(row.code, row.kind, row.text, row.initial, row.measure, row.state)
            for row in risks.points(session)
            if row.step == code
        ),
    )


@view("flows.chart", "查看流程图", EVERYONE)
def chart(session: Session, code: str, what: str) -> Chart:
    """Return the chart of a flow, FLOW or CONTROL; raises UserError for a flow there is not."""
    return draw(session, flow_of(session.workspace.office(), code), what)


def flow_of(office: Office, code: str) -> Flow:
    """Return a flow of the catalogue; UserError names those there are."""
    found = next((flow for flow in office.flows if flow.code == code), None)
    if found is None:
        known = "、".join(flow.code for flow in office.flows)
        raise UserError(f"没有“{code}”这个流程。", f"可用：{known}。")
    return found


def draw(session: Session, flow: Flow, what: str, *, poster: bool = False) -> Chart:
    """Return a chart for A4, or for A3 as a poster."""
    office = session.workspace.office()
    rows = risks.points(session)
    title = f"{flow.name}{TITLES[what]}"
    if what == CONTROL:
        stages = [_stage(office, step, rows) for step in flow.steps]
        return _placed(control_chart(title, stages, _notes(flow, STATES)), poster)
    lanes = _lanes(office, flow)
    names = [name for _, name in lanes]
    places = {code: n for n, (code, _) in enumerate(lanes)}
    nodes = [_node(flow, step, places, rows) for step in flow.steps]
    return _placed(lane_chart(title, names, nodes, _notes(flow, JOINED)), poster)


def _placed(made: Chart, poster: bool) -> Chart:
    """Return a chart on the sheet that shows it largest, upright or across."""
    paper: Literal["A4", "A3"] = "A3" if poster else "A4"
    pages = [Page(paper, across, "table", 18, 15, 15, 20) for across in (False, True)]
    largest = max(pages, key=lambda page: _scale(made, page))
    return replace(made, page=largest)


def _scale(made: Chart, page: Page) -> float:
    width, height = page.area()
    return min(width / made.width, height / made.height)


def _notes(flow: Flow, legend: str) -> list[str]:
    promise = f"对外承诺 {flow.promise} 个工作日。" if flow.promise is not None else ""
    return [f"{promise}{flow.note}。", legend]


def _lanes(office: Office, flow: Flow) -> list[tuple[str, str]]:
    """Return (post code, name) of the posts in a flow, clerks first, the director last."""
    used = {code for step in flow.steps for code in step.posts}
    rank = {role: n for n, role in enumerate(ORDER)}
    posts = [post for post in office.posts if post.code in used]
    posts.sort(key=lambda post: (rank[Role(post.role)], post.section != flow.section, post.order))
    lanes = [(post.code, post.name) for post in posts]
    if any(not step.posts for step in flow.steps):
        lanes.insert(1, ("", OUTSIDE))
    return lanes


def _node(flow: Flow, step: Step, places: dict[str, int], rows: list[PointRow]) -> Node:
    lanes = [places[code] for code in step.posts] or [places[""]]
    return Node(
        step.code,
        f"{step.code} {step.name}",
        limit_words(step),
        lanes[0],
        tuple(lanes[1:]),
        tuple((row.code, row.initial) for row in rows if row.step == step.code),
        ways(flow, step),
        bool(step.instead_of),
    )


def _stage(office: Office, step: Step, rows: list[PointRow]) -> Stage:
    names = [post.name for post in office.posts if post.code in step.posts]
    points = [
        Point(row.code, row.kind, row.initial, row.text, row.measure, row.state)
        for row in rows
        if row.step == step.code
    ]
    title = f"{step.code} {step.name}"
    posts = "、".join(names) or OUTSIDE
    return Stage(step.code, title, limit_words(step), posts, tuple(points), bool(step.instead_of))


def ways(flow: Flow, step: Step) -> tuple[str, ...]:
    """Return the other ways out of a step in words."""
    names = {other.code: f"{other.code} {other.name}" for other in flow.steps}
    return tuple(
        f"{turn.when}：{f'转 {names[turn.to]}' if turn.to in names else turn.to}"
        for turn in flow.turns
        if turn.step == step.code
    )


def limit_words(step: Step) -> str:
    """Return e.g. ``时限 2 个工作日``, ``当日办理``."""
    if step.limit is None:
        return "不设时限"
    words = f"时限 {step.limit} 个工作日" if step.limit else "当日办理"
    return f"{words}（承诺以外）" if step.outside_promise else words
