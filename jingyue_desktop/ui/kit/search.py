"""The search box: it waits until the typing pauses, then says what to look for."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from jingyue_desktop.ui.kit.next_list import go_to_list

PAUSE_MS = 120


class SearchField(QLineEdit):
    """``searched`` carries the trimmed text once typing pauses, at once on Enter or clearing.

    Down leads the keyboard on into the list.

    While an input method composes nothing is emitted: the text changes only when it is committed.
    """

    searched = Signal(str)

    def __init__(
        self,
        hint: str = "搜索：文字、编号或拼音首字母（Ctrl+F）",
        pause_ms: int = PAUSE_MS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setPlaceholderText(hint)
        self.setAccessibleName("搜索")
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(220)
        self.setMaxLength(100)
        self._told = ""
        self._pause = QTimer(self, interval=pause_ms, singleShot=True)
        self._pause.timeout.connect(self.search_now)
        self.textChanged.connect(self._on_text)

    def _on_text(self, text: str) -> None:
        if text:
            self._pause.start()
        else:
            self.search_now()

    def search_now(self) -> None:
        """Tell the present text without waiting, unless it was the last one told."""
        self._pause.stop()
        text = self.text().strip()
        if text != self._told:
            self._told = text
            self.searched.emit(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.search_now()
        elif event.key() == Qt.Key.Key_Down:
            self.search_now()
            go_to_list(self)
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)
