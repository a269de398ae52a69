"""A flow chart in swim lanes: one row a step, one lane a post, other ways out at the right.

Each step has a row of its own and the way to the next runs between the rows, so nothing crosses
a box; a step several posts do together has a box in the lane of each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jingyue_desktop.paper.chart import QUIET, Box, Chart, Shape, Wire
from jingyue_desktop.paper.chart_parts import BADGE, badge, height_of, note, paragraph, wrap

LANE, HEAD, SIDE = 106.0, 26.0, 182.0
NODE = 94.0  # width of a step's box
PAD, GUTTER, GAP = 5.0, 24.0, 6.0
WAYS = "其他去向"
OR = 16.0  # between two steps of which a case takes one
NAME, SMALL = 9.5, 8.0
JOINED = 24.0  # height of the box of a post that takes part
FILL, STROKE, SHADE = "#eef4fb", "#1f4e8c", "#f6f8fa"


@dataclass(frozen=True)
class Node:
    """A step: lane of the post that does it, lanes that take part, (code, grade) of its points.

    ``ways`` are the other ways out in words. ``instead``: done in place of the step before it.
    """

    key: str
    title: str
    limit: str
    lane: int
    joined: tuple[int, ...] = ()
    points: tuple[tuple[str, str], ...] = ()
    ways: tuple[str, ...] = ()
    instead: bool = False


def lane_chart(
    title: str, lanes: Sequence[str], nodes: Sequence[Node], notes: Sequence[str]
) -> Chart:
    """Return the chart of a flow; ``notes`` stand under it."""
    heads = [*((wrap(name, LANE - 2 * PAD, NAME), LANE) for name in lanes), ([WAYS], SIDE)]
    head = max(HEAD, *(height_of(lines, NAME) + 2 * PAD for lines, _ in heads))
    rows = _rows(nodes, head)
    floor = (rows[-1].bottom if rows else head) + GUTTER / 2
    width = len(lanes) * LANE + SIDE
    shapes = _lanes(heads, head, floor)
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        shapes += row.shapes(len(lanes))
        if after is not None:
            shapes += _either(row, after) if after.node.instead else [_way(row, after)]
    height = floor + 8
    for text in notes:
        shapes += note(0, height, text, width)
        height += height_of(wrap(text, width, SMALL), SMALL) + 2
    return Chart(title, width, height + 4, tuple(shapes))


def _rows(nodes: Sequence[Node], head: float) -> list[_Row]:
    rows: list[_Row] = []
    top = head + GUTTER / 2
    for node in nodes:
        rows.append(_Row(node, top - (GUTTER - OR if node.instead else 0)))
        top = rows[-1].bottom + GUTTER
    return rows


def _lanes(heads: Sequence[tuple[Sequence[str], float]], head: float, floor: float) -> list[Shape]:
    """Return the lanes with their heads; every second one is shaded, the last is the ways'."""
    shapes: list[Shape] = []
    left = 0.0
    for n, (lines, width) in enumerate(heads):
        shade = SHADE if n % 2 and n < len(heads) - 1 else ""
        shapes.append(Box(left, 0, width, floor, shade, "#c3ccd6"))
        shapes.append(Box(left, 0, width, head, "#dfe8f2", "#c3ccd6"))
        top = (head - height_of(lines, NAME)) / 2
        shapes += paragraph(left, top, lines, NAME, bold=True, room=width)
        left += width
    return shapes


