"""The shapes that stand beside a word, so that no state is told by colour alone."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from jingyue_desktop.ui.kit.tokens import State


def draw_shape(painter: QPainter, state: State, box: QRectF, colour: str) -> None:
    """Fill ``box`` with the state's shape: triangle overdue, diamond due, disc fine, ring quiet."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    if state is State.OVERDUE:
        painter.drawPolygon(QPolygonF([_top(box), box.bottomRight(), box.bottomLeft()]))
    elif state is State.DUE:
        middle = box.center()
        sides = [QPointF(box.right(), middle.y()), QPointF(middle.x(), box.bottom())]
        painter.drawPolygon(QPolygonF([_top(box), *sides, QPointF(box.left(), middle.y())]))
    elif state is State.QUIET:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colour), 1.5))
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
    else:
        painter.drawEllipse(box)
    painter.restore()


def _top(box: QRectF) -> QPointF:
    return QPointF(box.center().x(), box.top())
