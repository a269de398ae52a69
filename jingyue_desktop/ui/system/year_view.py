"""A year on one sheet: twelve months, each special day with the shape its kind has in the list."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QHelpEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from jingyue_desktop.domain.workdays import WEEKDAYS, DayKind
from jingyue_desktop.services.office_view import DayRow
from jingyue_desktop.ui.kit.dates import day_text
from jingyue_desktop.ui.kit.shapes import draw_shape
from jingyue_desktop.ui.kit.tokens import State, Tokens, tokens_of

WEEKS, HEAD, GAP, LEAST = 6, 46, 14, 24
WIDE, NARROW = 560, 400  # from where on four months stand side by side; the least, for three
SHAPE = 5.0
KIND_STATES = {
    DayKind.HOLIDAY: State.FINE,
    DayKind.ADJUSTED_REST: State.QUIET,
    DayKind.MAKE_UP: State.DUE,
}


def day_words(row: DayRow) -> str:
    """Return a day in full with its kind: 2026年2月17日（星期二）春节，法定节假日."""
    day = row.date
    name = f"{row.name}，" if row.name else ""
    week = WEEKDAYS[day.weekday()]
    return f"{day_text(day)}（星期{week}）{name}{row.kind.caption}"


class YearView(QWidget):
    """Paints a year; hovering a day tells it in full."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._days: dict[date, DayRow] = {}
        self._year = 0
        self._today: date | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("年历")

    def show_year(self, days: Sequence[DayRow], today: date) -> None:
        """Show the days of one year."""
        self._days = {row.date: row for row in days}
        self._year = days[0].date.year
        self._today = today
        self.setAccessibleName(f"{self._year} 年年历")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(760, 560)

    def minimumSizeHint(self) -> QSize:
        rows = 12 // self.columns()
        return QSize(NARROW, rows * (HEAD + WEEKS * LEAST) + (rows - 1) * GAP)

    def columns(self) -> int:
        """Return how many months stand side by side."""
        return 4 if self.width() >= WIDE else 3

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    def cell(self, day: date) -> QRect:
        """Return where a day is drawn."""
        month = self._month(day.month)
        first = date(day.year, day.month, 1).weekday()
        place = first + day.day - 1
        wide = month.width() / 7
        high = (month.height() - HEAD) / WEEKS
        left, top = month.left() + place % 7 * wide, month.top() + HEAD + place // 7 * high
        return QRect(round(left), round(top), round(wide), round(high))

    def _month(self, month: int) -> QRect:
        columns = self.columns()
        row, column = divmod(month - 1, columns)
        rows = 12 // columns
        wide = (self.width() - GAP * (columns - 1)) // columns
        high = (self.height() - GAP * (rows - 1)) // rows
        return QRect(column * (wide + GAP), row * (high + GAP), wide, high)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._days:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = tokens_of(self.palette())
        for month in range(1, 13):
            self._paint_head(painter, tokens, month)
            for number in range(1, calendar.monthrange(self._year, month)[1] + 1):
                self._paint_day(painter, tokens, self._days[date(self._year, month, number)])

    def _paint_head(self, painter: QPainter, tokens: Tokens, month: int) -> None:
        box = self._month(month)
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.Bold)
        painter.setFont(strong)
        painter.setPen(QColor(tokens.ink))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(box.left() + 4, box.top(), box.width(), 24), middle, f"{month} 月")
        painter.setFont(self.font())
        painter.setPen(QColor(tokens.quiet))
        wide = box.width() / 7
        for n, name in enumerate(WEEKDAYS):
            place = QRect(round(box.left() + n * wide), box.top() + 24, round(wide), 20)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, name)

    def _paint_day(self, painter: QPainter, tokens: Tokens, row: DayRow) -> None:
        box = self.cell(row.date).adjusted(1, 1, -1, -1)
        wash, ink = _colours(tokens, row.kind)
        if wash:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(wash))
            painter.drawRoundedRect(box, 3, 3)
        if row.date == self._today:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(tokens.accent_ink))
            painter.drawRoundedRect(box, 3, 3)
        painter.setPen(QColor(ink))
        painter.setFont(self.font())
        state = KIND_STATES.get(row.kind)
        number = box.adjusted(0, 0, 0, -round(SHAPE)) if state else box
        painter.drawText(number, Qt.AlignmentFlag.AlignCenter, str(row.date.day))
        if state:
            place = QRectF(
                box.center().x() - SHAPE / 2 + 1, box.bottom() - SHAPE - 0.5, SHAPE, SHAPE
            )
            draw_shape(painter, state, place, ink)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row = self.at(event.pos())
            if row is not None:
                QToolTip.showText(event.globalPos(), day_words(row), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def at(self, place: QPoint) -> DayRow | None:
        """Return the day under a place, None between the months."""
        return next(
            (row for day, row in self._days.items() if self.cell(day).contains(place)), None
        )


def _colours(tokens: Tokens, kind: DayKind) -> tuple[str, str]:
    """Return the ground (empty for none) and the ink of a day."""
    return {
        DayKind.WORKDAY: ("", tokens.ink),
        DayKind.REST_DAY: ("", tokens.faint),
        DayKind.HOLIDAY: (tokens.fine_wash, tokens.fine),
        DayKind.ADJUSTED_REST: (tokens.quiet_wash, tokens.quiet),
        DayKind.MAKE_UP: (tokens.due_wash, tokens.due),
    }[kind]
