"""系统: who has which page, the rights as a table, the parameters, and that the commission only reads."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtGui import QAction, QGuiApplication

from jingyue_desktop.domain.roles import Role
from jingyue_desktop.services import accounts, proposals, rights
from jingyue_desktop.services.everything import registry
from jingyue_desktop.store.tables import Account, CatalogueItem, Log, Proposal, RiskState
from jingyue_desktop.ui.catalogue_history import CatalogueHistory
from jingyue_desktop.ui.kit.acts import ActButton
from jingyue_desktop.ui.kit.columns import Column
from jingyue_desktop.ui.system.parameters_page import ParametersPage
from jingyue_desktop.ui.system.rights_page import RightsPage
from jingyue_desktop.ui.system.tab import SystemTab
from tests.offices import Sessions
from tests.ui.conftest import ExpectedPrompts
from tests.ui.desks import settle_down
from tests.ui.reading_desk import Open, open_tab, search

__all__ = ["open_tab"]
READING = ["岗位权限表", "活动日志", "业务目录", "日历", "参数"]


@pytest.mark.parametrize(
    ("who", "titles"),
    [
        ("system_admin", ["账号", *READING]),
        ("security_admin", ["账号", *READING]),
        ("auditor", ["账号", *READING]),
        ("director", ["账号", *READING]),
        ("planning_chief", READING),
        ("custodian", READING),
        ("commission", READING),
    ],
)
def test_pages_are_those_a_person_may_see(
    open_tab: Open, local_sessions: Sessions, who: str, titles: list[str]
) -> None:
    before = Log.select().count()
    tab = open_tab(local_sessions[who], "系统")
    assert isinstance(tab, SystemTab)
    assert tab.titles() == titles
    for title in titles:
        tab.open_item(title)
        assert tab.stack.currentWidget() is tab.page(title)
    assert Log.select().count() == before, "nothing was asked for that is not theirs"


def test_the_page_looked_at_last_comes_back(open_tab: Open, local_sessions: Sessions) -> None:
    open_tab(local_sessions["auditor"], "系统").open_item("日历")
    assert open_tab(local_sessions["auditor"], "系统").list.currentItem().text() == "日历"


def test_a_role_given_meanwhile_brings_its_page_and_taken_takes_it(
    open_tab: Open, local_sessions: Sessions
) -> None:
    tab = open_tab(local_sessions["inspection_clerk"], "系统")
    tab.open_item("日历")

    def give(roles: list[str]) -> None:
        row = Account.get(Account.login == "inspection_clerk")
        filed = accounts.set_roles(local_sessions["security_admin"], row.id, row.revision, roles)
        proposals.confirm(local_sessions["director"], filed)
        settle_down()

    give(["auditor"])
    assert tab.titles() == ["账号", *READING] and tab.list.currentItem().text() == "日历"
    tab.open_item("账号")
    give([])
    assert tab.titles() == READING
    assert tab.stack.currentWidget() is tab.page("岗位权限表")


def rights_page(open_tab: Open, sessions: Sessions, who: str = "auditor") -> RightsPage:
    page = open_tab(sessions[who], "系统:岗位权限表")
    assert isinstance(page, RightsPage)
    return page


def test_the_rights_are_the_registry_role_by_role(open_tab: Open, local_sessions: Sessions) -> None:
    page = rights_page(open_tab, local_sessions)
    shown = {row.name: row for row in page.model.rows()}
    assert sorted(shown) == sorted(registry()) and len(shown) > 60
    captions = [column.title for column in page.model.columns]
    assert captions[1:10] == [role.caption for role in Role]
    row = shown["risks.review"]
    texts = dict(zip(captions, [column.text(row) for column in page.model.columns], strict=True))
    assert (texts["科长"], texts["局长"], texts["副局长"], texts["审计员"]) == (
        "提出",
        "确认",
        "确认",
        "—",
    )
    assert texts["范围"] == "本科室"


def test_the_chosen_right_is_told_in_a_sentence(open_tab: Open, local_sessions: Sessions) -> None:
    page = rights_page(open_tab, local_sessions)
    page.table.select("risks.review")
    assert page.about.text() == (
        "“残余等级复核”由科长提出，局长或副局长确认。"
        "范围：只限本科室的事项，局领导不限；每次办理留一条日志。"
    )
    page.table.select("accounts.list")
    told = page.about.text()
    assert (
        told.startswith("“查看账号”限局长、审计员、安全管理员、系统管理员。")
        and "查看不留日志" in told
    )
    page.table.select("calendar.years")
    assert page.about.text().startswith("“查看日历”所有角色都可以。")


def test_rights_are_narrowed_by_role_sort_and_words(
    open_tab: Open, local_sessions: Sessions
) -> None:
    page = rights_page(open_tab, local_sessions)
    page.filters.choose("role", Role.SYSTEM_ADMIN)
    page.filters.choose("sort", "two")
    assert {row.name for row in page.model.rows()} == {
        name
        for name, entry in registry().items()
        if entry.second and Role.SYSTEM_ADMIN in entry.roles | entry.second
    }
    page.filters.clear()
    search(page, "停用")
    assert [row.name for row in page.model.rows()] == ["accounts.stop"]
    assert "显示 1 项" in page.filters._count.text()


def test_the_table_goes_to_the_clipboard_as_cells(open_tab: Open, local_sessions: Sessions) -> None:
    page = rights_page(open_tab, local_sessions)
    page.on_export()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:3] == ["事项", "局长", "副局长"]
    assert len(lines) == 1 + len(rights.table())
    review = next(line for line in lines if line.startswith("残余等级复核\t"))
    assert review.split("\t")[1:5] == ["确认", "确认", "提出", "—"]


def test_parameters_say_who_set_them_since_when_and_why(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    page = open_tab(local_sessions["planning_clerk"], "系统:参数")
    assert isinstance(page, ParametersPage)
    search(page, "将到期")
    names = [row.name for row in page.model.rows()]
    assert names == ["将到期提前", "法定期限将到期提前"]
    columns: tuple[Column[Any], ...] = page.model.columns
    assert [column.text(page.model.rows()[0]) for column in columns] == [
        "将到期提前",
        "2",
        "工作日",
        "到期前这么多个工作日显示为将到期",
        "程序自带（待本局审定）",
        "2026-01-01",
        "设",
    ]

    def read(dialog: CatalogueHistory) -> None:
        assert len(dialog.versions) == 1
        dialog.accept()

    prompts.expect("dialog", read)
    page.history.trigger()


def test_values_of_all_sorts_sort_together(open_tab: Open, local_sessions: Sessions) -> None:
    page = open_tab(local_sessions["planning_clerk"], "系统:参数")
    page.model.sort(1)
    values = [str(row.value) for row in page.model.rows()]
    assert {"2", "30", "22:00–06:00", "由局务会决定"} <= set(values)
    assert values.index("2") < values.index("30")


def test_the_commission_sees_and_changes_nothing(open_tab: Open, local_sessions: Sessions) -> None:
    """Every act on the three tabs that would change something is shut, and tried all the same."""
    models = (Account, CatalogueItem, RiskState, Proposal)
    before = [list(model.select().order_by(model.id).dicts()) for model in models]
    tried: list[str] = []
    for title in ("风险防控表", *(f"系统:{page}" for page in READING)):
        page = open_tab(local_sessions["commission"], title)
        if title == "风险防控表":
            page.open_item("A1-4")
        settle_down()
        for act in page.findChildren(QAction):
            if act.text() in CHANGING:
                assert not act.isEnabled(), act.text()
                act.trigger()
                tried.append(act.text())
        for button in page.findChildren(ActButton):
            assert button.act.text() not in CHANGING or not button.isEnabled()
    assert sorted(set(tried)) == ["修改本岗位内容", "残余等级复核"]
    assert [list(model.select().order_by(model.id).dicts()) for model in models] == before


CHANGING = {
    "残余等级复核",
    "修改本岗位内容",
    "新建账号",
    "变更角色",
    "重发初始密码",
    "停用",
    "启用",
}
