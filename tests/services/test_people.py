"""People and posts: entered by one and confirmed by another, over time, with cover and duties."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from jingyue_desktop.domain.clock import SetClock
from jingyue_desktop.domain.errors import Conflict, Invalid, InvalidRows, NotAllowed, UserError
from jingyue_desktop.domain.roles import Role
from jingyue_desktop.services import (
    accounts,
    catalogue,
    covers,
    importing,
    people,
    posts,
    posts_held,
    proposals,
)
from jingyue_desktop.services.login import LoginRefused, log_in
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store.tables import Account, Person, Posting
from tests.offices import PASSWORD, Sessions


def person(sessions: Sessions, key: str) -> int:
    return sessions[key].actor().person


def held(sessions: Sessions, post: str) -> list[str]:
    nodes = [node for section in posts_held.tree(sessions["auditor"]) for node in section.posts]
    return [row.name for node in nodes if node.post.code == post for row in node.holders]


def test_the_tree_shows_staff_and_who_is_there(sessions: Sessions) -> None:
    tree = posts_held.tree(sessions["commission"])
    assert [(s.section.name, s.section.staff, s.actual) for s in tree] == [
        ("局领导", 2, 2),
        ("规划科", 3, 3),
        ("综合管理科", 3, 3),
        ("监察科", 3, 3),
    ]
    assert held(sessions, "planning_clerk") == ["李敏", "赵刚"]


def test_a_new_person_stands_only_when_confirmed(sessions: Sessions) -> None:
    filed = people.enter(sessions["system_admin"], "钱多多", "inspection_clerk", "2026-03-02", "1")
    assert "钱多多" not in people.names(sessions["director"])
    with pytest.raises(NotAllowed):
        proposals.confirm(sessions["system_admin"], filed)
    proposals.confirm(sessions["security_admin"], filed)
    assert held(sessions, "inspection_clerk") == ["吴珺", "周涛", "钱多多"]
    row = Person.get(Person.name == "钱多多")
    assert (row.initials, row.full) == ("qdd", "qianduoduo")


@pytest.mark.parametrize(
    ("values", "key"),
    [
        (("", "deputy", "2026-03-02"), "name"),
        (("甲\n乙", "deputy", "2026-03-02"), "name"),
        (("长" * 61, "deputy", "2026-03-02"), "name"),
        (("甲", "mayor", "2026-03-02"), "post"),
        (("甲", "deputy", "三月"), "since"),
        (("甲", "deputy", "2026-03-02", "1" * 41), "phone"),
    ],
)
def test_a_wrong_entry_is_told_at_its_field(
    sessions: Sessions, values: tuple[str, ...], key: str
) -> None:
    with pytest.raises(Invalid) as invalid:
        people.enter(sessions["system_admin"], *values)
    assert list(invalid.value.faults) == [key]


def test_a_move_ends_the_post_before_and_changes_the_role(
    sessions: Sessions, clock: SetClock
) -> None:
    who = person(sessions, "planning_clerk")
    filed = people.move(sessions["system_admin"], who, "general_chief", "2026-03-10", "轮岗")
    proposals.confirm(sessions["director"], filed)
    assert Role.CHIEF not in sessions["planning_clerk"].actor().roles
    clock.advance(days=8)
    assert Role.CHIEF in sessions["planning_clerk"].actor().roles
    assert held(sessions, "planning_clerk") == ["赵刚"]
    career = posts_held.career(sessions["auditor"], who)
    assert [(row.post, row.since, row.until) for row in career] == [
        ("general_chief", date(2026, 3, 10), None),
        ("planning_clerk", date(2025, 1, 6), date(2026, 3, 9)),
    ]
    with pytest.raises(Invalid):
        people.move(sessions["system_admin"], who, "general_chief", "2026-04-01")
    with pytest.raises(Invalid):
        people.move(sessions["system_admin"], who, "deputy", "2026-03-01")


def test_who_left_the_office_is_refused_at_once(sessions: Sessions, clock: SetClock) -> None:
    who = person(sessions, "inspection_clerk")
    filed = people.leave(sessions["system_admin"], who, "2026-03-02", gone=True)
    proposals.confirm(sessions["deputy"], filed)
    with pytest.raises(NotAllowed, match="停用"):
        people.listed(sessions["inspection_clerk"])
    with pytest.raises(LoginRefused, match="不正确"):
        log_in(sessions["director"].workspace, "inspection_clerk", PASSWORD)
    with pytest.raises(NotAllowed):
        people.leave(sessions["system_admin"], person(sessions, "system_admin"), "2026-03-02")


@pytest.mark.parametrize("key", ["auditor", "custodian", "security_admin"])
def test_the_last_of_a_role_the_office_needs_cannot_go(sessions: Sessions, key: str) -> None:
    who = person(sessions, key)
    with pytest.raises(NotAllowed, match="至少要有一名"):
        people.leave(sessions["system_admin"], who, "2026-03-02", gone=True)
    filed = people.leave(sessions["system_admin"], who, "2026-03-02")
    assert proposals.confirm(sessions["director"], filed) is None


def test_who_is_gone_does_not_count_for_a_role(sessions: Sessions) -> None:
    row = Account.get(Account.login == "inspection_clerk")
    made = accounts.set_roles(sessions["security_admin"], row.id, row.revision, ["auditor"])
    proposals.confirm(sessions["director"], made)
    who = person(sessions, "auditor")
    gone = people.leave(sessions["system_admin"], who, "2026-03-02", gone=True)
    proposals.confirm(sessions["director"], gone)
    fresh = Account.get_by_id(row.id)
    with pytest.raises(NotAllowed, match="至少要有一名"):
        accounts.stop(sessions["system_admin"], fresh.id, fresh.revision)
    with pytest.raises(NotAllowed, match="至少要有一名"):
        accounts.set_roles(sessions["security_admin"], fresh.id, fresh.revision, [])


def test_nobody_confirms_his_own_new_post(sessions: Sessions) -> None:
    who = person(sessions, "security_admin")
    filed = people.move(sessions["system_admin"], who, "director", "2026-03-02")
    with pytest.raises(NotAllowed, match="本人"):
        proposals.confirm(sessions["security_admin"], filed)
    assert Role.DIRECTOR not in sessions["security_admin"].actor().roles
    proposals.confirm(sessions["deputy"], filed)
    assert Role.DIRECTOR in sessions["security_admin"].actor().roles


def test_a_name_is_corrected_under_its_revision(sessions: Sessions) -> None:
    who = person(sessions, "planning_clerk")
    people.correct(sessions["system_admin"], who, 1, "李敏敏", "13900000000")
    with pytest.raises(Conflict):
        people.correct(sessions["system_admin"], who, 1, "李慜", "")
    assert Person.get_by_id(who).name == "李敏敏"


def cover(sessions: Sessions, by: str, **more: Any) -> int:
    values = {
        "person": person(sessions, "planning_chief"),
        "substitute": person(sessions, "planning_clerk"),
        "post": "planning_chief",
        "since": "2026-03-03",
        "until": "2026-03-05",
        "reason": "外出培训",
        **more,
    }
    return covers.arrange(sessions[by], **values)


def test_a_cover_gives_the_post_for_its_days_only(sessions: Sessions, clock: SetClock) -> None:
    cover(sessions, "planning_chief")
    roles = []
    for _ in range(5):
        roles.append(Role.CHIEF in sessions["planning_clerk"].actor().roles)
        clock.advance(days=1)
    assert roles == [False, True, True, True, False]


def test_nobody_appoints_himself_and_chiefs_stay_in_their_section(sessions: Sessions) -> None:
    with pytest.raises(NotAllowed) as refused:
        cover(
            sessions,
            "general_chief",
            person=person(sessions, "general_clerk"),
            substitute=person(sessions, "general_chief"),
            post="general_clerk",
        )
    assert refused.value.rule == "顶岗回避"
    with pytest.raises(NotAllowed) as other:
        cover(sessions, "general_chief")
    assert other.value.rule == "本科室范围"
    with pytest.raises(NotAllowed):
        cover(sessions, "planning_clerk")


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"until": "2026-03-02"}, "until"),
        ({"since": "哪天"}, "since"),
        ({"reason": " "}, "reason"),
        ({"post": "deputy"}, "post"),
    ],
)
def test_a_wrong_cover_is_told_at_its_field(
    sessions: Sessions, wrong: dict[str, str], key: str
) -> None:
    with pytest.raises(Invalid) as invalid:
        cover(sessions, "planning_chief", **wrong)
    assert key in invalid.value.faults


def test_covers_do_not_overlap_and_end_early(sessions: Sessions, clock: SetClock) -> None:
    one = cover(sessions, "planning_chief")
    with pytest.raises(Invalid):
        cover(sessions, "deputy", since="2026-03-05", until="2026-03-09")
    clock.advance(days=1)
    covers.end(sessions["deputy"], one, 1)
    clock.advance(days=1)
    assert Role.CHIEF not in sessions["planning_clerk"].actor().roles
    with pytest.raises(UserError):
        covers.end(sessions["deputy"], one, 2)
    later = cover(sessions, "deputy", since="2026-03-20", until="2026-03-21")
    covers.end(sessions["deputy"], later, 1)
    assert posts_held.covers(sessions["auditor"], "planning_chief")[0].void


def test_a_duty_is_proposed_confirmed_and_keeps_its_history(sessions: Sessions) -> None:
    card = posts.card(sessions["planning_clerk"], "planning_clerk")
    assert [m.code for m in card.matters] == ["M01", "M02", "M03", "M04"]
    assert len(card.points) == 12 and len(card.pledges) == 4
    filed = posts.revise(sessions["planning_chief"], "planning_clerk", 1, {"duty": "受理、初审"})
    assert posts.card(sessions["director"], "planning_clerk").post.duty != "受理、初审"
    proposals.confirm(sessions["deputy"], filed)
    card = posts.card(sessions["director"], "planning_clerk")
    assert (card.post.duty, card.version, card.author) == (
        "受理、初审",
        2,
        "王建国提出，孟庆和确认",
    )
    versions = catalogue.history(sessions["auditor"], "post", "planning_clerk")
    assert [v.version for v in versions] == [2, 1]
    with pytest.raises(Conflict) as conflict:
        posts.revise(sessions["planning_chief"], "planning_clerk", 1, {"duty": "别的"})
    (difference,) = conflict.value.differences
    assert (difference.title, difference.mine, difference.theirs) == (
        "主要岗位职责",
        "别的",
        "受理、初审",
    )


def test_duties_of_another_section_and_empty_ones_are_refused(sessions: Sessions) -> None:
    with pytest.raises(NotAllowed):
        posts.revise(sessions["general_chief"], "planning_clerk", 1, {"duty": "别的"})
    with pytest.raises(Invalid) as invalid:
        posts.revise(sessions["planning_chief"], "planning_clerk", 1, {"duty": " ", "measure": ""})
    assert sorted(invalid.value.faults) == ["duty", "measure"]


ROWS = [
    {"name": "李敏", "post": "规划科科员", "since": date(2025, 1, 6), "phone": None},
    {"name": "钱多多", "post": "监察科科员", "since": date(2026, 3, 2), "phone": "138"},
]


def as_json(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "since": str(row["since"])} for row in rows]


def test_a_list_of_people_is_planned_then_taken_once(sessions: Sessions) -> None:
    plan = importing.plan_people(sessions["system_admin"], ROWS)
    assert plan.changes == 1 and not plan.faults
    assert plan.lines == ("李敏：已在册，不变", "钱多多：新增，监察科科员，自2026年3月2日起")
    filed = importing.take_people(sessions["system_admin"], as_json(ROWS), "a" * 64)
    proposals.confirm(sessions["director"], filed)
    assert held(sessions, "inspection_clerk")[-1] == "钱多多"
    with pytest.raises(UserError, match="已经导入过"):
        importing.take_people(sessions["system_admin"], as_json(ROWS), "a" * 64)


def test_a_list_with_a_bad_row_changes_nothing(office: Workspace, sessions: Sessions) -> None:
    before = Posting.select().count()
    rows = [{**ROWS[1], "name": f"新{n}"} for n in range(1000)]
    rows[776] = {**ROWS[1], "name": "某人", "post": "门卫"}
    rows.append({"name": "李敏", "post": "局长", "since": date(2026, 1, 1), "phone": ""})
    rows.append({**ROWS[1], "name": "新5"})
    plan = importing.plan_people(sessions["system_admin"], rows)
    assert [(fault.row, fault.column) for fault in plan.faults] == [
        (777, "岗位"),
        (1001, "岗位"),
        (1002, "姓名"),
    ]
    with pytest.raises(InvalidRows):
        importing.take_people(sessions["system_admin"], as_json(rows), "b" * 64)
    assert Posting.select().count() == before
