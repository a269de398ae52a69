"""How staff, people and cover are said on this tab."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from jingyue_desktop.services.posts_held import CoverRow, HeldRow, PostNode, SectionNode
from jingyue_desktop.ui.kit.dates import day_text
from jingyue_desktop.ui.kit.tokens import State

RUNNING, AHEAD, OVER, VOID = "顶岗中", "未开始", "已结束", "已作废"
COVER_STATES = {RUNNING: State.ACTIVE, AHEAD: State.DUE, OVER: State.QUIET, VOID: State.QUIET}
IN_POST, TO_COME, LEFT = "在任", "待任", "已离任"
HELD_STATES = {IN_POST: State.FINE, TO_COME: State.DUE, LEFT: State.QUIET}


@dataclass(frozen=True)
class Staff:
    """编制 and 实有 of a post, or of several together; one's surplus fills no gap of another."""

    staff: int
    actual: int
    missing: int
    over: int

    @classmethod
    def of(cls, nodes: Iterable[PostNode]) -> Staff:
        pairs = [(node.post.staff, node.actual) for node in nodes]
        return cls(
            sum(staff for staff, _ in pairs),
            sum(actual for _, actual in pairs),
            sum(max(staff - actual, 0) for staff, actual in pairs),
            sum(max(actual - staff, 0) for staff, actual in pairs),
        )

    def gap(self) -> str:
        """Return 缺 and 超编 with their numbers, empty where all is as established."""
        words = [f"缺 {self.missing}"] if self.missing else []
        return " ".join([*words, f"超编 {self.over}"] if self.over else words)

    def text(self) -> str:
        """Return 编制/实有 with the gap, such as ``2/1　缺 1``."""
        return f"{self.staff}/{self.actual}　{self.gap()}".rstrip()

    def sentence(self) -> str:
        """Return the same in full."""
        words = [f"编制 {self.staff} 人", f"实有 {self.actual} 人"]
        words += [f"缺 {self.missing} 人"] if self.missing else []
        words += [f"超编 {self.over} 人"] if self.over else []
        return "，".join(words)

    def state(self) -> State | None:
        """Return the state shown beside the gap."""
        return State.DUE if self.gap() else None

    def badge(self) -> tuple[str, State]:
        """Return the word and state of a badge."""
        return (self.gap(), State.DUE) if self.gap() else ("满编", State.FINE)


def posts_of(tree: Iterable[SectionNode]) -> list[PostNode]:
    """Return every post of the office in order."""
    return [node for section in tree for node in section.posts]


def names(held: Iterable[HeldRow], covers: Sequence[CoverRow] = ()) -> str:
    """Return who is in a post today, who of them is away, and who stands in until when."""
    away = {row.person for row in covers}
    found = [f"{row.name}（离岗）" if row.person in away else row.name for row in held]
    found += [f"{row.substitute_name}（顶岗至{day_text(row.until)}）" for row in covers]
    return "、".join(found) or "空缺"


def cover_state(row: CoverRow, today: date) -> str:
    """Return how a cover stands on ``today``."""
    if row.void:
        return VOID
    if row.until < today:
        return OVER
    return AHEAD if row.since > today else RUNNING


def held_state(row: HeldRow, today: date) -> str:
    """Return how a posting stands on ``today``."""
    if row.since > today:
        return TO_COME
    return IN_POST if row.holds(today) else LEFT


def span_text(since: date, until: date | None) -> str:
    """Return from when to when."""
    return f"{day_text(since)}至{day_text(until)}" if until else f"{day_text(since)}起"


def labelled(items: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Return label → id for a choice; a label that comes again gets its id behind it."""
    found: dict[str, int] = {}
    for text, number in items:
        found[f"{text}，编号 {number}" if text in found else text] = number
    return found


def holders_of(tree: Sequence[SectionNode]) -> list[tuple[str, HeldRow]]:
    """Return everybody in post today with the post's name, in the order of the tree."""
    return [
        (node.post.name, row) for section in tree for node in section.posts for row in node.holders
    ]
