"""Days as a notice writes them: read, refused in words, written, and back again."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jingyue_desktop.domain.day_ranges import days_text, read_days
from jingyue_desktop.services.calendar_file import read_calendar
from jingyue_desktop.services.calendar_notice import read_year, rows_of

CALENDAR = read_calendar(Path(__file__).resolve().parents[1] / "resources" / "calendar")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2月15日至17日", ["2026-02-15", "2026-02-16", "2026-02-17"]),
        ("2-15至2-16，2.28", ["2026-02-15", "2026-02-16", "2026-02-28"]),
        ("２月２８日；2026年3月1日", ["2026-02-28", "2026-03-01"]),
        ("1月31日～2月1日", ["2026-01-31", "2026-02-01"]),
        ("12月31日至2027年1月1日", ["2026-12-31", "2027-01-01"]),
        ("2025年12月31日", ["2025-12-31"]),
        ("2月14日（周六）、15日(星期日)", ["2026-02-14", "2026-02-15"]),
        ("2月14日（周六）至 16日（周一）", ["2026-02-14", "2026-02-15", "2026-02-16"]),
        ("2月 14日-15日", ["2026-02-14", "2026-02-15"]),
        ("", []),
    ],
)
def test_days_are_read_as_they_are_written(text: str, days: list[str]) -> None:
    assert [day.isoformat() for day in read_days(text, 2026)] == days


@pytest.mark.parametrize(
    "text",
    ["三月一日", "2月30日", "15日", "5月5日至1日", "1-1至2-1至3-1", "2026", "1月1日至2028年1月1日"],
)
def test_what_is_no_day_is_told(text: str) -> None:
    with pytest.raises(ValueError, match=f"“{text}”看不懂，请写成 2月15日至23日"):
        read_days(f"{text}、2月28日", 2026)


@given(st.sets(st.dates(date(2025, 12, 1), date(2027, 2, 1)), max_size=40))
def test_what_is_written_is_read_again(days: set[date]) -> None:
    assert read_days(days_text(days, 2026), 2026) == sorted(days)


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(1, 90))
def test_a_run_is_written_once(first: date, more: int) -> None:
    text = days_text((first + timedelta(days=n) for n in range(more + 1)), 2026)
    assert text.count("至") == 1 and "、" not in text


@pytest.mark.parametrize("year", range(2020, 2027))
def test_every_year_typed_from_its_rows_is_the_same_year(year: int) -> None:
    shipped = CALENDAR.years[year]
    rows = rows_of(shipped)
    assert read_year(year, shipped.notice, rows) == shipped
    assert rows[0]["name"] == "元旦" and len(rows) >= 6
