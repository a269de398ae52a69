"""Room on the screen: no window opens larger than what the screen has free."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

# Pixels a window manager's title bar and edges take, roughly, on any of the usual desktops.
FRAME = QSize(16, 44)


def free_size(window: QWidget) -> QSize:
    """Return the largest size a window may have on its screen, frame and task bar left out."""
    return window.screen().availableGeometry().size() - FRAME


def fit_screen(window: QWidget) -> None:
    """Make a window that is too large as large as the screen allows; its layout may want more."""
    size = window.size().boundedTo(free_size(window))
    if size != window.size():
        window.resize(size)
