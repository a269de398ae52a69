"""Captions with values under them: the detail of a record, and the answer to 为什么."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from jingyue_desktop.ui.kit import dialogs
from jingyue_desktop.ui.kit.dialog import Dialog
from jingyue_desktop.ui.kit.labels import label
from jingyue_desktop.ui.kit.page import drop_all
from jingyue_desktop.ui.kit.tokens import State


@dataclass(frozen=True)
class Fact:
    """A caption and its value; ``why`` adds a 为什么？ link, ``wide`` takes a whole row."""

    caption: str
    text: str
    state: State | None = None
    why: Callable[[], None] | None = None
    link: str = "为什么？"
    wide: bool = False


class FactGrid(QWidget):
    """Facts in ``columns`` columns, captions above values, values as text to be copied."""

    def __init__(self, columns: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "plain")
        self._columns = columns
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(12)
        self._facts: tuple[Fact, ...] = ()

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show these facts instead of the present ones."""
        self._facts = tuple(facts)
        drop_all(self._grid)
        row = column = 0
        for fact in facts:
            if fact.wide and column:
                row, column = row + 1, 0
            span = self._columns if fact.wide else 1
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(_block(fact), row, column, 1, span, top)
            column += span
            if column >= self._columns:
                row, column = row + 1, 0
        for place in range(self._columns):
            self._grid.setColumnStretch(place, 1)

    def text(self) -> str:
        """Return all facts as lines ``caption：value``."""
        return "\n".join(f"{fact.caption}：{fact.text}" for fact in self._facts)


def _block(fact: Fact) -> QWidget:
    block = QWidget()
    box = QVBoxLayout(block)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(3)
    if fact.caption:
        box.addWidget(label(fact.caption, "caption"))
    value = label(fact.text or "—", wrap=True, selectable=True)
    if fact.state is not None:
        value.setProperty("state", str(fact.state))
    if fact.why is None:
        box.addWidget(value)
        return block
    line = QHBoxLayout()
    line.setSpacing(8)
    line.addWidget(value, 1)
    line.addWidget(link(fact.link, fact.why), 0, Qt.AlignmentFlag.AlignTop)
    box.addLayout(line)
    return block


def link(caption: str, act: Callable[[], None]) -> QPushButton:
    """Return a button that looks like a link."""
    made = QPushButton(caption)
    made.setProperty("role", "link")
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.clicked.connect(lambda: act())
    return made


class WhyDialog(Dialog):
    """Why a date, a grade, a light or a refusal is what it is: rule, inputs, article, who set it."""

    def __init__(
        self, parent: QWidget | None, title: str, conclusion: str, facts: Sequence[Fact]
    ) -> None:
        super().__init__(parent, title, ok="关闭", cancel="", width=560)
        self.body.addWidget(label(conclusion, "heading", wrap=True, selectable=True))
        self.grid = FactGrid()
        self.grid.show_facts(facts)
        self._conclusion = conclusion
        self.body.addWidget(scrolled(self.grid), 1)
        copy = self.add_button("复制", left=True)
        copy.clicked.connect(self.copy)
        self.resize(560, min(180 + 58 * len(facts), 640))

    def copy(self) -> None:
        """Put the whole explanation on the clipboard."""
        QGuiApplication.clipboard().setText(f"{self._conclusion}\n{self.grid.text()}")


def show_why(
    parent: QWidget | None,
    conclusion: str,
    lines: Sequence[tuple[str, str]],
    title: str = "为什么？",
) -> None:
    """Explain ``conclusion`` by lines of (caption, text)."""
    facts = [Fact(caption, text) for caption, text in lines]
    dialogs.run(WhyDialog(parent, title, conclusion, facts))


def scrolled(content: QWidget) -> QScrollArea:
    """Return a frameless area that scrolls ``content`` up and down."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    area.setWidget(content)
    return area
