"""A chart on screen: a sheet of paper to scroll and zoom, whose boxes answer mouse and keys."""

from __future__ import annotations

from functools import reduce

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from jingyue_desktop.paper.chart import Box, Chart, Label
from jingyue_desktop.ui.flows.painting import Brush
from jingyue_desktop.ui.kit.labels import label
from jingyue_desktop.ui.kit.tokens import LIGHT

FIT = 0.0
ZOOMS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.25, 1.5, 2.0, 3.0)
# A small chart is not blown up, and a wide one stays readable and scrolls.
FIT_LEAST, FIT_MOST = 0.6, 1.25
MARGIN = 16  # of the paper around the chart
EDGE = 2  # between the round corners of the card and the paper
NOTCH = 120  # what a wheel says for one step
STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}


class ChartView(QAbstractScrollArea):
    """Shows a chart. ``chosen`` carries the key of a box that was clicked or taken with Enter.

    ``zoom`` is a share of the real size, or FIT while it follows the width; ``zoomed`` says that
    the user set it, ``resized`` that another size is shown for whatever reason.
    """

    chosen = Signal(str)
    zoomed = Signal(float)
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart: Chart | None = None
        self.zoom = FIT
        self.key = ""
        self._cursor = ""
        self._turned = 0
        # Never shown: what the style sheet makes of it is the bold face of the program.
        self._strong = label(role="strong", parent=self)
        self._strong.hide()
        self.setProperty("role", "card")
        self.setViewportMargins(EDGE, EDGE, EDGE, EDGE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("流程图")
        self.viewport().setMouseTracking(True)

    def show_chart(self, chart: Chart) -> None:
        """Show a chart; what was chosen stays so if it is on it, else its first box is."""
        other = self.chart is None or self.chart.title != chart.title
        self.chart = chart
        self.setAccessibleDescription("；".join(chart.texts()))
        self._fit()
        keys = self.choices()
        self._mark(self.key if self.key in keys else keys[0] if keys else "")
        # Read anew, the same chart stays where it was scrolled to.
        if other:
            self.horizontalScrollBar().setValue(0)
            self.verticalScrollBar().setValue(0)
            self._reveal(self.key)

    def choose(self, key: str) -> None:
        """Mark the box of a key as the chosen one and scroll to it."""
        self._mark(key)
        self._reveal(key)

    def choices(self) -> list[str]:
        """Return what can be chosen, in the chart's order."""
        return list(dict.fromkeys(box.key for box in self._boxes()))

    def set_zoom(self, zoom: float) -> None:
        """Show the chart at a share of its real size, or with FIT as wide as the view."""
        self._zoom_at(zoom, QPointF(self.viewport().rect().center()))

    def step_zoom(self, by: int, at: QPointF | None = None) -> None:
        """Go to the next larger (1) or smaller (-1) of the usual sizes."""
        sizes = [zoom for zoom in ZOOMS if (zoom - self.share()) * by > 0.01]
        if sizes:
            middle = QPointF(self.viewport().rect().center())
            self._zoom_at(sizes[0] if by > 0 else sizes[-1], at or middle)
            self.zoomed.emit(self.zoom)

    def fit_width(self) -> None:
        """Follow the width of the view from now on."""
        self.set_zoom(FIT)
        self.zoomed.emit(FIT)

    def share(self) -> float:
        """Return the share of its real size at which the chart is shown."""
        if self.zoom or self.chart is None:
            return self.zoom or 1.0
        # As if the bar were always there, or it would come and go with the size it brings about.
        bar = self.verticalScrollBar().sizeHint().width()
        room = self.width() - 2 * (self.frameWidth() + EDGE) - bar - 2 * MARGIN
        return min(max(room / (self.chart.width * self._real()), FIT_LEAST), FIT_MOST)

    def scale(self) -> float:
        """Return how many pixels one point of the chart takes."""
        return self.share() * self._real()

    def places(self, key: str) -> list[QRectF]:
        """Return where the boxes of a key lie in the viewport."""
        scale, origin = self.scale(), self._origin()
        return [
            QRectF(
                origin + QPointF(box.x, box.y) * scale,
                QSizeF(box.width * scale, box.height * scale),
            )
            for box in self._boxes(key)
        ]

    def key_at(self, place: QPointF) -> str:
        """Return the key of the box at a place of the viewport, empty where there is none."""
        if self.chart is None:
            return ""
        at = (place - self._origin()) / self.scale()
        return self.chart.at(at.x(), at.y())

    def _real(self) -> float:
        return self.logicalDpiX() / 72

    def _boxes(self, key: str = "") -> list[Box]:
        """Return the boxes of a key, or all that have one."""
        shapes = self.chart.shapes if self.chart is not None else ()
        boxes = [shape for shape in shapes if isinstance(shape, Box) and shape.key]
        return [box for box in boxes if box.key == key] if key else boxes

    def _origin(self) -> QPointF:
        """Return where the chart begins in the viewport; a narrow one lies in the middle."""
        width = self.chart.width * self.scale() if self.chart is not None else 0.0
        left = max((self.viewport().width() - width) / 2, MARGIN)
        bars = self.horizontalScrollBar(), self.verticalScrollBar()
        return QPointF(left - bars[0].value(), MARGIN - bars[1].value())

    def _fit(self) -> None:
        """Give the bars the size of what is shown."""
        sides = (self.chart.width, self.chart.height) if self.chart is not None else (0.0, 0.0)
        width, height = (round(side * self.scale()) + 2 * MARGIN for side in sides)
        room = self.viewport().size()
        for bar, whole, seen in (
            (self.horizontalScrollBar(), width, room.width()),
            (self.verticalScrollBar(), height, room.height()),
        ):
            bar.setRange(0, max(0, whole - seen))
            bar.setPageStep(seen)
            bar.setSingleStep(32)
        self.viewport().update()
        self.resized.emit()

    def _zoom_at(self, zoom: float, place: QPointF) -> None:
        """Change the size so that what lies at a place of the viewport stays there."""
        at = (place - self._origin()) / self.scale()
        self.zoom = zoom
        self._fit()
        moved = self._origin() + at * self.scale() - place
        for bar, by in (
            (self.horizontalScrollBar(), moved.x()),
            (self.verticalScrollBar(), moved.y()),
        ):
            bar.setValue(bar.value() + round(by))

    def _reveal(self, key: str) -> None:
        """Scroll to the boxes of a key, to their beginning where there is no room for all."""
        whole = reduce(QRectF.united, self.places(key), QRectF())
        room = self.viewport().size()
        for bar, first, last, seen in (
            (self.horizontalScrollBar(), whole.left(), whole.right(), room.width()),
            (self.verticalScrollBar(), whole.top(), whole.bottom(), room.height()),
        ):
            if last > seen - MARGIN:
                bar.setValue(bar.value() + round(min(last - seen + MARGIN, first - MARGIN)))
            elif first < MARGIN:
                bar.setValue(bar.value() + round(first - MARGIN))

    def _mark(self, key: str) -> None:
        self.key = self._cursor = key
        self._tell()

    def _tell(self) -> None:
        """Let what reads the screen out say where the keyboard is."""
        title = self.chart.title if self.chart is not None else "流程图"
        self.setAccessibleName(f"{title}　{self._words(self._cursor)}".strip())
        self.viewport().update()

    def _words(self, key: str) -> str:
        """Return what stands in the boxes of a key."""
        boxes = self._boxes(key) if key else []
        shapes = self.chart.shapes if self.chart is not None else ()
        labels = [shape for shape in shapes if isinstance(shape, Label)]
        inside = [text for text in labels if any(box.holds(text.x, text.y) for box in boxes)]
        return "　".join(text.text for text in inside)

    def _move(self, by: int) -> bool:
        """Go to the next or the last box; False beyond either end."""
        keys = self.choices()
        place = keys.index(self._cursor) + by if self._cursor in keys else 0
        if not 0 <= place < len(keys):
            return False
        self._cursor = keys[place]
        self._reveal(self._cursor)
        self._tell()
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        # A paper is white in the dark, too; everything on it was coloured for that.
        painter.fillRect(self.viewport().rect(), QColor(LIGHT.surface))
        if self.chart is None:
            return
        self._strong.ensurePolished()
        brush = Brush(painter, self._origin(), self.scale(), self.font(), self._strong.font())
        brush.chart(self.chart)
        for box in self._boxes():
            if box.key == self.key:
                brush.outline(box, LIGHT.accent, 1)
            if box.key == self._cursor and self.hasFocus():
                brush.outline(box, LIGHT.accent, 4, dash=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        # Chosen from elsewhere before the view had its size, the step would be out of sight.
        self._reveal(self.key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hand = bool(self.key_at(event.position()))
        shape = Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        key = self.key_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and key:
            # What is under the mouse is seen; it does not run away.
            self._mark(key)
            self.chosen.emit(key)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            return
        # A touch pad turns by parts of a step.
        self._turned += event.angleDelta().y()
        steps = int(self._turned / NOTCH)
        self._turned -= steps * NOTCH
        for _ in range(abs(steps)):
            self.step_zoom(1 if steps > 0 else -1, event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in STEPS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._move(STEPS[Qt.Key(key)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._cursor:
            self.choose(self._cursor)
            self.chosen.emit(self._cursor)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from box to box, and on to the next widget after the last one."""
        return self._move(1 if forward else -1) or super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # The keyboard begins at what is chosen, wherever it left.
        self._cursor = self.key
        self._tell()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.viewport().update()
