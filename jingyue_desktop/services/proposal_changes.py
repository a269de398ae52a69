"""What a proposal would change, in words: caption, what stands now, what would stand then."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from jingyue_desktop.domain.clock import day_text
from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.domain.office import Office
from jingyue_desktop.domain.roles import STAFF, Role
from jingyue_desktop.domain.workdays import CalendarYear, calendar_of, year_from_body
from jingyue_desktop.services import (
    calendar_notice,
    flow_limits,
    importing,
    parameters,
    pledges_moved,
    posts,
    risks,
    updates,
)
from jingyue_desktop.services.acts import Session, view
from jingyue_desktop.services.catalogue_rows import CALENDAR, newest
from jingyue_desktop.services.catalogue_words import Words
from jingyue_desktop.services.posts_held import post_of
from jingyue_desktop.services.proposals import listed
from jingyue_desktop.services.risk_review import outcome
from jingyue_desktop.store.tables import Account, Person, Posting

STALE = "提出以后这一项又被修改过；照此确认会被拒绝，请退回，由提出人重新提出。"
SHOWN = 20
CAPTIONS = {"note": "说明", "since": "自", "until": "至"}


@dataclass(frozen=True)
class Change:
    """One line of a proposal; ``old`` is None where nothing stands there now."""

    caption: str
    new: str
    old: str | None = None


@dataclass(frozen=True)
class Told:
    """A proposal in words; ``warning`` says why confirming it would fail, as far as that is seen."""

    changes: tuple[Change, ...]
    warning: str = ""


@view("proposals.changes", "查看待确认事项的内容", STAFF)
def changes(session: Session, proposal: int) -> Told:
    """Return what confirming a proposal would change; every argument is told one way or another.

    Only who filed it or may decide on it is told; raises UserError where it no longer waits.
    """
    row = next((row for row in listed(session) if row.id == proposal), None)
    if row is None:
        raise UserError("这一事项已经办理或撤回。", "请刷新后再看。")
    tell = TELLERS.get(row.act)
    return tell(session, row.arguments) if tell else Told(tuple(_plain(row.arguments)))


def _plain(arguments: dict[str, Any]) -> Iterable[Change]:
    return (Change(CAPTIONS.get(key, key), str(value)) for key, value in arguments.items())


def _duties(session: Session, given: dict[str, Any]) -> Told:
    office = session.workspace.office()
    row = newest("post", given["code"])
    then = {**row.body, **given["texts"]}
    found = Words(office).changes("post", row.body, then, posts.TITLES)
    lines = [Change("岗位", post_of(office, given["code"]).name)]
    lines += [Change(title, new, old) for title, old, new in found]
    if given.get("note"):
        lines.append(Change("修改说明", given["note"]))
    return Told(tuple(lines), STALE if row.version != given["version"] else "")


def _review(session: Session, given: dict[str, Any]) -> Told:
    row = next(point for point in risks.points(session) if point.code == given["point"])
    grade = given["grade"] or (row.initial if given["residual"] == risks.REMAINS else "")
    lines = [
        Change("风险点", f"{row.code}　{row.text}"),
        Change("岗位", row.holder),
        Change("防控措施", row.measure),
        Change("残余状态", outcome(given["residual"], grade), outcome(row.state, row.grade)),
        Change("勾选标准得出的等级", f"{row.initial} 级"),
    ]
    if given["reviewed"]:
        lines.append(Change("复核日期", _day(given["reviewed"])))
    lines.append(Change("复核说明", given["note"] or "（没有填写）"))
    return Told(tuple(lines), STALE if row.revision != given["revision"] else "")


def _day(kept: str) -> str:
    return day_text(date.fromisoformat(kept))


def _enter(session: Session, given: dict[str, Any]) -> Told:
    lines = [
        Change("姓名", given["name"]),
        Change("岗位", post_of(session.workspace.office(), given["post"]).name),
        Change("任职日期", f"自{_day(given['since'])}起"),
        Change("电话", given["phone"] or "（没有填写）"),
    ]
    return Told(tuple(lines))


def _move(session: Session, given: dict[str, Any]) -> Told:
    office = session.workspace.office()
    lines = [
        Change("姓名", _name(given["person"])),
        Change("岗位", post_of(office, given["post"]).name, _posts(office, given["person"])),
        Change("任职日期", f"自{_day(given['since'])}起；原任岗位到前一日为止"),
    ]
    return Told((*lines, *_note(given)))


def _leave(session: Session, given: dict[str, Any]) -> Told:
    office = session.workspace.office()
    lines = [
        Change("姓名", _name(given["person"])),
        Change("岗位", f"任职至{_day(given['until'])}", _posts(office, given["person"])),
        Change("账号", "调离本局，账号停止使用" if given["gone"] else "保留"),
    ]
    return Told((*lines, *_note(given)))


def _import(session: Session, given: dict[str, Any]) -> Told:
    plan = importing.planned(session.workspace.office(), given["rows"])
    lines = [Change(f"第 {n} 行", text) for n, text in enumerate(plan.lines, 1)]
    warning = f"名单现有 {len(plan.faults)} 处与在册人员不符。" if plan.faults else ""
    return Told((Change("名单", f"共 {len(lines)} 行，新增 {plan.changes} 人"), *lines), warning)


def _roles(session: Session, given: dict[str, Any]) -> Told:
    row = Account.get_by_id(given["account"])
    lines = [
        Change("姓名", _name(row.person)),
        Change("岗位以外的角色", _captions(given["roles"]), _captions(row.roles)),
    ]
    return Told(tuple(lines), STALE if row.revision != given["revision"] else "")


def _adopt(session: Session, given: dict[str, Any]) -> Told:
    kind, code = given["kind"], given["code"]
    item = next((u for u in updates.pending(session) if (u.kind, u.code) == (kind, code)), None)
    what = "采用程序自带的内容" if given["take"] else "保留本局内容，以后不再提示"
    lines = [Change("决定", what)]
    if item is not None:
        lines.insert(0, Change("目录项", item.name))
    if item is not None and given["take"]:
        lines += [Change(caption, new, old) for caption, old, new in item.fields]
    if item is None:
        return Told(tuple(lines), "这一项差异已经处理过。")
    if kind == CALENDAR and given["take"]:
        body = next(i.body for i in updates.shipped(session.workspace.resources) if i.code == code)
        lines.append(_moved(session, year_from_body(body)))
    return Told(tuple(lines), "" if item.version == given["version"] else STALE)


def _calendar(session: Session, given: dict[str, Any]) -> Told:
    year = given["year"]
    before = calendar_notice.sheet(session, year)
    then = calendar_notice.read_year(year, given["notice"], given["rows"])
    lines = [Change("年份", f"{year} 年"), Change("公布文件", then.notice, before.notice or None)]
    rows = calendar_notice.rows_of(then)
    for key in dict.fromkeys(row["name"] for row in (*rows, *before.rows)):
        old, new = _holiday(before.rows, key), _holiday(rows, key)
        if old != new:
            lines.append(Change(key, new or "（取消）", old))
    lines.append(_moved(session, then))
    return Told((*lines, *_note(given)), STALE if before.version != given["version"] else "")


def _moved(session: Session, then: CalendarYear) -> Change:
    """Return which pledges would name another day than the calendar gives, with ``then`` in it."""
    years = {**session.workspace.calendar().years, then.year: then}
    moved = pledges_moved.moved_by(session, calendar_of(years.values()))
    told = "\n".join(row.text() for row in moved[:SHOWN]) or "没有"
    more = f"\n等 {len(moved)} 份" if len(moved) > SHOWN else ""
    return Change("应办结日期将与承诺书不同的", told + more)


def _holiday(rows: Iterable[dict[str, str]], name: str) -> str | None:
    found = next((row for row in rows if row["name"] == name), None)
    if found is None:
        return None
    titles = calendar_notice.TITLES
    parts = [f"{titles[key]}{found[key]}" for key in calendar_notice.DATES if found[key]]
    return "；".join(parts)


def _limits(session: Session, given: dict[str, Any]) -> Told:
    row = newest("flow", given["code"])
    office = session.workspace.office()
    lines = [Change("流程", row.body["name"])]
    old, new = row.body["promise"], given["promise"]
    if old != new:
        lines.append(Change("承诺", f"{new} 个工作日", f"{old} 个工作日"))
        flow = next(flow for flow in office.flows if flow.code == given["code"])
        names = "、".join(variant.name for variant in flow_limits.followers(office, flow))
        lines.append(Change("承诺天数随之改变的承诺书", names or "没有"))
    for step in row.body["steps"]:
        then = given["limits"].get(step["code"], step["limit"])
        if then != step["limit"]:
            told = _days(then), _days(step["limit"])
            lines.append(Change(f"{step['code']} {step['name']}", *told))
    stale = STALE if row.version != given["version"] else ""
    return Told((*lines, *_note(given)), stale)


def _days(limit: int | None) -> str:
    return "不设时限" if limit is None else f"{limit} 个工作日"


def _parameter(session: Session, given: dict[str, Any]) -> Told:
    row = newest("parameter", given["code"])
    lines = [
        Change("参数", row.body["name"]),
        Change("数值", parameters.said(row.body, given["value"]), parameters.said(row.body)),
        Change("作用", row.body["note"]),
    ]
    stale = STALE if row.version != given["version"] else ""
    return Told((*lines, *_note(given)), stale)


def _note(given: dict[str, Any]) -> list[Change]:
    return [Change("说明", given["note"])] if given.get("note") else []


def _name(person: int) -> str:
    return str(Person.get_by_id(person).name)


def _posts(office: Office, person: int) -> str:
    rows = Posting.select().where((Posting.person == person) & Posting.until.is_null())
    return "、".join(post_of(office, row.post).name for row in rows) or "没有任职"


def _captions(roles: Iterable[str]) -> str:
    held = set(roles)
    return "、".join(role.caption for role in Role if role in held) or "没有"


TELLERS: dict[str, Callable[[Session, dict[str, Any]], Told]] = {
    "posts.revise": _duties,
    "risks.review": _review,
    "people.enter": _enter,
    "people.move": _move,
    "people.leave": _leave,
    "people.import": _import,
    "accounts.set_roles": _roles,
    "catalogue.adopt": _adopt,
    "calendar.publish": _calendar,
    "parameters.set": _parameter,
    "flows.set_limits": _limits,
}
