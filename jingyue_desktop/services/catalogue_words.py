"""How the catalogue's items are said: a caption for every field, names for codes, what changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from jingyue_desktop.domain.deadline import Binds, Unit
from jingyue_desktop.domain.office import KINDS, Flow, Matter, Office, Post, Section, Step
from jingyue_desktop.domain.roles import TITLES, Role
from jingyue_desktop.domain.workdays import DayKind

SOURCES = {"源": "单位原文", "法": "法律条文", "例": "各地公开做法", "设": "本局拟定，可修改"}
MARK = re.compile("(?<![^为由（])[源法例设](?=$|[（），推])")
NOTHING = "（空）"
CAPTIONS = {
    "code": "编号",
    "name": "名称",
    "short_name": "简称",
    "enquiry_phone": "服务咨询电话",
    "report_phone": "服务举报电话",
    "pledge_number": "承诺书编号格式",
    "place": "所在地",
    "source": "来源",
    "order": "顺序",
    "staff": "编制",
    "duties": "科室职责",
    "section": "科室",
    "role": "职务层级",
    "duty": "主要岗位职责",
    "integrity_risk": "廉政风险",
    "efficiency_risk": "效能风险",
    "measure": "防控措施",
    "steps": "承办环节",
    "pledge": "服务承诺",
    "kind": "类别",
    "flows": "流程",
    "basis": "依据",
    "promise": "承诺工作日",
    "note": "说明",
    "flow": "流程",
    "step": "环节",
    "turns": "其他去向",
    "statutory": "法定期限",
    "post": "岗位",
    "desk": "席位",
    "matter": "事项",
    "text": "内容",
    "criteria": "定级标准",
    "grade": "等级",
    "cause": "成因",
    "auto": "系统自动核查",
    "effect": "核查作用",
    "number": "序号",
    "requirement": "总体要求",
    "matters": "事项",
    "days": "承诺工作日",
    "author": "设定人",
    "since": "设定日期",
    "value": "数值",
    "unit": "单位",
    "manager": "直接管理",
    "supervisor": "负责监督",
    "interval_months": "检查间隔（月）",
    "alias": "又称",
    "annex": "附件号",
    "status": "状态",
    "year": "年份",
    "published": "是否公布",
    "notice": "公布文件",
    "law": "法律条文",
    "count": "期限",
    "begins": "起算",
    "binds": "约束",
    "pauses": "不计入的事由",
    "extension": "可以延长",
    "extended_by": "延长的条件",
    "until": "失效日期",
}
OF_KIND = {
    ("bureau", "name"): "单位名称",
    ("parameter", "unit"): "计量单位",
    ("risk_point", "text"): "风险点",
    ("regulation", "text"): "正文",
    ("flow", "steps"): "环节",
    ("calendar_year", "days"): "特殊日期",
    ("limit", "text"): "条文",
    ("limit", "unit"): "计算单位",
    ("limit", "since"): "施行日期",
}
LIMIT_WORDS: dict[str, Callable[[Any], str]] = {
    "count": lambda count: f"{count}" if count > 0 else f"之前 {-count}",
    "unit": lambda unit: {"workday": "工作日", "day": "自然日"}.get(unit, Unit(unit).caption[-1:]),
    "binds": lambda binds: Binds(binds).caption,
}
# Fields that hold the code of another item, which people know by its name.
CODED = frozenset("section post posts matter matters flow flows step".split())


def caption(kind: str, key: str) -> str:
    """Return what a field of a kind of item is called."""
    return OF_KIND.get((kind, key)) or CAPTIONS.get(key, key)


def item_name(kind: str, code: str, body: Mapping[str, Any]) -> str:
    """Return what an item is called in a list."""
    if kind == "supervision":
        return f"{TITLES[Role(body['role'])]}岗位 {body['grade']} 级"
    if kind == "calendar_year":
        return f"{body['year']} 年"
    return str(body.get("name") or body.get("text") or code)


def numbered_name(kind: str, code: str, body: Mapping[str, Any]) -> str:
    """Return an item's name after its code, where people know the code."""
    name = item_name(kind, code, body)
    return name if name.startswith(code) else f"{shown_code(code)} {name}".strip()


