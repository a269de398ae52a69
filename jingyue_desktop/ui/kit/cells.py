"""Draws table cells: padding, states with shapes, struck-out rows, whole text on hovering."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
)

from jingyue_desktop.ui.kit.columns import Column
from jingyue_desktop.ui.kit.rows import ROW_ROLE, STATE_ROLE, STRUCK_ROLE, Index, TableModel
from jingyue_desktop.ui.kit.shapes import draw_shape
from jingyue_desktop.ui.kit.tokens import State, Tokens, tokens_of

PAD = 12
SHAPE = 9
GAP = 6


class CellDelegate(QStyledItemDelegate):
    """Paints one cell; the row under the mouse is told by ``hovered``."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self.hovered = -1

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens = tokens_of(self._view.palette())
        rect: QRect = option.rect
        self._ground(painter, option, index, tokens)
        text = _one_line(index.data() or "")
        if not text:
            return
        column = _column(index)
        state = _state(index)
        struck = bool(index.data(STRUCK_ROLE))
        ink = tokens.quiet if struck else tokens.state_ink(state) if state else tokens.ink
        painter.setFont(option.font)
        if state and column.look == "badge" and not struck:
            self._badge(painter, rect, text, state, column, tokens)
            return
        shape = state if column.look == "mark" and not struck else None
        box = self._words(painter, rect, text, ink, column, shape)
        if struck:
            middle = box.center().y()
            painter.setPen(QColor(tokens.quiet))
            painter.drawLine(box.left(), middle, box.right(), middle)

    def _ground(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, tokens: Tokens
    ) -> None:
        rect: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, QColor(tokens.wash))
        elif index.row() == self.hovered:
            painter.fillRect(rect, QColor(tokens.hover))
        painter.setPen(QColor(tokens.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        header = self._view.horizontalHeader()
        if header.visualIndex(index.column()) == 0 and self._marks(index, selected):
            painter.fillRect(
                QRect(rect.left(), rect.top(), 3, rect.height()), QColor(tokens.accent_ink)
            )

    def _marks(self, index: Index, selected: bool) -> bool:
        # The bar is the focus mark of a row: it shows where the keyboard is.
        return selected and self._view.hasFocus() and index.row() == self._view.currentIndex().row()

    def _words(
        self,
        painter: QPainter,
        rect: QRect,
        text: str,
        ink: str,
        column: Column[object],
        shape: State | None,
    ) -> QRect:
        room = rect.adjusted(PAD, 0, -PAD, 0)
        lead = SHAPE + GAP if shape else 0
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width() - lead)
        width = metrics.horizontalAdvance(shown)
        left = _left(room, width + lead, column)
        painter.setPen(QColor(ink))
        box = QRect(left + lead, room.top(), width, room.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, shown)
        if shape:
            top = room.center().y() - SHAPE / 2 + 0.5
            draw_shape(painter, shape, QRectF(left, top, SHAPE, SHAPE), ink)
        return box

    def _badge(
        self,
        painter: QPainter,
        rect: QRect,
        text: str,
        state: State,
        column: Column[object],
        tokens: Tokens,
    ) -> None:
        room = rect.adjusted(PAD, 0, -PAD, 0)
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width() - 28)
        width = metrics.horizontalAdvance(shown) + 28
        height = min(metrics.height() + 6, rect.height() - 4)
        top = room.center().y() - height // 2 + 1
        pill = QRectF(_left(room, width, column), top, width, height)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.state_wash(state)))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.restore()
        ink = tokens.state_ink(state)
        draw_shape(painter, state, QRectF(pill.left() + 8, pill.center().y() - 4, 8, 8), ink)
        painter.setPen(QColor(ink))
        painter.drawText(pill.adjusted(20, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, shown)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return False
        tip = self.tip(index)
        if tip:
            show_plain_tip(event.globalPos(), tip, view)
        else:
            QToolTip.hideText()
        return True

    def tip(self, index: Index) -> str:
        """Return the column's own tip, else the whole text where the cell cuts it off."""
        column, row = _column(index), index.data(ROW_ROLE)
        if column.tooltip is not None and row is not None:
            return column.tooltip(row)
        text: str = index.data() or ""
        lead = SHAPE + GAP if column.look == "mark" else 28 if column.look == "badge" else 0
        room = self._view.columnWidth(index.column()) - 2 * PAD - lead
        cut = QFontMetrics(self._view.font()).horizontalAdvance(_one_line(text)) > room
        return text if cut or "\n" in text else ""


def show_plain_tip(place: QPoint, text: str, view: QAbstractItemView) -> None:
    """Show a tip whose text is shown as it is, even when it looks like markup."""
    marked = escape(text).replace("\n", "<br>")
    QToolTip.showText(place, f"<qt>{marked}</qt>", view)


def _one_line(text: str) -> str:
    return text.replace("\r", "").replace("\n", " ") if "\n" in text else text


def _left(room: QRect, width: int, column: Column[object]) -> int:
    if column.align == "left" or width >= room.width():
        return room.left()
    spare = room.width() - width
    return room.left() + (spare if column.align == "right" else spare // 2)


def _state(index: Index) -> State | None:
    # A QVariant carries the enumeration as bare text.
    told = index.data(STATE_ROLE)
    return State(told) if told else None


def _column(index: Index) -> Column[object]:
    model: QAbstractItemModel = index.model()
    assert isinstance(model, TableModel)
    return model.columns[index.column()]


def text_width(view: QTableView, index: QModelIndex) -> int:
    """Return the width a cell needs to show its whole text, for fitting a column."""
    text: str = _one_line(index.data() or "")
    extra = {"text": 0, "mark": SHAPE + GAP, "badge": 28}[_column(index).look]
    return QFontMetrics(view.font()).horizontalAdvance(text) + 2 * PAD + extra + 2
