"""Typing like a clerk: Enter only moves on, Esc loses nothing, dialogs fit the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from jingyue_desktop.paper.kinds import Field
from jingyue_desktop.ui.attendance import SessionDrafts
from jingyue_desktop.ui.kit.acts import ActBar, ActButton, allow, new_act
from jingyue_desktop.ui.kit.detail import DetailPanel
from jingyue_desktop.ui.kit.dialog import Dialog
from jingyue_desktop.ui.kit.drafts import Drafts
from jingyue_desktop.ui.kit.fields import LongField
from jingyue_desktop.ui.kit.fields_dialog import FieldsDialog
from jingyue_desktop.ui.kit.room import FRAME, free_size
from jingyue_desktop.ui.kit.search import SearchField
from tests.offices import Sessions
from tests.ui.conftest import ExpectedPrompts

FIELDS = (
    Field("name", "姓名", "person"),
    Field("unit", "单位", "text"),
    Field("since", "任职日期", "date"),
    Field("count", "人数", "number"),
)
WHOLE = {"name": "李敏", "unit": "规划局", "since": "2026-3-2", "count": "3"}
Asked = Callable[..., Any]


@pytest.fixture
def saved() -> list[dict[str, Any]]:
    """What was saved."""
    return []


@pytest.fixture
def ask(saved: list[dict[str, Any]]) -> Asked:
    """Return what shows a dialog of FIELDS."""

    def ask_(**options: Any) -> Any:
        return FieldsDialog.ask(None, "登记", FIELDS, {}, saved.append, **options)

    return ask_


def test_enter_moves_from_line_to_line_and_saves_only_on_the_button(
    ask: Asked, saved: list[dict[str, Any]], prompts: ExpectedPrompts, qtbot: QtBot
) -> None:
    def drive(dialog: FieldsDialog) -> None:
        dialog.editor.put_draft(WHOLE)
        dialog.editor.take_focus()
        for key in ("name", "unit", "since", "count"):
            at = dialog.focusWidget()
            assert at is not None and dialog.editor.field(key).isAncestorOf(at), key
            qtbot.keyClick(at, Qt.Key.Key_Return)
            assert dialog.isVisible() and saved == [], key
        assert dialog.focusWidget() is dialog.ok_button
        qtbot.keyClick(dialog.ok_button, Qt.Key.Key_Return)

    prompts.expect("dialog", drive)
    ask()
    assert [row["unit"] for row in saved] == ["规划局"]


def test_a_line_reached_by_enter_is_chosen_whole(
    ask: Asked, prompts: ExpectedPrompts, qtbot: QtBot
) -> None:
    def drive(dialog: FieldsDialog) -> None:
        dialog.editor.put_draft(WHOLE)
        qtbot.keyClick(dialog.editor.field("unit").parts()[0], Qt.Key.Key_Return)
        qtbot.keyClicks(dialog.focusWidget(), "20260402")
        assert str(dialog.editor.field("since").value()) == "2026-04-02"
        dialog.done(0)

    prompts.expect("dialog", drive)
    ask()


def test_a_name_of_any_length_takes_enter_and_shift_enter_breaks_its_line(qtbot: QtBot) -> None:
    field = LongField(Field("project", "项目名称", "long_text"))
    qtbot.addWidget(field)
    field.set_value("一期")
    field.area.moveCursor(field.area.textCursor().MoveOperation.End)
    qtbot.keyClick(field.area, Qt.Key.Key_Return)
    assert field.raw() == "一期\n"
    field.take_enter()
    with qtbot.waitSignal(field.entered):
        qtbot.keyClick(field.area, Qt.Key.Key_Return)
    assert field.raw() == "一期\n"
    qtbot.keyClick(field.area, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert field.raw() == "一期\n\n"


def test_esc_offers_to_keep_a_draft_and_never_to_do_the_act(
    ask: Asked,
    saved: list[dict[str, Any]],
    prompts: ExpectedPrompts,
    local_sessions: Sessions,
    qtbot: QtBot,
) -> None:
    drafts = Drafts(SessionDrafts(local_sessions["system_admin"]))

    def drive(dialog: FieldsDialog) -> None:
        dialog.editor.put_draft(WHOLE)
        for answer in ("cancel", "keep"):
            assert dialog.isVisible()
            prompts.expect("choose", answer)
            qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    prompts.expect("dialog", drive)
    ask(ok="开具", drafts=drafts, draft_key="pledges.issue")
    assert prompts.last.text == "填写的内容还没有提交。"
    assert list(prompts.last.more["answers"]) == ["keep", "discard", "cancel"]
    kept = drafts.kept("pledges.issue")
    assert kept is not None and kept["unit"] == "规划局"
    assert saved == []
    drafts.close()


def test_without_drafts_going_on_is_the_usual_answer(
    ask: Asked, saved: list[dict[str, Any]], prompts: ExpectedPrompts
) -> None:
    def drive(dialog: FieldsDialog) -> None:
        dialog.editor.put_draft(WHOLE)
        prompts.expect("choose", "discard")
        dialog.reject()

    prompts.expect("dialog", drive)
    ask(ok="作废")
    more = prompts.last.more
    assert (list(more["answers"]), more["usual"]) == (["discard", "cancel"], "cancel")
    assert saved == []


def test_enter_presses_the_button_it_is_pressed_on(
    ask: Asked, saved: list[dict[str, Any]], prompts: ExpectedPrompts, qtbot: QtBot
) -> None:
    def drive(dialog: FieldsDialog) -> None:
        dialog.editor.put_draft(WHOLE)
        assert dialog.cancel_button is not None
        dialog.cancel_button.setFocus()
        prompts.expect("choose", "discard")
        qtbot.keyClick(dialog.cancel_button, Qt.Key.Key_Return)

    prompts.expect("dialog", drive)
    ask()
    assert saved == []


def test_no_dialog_opens_larger_than_the_screen(qtbot: QtBot) -> None:
    dialog = Dialog(None, "很大")
    qtbot.addWidget(dialog)
    screen = dialog.screen().availableGeometry().size()
    dialog.resize(screen.width() + 500, screen.height() + 500)
    dialog.show()
    assert dialog.size() == free_size(dialog) == screen - FRAME
    small = Dialog(None, "小")
    qtbot.addWidget(small)
    small.resize(490, 200)
    small.show()
    assert (small.width(), small.height()) == (490, 200)


def test_down_leads_from_the_search_box_into_the_list(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    hidden, shown, search = QListWidget(), QListWidget(), SearchField()
    box = QVBoxLayout(page)
    for part in (hidden, search, shown):
        box.addWidget(part)
    hidden.hide()
    page.show()
    search.setFocus()
    qtbot.keyClick(search, Qt.Key.Key_Down)
    assert page.focusWidget() is shown


def test_an_act_that_is_done_gives_the_keyboard_back_to_the_list(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    box = QVBoxLayout(page)
    other, bar, rows, panel = QPushButton("切换用户"), ActBar(), QListWidget(), DetailPanel()
    for part in (other, bar, rows, panel):
        box.addWidget(part)
    sign = bar.add("登记扫描件", lambda: None)
    bar.add("作废", lambda: None)
    confirm = new_act(page, "确认", lambda: None)
    panel.show_record("一项", [])
    panel.set_acts([confirm])
    page.show()
    for button, done in (
        (bar.findChildren(ActButton)[0], lambda: allow(sign, "已签")),
        (panel.findChildren(ActButton)[0], lambda: panel.set_acts([])),
    ):
        button.setFocus()
        assert page.focusWidget() is button
        done()
        assert page.focusWidget() is rows