def shown_code(code: str) -> str:
    """Return a code people know (A1-4, M01, 2026); names of the program's own are nobody's."""
    return "" if code[:1].islower() else code


def source_words(mark: str) -> str:
    """Return a source with its marks explained: ``源+法`` is 源+法（单位原文、法律条文）.

    Within a sentence the words stand in the marks' places: 源（天数为设） is
    单位原文（天数为本局拟定，可修改）.
    """
    told = [text for sign, text in SOURCES.items() if sign in mark]
    if told and len(mark) <= 3:
        return f"{mark}（{'、'.join(told)}）"
    return MARK.sub(lambda found: SOURCES[found[0]], mark) or "—"


class Words:
    """Says values of catalogue items, with the names of ``office`` for codes."""

    def __init__(self, office: Office) -> None:
        steps = (step for flow in office.flows for step in flow.steps)
        named: list[Section | Post | Matter | Flow | Step] = [*office.sections, *office.posts]
        named += [*office.matters, *office.flows, *steps]
        self._names = {i.code: f"{shown_code(i.code)} {i.name}".strip() for i in named}

    def text(self, kind: str, key: str, value: Any) -> str:
        """Return a value as a person reads it; a list of whole sentences line by line."""
        if value is None or value == "" or value == [] or value == ():
            return NOTHING
        if kind == "limit" and key in LIMIT_WORDS:
            return LIMIT_WORDS[key](value)
        if isinstance(value, bool):
            return "是" if value else "否"
        if key == "pledge_number":
            return str(value).replace("{year}", "（年度）").replace("{serial}", "（序号）")
        if key == "role":
            return TITLES[Role(value)]
        if (kind, key) == ("flow", "steps"):
            return "\n".join(self._step(step) for step in value)
        if (kind, key) == ("flow", "turns"):
            return "\n".join(self._turn(turn) for turn in value)
        if (kind, key) == ("calendar_year", "days"):
            return "\n".join(_day(*day) for day in value)
        if isinstance(value, list | tuple):
            words = [self._word(key, item) for item in value]
            return ("\n" if any(len(word) > 12 for word in words) else "、").join(words)
        return self._word(key, value)

    def facts(self, kind: str, body: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Return (caption, text) of every field of an item."""
        return [
            (caption(kind, key), self._fact(kind, key, body[key]))
            for key in _keys(kind, body)
            if key != "code" or shown_code(body[key])
        ]

    def _fact(self, kind: str, key: str, value: Any) -> str:
        return source_words(value) if key == "source" else self.text(kind, key, value)

    def changes(
        self, kind: str, old: Mapping[str, Any], new: Mapping[str, Any], keys: Iterable[str] = ()
    ) -> list[tuple[str, str, str]]:
        """Return (caption, old text, new text) of the fields that differ, all or only ``keys``."""
        found = []
        for key in keys or _keys(kind, new):
            before, after = old.get(key), new.get(key)
            if _plain(before) != _plain(after):
                texts = self.text(kind, key, before), self.text(kind, key, after)
                found.append((caption(kind, key), *texts))
        return found

    def _word(self, key: str, value: Any) -> str:
        return self._names.get(str(value), str(value)) if key in CODED else str(value)

    def _turn(self, turn: Mapping[str, Any]) -> str:
        return (
            f"{self._word('step', turn['step'])}：{turn['when']}，{self._word('step', turn['to'])}"
        )

    def _step(self, step: Mapping[str, Any]) -> str:
        posts = "、".join(self._word("posts", post) for post in step["posts"]) or "外部"
        limit = "无期限" if step["limit"] is None else f"{step['limit']} 个工作日"
        return f"{step['code']} {step['name']}（{posts}，{limit}）"


def _keys(kind: str, body: Mapping[str, Any]) -> list[str]:
    """Return the keys of a body in the order of its kind; JSON has sorted them by letter."""
    order = [f.name for f in fields(KINDS[kind])] if kind in KINDS else list(CAPTIONS)
    return sorted(body, key=lambda key: order.index(key) if key in order else len(order))


def _plain(value: Any) -> Any:
    """Return a value as JSON gives it back: what is shipped holds tuples, rows hold lists."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def _day(text: str, kind: str, name: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.month}月{day.day}日 {DayKind(kind).caption} {name}"
