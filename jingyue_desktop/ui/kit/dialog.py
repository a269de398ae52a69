"""The frame every dialog of the program is built in: a body, a place for faults, two buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from jingyue_desktop.ui.kit.labels import label
from jingyue_desktop.ui.kit.room import fit_screen


class Dialog(QDialog):
    """A modal dialog with Chinese buttons, shown through ``dialogs.run``.

    Put content into ``body``. Override ``commit`` to save: the dialog closes only when it returns
    True. Enter presses the usual button, Esc gives up. Leave ``cancel`` empty for a dialog that
    only tells something.
    """

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        *,
        ok: str = "确定",
        cancel: str = "取消",
        width: int = 480,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(width)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(24, 20, 24, 20)
        frame.setSpacing(12)
        self.body = QVBoxLayout()
        self.body.setSpacing(10)
        frame.addLayout(self.body, 1)
        self._fault = label(role="fault", wrap=True)
        self._fault.hide()
        frame.addWidget(self._fault)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)
        frame.addSpacing(4)
        frame.addLayout(self._buttons)
        self.ok_button = self.add_button(ok)
        self.ok_button.setDefault(True)
        self.ok_button.clicked.connect(self._on_ok)
        self.cancel_button = self.add_button(cancel) if cancel else None
        if self.cancel_button is not None:
            self.cancel_button.clicked.connect(self.reject)

    def add_button(self, caption: str, *, left: bool = False) -> QPushButton:
        """Add a button at the right end, or at the left edge apart from the answers."""
        button = QPushButton(caption)
        button.setAutoDefault(False)
        button.setMinimumWidth(84)
        if left:
            self._buttons.insertWidget(0, button)
        else:
            self._buttons.addWidget(button)
        return button

    def show_fault(self, text: str) -> None:
        """Say in words what is wrong; empty text takes it away."""
        self._fault.setText(text)
        self._fault.setVisible(bool(text))

    def commit(self) -> bool:
        """Save what was entered; return whether the dialog may close."""
        return True

    def _on_ok(self) -> None:
        if self.commit():
            self.accept()

    def showEvent(self, event: QShowEvent) -> None:
        # The buttons stand at the foot: they must be on the screen, however small it is.
        fit_screen(self)
        super().showEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # Enter is the button it is pressed on; what else lets it through (a list) means: done.
            on = self.focusWidget()
            if isinstance(on, QPushButton):
                on.click()
            elif self.ok_button.isEnabled() and self.ok_button.isVisible():
                self.ok_button.click()
            return
        super().keyPressEvent(event)
