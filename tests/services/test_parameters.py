"""Parameters: changed by two, kept in versions, and what the program does follows at once."""

from __future__ import annotations

import pytest

from jingyue_desktop.domain.errors import Conflict, Invalid, NotAllowed
from jingyue_desktop.services import catalogue, office_view, parameters, proposal_changes, proposals
from jingyue_desktop.services.workspace import Workspace
from tests.offices import Sessions


def propose(sessions: Sessions, code: str, value: str, version: int = 1, note: str = "") -> int:
    return parameters.set_value(sessions["planning_chief"], code, version, value, note)


def test_a_value_is_proposed_and_confirmed(office: Workspace, sessions: Sessions) -> None:
    filed = propose(sessions, "scan_overdue", " ２０ ", note="人手紧张")
    assert office.parameter("scan_overdue") == 10
    told = proposal_changes.changes(sessions["director"], filed)
    lines = {change.caption: (change.new, change.old) for change in told.changes}
    assert lines["参数"] == ("承诺书扫描件逾期", None) and lines["说明"] == ("人手紧张", None)
    assert proposals.confirm(sessions["director"], filed) == 2
    assert office.parameter("scan_overdue") == 20
    row = next(p for p in office_view.parameters(sessions["auditor"]) if p.code == "scan_overdue")
    assert (row.author, row.since) == ("王建国提出，高立群确认", "2026-03-02")
    now, before = catalogue.history(sessions["auditor"], "parameter", "scan_overdue")
    assert (now.note, now.body["value"], before.body["value"]) == ("人手紧张", 20, 10)


@pytest.mark.parametrize(
    ("code", "typed", "kept"),
    [
        ("night", "21:30至6:00", "21:30–6:00"),
        ("meeting_quorum", "3/4", "3/4"),
        ("cover_clash", "由局长决定", "由局长决定"),
        ("too_fast", "1000", 1000),
    ],
)
def test_a_value_is_of_the_sort_that_stands_there(
    office: Workspace, sessions: Sessions, code: str, typed: str, kept: str | int
) -> None:
    proposals.confirm(sessions["deputy"], propose(sessions, code, typed))
    assert office.parameter(code) == kept


@pytest.mark.parametrize(
    ("code", "typed"),
    [
        ("too_fast", "0"),
        ("too_fast", "1001"),
        ("too_fast", "-5"),
        ("too_fast", "五"),
        ("too_fast", "5"),
        ("too_fast", ""),
        ("night", "25:00–6:00"),
        ("night", "夜里"),
        ("meeting_quorum", "4/3"),
        ("meeting_quorum", "0.5"),
        ("cover_clash", " "),
        ("cover_clash", "由\0局长"),
        ("cover_clash", "长" * 61),
    ],
)
def test_a_value_that_makes_no_sense_is_told_beside_it(
    sessions: Sessions, code: str, typed: str
) -> None:
    with pytest.raises(Invalid) as invalid:
        propose(sessions, code, typed)
    assert set(invalid.value.faults) == {"value"}
    assert proposals.listed(sessions["director"]) == []


def test_a_value_changed_meanwhile_is_a_conflict_with_both_values(sessions: Sessions) -> None:
    first, second = propose(sessions, "too_fast", "6"), propose(sessions, "too_fast", "7")
    proposals.confirm(sessions["director"], first)
    assert proposal_changes.changes(sessions["director"], second).warning
    with pytest.raises(Conflict) as conflict:
        proposals.confirm(sessions["director"], second)
    (difference,) = conflict.value.differences
    assert (difference.mine, difference.theirs, difference.original) == ("7", "6", "5")


@pytest.mark.parametrize("who", ["planning_clerk", "director", "system_admin", "auditor"])
def test_only_chiefs_propose(sessions: Sessions, who: str) -> None:
    with pytest.raises(NotAllowed):
        parameters.set_value(sessions[who], "too_fast", 1, "6")
