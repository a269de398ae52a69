"""系统 · 日历 · 期限推算: periods of law and working days, asked, answered and explained."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from jingyue_desktop.ui.kit.facts import WhyDialog
from jingyue_desktop.ui.system.calendar_page import CalendarPage
from jingyue_desktop.ui.system.deadline_question import PLAIN, DeadlineQuestion
from jingyue_desktop.ui.system.pause_row import WRONG
from jingyue_desktop.ui.system.tab import SystemTab
from jingyue_desktop.ui.tabs import entries
from tests.offices import Sessions
from tests.ui.conftest import ExpectedPrompts
from tests.ui.desks import MakeDesk, settle_down
from tests.ui.reading_desk import Open, link_of, open_tab

__all__ = ["open_tab"]


@pytest.fixture
def question(open_tab: Open, local_sessions: Sessions) -> DeadlineQuestion:
    page = open_tab(local_sessions["planning_clerk"], "系统:日历")
    assert isinstance(page, CalendarPage)
    return page.question


def choose(question: DeadlineQuestion, word: str) -> None:
    combo = question.rule.combo
    at = next(n for n in range(combo.count()) if combo.itemText(n).startswith(word))
    combo.setCurrentIndex(at)
    combo.activated.emit(at)


def begin(question: DeadlineQuestion, day: str) -> None:
    question.start.line.setText(day)
    question.start.edited.emit()


def pause(question: DeadlineQuestion, first: str, last: str, n: int = 0) -> None:
    line = question.pauses.lines[n]
    line.first.line.setText(first)
    line.last.line.setText(last)
    line.last.edited.emit()


def test_the_clerks_question_is_answered_and_explained(
    question: DeadlineQuestion, prompts: ExpectedPrompts
) -> None:
    assert question.answer.text() == "2026年3月16日（星期一）"
    question.start.line.setText("2026-2-13")
    question.start.edited.emit()
    question.days.line.setText("10")
    question.days.edited.emit()
    assert question.answer.text() == "2026年3月5日（星期四）"

    def read(dialog: WhyDialog) -> None:
        text = dialog.grid.text()
        assert "2月15日（星期日）" in text and "2月17日（星期二）春节，法定节假日" in text
        assert "2月14日" not in text, "a make-up working day is counted"
        assert "依据：国务院办公厅关于2026年部分节假日安排的通知" in text
        dialog.accept()

    prompts.expect("dialog", read)
    link_of(question, "为什么？").click()


def test_an_answer_in_an_unpublished_year_says_so(question: DeadlineQuestion) -> None:
    assert not question.notice.isVisible()
    question.start.line.setText("2026年12月25日")
    question.start.edited.emit()
    assert question.answer.text().startswith("2027年1月")
    assert question.notice.isVisible()
    assert "暂按周末推算，以国办通知为准" in question.notice.text()


@pytest.mark.parametrize(
    ("start", "days"), [("2026-13-1", "10"), ("", "10"), ("2026-3-2", "-1"), ("2026-3-2", "一")]
)
def test_what_cannot_be_counted_has_no_answer(
    question: DeadlineQuestion, start: str, days: str
) -> None:
    question.start.line.setText(start)
    question.days.line.setText(days)
    question.start.edited.emit()
    assert question.answer.text() == "—" and not question.why.isVisible()
    marked = [field.parts()[0].property("fault") for field in (question.start, question.days)]
    assert "yes" in marked


def test_a_period_of_law_says_what_it_counts_from_and_the_day_to_act_by(
    question: DeadlineQuestion, prompts: ExpectedPrompts
) -> None:
    choose(question, "处罚法60")
    begin(question, "2026-7-3")
    assert question.begins.text() == "（立案之日，当日不计）起满" and not question.days.isVisible()
    assert question.count.text() == "90 日为"
    assert question.answer.text() == "2026年10月1日（星期四）"
    assert "最迟应在此前最后一个工作日2026年9月30日办理" in question.notice.text()
    assert not question.more.isVisible() and not question.extended.isVisible()

    def read(dialog: WhyDialog) -> None:
        dialog.copy()
        copied = QApplication.clipboard().text()
        assert copied.startswith("自2026年7月3日起算，当日不计，满 90 日为2026年10月1日。")
        assert "规定：行政处罚法第六十条（处罚决定）：" in copied
        assert "2026年9月30日" in copied
        dialog.accept()

    prompts.expect("dialog", read)
    link_of(question, "为什么？").click()
    choose(question, PLAIN)
    assert question.days.isVisible() and question.more.isVisible()
    assert question.answer.text() == "2026年7月17日（星期五）"


def test_it_is_asked_from_every_tab_by_one_shortcut(
    make_desk: MakeDesk, local_sessions: Sessions, qtbot: QtBot
) -> None:
    desk = make_desk(local_sessions["planning_clerk"], entries())
    qtbot.keyClick(desk, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    settle_down()
    shown = desk.current()
    assert isinstance(shown, SystemTab) and isinstance(shown.page(), CalendarPage)
    assert shown.page().question.start.line.hasFocus()


def test_a_period_that_runs_back(question: DeadlineQuestion) -> None:
    choose(question, "处罚法64-2")
    begin(question, "2026-10-12")
    assert question.begins.text() == "（举行听证之日，当日不计）向前推"
    assert question.answer.text() == "2026年9月24日（星期四）"


def test_pauses_and_an_extension_move_the_answer(question: DeadlineQuestion) -> None:
    choose(question, "许可法42-1")
    begin(question, "2026-3-2")
    assert question.answer.text() == "2026年3月30日（星期一）"
    assert "专家评审" in question.more.toolTip()
    question.more.click()
    assert question.answer.text() == "—" and question.notice.text() == WRONG
    pause(question, "2026-3-10", "2026-3-9")
    assert question.answer.text() == "—" and question.notice.text() == WRONG
    assert question.pauses.lines[0].last.line.property("fault") == "yes"
    pause(question, "2026-3-10", "2026-3-19")
    assert question.answer.text() == "2026年4月10日（星期五）" and not question.notice.isVisible()
    question.more.click()
    pause(question, "2026-3-23", "2026-3-23", n=1)
    assert question.answer.text() == "2026年4月13日（星期一）"
    link_of(question.pauses.lines[1], "去掉").click()
    question.extended.click()
    assert question.extended.text() == "已批准延长 10 个工作日"
    assert question.count.text() == "30 个工作日为"
    assert question.answer.text() == "2026年4月24日（星期五）"
    # What was given for one rule is nothing to another, also to one that knows both.
    choose(question, "许可法42-2")
    assert question.pauses.lines == [] and not question.extended.isChecked()
    assert question.count.text() == "45 个工作日为"
    for _ in range(3):
        assert question.more.isVisible()
        question.more.click()
    assert not question.more.isVisible()
    choose(question, "许可法44")
    assert question.answer.text() == "2026年3月16日（星期一）"
    assert not question.pauses.isVisible() and not question.extended.isVisible()


def test_a_rule_that_did_not_stand_yet_says_so(question: DeadlineQuestion) -> None:
    choose(question, "强制法25")
    begin(question, "2011-12-31")
    assert question.answer.text() == "—"
    assert "自2012年1月1日起施行，不适用于2011年12月31日" in question.notice.text()


def test_the_choice_outlives_a_change_of_the_catalogue(question: DeadlineQuestion) -> None:
    choose(question, "处罚法60")
    begin(question, "2026-7-3")
    question.reload()
    assert str(question.rule.raw()).startswith("处罚法60")
    assert question.found is not None and question.found.due == date(2026, 10, 1)
