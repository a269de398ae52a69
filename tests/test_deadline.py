"""The clock: worked examples of 2026, what holds for every date, periods of law, faults in their file."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jingyue_desktop.domain import limits
from jingyue_desktop.domain.deadline import Binds, Deadline, Pause, Period, Unit, deadline, later
from jingyue_desktop.domain.errors import DataFault, UserError
from jingyue_desktop.domain.workdays import PROVISIONAL
from jingyue_desktop.services.calendar_file import read_calendar
from jingyue_desktop.services.office_file import read_office

RESOURCES = Path(__file__).resolve().parents[1] / "resources"
LIMITS = read_office(RESOURCES / "office").limits
CALENDAR = read_calendar(RESOURCES / "calendar")
LAST = date(2026, 12, 31)
BY_CODE = {limit.code: limit for limit in LIMITS}


def of_2026(month: int, day: int) -> date:
    return date(2026, month, day)


def counted(start: date, period: Period | int, *pauses: Pause) -> Deadline:
    period = Period(period) if isinstance(period, int) else period
    return deadline(CALENDAR, start, period, pauses)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ((2, 13), 5, (2, 27)),
        ((2, 13), 20, (3, 19)),
        ((9, 18), 3, (9, 22)),
        ((9, 24), 10, (10, 15)),
        ((9, 24), 20, (10, 29)),
        ((4, 30), 5, (5, 11)),
        ((1, 2), 1, (1, 4)),
        ((10, 1), 3, (10, 10)),
        ((3, 2), 20, (3, 30)),
    ],
)
def test_worked_examples_in_working_days(
    start: tuple[int, int], days: int, due: tuple[int, int]
) -> None:
    made = counted(of_2026(*start), days)
    assert made.due == made.act_by == made.ends == of_2026(*due)
    assert not made.provisional
    assert len(made.skipped) + days == (made.due - made.start).days


def test_a_pause_counts_both_its_ends_out() -> None:
    pause = Pause(of_2026(3, 10), of_2026(3, 19), "鉴定")
    made = counted(of_2026(3, 2), 20, pause)
    assert made.due == of_2026(4, 10)
    assert (
        "暂停期间不计（含首末两日）：2026年3月10日至2026年3月19日（鉴定）。" in made.explanation()
    )
    assert not any(pause.first <= skip.date <= pause.last for skip in made.skipped)
    one = Pause(of_2026(3, 3), of_2026(3, 3))
    assert counted(of_2026(3, 2), 1, one).due == of_2026(3, 4)
    assert counted(of_2026(3, 2), Period(1, Unit.DAY), one).due == of_2026(3, 4)


def test_a_last_day_without_work() -> None:
    """The office keeps the legal day and acts before; the party gets until the next working day."""
    of_office = counted(of_2026(7, 3), Period(90, Unit.DAY, Binds.OFFICE))
    assert (of_office.due, of_office.act_by) == (of_2026(10, 1), of_2026(9, 30))
    assert "最迟应在此前最后一个工作日2026年9月30日办理" in "".join(of_office.explanation())
    before = counted(of_2026(10, 31), Period(-30, Unit.DAY, Binds.PARTY))
    assert "2026年9月30日提出" in "".join(before.explanation())
    of_party = counted(of_2026(7, 3), Period(90, Unit.DAY, Binds.PARTY))
    assert (of_party.ends, of_party.due, of_party.act_by) == (
        of_2026(10, 1),
        of_2026(10, 8),
        of_2026(10, 8),
    )
    assert "顺延至其后第一个工作日2026年10月8日" in "".join(of_party.explanation())
    assert counted(of_2026(9, 18), Period(15, Unit.DAY, Binds.PARTY)).due == of_2026(10, 8)


def test_what_lies_wholly_between_working_days_is_due_on_its_day() -> None:
    made = counted(of_2026(10, 1), Period(1, Unit.DAY))
    assert made.due == made.act_by == of_2026(10, 2)


@pytest.mark.parametrize(
    ("start", "count", "unit", "end"),
    [
        (date(2026, 1, 31), 1, Unit.MONTH, date(2026, 2, 28)),
        (date(2024, 2, 29), 1, Unit.YEAR, date(2025, 2, 28)),
        (date(2024, 2, 29), 4, Unit.YEAR, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, Unit.MONTH, date(2027, 2, 28)),
        (date(2026, 12, 15), 12, Unit.MONTH, date(2027, 12, 15)),
        (date(2026, 3, 31), -1, Unit.MONTH, date(2026, 2, 28)),
        (date(2026, 10, 31), -30, Unit.DAY, date(2026, 10, 1)),
    ],
)
def test_months_and_years_end_on_the_same_day_or_the_last(
    start: date, count: int, unit: Unit, end: date
) -> None:
    assert later(start, count, unit) == end
    assert counted(start, Period(count, unit)).ends == end


def test_periods_that_run_back() -> None:
    notice = counted(of_2026(10, 12), Period(-7))
    assert notice.due == notice.act_by == of_2026(9, 24)
    assert [skip.date for skip in notice.skipped] == sorted(skip.date for skip in notice.skipped)
    renewal = counted(of_2026(10, 31), Period(-30, Unit.DAY, Binds.PARTY))
    assert (renewal.due, renewal.act_by) == (of_2026(10, 1), of_2026(9, 30))
    with pytest.raises(ValueError, match="no pauses"):
        counted(of_2026(10, 31), Period(-30, Unit.DAY), Pause(of_2026(10, 5), of_2026(10, 6)))
    with pytest.raises(ValueError, match="before it begins"):
        Pause(of_2026(10, 6), of_2026(10, 5))


def test_2026_has_248_working_days() -> None:
    assert CALENDAR.count_workdays(date(2025, 12, 31), LAST) == 248


def test_a_count_across_the_last_published_day_says_so() -> None:
    inside, across = (counted(date(2026, 12, 17), n) for n in (6, 11))
    assert (inside.due, inside.provisional) == (date(2026, 12, 25), False)
    # By weekends alone 1 January 2027, a Friday, counts; that is just what the words warn of.
    assert (across.due, across.provisional) == (date(2027, 1, 1), True)
    assert f"{PROVISIONAL}。" in across.explanation()
    assert not any(PROVISIONAL in line for line in inside.explanation())
    # The notice of the next year may still move the last days of December, as that of 2019 did.
    assert counted(date(2026, 12, 25), 1).provisional
    decided = counted(date(2025, 12, 1), Period(29, Unit.DAY))
    assert (
        not decided.provisional
        and ["2025年" in n or "2026年" in n for n in decided.notices] == [True] * 2
    )
    # The last day alone decides a count of days: what lies between is never asked for.
    assert counted(date(2024, 6, 30), Period(2, Unit.YEAR)).notices == inside.notices


def test_years_before_the_calendar_are_told_as_such() -> None:
    made = counted(date(2015, 3, 2), Period(2, Unit.YEAR))
    assert (made.provisional, made.known_from) == (False, 2020)
    assert made.reservations() == ["日历从 2020 年起，此前的年份按周末推算，请核对当年的放假安排。"]
    assert counted(date(2020, 3, 2), 5).reservations() == []


DAYS = st.dates(date(2019, 6, 1), date(2028, 6, 1))
PERIODS = st.builds(
    Period, st.integers(0, 400), st.sampled_from([Unit.WORKDAY, Unit.DAY]), st.sampled_from(Binds)
) | st.builds(
    Period,
    st.integers(0, 12),
    st.sampled_from([Unit.MONTH, Unit.YEAR]),
    st.sampled_from(Binds),
)
PAUSES = st.lists(
    st.builds(lambda first, n: Pause(first, first + timedelta(days=n)), DAYS, st.integers(0, 60)),
    max_size=4,
)


@given(start=DAYS, days=st.integers(0, 400))
def test_adding_then_counting_is_the_identity(start: date, days: int) -> None:
    made = counted(start, days)
    assert CALENDAR.count_workdays(start, made.due) == days
    assert len(made.skipped) + days == (made.due - start).days
    assert days == 0 or CALENDAR.is_workday(made.due)


@given(start=DAYS, days=st.integers(1, 60))
def test_going_back_undoes_going_on(start: date, days: int) -> None:
    """So many working days before a working day, counted on again, end on it."""
    back = counted(start, -days).due
    assert CALENDAR.count_workdays(back - timedelta(days=1), start - timedelta(days=1)) == days
    if CALENDAR.is_workday(start):
        assert counted(back, days).due == start


@given(start=DAYS, period=PERIODS, pauses=PAUSES, more=st.integers(1, 30), on=st.integers(0, 30))
def test_more_days_and_a_later_start_are_never_earlier(
    start: date, period: Period, pauses: list[Pause], more: int, on: int
) -> None:
    due = counted(start, period, *pauses).due
    longer = replace(period, count=period.count + more)
    assert due <= counted(start, longer, *pauses).due
    # Months end on the last day they have, so days paused before may count for one who began earlier.
    kept = pauses if period.unit in (Unit.WORKDAY, Unit.DAY) else []
    after = counted(start + timedelta(days=on), period, *kept).due
    assert counted(start, period, *kept).due <= after


@given(start=DAYS, period=PERIODS, pauses=PAUSES, one=PAUSES)
def test_pauses_only_move_later(
    start: date, period: Period, pauses: list[Pause], one: list[Pause]
) -> None:
    assert counted(start, period, *pauses).due <= counted(start, period, *pauses, *one).due
    assert counted(start, period, *pauses, *pauses) == counted(
        start, period, *sorted(pauses * 2, reverse=True)
    )


@given(start=DAYS, days=st.integers(0, 400), pauses=PAUSES)
def test_no_day_of_a_pause_is_counted(start: date, days: int, pauses: list[Pause]) -> None:
    paused = {
        p.first + timedelta(days=n) for p in pauses for n in range((p.last - p.first).days + 1)
    }
    run = counted(start, days, *pauses).due
    work = [start + timedelta(days=n) for n in range(1, (run - start).days + 1)]
    assert sum(CALENDAR.is_workday(day) and day not in paused for day in work) == days
    plain = counted(start, Period(days, Unit.DAY), *pauses).ends
    span = [start + timedelta(days=n) for n in range(1, (plain - start).days + 1)]
    assert sum(day not in paused for day in span) == days
    assert days == 0 or (plain not in paused and run not in paused)


@given(start=DAYS, period=PERIODS, pauses=PAUSES)
def test_the_office_never_acts_late_and_asking_again_says_the_same(
    start: date, period: Period, pauses: list[Pause]
) -> None:
    made = counted(start, period, *pauses)
    assert made.ends <= made.due and made.act_by <= made.due and start <= made.act_by
    assert made.due == made.ends or period.binds is Binds.PARTY
    assert made.act_by == made.due or not CALENDAR.is_workday(made.due)
    assert counted(start, period, *pauses) == made
    assert made.provisional == any(PROVISIONAL in line for line in made.explanation())


def test_every_period_of_law_can_be_counted() -> None:
    assert len(LIMITS) == 28 and {limit.unit for limit in LIMITS} == {unit.value for unit in Unit}
    for limit in LIMITS:
        start = of_2026(3, 2)
        made = counted(start, limits.period(limit, start))
        assert made.explanation()[0].startswith(f"{limit.law}（{limit.name}）：{limit.text}")
        assert (made.due < start) == (limit.count < 0)
        assert limit.text.endswith("。") and limit.begins.endswith("日") and limit.source
        # 许可法82, 处罚法85, 强制法69, 复议法88: which periods are in working days.
        if limit.code.startswith("许可法") and limit.code != "许可法50":
            assert limit.unit == Unit.WORKDAY
        if limit.code[:3] in ("处罚法", "强制法", "复议法") and limit.unit in ("workday", "day"):
            most = {"处罚法": 7, "强制法": 10, "复议法": 10}[limit.code[:3]]
            assert (limit.unit == Unit.WORKDAY) == (abs(limit.count) <= most), limit.code


@pytest.mark.parametrize(
    ("code", "start", "due", "act_by"),
    [
        ("处罚法60", (7, 3), (10, 1), (9, 30)),
        ("处罚法67", (9, 18), (10, 8), (10, 8)),
        ("许可法43", (3, 2), (3, 30), (3, 30)),
        ("强制法54", (9, 24), (10, 15), (10, 15)),
    ],
)
def test_periods_of_law_by_example(
    code: str, start: tuple[int, int], due: tuple[int, int], act_by: tuple[int, int]
) -> None:
    made = counted(of_2026(*start), limits.period(BY_CODE[code], of_2026(*start)))
    assert (made.due, made.act_by) == (of_2026(*due), of_2026(*act_by))


def test_an_extension_is_counted_and_said() -> None:
    start = of_2026(3, 2)
    longer = limits.period(BY_CODE["许可法42-1"], start, extended=True)
    assert longer.count == 30 and "已延长 10 个工作日（经本行政机关负责人批准" in longer.rule
    with pytest.raises(UserError, match="没有可以延长的规定"):
        limits.period(BY_CODE["许可法43"], start, extended=True)


def test_a_period_that_does_not_apply_is_refused() -> None:
    with pytest.raises(UserError, match="自2012年1月1日起施行，不适用于2011年12月31日"):
        limits.period(BY_CODE["强制法25"], date(2011, 12, 31))
    gone = replace(BY_CODE["强制法25"], until="2026-06-30")
    assert limits.period(gone, of_2026(6, 30)).count == 30
    with pytest.raises(UserError, match="自2012年1月1日起至2026年6月30日施行"):
        limits.period(gone, of_2026(7, 1))
    with pytest.raises(UserError, match="没有期间可以扣除的规定"):
        limits.period(BY_CODE["处罚法60"], of_2026(3, 2), paused=True)
    with pytest.raises(UserError) as unknown:
        limits.find(LIMITS, "许可法99")
    assert "许可法43" in unknown.value.advice


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        ('unit = "workday"', 'unit = "week"', "limit（许可法32）.unit", "week"),
        ('binds = "office"', 'binds = "all"', "limit（许可法32）.binds", "all"),
        ('since = "2004-07-01"', 'since = "2004-7-1"', "limit（许可法32）.since", "日期"),
        ('until = ""', 'until = "2003-01-01"', "limit（许可法32）.until", "早于"),
        ("count = 5", "count = 0", "limit（许可法32）.count", "天数"),
        ("extension = 0", "extension = 5", "limit（许可法32）.extended_by", "批准"),
        ("pauses = []", "pauses = [1]", "pauses[1]", "文字"),
        ("count = -30", "count = -30\ncolour = 1", "limit[6]", "colour"),
        ("extension = 30\n", "extension = -30\n", "limit（强制法25）.count", "天数"),
    ],
)
def test_a_fault_in_the_periods_of_law_names_its_place(
    tmp_path: Path, old: str, new: str, place: str, said: str
) -> None:
    office = Path(shutil.copytree(RESOURCES / "office", tmp_path / "office"))
    path = office / "limits.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataFault) as caught:
        read_office(office)
    assert caught.value.file == "limits.toml"
    assert place in caught.value.place and said in caught.value.message, caught.value.message
