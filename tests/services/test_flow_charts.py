"""The charts of the flows: nothing overlaps, nothing is crossed, every way ends, all follows the data."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.domain.office import Turn
from jingyue_desktop.files.fonts import load_fonts
from jingyue_desktop.files.ink import width_of
from jingyue_desktop.paper.chart import Box, Chart, Label, Wire
from jingyue_desktop.paper.chart_parts import NOT_FIRST, NOT_LAST, wrap
from jingyue_desktop.paper.grid import Style
from jingyue_desktop.paper.lane_chart import Node, lane_chart
from jingyue_desktop.services import flow_charts, proposals, risk_review
from jingyue_desktop.services.flow_charts import CONTROL, FLOW
from tests.offices import RESOURCES, Sessions

CODES = ["A1", "A2", "A3", "A4", "A5", "B", "C"]
EVERY = [(code, what) for code in CODES for what in (FLOW, CONTROL)]
Rect = tuple[float, float, float, float]


def rect(shape: Box | Label) -> Rect:
    if isinstance(shape, Box):
        return shape.x, shape.y, shape.x + shape.width, shape.y + shape.height
    left = shape.x - shape.width() / 2 if shape.centred else shape.x
    return left, shape.y - shape.size * 0.85, left + shape.width(), shape.y + shape.size * 0.1


def overlap(one: Rect, other: Rect) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def within(inner: Rect, outer: Rect, slack: float = 0.01) -> bool:
    return (
        inner[0] >= outer[0] - slack
        and inner[1] >= outer[1] - slack
        and inner[2] <= outer[2] + slack
        and inner[3] <= outer[3] + slack
    )


def segments(wire: Wire) -> list[Rect]:
    """Every segment as a rectangle of no width; all but the diamonds run straight."""
    pairs = zip(wire.points, wire.points[1:], strict=False)
    return [(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])) for a, b in pairs]


def faults(chart: Chart) -> list[str]:
    """Return what is wrong with a chart's geometry, in words."""
    labels = [s for s in chart.shapes if isinstance(s, Label)]
    boxes = [s for s in chart.shapes if isinstance(s, Box)]
    wires = [s for s in chart.shapes if isinstance(s, Wire)]
    found = [
        f"{a.text} over {b.text}"
        for n, a in enumerate(labels)
        for b in labels[n + 1 :]
        if overlap(rect(a), rect(b))
    ]
    page = (0.0, 0.0, chart.width, chart.height)
    found += [f"{s} outside" for s in (*labels, *boxes) if not within(rect(s), page)]
    found += [
        f"{label.text} cut by an edge"
        for label in labels
        for box in boxes
        if overlap(rect(label), rect(box)) and not within(rect(label), rect(box))
    ]
    nodes = [box for box in boxes if box.key]
    found += [
        f"{a.key} over {b.key}"
        for n, a in enumerate(nodes)
        for b in nodes[n + 1 :]
        if overlap(rect(a), rect(b))
    ]
    found += [
        f"{label.text} crossed"
        for wire in wires
        for segment in segments(wire)
        for label in labels
        if overlap(segment, rect(label))
    ]
    found += [f"{wire} ends nowhere" for wire in wires if wire.arrow and not _ends(wire, boxes)]
    return found


def _ends(wire: Wire, boxes: list[Box]) -> bool:
    x, y = wire.points[-1]
    return any(
        box.holds(x, y) and (abs(x - box.x) < 0.01 or abs(y - box.y) < 0.01) for box in boxes
    )


@pytest.mark.parametrize(("code", "what"), EVERY)
def test_nothing_overlaps_and_every_way_ends(
    local_sessions: Sessions, code: str, what: str
) -> None:
    chart = flow_charts.chart(local_sessions["auditor"], code, what)
    assert faults(chart) == []
    steps = {
        step.code
        for flow in local_sessions["auditor"].workspace.office().flows
        for step in flow.steps
        if flow.code == code
    }
    assert {box.key for box in chart.shapes if isinstance(box, Box) and box.key} == steps
    ways = [s for s in chart.shapes if isinstance(s, Wire) and s.arrow and not s.dash]
    instead = 1 if code == "A4" else 0
    assert len(ways) == len(steps) - 1 - instead


def test_the_check_sees_what_is_wrong() -> None:
    box = Box(0, 0, 40, 20, key="a")
    good = Chart("图", 100, 60, (box, Label(2, 12, "字字", 9), Wire(((20, 50), (20, 20)))))
    assert faults(good) == []
    for wrong in (
        Label(5, 13, "字", 9),
        Label(36, 12, "字字", 9),
        Label(95, 40, "字", 9),
        Box(30, 10, 40, 20, key="b"),
        Wire(((0, 9), (40, 9))),
        Wire(((20, 50), (20, 30)), arrow=True),
    ):
        assert len(faults(replace(good, shapes=(*good.shapes, wrong)))) >= 1, wrong


