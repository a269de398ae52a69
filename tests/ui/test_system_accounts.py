"""系统 · 账号: made with a code shown once, stopped, given a new code, given roles by two people."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication

from jingyue_desktop.domain.clock import SetClock
from jingyue_desktop.domain.roles import Role
from jingyue_desktop.services import accounts, people, proposals
from jingyue_desktop.services.login import LoginRefused, log_in
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store.tables import Account, Log
from jingyue_desktop.ui.kit.fields import ChoiceField
from jingyue_desktop.ui.kit.fields_dialog import FieldsDialog
from jingyue_desktop.ui.system.account_dialogs import CodeDialog, RolesDialog
from jingyue_desktop.ui.system.accounts_page import AccountsPage
from tests.offices import PASSWORD, Sessions
from tests.ui.conftest import ExpectedPrompts
from tests.ui.desks import settle_down
from tests.ui.posts_desk import confirm_as, fault_of, later, put
from tests.ui.reading_desk import Open, link_of, open_tab, search

__all__ = ["open_tab"]


def open_page(open_tab: Open, sessions: Sessions, who: str, login: str = "") -> AccountsPage:
    page = open_tab(sessions[who], "系统:账号")
    assert isinstance(page, AccountsPage)
    if login:
        page.table.select(Account.get(Account.login == login).id)
    return page


def newcomer(sessions: Sessions, name: str = "钱新") -> int:
    filed = people.enter(sessions["system_admin"], name, "planning_clerk", "2026-03-02")
    return int(proposals.confirm(sessions["director"], filed))


def facts(page: AccountsPage) -> dict[str, str]:
    return {fact.caption: fact.text for fact in page.detail.grid._facts}


class Code:
    """Reads the code off its dialog and closes it."""

    def __init__(self) -> None:
        self.code = ""

    def __call__(self, dialog: CodeDialog) -> None:
        self.code = dialog.code
        assert dialog.shown.text() == dialog.code
        dialog.ok_button.click()


def test_the_list_says_roles_and_standing(
    open_tab: Open, local_sessions: Sessions, clock: SetClock
) -> None:
    target = Account.get(Account.login == "general_clerk")
    accounts.reset(local_sessions["system_admin"], target.id, "AAAA-BBBB-CCCC")
    page = open_page(open_tab, local_sessions, "auditor")
    shown = {
        row.login: [column.text(row) for column in page.model.columns[2:5]]
        for row in page.model.rows()
    }
    assert len(shown) == 12
    assert shown["auditor"] == ["科员", "审计员", "正常"]
    assert shown["commission"] == ["", "区纪工委查阅", "正常"]
    assert shown["general_clerk"] == ["科员", "", "待首次登录"]
    page.table.select(target.id)
    assert facts(page)["初始密码有效至"] == "2026-03-05 09:00"
    clock.advance(hours=73)
    page.reload()
    assert page.detail._badges.itemAt(0).widget().text == "初始密码已过期"  # type: ignore[union-attr]
    search(page, "系统管理")
    assert [row.login for row in page.model.rows()] == ["system_admin"]


def test_an_account_is_made_and_its_code_shown_once(
    open_tab: Open, local_sessions: Sessions, local_office: Workspace, prompts: ExpectedPrompts
) -> None:
    newcomer(local_sessions)
    page = open_page(open_tab, local_sessions, "system_admin")

    def fill(dialog: FieldsDialog) -> None:
        offered = dialog.editor.field("person")
        assert isinstance(offered, ChoiceField)
        words = [offered.combo.itemText(n) for n in range(offered.combo.count())]
        assert words == ["（请选择）", "钱新"], "only whoever has none is offered"
        put(dialog, person="钱新", login="director")
        dialog.ok_button.click()
        assert dialog.editor.fault("login") == "这个登录名已被使用。"
        put(dialog, login="钱新")
        dialog.ok_button.click()

    code = Code()
    prompts.expect("dialog", fill)
    prompts.expect("dialog", code)
    page.new.trigger()
    settle_down()
    assert "钱新" in [row.login for row in page.model.rows()]
    assert not page.new.isEnabled() and "每个人都有账号" in page.new.toolTip()
    session = log_in(local_office, "钱新", code.code)
    assert session.actor().must_change and session.actor().roles == {Role.CLERK}
    logged = "".join(row.detail + row.result + row.reason for row in Log.select())
    assert code.code not in logged


def test_the_code_can_be_copied_and_does_not_stay_on_the_clipboard(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    page = open_page(open_tab, local_sessions, "system_admin", "general_clerk")

    def copy(dialog: CodeDialog) -> None:
        link_of(dialog, "复制").click()
        text = QGuiApplication.clipboard().text()
        assert text == f"登录名：general_clerk　初始密码：{dialog.code}"
        prompts.expect("choose", "no")
        dialog.reject()
        assert dialog.isVisible() and prompts.last.more["usual"] == "no"
        dialog.ok_button.click()
        assert dialog.code not in QGuiApplication.clipboard().text()

    prompts.expect("choose", "yes")
    prompts.expect("dialog", copy)
    page.code.trigger()


def test_a_new_code_ends_the_old_password(
    open_tab: Open, local_sessions: Sessions, local_office: Workspace, prompts: ExpectedPrompts
) -> None:
    page = open_page(open_tab, local_sessions, "system_admin", "general_clerk")
    prompts.expect("choose", "no")
    page.code.trigger()
    assert log_in(local_office, "general_clerk", PASSWORD)
    code = Code()
    prompts.expect("choose", "yes")
    prompts.expect("dialog", code)
    page.code.trigger()
    with pytest.raises(LoginRefused):
        log_in(local_office, "general_clerk", PASSWORD)
    assert log_in(local_office, "general_clerk", code.code).actor().must_change


def test_an_account_is_stopped_and_started_again(
    open_tab: Open, local_sessions: Sessions, local_office: Workspace, prompts: ExpectedPrompts
) -> None:
    page = open_page(open_tab, local_sessions, "system_admin", "general_clerk")
    prompts.expect("choose", "yes")
    page.stop.trigger()
    settle_down()
    assert prompts.last.more["danger"] == "yes"
    assert page.stop.text() == "启用" and not page.code.isEnabled()
    with pytest.raises(LoginRefused):
        log_in(local_office, "general_clerk", PASSWORD)
    page.stop.trigger()
    settle_down()
    assert page.stop.text() == "停用"
    assert log_in(local_office, "general_clerk", PASSWORD)


@pytest.mark.parametrize(
    ("login", "told"),
    [("system_admin", "不能停用自己的账号。"), ("auditor", "本局至少要有一名审计员。")],
)
def test_a_refused_stop_is_told_and_logged(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts, login: str, told: str
) -> None:
    page = open_page(open_tab, local_sessions, "system_admin", login)
    prompts.expect("choose", "yes")
    prompts.expect("error")
    page.stop.trigger()
    assert prompts.last.text == told
    assert Account.get(Account.login == login).state == "active"
    row = Log.select().order_by(Log.seq.desc()).get()
    assert (row.action, row.success) == ("accounts.stop", 0)


def tick(dialog: RolesDialog, *roles: Role) -> None:
    for role in roles:
        dialog.boxes[role].click()


def test_roles_that_may_not_meet_are_told_at_once(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    page = open_page(open_tab, local_sessions, "security_admin", "auditor")

    def clash(dialog: RolesDialog) -> None:
        assert dialog.wanted() == [Role.AUDITOR]
        tick(dialog, Role.SYSTEM_ADMIN)
        assert fault_of(dialog) == "系统管理员与审计员不能由同一人担任，请只选其一。"
        assert not dialog.ok_button.isEnabled()
        tick(dialog, Role.SYSTEM_ADMIN)
        assert fault_of(dialog) == "" and dialog.ok_button.isEnabled()
        dialog.ok_button.click()
        assert fault_of(dialog) == "角色没有变化。"
        dialog.reject()

    prompts.expect("dialog", clash)
    page.roles.trigger()
    assert Log.select().where(Log.action.startswith("accounts.set_roles")).count() == 0


def test_a_role_change_wants_the_password_and_a_second_person(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    page = open_page(open_tab, local_sessions, "security_admin", "inspection_clerk")

    def change(dialog: RolesDialog) -> None:
        tick(dialog, Role.AUDITOR)
        dialog.password.setText("wrong")
        dialog.ok_button.click()
        assert "不正确" in fault_of(dialog) and dialog.isVisible()
        assert proposals.listed(local_sessions["director"]) == []
        dialog.password.setText(PASSWORD)
        dialog.ok_button.click()

    prompts.expect("dialog", change)
    prompts.expect("dialog", confirm_as("director"))
    page.roles.trigger()
    settle_down()
    assert Account.get(Account.login == "inspection_clerk").roles == ["auditor"]
    assert facts(page)["另给的角色"] == "审计员"
    row = Log.select().where((Log.action == "accounts.set_roles") & (Log.success == 1)).get()
    assert f'"proposer":{local_sessions["security_admin"].account}' in row.detail


def test_without_confirmation_the_roles_stay(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    page = open_page(open_tab, local_sessions, "security_admin", "inspection_clerk")

    def change(dialog: RolesDialog) -> None:
        tick(dialog, Role.AUDITOR)
        dialog.password.setText(PASSWORD)
        dialog.ok_button.click()

    prompts.expect("dialog", change)
    prompts.expect("dialog", later)
    page.roles.trigger()
    assert Account.get(Account.login == "inspection_clerk").roles == []
    (waiting,) = proposals.listed(local_sessions["director"])
    assert waiting.title == "吴珺：审计员"


def test_nobody_changes_his_own_roles(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    page = open_page(open_tab, local_sessions, "security_admin", "security_admin")

    def change(dialog: RolesDialog) -> None:
        tick(dialog, Role.CUSTODIAN)
        dialog.password.setText(PASSWORD)
        dialog.ok_button.click()
        assert fault_of(dialog) == "不能变更自己的角色。"
        dialog.reject()

    prompts.expect("dialog", change)
    page.roles.trigger()


@pytest.mark.parametrize("who", ["auditor", "director"])
def test_whoever_only_sees_is_told_who_does(
    open_tab: Open, local_sessions: Sessions, who: str
) -> None:
    page = open_page(open_tab, local_sessions, who, "general_clerk")
    assert [act.isEnabled() for act in (page.new, page.roles, page.code, page.stop)] == [False] * 4
    assert page.code.toolTip() == "“重发初始密码”由系统管理员办理。"
    page.on_new()
