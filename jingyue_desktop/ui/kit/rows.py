"""Models of frozen rows: a list held in memory, and a long register read page by page."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from jingyue_desktop.ui.kit.columns import Column, sorted_rows

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

ROW_ROLE = Role.UserRole + 1
STATE_ROLE = Role.UserRole + 2
STRUCK_ROLE = Role.UserRole + 3

_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}


def _never(row: Any) -> bool:
    return False


def _itself(row: Any) -> Hashable:
    key: Hashable = row
    return key


class TableModel(QAbstractTableModel):
    """What both models share: columns, roles, and where a row is found.

    ``identity`` names a row across reloads (its id), ``struck`` says which rows are 作废.
    """

    failed = Signal(Exception)

    def __init__(
        self,
        columns: Sequence[Column[Any]],
        *,
        identity: Callable[[Any], Hashable] = _itself,
        struck: Callable[[Any], bool] = _never,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.identity = identity
        self._struck = struck

    def row_at(self, row: int) -> Any:
        """Return the row shown at a place, or None where it could not be read."""
        raise NotImplementedError

    def place_of(self, identity: Hashable) -> int | None:
        """Return where a row stands now, or None when it is not among those known."""
        raise NotImplementedError

    def place_near(self, identity: Hashable, near: int) -> int | None:
        """Return where a row stands now, looking first where it stood before."""
        return self.place_of(identity)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Role.TextAlignmentRole:
            return _ALIGN[column.align] | Qt.AlignmentFlag.AlignVCenter
        row = self.row_at(index.row())
        if row is None:
            return "" if role == Role.DisplayRole else None
        return self._cell(row, column, role)

    def _cell(self, row: Any, column: Column[Any], role: int) -> Any:
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            return column.text(row)
        if role == STATE_ROLE:
            return column.state(row) if column.state else None
        if role == ROW_ROLE:
            return row
        if role == STRUCK_ROLE:
            return self._struck(row)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        if role == Role.DisplayRole:
            return self.columns[section].title
        if role == Role.TextAlignmentRole:
            return _ALIGN[self.columns[section].align] | Qt.AlignmentFlag.AlignVCenter
        return None


class RowsModel(TableModel):
    """Rows held in memory, sorted here."""

    def __init__(
        self, columns: Sequence[Column[Any]], rows: Sequence[Any] = (), **options: Any
    ) -> None:
        super().__init__(columns, **options)
        self._given = list(rows)
        self._rows = list(rows)
        self._sort: tuple[int, bool] | None = None

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def rows(self) -> list[Any]:
        """Return the rows in the order shown."""
        return list(self._rows)

    def row_at(self, row: int) -> Any:
        return self._rows[row]

    def place_of(self, identity: Hashable) -> int | None:
        places = (i for i, row in enumerate(self._rows) if self.identity(row) == identity)
        return next(places, None)

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows in the order chosen before."""
        self.beginResetModel()
        self._given = list(rows)
        self._rows = self._ordered()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 gives back the order the rows came in."""
        self._sort = (column, order == Qt.SortOrder.DescendingOrder) if column >= 0 else None
        self.layoutAboutToBeChanged.emit()
        before = self._rows
        self._rows = self._ordered()
        # Rows are told apart by being the same object: two equal rows are still two rows.
        place = {id(row): i for i, row in enumerate(self._rows)}
        old = self.persistentIndexList()
        new = [self.index(place[id(before[index.row()])], index.column()) for index in old]
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    def _ordered(self) -> list[Any]:
        if self._sort is None:
            return list(self._given)
        column, descending = self._sort
        return sorted_rows(self._given, self.columns[column], descending)


@dataclass(frozen=True)
class Slice:
    """What a pager asks for: rows from ``offset``, at most ``limit``, by ``sort`` (a column key).

    An empty ``sort`` means the register's own order.
    """

    offset: int
    limit: int
    sort: str = ""
    descending: bool = False


class PagedRows(TableModel):
    """A long register: pages are read when first seen and the last ones are kept.

    ``fetch`` returns the rows of a slice and ``count`` how many there are; both are indexed
    queries and run on the calling thread. A page that cannot be read shows as empty rows, and
    ``failed`` says why once.
    """

    PAGE = 200
    KEPT = 40

    def __init__(
        self,
        columns: Sequence[Column[Any]],
        fetch: Callable[[Slice], Sequence[Any]],
        count: Callable[[], int],
        **options: Any,
    ) -> None:
        super().__init__(columns, **options)
        self._fetch = fetch
        self._count = count
        self._total = count()
        self._pages: OrderedDict[int, Sequence[Any]] = OrderedDict()
        self._sort = ("", False)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._total

    def row_at(self, row: int) -> Any:
        number, place = divmod(row, self.PAGE)
        page = self._pages.get(number)
        if page is None:
            page = self._read(number)
        else:
            self._pages.move_to_end(number)
        return page[place] if place < len(page) else None

    def place_of(self, identity: Hashable) -> int | None:
        for number, page in self._pages.items():
            for place, row in enumerate(page):
                if self.identity(row) == identity:
                    return number * self.PAGE + place
        return None

    def place_near(self, identity: Hashable, near: int) -> int | None:
        # A new row at the top moves the others one on, perhaps onto the next page.
        for place in (near, near + 1):
            if place < self._total:
                self.row_at(place)
        return self.place_of(identity)

    def reload(self) -> None:
        """Count again and forget what was read (after a change, or with other filters)."""
        self.beginResetModel()
        self._pages.clear()
        self._total = self._count()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if column >= 0 and not self.columns[column].sortable:
            return
        key = self.columns[column].key if column >= 0 else ""
        self._sort = (key, order == Qt.SortOrder.DescendingOrder)
        self.beginResetModel()
        self._pages.clear()
        self.endResetModel()

    def _read(self, number: int) -> Sequence[Any]:
        try:
            page = self._fetch(Slice(number * self.PAGE, self.PAGE, *self._sort))
        except Exception as error:
            page = ()
            # Told after painting: a dialog opened from inside a paint event would recurse.
            QTimer.singleShot(0, self, lambda told=error: self.failed.emit(told))
        self._pages[number] = page
        if len(self._pages) > self.KEPT:
            self._pages.popitem(last=False)
        return page
