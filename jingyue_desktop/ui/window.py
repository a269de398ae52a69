"""The one main window: a stack of pages, remembered place, a last word before it closes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from jingyue_desktop.ui.kit.remember import Remember
from jingyue_desktop.ui.kit.room import free_size

NAME = "main"
TITLE = "净月廉效"
SIZE = QSize(1360, 860)


class MainWindow(QMainWindow):
    """Shows one page at a time; ``may_close`` is asked first and ends what must be ended."""

    def __init__(self, remember: Remember, may_close: Callable[[], bool]) -> None:
        super().__init__()
        self._remember = remember
        self._may_close = may_close
        self.stack = QStackedWidget()
        self.setCentralWidget(self.stack)
        # No name and no number of a record ever stands in the title.
        self.setWindowTitle(TITLE)
        if not remember.restore_window(self, NAME):
            self.resize(SIZE.boundedTo(free_size(self)))

    def show_page(self, page: QWidget, *, keep: QWidget | None = None) -> None:
        """Show ``page``; every other page but ``keep`` goes."""
        if self.stack.indexOf(page) < 0:
            self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        for number in reversed(range(self.stack.count())):
            other = self.stack.widget(number)
            if other is not None and other is not page and other is not keep:
                self.stack.removeWidget(other)
                other.deleteLater()

    def page(self) -> QWidget | None:
        """Return the page that is shown."""
        return self.stack.currentWidget()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_close():
            event.ignore()
            return
        self._remember.keep_window(self, NAME)
        self._remember.save()
        super().closeEvent(event)
