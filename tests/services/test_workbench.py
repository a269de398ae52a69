"""The desk: each person sees what is his to do, the office's figures, and what changed meanwhile."""

from __future__ import annotations

from jingyue_desktop.domain.clock import SetClock
from jingyue_desktop.services import (
    office_view,
    pledge_register,
    pledges,
    posts,
    proposals,
    risk_review,
    workbench,
)
from jingyue_desktop.services.login import log_in
from jingyue_desktop.services.workspace import Workspace
from tests.offices import PASSWORD, Sessions
from tests.services.test_pledges import SITING


def titles(sessions: Sessions, who: str) -> list[str]:
    return [item.title for item in workbench.todo(sessions[who])]


def test_a_fresh_office_has_nothing_to_do(sessions: Sessions) -> None:
    for who in ("director", "planning_chief", "planning_clerk", "custodian", "commission"):
        assert titles(sessions, who) == []


def test_who_must_confirm_sees_it_and_nobody_else(sessions: Sessions) -> None:
    posts.revise(sessions["planning_chief"], "planning_clerk", 1, {"duty": "新"})
    assert titles(sessions, "director") == ["修改岗位职责：规划科科员"]
    assert titles(sessions, "deputy") == ["修改岗位职责：规划科科员"]
    assert titles(sessions, "planning_chief") == titles(sessions, "custodian") == []


def test_overdue_scans_come_first_for_their_section(sessions: Sessions, clock: SetClock) -> None:
    pledges.issue(sessions["planning_clerk"], dict(SITING))
    clock.advance(days=30)
    (todo,) = workbench.todo(sessions["planning_chief"])
    assert (todo.title, todo.light) == ("登记签名扫描件 净规诺〔2026〕1号", "overdue")
    assert (todo.tab, todo.key) == ("服务承诺", "1")
    assert titles(sessions, "general_chief") == []


def test_reviews_are_announced_and_become_overdue(sessions: Sessions, clock: SetClock) -> None:
    filed = risk_review.review(sessions["planning_chief"], "A1-4", 0, "未消除")
    proposals.confirm(sessions["director"], filed)
    assert titles(sessions, "planning_chief") == []
    clock.advance(days=18)
    (todo,) = workbench.todo(sessions["planning_chief"])
    assert (todo.title, todo.light) == ("复核风险点 A1-4", "due")
    clock.advance(days=20)
    assert workbench.todo(sessions["deputy"])[0].light == "overdue"
    assert titles(sessions, "general_chief") == []


def test_figures_follow_what_happens(sessions: Sessions) -> None:
    pledges.issue(sessions["planning_clerk"], dict(SITING))
    figures = {f.caption: f.number for f in workbench.figures(sessions["auditor"])}
    assert figures == {
        "本年开具承诺书": 1,
        "待签": 1,
        "扫描件逾期": 0,
        "未消除风险点": 0,
        "复核超期": 0,
    }


def test_changes_since_the_last_visit(office: Workspace, sessions: Sessions) -> None:
    log_in(office, "director", PASSWORD)
    pledges.issue(sessions["planning_clerk"], dict(SITING))
    director = log_in(office, "director", PASSWORD)
    assert [(c.who, c.title) for c in workbench.changes(director)] == [("李敏", "开具服务承诺书")]
    assert workbench.changes(log_in(office, "director", PASSWORD)) == []


def test_the_office_is_shown_as_data(sessions: Sessions) -> None:
    reader = sessions["auditor"]
    counts = office_view.counts(reader)
    assert list(counts.values()) == [3, 11, 7, 53, 6, 7, 7, 9, 6, 8, 11]
    kinds = {row.kind_title for row in office_view.catalogue(reader)}
    assert {"单位", "岗位", "风险点", "日历", "参数"} <= kinds
    years = office_view.years(reader)
    assert [(y.year, y.published) for y in years[:2]] == [(2027, False), (2026, True)]
    days = office_view.days(reader, 2026)
    assert len(days) == 365 and sum(day.kind.works for day in days) == 248
    assert all(item.author for item in office_view.parameters(reader))


def test_the_commission_reads_pledges_but_gets_no_work(sessions: Sessions) -> None:
    pledges.issue(sessions["planning_clerk"], dict(SITING))
    reader = sessions["commission"]
    assert pledge_register.count(reader, pledge_register.Wanted()) == 1
    assert workbench.todo(reader) == []


def test_a_hundred_late_scans_of_one_section_hide_nobody_else_s(
    sessions: Sessions, clock: SetClock
) -> None:
    other = {**SITING, "variant": "规划验线"}
    first = pledges.issue(sessions["general_clerk"], other)
    pledges.issue_batch(sessions["planning_clerk"], [SITING] * (workbench.MOST + 1))
    clock.advance(days=30)
    assert [todo.key for todo in workbench.todo(sessions["general_chief"])] == [str(first)]
    theirs = workbench.todo(sessions["planning_chief"])
    assert len(theirs) == workbench.MOST and theirs[0].key == str(first + 1)


def test_changes_name_what_they_are_about_and_lead_there(
    office: Workspace, sessions: Sessions
) -> None:
    log_in(office, "auditor", PASSWORD)
    pledges.issue(sessions["planning_clerk"], dict(SITING))
    filed = risk_review.review(sessions["planning_chief"], "A1-4", 0, "未消除")
    proposals.confirm(sessions["director"], filed)
    confirmed, proposed, issued = workbench.changes(log_in(office, "auditor", PASSWORD))
    assert (confirmed.about, confirmed.tab, confirmed.key) == ("A1-4", "风险防控表", "A1-4")
    assert proposed.about.startswith("残余等级复核：A1-4") and proposed.tab == ""
    assert issued.about == f"净规诺〔2026〕1号 {SITING['applicant']}"
    assert (issued.tab, issued.key) == ("服务承诺", "1")
