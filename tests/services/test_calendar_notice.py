"""A yearly notice entered by two: what it changes, what it would change, what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from jingyue_desktop.domain.clock import SetClock
from jingyue_desktop.domain.errors import Conflict, Invalid, NotAllowed, UserError
from jingyue_desktop.domain.workdays import DayKind
from jingyue_desktop.services import (
    calendar_notice,
    catalogue,
    deadlines,
    pledges,
    pledges_moved,
    proposal_changes,
    proposals,
    updates,
    workbench,
)
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store.tables import Log, Pledge
from tests.offices import Sessions
from tests.services.test_pledges import SITING
from tests.services.test_updates import newer_program

NOTICE = "国务院办公厅关于2027年部分节假日安排的通知（国办发明电〔2026〕9号）"
ROWS = [
    {"name": "元旦", "off": "1月1日至3日", "statutory": "1月1日", "work": ""},
    {"name": "春节", "off": "2月5日至11日", "statutory": "2月5日至8日", "work": "1月31日、2月20日"},
]
SHIPPED = """
year = 2027
published = true
notice = "随程序的通知"
source = "例"

[[holiday]]
name = "元旦"
off = [[2027-01-01, 2027-01-03]]
statutory = [2027-01-01]
"""


def file(sessions: Sessions, **other: object) -> int:
    given = {"year": 2027, "version": 1, "notice": NOTICE, "rows": ROWS, **other}
    return calendar_notice.publish(sessions["planning_chief"], **given)  # type: ignore[arg-type]


def late_pledge(sessions: Sessions, clock: SetClock) -> int:
    """Issue a pledge that is due after the turn of the year; returns its id."""
    clock.advance(days=298)  # from 2 March to 25 December 2026
    return pledges.issue(sessions["planning_clerk"], {**SITING, "accepted": "2026-12-25"})


def test_a_notice_stands_once_the_administrator_confirmed_it(
    office: Workspace, sessions: Sessions
) -> None:
    filed = file(sessions, note="今天收到")
    assert not office.calendar().published(2027)
    with pytest.raises(NotAllowed):
        proposals.confirm(sessions["director"], filed)
    assert proposals.confirm(sessions["system_admin"], filed) == 2
    calendar = office.calendar()
    assert calendar.published(2027) and calendar.years[2027].notice == NOTICE
    assert calendar.kind(date(2027, 1, 1)) is DayKind.HOLIDAY
    assert calendar.kind(date(2027, 1, 31)) is DayKind.MAKE_UP
    assert calendar.kind(date(2027, 2, 9)) is DayKind.ADJUSTED_REST
    made = deadlines.ask(sessions["auditor"], date(2026, 12, 25), 10)
    assert (made.due, made.provisional) == (date(2027, 1, 11), False)
    assert made.notices[-1] == NOTICE
    now, before = catalogue.history(sessions["auditor"], "calendar_year", "2027")
    assert (now.note, now.author) == ("今天收到", "王建国提出，赵刚确认")
    assert before.body["published"] is False
    row = Log.select().where((Log.action == "calendar.publish") & (Log.success == 1)).get()
    assert (row.object_type, row.object_id) == ("calendar_year", "2027")
    assert f"公布 2027 年放假安排：{NOTICE}" in row.detail


def test_the_second_person_sees_every_holiday_and_every_pledge_that_moves(
    sessions: Sessions, clock: SetClock
) -> None:
    number = late_pledge(sessions, clock)
    row = Pledge.get_by_id(number)
    assert row.provisional and row.due == date(2027, 1, 8)
    filed = file(sessions)
    told = proposal_changes.changes(sessions["system_admin"], filed)
    lines = {change.caption: (change.new, change.old) for change in told.changes}
    assert lines["年份"] == ("2027 年", None) and lines["公布文件"][0] == NOTICE
    assert lines["春节"] == (
        "放假2月5日至11日；其中法定节假日2月5日至8日；调休上班1月31日、2月20日",
        None,
    )
    moved = f"{row.number}　2027年1月8日 → 2027年1月11日"
    assert lines["应办结日期将与承诺书不同的"][0] == moved
    assert told.warning == "" and pledges_moved.moved(sessions["planning_clerk"]) == []
    proposals.confirm(sessions["system_admin"], filed)
    (found,) = pledges_moved.moved(sessions["planning_clerk"])
    assert found.text() == moved
    kept = Pledge.get_by_id(number)
    assert (kept.due, kept.revision) == (row.due, row.revision), "what was signed is not rewritten"


def test_moved_pledges_are_to_do_in_their_own_section_until_dealt_with(
    sessions: Sessions, clock: SetClock
) -> None:
    number = late_pledge(sessions, clock)
    proposals.confirm(sessions["system_admin"], file(sessions))

    def asked(who: str) -> list[str]:
        rows = workbench.todo(sessions[who])
        return [row.detail for row in rows if row.title.startswith("应办结日期有变")]

    (detail,) = asked("planning_clerk")
    assert "按现行放假安排为2027年1月11日，承诺书上为2027年1月8日" in detail
    assert asked("planning_chief") and not asked("general_chief") and not asked("auditor")
    pledges.void(sessions["planning_chief"], number, 1, "放假安排公布，重新开具")
    assert not asked("planning_clerk")


def test_a_correction_says_so_and_the_year_after_the_last_may_be_added(
    office: Workspace, sessions: Sessions
) -> None:
    proposals.confirm(sessions["system_admin"], file(sessions))
    sheet = calendar_notice.sheet(sessions["auditor"], 2027)
    assert (sheet.version, list(sheet.rows)) == (2, ROWS)
    with pytest.raises(UserError, match="完全相同"):
        file(sessions, version=2)
    filed = file(sessions, version=2, rows=ROWS[:1])
    (row,) = proposals.listed(sessions["system_admin"])
    assert row.title.startswith("更正 2027 年放假安排")
    told = proposal_changes.changes(sessions["system_admin"], filed)
    assert next(c for c in told.changes if c.caption == "春节").new == "（取消）"
    proposals.confirm(sessions["system_admin"], filed)
    assert office.calendar().kind(date(2027, 2, 9)) is DayKind.WORKDAY
    with pytest.raises(UserError, match="只能接着增加 2028 年"):
        file(sessions, year=2030, version=0, rows=ROWS[:1])
    proposals.confirm(sessions["system_admin"], file(sessions, year=2028, version=0, rows=ROWS[:1]))
    assert office.calendar().published(2028)
    assert calendar_notice.sheet(sessions["auditor"], 2028).version == 1


def test_a_year_changed_meanwhile_is_not_overwritten(sessions: Sessions) -> None:
    first, second = file(sessions), file(sessions, rows=ROWS[:1])
    proposals.confirm(sessions["system_admin"], first)
    assert "又被修改过" in proposal_changes.changes(sessions["system_admin"], second).warning
    with pytest.raises(Conflict):
        proposals.confirm(sessions["system_admin"], second)
    with pytest.raises(Conflict):
        file(sessions)
    assert list(calendar_notice.sheet(sessions["auditor"], 2027).rows) == ROWS


@pytest.mark.parametrize(
    ("key", "value", "field", "said"),
    [
        ("notice", " ", "notice", "公布文件"),
        ("notice", "一\n二", "notice", "只能写一行"),
        ("rows", [], "rows", "逐行填写"),
        (
            "rows",
            [*ROWS, {**ROWS[0], "name": "清明节", "off": "4月31日"}],
            "rows",
            "第 3 行“4月31日”",
        ),
        (
            "rows",
            [ROWS[0], {**ROWS[1], "work": "2月1日"}],
            "rows",
            "第 2 行：2027年2月1日本来就是工作日",
        ),
        ("rows", [ROWS[0], {**ROWS[1], "work": "2月6日"}], "rows", "第 2 行：2027年2月6日写了两次"),
        (
            "rows",
            [ROWS[0], {**ROWS[1], "statutory": "2月12日"}],
            "rows",
            "第 2 行：法定节假日不在放假",
        ),
        ("rows", [ROWS[0], {**ROWS[1], "off": "2029年2月5日"}], "rows", "不属于 2027 年"),
        ("rows", [{**ROWS[0], "name": "元\0旦"}], "rows", "控制字符"),
        (
            "rows",
            [{"name": "", "off": "", "statutory": "", "work": ""}],
            "rows",
            "第 1 行：节日和放假",
        ),
        ("rows", [ROWS[0], {"name": "春节"}], "rows", "第 2 行：节日和放假"),
        ("rows", [{**ROWS[0], "name": ""}], "rows", "第 1 行：节日和放假"),
    ],
)
def test_a_wrong_notice_is_told_beside_its_field(
    sessions: Sessions, key: str, value: object, field: str, said: str
) -> None:
    with pytest.raises(Invalid) as invalid:
        file(sessions, **{key: value})
    assert set(invalid.value.faults) == {field} and said in invalid.value.faults[field]
    assert proposals.listed(sessions["system_admin"]) == []


def test_a_day_belongs_to_one_year_s_notice(sessions: Sessions) -> None:
    own = [{**ROWS[0], "off": "2026年12月31日至2027年1月3日"}]
    proposals.confirm(sessions["system_admin"], file(sessions, rows=own))
    sheet = calendar_notice.sheet(sessions["auditor"], 2026)
    rows = [*sheet.rows, {"name": "元旦（次年）", "off": "12月31日", "statutory": "", "work": ""}]
    with pytest.raises(Invalid) as invalid:
        file(sessions, year=2026, rows=rows)
    assert invalid.value.faults["rows"].startswith("2026年12月31日已列在 2027 年的放假安排中")


def test_a_row_that_leaves_columns_out_is_told_as_it_will_stand(sessions: Sessions) -> None:
    rows = [{"name": " 元旦\u200b", "off": "1月1日", "statutory": "1月1日"}]
    told = proposal_changes.changes(sessions["system_admin"], file(sessions, rows=rows))
    assert ("元旦", "放假1月1日；其中法定节假日1月1日") in {
        (c.caption, c.new) for c in told.changes
    }


def test_a_filed_pledge_moves_too(sessions: Sessions, clock: SetClock, tmp_path: Path) -> None:
    number = late_pledge(sessions, clock)
    scan = tmp_path / "签名.png"
    Image.new("RGB", (40, 40), "white").save(scan)
    pledges.sign(sessions["planning_clerk"], number, 1, str(scan), "2026-12-25")
    pledges.file(sessions["custodian"], number, 2)
    proposals.confirm(sessions["system_admin"], file(sessions))
    assert [row.id for row in pledges_moved.moved(sessions["planning_clerk"])] == [number]


def test_a_notice_that_comes_with_the_program_tells_the_same(
    office: Workspace, sessions: Sessions, clock: SetClock, tmp_path: Path
) -> None:
    late_pledge(sessions, clock)
    newer_program(office, tmp_path)
    (office.resources / "calendar" / "2027.toml").write_text(SHIPPED, encoding="utf-8")
    (item,) = updates.pending(sessions["planning_chief"])
    assert item.name == "2027 年"
    filed = updates.adopt(sessions["planning_chief"], "calendar_year", "2027", True, 1)
    told = proposal_changes.changes(sessions["director"], filed)
    assert "2027年1月8日 → 2027年1月11日" in told.changes[-1].new


def test_what_everybody_works_by_is_among_the_changes(sessions: Sessions) -> None:
    proposals.confirm(sessions["system_admin"], file(sessions))
    titles = [change.title for change in workbench.changes(sessions["inspection_clerk"])]
    assert any("放假安排" in title for title in titles)


@pytest.mark.parametrize("who", ["planning_clerk", "director", "system_admin", "auditor"])
def test_only_chiefs_propose_a_notice(sessions: Sessions, who: str) -> None:
    with pytest.raises(NotAllowed):
        calendar_notice.publish(sessions[who], 2027, 1, NOTICE, ROWS)
