"""A switch between two or three ways of looking at the same page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from jingyue_desktop.ui.kit.remember import Remember


class Switch(QWidget):
    """``changed`` carries the place of the choice the user took; it is remembered by its caption."""

    changed = Signal(int)

    def __init__(
        self,
        captions: Sequence[str],
        remember: Remember | None = None,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._remember, self._key = remember, f"switch/{name}"
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for place, caption in enumerate(captions):
            button = QPushButton(caption, self)
            button.setCheckable(True)
            self._group.addButton(button, place)
            row.addWidget(button)
        kept = remember.get(self._key, "") if remember is not None else ""
        self._group.button(list(captions).index(kept) if kept in captions else 0).setChecked(True)
        self._group.idClicked.connect(self._on_clicked)

    def chosen(self) -> int:
        """Return the place of the present choice."""
        return self._group.checkedId()

    def choose(self, place: int) -> None:
        """Take a choice from the program and tell it, unless it is the present one."""
        if place != self.chosen():
            self._group.button(place).setChecked(True)
            self._on_clicked(place)

    def _on_clicked(self, place: int) -> None:
        if self._remember is not None:
            self._remember.put(self._key, self._group.button(place).text())
        self.changed.emit(place)
