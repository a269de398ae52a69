"""The office and the calendar as data: what ships agrees with the facts, and a fault names its place."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest

from jingyue_desktop.domain.errors import DataFault
from jingyue_desktop.domain.risk import grade
from jingyue_desktop.domain.workdays import DayKind
from jingyue_desktop.services.calendar_file import read_calendar
from jingyue_desktop.services.office_file import read_office

RESOURCES = Path(__file__).resolve().parents[1] / "resources"
OFFICE = read_office(RESOURCES / "office")
CALENDAR = read_calendar(RESOURCES / "calendar")
FIRST, LAST = date(2020, 1, 1), date(2026, 12, 31)
SPAN = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]


def test_the_counts_the_office_knows_itself_by() -> None:
    assert OFFICE.counts() == {
        "类": 3,
        "事项": 11,
        "流程": 7,
        "风险点": 53,
        "承诺": 6,
        "制度": 7,
        "档案表": 7,
        "要求": 9,
        "方式": 6,
        "岗位": 8,
        "编制": 11,
    }


def test_risk_points_add_up() -> None:
    points = OFFICE.risk_points
    assert Counter(point.grade for point in points) == {"A": 20, "B": 23, "C": 10}
    assert Counter(point.kind for point in points) == {"廉政": 34, "效能": 19}
    by_flow = Counter(point.flow for point in points)
    assert [by_flow[flow.code] for flow in OFFICE.flows] == [7, 7, 9, 8, 7, 7, 8]
    by_post = Counter(point.post for point in points)
    assert [by_post[post.code] for post in OFFICE.posts] == [6, 5, 5, 12, 4, 8, 4, 9]
    assert Counter(point.desk for point in points)["窗口"] == 5


def test_grades_follow_from_the_ticks() -> None:
    kinds = {criterion.code: criterion.kind for criterion in OFFICE.criteria}
    for point in OFFICE.risk_points:
        assert grade(point.criteria) == point.grade
        assert point.kind in {kinds[code] for code in point.criteria}
        assert set(point.effect) <= {"拦截", "预警", "倒查池"}
        assert point.effect and point.auto and point.measure


def test_nothing_in_the_catalogue_is_unused() -> None:
    points = OFFICE.risk_points
    assert {point.cause for point in points} == {1, 2, 4, 5, 6, 7, 8}, "3 and 9 have none yet"
    assert {code for point in points for code in point.criteria} == _codes(OFFICE.criteria)
    assert {step.matter for flow in OFFICE.flows for step in flow.steps} <= _codes(OFFICE.matters)
    assert {point.matter for point in points} | {"M11"} == _codes(OFFICE.matters)
    assert {code for matter in OFFICE.matters for code in matter.flows} == _codes(OFFICE.flows)
    assert {post.section for post in OFFICE.posts} == _codes(OFFICE.sections)


def _codes(items: tuple[object, ...]) -> set[str]:
    return {getattr(item, "code", "") for item in items}


def test_step_limits_fill_the_promise() -> None:
    for flow in OFFICE.flows:
        inside = [s for s in flow.steps if not s.outside_promise and not s.instead_of]
        if flow.promise is not None:
            assert sum(step.limit or 0 for step in inside) == flow.promise
    promised = {flow.code: flow.promise for flow in OFFICE.flows}
    assert promised == {"A1": 10, "A2": 10, "A3": 10, "A4": 3, "A5": 10, "B": None, "C": None}
    assert [variant.days for variant in OFFICE.pledge_variants] == [1, 10, 10, 10, 3, 10]


def test_nobody_supervises_himself_above_the_clerks() -> None:
    table = {(row.role, row.grade): (row.manager, row.supervisor) for row in OFFICE.supervision}
    assert table["clerk", "A"] == ("副局长", "局长")
    assert table["clerk", "B"] == ("科长", "副局长")
    assert table["clerk", "C"] == ("科长", "科长")
    assert table["chief", "A"] == table["chief", "B"] == ("副局长", "局长")
    assert table["chief", "C"] == ("副局长", "副局长")
    assert {table["deputy", one] for one in "ABC"} == {("局长", "局长")}
    assert {table["director", one] for one in "ABC"} == {("局务会", "区纪工委")}
    months = {row.grade: row.interval_months for row in OFFICE.supervision}
    assert months == {"A": 1, "B": 3, "C": 6}


def test_regulations_are_drafts_with_chapters_and_numbered_articles() -> None:
    numbers = "一二三四五六七八九十"
    assert [regulation.annex for regulation in OFFICE.regulations] == [
        f"附件{n}" for n in range(2, 9)
    ]
    for regulation in OFFICE.regulations:
        assert regulation.status == "草案·待本局审定"
        chapters = re.findall(r"^# 第(.)章　", regulation.text, re.M)
        assert chapters == list(numbers[: len(chapters)])
        articles = re.findall(r"^第(.+?)条　", regulation.text, re.M)
        wanted = [*numbers, *(f"十{n}" for n in numbers[:9])]
        assert articles == wanted[: len(articles)] and len(articles) >= 9


def test_wording_is_the_office_standard() -> None:
    garbled = "旳|准时限|巡察|惩罚|核算|与否|提议|防备|状况|汇报表|城镇规划|都市规划|征询|完毕|升高"
    statutes = RESOURCES / "office" / "limits.toml"  # quoted as they are: 二十日内审查完毕
    for path in sorted({*(RESOURCES / "office").rglob("*.*")} - {statutes}):
        assert not re.findall(garbled, path.read_text(encoding="utf-8")), path.name


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the office's data that a test may spoil."""
    return Path(shutil.copytree(RESOURCES / "office", tmp_path / "office"))


