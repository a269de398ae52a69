"""A few fields in a dialog: faults where they belong, nothing typed lost, conflicts settled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtWidgets import QPushButton

from jingyue_desktop.domain.errors import Conflict, Difference, Invalid, UserError
from jingyue_desktop.paper.kinds import Field
from jingyue_desktop.ui.attendance import SessionDrafts
from jingyue_desktop.ui.kit.conflict import ConflictDialog
from jingyue_desktop.ui.kit.drafts import Drafts
from jingyue_desktop.ui.kit.fields_dialog import FieldsDialog
from tests.offices import Sessions
from tests.ui.conftest import ExpectedPrompts

FIELDS = (
    Field("name", "姓名", "person"),
    Field("post", "岗位", "choice", choices=("局长", "副局长")),
    Field("since", "任职日期", "date"),
    Field("note", "说明", "text", required=False),
)
START = {"name": "李敏", "since": date(2026, 3, 2)}


def ask(save: Callable[[dict[str, Any]], Any], **options: Any) -> Any:
    return FieldsDialog.ask(None, "登记", FIELDS, START, save, **options)


def shown_fault(dialog: FieldsDialog) -> str:
    return dialog._fault.text() if dialog._fault.isVisible() else ""


def test_what_is_missing_is_told_at_its_field_and_values_arrive_as_their_kinds(
    prompts: ExpectedPrompts,
) -> None:
    got: list[dict[str, Any]] = []

    def drive(dialog: FieldsDialog) -> None:
        dialog.ok_button.click()
        assert dialog.isVisible() and dialog.editor.fault("post") == "请填写岗位。"
        assert dialog.editor.fault("note") == ""
        dialog.editor.field("post").set_value("副局长")
        dialog.ok_button.click()

    prompts.expect("dialog", drive)
    assert ask(lambda values: got.append(values) or "7") == "7"
    expected = {"name": "李敏", "post": "副局长", "since": date(2026, 3, 2), "note": None}
    assert got == [expected]


def test_a_refusal_keeps_the_dialog_and_what_was_typed(prompts: ExpectedPrompts) -> None:
    refusals = [Invalid({"name": "已有此人。"}), UserError("磁盘已满。", "请清理后再试。")]

    def save(values: dict[str, Any]) -> int:
        if refusals:
            raise refusals.pop(0)
        return 1

    def drive(dialog: FieldsDialog) -> None:
        dialog.editor.put_draft({"post": "局长", "note": "说明文字"})
        dialog.ok_button.click()
        assert dialog.editor.fault("name") == "已有此人。"
        dialog.ok_button.click()
        assert shown_fault(dialog) == "磁盘已满。请清理后再试。"
        assert dialog.editor.values()["note"] == "说明文字"
        dialog.ok_button.click()

    prompts.expect("dialog", drive)
    assert ask(save) == 1


def test_a_conflict_is_settled_before_anything_is_saved_over(prompts: ExpectedPrompts) -> None:
    """Without an answer the next saving asks again; only an answer moves the starting point."""
    tried: list[tuple[bool, str]] = []
    settled: list[bool] = []

    def save(values: dict[str, Any]) -> int:
        tried.append((bool(settled), values["name"]))
        if not settled:
            raise Conflict("已被他人修改。", [Difference("name", "姓名", "我", "他", "原")])
        return 1

    def give_up(dialog: ConflictDialog) -> None:
        dialog.reject()

    def take_theirs(dialog: ConflictDialog) -> None:
        dialog.choose("name", "theirs")
        dialog.ok_button.click()

    def drive(dialog: FieldsDialog) -> None:
        dialog.editor.put_draft({"name": "我", "post": "局长"})
        prompts.expect("dialog", give_up)
        dialog.ok_button.click()
        assert "还没有保存" in shown_fault(dialog) and not settled
        assert dialog.editor.values()["name"] == "我"
        prompts.expect("dialog", take_theirs)
        dialog.ok_button.click()
        assert dialog.editor.values()["name"] == "他"
        dialog.ok_button.click()

    prompts.expect("dialog", drive)
    assert ask(save, settled=lambda: settled.append(True)) == 1
    assert tried == [(False, "我"), (False, "我"), (True, "他")]


def test_a_draft_is_offered_again_until_it_is_not_wanted(
    prompts: ExpectedPrompts, local_sessions: Sessions
) -> None:
    drafts = Drafts(SessionDrafts(local_sessions["system_admin"]))

    def links(dialog: FieldsDialog) -> list[str]:
        found = dialog.findChildren(QPushButton)
        return [b.text() for b in found if b.property("role") == "link" and b.isVisible()]

    def press(dialog: FieldsDialog, caption: str) -> None:
        next(b for b in dialog.findChildren(QPushButton) if b.text() == caption).click()

    def type_and_lose(dialog: FieldsDialog) -> None:
        assert links(dialog) == []
        dialog.editor.put_draft({"note": "写了一半"})
        drafts.keep_all()
        dialog.done(0)

    def restore(dialog: FieldsDialog) -> None:
        assert links(dialog) == ["接着填写", "不要了"]
        press(dialog, "接着填写")
        assert dialog.editor.values()["note"] == "写了一半"
        dialog.done(0)

    def forget(dialog: FieldsDialog) -> None:
        press(dialog, "不要了")
        dialog.done(0)

    def offered_nothing(dialog: FieldsDialog) -> None:
        assert links(dialog) == []
        dialog.done(0)

    for drive in (type_and_lose, restore, forget, offered_nothing):
        prompts.expect("dialog", drive)
        assert ask(lambda values: 1, drafts=drafts, draft_key="people.enter") is None
    drafts.close()
