"""岗位职责: duties revised and confirmed, people entered and moved, cover arranged and ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from jingyue_desktop.domain.clock import SetClock
from jingyue_desktop.services import catalogue, covers, people, posts, posts_held, proposals
from jingyue_desktop.services.acts import Session
from jingyue_desktop.services.people import PersonRow
from jingyue_desktop.services.posts_held import CoverRow
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store.tables import Log, Proposal
from jingyue_desktop.ui.catalogue_history import CatalogueHistory
from jingyue_desktop.ui.kit.conflict import ConflictDialog
from jingyue_desktop.ui.kit.fields_dialog import FieldsDialog
from jingyue_desktop.ui.posts.post_card import PEOPLE
from jingyue_desktop.ui.posts.tab import PostsTab
from jingyue_desktop.ui.second import SecondPersonDialog
from tests.offices import Sessions
from tests.ui.conftest import ExpectedPrompts
from tests.ui.desks import settle_down
from tests.ui.posts_desk import Open, confirm_as, fault_of, later, open_tab, put

__all__ = ["open_tab"]

DUTY = "“一书两证”项目受理和初审，负责规划窗口"


def person(sessions: Sessions, key: str) -> int:
    return sessions[key].actor().person


def of(sessions: Sessions, key: str) -> PersonRow:
    who = person(sessions, key)
    return next(row for row in people.listed(sessions["auditor"]) if row.id == who)


def names(tab: PostsTab, post: str) -> list[str]:
    tree = posts_held.tree(tab.context.session)
    nodes = [node for section in tree for node in section.posts]
    return [row.name for node in nodes if node.post.code == post for row in node.holders]


def typed(**values: object) -> Callable[[FieldsDialog], None]:
    """Return what fills a dialog in and presses its usual button."""

    def drive(dialog: FieldsDialog) -> None:
        put(dialog, **values)
        dialog.ok_button.click()

    return drive


def revise_elsewhere(sessions: Sessions, version: int, **texts: str) -> None:
    """Let the chief's other session and a leader change the post meanwhile."""
    filed = posts.revise(sessions["planning_chief"], "planning_clerk", version, texts)
    proposals.confirm(sessions["director"], filed)


def test_a_duty_is_edited_and_confirmed_at_the_same_screen(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts, qtbot: QtBot
) -> None:
    tab = open_tab(local_sessions["planning_chief"])
    tab.open_item("planning_clerk")
    told: list[str] = []

    def wrong_then_right(dialog: SecondPersonDialog) -> None:
        qtbot.keyClicks(dialog.login, "director\r")
        # Enter after the name is no attempt with an empty password.
        assert fault_of(dialog) == "" and dialog.focusWidget() is dialog.password
        dialog.password.setText("不对")
        qtbot.keyClick(dialog.password, Qt.Key.Key_Return)
        told.append(fault_of(dialog))
        confirm_as("director")(dialog)

    prompts.expect("dialog", typed(duty=DUTY, note="窗口写明"))
    prompts.expect("dialog", wrong_then_right)
    tab.acts.revise.trigger()
    settle_down()
    assert told and told[0]
    assert f"主要岗位职责：{DUTY}" in tab.post.text()
    assert "职责第 2 版　2026年3月2日　王建国提出，高立群确认" in tab.post.text()
    assert not tab.notice.isVisible()

    def read(dialog: CatalogueHistory) -> None:
        first, second = dialog.versions
        assert (first.note, second.author) == ("窗口写明", "程序自带")
        assert dialog.changes[0] == [("主要岗位职责", "“一书两证”项目受理和初审", DUTY)]
        dialog.ok_button.click()

    prompts.expect("dialog", read)
    tab.acts.history.trigger()


