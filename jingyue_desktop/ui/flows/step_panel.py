"""One step of a flow beside its chart: who does what by when, where it may go, where it may go wrong."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from jingyue_desktop.services.flow_charts import PointLine, StepCard
from jingyue_desktop.services.risks import CLEARED, REMAINS
from jingyue_desktop.ui.kit.badge import Badge
from jingyue_desktop.ui.kit.detail import DetailPanel
from jingyue_desktop.ui.kit.facts import Fact, FactGrid, link
from jingyue_desktop.ui.kit.labels import label
from jingyue_desktop.ui.kit.page import drop_all, rule
from jingyue_desktop.ui.kit.tokens import State
from jingyue_desktop.ui.risk_words import GRADE_STATES, grade_text

STATES = {REMAINS: State.DUE, CLEARED: State.FINE}
NONE = "本环节没有列出风险点。"


class StepPanel(DetailPanel):
    """Shows a step; ``point_wanted`` carries the code of a risk point to look at in its table."""

    point_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("点选图中的一个环节", parent)
        self.card: StepCard | None = None

    def show_step(self, card: StepCard) -> None:
        """Show one step."""
        self.card = card
        # Which flow it is stands in the list; the little room is for what is not seen elsewhere.
        about = f"{card.people} 人办理　{card.limit}"
        self.show_record(f"{card.code}　{card.name}", _facts(card), subtitle=about)
        drop_all(self.below)
        self.below.addWidget(rule())
        head = f"风险点（{len(card.points)} 个）" if card.points else NONE
        self.below.addWidget(label(head, "strong" if card.points else "quiet", wrap=True))
        for point in card.points:
            self.below.addWidget(self._point(point))

    def _point(self, point: PointLine) -> QWidget:
        block = QWidget()
        box = QVBoxLayout(block)
        box.setContentsMargins(0, 2, 0, 6)
        box.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(label(f"{point.code}　{point.kind}", "strong", selectable=True))
        head.addStretch(1)
        head.addWidget(Badge(grade_text(point.grade), GRADE_STATES[point.grade], filled=True))
        head.addWidget(Badge(point.state, STATES.get(point.state, State.QUIET)))
        box.addLayout(head)
        grid = FactGrid()
        grid.show_facts([Fact("", point.text), Fact("防控措施", point.measure)])
        box.addWidget(grid)
        to_table = link("到风险防控表查看", lambda: self.point_wanted.emit(point.code))
        to_table.setAccessibleName(f"到风险防控表查看 {point.code}")
        box.addWidget(to_table, 0, Qt.AlignmentFlag.AlignLeft)
        return block


def _facts(card: StepCard) -> list[Fact]:
    facts = [Fact("岗位", "、".join(card.posts))]
    if card.note:
        facts.append(Fact("说明", card.note))
    facts += [Fact(f"岗位职责　{post}", duty) for post, duty in card.duties]
    if card.turns:
        facts.append(Fact("其他去向", "\n".join(card.turns)))
    return facts
