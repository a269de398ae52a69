"""What stands where a list is empty: what that means and what to do next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from jingyue_desktop.ui.kit.labels import label


class EmptyState(QWidget):
    """A title, a line of advice and at most one button, in the middle of its parent."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = label(role="heading", wrap=True)
        self._advice = label(role="quiet", wrap=True)
        self._button = QPushButton()
        self._button.clicked.connect(self._on_clicked)
        self._do: Callable[[], None] | None = None
        box = QVBoxLayout(self)
        box.setSpacing(8)
        box.addStretch(2)
        for text in (self._title, self._advice):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
            box.addWidget(text)
        box.addSpacing(8)
        box.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(3)
        self.say("暂无内容")

    def say(
        self, title: str, advice: str = "", act: str = "", do: Callable[[], None] | None = None
    ) -> None:
        """Show these words; the button appears only with both its caption and its act."""
        self._title.setText(title)
        self._advice.setText(advice)
        self._fit()
        self._button.setText(act)
        self._button.setVisible(bool(act) and do is not None)
        self._do = do

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave the advice out where there is room for the title only."""
        title, advice = self._title, self._advice
        needed = title.sizeHint().height() + advice.heightForWidth(max(self.width(), 1)) + 34
        advice.setVisible(bool(advice.text()) and self.height() >= needed)

    def text(self) -> str:
        """Return title and advice as they are read out."""
        return f"{self._title.text()} {self._advice.text()}".strip()

    def _on_clicked(self) -> None:
        if self._do is not None:
            self._do()
