"""Residual reviews: who proposes and confirms, what is refused, what is derived and kept."""

from __future__ import annotations

from datetime import date

import pytest

from jingyue_desktop.domain.clock import SetClock
from jingyue_desktop.domain.errors import Conflict, Invalid, NotAllowed
from jingyue_desktop.services import proposals, risk_review, risks
from jingyue_desktop.store.tables import Log, RiskReview, RiskState
from tests.offices import Sessions

DAY = "2026-03-02"


def point(sessions: Sessions, code: str) -> risks.PointRow:
    return next(row for row in risks.points(sessions["auditor"]) if row.code == code)


def settle(sessions: Sessions, by: str, confirmer: str, code: str, **asked: object) -> int:
    """File a review and have it confirmed; returns the review's id."""
    values = {"residual": "未消除", "reviewed": DAY, **asked}
    filed = risk_review.review(
        sessions[by],
        code,
        point(sessions, code).revision,
        **values,  # type: ignore[arg-type]
    )
    return int(proposals.confirm(sessions[confirmer], filed))


def test_nothing_stands_until_a_leader_confirms(sessions: Sessions) -> None:
    filed = risk_review.review(sessions["planning_chief"], "A1-4", 0, "未消除", reviewed=DAY)
    assert point(sessions, "A1-4").state == "未复核"
    assert risk_review.history(sessions["auditor"], "A1-4") == []
    proposals.confirm(sessions["deputy"], filed)
    row = point(sessions, "A1-4")
    assert (row.state, row.grade, row.revision) == ("未消除", "A", 1)
    assert row.watch is not None
    assert row.watch.sentence() == "副局长直接管理，局长负责监督"
    assert (row.reviewed, row.next_review) == (date(2026, 3, 2), date(2026, 4, 2))
    (kept,) = risk_review.history(sessions["commission"], "A1-4")
    assert kept.reviewer == "王建国提出，孟庆和确认"
    assert (kept.residual, kept.grade, kept.next_review) == ("未消除", "A", date(2026, 4, 2))


@pytest.mark.parametrize(
    ("code", "grade", "expected"),
    [
        ("A1-1", "", date(2026, 6, 2)),
        ("A1-2", "", date(2026, 9, 2)),
        ("A1-5", "", date(2026, 6, 2)),
    ],
)
def test_the_next_review_follows_from_the_level(
    sessions: Sessions, code: str, grade: str, expected: date
) -> None:
    settle(sessions, "planning_chief", "director", code, grade=grade)
    assert point(sessions, code).next_review == expected


def test_a_month_end_stays_at_the_month_end(sessions: Sessions) -> None:
    settle(sessions, "planning_chief", "director", "A1-4", reviewed="2026-01-31")
    assert point(sessions, "A1-4").next_review == date(2026, 2, 28)


def test_a_review_becomes_overdue_the_day_after(sessions: Sessions, clock: SetClock) -> None:
    settle(sessions, "planning_chief", "director", "A1-4")
    clock.advance(days=31)
    assert not point(sessions, "A1-4").overdue
    clock.advance(days=1)
    assert point(sessions, "A1-4").overdue
    assert risks.figures(sessions["auditor"]).overdue == 1


def test_cleared_points_have_no_level_and_no_next_review(sessions: Sessions) -> None:
    settle(sessions, "planning_chief", "deputy", "A1-2")
    settle(
        sessions, "planning_chief", "deputy", "A1-2", residual="已消除", note="移交签收已全部上线"
    )
    row = point(sessions, "A1-2")
    assert (row.state, row.grade, row.watch, row.next_review) == ("已消除", "", None, None)
    assert [r.residual for r in risk_review.history(sessions["auditor"], "A1-2")] == [
        "已消除",
        "未消除",
    ]
    assert RiskState.select().where(RiskState.point == "A1-2").count() == 1


def test_a_chief_reviews_his_own_section_only(sessions: Sessions) -> None:
    with pytest.raises(NotAllowed) as refused:
        risk_review.review(sessions["planning_chief"], "A4-1", 0, "未消除", reviewed=DAY)
    assert refused.value.rule == "本科室范围"


@pytest.mark.parametrize(
    "who", ["planning_clerk", "auditor", "custodian", "commission", "director", "deputy"]
)
def test_others_may_not_propose(sessions: Sessions, who: str) -> None:
    with pytest.raises(NotAllowed):
        risk_review.review(sessions[who], "A1-4", 0, "未消除", reviewed=DAY)
    assert RiskReview.select().count() == 0
    refusal = Log.select().order_by(Log.seq.desc()).get()
    assert (refusal.action, refusal.success) == ("risks.review.propose", 0)


