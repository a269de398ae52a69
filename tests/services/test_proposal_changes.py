"""Proposals in words: every act that needs a second person says what it would change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from jingyue_desktop.domain.clock import SetClock
from jingyue_desktop.domain.errors import NotAllowed, UserError
from jingyue_desktop.services import (
    accounts,
    filed,
    importing,
    people,
    posts,
    proposal_changes,
    proposals,
    risk_review,
    updates,
)
from jingyue_desktop.services.acts import REGISTRY
from jingyue_desktop.services.proposal_changes import Told
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store.tables import Account
from tests.offices import Sessions
from tests.services.test_updates import newer_program


def told(sessions: Sessions, who: str, number: int) -> Told:
    return proposal_changes.changes(sessions[who], number)


def lines(found: Told) -> dict[str, tuple[str, str | None]]:
    return {line.caption: (line.new, line.old) for line in found.changes}


def person(sessions: Sessions, key: str) -> int:
    return sessions[key].actor().person


def test_every_act_for_two_has_its_words() -> None:
    needing = {name for name, entry in REGISTRY.items() if entry.second}
    assert needing and needing == set(proposal_changes.TELLERS)


def test_duties_show_old_and_new_and_that_they_are_stale(sessions: Sessions) -> None:
    chief = sessions["planning_chief"]
    texts = {"duty": "受理、初审", "pledge": ""}
    filed_ = posts.revise(chief, "planning_clerk", 1, texts, "分工调整")
    found = told(sessions, "director", filed_)
    assert lines(found)["主要岗位职责"] == ("受理、初审", "“一书两证”项目受理和初审")
    assert lines(found)["服务承诺"][0] == "（空）"
    assert lines(found)["岗位"] == ("规划科科员", None)
    assert lines(found)["修改说明"] == ("分工调整", None)
    assert "廉政风险" not in lines(found) and not found.warning
    other = posts.revise(chief, "planning_clerk", 1, {"duty": "另一种写法"})
    proposals.confirm(sessions["deputy"], other)
    later = told(sessions, "director", filed_)
    assert later.warning == proposal_changes.STALE
    assert lines(later)["主要岗位职责"] == ("受理、初审", "另一种写法")


def test_only_who_has_to_do_with_it_is_told(sessions: Sessions) -> None:
    number = posts.revise(sessions["planning_chief"], "planning_clerk", 1, {"duty": "甲"})
    assert told(sessions, "planning_chief", number).changes
    with pytest.raises(UserError, match="已经办理或撤回"):
        told(sessions, "planning_clerk", number)
    proposals.withdraw(sessions["planning_chief"], number)
    with pytest.raises(UserError, match="已经办理或撤回"):
        told(sessions, "director", number)


def test_a_review_shows_the_point_and_both_states(sessions: Sessions) -> None:
    chief = sessions["planning_chief"]
    number = risk_review.review(chief, "A1-4", 0, "未消除", "B", "已细化", "2026-03-01")
    found = lines(told(sessions, "director", number))
    assert found["残余状态"] == ("未消除（B级）", "未复核")
    assert found["风险点"][0].startswith("A1-4　私自降低或提高")
    assert found["复核日期"][0] == "2026年3月1日" and found["复核说明"][0] == "已细化"


def test_people_are_told_by_name_with_what_they_hold_now(sessions: Sessions) -> None:
    admin, clerk = sessions["system_admin"], person(sessions, "general_clerk")
    number = people.enter(admin, "新来的", "inspection_clerk", "2026-03-02")
    found = lines(told(sessions, "director", number))
    assert found["姓名"] == ("新来的", None) and found["岗位"] == ("监察科科员", None)
    moved = people.move(admin, clerk, "planning_clerk", "2026-03-02", "轮岗")
    found = lines(told(sessions, "director", moved))
    assert found["岗位"] == ("规划科科员", "综合管理科科员")
    assert found["姓名"][0] == "陈晨" and found["说明"][0] == "轮岗"
    gone = people.leave(admin, clerk, "2026-03-31", gone=True)
    found = lines(told(sessions, "director", gone))
    assert found["岗位"] == ("任职至2026年3月31日", "综合管理科科员")
    assert "停止使用" in found["账号"][0]


def test_a_list_of_people_is_told_row_by_row(sessions: Sessions) -> None:
    rows: list[dict[str, Any]] = [
        {"name": "新人甲", "post": "监察科科员", "since": "2026-03-02", "phone": ""},
        {"name": "李敏", "post": "规划科科员", "since": "2025-01-06", "phone": ""},
    ]
    number = importing.take_people(sessions["system_admin"], rows, "f" * 64)
    found = told(sessions, "director", number)
    assert lines(found)["名单"][0] == "共 2 行，新增 1 人"
    assert lines(found)["第 1 行"][0].startswith("新人甲：新增，监察科科员")
    assert not found.warning


def test_roles_are_told_in_words(sessions: Sessions) -> None:
    row = Account.get(Account.login == "custodian")
    number = accounts.set_roles(
        sessions["security_admin"], row.id, row.revision, ["custodian", "auditor"]
    )
    found = lines(told(sessions, "director", number))
    assert found["岗位以外的角色"] == ("档案管理员、审计员", "档案管理员")
    assert found["姓名"][0] == "张喆赟"


def test_adopting_shows_what_the_program_ships(
    sessions: Sessions, office: Workspace, tmp_path: Path
) -> None:
    newer_program(office, tmp_path, ("pledges.toml", "days = 1\n", "days = 7\n"))
    (pending,) = updates.pending(sessions["director"])
    number = updates.adopt(sessions["planning_chief"], pending.kind, pending.code, True, 1)
    found = lines(told(sessions, "director", number))
    assert found["决定"][0] == "采用程序自带的内容"
    assert found["承诺工作日"] == ("7", "1")


def test_what_one_filed_is_seen_until_a_month_after_the_decision(
    sessions: Sessions, clock: SetClock
) -> None:
    chief = sessions["planning_chief"]
    first = posts.revise(chief, "planning_clerk", 1, {"duty": "甲"})
    second = posts.revise(chief, "planning_clerk", 1, {"duty": "乙"})
    proposals.reject(sessions["director"], first, "写得不清楚")
    found = filed.filed(chief)
    assert [(row.id, row.state, row.note) for row in found] == [
        (second, "待确认", ""),
        (first, "已退回", "写得不清楚"),
    ]
    assert found[1].decider == "高立群" and found[0].waits and not found[1].waits
    assert filed.filed(sessions["general_chief"]) == []
    clock.advance(days=31)
    assert [row.id for row in filed.filed(chief)] == [second]
    with pytest.raises(NotAllowed):
        filed.filed(sessions["commission"])
