"""The table of the program: sorting, columns, copying, opening, and words when it is empty."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTableView, QWidget

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.ui.kit.cells import CellDelegate, text_width
from jingyue_desktop.ui.kit.columns import Column
from jingyue_desktop.ui.kit.copying import clip
from jingyue_desktop.ui.kit.empty import EmptyState
from jingyue_desktop.ui.kit.remember import Remember
from jingyue_desktop.ui.kit.rows import TableModel
from jingyue_desktop.ui.kit.table_header import ColumnKeeper

COPY_LIMIT = 10_000
# More selected rows than this are not found again after a reload; the pages of a register are few.
KEPT_LIMIT = 200
_Place = tuple[Hashable, int]


class TableView(QTableView):
    """A table of rows. ``opened`` is a double click or Enter; rows come as they were given.

    ``name`` is the table's own name under which widths, order, sorting, hidden columns and row
    height are remembered. Selection and scroll place survive a reload by the rows' identity.
    ``selection_changed`` carries how many rows are selected; a long register is not read for it.
    """

    opened = Signal(object)
    current_changed = Signal(object)
    selection_changed = Signal(int)
    failed = Signal(Exception)

    def __init__(
        self,
        model: TableModel,
        *,
        name: str,
        remember: Remember | None = None,
        density: str = "comfortable",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._rows = model
        self._menu_acts: list[QAction | None] = []
        self._kept: tuple[_Place | None, list[_Place], int] = (None, [], 0)
        self.empty = EmptyState(self.viewport())
        self._set_up()
        model.setParent(self)
        self.setModel(model)
        self._cells = CellDelegate(self)
        self.setItemDelegate(self._cells)
        self.columns = ColumnKeeper(self, model.columns, remember, name, density)
        self.setSortingEnabled(True)
        self._listen()
        self._show_emptiness()

    def _set_up(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.verticalHeader().hide()

    def _listen(self) -> None:
        self._rows.modelAboutToBeReset.connect(self._keep_place)
        self._rows.modelReset.connect(self._on_reset)
        self._rows.failed.connect(self.failed)
        chosen = self.selectionModel()
        chosen.currentRowChanged.connect(self._on_current)
        chosen.selectionChanged.connect(self._on_selection)
        self.doubleClicked.connect(lambda index: self._open(index))

    def current(self) -> Any:
        """Return the row the keyboard is on, or None."""
        index = self.currentIndex()
        return self._rows.row_at(index.row()) if index.isValid() else None

    def selected(self) -> list[Any]:
        """Return the selected rows from top to bottom."""
        return [self._rows.row_at(place) for place in self._selected_places()]

    def selected_count(self) -> int:
        """Return how many rows are selected, without reading any."""
        return len(self._selected_places())

    def _selected_places(self) -> list[int]:
        places: set[int] = set()
        chosen = self.selectionModel().selection()
        for number in range(chosen.count()):
            span = chosen.at(number)
            places.update(range(span.top(), span.bottom() + 1))
        return sorted(places)

    def select(self, identity: Hashable) -> bool:
        """Go to a row by its identity; False when it is not among the known rows."""
        place = self._rows.place_of(identity)
        if place is None:
            return False
        self.go_to(place)
        return True

    def go_to(self, place: int) -> None:
        """Choose the row at a place and no other, whatever keys are held down meanwhile."""
        flag = QItemSelectionModel.SelectionFlag
        index = self._rows.index(place, 0)
        # selectRow would take a held Ctrl or Shift for the wish to add to what is chosen.
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
        self.scrollTo(index)

    def select_first(self) -> None:
        """Go to the first row if nothing is chosen, so that the detail is never blank."""
        if not self.currentIndex().isValid() and self._rows.rowCount():
            self.go_to(0)

    def set_empty(
        self, title: str, advice: str = "", act: str = "", do: Callable[[], None] | None = None
    ) -> None:
        """Say what an empty list means and what to do next, with one button for it if any."""
        self.empty.say(title, advice, act, do)
        self._show_emptiness()

    def set_menu(self, acts: Sequence[QAction | None]) -> None:
        """Give the acts of the right-click menu; None is a separator, the first is the usual."""
        self._menu_acts = list(acts)

    def copy(self, headers: bool = False) -> None:
        """Put the selected rows on the clipboard, visible columns in the order shown."""
        rows = self._selected_places()
        if len(rows) > COPY_LIMIT:
            self.failed.emit(
                UserError(f"一次最多复制 {COPY_LIMIT} 行。", "请改用“导出”得到全部内容。")
            )
            return
        columns = self._visible()
        cells = [[column.title for column in columns]] if headers and rows else []
        for row in rows:
            value = self._rows.row_at(row)
            cells.append([column.text(value) if value is not None else "" for column in columns])
        if cells:
            QGuiApplication.clipboard().setMimeData(clip(cells))

    def copy_cell(self, index: QModelIndex) -> None:
        """Put one cell's whole text on the clipboard."""
        QGuiApplication.clipboard().setMimeData(clip([[index.data() or ""]]))

    def context_menu(self, index: QModelIndex) -> QMenu:
        """Return the menu for a cell: the tab's acts, then copying."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for act in self._menu_acts:
            menu.addSeparator() if act is None else menu.addAction(act)
        if self._menu_acts and self._menu_acts[0] is not None:
            menu.setDefaultAction(self._menu_acts[0])
        menu.addSeparator()
        if index.isValid():
            menu.addAction("复制此格").triggered.connect(lambda: self.copy_cell(index))
        rows = menu.addAction("复制所选行\tCtrl+C")
        rows.triggered.connect(lambda: self.copy())
        menu.addAction("连同表头复制").triggered.connect(lambda: self.copy(headers=True))
        menu.addAction("全选\tCtrl+A").triggered.connect(self.selectAll)
        return menu

    def sizeHintForColumn(self, column: int) -> int:
        first = max(self.rowAt(0), 0)
        shown = range(first, min(first + 60, self._rows.rowCount()))
        return max((text_width(self, self._rows.index(row, column)) for row in shown), default=48)

    def _visible(self) -> list[Column[Any]]:
        header = self.horizontalHeader()
        places = (header.logicalIndex(visual) for visual in range(header.count()))
        return [self._rows.columns[i] for i in places if not header.isSectionHidden(i)]

    def _open(self, index: QModelIndex) -> None:
        row = self._rows.row_at(index.row()) if index.isValid() else None
        if row is not None:
            self.opened.emit(row)

    def _keep_place(self) -> None:
        chosen = [self._place(place) for place in self._selected_places()[:KEPT_LIMIT]]
        index = self.currentIndex()
        here = self._place(index.row()) if index.isValid() else None
        self._kept = (here, [kept for kept in chosen if kept], self.verticalScrollBar().value())

    def _place(self, place: int) -> _Place | None:
        row = self._rows.row_at(place)
        return None if row is None else (self._rows.identity(row), place)

    def _on_reset(self) -> None:
        here, chosen, scroll = self._kept
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for identity, near in chosen:
            place = self._rows.place_near(identity, near)
            if place is not None:
                self.selectionModel().select(self._rows.index(place, 0), flags)
        place = self._rows.place_near(*here) if here is not None else None
        if place is not None:
            quiet = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(self._rows.index(place, 0), quiet)
        self.verticalScrollBar().setValue(scroll)
        self._show_emptiness()
        # The detail beside the list shows the row anew even when it is the same one.
        self.current_changed.emit(self.current())
        self._on_selection()

    def _on_selection(self) -> None:
        self.selection_changed.emit(self.selected_count())

    def _on_current(self, index: QModelIndex) -> None:
        self.current_changed.emit(self._rows.row_at(index.row()) if index.isValid() else None)

    def _show_emptiness(self) -> None:
        self.empty.setGeometry(self.viewport().rect())
        self.empty.setVisible(self._rows.rowCount() == 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        ):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.context_menu(self.indexAt(event.pos())).popup(event.globalPos())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row == self._cells.hovered:
            return
        for one in (self._cells.hovered, row):
            if one >= 0:
                top, height = self.rowViewportPosition(one), self.rowHeight(one)
                self.viewport().update(0, top, self.viewport().width(), height)
        self._cells.hovered = row

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.columns.fill()
        self._show_emptiness()
