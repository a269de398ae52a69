"""系统 · 活动日志: read by right, narrowed, in detail; verified against tampering and typed anchors."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from jingyue_desktop.domain.clock import SetClock
from jingyue_desktop.domain.errors import NotAllowed
from jingyue_desktop.services import accounts, journal, proposals, risk_review
from jingyue_desktop.services.acts import Session
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store.tables import Log
from jingyue_desktop.ui.kit.facts import WhyDialog
from jingyue_desktop.ui.kit.jobs import Jobs
from jingyue_desktop.ui.system.journal_page import JournalPage
from jingyue_desktop.ui.system.verifying import AnchorDialog
from tests.offices import Sessions
from tests.ui.conftest import ExpectedPrompts
from tests.ui.desks import settle_down
from tests.ui.posts_desk import fault_of
from tests.ui.reading_desk import Open, link_of, open_tab, search

__all__ = ["open_tab"]


@pytest.fixture
def busy(local_sessions: Sessions, clock: SetClock) -> Sessions:
    """An office where something was reviewed on the 2nd and something refused on the 4th."""
    filed = risk_review.review(local_sessions["planning_chief"], "A1-4", 0, "未消除")
    proposals.confirm(local_sessions["director"], filed)
    clock.advance(days=2)
    with pytest.raises(NotAllowed):
        accounts.stop(local_sessions["director"], 1, 1)
    return local_sessions


def open_page(open_tab: Open, session: Session) -> JournalPage:
    page = open_tab(session, "系统:活动日志")
    assert isinstance(page, JournalPage)
    return page


def listed(page: JournalPage) -> list[str]:
    rows = [page.model.row_at(place) for place in range(page.model.rowCount())]
    return [f"{row.seq} {row.actor} {row.title}" for row in rows]


def facts(page: JournalPage) -> dict[str, str]:
    return {fact.caption: fact.text for fact in page.detail.grid._facts}


def type_in(dialog_text: str) -> Callable[[AnchorDialog], None]:
    def drive(dialog: AnchorDialog) -> None:
        dialog.field.setPlainText(dialog_text)
        dialog.ok_button.click()

    return drive


def verified(page: JournalPage, prompts: ExpectedPrompts, anchors: str = "") -> str:
    prompts.expect("dialog", type_in(anchors))
    page.verify.trigger()
    settle_down()
    assert page.strip.isVisible()
    return page.strip.text.text()


def test_readers_see_all_newest_first(open_tab: Open, busy: Sessions) -> None:
    page = open_page(open_tab, busy["auditor"])
    assert listed(page) == [
        "4 高立群 停用账号",
        "3 高立群 残余等级复核",
        "2 王建国 提出：残余等级复核",
        "1 — 建立工作区并载入业务目录",
    ]
    assert page.filters._count.text() == "共 4 条" and not page.range.isVisible()


def test_others_see_their_own_and_are_told_so(open_tab: Open, busy: Sessions) -> None:
    page = open_page(open_tab, busy["planning_chief"])
    assert listed(page) == ["2 王建国 提出：残余等级复核"]
    assert "本行校验值" not in facts(page) and not page.verify.isEnabled()
    assert page.range.isVisible() and page.range.text().startswith("这里只有您自己的活动")
    admin = open_page(open_tab, busy["system_admin"])
    assert len(listed(admin)) == 4 and admin.verify.isEnabled()
    assert admin.range.text().startswith("系统管理员只看到")
    row = admin.model.row_at(0)
    assert row.reason == "" and row.about == ""


def test_filters_narrow_by_words_failures_and_days(open_tab: Open, busy: Sessions) -> None:
    page = open_page(open_tab, busy["auditor"])
    search(page, "复核")
    assert [line[0] for line in listed(page)] == ["3", "2"]
    search(page, "")
    page.failures.click()
    assert listed(page) == ["4 高立群 停用账号"]
    page.failures.click()
    page.since.line.setText("2026-3-4")
    page.since.edited.emit()
    assert listed(page) == ["4 高立群 停用账号"]
    page.since.line.setText("")
    page.until.line.setText("2026-3-3")
    page.until.edited.emit()
    assert [line[0] for line in listed(page)] == ["3", "2", "1"]
    page.until.line.setText("3月")
    page.until.edited.emit()
    assert page.until.line.property("fault") == "yes" and len(listed(page)) == 4


def test_a_row_says_who_as_what_what_it_touched_and_how_it_is_chained(
    open_tab: Open, busy: Sessions
) -> None:
    page = open_page(open_tab, busy["commission"])
    page.table.select(3)
    told = facts(page)
    assert told["人员"] == "高立群（局长）" and told["提出人"] == "王建国"
    assert told["结果"] == "未消除（A级）"
    things = told["涉及的数据（摘要前 16 位）"].splitlines()
    assert len(things) == 3 and any(thing.startswith("风险点残余状态") for thing in things)
    row, before = Log.get_by_id(3), Log.get_by_id(2)
    assert told["本行校验值"].replace(" ", "") == row.hash.upper()
    assert told["上一行校验值"].replace(" ", "") == before.hash.upper()
    head = row.hash.upper()
    assert told["锚点"] == f"日志 3 · {head[:4]}-{head[4:8]}-{head[8:12]}-{head[12:16]}"
    page.table.select(4)
    assert facts(page)["原因"] == "无权办理：您没有“停用账号”的权限。"


def test_new_rows_stand_there_when_the_page_is_seen_again(
    open_tab: Open, busy: Sessions, prompts: ExpectedPrompts
) -> None:
    page = open_page(open_tab, busy["auditor"])
    verified(page, prompts)
    assert listed(page)[0] == "5 周涛 核验活动日志"


def test_a_sound_log_verifies_with_and_without_anchors(
    open_tab: Open, busy: Sessions, prompts: ExpectedPrompts
) -> None:
    page = open_page(open_tab, busy["auditor"])
    anchor = journal.anchor(busy["auditor"]).text()
    told = verified(page, prompts)
    assert page.strip.badge.text == "核验通过" and page.strip.property("state") == "fine"
    assert "没有与纸上锚点核对" in told
    told = verified(page, prompts, f"第 1 页，共 1 页　{anchor}\n")
    assert page.strip.badge.text == "核验通过" and "所给 1 个锚点都相符" in told
    rows = Log.select().where(Log.action == "journal.verify")
    assert [row.success for row in rows] == [1, 1]


def test_what_is_no_anchor_stays_in_the_dialog(
    open_tab: Open, busy: Sessions, prompts: ExpectedPrompts
) -> None:
    page = open_page(open_tab, busy["auditor"])

    def drive(dialog: AnchorDialog) -> None:
        dialog.field.setPlainText("日志 十二 · 9F3A")
        dialog.ok_button.click()
        assert "锚点写法不对" in fault_of(dialog) and dialog.isVisible()
        dialog.reject()

    prompts.expect("dialog", drive)
    page.verify.trigger()
    assert not page.strip.isVisible()
    assert Log.select().where(Log.action == "journal.verify").count() == 0


def test_an_anchor_that_does_not_fit_is_told(
    open_tab: Open, busy: Sessions, prompts: ExpectedPrompts
) -> None:
    page = open_page(open_tab, busy["auditor"])
    told = verified(page, prompts, "日志 3 · 0000-1111-2222-3333")
    assert page.strip.badge.text == "核验不通过" and page.strip.property("state") == "overdue"
    assert "第 3 行：日志与所给锚点不符。" in told and "抄录无误" in told
    told = verified(page, prompts, "日志 900 · 0000-1111-2222-3333")
    assert page.strip.badge.text == "核验不通过" and "比纸上的锚点短" in told


def edit_file(folder: Path, *statements: str) -> None:
    """Change the database past the program, as somebody with the file and an SQL tool would."""
    with closing(sqlite3.connect(folder / "office.db")) as connection:
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in triggers:
            connection.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            connection.execute(statement)
        for _, sql in triggers:
            connection.execute(sql)
        connection.commit()


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE log SET reason = '没有这回事' WHERE seq = 4", "第 4 行：日志行被改动。"),
        ("DELETE FROM log WHERE seq = 2", "第 2 行：日志对象没有对应的日志行。"),
        (
            "UPDATE risk_state SET residual = '已消除'",
            "风险点残余状态 1 与日志中的摘要不一致（被直接改动）。",
        ),
    ],
)
def test_a_change_past_the_program_is_found(
    open_tab: Open,
    busy: Sessions,
    local_office: Workspace,
    prompts: ExpectedPrompts,
    statement: str,
    told: str,
) -> None:
    page = open_page(open_tab, busy["auditor"])
    assert "摘要一致" in verified(page, prompts), "sound before it is touched"
    edit_file(local_office.folder, statement)
    shown = verified(page, prompts)
    assert page.strip.badge.text == "核验不通过"
    assert page.strip.verdict is not None and told in page.strip.verdict.findings
    assert page.strip.verdict.findings[0] in shown

    def read(dialog: WhyDialog) -> None:
        assert told in dialog.grid.text()
        dialog.accept()

    prompts.expect("dialog", read)
    link_of(page.strip, "查看全部").click()


def test_only_one_verification_runs_at_a_time(
    open_tab: Open, busy: Sessions, prompts: ExpectedPrompts, jobs: Jobs
) -> None:
    waiting: list[Callable[[], None]] = []

    class Later:
        def submit(self, call: Callable[[], None], /) -> None:
            waiting.append(call)

        def shutdown(self) -> None: ...

    jobs._executor = Later()
    page = open_page(open_tab, busy["auditor"])
    told = verified(page, prompts)
    assert "正在逐行核对 4 行日志" in told and not page.verify.isEnabled()
    page.reload()
    assert page.verify.toolTip() == "正在核验，请稍候。"
    waiting.pop()()
    settle_down()
    assert page.strip.badge.text == "核验通过" and page.verify.isEnabled()
