"""The due date beside a form that is being filled: worked out anew with every key."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from jingyue_desktop.domain.office import PledgeVariant
from jingyue_desktop.domain.workdays import PROVISIONAL
from jingyue_desktop.services.pledge_text import EARLIEST, Drafter
from jingyue_desktop.ui.kit.dates import day_text
from jingyue_desktop.ui.kit.facts import scrolled
from jingyue_desktop.ui.kit.labels import label, restyle
from jingyue_desktop.ui.kit.page import drop_all
from jingyue_desktop.ui.pledges.due import notices_text, set_by, skipped_text

WAITING = "选定承诺岗位、填好受理日期后，在此算出应办结日期。"


class DuePanel(QFrame):
    """Shows when the pledge will be due and why, or what is still missing."""

    def __init__(self, drafter: Drafter) -> None:
        super().__init__()
        self._drafter = drafter
        self.setProperty("role", "notice")
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 10, 6, 10)
        box.setSpacing(6)
        self.day = label(role="strong", wrap=True, selectable=True)
        self.why = label(role="quiet", wrap=True, selectable=True)
        inside = QWidget()
        inside.setProperty("role", "plain")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(self.why)
        column.addStretch(1)
        box.addWidget(self.day)
        box.addWidget(scrolled(inside), 1)
        self.setMinimumHeight(150)
        self.show_due(None, None)

    def show_due(self, variant: PledgeVariant | None, accepted: Any) -> None:
        """Work the day out for what stands in the form; anything not yet a date waits."""
        fault = accepted_fault(self._drafter, accepted)
        if variant is None or fault:
            self.day.setText(fault or WAITING)
            self.why.setText("")
            restyle(self, "state", "")
            return
        found = self._drafter.deadline(accepted, variant.days)
        tail = f"　{PROVISIONAL}" if found.provisional else ""
        self.day.setText(f"应办结日期：{day_text(found.due)}（{variant.days} 个工作日）{tail}")
        restyle(self, "state", "due" if found.provisional else "")
        parts = (
            skipped_text(found),
            f"依据：{notices_text(found)}",
            f"天数设定：{set_by(variant)}",
        )
        self.why.setText("\n".join(parts))


class DueTable(QFrame):
    """The due dates of all variants for one day of acceptance."""

    def __init__(self, drafter: Drafter) -> None:
        super().__init__()
        self._drafter = drafter
        self.setProperty("role", "notice")
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 10, 14, 10)
        self.note = label(wrap=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(3, 1)
        box.addWidget(self.note)
        box.addLayout(self._grid)
        self.lines: list[tuple[str, str, str]] = []
        self.show_due(None)

    def show_due(self, accepted: Any) -> None:
        """Work every day out anew, or say what is still missing."""
        fault = accepted_fault(self._drafter, accepted)
        variants = sorted(self._drafter.office.pledge_variants, key=lambda item: item.order)
        self.note.setText(fault or f"将同时开具 {len(variants)} 份，连续编号：")
        self.lines = [] if fault else [self._line(variant, accepted) for variant in variants]
        drop_all(self._grid)
        for row, line in enumerate(self.lines):
            for column, text in enumerate(line):
                self._grid.addWidget(label(text, selectable=True), row, column)

    def _line(self, variant: PledgeVariant, accepted: date) -> tuple[str, str, str]:
        found = self._drafter.deadline(accepted, variant.days)
        tail = f"（{PROVISIONAL}）" if found.provisional else ""
        return variant.name, f"{variant.days} 个工作日", f"应办结 {day_text(found.due)}{tail}"


def accepted_fault(drafter: Drafter, accepted: Any) -> str:
    """Return why no due date follows from a day of acceptance yet, empty where one does."""
    if not isinstance(accepted, date):
        return WAITING
    if accepted > drafter.today:
        return "受理日期晚于今天，请核对。"
    return f"受理日期早于 {EARLIEST.year} 年，请核对。" if accepted < EARLIEST else ""
