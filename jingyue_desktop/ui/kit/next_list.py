"""Where the keyboard goes on when it cannot stay: the list whose rows one was working on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QWidget


def go_to_list(widget: QWidget) -> None:
    """Give the keyboard to the first list that is shown in the widget's window, if there is one."""
    for view in widget.window().findChildren(QAbstractItemView):
        # Headers are such views, too, but Tab does not go there. (Walking the chain of Tab itself
        # makes shiboken own what it meets: headers then die before their tables.)
        if view.isVisible() and view.focusPolicy() & Qt.FocusPolicy.TabFocus:
            view.setFocus()
            return


def leave_for_list(widget: QWidget) -> None:
    """Let go of a widget that is about to be disabled or to go, if the keyboard is on it.

    Qt itself would move on to whatever stands next, which may be another act altogether.
    """
    if widget.window().focusWidget() is widget:
        go_to_list(widget)
