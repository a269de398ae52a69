"""A risk-control chart (风险防控图): the steps one under the other, beside each its risk points and measures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jingyue_desktop.paper.chart import QUIET, Box, Chart, Shape, Wire
from jingyue_desktop.paper.chart_parts import BADGE, badge, height_of, note, paragraph, pill, wrap

POST, STEP, POINTS, STATE = 92.0, 134.0, 396.0, 64.0
HEAD, PAD, GUTTER, GAP = 26.0, 6.0, 18.0, 5.0
NAME, SMALL = 9.5, 8.5
HEADS = (("岗位", POST), ("环节", STEP), ("风险点与防控措施", POINTS), ("状态", STATE))
NONE = "本环节没有列出风险点"
# Fill and stroke of a state's mark; the word stands in it, so colour is never the only sign.
STATES = {
    "未复核": ("#eef1f4", "#52606d"),
    "未消除": ("#fff3d6", "#8a5a00"),
    "已消除": ("#e5f3e8", "#1f6b3a"),
}


@dataclass(frozen=True)
class Point:
    """A risk point as the chart says it; ``state`` is one of ``STATES``."""

    code: str
    kind: str
    grade: str
    text: str
    measure: str
    state: str


@dataclass(frozen=True)
class Stage:
    """A step with the posts that do it and its risk points; ``instead``: of the step before it."""

    key: str
    title: str
    limit: str
    posts: str
    points: tuple[Point, ...]
    instead: bool = False


def control_chart(title: str, stages: Sequence[Stage], notes: Sequence[str]) -> Chart:
    """Return the chart of a flow's risk points; ``notes`` stand under it."""
    width = POST + STEP + POINTS + STATE
    rows: list[_Row] = []
    top = HEAD + GUTTER / 2
    for stage in stages:
        rows.append(_Row(stage, top))
        top = rows[-1].bottom + GUTTER
    floor = top - GUTTER / 2
    shapes: list[Shape] = _columns(floor)
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        shapes += row.shapes()
        if after is not None:
            shapes += _between(row, after)
    height = floor + 8
    for text in notes:
        shapes += note(0, height, text, width)
        height += height_of(wrap(text, width, 8.0), 8.0) + 2
    return Chart(title, width, height + 4, tuple(shapes))


def _between(row: _Row, after: _Row) -> list[Shape]:
    x = POST + STEP / 2
    if not after.stage.instead:
        return [Wire(((x, row.bottom), (x, after.top)), arrow=True, colour="#1f4e8c")]
    top = (row.bottom + after.top) / 2 - SMALL * 0.65
    return paragraph(POST, top, ["或者（按事项）"], SMALL, room=STEP)


def _columns(floor: float) -> list[Shape]:
    shapes: list[Shape] = []
    left = 0.0
    for name, width in HEADS:
        shapes.append(Box(left, 0, width, floor, "", "#c3ccd6"))
        shapes.append(Box(left, 0, width, HEAD, "#dfe8f2", "#c3ccd6"))
        shapes += paragraph(left, HEAD / 2 - NAME * 0.65, [name], NAME, bold=True, room=width)
        left += width
    return shapes


class _Row:
    """A step with its place: everything of it lies between ``top`` and ``bottom``."""

    def __init__(self, stage: Stage, top: float) -> None:
        self.stage, self.top = stage, top
        self.title = wrap(stage.title, STEP - 4 * PAD, NAME)
        self.posts = wrap(stage.posts, POST - 2 * PAD, SMALL)
        self.points = [_Block(point) for point in stage.points]
        self.limit = wrap(stage.limit, STEP - 4 * PAD, SMALL)
        own = 2 * PAD + height_of(self.title, NAME) + height_of(self.limit, SMALL)
        beside = sum(block.height for block in self.points) + GAP * (len(self.points) - 1)
        self.bottom = top + max(own, 2 * PAD + height_of(self.posts, SMALL), beside)

    def shapes(self) -> list[Shape]:
        """Return everything of the row."""
        stage, left = self.stage, POST + PAD
        high, y = self.bottom - self.top, self.top + PAD
        shapes = paragraph(PAD, y, self.posts, SMALL)
        shapes.append(
            Box(left, self.top, STEP - 2 * PAD, high, "#eef4fb", "#1f4e8c", radius=4, key=stage.key)
        )
        shapes += paragraph(left + PAD, y, self.title, NAME, bold=True)
        y += height_of(self.title, NAME)
        shapes += paragraph(left + PAD, y, self.limit, SMALL, colour=QUIET)
        level = self.top
        for block in self.points:
            shapes += block.shapes(level, stage.key)
            level += block.height + GAP
        if not self.points:
            shapes += paragraph(POST + STEP + PAD, self.top + PAD, [NONE], SMALL, colour=QUIET)
        return shapes


class _Block:
    """One risk point: badge, what it is, its measure, its state."""

    def __init__(self, point: Point) -> None:
        self.point = point
        room = POINTS - 5 * PAD - BADGE[0]
        self.text = wrap(f"〔{point.kind}〕{point.text}", room, SMALL)
        self.measure = wrap(f"防控措施：{point.measure}", room, SMALL)
        self.height = 2 * PAD + height_of([*self.text, *self.measure], SMALL) + 2

    def shapes(self, top: float, key: str) -> list[Shape]:
        """Return the block from ``top`` on; a click on it asks for its step."""
        point, left = self.point, POST + STEP + PAD
        fill, stroke = STATES[point.state]
        shapes: list[Shape] = [
            Box(left, top, POINTS - 2 * PAD, self.height, "#ffffff", stroke, radius=4, key=key)
        ]
        shapes += badge(left + PAD, top + PAD, point.code, point.grade)
        x, y = left + 2 * PAD + BADGE[0], top + PAD
        shapes += paragraph(x, y, self.text, SMALL)
        y += height_of(self.text, SMALL) + 2
        shapes += paragraph(x, y, self.measure, SMALL, colour=QUIET)
        return shapes + _mark(point.state, top, self.height, fill, stroke)


def _mark(state: str, top: float, height: float, fill: str, stroke: str) -> list[Shape]:
    left, wide, high = POST + STEP + POINTS + PAD, STATE - 2 * PAD, 15.0
    return pill(left, top + (height - high) / 2, wide, high, state, SMALL, fill, stroke)
