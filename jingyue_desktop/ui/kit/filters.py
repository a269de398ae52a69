"""The row of filters over a list, with the count at its right end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from jingyue_desktop.ui.kit.facts import link
from jingyue_desktop.ui.kit.labels import label, restyle
from jingyue_desktop.ui.kit.remember import Remember


class FilterBox(QComboBox):
    """A choice that shows its caption while closed (岗位：全部) and plain choices when open."""

    def __init__(self, caption: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.caption = caption
        self.setProperty("role", "filter")
        self.setAccessibleName(caption)
        self.setMaxVisibleItems(16)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def shown(self) -> str:
        """Return what stands in the closed box."""
        return f"{self.caption}：{self.currentText()}"

    def _within(self, room: int) -> str:
        """Return what fits a narrow box: nothing chosen needs the caption only, a choice itself."""
        shown = self.shown()
        if self.fontMetrics().horizontalAdvance(shown) <= room:
            return shown
        text = self.caption if self.currentIndex() <= 0 else self.currentText()
        return self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)

    def sizeHint(self) -> Any:
        hint = super().sizeHint()
        hint.setWidth(min(self.fontMetrics().horizontalAdvance(self.shown()) + 52, 260))
        return hint

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        field = QStyle.SubControl.SC_ComboBoxEditField
        kind = QStyle.ComplexControl.CC_ComboBox
        room = self.style().subControlRect(kind, option, field, self).width()
        option.currentText = self._within(room)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


class FilterRow(QWidget):
    """``changed`` is emitted after every choice; ``values`` gives key → chosen value.

    With ``remember`` the choices come back at the next start; leave it out where a choice could
    name a person of a dossier.
    """

    changed = Signal()

    def __init__(
        self, remember: Remember | None = None, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._remember = remember
        self._name = name
        self._boxes: dict[str, FilterBox] = {}
        self._checks: dict[str, QCheckBox] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._clear = link("清除筛选", self.clear)
        self._clear.hide()
        self._row.addWidget(self._clear)
        self._row.addStretch(1)
        self._count = label(role="quiet")
        self._row.addWidget(self._count)

    def add(self, key: str, caption: str, choices: Sequence[tuple[Any, str]]) -> FilterBox:
        """Add a choice of (value, text); 全部 with value None stands before them."""
        box = FilterBox(caption)
        self._boxes[key] = box
        self._fill(box, choices)
        if self._remember is not None:
            self._remember.follow_choice(box, f"{self._name}/{key}")
        box.activated.connect(self._on_chosen)
        self._insert(box)
        self._mark()
        return box

    def add_check(self, key: str, caption: str, checked: bool = False) -> QCheckBox:
        """Add a yes-or-no filter such as 显示已作废."""
        check = QCheckBox(caption)
        check.setChecked(checked)
        self._checks[key] = check
        check.clicked.connect(self._on_chosen)
        self._insert(check)
        return check

    def set_choices(self, key: str, choices: Sequence[tuple[Any, str]]) -> None:
        """Offer other choices and keep the present one if it is still among them."""
        box = self._boxes[key]
        present = box.currentData()
        self._fill(box, choices)
        box.setCurrentIndex(max(box.findData(present), 0))
        self._mark()

    def values(self) -> dict[str, Any]:
        """Return what is chosen: None for 全部, truth for yes-or-no filters."""
        chosen: dict[str, Any] = {key: box.currentData() for key, box in self._boxes.items()}
        return chosen | {key: check.isChecked() for key, check in self._checks.items()}

    def choose(self, key: str, value: Any) -> None:
        """Set a choice from the program (a link from another tab) and tell it."""
        box = self._boxes[key]
        box.setCurrentIndex(max(box.findData(value), 0))
        self._on_chosen()

    def clear(self) -> None:
        """Go back to 全部 everywhere."""
        for key, box in self._boxes.items():
            box.setCurrentIndex(0)
            if self._remember is not None:
                self._remember.put(f"choice/{self._name}/{key}", box.currentText())
        self._on_chosen()

    def set_count(self, text: str) -> None:
        """Show how many there are, such as 共 53 点，显示 12 点."""
        self._count.setText(text)

    def _fill(self, box: FilterBox, choices: Sequence[tuple[Any, str]]) -> None:
        box.clear()
        box.addItem("全部", None)
        for value, text in choices:
            box.addItem(text, value)

    def _insert(self, widget: QWidget) -> None:
        self._row.insertWidget(self._row.indexOf(self._clear), widget)

    def _on_chosen(self) -> None:
        self._mark()
        self.changed.emit()

    def _mark(self) -> None:
        for box in self._boxes.values():
            restyle(box, "active", "yes" if box.currentIndex() > 0 else "no")
            box.updateGeometry()
        self._clear.setVisible(any(box.currentIndex() > 0 for box in self._boxes.values()))
