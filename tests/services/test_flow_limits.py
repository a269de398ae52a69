"""Limits of steps and promises: changed by two, within what was promised and what the law allows."""

from __future__ import annotations

import pytest

from jingyue_desktop.domain.errors import Conflict, Invalid, NotAllowed, UserError
from jingyue_desktop.services import (
    catalogue,
    deadlines,
    flow_charts,
    flow_limits,
    pledges,
    proposal_changes,
    proposals,
)
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store.tables import Log, Pledge
from tests.offices import Sessions
from tests.services.test_pledges import SITING


def propose(
    sessions: Sessions,
    promise: int | None = 12,
    limits: dict[str, int | None] | None = None,
    code: str = "A1",
    version: int = 1,
) -> int:
    return flow_limits.set_limits(
        sessions["planning_chief"], code, version, promise, limits or {}, "人手紧张"
    )


def test_limits_and_promise_change_together_with_the_pledges_of_the_flow(
    office: Workspace, sessions: Sessions
) -> None:
    filed = propose(sessions, 12, {"A1.4": 4, "A1.8": None})
    assert flow_charts.flow_of(office.office(), "A1").promise == 10
    told = proposal_changes.changes(sessions["deputy"], filed)
    lines = {change.caption: (change.new, change.old) for change in told.changes}
    assert lines["承诺"] == ("12 个工作日", "10 个工作日")
    assert lines["承诺天数随之改变的承诺书"] == ("选址意见书", None)
    assert lines["A1.4 科员初审"] == ("4 个工作日", "2 个工作日")
    assert lines["A1.8 报送市规划局"] == ("不设时限", "1 个工作日")
    assert proposals.confirm(sessions["deputy"], filed) == 2
    flow = flow_charts.flow_of(office.office(), "A1")
    assert flow.promise == 12 and {s.code: s.limit for s in flow.steps}["A1.4"] == 4
    days = {variant.code: variant.days for variant in office.office().pledge_variants}
    assert (days["siting"], days["land"], days["window"]) == (12, 10, 1)
    number = pledges.issue(sessions["planning_clerk"], dict(SITING))
    issued = Pledge.get_by_id(number)
    assert issued.days == 12
    assert issued.due == deadlines.ask(sessions["auditor"], issued.accepted, 12).due
    now = catalogue.history(sessions["auditor"], "flow", "A1")[0]
    assert (now.author, now.note) == ("王建国提出，孟庆和确认", "人手紧张")
    row = Log.select().where((Log.action == "flows.set_limits") & (Log.success == 1)).get()
    assert (row.object_type, row.object_id) == ("flow", "A1")
    text = "".join(flow_charts.chart(sessions["auditor"], "A1", flow_charts.FLOW).texts())
    assert "时限 4 个工作日" in text and "对外承诺 12 个工作日" in text


@pytest.mark.parametrize(
    ("promise", "limits", "field", "said"),
    [
        (9, {}, "promise", "各环节时限之和 10 超过承诺 9 个工作日"),
        (10, {"A1.4": 3}, "promise", "各环节时限之和 11 超过承诺 10 个工作日"),
        (21, {}, "promise", "承诺 21 个工作日超过法定期限 20 个工作日（行政许可法第四十三条）"),
        (0, {}, "promise", "1–365"),
        (None, {}, "promise", "1–365"),
        (10, {"A1.4": -1}, "A1.4", "0–365"),
        (10, {"A1.4": 366}, "A1.4", "0–365"),
    ],
)
def test_what_goes_over_the_promise_or_the_law_is_refused(
    sessions: Sessions, promise: int | None, limits: dict[str, int | None], field: str, said: str
) -> None:
    with pytest.raises(Invalid) as invalid:
        propose(sessions, promise, limits)
    assert set(invalid.value.faults) == {field} and said in invalid.value.faults[field]
    assert proposals.listed(sessions["director"]) == []


def test_a_flow_without_a_promise_keeps_to_that(office: Workspace, sessions: Sessions) -> None:
    chief = sessions["inspection_chief"]
    with pytest.raises(Invalid, match="填写有误") as invalid:
        flow_limits.set_limits(chief, "C", 1, 30, {})
    assert invalid.value.faults["promise"] == "这个流程不设对外承诺。"
    proposals.confirm(
        sessions["director"], flow_limits.set_limits(chief, "C", 1, None, {"C.2": 25})
    )
    flow = flow_charts.flow_of(office.office(), "C")
    assert (flow.promise, flow.steps[1].limit) == (None, 25)


def test_what_changes_nothing_or_was_changed_meanwhile_is_refused(sessions: Sessions) -> None:
    with pytest.raises(UserError, match="没有改动"):
        propose(sessions, 10)
    first, second = propose(sessions), propose(sessions, 15)
    proposals.confirm(sessions["director"], first)
    assert proposal_changes.changes(sessions["director"], second).warning
    with pytest.raises(Conflict):
        proposals.confirm(sessions["director"], second)


@pytest.mark.parametrize("who", ["general_chief", "planning_clerk", "director", "auditor"])
def test_only_the_chief_of_the_section_proposes(sessions: Sessions, who: str) -> None:
    with pytest.raises(NotAllowed):
        flow_limits.set_limits(sessions[who], "A1", 1, 12, {})
