"""The same operation asked for twice under one id is done once, on SQLite and on PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from jingyue_desktop.domain.errors import NotAllowed
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store.tables import Log, NumberSeries, Pledge, Proposal
from tests.faults.operations import ACTIONS, Operation, perform
from tests.faults.plans import twenty
from tests.offices import Sessions


def test_every_kind_of_act_is_done_once(office: Workspace, sessions: Sessions, scans: Path) -> None:
    plan = twenty()
    assert {one.kind for one in plan} == set(ACTIONS)
    for operation in plan:
        answers = [perform(sessions, operation, scans) for _ in range(3)]
        assert answers[0] == answers[1] == answers[2]
    issued = sum(one.kind == "issue" for one in plan)
    assert Pledge.select().count() == NumberSeries.get().last == issued
    assert Proposal.select().count() == sum(one.kind == "propose" for one in plan)
    rows = [row.op_id for row in Log.select() if row.success and row.action in ACTIONS.values()]
    assert sorted(rows) == sorted(one.id for one in plan)


def test_under_another_id_it_is_done_again(
    office: Workspace, sessions: Sessions, scans: Path
) -> None:
    """The control: it is the id that tells a retry from a second wish."""
    for op_id in ("one", "two"):
        perform(sessions, Operation(op_id, "issue", {"project": "净月潭"}), scans)
    assert Pledge.select().count() == 2


def test_an_id_belongs_to_one_act_of_one_person(
    office: Workspace, sessions: Sessions, scans: Path
) -> None:
    issue = Operation("same", "issue", {"project": "净月潭"})
    perform(sessions, issue, scans)
    for other in (
        Operation("same", "void", {"pledge": 1, "revision": 1}),
        Operation("same", "propose", {"version": 1}),
    ):
        with pytest.raises(NotAllowed, match="操作编号"):
            perform(sessions, other, scans)
    assert Pledge.get().state == "待签"
