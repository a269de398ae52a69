"""The one door: permission, one log row, refusals kept, retries done once, second persons."""

from __future__ import annotations

import pytest

from jingyue_desktop.domain.errors import Invalid, NotAllowed, UserError
from jingyue_desktop.services import accounts, login, proposals
from jingyue_desktop.services.acts import new_op_id
from jingyue_desktop.services.login import LoginRefused, log_in
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store.tables import Account, Log
from tests.offices import PASSWORD, Sessions


def last_log() -> Log:
    return Log.select().order_by(Log.seq.desc()).first()


def test_login_writes_one_row_and_wrong_password_another(office: Workspace) -> None:
    session = log_in(office, "director", PASSWORD)
    assert session.name == "高立群"
    assert (last_log().action, last_log().success) == ("login", 1)
    with pytest.raises(LoginRefused):
        log_in(office, "director", "wrong")
    assert (last_log().action, last_log().success) == ("login", 0)


def test_an_act_without_the_role_is_refused_and_logged(sessions: Sessions) -> None:
    with pytest.raises(NotAllowed):
        accounts.create(sessions["director"], 1, "x1", "code-code")
    row = last_log()
    assert (row.action, row.success) == ("accounts.create", 0)
    assert "权限" in row.reason


def test_a_retry_with_the_same_operation_is_done_once(sessions: Sessions) -> None:
    session = sessions["system_admin"].once(new_op_id())
    people = {row.person for row in Account.select()}
    assert len(people) == 12
    row = Account.get(Account.login == "general_clerk")
    accounts.reset(session, row.id, "AAAA-BBBB")
    phc = Account.get_by_id(row.id).phc
    accounts.reset(session, row.id, "AAAA-BBBB")
    assert Account.get_by_id(row.id).phc == phc
    assert Log.select().where(Log.action == "accounts.reset").count() == 1


def test_roles_need_a_second_person(sessions: Sessions) -> None:
    target = Account.get(Account.login == "inspection_clerk")
    number = accounts.set_roles(sessions["security_admin"], target.id, target.revision, ["auditor"])
    assert Account.get_by_id(target.id).roles == []
    with pytest.raises(NotAllowed):
        proposals.confirm(sessions["security_admin"], number)
    with pytest.raises(NotAllowed):
        proposals.confirm(sessions["planning_clerk"], number)
    proposals.confirm(sessions["director"], number)
    assert Account.get_by_id(target.id).roles == ["auditor"]
    with pytest.raises(UserError):
        proposals.confirm(sessions["director"], number)


def test_incompatible_roles_are_refused_at_proposing(sessions: Sessions) -> None:
    target = Account.get(Account.login == "system_admin")
    with pytest.raises(NotAllowed):
        accounts.set_roles(
            sessions["security_admin"], target.id, target.revision, ["system_admin", "auditor"]
        )


def test_change_password_names_the_fault(office: Workspace, sessions: Sessions) -> None:
    with pytest.raises(Invalid) as wrong:
        login.change_password(sessions["deputy"], "wrong", "Another-2026-pass")
    assert "current" in wrong.value.faults
    with pytest.raises(Invalid) as weak:
        login.change_password(sessions["deputy"], PASSWORD, "short")
    assert "password" in weak.value.faults
    login.change_password(sessions["deputy"], PASSWORD, "Another-2026-pass")
    assert log_in(office, "deputy", "Another-2026-pass").login == "deputy"
