"""Numbers without gaps: one series for each kind and year, taken inside the act that uses them."""

from __future__ import annotations

from jingyue_desktop.services.acts import Work
from jingyue_desktop.store.tables import NumberSeries


def take(work: Work, kind: str, year: int, count: int = 1) -> int:
    """Return the first of ``count`` fresh numbers; they are gone with the act if it fails."""
    row = NumberSeries.get_or_none((NumberSeries.kind == kind) & (NumberSeries.year == year))
    if row is None:
        row = work.unit.add(NumberSeries(kind=kind, year=year, last=0))
    first = int(row.last) + 1
    work.unit.change(row, last=row.last + count)
    return first
