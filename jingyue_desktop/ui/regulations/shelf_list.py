"""What stands on the 制度 tab, in its groups, each as a text to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from jingyue_desktop.domain.office import Regulation
from jingyue_desktop.services.regulations import Shelf
from jingyue_desktop.ui.kit.tokens import tokens_of
from jingyue_desktop.ui.regulations.reading import BODY, ITEM, Paragraph, paragraphs_of

BASES, REQUIREMENTS, WAYS = "bases", "requirements", "ways"
KEY, HITS = Qt.ItemDataRole.UserRole + 1, Qt.ItemDataRole.UserRole + 2
NUMERALS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Reading:
    """One thing to read; ``regulation`` is None for what is no paper of its own."""

    key: str
    group: str
    title: str
    about: str
    paragraphs: tuple[Paragraph, ...]
    regulation: Regulation | None = None

    def hits(self, needle: str) -> int:
        """Return how often ``needle`` stands in title and text, as the reading view counts it."""
        low = needle.lower()
        return sum(text.lower().count(low) for _, text in self.paragraphs) if needle else 0


def readings(shelf: Shelf) -> Iterator[Reading]:
    """Yield everything in the order of the office's own document."""
    first = "依据与方式"
    yield Reading(
        BASES,
        first,
        "制定依据",
        f"共 {len(shelf.bases)} 项",
        tuple((BODY, f"{n}．{basis.text}") for n, basis in enumerate(shelf.bases, 1)),
    )
    lines: list[Paragraph] = []
    for cause in shelf.requirements:
        lines.append((ITEM, f"{NUMERALS[cause.number]}、{cause.name}"))
        lines.append((BODY, cause.requirement))
    about = f"共 {len(shelf.requirements)} 项，同时是风险点的成因分类"
    yield Reading(REQUIREMENTS, first, "九项总体要求", about, tuple(lines))
    lines = []
    for way in shelf.ways:
        lines += [(ITEM, f"{NUMERALS[way.order]}、{way.name}"), (BODY, way.text)]
    yield Reading(WAYS, first, "预警与防控方式", f"共 {len(shelf.ways)} 种", tuple(lines))
    for item in shelf.regulations:
        about = "　".join(filter(None, (item.annex, item.alias and f"又称《{item.alias}》")))
        text = tuple(paragraphs_of(item.text))
        yield Reading(
            item.code, f"制度（{len(shelf.regulations)} 项）", item.name, about, text, item
        )


class ShelfList(QListWidget):
    """The groups and what is in them; ``chosen`` carries the key of what to read."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(_Lines(self))
        self.setMinimumWidth(210)
        self.setAccessibleName("制度目录")
        self.currentItemChanged.connect(self._on_current)

    def show_readings(self, found: list[Reading], needle: str) -> None:
        """Fill the list, with the number of hits behind each title; keeps the present one."""
        present = self.key()
        self.blockSignals(True)
        self.clear()
        group = ""
        for reading in found:
            if reading.group != group:
                group = reading.group
                head = QListWidgetItem(group, self)
                head.setFlags(Qt.ItemFlag.NoItemFlags)
            item = QListWidgetItem(reading.title, self)
            item.setData(KEY, reading.key)
            item.setToolTip(reading.title)
            item.setData(HITS, reading.hits(needle) if needle else -1)
        self.blockSignals(False)
        self.select(present) or self.select(found[0].key)

    def key(self) -> str:
        """Return the key of what is chosen, empty when nothing is."""
        item = self.currentItem()
        return str(item.data(KEY)) if item is not None else ""

    def select(self, key: str) -> bool:
        """Go to what has ``key``; False when it is not in the list."""
        for row in range(self.count()):
            if self.item(row).data(KEY) == key:
                self.setCurrentRow(row)
                return True
        return False

    def _on_current(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(KEY):
            self.chosen.emit(str(item.data(KEY)))


class _Lines(QStyledItemDelegate):
    """Draws group heads quietly and the number of hits at the right end of a line."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:  # type: ignore[override]
        return QSize(200, 40 if index.data(KEY) else 36)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:  # type: ignore[override]
        tokens = tokens_of(option.palette)
        rect: QRect = option.rect
        key, hits = index.data(KEY), index.data(HITS)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(tokens.wash))
            painter.fillRect(
                QRect(rect.left(), rect.top(), 3, rect.height()), QColor(tokens.accent_ink)
            )
        elif key and option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(tokens.hover))
        none = key and hits == 0
        painter.setPen(QColor(tokens.quiet if not key else tokens.faint if none else tokens.ink))
        painter.setFont(option.font)
        room = rect.adjusted(16 if key else 12, 0, -12, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        counted = key and hits is not None and hits >= 0
        text = "" if not counted else f"{hits} 处" if hits else "—"
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, text)
        taken = option.fontMetrics.horizontalAdvance(text) + 8 if text else 0
        elide = Qt.TextElideMode.ElideRight
        title = option.fontMetrics.elidedText(index.data(), elide, room.width() - taken)
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, title)
