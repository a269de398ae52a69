"""The panel beside a list: title with badges, facts, and what can be done with the record."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from jingyue_desktop.ui.kit.acts import ActButton
from jingyue_desktop.ui.kit.badge import Badge
from jingyue_desktop.ui.kit.empty import EmptyState
from jingyue_desktop.ui.kit.facts import Fact, FactGrid, scrolled
from jingyue_desktop.ui.kit.labels import label
from jingyue_desktop.ui.kit.next_list import leave_for_list
from jingyue_desktop.ui.kit.page import drop_all


class DetailPanel(QFrame):
    """A card that shows one record at a time, or says what to choose."""

    def __init__(self, hint: str = "从列表中选择一行", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setMinimumWidth(280)
        self._title = label(role="heading", wrap=True, selectable=True)
        self._subtitle = label(role="quiet", wrap=True, selectable=True)
        self._badges = QHBoxLayout()
        self.grid = FactGrid()
        self.below = QVBoxLayout()
        self._acts = QHBoxLayout()
        self._empty = EmptyState()
        self._empty.say(hint)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._record())

    def _record(self) -> QWidget:
        record = QWidget()
        box = QVBoxLayout(record)
        box.setContentsMargins(18, 16, 18, 16)
        box.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        self._badges.setSpacing(6)
        head.addLayout(self._badges)
        head.setAlignment(self._badges, Qt.AlignmentFlag.AlignTop)
        box.addLayout(head)
        box.addWidget(self._subtitle)
        inside = QWidget()
        inside.setProperty("role", "plain")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 4, 8, 4)
        column.setSpacing(12)
        column.addWidget(self.grid)
        column.addLayout(self.below)
        column.addStretch(1)
        box.addWidget(scrolled(inside), 1)
        self._acts.setSpacing(8)
        box.addLayout(self._acts)
        return record

    def show_record(
        self,
        title: str,
        facts: Sequence[Fact],
        *,
        subtitle: str = "",
        badges: Sequence[Badge] = (),
    ) -> None:
        """Show a record; further widgets of a tab's own go into ``below``."""
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        self._subtitle.setVisible(bool(subtitle))
        drop_all(self._badges)
        for badge in badges:
            self._badges.addWidget(badge, 0, Qt.AlignmentFlag.AlignTop)
        self.grid.show_facts(facts)
        self._stack.setCurrentIndex(1)

    def show_nothing(self, title: str = "", advice: str = "") -> None:
        """Show a hint instead of a record."""
        if title:
            self._empty.say(title, advice)
        self._stack.setCurrentIndex(0)

    def set_acts(self, acts: Sequence[QAction]) -> None:
        """Give the buttons at the foot of the panel."""
        for button in self.findChildren(ActButton):
            leave_for_list(button)
        drop_all(self._acts)
        for act in acts:
            self._acts.addWidget(ActButton(act, parent=self))

    def title(self) -> str:
        """Return the title of the record shown, empty when none is."""
        return self._title.text() if self._stack.currentIndex() else ""