def test_a_leader_does_not_confirm_the_points_of_his_own_post(sessions: Sessions) -> None:
    filed = risk_review.review(sessions["inspection_chief"], "A1-6", 0, "未消除", reviewed=DAY)
    with pytest.raises(NotAllowed) as refused:
        proposals.confirm(sessions["deputy"], filed)
    assert refused.value.rule == "本人岗位回避"
    assert point(sessions, "A1-6").state == "未复核"
    proposals.confirm(sessions["director"], filed)
    row = point(sessions, "A1-6")
    assert row.watch is not None and row.watch.sentence() == "局长直接管理并监督"


def test_the_directors_points_need_the_meetings_word(sessions: Sessions) -> None:
    chief = sessions["inspection_chief"]
    with pytest.raises(Invalid) as invalid:
        risk_review.review(chief, "A1-7", 0, "未消除", reviewed=DAY)
    assert "局务会" in invalid.value.faults["note"]
    filed = risk_review.review(
        chief, "A1-7", 0, "未消除", note="2026年第3次局务会研究同意", reviewed=DAY
    )
    proposals.confirm(sessions["deputy"], filed)
    row = point(sessions, "A1-7")
    assert row.watch is not None
    assert (row.watch.manager, row.watch.supervisor) == ("局务会", "区纪工委")


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ({"reviewed": "2026-03-03"}, "reviewed"),
        ({"reviewed": "三月二日"}, "reviewed"),
        ({"residual": "差不多"}, "residual"),
        ({"grade": "D"}, "grade"),
        ({"residual": "已消除", "grade": "A", "note": "已落实"}, "grade"),
        ({"residual": "已消除"}, "note"),
        ({"grade": "C"}, "note"),
        ({"grade": "C", "note": "  \n"}, "note"),
    ],
)
def test_a_wrong_value_is_told_at_its_field(
    sessions: Sessions, asked: dict[str, str], key: str
) -> None:
    values = {"residual": "未消除", "reviewed": DAY, **asked}
    with pytest.raises(Invalid) as invalid:
        risk_review.review(sessions["planning_chief"], "A1-4", 0, **values)
    assert key in invalid.value.faults
    assert RiskState.select().count() == 0


def test_a_day_before_the_last_review_is_refused(sessions: Sessions) -> None:
    settle(sessions, "planning_chief", "deputy", "A1-4")
    with pytest.raises(Invalid) as invalid:
        settle(sessions, "planning_chief", "deputy", "A1-4", reviewed="2026-03-01")
    assert invalid.value.faults == {"reviewed": "复核日期不能早于上次复核（2026年3月2日）。"}
    settle(sessions, "planning_chief", "deputy", "A1-4", grade="B", note="同日更正")
    assert point(sessions, "A1-4").grade == "B"


def test_two_reviews_of_one_point_do_not_overwrite_each_other(sessions: Sessions) -> None:
    chief = sessions["planning_chief"]
    first = risk_review.review(chief, "A1-4", 0, "未消除", reviewed=DAY)
    second = risk_review.review(chief, "A1-4", 0, "已消除", note="本季度无新增情形", reviewed=DAY)
    proposals.confirm(sessions["deputy"], first)
    with pytest.raises(Conflict) as conflict:
        proposals.confirm(sessions["deputy"], second)
    (difference,) = conflict.value.differences
    assert (difference.mine, difference.theirs) == ("已消除", "未消除（A级）")
    assert point(sessions, "A1-4").state == "未消除"


def test_odd_words_are_kept_as_they_are(sessions: Sessions) -> None:
    odd = "=1+1\nA<B 的情形 <img src=x> 喆赟珺" + "长" * 9_900
    settle(sessions, "planning_chief", "deputy", "A1-4", note=odd)
    assert point(sessions, "A1-4").note == odd
    assert risk_review.history(sessions["auditor"], "A1-4")[0].note == odd


def test_the_log_row_names_the_point_and_both_people(sessions: Sessions) -> None:
    settle(sessions, "planning_chief", "deputy", "A1-4", note="不写进日志的说明")
    row = Log.select().where((Log.action == "risks.review") & (Log.success == 1)).get()
    assert (row.object_type, row.object_id) == ("risk_point", "A1-4")
    assert row.actor == sessions["deputy"].account
    assert f'"proposer":{sessions["planning_chief"].account}' in row.detail
    assert "不写进日志的说明" not in row.detail
    assert row.objects == 3