class _Row:
    """A step with its place: everything of it lies between ``top`` and ``bottom``."""

    def __init__(self, node: Node, top: float) -> None:
        self.node, self.top = node, top
        self.title = wrap(node.title, NODE - 2 * PAD, NAME)
        self.ways = [wrap(text, SIDE - 30, SMALL) for text in node.ways]
        # Posts that take part stand at the right too: the other ways out pass below them.
        self.drop = JOINED + GAP if any(n > node.lane for n in node.joined) and node.ways else 0.0
        ways = sum(height_of(lines, SMALL) + 2 * PAD + GAP for lines in self.ways)
        self.limit = wrap(node.limit, NODE - 2 * PAD, SMALL)
        words = height_of(self.title, NAME) + height_of(self.limit, SMALL)
        own = 2 * PAD + words + 3 + self._badges()
        self.bottom = top + max(own, self.drop + ways - GAP, JOINED)

    def _badges(self) -> float:
        return -(-len(self.node.points) // self._across()) * (BADGE[1] + 3)

    def _across(self) -> int:
        return int((NODE - 2 * PAD + 3) // (BADGE[0] + 3))

    def left(self) -> float:
        """Return the left edge of the step's box."""
        return self.node.lane * LANE + (LANE - NODE) / 2

    def middle(self) -> float:
        """Return the middle of the step's lane."""
        return self.node.lane * LANE + LANE / 2

    def shapes(self, lanes: int) -> list[Shape]:
        """Return everything of the row."""
        return [*self._joined(), *self._sides(lanes), *self._box()]

    def _box(self) -> list[Shape]:
        node, left, y = self.node, self.left(), self.top + PAD
        high = self.bottom - self.top
        shapes: list[Shape] = [
            Box(left, self.top, NODE, high, FILL, STROKE, radius=4, key=node.key)
        ]
        shapes += paragraph(left + PAD, y, self.title, NAME, bold=True)
        y += height_of(self.title, NAME)
        shapes += paragraph(left + PAD, y, self.limit, SMALL, colour=QUIET)
        y += height_of(self.limit, SMALL) + 3
        for n, (code, grade) in enumerate(node.points):
            row, column = divmod(n, self._across())
            place = left + PAD + column * (BADGE[0] + 3), y + row * (BADGE[1] + 3)
            shapes += badge(*place, code, grade)
        return shapes

    def _joined(self) -> list[Shape]:
        shapes: list[Shape] = []
        y = self.top + JOINED / 2
        for lane in self.node.joined:
            left = lane * LANE + (LANE - NODE) / 2
            ends = (
                (self.left() + NODE, left) if lane > self.node.lane else (self.left(), left + NODE)
            )
            shapes.append(Wire(((ends[0], y), (ends[1], y)), dash=True))
            shapes.append(
                Box(left, self.top, NODE, JOINED, "#ffffff", STROKE, True, 4, self.node.key)
            )
            shapes += paragraph(left, y - SMALL * 0.65, ["会同办理"], SMALL, room=NODE)
        return shapes

    def _sides(self, lanes: int) -> list[Shape]:
        shapes: list[Shape] = []
        left, y = lanes * LANE + 14, self.top + self.drop
        for lines in self.ways:
            high = height_of(lines, SMALL) + 2 * PAD
            level = y + high / 2
            shapes.append(_diamond(self.left() + NODE, level))
            shapes.append(Wire(((self.left() + NODE + 4, level), (left, level)), True, True))
            shapes.append(Box(left, y, SIDE - 22, high, "#fffdf5", "#8a5a00", radius=4))
            shapes += paragraph(left + 4, y + PAD - 1, lines, SMALL)
            y += high + GAP
        return shapes


def _diamond(x: float, y: float) -> Wire:
    return Wire(((x - 4, y), (x, y - 4), (x + 4, y), (x, y + 4), (x - 4, y)), colour="#8a5a00")


def _either(row: _Row, after: _Row) -> list[Shape]:
    """Return the frame around two steps of which a case takes one."""
    left, top = row.left() - 4, row.top - 4
    word = (row.bottom + after.top) / 2 - SMALL * 0.65
    frame = Box(left, top, NODE + 8, after.bottom - top + 4, "", STROKE, True, 6)
    return [frame, *paragraph(row.left(), word, ["或者（按事项）"], SMALL, room=NODE)]


def _way(row: _Row, after: _Row) -> Wire:
    """Return the way from a step to the next, turning half way between their rows."""
    level = (row.bottom + after.top) / 2
    start, end = row.middle(), after.middle()
    points = ((start, row.bottom), (start, level), (end, level), (end, after.top))
    straight = ((start, row.bottom), (end, after.top))
    return Wire(straight if start == end else points, arrow=True, colour=STROKE)