def test_what_is_left_for_later_waits_and_changes_nothing(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    tab = open_tab(local_sessions["planning_chief"])
    tab.open_item("planning_clerk")
    prompts.expect("dialog", typed(duty=DUTY))
    prompts.expect("dialog", later)
    tab.acts.revise.trigger()
    settle_down()
    assert DUTY not in tab.post.text()
    assert "修改岗位职责：规划科科员（王建国提出）" in tab.notice.text()


def test_empty_texts_and_no_change_are_told_and_file_nothing(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    tab = open_tab(local_sessions["planning_chief"])
    tab.open_item("planning_clerk")

    def drive(dialog: FieldsDialog) -> None:
        dialog.ok_button.click()
        assert "没有改动" in fault_of(dialog)
        put(dialog, duty="", measure=" ", pledge="")
        dialog.ok_button.click()
        assert dialog.editor.fault("duty") == "请填写主要岗位职责。"
        assert dialog.editor.fault("measure") and not dialog.editor.fault("pledge")
        put(dialog, duty="长" * 10_001, measure="措施")
        dialog.ok_button.click()
        assert "10000" in dialog.editor.fault("duty").replace(" ", "")
        prompts.expect("choose", "discard")
        dialog.reject()

    prompts.expect("dialog", drive)
    tab.acts.revise.trigger()
    assert Proposal.select().count() == 0


def test_a_conflict_between_two_sessions_keeps_what_was_typed(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    """Mine is filed on top of theirs only after every difference was looked at."""
    sessions = local_sessions
    tab = open_tab(sessions["planning_chief"])
    tab.open_item("planning_clerk")

    def give_up(dialog: ConflictDialog) -> None:
        dialog.reject()

    def settle(dialog: ConflictDialog) -> None:
        # The measure was changed only by the other one: his side is taken beforehand.
        assert dialog.choices() == {"measure": "theirs"}
        dialog.choose("duty", "mine")
        dialog.ok_button.click()

    def drive(dialog: FieldsDialog) -> None:
        put(dialog, duty=DUTY)
        revise_elsewhere(sessions, 1, duty="他人的职责", measure="他人的措施")
        prompts.expect("dialog", give_up)
        dialog.ok_button.click()
        assert dialog.isVisible() and dialog.editor.values()["duty"] == DUTY
        prompts.expect("dialog", settle)
        dialog.ok_button.click()
        assert dialog.editor.values()["duty"] == DUTY
        assert dialog.editor.values()["measure"] == "他人的措施"
        prompts.expect("dialog", confirm_as("deputy"))
        dialog.ok_button.click()

    prompts.expect("dialog", drive)
    tab.acts.revise.trigger()
    settle_down()
    post = posts.card(sessions["director"], "planning_clerk")
    assert (post.version, post.post.duty, post.post.measure) == (3, DUTY, "他人的措施")
    duties = [
        v.body["duty"] for v in catalogue.history(sessions["auditor"], "post", "planning_clerk")
    ]
    assert duties == [DUTY, "他人的职责", "“一书两证”项目受理和初审"]


def test_a_draft_begun_on_an_older_version_meets_the_newer_one(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    """What was typed and not saved comes back; what changed meanwhile is not written over."""
    sessions = local_sessions
    tab = open_tab(sessions["planning_chief"])
    tab.open_item("planning_clerk")

    def type_and_lose(dialog: FieldsDialog) -> None:
        put(dialog, duty=DUTY)
        tab.context.drafts.keep_all()
        dialog.done(0)

    def refused(dialog: ConflictDialog) -> None:
        assert dialog.choices() == {}
        dialog.reject()

    def restore(dialog: FieldsDialog) -> None:
        link = next(b for b in dialog.findChildren(QPushButton) if b.text() == "接着填写")
        link.click()
        assert dialog.editor.values()["duty"] == DUTY
        prompts.expect("dialog", refused)
        dialog.ok_button.click()
        assert dialog.editor.values()["duty"] == DUTY
        prompts.expect("choose", "discard")
        dialog.reject()

    def clean(dialog: FieldsDialog) -> None:
        assert dialog.editor.values()["duty"] == "他人的职责"
        assert not [b for b in dialog.findChildren(QPushButton) if b.text() == "接着填写"]
        dialog.reject()

    prompts.expect("dialog", type_and_lose)
    tab.acts.revise.trigger()
    revise_elsewhere(sessions, 1, duty="他人的职责")
    settle_down()
    for drive in (restore, clean):
        prompts.expect("dialog", drive)
        tab.acts.revise.trigger()
    assert posts.card(sessions["director"], "planning_clerk").version == 2


def test_a_person_is_entered_where_the_tree_stood_and_confirmed(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    tab = open_tab(local_sessions["system_admin"])
    tab.open_item("inspection_clerk")

    def drive(dialog: FieldsDialog) -> None:
        assert dialog.editor.values()["post"] == "监察科科员"
        assert dialog.editor.values()["since"] == date(2026, 3, 2)
        put(dialog, since="三月二日")
        dialog.ok_button.click()
        assert dialog.editor.fault("name") == "请填写姓名。" and dialog.editor.fault("since")
        put(dialog, name="钱多多", since="2026-3-2", phone="13904310000")
        dialog.ok_button.click()

    prompts.expect("dialog", drive)
    prompts.expect("dialog", confirm_as("security_admin"))
    tab.on_new()
    settle_down()
    assert names(tab, "inspection_clerk") == ["吴珺", "周涛", "钱多多"]
    assert ("　　　钱多多", "") in tab.tree.lines()


def test_a_move_and_a_leave_are_told_at_their_fields_and_stand_when_confirmed(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts, clock: SetClock
) -> None:
    sessions = local_sessions
    tab = open_tab(sessions["system_admin"])
    tab.show_person(person(sessions, "planning_clerk"))

    def move(dialog: FieldsDialog) -> None:
        put(dialog, post="规划科科员")
        dialog.ok_button.click()
        assert "现在就在这个岗位" in dialog.editor.fault("post")
        put(dialog, post="综合管理科科员", since="2024-1-1")
        dialog.ok_button.click()
        assert "不能早于" in dialog.editor.fault("since")
        put(dialog, since="2026-3-2", note="交流轮岗")
        dialog.ok_button.click()

    prompts.expect("dialog", move)
    prompts.expect("dialog", confirm_as("director"))
    tab.acts.move.trigger()
    settle_down()
    assert names(tab, "general_clerk") == ["陈晨", "张喆赟", "李敏"]
    # The person is still what the tab shows, on his new line of the tree.
    node = tab.tree.current()
    assert node is not None and node.code == "general_clerk" and tab.detail.title() == "李敏"

    prompts.expect("dialog", typed(until="2026-3-2", gone=True, note="调任"))
    prompts.expect("dialog", confirm_as("deputy"))
    tab.acts.leave.trigger()
    clock.advance(days=1)
    tab.reload()
    assert names(tab, "general_clerk") == ["陈晨", "张喆赟"]
    assert "李敏" not in people.names(sessions["director"])


def test_a_correction_stands_at_once_and_shows_what_another_wrote(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    sessions = local_sessions
    tab = open_tab(sessions["system_admin"])
    who = person(sessions, "planning_clerk")
    tab.show_person(who)

    def settle(dialog: ConflictDialog) -> None:
        assert dialog.choices() == {"phone": "theirs"}
        dialog.choose("name", "mine")
        dialog.ok_button.click()

    def drive(dialog: FieldsDialog) -> None:
        put(dialog, name="李慜")
        people.correct(sessions["system_admin"], who, 1, "李敏敏", "13900000000")
        prompts.expect("dialog", settle)
        dialog.ok_button.click()
        assert dialog.editor.values() == {"name": "李慜", "phone": "13900000000"}
        dialog.ok_button.click()

    prompts.expect("dialog", drive)
    tab.acts.correct.trigger()
    settle_down()
    assert (of(sessions, "planning_clerk").name, of(sessions, "planning_clerk").phone) == (
        "李慜",
        "13900000000",
    )
    assert tab.detail.title() == "李慜"


def arrange(tab: PostsTab, prompts: ExpectedPrompts, since: str, until: str) -> None:
    values = {"since": since, "until": until, "reason": "外出培训"}
    prompts.expect("dialog", typed(substitute="李敏（规划科科员）", **values))
    tab.acts.arrange.trigger()
    settle_down()


def cover_rows(tab: PostsTab) -> list[CoverRow]:
    return list(tab.post.people.cover_rows.rows())


def test_a_cover_is_arranged_seen_and_ended(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts, clock: SetClock
) -> None:
    tab = open_tab(local_sessions["planning_chief"])
    tab.post.show_tab(PEOPLE)
    arrange(tab, prompts, "2026-3-2", "2026-3-6")
    arrange(tab, prompts, "2026-3-16", "2026-3-20")
    assert ("　　　王建国", "离岗") in tab.tree.lines()
    assert ("　　　李敏", "顶岗") in tab.tree.lines()
    assert "现任：王建国（离岗）、李敏（顶岗至2026年3月6日）" in tab.post.text()
    running, ahead = cover_rows(tab)
    assert not tab.acts.end.isEnabled()
    tab.post.people.covers.select(ahead.id)
    prompts.expect("choose", "no")
    tab.acts.end.trigger()
    assert "作废" in prompts.last.text
    prompts.expect("choose", "yes")
    tab.acts.end.trigger()
    settle_down()
    tab.post.people.covers.select(running.id)
    prompts.expect("choose", "yes")
    tab.acts.end.trigger()
    assert "提前结束" in prompts.last.text
    settle_down()
    assert [(row.until, row.void) for row in cover_rows(tab)] == [
        (date(2026, 3, 2), False),
        (date(2026, 3, 20), True),
    ]
    clock.advance(days=1)
    tab.reload()
    assert ("　　　王建国", "") in tab.tree.lines()
    tab.post.people.covers.select(running.id)
    assert tab.acts.end.toolTip() == "这条顶岗安排已经结束。"


def test_a_refused_cover_is_told_and_logged(
    open_tab: Open, local_sessions: Sessions, local_office: Workspace, prompts: ExpectedPrompts
) -> None:
    tab = open_tab(local_sessions["planning_chief"])
    tab.open_item("planning_clerk")

    def drive(dialog: FieldsDialog) -> None:
        field = dialog.editor.field("post").field
        assert field.choices == ("规划科科长　王建国", "规划科科员　李敏", "规划科科员　赵刚")
        put(dialog, substitute="王建国（规划科科长）", until="2026-3-1", reason="休假")
        dialog.ok_button.click()
        assert "不能早于开始日期" in dialog.editor.fault("until")
        put(dialog, until="2026-3-6")
        dialog.ok_button.click()
        assert fault_of(dialog) == "不能指定自己顶岗。请局领导或另一位科长安排。"
        put(dialog, substitute="孙琳（监察科科长）")
        dialog.ok_button.click()

    prompts.expect("dialog", drive)
    tab.acts.arrange.trigger()
    settle_down()
    rows = posts_held.covers(local_sessions["auditor"])
    assert [row.substitute_name for row in rows] == ["孙琳"]
    refused = Log.select().where((Log.action == "covers.arrange") & (Log.success == 0))
    assert [row.reason.partition("：")[0] for row in refused] == ["Invalid", "NotAllowed"]


def test_a_right_lost_meanwhile_is_told_and_nothing_is_filed(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts, clock: SetClock
) -> None:
    """The dialog was offered by right; the door decides by what stands when it is pressed."""
    sessions = local_sessions
    filed = covers.arrange(
        sessions["deputy"],
        person(sessions, "planning_chief"),
        person(sessions, "planning_clerk"),
        "planning_chief",
        "2026-03-02",
        "2026-03-06",
        "休假",
    )
    assert filed
    clerk: Session = sessions["planning_clerk"]
    tab = open_tab(clerk)
    tab.open_item("planning_clerk")
    assert tab.acts.revise.isEnabled()

    def drive(dialog: FieldsDialog) -> None:
        put(dialog, duty=DUTY)
        clock.advance(days=7)
        dialog.ok_button.click()
        assert "没有" in fault_of(dialog) and "权限" in fault_of(dialog)
        assert dialog.editor.values()["duty"] == DUTY
        prompts.expect("choose", "discard")
        dialog.reject()

    prompts.expect("dialog", drive)
    tab.acts.revise.trigger()
    assert Proposal.select().count() == 0
    tab.reload()
    assert not tab.acts.revise.isVisible()


def test_two_people_of_one_name_are_told_apart(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    sessions = local_sessions
    for _ in range(2):
        filed = people.enter(sessions["system_admin"], "钱多多", "planning_clerk", "2026-03-02")
        proposals.confirm(sessions["director"], filed)
    tab = open_tab(sessions["planning_chief"])
    rows = [row for row in people.listed(sessions["auditor"]) if row.name == "钱多多"]

    def drive(dialog: FieldsDialog) -> None:
        choices = dialog.editor.field("substitute").field.choices
        assert [text for text in choices if text.startswith("钱多多")] == [
            "钱多多（规划科科员）",
            f"钱多多（规划科科员），编号 {rows[1].id}",
        ]
        put(
            dialog,
            substitute=f"钱多多（规划科科员），编号 {rows[1].id}",
            until="2026-3-6",
            reason="休假",
        )
        dialog.ok_button.click()

    prompts.expect("dialog", drive)
    tab.acts.arrange.trigger()
    assert posts_held.covers(sessions["auditor"])[0].substitute == rows[1].id
