"""AB岗: an absence is handed over beforehand, for stated days, with its powers and responsibility."""

from __future__ import annotations

from datetime import date

from jingyue_desktop.domain.errors import Invalid, NotAllowed, UserError
from jingyue_desktop.domain.roles import Role
from jingyue_desktop.services import people
from jingyue_desktop.services.actors import posts_on
from jingyue_desktop.services.acts import Work, act
from jingyue_desktop.services.posts_held import post_of
from jingyue_desktop.services.typed import words
from jingyue_desktop.store.tables import Cover

ARRANGERS = frozenset({Role.DIRECTOR, Role.DEPUTY, Role.CHIEF})


@act("covers.arrange", "安排AB岗顶岗", ARRANGERS, scope="section", topics=("people",))
def arrange(
    work: Work, person: int, substitute: int, post: str, since: str, until: str, reason: str
) -> int:
    """Let ``substitute`` take over a post of ``person`` from day to day; returns the cover's id.

    A chief arranges it in his own section, leaders anywhere; nobody appoints himself.
    """
    first, last = people.read_day(since), people.read_day(until)
    reason = words("reason", "离岗原因", reason)
    faults = _faults(work, person, substitute, post, first, last, reason)
    if faults:
        raise Invalid(faults)
    assert first is not None and last is not None
    work.require_section(post_of(work.office, post).section)
    if substitute == work.actor.person:
        raise NotAllowed("不能指定自己顶岗。", rule="顶岗回避", advice="请局领导或另一位科长安排。")
    row = work.unit.add(
        Cover(
            person=person,
            substitute=substitute,
            post=post,
            since=first,
            until=last,
            reason=reason,
        )
    )
    work.about("cover", row.id)
    return int(row.id)


def _faults(
    work: Work,
    person: int,
    substitute: int,
    post: str,
    first: date | None,
    last: date | None,
    reason: str,
) -> dict[str, str]:
    faults: dict[str, str] = {}
    if first is None:
        faults["since"] = "请填写开始日期。"
    elif last is None or last < first:
        faults["until"] = "请填写结束日期，不能早于开始日期。"
    elif post not in posts_on(person, first):
        faults["post"] = "A 岗人员届时不在这个岗位。"
    elif post in posts_on(substitute, first):
        faults["substitute"] = "B 岗人员本来就在这个岗位。"
    elif _overlaps(person, post, first, last):
        faults["since"] = "这段时间已经安排了顶岗。"
    if person == substitute:
        faults["substitute"] = "A 岗、B 岗不能是同一人。"
    elif not people.get(substitute).active:
        faults["substitute"] = "B 岗人员已调离。"
    if not reason:
        faults["reason"] = "请写明离岗原因。"
    return faults


def _overlaps(person: int, post: str, first: date, last: date) -> bool:
    rows = Cover.select().where((Cover.person == person) & (Cover.post == post))
    return any(not row.void and row.since <= last and row.until >= first for row in rows)


@act("covers.end", "提前结束或作废顶岗", ARRANGERS, scope="section", topics=("people",))
def end(work: Work, cover: int, revision: int) -> None:
    """End a running cover with today (it is over tomorrow), or void one that has not begun."""
    row = Cover.get_or_none(Cover.id == cover)
    if row is None:
        raise UserError("没有这条顶岗安排。", "请刷新后再试。")
    work.require_section(post_of(work.office, row.post).section)
    if row.void or row.until < work.today:
        raise UserError("这条顶岗安排已经结束。")
    if row.since > work.today:
        work.unit.change(row, revision, void=True)
    else:
        work.unit.change(row, revision, until=work.today)
    work.about("cover", row.id)
