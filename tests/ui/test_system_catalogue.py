"""系统 · 业务目录 and 日历: counts, versions, program updates decided by two."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from jingyue_desktop.domain.workdays import DayKind
from jingyue_desktop.services import posts, proposals, workbench
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.ui.catalogue_history import CatalogueHistory
from jingyue_desktop.ui.kit.badge import Badge
from jingyue_desktop.ui.system.calendar_page import CalendarPage
from jingyue_desktop.ui.system.catalogue_page import CataloguePage
from jingyue_desktop.ui.system.updates_dialog import UpdatesDialog
from jingyue_desktop.ui.system.year_view import day_words
from tests.offices import Sessions
from tests.services.test_updates import EXTRA, NEW, OLD, newer_program
from tests.ui.conftest import ExpectedPrompts
from tests.ui.desks import settle_down
from tests.ui.posts_desk import confirm_as
from tests.ui.reading_desk import Open, open_tab, search

__all__ = ["open_tab"]
EDIT = ("posts.toml", f'duty = "{OLD}"', f'duty = "{NEW}"')


def open_catalogue(open_tab: Open, sessions: Sessions, who: str) -> CataloguePage:
    page = open_tab(sessions[who], "系统:业务目录")
    assert isinstance(page, CataloguePage)
    return page


def counts(page: CataloguePage) -> dict[str, int]:
    row = page.checklist._row
    blocks = [row.itemAt(n).widget().layout() for n in range(row.count())]  # type: ignore[union-attr]
    texts = [[b.itemAt(n).widget().text() for n in (0, 1)] for b in blocks]  # type: ignore[union-attr]
    return {caption: int(number) for number, caption in texts}


def duty(workspace: Workspace) -> str:
    return next(p.duty for p in workspace.office().posts if p.code == "planning_clerk")


def test_the_checklist_is_the_offices_own(open_tab: Open, local_sessions: Sessions) -> None:
    page = open_catalogue(open_tab, local_sessions, "planning_clerk")
    assert counts(page) == {
        "类": 3,
        "事项": 11,
        "流程": 7,
        "风险点": 53,
        "承诺": 6,
        "制度": 7,
        "档案表": 7,
        "要求": 9,
        "方式": 6,
        "岗位": 8,
        "编制": 11,
    }
    assert page.checklist.note.text() == "与程序自带的目录一致"
    assert not page.updates.isEnabled()


def test_a_count_that_differs_is_a_note_and_no_fault(
    open_tab: Open, local_sessions: Sessions, local_office: Workspace, tmp_path: Path
) -> None:
    newer_program(local_office, tmp_path, ("office.toml", "[[basis]]", f"{EXTRA}[[basis]]"))
    page = open_catalogue(open_tab, local_sessions, "planning_clerk")
    assert counts(page)["档案表（自带 8）"] == 7
    assert "以本局的数为准" in page.checklist.note.text()


def test_items_are_narrowed_and_shown_field_by_field(
    open_tab: Open, local_sessions: Sessions
) -> None:
    page = open_catalogue(open_tab, local_sessions, "commission")
    page.filters.choose("kind", "supervision")
    assert [row.name for row in page.model.rows()][:2] == ["科员岗位 A 级", "科员岗位 B 级"]
    page.filters.choose("source", "设")
    assert len(page.model.rows()) == 9
    page.filters.clear()
    search(page, "A1-4")
    assert [(row.kind, row.code) for row in page.model.rows()] == [("risk_point", "A1-4")]
    page.table.select_first()
    told = {fact.caption: fact.text for fact in page.detail.grid._facts}
    assert told["岗位"] == "规划科科员" and told["风险点"] == "私自降低或提高初审标准"


def test_a_changed_item_is_found_with_its_author_and_history(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    filed = posts.revise(local_sessions["planning_chief"], "planning_clerk", 1, {"duty": "新"})
    proposals.confirm(local_sessions["director"], filed)
    page = open_catalogue(open_tab, local_sessions, "auditor")
    page.filters.choose("changed", "changed")
    (row,) = page.model.rows()
    assert (row.name, row.version, row.author) == ("规划科科员", 2, "王建国提出，高立群确认")
    page.table.select_first()

    def read(dialog: CatalogueHistory) -> None:
        assert dialog.changes == [[("主要岗位职责", OLD, "新")], []]
        dialog.accept()

    prompts.expect("dialog", read)
    page.history.trigger()


def test_an_update_is_adopted_by_two(
    open_tab: Open,
    local_sessions: Sessions,
    local_office: Workspace,
    prompts: ExpectedPrompts,
    tmp_path: Path,
) -> None:
    newer_program(local_office, tmp_path, EDIT)
    page = open_catalogue(open_tab, local_sessions, "planning_chief")
    assert page.updates.text() == "随程序更新（1 项待决定）"

    def adopt(dialog: UpdatesDialog) -> None:
        (buttons,) = dialog.buttons.values()
        assert [button.isEnabled() for button in buttons] == [True, True]
        prompts.expect("dialog", confirm_as("director"))
        buttons[0].click()
        settle_down()
        assert dialog.buttons == {}
        dialog.accept()

    prompts.expect("dialog", adopt)
    page.updates.trigger()
    settle_down()
    assert duty(local_office) == NEW
    assert not page.updates.isEnabled()


def test_both_texts_of_an_edited_item_stand_side_by_side(
    open_tab: Open,
    local_sessions: Sessions,
    local_office: Workspace,
    prompts: ExpectedPrompts,
    tmp_path: Path,
) -> None:
    filed = posts.revise(
        local_sessions["planning_chief"], "planning_clerk", 1, {"duty": "本局写法"}
    )
    proposals.confirm(local_sessions["director"], filed)
    newer_program(local_office, tmp_path, EDIT)
    page = open_catalogue(open_tab, local_sessions, "planning_chief")
    told: list[str] = []

    def look(dialog: UpdatesDialog) -> None:
        told.append(" ".join(one.text() for one in dialog.findChildren(QLabel)))
        told.append(" ".join(one.text for one in dialog.findChildren(Badge)))
        dialog.accept()

    prompts.expect("dialog", look)
    page.updates.trigger()
    for word in ("规划科科员", "主要岗位职责", "本局现行", "本局写法", "新版程序自带", NEW):
        assert word in told[0], word
    assert "本局修改过" in told[1]


def test_keeping_the_offices_own_waits_for_the_second_person(
    open_tab: Open,
    local_sessions: Sessions,
    local_office: Workspace,
    prompts: ExpectedPrompts,
    tmp_path: Path,
) -> None:
    newer_program(local_office, tmp_path, EDIT)
    page = open_catalogue(open_tab, local_sessions, "planning_chief")

    def keep(dialog: UpdatesDialog) -> None:
        ((_, button),) = dialog.buttons.values()
        prompts.expect("dialog", lambda second: second.reject())
        button.click()
        settle_down()
        (buttons,) = dialog.buttons.values()
        assert [b.isEnabled() for b in buttons] == [False, False]
        dialog.accept()

    prompts.expect("dialog", keep)
    page.updates.trigger()
    (waiting,) = proposals.listed(local_sessions["deputy"])
    assert waiting.title.startswith("保留本局内容") and duty(local_office) == OLD
    proposals.confirm(local_sessions["deputy"], waiting.id)
    settle_down()
    assert duty(local_office) == OLD and not page.updates.isEnabled()


def test_the_to_do_leads_to_the_differences(
    open_tab: Open,
    local_sessions: Sessions,
    local_office: Workspace,
    prompts: ExpectedPrompts,
    tmp_path: Path,
) -> None:
    newer_program(local_office, tmp_path, EDIT)
    (todo,) = workbench.todo(local_sessions["planning_chief"])
    tab = open_tab(local_sessions["planning_chief"], todo.tab)
    prompts.expect("dialog", lambda dialog: dialog.accept())
    tab.open_item(todo.key)
    assert prompts.last.advice == "UpdatesDialog"
    assert tab.list.currentItem().text() == "业务目录"


@pytest.mark.parametrize("who", ["commission", "auditor", "planning_clerk", "director"])
def test_others_see_the_differences_and_decide_nothing(
    open_tab: Open,
    local_sessions: Sessions,
    local_office: Workspace,
    prompts: ExpectedPrompts,
    tmp_path: Path,
    who: str,
) -> None:
    newer_program(local_office, tmp_path, EDIT)
    page = open_catalogue(open_tab, local_sessions, who)

    def look(dialog: UpdatesDialog) -> None:
        (buttons,) = dialog.buttons.values()
        assert [button.isEnabled() for button in buttons] == [False, False]
        dialog.accept()

    prompts.expect("dialog", look)
    page.updates.trigger()


def open_calendar(open_tab: Open, sessions: Sessions) -> CalendarPage:
    page = open_tab(sessions["planning_clerk"], "系统:日历")
    assert isinstance(page, CalendarPage)
    return page


def test_years_say_whether_their_notice_is_published(
    open_tab: Open, local_sessions: Sessions
) -> None:
    page = open_calendar(open_tab, local_sessions)
    texts = [[c.text(row) for c in page.years_model.columns] for row in page.years_model.rows()]
    assert texts[:2] == [["2027", "未公布"], ["2026", "已公布"]] and texts[-1][0] == "2020"
    assert page.title.text() == "2026 年" and page.badge.text == "已公布"
    assert "国办发明电〔2025〕7号" in page.notice.text()
    page.open_item("2027")
    assert page.notice.text() == "暂按周末推算，以国办通知为准。"
    assert page.days_model.rows() == [] and "没有特殊日期" in page.days.empty.text()


def test_special_days_are_listed_with_their_kinds(open_tab: Open, local_sessions: Sessions) -> None:
    page = open_calendar(open_tab, local_sessions)
    kinds = {row.date: row.kind for row in page.days_model.rows()}
    assert kinds[date(2026, 2, 17)] is DayKind.HOLIDAY
    assert kinds[date(2026, 2, 20)] is DayKind.ADJUSTED_REST
    assert kinds[date(2026, 2, 14)] is DayKind.MAKE_UP
    assert date(2026, 3, 7) not in kinds
    hovered = page.year.at(page.year.cell(date(2026, 2, 17)).center())
    assert hovered is not None
    assert day_words(hovered) == "2026年2月17日（星期二）春节，法定节假日"


@pytest.mark.parametrize(("width", "columns"), [(1000, 3), (1400, 4)])
def test_no_month_is_out_of_sight_in_a_small_window(
    open_tab: Open, local_sessions: Sessions, width: int, columns: int
) -> None:
    page = open_calendar(open_tab, local_sessions)
    page.window().resize(width, 740)
    settle_down()
    viewport = page.year.parentWidget()
    assert page.year.columns() == columns
    assert viewport is not None and page.year.width() <= viewport.width()
    cells = [page.year.cell(date(2026, month, 1)) for month in range(1, 13)]
    assert len({(cell.left(), cell.top()) for cell in cells}) == 12
    assert (
        max(page.year.cell(date(2026, month, 28)).right() for month in range(1, 13))
        <= viewport.width()
    )
