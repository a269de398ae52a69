"""The panel beside the lists: a thing to do, or a proposal with everything it would change."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QWidget

from jingyue_desktop.services.filed import Filed
from jingyue_desktop.services.proposal_changes import Told
from jingyue_desktop.services.proposals import ProposalRow
from jingyue_desktop.services.workbench import Change, Todo
from jingyue_desktop.ui.kit.badge import Badge
from jingyue_desktop.ui.kit.dates import day_text
from jingyue_desktop.ui.kit.detail import DetailPanel
from jingyue_desktop.ui.kit.facts import Fact, FactGrid
from jingyue_desktop.ui.kit.labels import label, restyle
from jingyue_desktop.ui.kit.page import card, drop_all, rule
from jingyue_desktop.ui.kit.tokens import State
from jingyue_desktop.ui.workbench.lists import FILED_STATES, LIGHTS, moment_text


class MatterPanel(DetailPanel):
    """Shows one matter at a time."""

    def __init__(self) -> None:
        super().__init__("从左边选择一项")
        self.changes: list[tuple[str, str, str | None]] = []
        self.warning = ""

    def offer(self, acts: Sequence[QAction]) -> None:
        """Give the buttons at the foot; the first is the usual one."""
        self.set_acts(acts)
        first = self._first()
        if first is not None:
            restyle(first, "role", "primary")

    def focus_act(self) -> None:
        """Put the keyboard on the usual act."""
        first = self._first()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _first(self) -> QWidget | None:
        item = self._acts.itemAt(0)
        return item.widget() if item is not None else None

    def show_todo(self, todo: Todo, act: QAction) -> None:
        """Show a thing that is done on another tab."""
        self._clear()
        facts = [Fact("说明", todo.detail)]
        if todo.due is not None:
            facts.append(Fact("日期", day_text(todo.due)))
        facts.append(Fact("在哪里办理", todo.tab))
        badge = Badge(LIGHTS[todo.light], State(todo.light))
        self.show_record(todo.title, facts, badges=(badge,))
        self.offer([act])

    def show_proposal(self, row: ProposalRow, told: Told, acts: Sequence[QAction]) -> None:
        """Show what a proposal would change, old beside new."""
        self._clear()
        self.show_record(
            row.title or row.act_title,
            [Fact("办理事项", row.act_title)],
            subtitle=f"{row.proposer} {moment_text(row.proposed)} 提出",
            badges=(Badge(row.state, FILED_STATES[row.state]),),
        )
        self.changes = [(line.caption, line.new, line.old) for line in told.changes]
        self.warning = told.warning
        if told.warning:
            self.below.addWidget(_warning(told.warning))
        self.below.addWidget(rule())
        for caption, new, old in self.changes:
            self.below.addWidget(_change(caption, new, old))
        self.offer(acts)

    def show_filed(self, row: Filed) -> None:
        """Show what became of one's own proposal."""
        self._clear()
        facts = [Fact("提出时间", moment_text(row.proposed))]
        if row.decided is not None:
            facts.append(Fact("办理", f"{row.decider}　{moment_text(row.decided)}"))
        if row.note:
            facts.append(Fact("退回理由", row.note, State.OVERDUE))
        badge = Badge(row.state, FILED_STATES[row.state])
        self.show_record(row.title, facts, badges=(badge,))
        self.set_acts([])

    def show_change(self, change: Change, act: QAction) -> None:
        """Show what somebody else did; ``act`` leads to it where it can be led to."""
        self._clear()
        facts = [Fact("时间", moment_text(change.when)), Fact("办理人", change.who)]
        if change.about:
            facts.append(Fact("内容", change.about))
        self.show_record(change.title, facts)
        self.offer([act] if change.tab else [])

    def _clear(self) -> None:
        drop_all(self.below)
        self.changes, self.warning = [], ""


def _warning(text: str) -> QFrame:
    frame, box = card(12, 4)
    frame.setProperty("role", "notice")
    frame.setProperty("state", "overdue")
    box.addWidget(label(text, wrap=True))
    return frame


def _change(caption: str, new: str, old: str | None) -> QWidget:
    if old is None:
        grid = FactGrid()
        grid.show_facts([Fact(caption, new)])
        return grid
    grid = FactGrid(columns=2)
    grid.show_facts([Fact(f"{caption}　现在", old, State.QUIET), Fact("改为", new)])
    return grid
