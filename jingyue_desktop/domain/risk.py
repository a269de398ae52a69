"""How a risk point is graded, explained, supervised and reviewed again."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from datetime import date

from jingyue_desktop.domain.office import Criterion, RiskPoint, Supervision

GRADES = ("A", "B", "C")


def grade(criteria: Sequence[str]) -> str:
    """Return the grade that ticked criteria give: three or more A, two B, one C.

    Raises ValueError without any criterion: a point nobody can say a reason for is no point.
    """
    if not criteria:
        raise ValueError("a risk point needs at least one criterion")
    return "A" if len(criteria) >= 3 else "B" if len(criteria) == 2 else "C"


def explain_grade(point: RiskPoint, criteria: Iterable[Criterion]) -> tuple[str, ...]:
    """Return the answer to 「为什么是这一级？」: each ticked criterion and the counting rule."""
    texts = {item.code: item.text for item in criteria}
    lines = [f"✓ {texts[code]}" for code in point.criteria]
    count = len(point.criteria)
    return (
        *lines,
        f"符合 {count} 项：三项及以上为 A 级，两项为 B 级，一项为 C 级，故为 {point.grade} 级。",
    )


def supervision(role: str, residual: str, table: Iterable[Supervision]) -> Supervision | None:
    """Return who manages and supervises a point of a post's rank at a residual grade."""
    return next((row for row in table if (row.role, row.grade) == (role, residual)), None)


def next_review(reviewed: date, months: int) -> date:
    """Return the day ``months`` later, on the last day of a shorter month."""
    index = reviewed.month - 1 + months
    year, month = reviewed.year + index // 12, index % 12 + 1
    return date(year, month, min(reviewed.day, calendar.monthrange(year, month)[1]))
