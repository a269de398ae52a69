"""The idle lock: nobody at the keyboard for so long, and everything is covered."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from jingyue_desktop.domain.clock import Clock

STIRS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.InputMethod,
        QEvent.Type.TouchBegin,
    }
)
CHECK_MS = 1000


class IdleWatch(QObject):
    """Says ``idle`` once when nobody stirred for ``seconds`` on the steady clock."""

    idle = Signal()

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._seconds = 0.0
        self._last = 0.0
        self._timer = QTimer(self, interval=CHECK_MS)
        self._timer.timeout.connect(self.check)

    def start(self, seconds: float) -> None:
        """Watch from now on."""
        self._seconds = seconds
        self._last = self._clock.monotonic()
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)
        self._timer.start()

    def stop(self) -> None:
        """Watch no more (nobody is logged in)."""
        self._timer.stop()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def check(self) -> None:
        """Compare with the clock now; the timer does so every second."""
        if self._timer.isActive() and self._clock.monotonic() - self._last >= self._seconds:
            self.stop()
            self.idle.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in STIRS:
            self._last = self._clock.monotonic()
        return False


def cover(window: QWidget) -> None:
    """Close every dialog without asking and hide every other window of the program.

    What was typed is kept by the drafts before; nothing of a record stays on screen.
    """
    for top in reversed(QApplication.topLevelWidgets()):
        if top is window or not top.isVisible():
            continue
        if isinstance(top, QDialog):
            # Past the dialog's own reject, which would ask about saving first.
            QDialog.done(top, QDialog.DialogCode.Rejected)
        elif not top.close():
            top.hide()


def empty_clipboard() -> None:
    """Leave nothing to paste, nor what X11 keeps of the last selection."""
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    if clipboard.ownsSelection():
        clipboard.clear(QClipboard.Mode.Selection)
