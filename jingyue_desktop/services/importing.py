"""Lists read from a workbook: checked row by row, taken over all or none, never twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jingyue_desktop.domain.clock import day_text
from jingyue_desktop.domain.errors import InvalidRows, RowFault, UserError
from jingyue_desktop.domain.office import Office
from jingyue_desktop.domain.roles import Role
from jingyue_desktop.services import people
from jingyue_desktop.services.acts import Session, Work, act, view
from jingyue_desktop.services.people import NewPerson
from jingyue_desktop.services.posts_held import post_of
from jingyue_desktop.services.repeats import refuse_repeat
from jingyue_desktop.store.tables import Person, Posting

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Plan:
    """What taking a list of people over would do, in words, row by row, and what speaks against it."""

    lines: tuple[str, ...]
    faults: tuple[RowFault, ...]
    changes: int


@view("people.plan", "试算人员名单", {Role.SYSTEM_ADMIN})
def plan_people(session: Session, rows: Rows) -> Plan:
    """Return what ``take_people`` would do with rows of (name, post's name, since, phone)."""
    return planned(session.workspace.office(), rows)


def planned(office: Office, rows: Rows) -> Plan:
    """Return what taking ``rows`` over would do now, for whoever has to decide on them."""
    lines, faults, new = _planned(office, rows)
    return Plan(tuple(lines), tuple(faults), len(new))


@act(
    "people.import",
    "导入人员名单",
    {Role.SYSTEM_ADMIN},
    second=people.SECOND,
    topics=("people",),
)
def take_people(work: Work, rows: list[dict[str, Any]], file: str) -> int:
    """Take a list of people over, all or none; returns how many were new.

    A row that says what already stands changes nothing. ``rows`` hold JSON values (ISO days).
    """
    refuse_repeat(work, "people.import", file)
    _, faults, new = _planned(work.office, rows)
    if faults:
        raise InvalidRows(faults)
    if not new:
        raise UserError("名单与现有人员一致，没有需要导入的内容。")
    for person in new:
        people.add_person(work, person)
    work.about("person", "")
    work.detail["title"] = f"导入人员名单：新增 {len(new)} 人"
    return len(new)


def _planned(office: Office, rows: Rows) -> tuple[list[str], list[RowFault], list[NewPerson]]:
    lines: list[str] = []
    faults: list[RowFault] = []
    new: list[NewPerson] = []
    by_name = {post.name: post.code for post in office.posts}
    titles = {"name": "姓名", "post": "岗位", "since": "任职日期", "phone": "电话"}
    for number, row in enumerate(rows, 1):
        name, post = str(row.get("name") or "").strip(), by_name.get(str(row.get("post")), "")
        since, phone = _day(row.get("since")), str(row.get("phone") or "").strip()
        found = people.check_new(office, name, post, since, phone)
        found = found or _standing(office, name, post, [item.name for item in new])
        faults += [RowFault(number, titles[key], text) for key, text in found.items()]
        if found:
            lines.append(f"{name}：有误")
        elif _holds(name, post):
            lines.append(f"{name}：已在册，不变")
        else:
            day = date.fromisoformat(since)
            new.append(NewPerson(name, post, day, phone))
            lines.append(f"{name}：新增，{post_of(office, post).name}，自{day_text(day)}起")
    return lines, faults, new


def _day(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _holds(name: str, post: str) -> bool:
    return post in _posts(name)


def _posts(name: str) -> list[str]:
    ids = [row.id for row in Person.select().where((Person.name == name) & (Person.active == True))]  # noqa: E712
    open_ones = Posting.select().where(Posting.person.in_(ids) & Posting.until.is_null())
    return [row.post for row in open_ones]


def _standing(office: Office, name: str, post: str, before: list[str]) -> dict[str, str]:
    """Return why a row contradicts what stands: another post now, or the same name twice."""
    if name in before:
        return {"name": "名单中有两人同名，请分开登记。"}
    held = _posts(name)
    if held and post not in held:
        return {"post": f"现任{post_of(office, held[0]).name}；换岗请用“任职变动”。"}
    return {}
