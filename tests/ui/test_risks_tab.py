"""风险防控表: the two ways of looking, filters and search, reasons, papers, residual reviews."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pytestqt.qtbot import QtBot

from jingyue_desktop.domain.clock import SetClock
from jingyue_desktop.services import posts, proposals, risk_review, risks
from jingyue_desktop.store.tables import Log, RiskState
from jingyue_desktop.ui.catalogue_history import CatalogueHistory
from jingyue_desktop.ui.kit.conflict import ConflictDialog
from jingyue_desktop.ui.kit.facts import WhyDialog
from jingyue_desktop.ui.kit.fields import ChoiceField
from jingyue_desktop.ui.kit.remember import Remember
from jingyue_desktop.ui.risks.review_dialog import ReviewDialog
from jingyue_desktop.ui.risks.tab import CONTROL, LIST, RisksTab
from tests.offices import Sessions
from tests.ui.conftest import ExpectedPrompts
from tests.ui.desks import settle_down
from tests.ui.pledge_desk import Shown
from tests.ui.posts_desk import confirm_as, fault_of, later, put
from tests.ui.reading_desk import Open, link_of, menu_act, open_tab, search

__all__ = ["open_tab"]


def open_risks(open_tab: Open, sessions: Sessions, who: str, key: str = "") -> RisksTab:
    tab = open_tab(sessions[who], "风险防控表")
    assert isinstance(tab, RisksTab)
    if key:
        tab.open_item(key)
    return tab


def listed(tab: RisksTab) -> list[str]:
    return [row.code for row in tab.points.rows.rows()]


def facts(tab: RisksTab) -> dict[str, str]:
    lines = tab.detail.grid._facts
    return {fact.caption: fact.text for fact in lines}


def settled(sessions: Sessions, code: str, **asked: Any) -> None:
    revision = next(r for r in risks.points(sessions["auditor"]) if r.code == code).revision
    values = {"residual": "未消除", **asked}
    filed = risk_review.review(sessions["planning_chief"], code, revision, **values)
    proposals.confirm(sessions["director"], filed)


def test_the_table_of_the_posts_comes_first_word_for_word(
    open_tab: Open, local_sessions: Sessions
) -> None:
    tab = open_risks(open_tab, local_sessions, "director")
    assert tab.switch.chosen() == CONTROL and tab.control.isVisible()
    names = [column.title for column in tab.control.rows.columns]
    assert names == ["岗位", "主要岗位职责（重要涉权事项初审）", "廉政风险", "效能风险", "防控措施"]
    shown = [[c.text(row) for c in tab.control.rows.columns] for row in tab.control.rows.rows()]
    office = local_sessions["director"].workspace.office()
    assert shown == [
        [p.name, p.duty, p.integrity_risk, p.efficiency_risk, p.measure] for p in office.posts
    ]
    assert len(shown) == 8


def test_filters_and_search_narrow_the_points_and_count_grades(
    open_tab: Open, local_sessions: Sessions
) -> None:
    tab = open_risks(open_tab, local_sessions, "planning_clerk")
    tab.switch.choose(LIST)
    assert len(listed(tab)) == 53
    assert tab.filters._count.text() == "共 53 点，显示 53 点　　A 20　B 23　C 10"
    tab.filters.choose("post", "planning_chief")
    tab.filters.choose("kind", "廉政")
    rows = tab.points.rows.rows()
    assert rows and {(r.post, r.kind) for r in rows} == {("planning_chief", "廉政")}
    assert f"显示 {len(rows)} 点" in tab.filters._count.text()
    tab.clear()
    search(tab, "szjd")
    assert "A1-4" in listed(tab) and all("私自降低" in r.text for r in tab.points.rows.rows())
    search(tab, "没有的词")
    assert listed(tab) == [] and "没有符合条件的风险点" in tab.points.empty.text()
    tab.points.empty._on_clicked()
    assert len(listed(tab)) == 53


def test_a_search_finds_posts_by_what_stands_in_their_row(
    open_tab: Open, local_sessions: Sessions
) -> None:
    tab = open_risks(open_tab, local_sessions, "planning_clerk")
    search(tab, "走过场")
    assert [row.name for row in tab.control.rows.rows()] == ["监察科科员"]
    assert tab.count.text() == "共 8 个岗位，显示 1 个"


def test_a_post_leads_to_its_points_and_to_where_its_texts_are_changed(
    open_tab: Open, local_sessions: Sessions, qtbot: QtBot
) -> None:
    tab = open_risks(open_tab, local_sessions, "planning_chief")
    tab.control.select("planning_clerk")
    with qtbot.waitSignal(tab.wanted) as wanted:
        tab.edit.trigger()
    assert wanted.args == ["岗位职责", "planning_clerk"]
    tab.show_points.trigger()
    assert tab.switch.chosen() == LIST
    assert {row.post for row in tab.points.rows.rows()} == {"planning_clerk"}
    assert len(listed(tab)) == 12


def test_the_detail_says_everything_and_explains_the_grade(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    tab = open_risks(open_tab, local_sessions, "auditor", "A1-4")
    told = facts(tab)
    assert told["风险点"] == "私自降低或提高初审标准"
    assert "由程序在案件办理业务开通后自动核查" in told["系统自动核查（拦截）"]
    assert told["分级管理"].startswith("尚未复核")
    assert told["成因"].startswith("第四类：自由裁量权过大")
    assert told["来源"] == "源（单位原文）"

    def read(dialog: WhyDialog) -> None:
        assert dialog._conclusion == "A1-4 勾选 3 项标准，初始等级为 A 级。"
        text = dialog.grid.text()
        assert text.count("✓ 勾选") == 3 and text.count("未勾选") == 2
        assert "三项及以上为 A 级，两项为 B 级，一项为 C 级" in text
        dialog.accept()

    prompts.expect("dialog", read)
    link_of(tab.detail, "为什么是 A 级？").click()


def test_a_chief_proposes_and_a_leader_confirms_at_the_same_screen(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    tab = open_risks(open_tab, local_sessions, "planning_chief", "A1-4")

    def fill(dialog: ReviewDialog) -> None:
        values = dialog.editor.values()
        assert (values["residual"], values["grade"]) == ("未消除", "A")
        assert values["reviewed"] == date(2026, 3, 2)
        assert "可按实际情况改定" in dialog.reason.text()
        put(dialog, grade="B")
        assert "请写明理由" in dialog.reason.text()
        dialog.ok_button.click()
        assert dialog.isVisible() and "请写明理由" in dialog.editor.fault("note")
        put(dialog, note="裁量依据已细化")
        dialog.ok_button.click()

    prompts.expect("dialog", fill)
    prompts.expect("dialog", confirm_as("deputy"))
    tab.review.trigger()
    settle_down()
    row = tab.detail.point
    assert row is not None and (row.code, row.state, row.grade) == ("A1-4", "未消除", "B")
    told = facts(tab)
    assert told["残余状态"] == "未消除（B级），2026年3月2日复核"
    assert (
        told["分级管理"] == "规划科科长直接管理，副局长负责监督；每季度检查一次，下次 2026年6月2日"
    )
    assert told["最近一次复核说明"] == "裁量依据已细化"


def test_without_the_second_person_nothing_stands(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    tab = open_risks(open_tab, local_sessions, "planning_chief", "A1-2")
    prompts.expect("dialog", lambda dialog: dialog.ok_button.click())
    prompts.expect("dialog", later)
    tab.review.trigger()
    settle_down()
    assert facts(tab)["残余状态"] == "未复核"
    assert len(proposals.listed(local_sessions["director"])) == 1


def test_cleared_takes_the_grade_away_and_brings_it_back(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    tab = open_risks(open_tab, local_sessions, "planning_chief", "A1-4")

    def change(dialog: ReviewDialog) -> None:
        grade = dialog.editor.field("grade")
        assert isinstance(grade, ChoiceField)
        put(dialog, residual="已消除")
        assert grade.value() is None and not grade.combo.isEnabled()
        assert "请写明依据" in dialog.reason.text()
        put(dialog, residual="未消除")
        assert grade.value() == "A" and grade.combo.isEnabled()
        # Left open, the grade is the one the criteria give: the second person is told it.
        put(dialog, grade=None)
        assert dialog.title().endswith("未消除（A级）")
        dialog.done(0)

    prompts.expect("dialog", change)
    tab.review.trigger()
    assert RiskState.select().count() == 0


def test_another_sections_point_is_refused_in_words_and_logged(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    tab = open_risks(open_tab, local_sessions, "general_chief", "A1-4")

    def be_refused(dialog: ReviewDialog) -> None:
        put(dialog, note="已看过")
        dialog.ok_button.click()
        assert fault_of(dialog) == "只能办理本科室的事项。"
        assert dialog.editor.values()["note"] == "已看过"
        prompts.expect("choose", "discard")
        dialog.reject()

    prompts.expect("dialog", be_refused)
    tab.review.trigger()
    row = Log.select().order_by(Log.seq.desc()).get()
    assert (row.action, row.success) == ("risks.review.propose", 0)


def test_a_review_made_meanwhile_is_settled_not_overwritten(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    tab = open_risks(open_tab, local_sessions, "planning_chief", "A1-4")

    def take_theirs(dialog: ConflictDialog) -> None:
        dialog.choose("residual", "theirs")
        dialog.ok_button.click()

    def meet(dialog: ReviewDialog) -> None:
        settled(local_sessions, "A1-4", grade="C", note="他人先复核")
        put(dialog, residual="已消除", note="本季度无新增情形")
        prompts.expect("dialog", take_theirs)
        dialog.ok_button.click()
        values = dialog.editor.values()
        assert (values["residual"], values["grade"]) == ("未消除", "C")
        assert values["note"] == "本季度无新增情形" and dialog.isVisible()
        prompts.expect("dialog", confirm_as("director"))
        dialog.ok_button.click()

    prompts.expect("dialog", meet)
    tab.review.trigger()
    assert [r.grade for r in risk_review.history(local_sessions["auditor"], "A1-4")] == ["C", "C"]


def test_a_half_written_review_is_offered_again(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    tab = open_risks(open_tab, local_sessions, "planning_chief", "A1-4")

    def lose(dialog: ReviewDialog) -> None:
        put(dialog, note="写了一半")
        tab.context.drafts.keep_all()
        dialog.done(0)

    def find_again(dialog: ReviewDialog) -> None:
        link_of(dialog, "接着填写").click()
        assert dialog.editor.values()["note"] == "写了一半"
        dialog.done(0)

    for drive in (lose, find_again):
        prompts.expect("dialog", drive)
        tab.review.trigger()


@pytest.mark.parametrize("who", ["planning_clerk", "auditor", "director", "commission"])
def test_whoever_may_not_review_is_told_who_may(
    open_tab: Open, local_sessions: Sessions, who: str
) -> None:
    tab = open_risks(open_tab, local_sessions, who, "A1-4")
    assert not tab.review.isEnabled() and not tab.edit.isEnabled()
    assert tab.review.toolTip() == "“残余等级复核”由科长提出，局长或副局长确认。"
    tab.on_review()


def test_links_open_states_and_the_overdue_ones(
    open_tab: Open, local_sessions: Sessions, clock: SetClock
) -> None:
    settled(local_sessions, "A1-4")
    settled(local_sessions, "A1-2")
    clock.advance(days=40)
    tab = open_risks(open_tab, local_sessions, "director", "未消除")
    assert listed(tab) == ["A1-2", "A1-4"]
    tab.open_item("复核超期")
    assert listed(tab) == ["A1-4"]
    assert facts(tab)["残余状态"].endswith("复核超期")
    tab.open_item("C-3")
    assert tab.points.current().code == "C-3" and len(listed(tab)) == 53


def test_reviews_are_listed_newest_first(open_tab: Open, local_sessions: Sessions) -> None:
    settled(local_sessions, "A1-4", reviewed="2026-01-20")
    settled(local_sessions, "A1-4", grade="B", note="已细化", reviewed="2026-02-20")
    tab = open_risks(open_tab, local_sessions, "commission", "A1-4")
    grid: Any = tab.detail.below.itemAt(2).widget()
    assert [fact.caption for fact in grid._facts] == [
        "2026年2月20日　王建国提出，高立群确认",
        "2026年1月20日　王建国提出，高立群确认",
    ]
    assert grid._facts[0].text == "未消除（B级），下次复核 2026年5月20日\n已细化"


def test_the_history_of_a_post_shows_what_was_there_before(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    old = local_sessions["auditor"].workspace.office().posts[3].duty
    filed = posts.revise(
        local_sessions["planning_chief"], "planning_clerk", 1, {"duty": "新"}, "议"
    )
    proposals.confirm(local_sessions["director"], filed)
    tab = open_risks(open_tab, local_sessions, "commission")
    tab.control.select("planning_clerk")

    def read(dialog: CatalogueHistory) -> None:
        assert [v.version for v in dialog.versions] == [2, 1]
        assert dialog.versions[0].author == "王建国提出，高立群确认"
        assert dialog.changes == [[("主要岗位职责", old, "新")], []]
        dialog.accept()

    prompts.expect("dialog", read)
    tab.history.trigger()


def test_the_preview_is_the_table_and_the_paper_size_is_kept(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts, remember: Remember
) -> None:
    tab = open_risks(open_tab, local_sessions, "director")
    shown = Shown()
    prompts.expect("dialog", shown)
    menu_act(tab, "打印", "岗位防控表（A4").trigger()
    assert "岗位职责廉政效能风险防控表" in shown.pages[0] and "日志" in shown.pages[0]
    assert remember.get("risks/paper", "") == "A4" and shown.may_print
    prompts.expect("dialog", shown)
    tab.on_print()
    assert Log.select().where(Log.action == "papers.risk-table").count() == 2
    assert '"a4":true' in Log.select().order_by(Log.seq.desc()).get().detail


def test_the_workbook_has_its_four_sheets(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts, tmp_path: Path
) -> None:
    tab = open_risks(open_tab, local_sessions, "director")
    prompts.expect("save", tmp_path / "四表.xlsx")
    menu_act(tab, "导出", "四表工作簿").trigger()
    book = openpyxl.load_workbook(tmp_path / "四表.xlsx")
    names = [name for name in book.sheetnames if book[name].sheet_state == "visible"]
    assert names == ["说明与图例", "岗位防控表", "风险点清单", "分级管理"]


@pytest.mark.parametrize(
    ("entry", "name", "start"),
    [("岗位防控表（PDF", "表.pdf", b"%PDF"), ("风险点清单（Excel", "点.xlsx", b"PK")],
)
def test_exports_are_whole_files(
    open_tab: Open,
    local_sessions: Sessions,
    prompts: ExpectedPrompts,
    tmp_path: Path,
    entry: str,
    name: str,
    start: bytes,
) -> None:
    tab = open_risks(open_tab, local_sessions, "commission")
    prompts.expect("save", tmp_path / name)
    menu_act(tab, "导出", entry).trigger()
    assert (tmp_path / name).read_bytes().startswith(start)


def test_a_small_screen_shows_it_all(open_tab: Open, local_sessions: Sessions) -> None:
    tab = open_risks(open_tab, local_sessions, "director", "A1-4")
    assert tab.minimumSizeHint().width() <= 1240
    assert tab.minimumSizeHint().height() <= 560
