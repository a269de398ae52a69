"""服务承诺: the register found, filtered, sorted, remembered, explained, printed and exported."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from jingyue_desktop.domain.clock import SetClock
from jingyue_desktop.services import people, pledges, proposals
from jingyue_desktop.ui.context import Context
from jingyue_desktop.ui.kit.facts import WhyDialog
from jingyue_desktop.ui.kit.jobs import Job, Jobs, ThreadExecutor
from jingyue_desktop.ui.kit.remember import Remember
from jingyue_desktop.ui.pledges.detail import WholeText
from jingyue_desktop.ui.pledges.tab import PledgesTab, RegisterView
from tests.bench.filler import fill_pledges
from tests.offices import Sessions
from tests.ui.conftest import ExpectedPrompts
from tests.ui.desks import settle_down
from tests.ui.pledge_desk import SITING, Open, Shown, issued, listed, open_tab, shown

__all__ = ["open_tab"]


def search(view: RegisterView, text: str) -> None:
    view.search.setText(text)
    view.search.search_now()


def fact(view: RegisterView, caption: str) -> str:
    lines = dict(
        line.split("：", 1) for line in view.detail.grid.text().split("\n") if "：" in line
    )
    return lines[caption]


def test_an_empty_register_says_what_to_do_next(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    clerk = open_tab(local_sessions["planning_clerk"])
    assert "还没有开具过" in clerk.table.empty.text() and clerk.detail.title() == ""
    prompts.expect("dialog", lambda dialog: dialog.reject())
    clerk.table.empty._button.click()
    assert prompts.last.text == "开具服务承诺书"
    reader = open_tab(local_sessions["director"])
    assert reader.table.empty._button.isHidden()


def test_words_numbers_and_initials_find_pledges(open_tab: Open, local_sessions: Sessions) -> None:
    issued(local_sessions)
    issued(local_sessions, applicant="长春重庆路房地产有限公司", project="A<B 地块改造")
    issued(local_sessions, variant="规划窗口", applicant="长春喆赟", project="=1+1")
    view = open_tab(local_sessions["auditor"])
    assert shown(view) == [3, 2, 1] and view.filters._count.text() == "共 3 份"
    for text, found in (
        ("净月潭", [1]),
        ("cqlfdc", [2]),
        ("〕2号", [2]),
        ("a<b", [2]),
        ("=1", [3]),
        ("喆赟", [3]),
        ("长春 改造", [2]),
    ):
        search(view, text)
        assert shown(view) == found, text
        assert view.filters._count.text() == f"共 3 份，显示 {len(found)} 份"
        assert view.detail.title().endswith(f"〕{found[0]}号")
    search(view, "没有这个")
    assert shown(view) == [] and "没有符合条件" in view.table.empty.text()
    view.table.empty._button.click()
    assert shown(view) == [3, 2, 1]


def test_a_search_counts_right_whether_few_or_many_are_found(
    open_tab: Open, local_sessions: Sessions
) -> None:
    fill_pledges(local_sessions["auditor"].workspace, 450)
    view = open_tab(local_sessions["auditor"])
    search(view, "净规诺")
    assert view.register.rows.rowCount() == 450
    assert view.register.rows.row_at(449).id == 1
    search(view, "〔2026〕")
    few = view.register.rows.rowCount()
    assert 0 < few < 200 and all("〔2026〕" in row.number for row in listed(view))


def test_filters_narrow_and_are_remembered(
    open_tab: Open, local_sessions: Sessions, clock: SetClock
) -> None:
    issued(local_sessions)
    clock.advance(days=30)
    issued(local_sessions, variant="规划窗口", accepted="2026-03-30")
    view = open_tab(local_sessions["auditor"])
    view.filters.choose("variant", "window")
    assert shown(view) == [2]
    view.filters.clear()
    box = view.filters._boxes["state"]
    box.setCurrentIndex(box.findText("扫描件逾期"))
    box.activated.emit(box.currentIndex())
    assert shown(view) == [1]
    assert "开具已满 10 个工作日" in fact(view, "签名扫描件")
    again = open_tab(local_sessions["auditor"])
    assert shown(again) == [1] and again.filters._count.text() == "共 2 份，显示 1 份"
    again.filters.clear()
    again.filters.choose("year", 2026)
    assert shown(again) == [2, 1]


def test_columns_sort_by_the_register_s_own_orders(
    qtbot: QtBot, open_tab: Open, local_sessions: Sessions
) -> None:
    issued(local_sessions, accepted="2026-02-27")
    issued(local_sessions, accepted="2026-02-10")
    view = open_tab(local_sessions["auditor"])
    keys = [column.key for column in view.register.rows.columns]
    view.table.sortByColumn(keys.index("accepted"), Qt.SortOrder.AscendingOrder)
    assert shown(view) == [2, 1]
    view.table.sortByColumn(keys.index("accepted"), Qt.SortOrder.DescendingOrder)
    assert shown(view) == [1, 2]
    view.table.sortByColumn(keys.index("issuer"), Qt.SortOrder.AscendingOrder)
    assert shown(view) == [1, 2]
    assert view.table.currentIndex().row() == 0


def test_links_lead_to_one_pledge_or_to_a_state(
    open_tab: Open, local_sessions: Sessions, clock: SetClock
) -> None:
    fill_pledges(local_sessions["auditor"].workspace, 600)
    view = open_tab(local_sessions["auditor"])
    view.filters.choose("state", "已作废")
    view.open_item("7")
    assert view.table.current().id == 7 and shown(view) == [7]
    view.open_item("已签")
    assert {row.state for row in listed(view)} == {"已签"}
    view.open_item("overdue")
    rows = listed(view)
    assert rows and all(row.scan_overdue for row in rows)
    assert view.filters.values()["state"] == "扫描件逾期"


def test_the_detail_explains_the_due_date_day_by_day(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    issued(local_sessions)
    view = open_tab(local_sessions["director"])
    assert fact(view, "应办结日期") == "2026年3月5日"
    told: list[str] = []

    def read(dialog: WhyDialog) -> None:
        told.append(dialog.grid.text())
        dialog.ok_button.click()

    prompts.expect("dialog", read)
    why = [b for b in view.detail.grid.findChildren(QPushButton) if b.text() == "为什么？"]
    why[0].click()
    (text,) = told
    assert "行政许可法第八十二条" in text and "国办发明电" in text
    assert "2月17日（星期二）春节，法定节假日" in text and "其间不计 10 天" in text
    assert "10 个工作日（选址意见书）" in text and "自2026年1月1日起" in text


def test_a_count_into_an_unpublished_year_says_so(
    open_tab: Open, local_sessions: Sessions, clock: SetClock
) -> None:
    clock.advance(days=300)  # 27 December 2026
    issued(local_sessions, accepted="2026-12-25")
    view = open_tab(local_sessions["director"])
    assert fact(view, "应办结日期") == "2027年1月8日（暂按周末推算）"


def test_enter_previews_the_very_paper(
    qtbot: QtBot, open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    issued(local_sessions)
    view = open_tab(local_sessions["director"])
    one = Shown()
    prompts.expect("dialog", one)
    qtbot.keyClick(view.table, Qt.Key.Key_Return)
    (page,) = one.pages
    assert "净规诺〔2026〕1号" in page and "净月潭生态科技园一期" in page and "日志" in page
    assert one.may_print


def test_several_pledges_are_one_pdf(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts, tmp_path: Path
) -> None:
    for number in range(3):
        issued(local_sessions, applicant=f"单位{number}")
    view = open_tab(local_sessions["director"])
    view.table.selectAll()
    assert view.detail.title() == "已选 3 份"
    several = Shown()
    prompts.expect("dialog", several)
    view.acts.print.trigger()
    assert all(f"〔2026〕{n}号" in page for n, page in zip((3, 2, 1), several.pages, strict=True))
    prompts.expect("save", tmp_path / "三份.xlsx")
    view.acts._chosen_exports[1].trigger()
    book = openpyxl.load_workbook(tmp_path / "三份.xlsx")
    assert [name[-2:] for name in book.sheetnames[:3]] == ["3号", "2号", "1号"]


def test_too_many_are_not_put_on_one_paper(open_tab: Open, local_sessions: Sessions) -> None:
    fill_pledges(local_sessions["auditor"].workspace, 250)
    view = open_tab(local_sessions["custodian"])
    view.table.selectAll()
    assert view.detail.title() == "已选 250 份"
    for act in (view.acts.print, view.acts.file):
        assert not act.isEnabled() and "一次最多 100 份" in act.toolTip()


def test_the_register_is_exported_as_filtered(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts, tmp_path: Path
) -> None:
    issued(local_sessions, project="=1+1")
    issued(local_sessions, variant="规划窗口")
    pledges.void(local_sessions["planning_chief"], 2, 1, "写错")
    view = open_tab(local_sessions["auditor"])
    search(view, "=1")
    prompts.expect("save", tmp_path / "登记簿.xlsx")
    view.acts.export_register("xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "登记簿.xlsx").worksheets[0]
    rows = [row for row in sheet.iter_rows() if str(row[0].value).startswith("净规诺")]
    assert [row[0].value for row in rows] == ["净规诺〔2026〕1号"]
    cell = rows[0][3]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    search(view, "")
    prompts.expect("save", tmp_path / "全部.xlsx")
    view.acts.export_register("xlsx")
    whole = openpyxl.load_workbook(tmp_path / "全部.xlsx").worksheets[0]
    found = [row for row in whole.iter_rows(values_only=True) if "净规诺" in str(row[0])]
    assert len(found) == 2 and "写错" in found[1]


def test_a_long_export_runs_behind_and_can_be_given_up(
    qtbot: QtBot,
    open_tab: Open,
    local_sessions: Sessions,
    prompts: ExpectedPrompts,
    tmp_path: Path,
) -> None:
    fill_pledges(local_sessions["auditor"].workspace, 3000)
    behind = Jobs(ThreadExecutor())
    started: list[Job] = []
    behind.started.connect(started.append)
    view = open_tab(local_sessions["auditor"], behind)
    prompts.expect("save", tmp_path / "登记簿.xlsx")
    view.acts.export_register("xlsx")
    with qtbot.waitSignal(started[0].finished, timeout=60_000):
        # Reading and typing go on meanwhile.
        search(view, "净月潭")
    assert started[0].outcome == "done", started[0].error
    book = openpyxl.load_workbook(tmp_path / "登记簿.xlsx")
    sheet = book.worksheets[0]
    numbers = [row[0] for row in sheet.iter_rows(values_only=True)]
    assert sum(str(number).startswith("净规诺") for number in numbers) == 3000
    prompts.expect("save", tmp_path / "不要了.pdf")
    view.acts.export_register("pdf")
    started[1].cancel()
    with qtbot.waitSignal(started[1].finished, timeout=60_000):
        pass
    assert started[1].outcome == "cancelled"
    left = {path.name for path in tmp_path.iterdir() if path.is_file()} - {"window.ini"}
    assert left == {"登记簿.xlsx"}
    behind.shutdown()


def test_void_pledges_stay_struck_through(open_tab: Open, local_sessions: Sessions) -> None:
    issued(local_sessions)
    pledges.void(local_sessions["planning_chief"], 1, 1, "项目名称写错")
    view = open_tab(local_sessions["auditor"])
    rows = view.register.rows
    assert rows._struck(rows.row_at(0))
    assert fact(view, "作废理由") == "项目名称写错"


def test_a_long_name_is_shown_in_part_and_read_in_full(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    name = "净月" * 5000
    issued(local_sessions, project=name)
    view = open_tab(local_sessions["auditor"])
    assert len(fact(view, "项目名称")) < 300
    whole: list[str] = []

    def read(dialog: WholeText) -> None:
        whole.append(dialog.area.toPlainText())
        dialog.accept()

    prompts.expect("dialog", read)
    buttons = view.detail.grid.findChildren(QPushButton)
    next(b for b in buttons if b.text() == "全文（10000 字）").click()
    assert whole == [name]


def test_what_others_do_comes_in_and_the_place_is_kept(
    open_tab: Open, local_sessions: Sessions
) -> None:
    fill_pledges(local_sessions["auditor"].workspace, 400)
    view = open_tab(local_sessions["auditor"])
    view.table.selectRow(120)
    kept = view.table.current().id
    pledges.issue(local_sessions["planning_clerk"], dict(SITING))
    settle_down()
    assert view.register.rows.rowCount() == 401
    assert view.table.current().id == kept and view.table.currentIndex().row() == 121


def test_who_may_not_read_the_register_is_told_who_may(
    qtbot: QtBot, local_sessions: Sessions, jobs: Jobs, remember: Remember
) -> None:
    session = local_sessions["security_admin"]
    day = date(2026, 3, 1).isoformat()
    filed = people.leave(local_sessions["system_admin"], session.actor().person, day)
    proposals.confirm(local_sessions["director"], filed)
    context = Context(session, None, jobs, remember, None)  # type: ignore[arg-type]
    tab = PledgesTab(context)
    qtbot.addWidget(tab)
    tab.reload()
    for act in (tab.on_new, tab.on_print, tab.on_export, tab.on_search):
        act()
    assert tab.view is None and "局长" in tab._closed.text()


@pytest.mark.parametrize("key", ["planning_chief", "planning_clerk", "custodian", "director"])
def test_only_a_person_s_own_acts_are_offered(
    open_tab: Open, local_sessions: Sessions, key: str
) -> None:
    view = open_tab(local_sessions[key])
    acts = view.acts
    offered = {
        name
        for name in ("issue", "issue_set", "batch", "sign", "file", "void", "print", "blank")
        if getattr(acts, name).isVisible()
    }
    assert (
        offered
        == {
            "planning_chief": {"issue", "issue_set", "batch", "sign", "void", "print", "blank"},
            "planning_clerk": {"issue", "batch", "sign", "print", "blank"},
            "custodian": {"issue", "batch", "sign", "file", "print", "blank"},
            "director": {"print", "blank"},
        }[key]
    )


def test_a_filtered_register_is_sorted_and_follows_what_changes(
    open_tab: Open, local_sessions: Sessions
) -> None:
    fill_pledges(local_sessions["auditor"].workspace, 420)
    view = open_tab(local_sessions["auditor"])
    view.filters.choose("variant", "siting")
    keys = [column.key for column in view.register.rows.columns]
    view.table.sortByColumn(keys.index("project"), Qt.SortOrder.AscendingOrder)
    names = [row.project for row in listed(view)]
    assert len(names) == 70 and names == sorted(names)
    pledges.issue(local_sessions["planning_clerk"], {**SITING, "project": "A 最前"})
    settle_down()
    assert [row.project for row in listed(view)] == ["A 最前", *names]
    view.table.sortByColumn(keys.index("project"), Qt.SortOrder.DescendingOrder)
    assert [row.project for row in listed(view)][-1] == "A 最前"
    view.filters.clear()
    assert view.register.rows.rowCount() == 421
