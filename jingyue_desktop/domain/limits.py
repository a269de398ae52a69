"""Periods set by law, from the catalogue: which apply on a day, and what each is as a period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from jingyue_desktop.domain.clock import day_text
from jingyue_desktop.domain.deadline import Binds, Deadline, Pause, Period, Unit, deadline
from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.domain.office import Limit
from jingyue_desktop.domain.workdays import Calendar


def find(limits: Iterable[Limit], code: str) -> Limit:
    """Return the limit of a code; UserError names those there are."""
    by_code = {limit.code: limit for limit in limits}
    if not by_code:
        raise UserError("数据里还没有期限规定。", "请先在“系统·业务目录”采用随程序更新的期限规定。")
    if code not in by_code:
        raise UserError(f"没有“{code}”这项期限规定。", f"可用：{'、'.join(by_code)}。")
    return by_code[code]


def period(limit: Limit, start: date, *, extended: bool = False, paused: bool = False) -> Period:
    """Return what a limit is for a period that begins on ``start``.

    Raises UserError where the article did not stand then, or allows no extension or no pause.
    """
    _in_force(limit, start)
    if extended and not limit.extension:
        raise UserError(f"{title(limit)}没有可以延长的规定。")
    if paused and not limit.pauses:
        raise UserError(f"{title(limit)}没有期间可以扣除的规定。")
    count = limit.count + (limit.extension if extended else 0)
    return Period(count, Unit(limit.unit), Binds(limit.binds), _rule(limit, extended))


def answer(
    calendar: Calendar,
    limits: Iterable[Limit],
    start: date,
    rule: str | int,
    pauses: Sequence[Pause] = (),
    *,
    extended: bool = False,
) -> Deadline:
    """Return when ``rule`` (a limit's code, or so many working days) is over, and why.

    Raises UserError where the limit does not apply on that day, or allows no pause or extension.
    """
    if isinstance(rule, int):
        return deadline(calendar, start, Period(rule), pauses)
    counted = period(find(limits, rule), start, extended=extended, paused=bool(pauses))
    return deadline(calendar, start, counted, pauses)


def title(limit: Limit) -> str:
    """Return e.g. ``行政许可法第四十三条（初审）``."""
    return f"{limit.law}（{limit.name}）"


def _in_force(limit: Limit, start: date) -> None:
    since, until = limit.since or str(date.min), limit.until or str(date.max)
    if since <= str(start) <= until:
        return
    known = [f"自{_day(limit.since)}起"] if limit.since else []
    known += [f"至{_day(limit.until)}"] if limit.until else []
    raise UserError(f"{title(limit)}{''.join(known)}施行，不适用于{day_text(start)}。")


def _day(text: str) -> str:
    return day_text(date.fromisoformat(text))


def _rule(limit: Limit, extended: bool) -> str:
    rule = f"{title(limit)}：{limit.text}"
    if extended:
        unit = Unit(limit.unit).caption
        rule += f"已延长 {limit.extension} {unit}（{limit.extended_by}）。"
    return rule
