"""How pledges are said and coloured on screen."""

from __future__ import annotations

from jingyue_desktop.services.pledge_register import PledgeRow
from jingyue_desktop.services.pledges import FILED, SIGNED, VOID, WAITING
from jingyue_desktop.ui.kit.dates import day_text
from jingyue_desktop.ui.kit.tokens import State

LATE = "扫描件逾期"
STATES = {
    WAITING: State.DUE,
    LATE: State.OVERDUE,
    SIGNED: State.ACTIVE,
    FILED: State.FINE,
    VOID: State.QUIET,
}
LONG = 240


def state_text(row: PledgeRow) -> str:
    """Return how a pledge stands, in one word; a scan long missing is said instead of 待签."""
    return LATE if row.scan_overdue else row.state


def state_of(row: PledgeRow) -> State:
    """Return the shape and colour shown beside ``state_text``."""
    return STATES[state_text(row)]


def one_line(text: str, most: int = 40) -> str:
    """Return the beginning of a text on one line, for questions and titles of dialogs."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else f"{flat[:most]}……"


def stands_now(row: PledgeRow) -> str:
    """Return what somebody who comes second must know of a pledge."""
    told = {
        SIGNED: f"（签名日期 {day_text(row.signed)}）",
        FILED: f"（归档日期 {day_text(row.filed)}）",
        VOID: f"（作废理由：{one_line(row.void_reason)}）",
    }.get(row.state, "")
    return f"{row.number}刚被他人办理，现在是“{row.state}”{told}，您的操作没有保存。"
