"""岗位职责: what the tree and the pages say, how they are found, who is offered what."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from jingyue_desktop.domain.clock import SetClock
from jingyue_desktop.domain.roles import Role
from jingyue_desktop.services import covers, people, posts, proposals
from jingyue_desktop.services.acts import Session
from jingyue_desktop.services.founding import FirstPerson, found
from jingyue_desktop.ui.posts.office_tree import BUREAU, IDLE, SECTION, Node
from jingyue_desktop.ui.posts.post_card import MATTERS, PEOPLE, POINTS
from jingyue_desktop.ui.posts.tab import PostsTab
from tests.offices import FORMS, PASSWORD, RESOURCES, SINCE, START, Sessions
from tests.ui.conftest import ExpectedPrompts
from tests.ui.desks import settle_down
from tests.ui.posts_desk import Open, open_tab

__all__ = ["open_tab"]


def person(sessions: Sessions, key: str) -> int:
    return sessions[key].actor().person


def lines(tab: PostsTab) -> list[str]:
    return [" ".join(filter(None, line)) for line in tab.tree.lines()]


def page_text(tab: PostsTab) -> str:
    return f"{tab.detail.title()}\n{tab.detail.grid.text()}"


def press(tab: PostsTab, caption: str, place: int = 0) -> None:
    settle_down()
    found = [b for b in tab.findChildren(QPushButton) if b.text() == caption and b.isVisible()]
    found[place].click()


def test_the_tree_shows_establishment_and_people(open_tab: Open, local_sessions: Sessions) -> None:
    tab = open_tab(local_sessions["planning_clerk"])
    assert lines(tab) == [
        "净月开发区规划局 11/11",
        "　局领导 2/2",
        "　　局长 1/1",
        "　　　高立群",
        "　　副局长 1/1",
        "　　　孟庆和",
        "　规划科 3/3",
        "　　规划科科长 1/1",
        "　　　王建国",
        "　　规划科科员 2/2",
        "　　　李敏",
        "　　　赵刚",
        "　综合管理科 3/3",
        "　　综合管理科科长 1/1",
        "　　　刘洋",
        "　　综合管理科科员 2/2",
        "　　　陈晨",
        "　　　张喆赟",
        "　监察科 3/3",
        "　　监察科科长 1/1",
        "　　　孙琳",
        "　　监察科科员 2/2",
        "　　　吴珺",
        "　　　周涛",
        "　未任职人员 1 人",
        "　　马明",
    ]


def test_gaps_cover_and_newcomers_show_as_soon_as_they_stand(
    open_tab: Open, local_sessions: Sessions
) -> None:
    sessions = local_sessions
    tab = open_tab(sessions["auditor"])
    admin, director = sessions["system_admin"], sessions["director"]
    who = person(sessions, "inspection_clerk")
    proposals.confirm(director, people.leave(admin, who, "2026-03-01"))
    filed = people.enter(admin, "钱多多", "planning_clerk", "2026-03-02")
    settle_down()
    assert "　　　钱多多" not in lines(tab)
    proposals.confirm(director, filed)
    covers.arrange(
        director,
        person(sessions, "general_chief"),
        person(sessions, "general_clerk"),
        "general_chief",
        "2026-03-02",
        "2026-03-06",
        "休假",
    )
    settle_down()
    shown = lines(tab)
    for line in (
        "净月开发区规划局 11/11　缺 1 超编 1",
        "　规划科 3/4　超编 1",
        "　　规划科科员 2/3　超编 1",
        "　　　钱多多",
        "　　　刘洋 离岗",
        "　　　陈晨 顶岗",
        "　　监察科科员 2/1　缺 1",
        "　　吴珺",
    ):
        assert line in shown, line


@pytest.mark.parametrize(
    ("key", "post"), [("planning_clerk", "规划科科员"), ("inspection_clerk", "监察科科员")]
)
def test_everybody_begins_at_his_own_post(
    open_tab: Open, local_sessions: Sessions, key: str, post: str
) -> None:
    tab = open_tab(local_sessions[key])
    assert tab.post.text().startswith(post)
    item = tab.tree.currentItem()
    assert item is not None
    seen: QRect = tab.tree.visualItemRect(item)
    assert tab.tree.viewport().rect().contains(seen.center())


@pytest.mark.parametrize(
    ("needle", "chosen", "wanted", "hidden"),
    [
        ("张喆赟", "张喆赟", "　　综合管理科科员 2/2", "　　　陈晨"),
        ("lm", "李敏", "　规划科 3/3", "　　　赵刚"),
        ("limin", "李敏", "　　规划科科员 2/2", "　监察科 3/3"),
        ("jckkz", "监察科科长", "　　　孙琳", "　　监察科科员 2/2"),
        ("规划科", "规划科", "　　　王建国", "　监察科 3/3"),
    ],
)
def test_search_finds_names_posts_and_initials(
    open_tab: Open, local_sessions: Sessions, needle: str, chosen: str, wanted: str, hidden: str
) -> None:
    tab = open_tab(local_sessions["director"])
    before = lines(tab)
    tab.on_search()
    tab.search.insert(needle)
    tab.search.search_now()
    item = tab.tree.currentItem()
    assert item is not None and item.text(0) == chosen
    assert wanted in lines(tab) and hidden not in lines(tab)
    tab.search.clear()
    assert lines(tab) == before
    assert tab.tree.currentItem() is item


def test_a_vain_search_says_so(open_tab: Open, local_sessions: Sessions) -> None:
    tab = open_tab(local_sessions["director"])
    tab.search.insert("没有此人")
    tab.search.search_now()
    assert lines(tab) == [] and tab.tree.empty.isVisible()
    assert "没有找到“没有此人”" in tab.tree.empty.text()
    tab.search.clear()
    assert not tab.tree.empty.isVisible()


def test_a_post_says_what_it_is_for_and_leads_to_its_points(
    open_tab: Open, local_sessions: Sessions, qtbot: QtBot
) -> None:
    tab = open_tab(local_sessions["director"])
    tab.open_item("planning_clerk")
    text = tab.post.text()
    for told in (
        "规划科　编制 2 人，实有 2 人　现任：李敏、赵刚",
        "主要岗位职责：“一书两证”项目受理和初审",
        "廉政风险：报件不能正常受理，私自降低或提高初审标准。",
        "规划窗口（1 个工作日）",
        "共 12 点：A 级 3 点，B 级 6 点，C 级 3 点",
        "M01　规划窗口受理（行政许可）",
        "A1.2　材料移交（1 个工作日内）",
        "职责第 1 版　2026年3月2日　程序自带",
    ):
        assert told in text, told
    press(tab, "查看")
    assert tab.post.tabs.tabText(tab.post.tabs.currentIndex()) == POINTS
    rows = tab.post.points.rows.rows()
    assert len(rows) == 12 and {row.post for row in rows} == {"planning_clerk"}
    with qtbot.waitSignal(tab.wanted) as told_on:
        tab.post.points.table.opened.emit(rows[3])
    assert told_on.args == ["风险防控表", rows[3].code]


def test_people_over_time_lead_to_a_persons_own_page(
    open_tab: Open, local_sessions: Sessions, clock: SetClock
) -> None:
    sessions = local_sessions
    admin, director = sessions["system_admin"], sessions["director"]
    who, gone = person(sessions, "planning_clerk"), person(sessions, "inspection_clerk")
    proposals.confirm(director, people.move(admin, who, "general_clerk", "2026-03-02", "交流轮岗"))
    proposals.confirm(director, people.leave(admin, gone, "2026-03-02", "退休", gone=True))
    clock.advance(days=1)
    tab = open_tab(director)
    tab.open_item("planning_clerk")
    tab.post.show_tab(PEOPLE)
    held = tab.post.people.held_rows.rows()
    assert [(row.name, row.until is None) for row in held] == [("赵刚", True), ("李敏", False)]
    tab.post.people.held.opened.emit(held[1])
    assert tab.detail.title() == "李敏"
    assert "2026年3月2日起　综合管理科科员（交流轮岗）" in page_text(tab)
    assert "2025年1月6日至2026年3月1日　规划科科员" in page_text(tab)
    tab.open_item("inspection_clerk")
    left = next(row for row in tab.post.people.held_rows.rows() if row.person == gone)
    tab.post.people.held.opened.emit(left)
    assert tab.detail.title() == "吴珺" and "退休" in page_text(tab)
    assert "　　　吴珺" not in lines(tab)


def test_the_office_leads_down_to_a_section_and_a_post(
    open_tab: Open, local_sessions: Sessions
) -> None:
    tab = open_tab(local_sessions["commission"])
    assert tab.detail.title() == "净月开发区规划局"
    assert "规划科科长：王建国　规划科科员：李敏、赵刚" in page_text(tab)
    press(tab, "查看", 1)
    assert tab.tree.current() == Node(SECTION, "planning")
    assert "2．负责《建设用地规划许可证》报批材料的初审工作" in page_text(tab)
    press(tab, "查看", 1)
    assert tab.post.text().startswith("规划科科员")
    tab._go(Node(IDLE))
    assert "马明" in page_text(tab)


@pytest.mark.parametrize(
    ("key", "offered"),
    [
        ("planning_chief", ["revise", "arrange"]),
        ("director", ["arrange"]),
        ("system_admin", ["enter", "move", "leave", "correct"]),
        ("planning_clerk", []),
        ("commission", []),
    ],
)
def test_everybody_is_offered_what_he_may_do(
    open_tab: Open, local_sessions: Sessions, key: str, offered: list[str]
) -> None:
    tab = open_tab(local_sessions[key])
    names = ("revise", "enter", "move", "leave", "correct", "arrange")
    assert [name for name in names if getattr(tab.acts, name).isVisible()] == offered


def test_what_cannot_be_done_here_says_why(open_tab: Open, local_sessions: Sessions) -> None:
    tab = open_tab(local_sessions["planning_chief"])
    assert tab.acts.revise.isEnabled()
    tab.open_item("director")
    assert tab.acts.revise.isEnabled()
    tab.open_item("general_clerk")
    assert not tab.acts.revise.isEnabled()
    assert tab.acts.revise.toolTip() == "只能修改本科室和局领导岗位的职责。"
    admin = open_tab(local_sessions["system_admin"])
    assert admin.acts.leave.toolTip() == "请先在左边选择人员。"
    admin.show_person(person(local_sessions, "system_admin"))
    assert admin.acts.move.isEnabled() and not admin.acts.leave.isEnabled()
    assert admin.acts.leave.toolTip() == "不能给自己办理离任。"


def test_a_new_person_is_the_administrators_affair(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    tab = open_tab(local_sessions["planning_clerk"])
    prompts.expect("error")
    tab.on_new()
    assert "系统管理员" in prompts.last.advice


def test_a_reload_keeps_what_was_looked_at(open_tab: Open, local_sessions: Sessions) -> None:
    sessions = local_sessions
    tab = open_tab(sessions["director"])
    tab.open_item("general_clerk")
    tab.post.show_tab(MATTERS)
    item = next(item for item in tab.tree.items() if item.text(0) == "监察科")
    item.setExpanded(False)
    filed = people.enter(sessions["system_admin"], "钱多多", "general_clerk", "2026-03-02")
    proposals.confirm(sessions["director"], filed)
    settle_down()
    assert "钱多多" in tab.post.text()
    assert tab.post.tabs.tabText(tab.post.tabs.currentIndex()) == MATTERS
    again = open_tab(sessions["deputy"])
    closed = next(item for item in again.tree.items() if item.text(0) == "监察科")
    assert not closed.isExpanded()
    assert again.post.tabs.tabText(again.post.tabs.currentIndex()) == MATTERS


def test_what_waits_for_a_second_person_is_named(
    open_tab: Open, local_sessions: Sessions, qtbot: QtBot
) -> None:
    sessions = local_sessions
    director, clerk = open_tab(sessions["director"]), open_tab(sessions["general_clerk"])
    assert not director.notice.isVisible()
    filed = posts.revise(sessions["planning_chief"], "planning_clerk", 1, {"duty": "新的职责"})
    settle_down()
    assert director.notice.text() == ("待确认，尚未生效：修改岗位职责：规划科科员（王建国提出）")
    assert clerk.notice.text() == "" and not clerk.notice.isVisible()
    with qtbot.waitSignal(director.wanted) as told:
        press(director, "到工作台查看")
    assert told.args == ["工作台", f"proposal:{filed}"]
    proposals.confirm(sessions["director"], filed)
    settle_down()
    assert not director.notice.isVisible()


def test_long_texts_and_odd_names_keep_the_window_in_shape(
    open_tab: Open, local_sessions: Sessions
) -> None:
    sessions = local_sessions
    long = "对重要涉权事项初审拿出初步处理意见。" * 555
    name = "<b>甲</b>=1+1" + "长" * 40
    filed = posts.revise(sessions["planning_chief"], "planning_clerk", 1, {"duty": long})
    proposals.confirm(sessions["director"], filed)
    filed = people.enter(sessions["system_admin"], name, "planning_clerk", "2026-03-02")
    proposals.confirm(sessions["director"], filed)
    tab = open_tab(sessions["director"])
    tab.open_item("planning_clerk")
    settle_down()
    assert long in tab.post.text() and name in tab.post.text()
    assert f"　　　{name}" in lines(tab)
    assert tab.minimumSizeHint().width() <= 1240
    assert tab.width() == 1360


def test_an_office_without_people_says_what_to_do(open_tab: Open, tmp_path: Path) -> None:
    roles = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.CUSTODIAN, Role.AUDITOR)
    first = [
        FirstPerson(
            f"人员{role.caption}", "", SINCE, login=str(role), password=PASSWORD, roles=(role,)
        )
        for role in roles
    ]
    workspace = found(tmp_path / "empty", SetClock(START), RESOURCES, FORMS, first)
    try:
        session = Sessions(workspace)["system_admin"]
        tab = open_tab(session)
        assert tab.tree.current() == Node(BUREAU)
        assert "还没有登记人员" in page_text(tab)
        assert "　　规划科科员 2/0　缺 2" in lines(tab)
        tab.open_item("planning_clerk")
        tab.post.show_tab(PEOPLE)
        assert "还没有登记过人员" in tab.post.people.held.empty.text()
        assert "没有安排过顶岗" in tab.post.people.covers.empty.text()
    finally:
        workspace.close()


def test_a_session_of_the_same_person_elsewhere_is_seen(
    open_tab: Open, local_sessions: Sessions
) -> None:
    mine = local_sessions["system_admin"]
    other = Session(mine.workspace, mine.account, mine.login, mine.name)
    tab = open_tab(mine)
    who = person(local_sessions, "planning_clerk")
    tab.show_person(who)
    people.correct(other, who, 1, "李敏敏", "13900000000")
    settle_down()
    assert tab.detail.title() == "李敏敏" and "13900000000" in page_text(tab)
