"""How the activity log's details and a verification's result are said to a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jingyue_desktop.domain.roles import Role
from jingyue_desktop.services.actors import name_of
from jingyue_desktop.store.verify import EXPLAINED, SOUND, TAMPERED, TRUNCATED, Report

CAPTIONS = {
    "title": "事由",
    "outcome": "结果",
    "proposer": "提出人",
    "roles": "角色",
    "format": "格式",
    "options": "选项",
    "content": "内容摘要",
    "file": "文件摘要",
    "why": "缘由",
    "items": "项数",
    "steps": "升级步骤",
    "code": "核验结果",
    "rows": "行数",
    "anchors": "所给锚点",
    "number": "编号",
    "count": "数量",
    "lost": "缺少的日志行",
}
WHYS = {"idle": "长时间无操作", "manual": "本人锁定", "system": "系统锁屏", "switch": "切换用户"}
OPTIONS = {"a4": "A4 纸", "whole": "四表工作簿", "blank": "空白表", "code": "项目", "id": "序号"}
FAULTS = {
    "NotAllowed": "无权办理",
    "Invalid": "填写有误",
    "InvalidRows": "导入内容有误",
    "Conflict": "他人已先修改",
    "ReadOnly": "当前只能查看",
    "DiskFault": "磁盘故障",
}
RESULTS = {0: "通过", 1: "未能核验", 2: "被改动", 3: "被截短", 4: "有登记过的缺口"}


def reason_text(reason: str) -> str:
    """Return a kept reason without the program's own word for the kind of fault."""
    kind, colon, text = reason.partition("：")
    if not colon or not (kind.isascii() and kind.isidentifier()):
        return reason
    return f"{FAULTS[kind]}：{text}" if kind in FAULTS else text


def detail_lines(detail: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return (caption, text) of what a log row says about its act."""
    return [(CAPTIONS.get(key, key), _text(key, value)) for key, value in detail.items()]


def _text(key: str, value: Any) -> str:
    if key == "proposer":
        return name_of(int(value))
    if key == "roles":
        return "、".join(Role(name).caption for name in value) or "不另给角色"
    if key == "why":
        return WHYS.get(str(value), str(value))
    if key == "code" and isinstance(value, int):
        return RESULTS.get(value, str(value))
    if key == "format":
        return str(value).upper()
    if key == "options":
        return "、".join(_option(name, told) for name, told in value.items() if told) or "—"
    if isinstance(value, list):
        return "、".join(map(str, value))
    return "—" if value in (None, "") else str(value)


def _option(name: str, value: Any) -> str:
    caption = OPTIONS.get(name, name)
    return caption if value is True else f"{caption} {value}"


@dataclass(frozen=True)
class Verdict:
    """What a verification found, in words; ``code`` is the exit code of ``check``."""

    code: int
    word: str
    sentence: str
    findings: tuple[str, ...]
    head: str

    @property
    def sound(self) -> bool:
        return self.code == SOUND


def verdict(report: Report, anchors: int) -> Verdict:
    """Return the result of checking the log against ``anchors`` typed anchors."""
    word, text = WORDS[report.code]
    if report.code == SOUND:
        against = f"所给 {anchors} 个锚点都相符" if anchors else UNANCHORED
        read = f"日志 {report.rows:,} 行、登记的数据 {report.objects:,} 处"
        text = f"{read}逐一核对，{text}。{against}。"
    elif any("锚点" in finding.text for finding in report.findings):
        text += MISTYPED
    findings = tuple(finding.text for finding in report.findings)
    return Verdict(report.code, word, text, findings, report.head.text())


WORDS = {
    SOUND: ("核验通过", "前后相连，摘要一致"),
    TAMPERED: ("核验不通过", "数据或日志被绕过本程序改动。"),
    TRUNCATED: (
        "核验不通过",
        "日志比纸上的锚点短：末尾被删去，或者数据被换成了旧的副本。",
    ),
    EXPLAINED: ("有缺口", "有一段日志在登记过的恢复中被替换，其余前后相连。"),
}
UNANCHORED = "没有与纸上锚点核对；末尾被删、整体换成旧副本，只有对照锚点才能发现"
MISTYPED = "请先核对锚点抄录无误。"
