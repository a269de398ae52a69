"""The one door: permission, one log row, refusals kept, retries done once, second persons."""

from __future__ import annotations

import pytest

from jingyue_desktop.domain.clock import SetClock
from jingyue_desktop.domain.errors import Invalid, NotAllowed, UserError
from jingyue_desktop.services import accounts, login, papers, people, posts, proposals
from jingyue_desktop.services.acts import authorise, new_op_id
from jingyue_desktop.services.everything import registry
from jingyue_desktop.services.login import LoginRefused, log_in
from jingyue_desktop.services.opening import counts_of
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store.tables import Account, Log
from tests.offices import PASSWORD, Sessions, Template


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


def test_a_first_code_opens_nothing_but_its_own_change(
    office: Workspace, sessions: Sessions
) -> None:
    row = Account.get(Account.login == "planning_clerk")
    accounts.reset(sessions["system_admin"], row.id, "ABCD-EFGH-JKLM")
    session = log_in(office, "planning_clerk", "ABCD-EFGH-JKLM")
    open_to_all = set()
    for name, entry in registry().items():
        try:
            authorise(session.actor(), entry)
            open_to_all.add(name)
        except NotAllowed as refusal:
            assert refusal.rule == "初始密码"
    assert open_to_all == {"login.leave", "login.lock", "login.change_password"}
    with pytest.raises(NotAllowed, match="修改密码"):
        papers.build(session, "pledge-register", "xlsx")
    login.change_password(session, "ABCD-EFGH-JKLM", "Another-2026-pass")
    assert papers.build(session, "pledge-register", "xlsx").sheets


def test_who_has_no_role_yet_is_let_in_from_the_day_his_post_begins(
    office: Workspace, sessions: Sessions, clock: SetClock
) -> None:
    filed = people.enter(sessions["system_admin"], "钱新", "inspection_clerk", "2026-03-05")
    proposals.confirm(sessions["director"], filed)
    person = next(row.id for row in people.listed(sessions["director"]) if row.name == "钱新")
    accounts.create(sessions["system_admin"], person, "钱新", "ABCD-EFGH-JKLM")
    with pytest.raises(LoginRefused) as refused:
        log_in(office, "钱新", "ABCD-EFGH-JKLM")
    assert "从任职之日起登录" in refused.value.advice
    last = Log.select().order_by(Log.seq.desc()).get()
    assert (last.action, last.success) == ("login", False) and "没有任职" in last.reason
    clock.advance(days=3)
    login.log_out(log_in(office, "钱新", "ABCD-EFGH-JKLM"))


def test_one_operation_confirms_one_proposal(sessions: Sessions) -> None:
    chief = sessions["planning_chief"]
    one = posts.revise(chief, "planning_clerk", 1, {"duty": "甲"})
    other = posts.revise(chief, "planning_chief", 1, {"duty": "乙"})
    director = sessions["director"].once(new_op_id())
    assert proposals.confirm(director, one) == proposals.confirm(director, one) == 2
    with pytest.raises(NotAllowed, match="操作编号"):
        proposals.confirm(director, other)
    assert posts.card(chief, "planning_chief").version == 1


def test_looking_into_another_folder_leaves_the_open_office_open(
    office: Workspace, sessions: Sessions, template_sqlite: Template
) -> None:
    assert counts_of(template_sqlite.folder)["岗位"] == 8
    session = log_in(office, "director", PASSWORD)
    login.log_out(session)
    assert last_log().action == "login.leave"


def test_the_same_person_twice_at_one_screen_is_refused_and_logged(sessions: Sessions) -> None:
    with pytest.raises(NotAllowed, match="另一人"):
        login.second_person(sessions["director"], "director", PASSWORD)
    assert (last_log().action, last_log().success) == ("login.second", 0)


def test_decided_proposals_are_told_to_who_had_to_do_with_them(sessions: Sessions) -> None:
    filed = people.enter(
        sessions["system_admin"], "钱多多", "inspection_clerk", "2026-03-02", "139"
    )
    proposals.confirm(sessions["deputy"], filed)

    def told(key: str) -> list[int]:
        return [row.id for row in proposals.listed(sessions[key], waiting_only=False)]

    assert told("system_admin") == told("director") == told("security_admin") == [filed]
    assert told("planning_clerk") == told("auditor") == []


@pytest.mark.parametrize("login_name", ["a\0b", "\ud800", "director\n"])
@pytest.mark.parametrize("password", ["x\0", "\udcff"])
def test_what_no_name_or_password_can_be_is_refused_like_any_other(
    office: Workspace, login_name: str, password: str
) -> None:
    with pytest.raises(LoginRefused, match="不正确"):
        log_in(office, login_name, password)
    assert (last_log().action, last_log().success) == ("login", 0)