@pytest.mark.parametrize(("code", "what"), EVERY)
def test_texts_are_as_narrow_as_they_are_taken_to_be(
    local_sessions: Sessions, code: str, what: str
) -> None:
    fonts = load_fonts(RESOURCES / "fonts")
    chart = flow_charts.chart(local_sessions["auditor"], code, what)
    for label in (shape for shape in chart.shapes if isinstance(shape, Label)):
        real = width_of(fonts, label.text, Style("hei" if label.bold else "song", label.size))
        assert real <= label.width() + 0.5, label.text


@pytest.mark.parametrize("code", CODES)
def test_a_control_chart_names_every_point_of_its_flow(local_sessions: Sessions, code: str) -> None:
    session = local_sessions["auditor"]
    text = "".join(flow_charts.chart(session, code, CONTROL).texts())
    points = [p for p in session.workspace.office().risk_points if p.flow == code]
    assert points
    for point in points:
        assert f"{point.code} {point.grade}" in text
        assert point.text in text and point.measure in text


def test_a_control_chart_follows_the_reviews(local_sessions: Sessions) -> None:
    session = local_sessions["planning_chief"]
    assert set(states(flow_charts.chart(session, "A1", CONTROL))) == {"未复核"}
    filed = risk_review.review(session, "A1-4", 0, "未消除", reviewed="2026-03-02")
    proposals.confirm(local_sessions["deputy"], filed)
    assert states(flow_charts.chart(session, "A1", CONTROL)).count("未消除") == 1


def states(chart: Chart) -> list[str]:
    return [text for text in chart.texts() if text in ("未复核", "未消除", "已消除")]


def test_a_flow_of_the_office_s_own_is_drawn_as_it_is(local_sessions: Sessions) -> None:
    """A step, a limit, a way out in the data: the chart follows, without any Python."""
    session = local_sessions["auditor"]
    flow = flow_charts.flow_of(session.workspace.office(), "A1")
    long = replace(
        flow.steps[3], name="对报建材料逐项进行非常仔细的初步审查并写明全部意见", limit=7
    )
    turn = Turn("A1.4", "发现从前没有见过的情形", "A1.1")
    own = replace(flow, steps=(*flow.steps[:3], long, *flow.steps[4:]), turns=(*flow.turns, turn))
    for what in (FLOW, CONTROL):
        chart = flow_charts.draw(session, own, what)
        assert faults(chart) == []
        text = "".join(chart.texts())
        assert f"A1.4 {long.name}" in text and "时限 7 个工作日" in text
        assert (f"{turn.when}：转 A1.1 收件受理" in text) == (what == FLOW)


def test_long_names_stay_in_their_places() -> None:
    names = ["监察科现场巡查与行政处罚科员", "综合管理科"]
    nodes = [
        Node("X.1", "X.1 现场ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789核查", "时限 1 个工作日", 0),
        Node("X.2", "X.2 报送", "当日办理", 1, ways=("情形：" + "一" * 80,)),
    ]
    chart = lane_chart("图", names, nodes, ["注：" + "二" * 120])
    assert faults(chart) == []
    assert "".join(chart.texts()[:3]).startswith(names[0])


def test_lanes_run_from_the_clerk_to_the_director(local_sessions: Sessions) -> None:
    chart = flow_charts.chart(local_sessions["auditor"], "C", FLOW)
    assert chart.texts()[:6] == [
        "监察科科员",
        "法制审核员",
        "监察科科长",
        "副局长",
        "局长",
        "其他去向",
    ]


def test_a_step_explains_itself(local_sessions: Sessions) -> None:
    card = flow_charts.step(local_sessions["auditor"], "A1.3")
    assert card.posts == ("规划科科员", "监察科科员") and card.people == 2
    assert (card.name, card.limit) == ("现场踏察", "时限 2 个工作日")
    assert [point.code for point in card.points] == ["A1-3"]
    assert flow_charts.step(local_sessions["auditor"], "C.5").posts == ("法制审核员",)
    assert "转 A1.4 科员初审" in flow_charts.step(local_sessions["auditor"], "A1.5").turns[0]
    with pytest.raises(UserError, match=r"A1\.99"):
        flow_charts.step(local_sessions["auditor"], "A1.99")
    with pytest.raises(UserError) as unknown:
        flow_charts.chart(local_sessions["auditor"], "X", FLOW)
    assert "A1、A2" in unknown.value.advice


def test_lines_break_as_chinese_does() -> None:
    text = "对“一书两证”项目（含选址、用地、工程）进行初审，逾期预警；不得超过10个工作日。"
    for width in (30, 45, 60, 90, 140):
        lines = wrap(text, width, 9)
        assert "".join(lines) == text
        for line in lines[1:]:
            assert line[0] not in NOT_FIRST
        for line in lines[:-1]:
            assert line[-1] not in NOT_LAST
    assert any("10个" in line or line.endswith("10") for line in wrap(text, 45, 9))
