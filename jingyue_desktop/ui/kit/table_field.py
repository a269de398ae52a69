"""Rows of a form's table, each cell an editor of its own kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QToolButton, QWidget

from jingyue_desktop.paper.kinds import KINDS, BadValue, Field
from jingyue_desktop.ui.kit.fields import FieldWidget
from jingyue_desktop.ui.kit.icons import put_icon
from jingyue_desktop.ui.kit.labels import label

MOST_ROWS = 200


class TableField(FieldWidget):
    """A grid of editors; rows are added at the end and taken out one by one.

    Rows in which nothing was entered are no rows. ``make`` builds the editor of a column.
    """

    def __init__(self, field: Field, make: Callable[[Field], FieldWidget]) -> None:
        super().__init__(field)
        self._make = make
        self._rows: list[dict[str, FieldWidget]] = []
        self._removers: list[QToolButton] = []
        self._read_only = False
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(6)
        for place, column in enumerate(field.columns):
            self._grid.addWidget(label(column.title, "caption"), 0, place)
            self._grid.setColumnStretch(place, column.width)
        self.box.addLayout(self._grid)
        self.add = QPushButton("添加一行")
        self.add.setProperty("role", "small")
        self.add.setAutoDefault(False)
        put_icon(self.add, "plus")
        self.add.clicked.connect(self._on_add)
        line = QHBoxLayout()
        line.addWidget(self.add)
        line.addStretch(1)
        self.box.addLayout(line)

    def raw(self) -> list[dict[str, Any]]:
        rows = [{key: cell.value() for key, cell in row.items()} for row in self._rows]
        return [row for row in rows if any(value not in (None, (), "") for value in row.values())]

    def set_value(self, value: Any) -> None:
        while self._rows:
            self._take_out(len(self._rows) - 1)
        for given in value or ():
            row = self._append()
            for key, cell in row.items():
                cell.set_value(given.get(key))

    def parts(self) -> Sequence[QWidget]:
        cells = [part for row in self._rows for cell in row.values() for part in cell.parts()]
        return cells or (self.add,)

    def mark(self, faulty: bool) -> None:
        """Mark the very cells that are wrong, when the table as a whole is."""
        for row in self._rows:
            empty = all(cell.value() in (None, (), "") for cell in row.values())
            for cell in row.values():
                cell.mark(faulty and not empty and not _sound(cell))

    def set_read_only(self, read_only: bool) -> None:
        self._read_only = read_only
        self.add.setVisible(not read_only)
        for row in self._rows:
            for cell in row.values():
                cell.set_read_only(read_only)
        for button in self._removers:
            button.setVisible(not read_only)

    def take_focus(self) -> None:
        wrong = (cell for row in self._rows for cell in row.values() if not _sound(cell))
        cell = next(wrong, None)
        if cell is not None:
            cell.take_focus()
        else:
            super().take_focus()

    def rows(self) -> list[dict[str, FieldWidget]]:
        """Return the editors, row by row."""
        return list(self._rows)

    def _on_add(self) -> None:
        if len(self._rows) >= MOST_ROWS:
            return
        row = self._append()
        next(iter(row.values())).take_focus()
        self.edited.emit()

    def _append(self) -> dict[str, FieldWidget]:
        at = len(self._rows) + 1
        row: dict[str, FieldWidget] = {}
        for place, column in enumerate(self.field.columns):
            cell = self._make(column)
            cell.name_for_readers()
            cell.edited.connect(self.edited)
            cell.entered.connect(self.focusNextChild)
            cell.set_read_only(self._read_only)
            self._grid.addWidget(cell, at, place, Qt.AlignmentFlag.AlignTop)
            row[column.key] = cell
        remover = QToolButton()
        remover.setText("删除")
        remover.setToolTip("删除这一行")
        remover.setAccessibleName(f"删除第 {at} 行")
        remover.setVisible(not self._read_only)
        remover.clicked.connect(lambda: self._on_remove(remover))
        self._grid.addWidget(remover, at, len(self.field.columns), Qt.AlignmentFlag.AlignTop)
        self._rows.append(row)
        self._removers.append(remover)
        return row

    def _on_remove(self, remover: QToolButton) -> None:
        kept = [
            {key: cell.value() for key, cell in row.items()}
            for row, button in zip(self._rows, self._removers, strict=True)
            if button is not remover
        ]
        self.set_value(kept)
        self.edited.emit()

    def _take_out(self, place: int) -> None:
        parts: list[QWidget] = [*self._rows.pop(place).values(), self._removers.pop(place)]
        for part in parts:
            self._grid.removeWidget(part)
            part.hide()
            part.deleteLater()


def _sound(cell: FieldWidget) -> bool:
    try:
        value = KINDS[cell.field.kind].parse(cell.field, cell.raw())
    except BadValue:
        return False
    return not cell.field.required or value not in (None, ())
