"""How a day stands in running text on screen."""

from __future__ import annotations

from datetime import date

from jingyue_desktop.domain.clock import day_text as _day_text


def day_text(day: date | None) -> str:
    """Return a day in full, or a dash where there is none."""
    return _day_text(day) if day else "—"


def kept_day_text(kept: str) -> str:
    """Return a day kept as 2026-03-02 in full; the catalogue may hold other words, they stay."""
    try:
        return _day_text(date.fromisoformat(kept))
    except ValueError:
        return kept
