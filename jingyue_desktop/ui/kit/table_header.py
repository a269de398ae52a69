"""A table's header: widths, order, sorting, hidden columns, and what of it is remembered."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView

from jingyue_desktop.ui.kit.columns import Column
from jingyue_desktop.ui.kit.remember import Remember

SECTION_PAD = 12
ARROW = 40
DENSITIES = {"comfortable": ("宽松", 46), "dense": ("紧凑", 34)}


class ColumnKeeper(QObject):
    """Lays out the columns of one table and keeps what the user changes about them."""

    def __init__(
        self,
        view: QTableView,
        columns: tuple[Column[Any], ...],
        remember: Remember | None,
        name: str,
        density: str,
    ) -> None:
        super().__init__(view)
        self._view = view
        self._columns = columns
        self._remember = remember
        self._key = f"table/{name}"
        self._own_density = density
        self._fixed: set[str] = set()
        self._filling = False
        self._header = view.horizontalHeader()
        self._later = QTimer(self, interval=300, singleShot=True)
        self._later.timeout.connect(self.save)
        self._set_up()
        self.restore()
        self._listen()

    def _set_up(self) -> None:
        header = self._header
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setSortIndicatorClearable(True)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(48)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)

    def _listen(self) -> None:
        header = self._header
        header.sectionResized.connect(self._on_resized)
        # Through a lambda: the signals' numbers would be taken for milliseconds.
        header.sectionMoved.connect(lambda *_: self._later.start())
        header.sortIndicatorChanged.connect(lambda *_: self._later.start())
        header.customContextMenuRequested.connect(self._on_menu)

    @property
    def density(self) -> str:
        return self._density

    def set_density(self, density: str) -> None:
        """Set row height: ``comfortable`` for reading, ``dense`` for registers."""
        self._density = density if density in DENSITIES else self._own_density
        rows = self._view.verticalHeader()
        rows.setDefaultSectionSize(DENSITIES[self._density][1])
        self._later.start()

    def fill(self) -> None:
        """Give the stretch column what the others leave over, as long as nobody sized it."""
        place = self._stretching()
        if place is None:
            return
        taken = sum(self._header.sectionSize(i) for i in range(len(self._columns)) if i != place)
        room = self._view.viewport().width() - taken
        self._filling = True
        self._header.resizeSection(place, max(room, self._columns[place].width))
        self._filling = False

    def _own_width(self, column: Column[Any]) -> int:
        # Room for the caption and the sorting arrow, whatever the face.
        caption = self._header.fontMetrics().horizontalAdvance(column.title)
        arrow = ARROW if column.sortable else SECTION_PAD
        return max(column.width, caption + 2 * SECTION_PAD + arrow)

    def _stretching(self) -> int | None:
        for place, column in enumerate(self._columns):
            hidden = self._header.isSectionHidden(place)
            if column.stretch and column.key not in self._fixed and not hidden:
                return place
        return None

    def _on_resized(self, place: int, old: int, new: int) -> None:
        if self._filling or not old or not new:
            return
        column = self._columns[place]
        if column.stretch:
            self._fixed.add(column.key)
        else:
            self.fill()
        self._later.start()

    def hide(self, key: str, hidden: bool) -> None:
        """Hide or show a column by key; the last visible one stays."""
        place = [column.key for column in self._columns].index(key)
        visible = len(self._columns) - self._header.hiddenSectionCount()
        if hidden and visible <= 1:
            return
        self._header.setSectionHidden(place, hidden)
        self.fill()
        self._later.start()

    def reset(self) -> None:
        """Give back the widths, order and columns the program comes with."""
        self._fixed.clear()
        for place, column in enumerate(self._columns):
            self._header.moveSection(self._header.visualIndex(place), place)
            self._header.setSectionHidden(place, column.hidden)
            self._header.resizeSection(place, self._own_width(column))
        self._fixed.clear()
        self._view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.set_density(self._own_density)
        self.fill()

    def save(self) -> None:
        """Keep the present state (called by itself a moment after each change)."""
        if self._remember is None:
            return
        header, keys = self._header, [column.key for column in self._columns]
        order = sorted(keys, key=lambda key: header.visualIndex(keys.index(key)))
        sort = header.sortIndicatorSection()
        self._remember.put(
            self._key,
            {
                "widths": {
                    key: header.sectionSize(i)
                    for i, key in enumerate(keys)
                    if not header.isSectionHidden(i)
                },
                "order": order,
                "hidden": [key for i, key in enumerate(keys) if header.isSectionHidden(i)],
                "fixed": sorted(self._fixed),
                "sort": keys[sort] if 0 <= sort < len(keys) else "",
                "descending": header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder,
                "density": self._density,
            },
        )

    def restore(self) -> None:
        """Bring back what was kept; columns that are new since keep their own settings."""
        known = self._remember.get(self._key, {"": None}) if self._remember else {}
        keys = [column.key for column in self._columns]
        widths = _dict(known.get("widths"))
        hidden = known.get("hidden")
        self._fixed = {key for key in _list(known.get("fixed")) if key in keys}
        for place, column in enumerate(self._columns):
            width = widths.get(column.key)
            own = self._own_width(column)
            self._header.resizeSection(place, width if isinstance(width, int) else own)
            is_hidden = column.key in _list(hidden) if hidden is not None else column.hidden
            self._header.setSectionHidden(place, is_hidden)
        for visual, key in enumerate(key for key in _list(known.get("order")) if key in keys):
            self._header.moveSection(self._header.visualIndex(keys.index(key)), visual)
        self.set_density(str(known.get("density", self._own_density)))
        sort = known.get("sort")
        down = known.get("descending") is True
        order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
        self._header.setSortIndicator(keys.index(sort) if sort in keys else -1, order)

    def _on_menu(self, place: QPoint) -> None:
        self.menu().popup(self._header.mapToGlobal(place))

    def menu(self) -> QMenu:
        """Return the header's menu: columns to show, row height, back to default."""
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for place, column in enumerate(self._columns):
            act = _checkable(menu, column.title, not self._header.isSectionHidden(place))
            act.toggled.connect(lambda on, key=column.key: self.hide(key, not on))
        menu.addSeparator()
        group = QActionGroup(menu)
        for density, (caption, _) in DENSITIES.items():
            act = _checkable(menu, f"行距：{caption}", density == self._density)
            group.addAction(act)
            act.triggered.connect(lambda _on, chosen=density: self.set_density(chosen))
        menu.addSeparator()
        menu.addAction("恢复默认列").triggered.connect(self.reset)
        return menu


def _checkable(menu: QMenu, caption: str, checked: bool) -> QAction:
    act = menu.addAction(caption)
    act.setCheckable(True)
    act.setChecked(checked)
    return act


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
