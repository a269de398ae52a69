"""服务承诺: issuing through the window, one, a set, a list; faults, refusals, drafts, odd texts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from jingyue_desktop.printing import Press
from jingyue_desktop.services import accounts
from jingyue_desktop.store.tables import Account, Log, Pledge
from jingyue_desktop.ui.import_dialog import ImportDialog
from jingyue_desktop.ui.kit.fields import ChoiceField
from jingyue_desktop.ui.pledges.issue_dialog import IssueDialog, SetDialog
from tests.offices import RESOURCES, Sessions
from tests.ui.conftest import ExpectedPrompts
from tests.ui.desks import settle_down
from tests.ui.pledge_desk import SITING, Open, Shown, issued, open_tab, shown
from tests.ui.posts_desk import fault_of, put

__all__ = ["open_tab"]

ODD = "喆赟珺 =1+1 A<B 的情形 <img src=/etc/hostname>"


def typed(**values: object) -> Callable[[IssueDialog], None]:
    """Return what fills the dialog in and presses its usual button."""

    def drive(dialog: IssueDialog) -> None:
        put(dialog, **values)
        dialog.ok_button.click()

    return drive


def test_issuing_shows_the_due_date_while_typing_then_the_paper(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    view = open_tab(local_sessions["planning_clerk"])
    told: list[str] = []

    def drive(dialog: IssueDialog) -> None:
        told.append(dialog.due.day.text())
        put(dialog, variant="选址意见书", accepted="2026-02-13")
        told.append(dialog.due.day.text())
        told.append(dialog.due.why.text())
        put(dialog, variant="规划窗口")
        told.append(dialog.due.day.text())
        put(dialog, **SITING)
        dialog.ok_button.click()

    paper = Shown()
    prompts.expect("dialog", drive)
    prompts.expect("choose", "yes")
    prompts.expect("dialog", paper)
    view.acts.new()
    settle_down()
    waiting, siting, why, window = told
    assert "在此算出" in waiting
    assert siting == "应办结日期：2026年3月5日（10 个工作日）"
    assert window == "应办结日期：2026年2月14日（1 个工作日）"
    assert "2月15日（星期日）春节，周休日" in why and "自2026年1月1日起" in why
    assert prompts.seen[1].text == "已开具 净规诺〔2026〕1号，应办结日期 2026年3月5日。"
    assert "净规诺〔2026〕1号" in paper.pages[0] and "2026年3月5日" in paper.pages[0]
    assert view.table.current().number == "净规诺〔2026〕1号"
    assert view.detail.title() == "净规诺〔2026〕1号"


def test_bad_input_is_told_beside_the_fields_all_at_once(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    view = open_tab(local_sessions["planning_clerk"])

    def drive(dialog: IssueDialog) -> None:
        put(dialog, accepted="明天", project="长" * 10_001)
        dialog.ok_button.click()
        faults = {key: dialog.editor.fault(key) for key in dialog.editor.values()}
        assert all(faults.values()), faults
        assert "不是日期" in faults["accepted"] and "10000" in faults["project"].replace(" ", "")
        assert dialog.isVisible() and dialog.editor.field("project").value() == "长" * 10_001
        put(dialog, **{**SITING, "accepted": "2026-03-03"})
        assert "晚于今天" in dialog.due.day.text()
        dialog.ok_button.click()
        assert dialog.editor.fault("accepted") == "受理日期不能晚于今天。"
        dialog.reject()

    prompts.expect("dialog", drive)
    prompts.expect("choose", "discard")
    view.acts.new()
    assert Pledge.select().count() == 0


def test_what_was_typed_comes_back_after_a_lock(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    view = open_tab(local_sessions["planning_clerk"])

    def lock(dialog: IssueDialog) -> None:
        put(dialog, applicant="写了一半的单位")
        dialog._context.drafts.keep_all()
        dialog.done(0)

    def go_on(dialog: IssueDialog) -> None:
        links = [b for b in dialog.findChildren(QPushButton) if b.text() == "接着填写"]
        links[0].click()
        assert dialog.editor.field("applicant").value() == "写了一半的单位"
        put(dialog, variant="选址意见书", project="项目")
        dialog.ok_button.click()

    def empty(dialog: IssueDialog) -> None:
        assert dialog.editor.field("applicant").value() is None
        dialog.reject()

    for drive in (lock, go_on):
        prompts.expect("dialog", drive)
        if drive is go_on:
            prompts.expect("choose", "no")
        view.acts.new()
    prompts.expect("dialog", empty)
    view.acts.new()
    assert [row.applicant for row in Pledge.select()] == ["写了一半的单位"]


def test_pressing_again_issues_once(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    view = open_tab(local_sessions["planning_clerk"])

    def drive(dialog: IssueDialog) -> None:
        put(dialog, **SITING)
        assert dialog.commit() and dialog.commit()
        dialog.accept()

    prompts.expect("dialog", drive)
    prompts.expect("choose", "no")
    view.acts.new()
    assert Pledge.select().count() == 1


def test_enter_in_the_fields_issues_nothing(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts, qtbot: QtBot
) -> None:
    view = open_tab(local_sessions["planning_clerk"])

    def drive(dialog: IssueDialog) -> None:
        put(dialog, **SITING)
        dialog.editor.take_focus()
        for _ in SITING:
            qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
        assert dialog.isVisible() and dialog.focusWidget() is dialog.ok_button
        assert Pledge.select().count() == 0
        assert dialog.editor.values()["project"] == SITING["project"]
        prompts.expect("choose", "discard")
        dialog.reject()

    prompts.expect("dialog", drive)
    view.acts.new()


def test_a_sample_has_no_number_and_is_not_printed(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    view = open_tab(local_sessions["planning_clerk"])
    sample = Shown()

    def drive(dialog: IssueDialog) -> None:
        dialog.sample.click()
        assert dialog.editor.fault("applicant") == "请填写建设单位。"
        put(dialog, **SITING)
        prompts.expect("dialog", sample)
        dialog.sample.click()
        prompts.expect("choose", "discard")
        dialog.reject()

    prompts.expect("dialog", drive)
    view.acts.new()
    assert "净月潭生态科技园一期" in sample.pages[0] and "净规诺" not in sample.pages[0]
    assert not sample.may_print and Pledge.select().count() == 0


def test_people_are_offered_their_own_section_s_pledges(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    offered: list[list[str]] = []

    def look(dialog: IssueDialog) -> None:
        field = dialog.editor.field("variant")
        assert isinstance(field, ChoiceField)
        offered.append([field.combo.itemText(n) for n in range(1, field.combo.count())])
        dialog.reject()

    prompts.expect("dialog", look)
    open_tab(local_sessions["general_clerk"]).acts.new()
    assert offered == [["规划验线", "竣工规划核实"]]
    idle = open_tab(local_sessions["inspection_clerk"])
    assert not idle.acts.issue.isEnabled()
    prompts.expect("error")
    idle.acts.new()
    assert prompts.last.text == "本科室没有对外的服务承诺。"
    prompts.expect("error")
    open_tab(local_sessions["director"]).acts.new()
    assert "科长、科员" in prompts.last.advice


def test_odd_texts_are_printed_as_they_are(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    view = open_tab(local_sessions["planning_clerk"])
    paper = Shown()
    prompts.expect("dialog", typed(**{**SITING, "applicant": ODD, "project": "净" * 10_000}))
    prompts.expect("choose", "yes")
    prompts.expect("dialog", paper)
    view.acts.new()
    whole = "".join(paper.pages)
    assert "".join(ODD.split()) in whole
    assert whole.count("净") >= 10_000 and len(paper.pages) > 10


def test_a_character_without_a_face_is_refused_before_it_costs_a_number(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    view = open_tab(local_sessions["planning_clerk"])

    def drive(dialog: IssueDialog) -> None:
        put(dialog, **{**SITING, "applicant": "𠮷野建设"})
        dialog.ok_button.click()
        assert "“𠮷”（U+20BB7）" in fault_of(dialog)
        assert dialog.editor.field("applicant").value() == "𠮷野建设"
        put(dialog, applicant="吉野建设")
        dialog.ok_button.click()

    prompts.expect("dialog", drive)
    prompts.expect("choose", "no")
    view.acts.new()
    settle_down()
    assert [row.number for row in Pledge.select()] == ["净规诺〔2026〕1号"]
    # One that came in by another way is refused when it is to be printed.
    issued(local_sessions, applicant="𠮷野建设")
    settle_down()
    view.open_item("2")
    prompts.expect("error")
    view.acts.print.trigger()
    assert "“𠮷”（U+20BB7）" in prompts.last.text


def test_a_set_is_issued_for_one_project_at_once(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    view = open_tab(local_sessions["planning_chief"])

    def drive(dialog: SetDialog) -> None:
        put(dialog, accepted="2026-02-13")
        assert dialog.due.lines[0] == ("规划窗口", "1 个工作日", "应办结 2026年2月14日")
        assert len(dialog.due.lines) == 6
        put(dialog, applicant=SITING["applicant"], project=SITING["project"])
        dialog.ok_button.click()

    papers = Shown()
    prompts.expect("dialog", drive)
    prompts.expect("choose", "yes")
    prompts.expect("dialog", papers)
    view.acts.issue_set.trigger()
    settle_down()
    assert prompts.seen[1].text == "已开具 6 份：净规诺〔2026〕1号至净规诺〔2026〕6号。"
    assert [n for n, page in enumerate(papers.pages, 1) if f"〕{n}号" in page] == [1, 2, 3, 4, 5, 6]
    assert shown(view) == [6, 5, 4, 3, 2, 1]


def filled(sessions: Sessions, path: Path, rows: list[list[str]]) -> Path:
    """Download the template and fill it as a clerk does."""
    clerk = sessions["planning_clerk"]
    Press(RESOURCES / "fonts").write(clerk, "pledge-list", "xlsx", path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    head = next(r for r in range(1, 20) if sheet.cell(r, 1).value == "承诺岗位")
    for n, row in enumerate(rows, head + 1):
        for column, value in enumerate(row, 1):
            sheet.cell(n, column).value = value
    book.save(path)
    return path


def test_a_list_from_excel_is_issued_all_or_none(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts, tmp_path: Path
) -> None:
    row = [SITING["variant"], "甲公司", "项目", "2026-02-13"]
    other = ["规划验线", "乙公司", "项目", "2026-02-13"]
    bad = filled(local_sessions, tmp_path / "错.xlsx", [row, other])
    good = filled(local_sessions, tmp_path / "对.xlsx", [row, row])
    gap = filled(local_sessions, tmp_path / "空行.xlsx", [row, [], row])
    view = open_tab(local_sessions["planning_clerk"])

    def drive(dialog: ImportDialog) -> None:
        prompts.expect("open", [bad])
        dialog.choose()
        assert "只能办理本科室" in "".join(line.text for line in dialog.lines.rows())
        assert not dialog.ok_button.isEnabled()
        prompts.expect("open", [gap])
        dialog.choose()
        assert "空行" in fault_of(dialog) and dialog.file.text() == "2. 已选择：空行.xlsx"
        prompts.expect("save", tmp_path / "清单.xlsx")
        dialog.template()
        papers = dialog._context.session.workspace.folder / "papers"
        assert prompts.last.more["suggested"].parent == papers
        assert "“清单.xlsx”" in dialog.saved.text()
        prompts.expect("open", [good])
        dialog.choose()
        told = [line.text for line in dialog.lines.rows()]
        assert told == ["开具：选址意见书，甲公司，应办结 2026年3月5日"] * 2
        prompts.expect("choose", "no")
        dialog.ok_button.click()

    prompts.expect("dialog", drive)
    view.acts.batch.trigger()
    settle_down()
    assert shown(view) == [2, 1]


def test_an_act_refused_meanwhile_is_told_and_logged(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    session = local_sessions["planning_clerk"]
    view = open_tab(session)

    def drive(dialog: IssueDialog) -> None:
        put(dialog, **SITING)
        row = Account.get_by_id(session.account)
        accounts.stop(local_sessions["system_admin"], row.id, row.revision)
        dialog.ok_button.click()
        assert "账号已停用" in fault_of(dialog)
        assert dialog.editor.field("applicant").value() == SITING["applicant"]
        prompts.expect("choose", "discard")
        dialog.reject()

    prompts.expect("dialog", drive)
    view.acts.new()
    refused = Log.select().where((Log.success == 0) & (Log.actor == session.account))
    assert Pledge.select().count() == 0 and refused.count() >= 1


def test_a_blank_letter_is_printed_without_any_pledge(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    view = open_tab(local_sessions["auditor"])
    blank = Shown()
    prompts.expect("dialog", blank)
    view.acts.blank.trigger()
    assert blank.may_print and "廉政效能服务承诺书" in blank.pages[0]
    assert not shown(view)