def test_the_copy_loads_before_it_is_spoilt(copy: Path) -> None:
    assert read_office(copy) == OFFICE


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "said"),
    [
        # unknown key, missing key
        ("posts.toml", 'code = "deputy"', 'code = "deputy"\ncolour = 1', "deputy", "colour"),
        ("posts.toml", 'short_name = "副局长"\n', "", "deputy", "short_name"),
        ("office.toml", '[bureau]\ncode = "bureau"\n', "[bureau]\n", "bureau", "code"),
        ("flows/A1.toml", "promise = 10", "promise = 10\ncolour = 1", "开头", "colour"),
        ("flows/A1.toml", 'code = "A1.4"\n', "", "step[4]", "code"),
        ("regulations/4-on_site.md", 'annex = "附件5"\n', "", "说明", "annex"),
        ("matters.toml", "[[matter]]", "[[matters]]", "开头", "matters"),
        # dangling reference
        ("posts.toml", 'section = "planning"', 'section = "design"', "section", "design"),
        ("matters.toml", 'flows = ["A1"]', 'flows = ["A9"]', "M02", "A9"),
        ("pledges.toml", 'matters = ["M07"]', 'matters = ["M77"]', "completion", "M77"),
        ("risk_points.toml", 'post = "deputy"', 'post = "vice"', ".post", "vice"),
        ("risk_points.toml", 'step = "A1.1"', 'step = "A1.99"', "A1-1", "A1.99"),
        ("risk_points.toml", 'step = "A1.1"', 'step = "A2.1"', "A1-1", "A2.1"),
        ("risk_points.toml", "cause = 6", "cause = 10", "A1-1", "10"),
        ("flows/A1.toml", 'posts = ["deputy"]', 'posts = ["vice"]', "A1.6", "vice"),
        ("flows/A4.toml", 'instead_of = "A4.3"', 'instead_of = "A4.9"', "A4.4", "A4.9"),
        # duplicate code
        ("risk_points.toml", 'code = "A1-2"', 'code = "A1-1"', "A1-1", "重复"),
        ("matters.toml", 'code = "M11"', 'code = "M01"', "M01", "重复"),
        ("flows/C.toml", 'code = "C.11"', 'code = "C.1"', "C.1", "重复"),
        # ticks that do not give the grade; no tick at all
        ("risk_points.toml", '["I1", "I3"]', '["I1"]', "A1-1", "B 级"),
        ("risk_points.toml", '["I1", "I3"]', "[]", "A1-1", "B 级"),
        # step limits over the promise, staff that does not add up, a level without supervision
        ("flows/A1.toml", "limit = 2", "limit = 3", "promise", "11"),
        ("flows/A4.toml", "promise = 3", "promise = 2", "promise", "3"),
        ("office.toml", "staff = 3", "staff = 4", "section（planning）.staff", "编制"),
        ("office.toml", 'grade = "C"', 'grade = "B"', "supervision", "各有一条"),
        # a number that cannot be written
        ("office.toml", "〕{serial}号", "〕{number}号", "pledge_number", "{serial}"),
        ("office.toml", "〕{serial}号", "〕{serial号", "pledge_number", "{serial}"),
        # TOML that is none; a wrong type; a file named otherwise than its flow
        ("posts.toml", "[[post]]", "[[post]", "第 3 行", "TOML"),
        ("flows/B.toml", 'name = "巡查"', 'name = "巡查', "第 ", "TOML"),
        ("regulations/4-on_site.md", "order = 4", "order = ", "第 ", "TOML"),
        ("posts.toml", "staff = 1", 'staff = "一"', "staff", "整数"),
        ("posts.toml", "staff = 1", "staff = true", "staff", "整数"),
        ("matters.toml", 'flows = ["A1"]', 'flows = "A1"', "flows", "清单"),
        ("pledges.toml", "days = 1\n", "days = 1.5\n", "days", "整数"),
        ("flows/A2.toml", 'code = "A2"', 'code = "A1"', "code", "文件名"),
        ("regulations/4-on_site.md", "+++\ncode", "code", "第 1 行", "+++"),
    ],
)
def test_a_fault_names_file_and_place(
    copy: Path, file: str, old: str, new: str, place: str, said: str
) -> None:
    path = copy / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataFault) as caught:
        read_office(copy)
    fault = caught.value
    assert (fault.file, place in fault.place, said in fault.message) == (path.name, True, True), (
        fault.message
    )


