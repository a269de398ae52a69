"""The row of acts above a list: the usual one first and filled, the search box at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from jingyue_desktop.ui.kit.icons import put_icon
from jingyue_desktop.ui.kit.labels import restyle
from jingyue_desktop.ui.kit.next_list import leave_for_list
from jingyue_desktop.ui.kit.search import SearchField


class ActButton(QPushButton):
    """A button that shows an action: its caption, tip, and whether it can be done now."""

    def __init__(self, act: QAction, role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.act = act
        if role:
            self.setProperty("role", role)
        icon = act.property("icon_name")
        if icon:
            put_icon(self, icon, "on_accent" if role == "primary" else "quiet")
        self.clicked.connect(act.trigger)
        act.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        if not (self.act.isEnabled() and self.act.isVisible()):
            leave_for_list(self)
        self.setText(self.act.text())
        self.setEnabled(self.act.isEnabled())
        self.setVisible(self.act.isVisible())
        self.setToolTip(self.act.toolTip())


class ActBar(QWidget):
    """Builds the row; every act is a QAction that can also stand in a right-click menu."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addStretch(1)
        self._count = 0
        self._more: QMenu | None = None
        self.search: SearchField | None = None

    def add(
        self,
        caption: str,
        do: Callable[[], None],
        *,
        icon: str = "",
        keys: str = "",
        tip: str = "",
        danger: bool = False,
        primary: bool | None = None,
    ) -> QAction:
        """Add an act; the first one is the primary button unless told otherwise.

        ``keys`` is only shown in the tip: the window itself owns Ctrl+N, P, E, F and F5.
        """
        act = new_act(self, caption, do, icon=icon, keys=keys, tip=tip)
        first = self._count == 0 if primary is None else primary
        role = "primary" if first else "danger" if danger else ""
        self._row.insertWidget(self._count, ActButton(act, role, self))
        self._count += 1
        return act

    def add_menu(
        self,
        caption: str,
        entries: Sequence[tuple[str, Callable[[], None]]],
        *,
        icon: str = "",
        primary: bool = False,
    ) -> QPushButton:
        """Add a button that opens a menu of (caption, act): the same thing in several ways."""
        button = QPushButton(caption, self)
        button.setProperty("menu", "yes")
        if primary:
            button.setProperty("role", "primary")
        if icon:
            put_icon(button, icon, "on_accent" if primary else "quiet")
        menu = QMenu(button)
        for text, do in entries:
            menu.addAction(new_act(self, text, do))
        button.setMenu(menu)
        self._row.insertWidget(self._count, button)
        self._count += 1
        return button

    def add_more(
        self, caption: str, do: Callable[[], None], *, icon: str = "", tip: str = ""
    ) -> QAction:
        """Add a rarer act to the 更多 menu at the end of the row."""
        if self._more is None:
            button = QPushButton("更多")
            restyle(button, "menu", "yes")
            self._more = QMenu(button)
            button.setMenu(self._more)
            self._row.insertWidget(self._count, button)
        act = new_act(self, caption, do, icon=icon, tip=tip)
        self._more.addAction(act)
        return act

    def add_search(self, hint: str = "") -> SearchField:
        """Add the search box at the right end."""
        self.search = SearchField(hint) if hint else SearchField()
        self.search.setFixedWidth(320)
        self._row.addWidget(self.search)
        return self.search


def new_act(
    parent: QWidget,
    caption: str,
    do: Callable[[], None],
    *,
    icon: str = "",
    keys: str = "",
    tip: str = "",
) -> QAction:
    """Return an action for menus and buttons; its usual tip is kept for ``allow``."""
    act = QAction(caption, parent)
    act.triggered.connect(lambda: do())
    act.setProperty("icon_name", icon)
    shown = f"{tip or caption}（{QKeySequence(keys).toString()}）" if keys else tip or caption
    act.setProperty("tip", shown)
    act.setToolTip(shown)
    if icon:
        put_icon(act, icon)
    return act


def allow(act: QAction, reason: str = "") -> None:
    """Let an act be done, or with a ``reason`` say in its tip why it cannot be done now."""
    act.setEnabled(not reason)
    act.setToolTip(reason or act.property("tip") or act.text())
