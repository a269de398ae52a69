"""How grades, states and days of risk points are said and coloured on screen."""

from __future__ import annotations

from jingyue_desktop.services.risk_review import outcome
from jingyue_desktop.services.risks import CLEARED, REMAINS, PointRow
from jingyue_desktop.ui.kit.dates import day_text
from jingyue_desktop.ui.kit.tokens import State

GRADE_STATES = {"A": State.OVERDUE, "B": State.DUE, "C": State.FINE}
NUMERALS = "零一二三四五六七八九"


def grade_text(grade: str) -> str:
    """Return the grade as the office says it."""
    return f"{grade} 级" if grade else "—"


def residual_text(row: PointRow) -> str:
    """Return what is left of a point, and that its review is overdue."""
    if row.overdue:
        return "复核超期"
    return outcome(row.state, row.grade)


def residual_state(row: PointRow) -> State:
    """Return the state shown beside ``residual_text``."""
    if row.overdue:
        return State.OVERDUE
    return {REMAINS: State.DUE, CLEARED: State.FINE}.get(row.state, State.QUIET)


def cause_text(row: PointRow) -> str:
    """Return the cause class with its number."""
    return f"第{NUMERALS[row.cause]}类：{row.cause_name}"


def supervision_text(row: PointRow) -> str:
    """Return who watches the point and when it is reviewed next."""
    if row.watch is None:
        if row.state == CLEARED:
            return "已消除，不再分级管理。"
        return "尚未复核；复核为“未消除”后，按残余等级确定直接管理人和监督人。"
    text = f"{row.watch.sentence()}；{row.watch.interval()}，下次 {day_text(row.next_review)}"
    return f"{text}（已超期）" if row.overdue else text
