"""One risk point beside the list: everything said about it, why its grade, what reviews found."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from jingyue_desktop.domain.office import Criterion, Office
from jingyue_desktop.services.catalogue_words import source_words
from jingyue_desktop.services.risk_review import Review, outcome
from jingyue_desktop.services.risks import CLEARED, REMAINS, PointRow
from jingyue_desktop.ui.kit.badge import Badge
from jingyue_desktop.ui.kit.dates import day_text
from jingyue_desktop.ui.kit.detail import DetailPanel
from jingyue_desktop.ui.kit.facts import Fact, FactGrid, show_why
from jingyue_desktop.ui.kit.labels import label
from jingyue_desktop.ui.kit.page import drop_all, rule
from jingyue_desktop.ui.kit.tokens import State
from jingyue_desktop.ui.risk_words import (
    GRADE_STATES,
    cause_text,
    grade_text,
    residual_state,
    residual_text,
    supervision_text,
)

# As services/risk_legend.py says it on the sheet 说明与图例.
CHECKED_LATER = "由程序在案件办理业务开通后自动核查"
RULE = "三项及以上为 A 级，两项为 B 级，一项为 C 级。"


class PointDetail(DetailPanel):
    """Shows a point with its reviews, newest first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("从列表中选择一个风险点", parent)
        self.point: PointRow | None = None

    def show_point(self, row: PointRow, reviews: Sequence[Review], office: Office) -> None:
        """Show one point."""
        self.point = row
        badges = [Badge(grade_text(row.initial), GRADE_STATES[row.initial], filled=True)]
        badges.append(Badge(row.kind, State.ACTIVE))
        subtitle = f"{row.holder}　{row.matter} {row.matter_name}"
        facts = self._facts(row, office)
        self.show_record(f"{row.code}　{row.step_name}", facts, subtitle=subtitle, badges=badges)
        drop_all(self.below)
        if reviews:
            self.below.addWidget(rule())
            self.below.addWidget(label("复核历史", "strong"))
            grid = FactGrid()
            grid.show_facts([_review(review) for review in reviews])
            self.below.addWidget(grid)

    def _facts(self, row: PointRow, office: Office) -> list[Fact]:
        ticked = "\n".join(f"✓ {item.text}" for item in row.criteria)
        why = f"为什么是 {row.initial} 级？"
        facts = [
            Fact("风险点", row.text),
            Fact(
                "初始等级的依据",
                ticked,
                why=lambda: explain_grade(self, row, office.criteria),
                link=why,
            ),
            Fact("防控措施", row.measure),
            Fact(f"系统自动核查（{'、'.join(row.effect)}）", f"{row.auto}\n（{CHECKED_LATER}）"),
            Fact("残余状态", _standing(row), residual_state(row)),
            Fact("分级管理", supervision_text(row), State.OVERDUE if row.overdue else None),
            Fact("成因", f"{cause_text(row)}\n{row.requirement}"),
            Fact("流程", f"{row.flow} {row.flow_name}"),
            Fact("来源", source_words(row.source)),
        ]
        if row.note:
            facts.insert(5, Fact("最近一次复核说明", row.note))
        return facts


def _standing(row: PointRow) -> str:
    day = f"，{day_text(row.reviewed)}复核" if row.reviewed else ""
    late = f"，{residual_text(row)}" if row.overdue else ""
    return f"{outcome(row.state, row.grade)}{day}{late}"


def _review(review: Review) -> Fact:
    text = outcome(review.residual, review.grade)
    if review.next_review:
        text += f"，下次复核 {day_text(review.next_review)}"
    if review.note:
        text += f"\n{review.note}"
    state = {REMAINS: State.DUE, CLEARED: State.FINE}.get(review.residual)
    return Fact(f"{day_text(review.reviewed)}　{review.reviewer}", text, state)


def explain_grade(parent: QWidget | None, row: PointRow, criteria: Sequence[Criterion]) -> None:
    """Answer 为什么是这一级: the ticked criteria, those not ticked, the counting rule, sources."""
    ticked = {item.code for item in row.criteria}
    lines = [(f"✓ 勾选　{c.code}　来源：{source_words(c.source)}", c.text) for c in row.criteria]
    lines += [
        (f"未勾选　{c.code}", c.text)
        for c in criteria
        if c.kind == row.kind and c.code not in ticked
    ]
    lines.append(("规则", f"按勾选的标准项数定级：{RULE}"))
    lines.append(("说明", "这是采取措施前的初始等级；采取措施后的残余等级由复核确定。"))
    conclusion = f"{row.code} 勾选 {len(row.criteria)} 项标准，初始等级为 {row.initial} 级。"
    show_why(parent, conclusion, lines, title=f"为什么是 {row.initial} 级？")
