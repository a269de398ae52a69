"""What a tab of the main window is: built when first seen, reloaded when its topics changed."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from jingyue_desktop.ui.context import Context


class Tab(QWidget):
    """Base of every tab; subclasses build their widgets in ``__init__`` and fill in ``reload``.

    The window calls ``reload`` when the tab is shown and stale, and the standard acts for its
    shortcuts: Ctrl+N, Ctrl+P, Ctrl+E, Ctrl+F, F5. ``wanted(tab title, key)`` leads to another tab.
    """

    wanted = Signal(str, str)

    topics: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.stale = True

    def reload(self) -> None:
        """Read again what is shown, keeping selection and scroll position."""

    def open_item(self, key: str) -> None:
        """Show one item (from a to-do or a link); default: nothing to show."""

    def on_new(self) -> None:
        """Ctrl+N: 新建."""

    def on_print(self) -> None:
        """Ctrl+P: 打印."""

    def on_export(self) -> None:
        """Ctrl+E: 导出."""

    def on_search(self) -> None:
        """Ctrl+F: put the cursor into the search box."""
