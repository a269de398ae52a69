"""The text of a regulation to read: chapters and articles set apart, words found marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from jingyue_desktop.ui.kit.tokens import tokens_of

Paragraph = tuple[str, str]
CHAPTER, ITEM, BODY = "chapter", "item", "body"
WIDEST = 780
LINE_HEIGHT = 165


def paragraphs_of(text: str) -> list[Paragraph]:
    """Return (kind, text) of a regulation's lines: ``# `` begins a chapter, all else is text."""
    found = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        chapter = line.startswith("#")
        found.append((CHAPTER, line.lstrip("# ")) if chapter else (BODY, line))
    return found


class ReadingView(QTextEdit):
    """Shows paragraphs as they are; nothing in them is ever taken for markup."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setAccessibleName("正文")
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._hits: list[QTextCursor] = []
        self._at = -1
        self._needle = ""

    def show_paragraphs(self, paragraphs: Sequence[Paragraph]) -> None:
        """Show another text from its beginning; the words looked for are marked in it, too."""
        self.clear()
        cursor = QTextCursor(self.document())
        for n, (kind, text) in enumerate(paragraphs):
            if n:
                cursor.insertBlock()
            cursor.setBlockFormat(self._block(kind))
            self._insert(cursor, kind, text)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._place()
        self.find_all(self._needle)

    def find_all(self, needle: str) -> int:
        """Mark every place where ``needle`` stands, go to the first; return how many there are."""
        self._needle, self._hits, self._at = needle, [], -1
        if needle:
            hit = self.document().find(needle, 0)
            while not hit.isNull():
                self._hits.append(hit)
                hit = self.document().find(needle, hit, QTextDocument.FindFlag(0))
        self.step(1)
        return len(self._hits)

    def step(self, by: int) -> None:
        """Go to the next (1) or the one before (-1), round and round."""
        if self._hits:
            self._at = (self._at + by) % len(self._hits)
            place = QTextCursor(self._hits[self._at])
            place.clearSelection()
            self.setTextCursor(place)
            self.ensureCursorVisible()
        self._mark()

    def where(self) -> str:
        """Return which hit is shown, of how many."""
        if not self._needle:
            return ""
        return f"第 {self._at + 1} / {len(self._hits)} 处" if self._hits else "本篇没有"

    def _mark(self) -> None:
        tokens = tokens_of(self.palette())
        marks = []
        for n, hit in enumerate(self._hits):
            mark = QTextEdit.ExtraSelection()
            here = n == self._at
            mark.format.setBackground(QColor(tokens.accent if here else tokens.due_wash))
            mark.format.setForeground(QColor(tokens.on_accent if here else tokens.ink))
            mark.cursor = hit
            marks.append(mark)
        self.setExtraSelections(marks)

    def _block(self, kind: str) -> QTextBlockFormat:
        block = QTextBlockFormat()
        block.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        wide = self.fontMetrics().horizontalAdvance("国")
        if kind == CHAPTER:
            block.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            block.setTopMargin(wide)
        elif kind == ITEM:
            block.setTopMargin(wide / 2)
        else:
            block.setTextIndent(2 * wide)
        block.setBottomMargin(wide / 3)
        return block

    def _insert(self, cursor: QTextCursor, kind: str, text: str) -> None:
        strong, plain = QTextCharFormat(), QTextCharFormat()
        for form in (strong, plain):
            # A point more than the lists: this is read, not looked through.
            form.setFontPointSize(self.font().pointSizeF() + 1)
        strong.setFontWeight(QFont.Weight.Bold)
        number, gap, rest = text.partition("\u3000")
        if kind in (CHAPTER, ITEM):
            cursor.insertText(text, strong)
        elif gap and number.startswith("第") and number.endswith("条"):
            cursor.insertText(number + gap, strong)
            cursor.insertText(rest, plain)
        else:
            cursor.insertText(text, plain)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._place()

    def _place(self) -> None:
        # A line of more than fifty characters is lost on the way back to its beginning.
        spare = max(self.width() - WIDEST, 0) // 2
        self.setViewportMargins(spare + 12, 8, spare + 4, 8)
        # Not yet shown, the text would keep the width it had before the margins.
        self.document().setTextWidth(self.viewport().width())
