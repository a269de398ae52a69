"""Draws the shapes of a chart with Qt, sharp at any zoom and on any screen."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from jingyue_desktop.files.chart_arrow import split
from jingyue_desktop.paper.chart import DASH, THIN, Box, Chart, Label, Wire


@dataclass(frozen=True)
class Brush:
    """A painter with the place and size of a chart on it; ``scale`` is pixels for one point.

    ``plain`` and ``strong`` are the faces of text; their own size does not matter.
    """

    painter: QPainter
    origin: QPointF
    scale: float
    plain: QFont
    strong: QFont

    def chart(self, chart: Chart) -> None:
        """Draw everything, from back to front."""
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for shape in chart.shapes:
            if isinstance(shape, Box):
                self.box(shape)
            elif isinstance(shape, Wire):
                self.wire(shape)
            else:
                self.label(shape)

    def box(self, box: Box) -> None:
        """Draw a rectangle."""
        self.painter.setPen(self._pen(box.stroke, box.dash))
        self.painter.setBrush(QColor(box.fill) if box.fill else Qt.BrushStyle.NoBrush)
        radius = box.radius * self.scale
        self.painter.drawRoundedRect(self.place(box), radius, radius)

    def outline(self, box: Box, colour: str, away: float, *, dash: bool = False) -> None:
        """Draw a line around a box, some pixels away from it."""
        pen = QPen(QColor(colour), 1.5 if dash else 2.5)
        if dash:
            pen.setDashPattern(DASH)
        self.painter.setPen(pen)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = box.radius * self.scale + away
        around = self.place(box).adjusted(-away, -away, away, away)
        self.painter.drawRoundedRect(around, radius, radius)

    def wire(self, wire: Wire) -> None:
        """Draw a line, and the head of its arrow."""
        line, head = split(wire)
        self.painter.setPen(self._pen(wire.colour, wire.dash))
        self.painter.drawPolyline([self._point(*point) for point in line])
        if head:
            self.painter.setPen(Qt.PenStyle.NoPen)
            self.painter.setBrush(QColor(wire.colour))
            self.painter.drawPolygon([self._point(*corner) for corner in head])

    def label(self, label: Label) -> None:
        """Draw a line of text, closed up where this face runs wider than was reckoned with."""
        font = QFont(self.strong if label.bold else self.plain)
        # Not whole pixels: the text keeps its share of the box at every zoom.
        dpi = self.painter.device().logicalDpiY()
        font.setPointSizeF(label.size * self.scale * 72 / dpi)
        taken = QFontMetricsF(font, self.painter.device()).horizontalAdvance(label.text)
        squeeze = min(1.0, label.width() * self.scale / taken) if taken else 1.0
        self.painter.save()
        self.painter.setFont(font)
        self.painter.setPen(QColor(label.colour))
        left = self.origin + QPointF(label.x, label.y) * self.scale
        self.painter.translate(left)
        if squeeze < 1.0:
            self.painter.scale(squeeze, 1.0)
        self.painter.drawText(QPointF(-taken / 2 if label.centred else 0, 0), label.text)
        self.painter.restore()

    def place(self, box: Box) -> QRectF:
        """Return where a box lies on the painter."""
        return QRectF(self._point(box.x, box.y), self._point(box.x + box.width, box.y + box.height))

    def _pen(self, colour: str, dash: bool) -> QPen:
        if not colour:
            return QPen(Qt.PenStyle.NoPen)
        width = max(THIN * self.scale, 1.0)
        pen = QPen(QColor(colour), width)
        if dash:
            pen.setDashPattern([length * self.scale / width for length in DASH])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        return pen

    def _point(self, x: float, y: float) -> QPointF:
        """Return a place in the middle of a pixel of the screen: thin lines stay thin there."""
        ratio = self.painter.device().devicePixelRatioF()

        def middle(value: float) -> float:
            return (math.floor(value * ratio) + 0.5) / ratio

        return QPointF(
            middle(self.origin.x() + x * self.scale), middle(self.origin.y() + y * self.scale)
        )
