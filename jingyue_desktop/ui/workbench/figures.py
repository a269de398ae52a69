"""The office's figures as a row of cards; each leads to where its things are listed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from jingyue_desktop.services.workbench import Figure
from jingyue_desktop.ui.kit.labels import label, restyle
from jingyue_desktop.ui.kit.page import drop_all
from jingyue_desktop.ui.kit.screen_prompts import ShapeMark
from jingyue_desktop.ui.kit.tokens import State

HEIGHT = 78


class FigureCard(QPushButton):
    """A number over its caption; one that asks for action has a triangle beside it."""

    def __init__(self, figure: Figure) -> None:
        super().__init__()
        self.figure = figure
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{figure.caption}：{figure.number}")
        self.setToolTip(f"到“{figure.tab}”查看")
        box = QVBoxLayout(self)
        box.setContentsMargins(18, 8, 18, 8)
        box.setSpacing(2)
        line = QHBoxLayout()
        line.setSpacing(8)
        self.number = label(f"{figure.number:,}", "figure")
        line.addWidget(self.number)
        if figure.alarm:
            restyle(self.number, "state", "overdue")
            line.addWidget(ShapeMark(State.OVERDUE, 14))
        line.addStretch(1)
        box.addLayout(line)
        box.addWidget(label(figure.caption, "caption"))
        for child in self.findChildren(QWidget):
            # The whole card is one button.
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        # The style sheet gives buttons a height of their own; this one is as high as its content.
        return QSize(super().sizeHint().width(), HEIGHT)

    minimumSizeHint = sizeHint


class FigureRow(QWidget):
    """``wanted`` carries tab and key of the card that was pressed."""

    wanted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)
        self.cards: list[FigureCard] = []

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show these figures; cards that stay the same are left alone."""
        if [card.figure for card in self.cards] == list(figures):
            return
        drop_all(self._row)
        self.cards = [FigureCard(figure) for figure in figures]
        for card in self.cards:
            card.clicked.connect(lambda _=False, f=card.figure: self.wanted.emit(f.tab, f.key))
            self._row.addWidget(card, 1)
