"""A list of pledges tried out before it is issued: the same verdict as the act, nothing done."""

from __future__ import annotations

import pytest

from jingyue_desktop.domain.errors import InvalidRows, NotAllowed
from jingyue_desktop.services import pledge_plan, pledges
from jingyue_desktop.store.tables import Pledge
from tests.offices import Sessions
from tests.services.test_pledges import SITING

GOOD = {**SITING, "applicant": "甲公司"}
BAD = [
    GOOD,
    {**GOOD, "accepted": "明天", "applicant": ""},
    {**GOOD, "variant": "规划验线"},
    {**GOOD, "accepted": "2026-12-31"},
]


def test_every_row_is_told_with_its_due_date(sessions: Sessions) -> None:
    found = pledge_plan.plan(sessions["planning_clerk"], [GOOD, {**GOOD, "variant": "规划窗口"}])
    assert found.faults == ()
    assert found.lines == (
        "开具：选址意见书，甲公司，应办结 2026年3月5日",
        "开具：规划窗口，甲公司，应办结 2026年2月14日",
    )
    assert Pledge.select().count() == 0


def test_the_faults_are_those_the_act_itself_would_name(sessions: Sessions) -> None:
    clerk = sessions["planning_clerk"]
    tried = pledge_plan.plan(clerk, BAD).faults
    with pytest.raises(InvalidRows) as refused:
        pledges.issue_batch(clerk, BAD)
    assert [(f.row, f.column, f.text) for f in tried] == [
        (f.row, f.column, f.text) for f in refused.value.faults
    ]
    assert {f.row for f in tried} == {2, 3, 4}


def test_too_long_a_list_is_refused_before_it_is_read(sessions: Sessions) -> None:
    found = pledge_plan.plan(sessions["planning_clerk"], [GOOD] * (pledges.MOST + 1))
    assert "一次最多开具" in found.faults[0].text


def test_only_who_may_issue_may_try(sessions: Sessions) -> None:
    with pytest.raises(NotAllowed):
        pledge_plan.plan(sessions["director"], [GOOD])
