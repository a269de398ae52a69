"""Paints the second column of the tree: staff against establishment, who is away or stands in."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from jingyue_desktop.ui.kit.shapes import draw_shape
from jingyue_desktop.ui.kit.tokens import State, tokens_of

STATE = Qt.ItemDataRole.UserRole + 1


class StaffCells(QStyledItemDelegate):
    """Paints the staff column: the shape of its state before the words."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        option.text = ""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        text, told = index.data() or "", index.data(STATE)
        tokens = tokens_of(option.palette)
        ink = tokens.state_ink(State(told)) if told else tokens.quiet
        room = option.rect.adjusted(8, 0, -4, 0)
        painter.save()
        painter.setFont(option.font)
        painter.setPen(QColor(ink))
        if told:
            middle = room.center().y() - 3.5
            draw_shape(painter, State(told), QRectF(room.left(), middle, 8, 8), ink)
        painter.drawText(room.adjusted(14, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()
