"""A date, typed the usual ways or picked from a calendar; it may stay empty."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QAction, QColor, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from jingyue_desktop.paper.kinds import Field
from jingyue_desktop.ui.kit.fields import FieldWidget, enter_moves_on
from jingyue_desktop.ui.kit.icons import put_icon
from jingyue_desktop.ui.kit.tokens import tokens_of


class CalendarPopup(QFrame):
    """A month to pick a day from; it closes by itself."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        box = QVBoxLayout(self)
        box.setContentsMargins(4, 4, 4, 4)
        self.calendar = QCalendarWidget()
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setGridVisible(False)
        box.addWidget(self.calendar)
        self._quiet_weekends()

    def _quiet_weekends(self) -> None:
        # Red is kept for what is overdue; weekends are merely quieter.
        quiet = QTextCharFormat()
        quiet.setForeground(QColor(tokens_of(self.palette()).quiet))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(day, quiet)


class DateLine(QLineEdit):
    """The typed date; Up and Down move it by a day, Page keys by a month, Alt+Down opens the month."""

    def __init__(self, owner: DateField) -> None:
        super().__init__()
        self._owner = owner

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        key = event.key()
        if key == Qt.Key.Key_F4 or (alt and key == Qt.Key.Key_Down):
            self._owner.open_calendar()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not self.isReadOnly():
            self._owner.move_days(1 if key == Qt.Key.Key_Up else -1)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) and not self.isReadOnly():
            self._owner.move_months(1 if key == Qt.Key.Key_PageUp else -1)
        else:
            super().keyPressEvent(event)


class DateField(FieldWidget):
    """Shows 2026-03-02, takes whatever the kind reads (2026-3-2, 2026年3月2日, 20260302)."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.line = DateLine(self)
        self.line.setMaximumWidth(220)
        self.line.setPlaceholderText(field.hint or "如 2026-3-2")
        self.line.textEdited.connect(self.edited)
        enter_moves_on(self.line, self._on_return)
        self.line.editingFinished.connect(self._tidy)
        act = QAction("打开日历", self)
        act.setToolTip("打开日历（F4）")
        put_icon(act, "calendar")
        act.triggered.connect(self.open_calendar)
        self.line.addAction(act, QLineEdit.ActionPosition.TrailingPosition)
        row = QHBoxLayout()
        row.addWidget(self.line, 1)
        row.addStretch(0)
        self.box.addLayout(row)
        self.popup: CalendarPopup | None = None

    def raw(self) -> str:
        return self.line.text()

    def set_value(self, value: Any) -> None:
        text = value.isoformat() if isinstance(value, date) else value or ""
        self.line.setText(text)

    def parts(self) -> Sequence[QWidget]:
        return (self.line,)

    def set_read_only(self, read_only: bool) -> None:
        self.line.setReadOnly(read_only)

    def open_calendar(self) -> None:
        """Open the month of the present date under the field."""
        if self.line.isReadOnly():
            return
        self.popup = CalendarPopup(self)
        self.popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        day = self.value()
        if isinstance(day, date):
            self.popup.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.popup.calendar.clicked.connect(self._on_picked)
        self.popup.calendar.activated.connect(self._on_picked)
        self.popup.move(self.line.mapToGlobal(QPoint(0, self.line.height() + 2)))
        self.popup.show()
        self.popup.calendar.setFocus()

    def move_days(self, days: int) -> None:
        """Go some days on from a date that stands there."""
        day = self.value()
        if isinstance(day, date):
            self._change(day + timedelta(days=days))

    def move_months(self, months: int) -> None:
        """Go some months on; the 31st becomes the last day of a shorter month."""
        day = self.value()
        if isinstance(day, date):
            moved = QDate(day.year, day.month, day.day).addMonths(months)
            self._change(date(moved.year(), moved.month(), moved.day()))

    def _change(self, day: date) -> None:
        self.set_value(day)
        self.edited.emit()

    def _on_picked(self, day: QDate) -> None:
        if self.popup is not None:
            self.popup.close()
            self.popup = None
            self._change(date(day.year(), day.month(), day.day()))
            self.line.setFocus()

    def _on_return(self) -> None:
        self._tidy()
        self.entered.emit()

    def _tidy(self) -> None:
        day = self.value()
        if isinstance(day, date):
            self.set_value(day)
