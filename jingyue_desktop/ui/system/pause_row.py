"""Days that a period does not count: one line of first and last day, any number of them."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from jingyue_desktop.domain.deadline import Pause
from jingyue_desktop.paper.field import Field
from jingyue_desktop.ui.kit.date_field import DateField
from jingyue_desktop.ui.kit.facts import link
from jingyue_desktop.ui.kit.labels import label

WRONG = "暂停期间填写起日和止日，止日不早于起日。"


class PauseLine(QWidget):
    """The first and last day of one pause."""

    edited = Signal()
    removed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.first = DateField(Field("first", "暂停起日", "date"))
        self.last = DateField(Field("last", "暂停止日", "date"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(label("暂停（含首末两日） 自"))
        row.addWidget(self.first)
        row.addWidget(label("至"))
        row.addWidget(self.last)
        row.addWidget(link("去掉", self.removed.emit))
        row.addStretch(1)
        for field in (self.first, self.last):
            field.line.setFixedWidth(150)
            field.name_for_readers()
            field.edited.connect(self.edited)

    def pause(self) -> Pause | None:
        """Return the pause, None while it is none."""
        first, last = self.first.value(), self.last.value()
        sound = isinstance(first, date) and isinstance(last, date) and first <= last
        self.first.mark(not isinstance(first, date))
        self.last.mark(not sound)
        return Pause(first, last) if sound else None


class PauseLines(QWidget):
    """The pauses of one period; ``edited`` after every change."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[PauseLine] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(4)

    def add(self) -> None:
        """Begin another pause."""
        line = PauseLine()
        line.edited.connect(self.edited)
        line.removed.connect(lambda: self._remove(line))
        self.lines.append(line)
        self._box.addWidget(line)
        line.first.take_focus()
        self.edited.emit()

    def clear(self) -> None:
        """Take all pauses away."""
        for line in list(self.lines):
            self._remove(line)

    def _remove(self, line: PauseLine) -> None:
        self.lines.remove(line)
        self._box.removeWidget(line)
        line.hide()
        line.deleteLater()
        self.edited.emit()

    def pauses(self) -> list[Pause] | None:
        """Return the pauses, None while one of them is not sound."""
        found = [line.pause() for line in self.lines]
        sound = [pause for pause in found if pause is not None]
        return sound if len(sound) == len(found) else None
