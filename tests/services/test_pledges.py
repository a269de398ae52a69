"""Pledges: numbered without gaps, due dates from the calendar, states in order, all or none."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from jingyue_desktop.domain.clock import SetClock, office_day
from jingyue_desktop.domain.errors import Conflict, Invalid, InvalidRows, NotAllowed, UserError
from jingyue_desktop.paper.definition import load_form
from jingyue_desktop.paper.validate import digest, from_json
from jingyue_desktop.services import papers, pledge_register, pledges
from jingyue_desktop.services.acts import new_op_id
from jingyue_desktop.services.pledge_register import Wanted
from jingyue_desktop.store.tables import Log, NumberSeries, Pledge
from tests.offices import FORMS, Sessions

SITING = {
    "variant": "选址意见书",
    "applicant": "长春净月建设投资有限公司",
    "project": "净月潭生态科技园一期",
    "accepted": "2026-02-13",
}
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def issued(sessions: Sessions, **more: Any) -> pledge_register.PledgeRow:
    number = pledges.issue(sessions["planning_clerk"], {**SITING, **more})
    row = pledge_register.one(sessions["auditor"], number)
    assert row is not None
    return row


def scan(tmp_path: Path) -> str:
    path = tmp_path / "签名扫描.pdf"
    path.write_bytes(PDF)
    return str(path)


def test_days_come_from_the_variant_and_due_from_the_calendar(sessions: Sessions) -> None:
    row = issued(sessions)
    assert (row.number, row.days, row.due) == ("净规诺〔2026〕1号", 10, date(2026, 3, 5))
    assert (row.state, row.issued, row.issuer) == ("待签", date(2026, 3, 2), "李敏")
    assert not row.provisional
    window = issued(sessions, variant="规划窗口")
    assert (window.days, window.due) == (1, date(2026, 2, 14))


class Striking:
    """A clock that passes midnight of New Year when it is asked for the time once more."""

    def __init__(self, asked: int) -> None:
        self._left = asked
        self.midnight = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)

    def now(self) -> datetime:
        self._left -= 1
        return self.midnight + timedelta(seconds=1 if self._left < 0 else -1)

    def monotonic(self) -> float:
        return 0.0


@pytest.mark.parametrize("asked", range(8))
def test_an_act_has_one_day_though_midnight_strikes(sessions: Sessions, asked: int) -> None:
    clerk = sessions["planning_clerk"]
    clerk.workspace.clock = Striking(asked)
    pledges.issue(clerk, {**SITING, "accepted": "2026-12-30"})
    row = Pledge.get()
    day = office_day(row.issued)
    assert (row.year, row.body["issued"]) == (day.year, day.isoformat())


def test_the_digest_is_over_the_canonical_values(sessions: Sessions) -> None:
    issued(sessions)
    row = Pledge.get()
    form = load_form(FORMS, row.form, row.form_version)
    values = from_json(form, row.body)
    assert values["qr"] == f"{row.number} {row.content}"
    assert digest(form, {**values, "qr": None}) == row.content
    assert digest(form, {**values, "qr": None, "applicant": "别人"}) != row.content


def test_a_due_date_in_an_unpublished_year_is_provisional(
    sessions: Sessions, clock: SetClock
) -> None:
    clock.advance(days=295)
    row = issued(sessions, accepted="2026-12-21")
    assert row.provisional and row.due == date(2027, 1, 4)
    assert "暂按周末推算，以国办通知为准" in Pledge.get().body["due_basis"]


def test_numbers_have_no_gaps_whatever_fails(sessions: Sessions) -> None:
    issued(sessions)
    with pytest.raises(Invalid):
        issued(sessions, accepted="2026-03-03")
    with pytest.raises(InvalidRows):
        pledges.issue_batch(sessions["planning_clerk"], [SITING, {**SITING, "variant": "规划验线"}])
    pledges.issue_batch(sessions["planning_clerk"], [SITING, SITING])
    assert [row.serial for row in Pledge.select().order_by(Pledge.serial)] == [1, 2, 3]
    assert NumberSeries.get().last == 3


def test_numbers_begin_anew_each_year(sessions: Sessions, clock: SetClock) -> None:
    issued(sessions)
    clock.advance(days=320)
    assert issued(sessions).number == "净规诺〔2027〕1号"


def test_six_variants_at_once(sessions: Sessions) -> None:
    ids = pledges.issue_set(sessions["general_chief"], "甲公司", "乙项目", "2026-03-02")
    rows = [pledge_register.one(sessions["auditor"], one) for one in ids]
    assert [row.variant_name for row in rows if row] == [
        "规划窗口",
        "选址意见书",
        "建设用地规划许可证",
        "建设工程规划许可证",
        "规划验线",
        "竣工规划核实",
    ]
    assert [row.days for row in rows if row] == [1, 10, 10, 10, 3, 10]
    with pytest.raises(NotAllowed):
        pledges.issue_set(sessions["planning_clerk"], "甲公司", "乙项目", "2026-03-02")


def test_a_clerk_issues_for_his_own_section_only(sessions: Sessions) -> None:
    with pytest.raises(NotAllowed) as refused:
        pledges.issue(sessions["general_clerk"], dict(SITING))
    assert refused.value.rule == "本科室范围"
    for who in ("director", "deputy", "commission", "inspection_clerk"):
        with pytest.raises(NotAllowed):
            pledges.issue(sessions[who], dict(SITING))


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"applicant": ""}, "applicant"),
        ({"applicant": "甲\n乙"}, "applicant"),
        ({"project": "  "}, "project"),
        ({"variant": "别的"}, "variant"),
        ({"accepted": "2026-2-30"}, "accepted"),
        ({"accepted": "2026-03-03"}, "accepted"),
        ({"accepted": "2019-12-31"}, "accepted"),
    ],
)
def test_a_wrong_value_is_told_at_its_field(
    sessions: Sessions, wrong: dict[str, str], key: str
) -> None:
    with pytest.raises(Invalid) as invalid:
        pledges.issue(sessions["planning_clerk"], {**SITING, **wrong})
    assert list(invalid.value.faults) == [key]
    assert Pledge.select().count() == 0


def test_odd_words_stand_as_they_are(sessions: Sessions) -> None:
    odd = "=1+1\nA<B 的情形 <img src=x> 喆赟珺\n" + "长" * 9_900
    row = issued(sessions, project=odd, applicant="=cmd|' /C calc'!A0")
    assert row.project == odd
    assert row.applicant == "=cmd|' /C calc'!A0"


def test_signed_then_filed_then_nothing_more(sessions: Sessions, tmp_path: Path) -> None:
    row = issued(sessions)
    clerk, keeper = sessions["planning_clerk"], sessions["custodian"]
    with pytest.raises(Conflict):
        pledges.file(keeper, row.id, row.revision)
    pledges.sign(clerk, row.id, row.revision, scan(tmp_path), "2026-03-02")
    with pytest.raises(Conflict):
        pledges.sign(clerk, row.id, row.revision + 1, scan(tmp_path), "2026-03-02")
    kept = pledge_register.scan_of(clerk, row.id)
    assert kept is not None and kept.path.read_bytes() == PDF and kept.name == "签名扫描.pdf"
    pledges.file(keeper, row.id, row.revision + 1)
    done = pledge_register.one(clerk, row.id)
    assert done is not None and (done.state, done.filed) == ("已归档", date(2026, 3, 2))


def test_a_stale_copy_is_a_conflict(sessions: Sessions) -> None:
    row = issued(sessions)
    pledges.void(sessions["planning_chief"], row.id, row.revision, "项目名称写错")
    with pytest.raises(Conflict):
        pledges.void(sessions["planning_chief"], row.id, row.revision, "再作废")


def test_a_void_pledge_keeps_its_number_and_its_reason(sessions: Sessions) -> None:
    row = issued(sessions)
    with pytest.raises(Invalid):
        pledges.void(sessions["planning_chief"], row.id, row.revision, "  ")
    with pytest.raises(NotAllowed):
        pledges.void(sessions["general_chief"], row.id, row.revision, "不是本科室的")
    pledges.void(sessions["planning_chief"], row.id, row.revision, "项目名称写错")
    again = issued(sessions)
    assert again.number == "净规诺〔2026〕2号"
    rows = pledge_register.page(sessions["auditor"], Wanted(), 0, 10)
    assert [(r.number[-2:], r.state) for r in rows] == [("2号", "待签"), ("1号", "已作废")]
    assert rows[1].void_reason == "项目名称写错"


def test_the_register_finds_words_numbers_and_pinyin(sessions: Sessions) -> None:
    issued(sessions)
    issued(sessions, applicant="100%_公司", project="重庆路改造")
    reader = sessions["commission"]

    def found(text: str, **more: Any) -> list[int]:
        return [
            row.id for row in pledge_register.page(reader, Wanted(text, **more), 0, 10, "number")
        ]

    assert found("净月潭") == [1]
    assert found("jyjs") == [1]
    assert found("〔2026〕2号") == [2]
    assert found("chongqing") == found("cqlgz") == [2]
    assert found("100%_") == [2]
    assert found("%") == [2]
    assert found("公司 重庆") == [2]
    assert found("", state="已签") == []
    assert found("", variant="siting", year=2026) == [1, 2]
    assert pledge_register.count(reader, Wanted("公司")) == 2


def test_pages_follow_each_other_in_every_order(sessions: Sessions) -> None:
    rows = [{**SITING, "applicant": f"单位{n % 3}"} for n in range(25)]
    pledges.issue_batch(sessions["planning_clerk"], rows)
    reader = sessions["auditor"]
    for sort in ("", *pledge_register.ORDERS):
        for down in (False, True):
            pages = [
                pledge_register.page(reader, Wanted(), start, 10, sort, down)
                for start in (0, 10, 20)
            ]
            ids = [row.id for page in pages for row in page]
            assert sorted(ids) == list(range(1, 26)), (sort, down)


def test_one_pass_finds_what_the_pages_show(sessions: Sessions) -> None:
    rows = [{**SITING, "applicant": f"单位{n % 3}"} for n in range(25)]
    pledges.issue_batch(sessions["planning_clerk"], rows)
    reader, wanted = sessions["auditor"], Wanted("单位1")
    for sort in ("", *pledge_register.ORDERS):
        for down in (False, True):
            ids = pledge_register.find(reader, wanted, sort, down)
            page = pledge_register.page(reader, wanted, 0, 100, sort, down)
            assert list(ids) == [row.id for row in page], (sort, down)
            assert pledge_register.some(reader, ids[2:5]) == page[2:5]
    assert len(ids) == pledge_register.count(reader, wanted) == 8


def test_the_register_is_read_on_another_thread_while_acts_go_on(sessions: Sessions) -> None:
    rows = [{**SITING, "applicant": f"单位{n}"} for n in range(30)]
    pledges.issue_batch(sessions["planning_clerk"], rows)
    read = pledge_register.stream(sessions["auditor"], Wanted("单位1"))
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(lambda: [row.applicant for row in read()])
        issued(sessions, applicant="单位100")
        assert first.result()[:2] == ["单位1", "单位10"]
        again = pool.submit(lambda: [row.issuer for row in read()])
        assert again.result() == ["李敏"] * 12


def test_scans_are_overdue_after_the_parameter_and_not_before(
    sessions: Sessions, clock: SetClock
) -> None:
    issued(sessions)
    reader, late = sessions["auditor"], Wanted(overdue_scans=True)
    clock.advance(days=14)  # 16 March: the tenth working day after 2 March
    assert pledge_register.count(reader, late) == 0
    clock.advance(days=1)
    assert pledge_register.count(reader, late) == 1
    assert pledge_register.page(reader, late, 0, 5)[0].scan_overdue


def test_a_batch_is_all_or_none_and_its_file_is_taken_once(sessions: Sessions) -> None:
    clerk = sessions["planning_clerk"]
    rows = [{**SITING, "applicant": f"单位{n}"} for n in range(1000)]
    bad = [*rows]
    bad[776] = {**SITING, "accepted": "明天"}
    with pytest.raises(InvalidRows) as invalid:
        pledges.issue_batch(clerk, bad, "f" * 64)
    assert [(f.row, f.column) for f in invalid.value.faults] == [(777, "受理日期")]
    assert Pledge.select().count() == 0
    pledges.issue_batch(clerk, rows, "f" * 64)
    with pytest.raises(UserError, match="已经导入过"):
        pledges.issue_batch(clerk, rows, "f" * 64)
    assert Pledge.select().count() == 1000
    assert (
        Log.select().where((Log.action == "pledges.issue_batch") & (Log.success == 1)).count() == 1
    )


def test_a_retry_issues_once(sessions: Sessions) -> None:
    clerk = sessions["planning_clerk"].once(new_op_id())
    assert pledges.issue(clerk, dict(SITING)) == pledges.issue(clerk, dict(SITING))
    assert Pledge.select().count() == 1


def test_a_printed_pledge_is_noted_on_its_row(sessions: Sessions) -> None:
    row = issued(sessions)
    reader = sessions["director"]
    made = papers.build(reader, "pledge", "pdf", id="2026-1")
    anchor = papers.log_output(reader, "pledge", "pdf", made, id="2026-1")
    entry = Log.get(Log.seq == anchor.seq)
    assert (entry.action, entry.objects) == ("papers.pledge", 1)
    assert made.title == f"服务承诺书 {row.number}"
    with pytest.raises(UserError, match="没有“2026-9”"):
        papers.build(reader, "pledge", "pdf", id="2026-9")
