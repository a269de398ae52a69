"""What must hold across the office's data files: references met, grades right, budgets kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from string import Formatter
from typing import Any

from jingyue_desktop.domain.deadline import Binds, Unit
from jingyue_desktop.domain.errors import DataFault
from jingyue_desktop.domain.office import Flow, Limit, Office
from jingyue_desktop.domain.risk import GRADES, grade
from jingyue_desktop.domain.roles import POST_ROLES

FILES = {
    "section": "office.toml",
    "post": "posts.toml",
    "matter": "matters.toml",
    "risk_point": "risk_points.toml",
    "pledge_variant": "pledges.toml",
    "limit": "limits.toml",
}


def check_office(office: Office) -> None:
    """Raise DataFault for the first thing that does not hold."""
    _number(office)
    check_references(office)
    _staff(office)


def check_references(office: Office) -> None:
    """Raise DataFault for the first thing of a catalogue that names what is not in it, or twice."""
    _unique(office)
    _posts(office)
    _matters(office)
    for flow in office.flows:
        _flow(flow, office)
    _points(office)
    for variant in office.pledge_variants:
        place = f"pledge_variant（{variant.code}）"
        _known("pledges.toml", f"{place}.section", variant.section, _codes(office.sections))
        for code in variant.matters:
            _known("pledges.toml", f"{place}.matters", code, _codes(office.matters))
    _supervision(office)
    for limit in office.limits:
        _limit(limit)


def _number(office: Office) -> None:
    """The number of a pledge is written from its year and serial, and nothing else."""
    try:
        parts = list(Formatter().parse(office.bureau.pledge_number))
    except ValueError:
        parts = []
    if sorted(name for _, name, _, _ in parts if name is not None) != ["serial", "year"]:
        raise DataFault(
            "office.toml", "bureau.pledge_number", "应含 {year} 和 {serial} 各一次，不含其他"
        )


def _codes(items: Iterable[Any]) -> set[str]:
    return {item.code for item in items}


def _known(file: str, place: str, code: str, known: Collection[str]) -> None:
    if code not in known:
        raise DataFault(file, place, f"没有“{code}”")


def _unique(office: Office) -> None:
    seen: set[tuple[str, str]] = set()
    for kind, item in office.items():
        key = (kind, item.code)
        if key in seen:
            raise DataFault(FILES.get(kind, "office.toml"), f"{kind}（{item.code}）", "编码重复")
        seen.add(key)


def _posts(office: Office) -> None:
    sections = _codes(office.sections)
    for post in office.posts:
        place = f"post（{post.code}）"
        _known("posts.toml", f"{place}.section", post.section, sections)
        _known("posts.toml", f"{place}.role", post.role, POST_ROLES)


def _staff(office: Office) -> None:
    for section in office.sections:
        staff = sum(post.staff for post in office.posts if post.section == section.code)
        if staff != section.staff:
            raise DataFault("office.toml", f"section（{section.code}）.staff", "与岗位编制之和不符")


def _matters(office: Office) -> None:
    for matter in office.matters:
        place = f"matter（{matter.code}）"
        _known("matters.toml", f"{place}.section", matter.section, _codes(office.sections))
        for code in matter.flows:
            _known("matters.toml", f"{place}.flows", code, _codes(office.flows))


def _flow(flow: Flow, office: Office) -> None:
    file = f"{flow.code}.toml"
    _known(file, "section", flow.section, _codes(office.sections))
    seen: set[str] = set()
    for step in flow.steps:
        place = f"step（{step.code}）"
        if step.code in seen or not step.code.startswith(f"{flow.code}."):
            raise DataFault(file, place, "环节编码重复或不属于本流程")
        if step.instead_of:
            _known(file, f"{place}.instead_of", step.instead_of, seen)
        seen.add(step.code)
        _known(file, f"{place}.matter", step.matter, _codes(office.matters))
        for code in step.posts:
            _known(file, f"{place}.posts", code, _codes(office.posts))
    for n, turn in enumerate(flow.turns, 1):
        _known(file, f"turn[{n}].step", turn.step, seen)
        if turn.to.startswith(f"{flow.code}."):
            _known(file, f"turn[{n}].to", turn.to, seen)
    counted = [s for s in flow.steps if not s.outside_promise and not s.instead_of]
    total = sum(step.limit or 0 for step in counted)
    if flow.promise is not None and total > flow.promise:
        raise DataFault(file, "promise", f"各环节时限之和 {total} 超过承诺 {flow.promise} 个工作日")
    _lawful(flow, office, file)


def _lawful(flow: Flow, office: Office, file: str) -> None:
    """What is promised is never longer than what the law allows."""
    if not flow.statutory or not office.limits:
        return  # an office founded before the periods of law were data has none to compare with
    _known(file, "statutory", flow.statutory, _codes(office.limits))
    limit = next(limit for limit in office.limits if limit.code == flow.statutory)
    if flow.promise and limit.unit == Unit.WORKDAY and flow.promise > limit.count:
        told = f"承诺 {flow.promise} 个工作日超过法定期限 {limit.count} 个工作日（{limit.law}）"
        raise DataFault(file, "promise", told)


def _points(office: Office) -> None:
    steps = {step.code: flow.code for flow in office.flows for step in flow.steps}
    causes = {str(cause.number) for cause in office.causes}
    for point in office.risk_points:
        file, place = "risk_points.toml", f"risk_point（{point.code}）"
        _known(file, f"{place}.flow", point.flow, _codes(office.flows))
        _known(file, f"{place}.step", point.step, steps)
        if steps[point.step] != point.flow:
            raise DataFault(file, f"{place}.step", f"环节 {point.step} 不属于流程 {point.flow}")
        _known(file, f"{place}.post", point.post, _codes(office.posts))
        _known(file, f"{place}.matter", point.matter, _codes(office.matters))
        _known(file, f"{place}.cause", str(point.cause), causes)
        for code in point.criteria:
            _known(file, f"{place}.criteria", code, _codes(office.criteria))
        if not point.criteria or grade(point.criteria) != point.grade:
            raise DataFault(file, f"{place}.grade", f"勾选的标准不是 {point.grade} 级")


def _limit(limit: Limit) -> None:
    file, place = "limits.toml", f"limit（{limit.code}）"
    _known(file, f"{place}.unit", limit.unit, [unit.value for unit in Unit])
    _known(file, f"{place}.binds", limit.binds, [party.value for party in Binds])
    for key in ("since", "until"):
        text = getattr(limit, key)
        if text and not _is_day(text):
            raise DataFault(file, f"{place}.{key}", "不是日期，应写成 2026-01-01")
    if limit.since and limit.until and limit.until < limit.since:
        raise DataFault(file, f"{place}.until", "早于施行日")
    if not limit.count or not 0 <= limit.extension <= 1000 or abs(limit.count) > 1000:
        raise DataFault(file, f"{place}.count", "天数应为 1–1000，之前的写负数")
    if bool(limit.extension) != bool(limit.extended_by):
        raise DataFault(file, f"{place}.extended_by", "可延长的写明由谁批准，不可延长的为空")
    if limit.count < 0 and (limit.pauses or limit.extension):
        raise DataFault(file, place, "向前推算的期限没有扣除和延长")


def _is_day(text: str) -> bool:
    try:
        return str(date.fromisoformat(text)) == text
    except ValueError:
        return False


def _supervision(office: Office) -> None:
    wanted = {(role, one) for role in POST_ROLES for one in GRADES}
    given = {(row.role, row.grade) for row in office.supervision}
    if given != wanted:
        raise DataFault("office.toml", "supervision", "每个层级、每个等级应各有一条")
