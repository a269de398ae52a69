"""A badge: a shape and a word in a pill, so that colour is never the only sign."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from jingyue_desktop.ui.kit.shapes import draw_shape
from jingyue_desktop.ui.kit.tokens import State, tokens_of


class Badge(QWidget):
    """Shows one word about how a thing stands; ``filled`` is for the one that matters most."""

    def __init__(
        self,
        text: str = "",
        state: State = State.QUIET,
        *,
        filled: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._filled = filled
        self.say(text, state)

    def say(self, text: str, state: State) -> None:
        """Show another word."""
        self.text, self.state = text, state
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text) + 34, metrics.height() + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = tokens_of(self.palette())
        fill = tokens.state_fill(self.state) if self._filled else tokens.state_wash(self.state)
        ink = tokens.on_fill if self._filled else tokens.state_ink(self.state)
        pill = self.rect().toRectF()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        draw_shape(painter, self.state, QRectF(10, pill.center().y() - 4, 8, 8), ink)
        painter.setPen(QColor(ink))
        painter.drawText(pill.adjusted(24, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text)
