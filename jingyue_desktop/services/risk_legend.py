"""What the sheets of the risk workbook mean, in the office's own catalogue's words."""

from __future__ import annotations

from jingyue_desktop.domain.office import Office
from jingyue_desktop.domain.roles import Role
from jingyue_desktop.services.risks import EVERY, Figures

EFFECTS = (
    ("拦截", "不符合条件的办理不予通过，记录备查。"),
    ("预警", "出现该情形即发出预警提示。"),
    ("倒查池", "有关案件列入倒查范围。"),
)
STATES = (
    ("未复核", "尚未按防控措施落实情况作过复核。"),
    ("未消除", "已采取防控措施但风险仍未消除，按残余等级分级管理，到期再复核。"),
    ("已消除", "经复核风险已消除，不再分级管理。"),
)
MARKS = "源：单位原文；法：法律条文；例：各地公开做法；设：本局拟定，可修改。"


def lines(office: Office, figures: Figures) -> list[tuple[str, str]]:
    """Return (item, text) from the bases down to the marks of sources."""
    return [
        ("依据", "\n".join(f"{basis.order}. {basis.text}" for basis in office.bases)),
        (
            "岗位防控表",
            f"共 {len(office.posts)} 个岗位，逐岗列明职责、廉政风险、效能风险和防控措施。",
        ),
        ("风险点清单", _counts(figures)),
        ("等级", "按勾选的定级标准项数确定：三项及以上为 A 级，两项为 B 级，一项为 C 级。"),
        *((f"定级标准 {c.code}", f"【{c.kind}】{c.text}") for c in office.criteria),
        *((f"成因 {c.number}", c.name) for c in office.causes),
        *((f"残余状态：{name}", text) for name, text in STATES),
        *_supervision(office),
        *((f"作用：{name}", text) for name, text in EFFECTS),
        ("系统核查", "由程序在案件办理业务开通后自动核查。"),
        ("来源记号", MARKS),
    ]


def _counts(figures: Figures) -> str:
    kinds = "、".join(f"{name}风险 {n} 个" for name, n in figures.kinds.items())
    grades = "、".join(f"{name} 级 {n} 个" for name, n in figures.grades.items())
    return f"共 {figures.total} 个风险点：{kinds}；{grades}。"


def _supervision(office: Office) -> list[tuple[str, str]]:
    titled = {str(role): role.caption for role in Role}
    found = []
    for rule in office.supervision:
        watch = (
            f"{rule.manager}直接管理并监督"
            if rule.manager == rule.supervisor
            else f"{rule.manager}直接管理，{rule.supervisor}负责监督"
        )
        every = EVERY.get(rule.interval_months, f"每{rule.interval_months}个月")
        found.append(
            (f"分级管理：{titled[rule.role]}岗位 {rule.grade} 级", f"{watch}，{every}检查一次。")
        )
    return found
