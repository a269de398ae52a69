"""系统: a yearly notice and a parameter, changed in the window by two people."""

from __future__ import annotations

from datetime import date
from typing import Any

from jingyue_desktop.domain.workdays import DayKind
from jingyue_desktop.services import proposals
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.ui.catalogue_history import CatalogueHistory
from jingyue_desktop.ui.kit.fields_dialog import FieldsDialog
from jingyue_desktop.ui.kit.table_field import TableField
from jingyue_desktop.ui.system.calendar_page import CalendarPage
from jingyue_desktop.ui.system.parameters_page import ParametersPage
from tests.offices import Sessions
from tests.services.test_calendar_notice import NOTICE, ROWS
from tests.ui.conftest import ExpectedPrompts
from tests.ui.posts_desk import confirm_as, later
from tests.ui.reading_desk import Open, open_tab

__all__ = ["open_tab"]


def table(dialog: FieldsDialog) -> TableField:
    field = dialog.editor.field("rows")
    assert isinstance(field, TableField)
    return field


def type_in(cell: Any, text: str) -> None:
    cell.line.setText(text)
    cell.edited.emit()


def calendar(open_tab: Open, sessions: Sessions, who: str = "planning_chief") -> CalendarPage:
    page = open_tab(sessions[who], "系统:日历")
    assert isinstance(page, CalendarPage)
    return page


def test_a_notice_is_typed_as_it_is_written_and_confirmed_at_this_screen(
    open_tab: Open, local_office: Workspace, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    page = calendar(open_tab, local_sessions)
    page.years.select(2027)
    page.question.start.line.setText("2026-12-25")
    page.question.start.edited.emit()
    assert page.question.notice.isVisible() and page.badge.text == "未公布"

    def fill(dialog: FieldsDialog) -> None:
        assert dialog.windowTitle() == "公布 2027 年放假安排"
        rows = table(dialog).rows()
        assert [row["name"].value() for row in rows][:2] == ["元旦", "春节"]
        dialog.editor.field("notice").set_value(NOTICE)
        for row, typed in zip(rows, ROWS, strict=False):
            for key in ("off", "statutory", "work"):
                type_in(row[key], typed[key])
        dialog.ok_button.click()
        assert "第 3 行“放假”没有填写。" in dialog.editor.fault("rows")
        table(dialog).set_value([*ROWS[:1], {**ROWS[1], "off": "2月5日至31日"}])
        dialog.ok_button.click()
        assert dialog.editor.fault("rows") == (
            "第 2 行“2月5日至31日”看不懂，请写成 2月15日至23日、2月28日 这样。"
        )
        table(dialog).set_value(ROWS)
        dialog.ok_button.click()

    prompts.expect("dialog", fill)
    prompts.expect("dialog", confirm_as("system_admin"))
    page.publish.trigger()
    assert local_office.calendar().kind(date(2027, 2, 9)) is DayKind.ADJUSTED_REST
    assert page.badge.text == "已公布" and page.notice.text() == f"依据：{NOTICE}"
    assert page.question.answer.text() == "2027年1月11日（星期一）"
    assert not page.question.notice.isVisible()

    def read(dialog: CatalogueHistory) -> None:
        dialog.accept()

    prompts.expect("dialog", read)
    page.history.trigger()


def test_a_notice_left_for_later_waits_in_sight(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    page = calendar(open_tab, local_sessions)

    def fill(dialog: FieldsDialog) -> None:
        assert dialog.windowTitle() == "公布 2028 年放假安排"
        dialog.editor.field("notice").set_value("某通知")
        table(dialog).set_value(ROWS[:1])
        dialog.ok_button.click()

    prompts.expect("dialog", fill)
    prompts.expect("dialog", later)
    page.next_year.trigger()
    # The calendar has no 2028 until it is confirmed; the office sees that it waits.
    assert 2028 not in {row.year for row in page.years_model.rows()}
    assert "公布 2028 年放假安排：某通知" in page.waiting.text()
    (waiting,) = proposals.listed(local_sessions["system_admin"])
    assert waiting.may_decide


def test_who_may_not_is_told_why(open_tab: Open, local_sessions: Sessions) -> None:
    page = calendar(open_tab, local_sessions, "planning_clerk")
    assert not page.publish.isEnabled()
    assert page.publish.toolTip() == "“公布或更正放假安排”由科长提出，系统管理员确认。"
    parameters = open_tab(local_sessions["planning_clerk"], "系统:参数")
    assert isinstance(parameters, ParametersPage) and not parameters.edit.isEnabled()


def test_a_parameter_is_changed_and_who_changed_it_stands_beside_it(
    open_tab: Open, local_office: Workspace, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    page = open_tab(local_sessions["planning_chief"], "系统:参数")
    assert isinstance(page, ParametersPage)
    page.table.select("scan_overdue")

    def fill(dialog: FieldsDialog) -> None:
        assert dialog.windowTitle() == "修改参数　承诺书扫描件逾期"
        value = dialog.editor.field("value")
        for typed, said in (("很久", "整数"), ("10", "与现在的数值相同")):
            type_in(value, typed)
            dialog.ok_button.click()
            assert said in dialog.editor.fault("value")
        type_in(value, "15")
        dialog.ok_button.click()

    prompts.expect("dialog", fill)
    prompts.expect("dialog", confirm_as("director"))
    page.edit.trigger()
    assert local_office.parameter("scan_overdue") == 15
    row = next(row for row in page.model.rows() if row.code == "scan_overdue")
    assert (row.value, row.author) == (15, "王建国提出，高立群确认")
