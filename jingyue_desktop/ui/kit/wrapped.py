"""Table cells whose text runs over several lines, for the two tables of this tab."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyleOptionViewItem, QTableView

from jingyue_desktop.ui.kit.cells import PAD, CellDelegate
from jingyue_desktop.ui.kit.rows import Index
from jingyue_desktop.ui.kit.tokens import tokens_of

LEADING = 1.25


class WrappedCells(CellDelegate):
    """Paints text on as many lines as the row is high; the last one is cut with an ellipsis.

    ``beside`` is the delegate of the table's other columns, which knows the row under the mouse.
    """

    def __init__(self, view: QTableView, beside: CellDelegate | None = None) -> None:
        super().__init__(view)
        self._beside = beside

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if self._beside is not None:
            self.hovered = self._beside.hovered
        tokens = tokens_of(self._view.palette())
        self._ground(painter, option, index, tokens)
        room: QRect = option.rect.adjusted(PAD, 1, -PAD, -2)
        font: QFont = option.font
        lines = wrapped(index.data() or "", font, room.width())
        # In a row of the usual height two lines close up rather than lose the second.
        least = option.fontMetrics.ascent() + option.fontMetrics.descent()
        shown = max(1, min(len(lines), room.height() // least))
        step = min(self._step(option), room.height() / shown)
        painter.save()
        painter.setFont(font)
        painter.setPen(QColor(tokens.ink))
        centred = index.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignHCenter
        side = Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft
        top = room.top() + max(0.0, (room.height() - shown * step) / 2)
        for n, line in enumerate(lines[:shown]):
            if n == shown - 1 and shown < len(lines):
                rest = "".join(lines[n:])
                line = option.fontMetrics.elidedText(
                    rest, Qt.TextElideMode.ElideRight, room.width()
                )
            place = QRect(room.left(), round(top + n * step), room.width(), round(step))
            painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, line)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size that shows the whole text at the column's present width."""
        width = self._view.columnWidth(index.column())
        lines = wrapped(index.data() or "", self._view.font(), width - 2 * PAD)
        return QSize(width, round(max(len(lines), 1) * self._step(option)) + 20)

    def tip(self, index: Index) -> str:
        """Return the whole text where the row is too low for it."""
        text: str = index.data() or ""
        room = self._view.columnWidth(index.column()) - 2 * PAD
        needed = len(wrapped(text, self._view.font(), room)) * self._view.fontMetrics().height()
        return text if needed > self._view.rowHeight(index.row()) else ""

    def _step(self, option: QStyleOptionViewItem) -> float:
        return float(self._view.fontMetrics().height()) * LEADING - 2


def wrapped(text: str, font: QFont, width: int) -> list[str]:
    """Return the lines ``text`` runs over in ``width`` logical pixels."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        layout = QTextLayout(paragraph, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        found = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 20))
            line.setPosition(QPointF(0, 0))
            found.append(paragraph[line.textStart() : line.textStart() + line.textLength()])
        layout.endLayout()
        lines.extend(found or [""])
    return lines