def test_a_file_that_is_not_utf8_or_not_there(copy: Path) -> None:
    path = copy / "pledges.toml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    with pytest.raises(DataFault, match=r"pledges\.toml，第 \d+ 字节：不是 UTF-8") as caught:
        read_office(copy)
    assert caught.value.file == "pledges.toml"
    path.unlink()
    with pytest.raises(DataFault, match=r"pledges\.toml.*不存在"):
        read_office(copy)


def test_a_folder_without_flows_is_refused(copy: Path) -> None:
    shutil.rmtree(copy / "flows")
    with pytest.raises(DataFault, match="flows"):
        read_office(copy)


def test_every_day_agrees_with_an_independent_calendar() -> None:
    differing = [
        day for day in SPAN if CALENDAR.is_workday(day) != chinese_calendar.is_workday(day)
    ]
    assert differing == []
    off = [day for day in SPAN if day.weekday() < 5 and not CALENDAR.is_workday(day)]
    assert all(chinese_calendar.is_holiday(day) for day in off) and len(off) > 100


def test_day_kinds_are_sensible() -> None:
    for day in SPAN:
        kind = CALENDAR.kind(day)
        weekend = day.weekday() >= 5
        if kind in (DayKind.MAKE_UP, DayKind.REST_DAY):
            assert weekend, day
        if kind in (DayKind.ADJUSTED_REST, DayKind.WORKDAY):
            assert not weekend, day
        assert bool(CALENDAR.name(day)) or kind in (DayKind.WORKDAY, DayKind.REST_DAY), day


@pytest.mark.parametrize("year", range(2020, 2027))
def test_statutory_days_of_a_year(year: int) -> None:
    days = [day for day in SPAN if day.year == year and CALENDAR.kind(day) is DayKind.HOLIDAY]
    # 全国年节及纪念日放假办法: 11 days, since 2025 also 除夕 and 5月2日.
    assert len(days) == (11 if year < 2025 else 13)
    fixed = {(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)} | ({(5, 2)} if year >= 2025 else set())
    assert fixed <= {(day.month, day.day) for day in days}
    assert {"春节", "清明节", "端午节"} <= {CALENDAR.name(day) for day in days}
    assert any("中秋节" in CALENDAR.name(day) for day in days)
    assert f"{year}年" in CALENDAR.years[year].notice


def test_2027_is_not_published() -> None:
    assert [year for year in range(2019, 2029) if CALENDAR.published(year)] == list(
        range(2020, 2027)
    )


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        ("year = 2026", "year = 2025", "year", "文件名"),
        ("published = true", 'published = "是"', "published", "true"),
        ("published = true", "", "开头", "published"),
        ("[[holiday]]", "colour = 1\n[[holiday]]", "开头", "colour"),
        ('name = "清明节"', 'name = "清明节"\ncolour = 1', "holiday[3]", "colour"),
        ("statutory = [2026-04-05]", "statutory = [2026-04-07]", "holiday[3]", "放假日期"),
        ("work = [2026-01-04]", "work = [2026-01-05]", "holiday[1].work", "工作日"),
        (
            "off = [[2026-04-04, 2026-04-06]]",
            "off = [[2026-04-06, 2026-04-04]]",
            "holiday[3]",
            "起",
        ),
        ("off = [[2026-04-04, 2026-04-06]]", 'off = ["清明"]', "holiday[3]", "日期"),
        (
            "off = [[2026-06-19, 2026-06-21]]",
            "off = [[2020-06-19, 2020-06-21]]",
            "holiday[5]",
            "不属于",
        ),
        ("work = [2026-09-20", "work = [2026-02-14", "holiday[7]", "两次"),
        ("year = 2026", "year = ", "第 1 行", "TOML"),
    ],
)
def test_a_calendar_fault_names_file_and_place(
    tmp_path: Path, old: str, new: str, place: str, said: str
) -> None:
    text = (RESOURCES / "calendar" / "2026.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "2026.toml"
    path.write_text(text, encoding="utf-8")
    assert read_calendar(tmp_path).published(2026)
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataFault) as caught:
        read_calendar(tmp_path)
    assert caught.value.file == "2026.toml"
    assert place in caught.value.place and said in caught.value.message, caught.value.message
