"""The bones of a tab: margins, rows one under another, a list with its detail beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QSplitter, QVBoxLayout, QWidget

from jingyue_desktop.ui.kit.remember import Remember


class Rows(QVBoxLayout):
    """The usual column of a page: act bar, filters, then the list that takes the rest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__()
        self.setContentsMargins(20, 16, 20, 12)
        self.setSpacing(12)
        if parent is not None:
            parent.setProperty("role", "page")
            parent.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
            parent.setLayout(self)


def master_detail(
    master: QWidget,
    detail: QWidget,
    *,
    remember: Remember | None = None,
    name: str = "",
    shares: tuple[int, int] = (7, 3),
    upright: bool = False,
) -> QSplitter:
    """Return list and detail side by side (or one over the other), in remembered proportions."""
    direction = Qt.Orientation.Vertical if upright else Qt.Orientation.Horizontal
    splitter = QSplitter(direction)
    splitter.addWidget(master)
    splitter.addWidget(detail)
    splitter.setChildrenCollapsible(False)
    for place, share in enumerate(shares):
        splitter.setStretchFactor(place, share)
    splitter.setSizes([share * 100 for share in shares])
    if remember is not None:
        remember.follow_splitter(splitter, name)
    return splitter


def card(margin: int = 18, spacing: int = 10) -> tuple[QFrame, QVBoxLayout]:
    """Return an empty card and the column inside it."""
    frame = QFrame()
    frame.setProperty("role", "card")
    box = QVBoxLayout(frame)
    box.setContentsMargins(margin, margin - 2, margin, margin - 2)
    box.setSpacing(spacing)
    return frame, box


def rule() -> QFrame:
    """Return a thin line between two parts of a card."""
    line = QFrame()
    line.setProperty("role", "rule")
    return line


def drop_all(layout: QLayout) -> None:
    """Take every widget out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            # Hidden at once: until Qt frees it, it would still be drawn.
            widget.hide()
            widget.deleteLater()
