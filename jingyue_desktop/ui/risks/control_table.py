"""The eight-row 岗位职责廉政效能风险防控表 on screen: whole texts, rows as high as they need."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from jingyue_desktop.services.risks import ControlRow
from jingyue_desktop.ui.kit.columns import Column
from jingyue_desktop.ui.kit.remember import Remember
from jingyue_desktop.ui.kit.rows import RowsModel
from jingyue_desktop.ui.kit.table import TableView
from jingyue_desktop.ui.kit.wrapped import WrappedCells

NAME = "risk_control"
SIZED = f"table/{NAME}/sized"
COLUMNS = (
    Column[ControlRow]("post", "岗位", lambda r: r.name, width=120, align="center", sortable=False),
    Column[ControlRow]("duty", "主要岗位职责（重要涉权事项初审）", lambda r: r.duty, width=250),
    Column[ControlRow]("integrity", "廉政风险", lambda r: r.integrity_risk, width=300),
    Column[ControlRow]("efficiency", "效能风险", lambda r: r.efficiency_risk, width=210),
    Column[ControlRow]("measure", "防控措施", lambda r: r.measure, width=360),
)


class ControlTable(TableView):
    """The table in the shares of the paper form until somebody sizes a column."""

    def __init__(self, remember: Remember | None, parent: QWidget | None = None) -> None:
        self.rows = RowsModel(COLUMNS, identity=lambda row: row.post)
        super().__init__(self.rows, name=NAME, remember=remember, parent=parent)
        self._remember = remember
        self._shared = remember is None or not remember.get(SIZED, False)
        self._sharing = False
        self._cells = WrappedCells(self)
        self.setItemDelegate(self._cells)
        self._fit = QTimer(self, interval=0, singleShot=True)
        self._fit.timeout.connect(self.resizeRowsToContents)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.sectionResized.connect(self._on_sized)
        self.rows.modelReset.connect(self.resizeRowsToContents)
        self.rows.layoutChanged.connect(self.resizeRowsToContents)

    def show_rows(self, rows: list[ControlRow]) -> None:
        """Show the table's rows."""
        self.rows.set_rows(rows)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        if not self._shared:
            return
        room, whole = self.viewport().width(), sum(column.width for column in COLUMNS)
        self._sharing = True
        for place, column in enumerate(COLUMNS):
            self.horizontalHeader().resizeSection(place, room * column.width // whole)
        self._sharing = False
        self._fit.start()

    def _on_sized(self) -> None:
        self._fit.start()
        if self._sharing or not self._shared:
            return
        self._shared = False
        if self._remember is not None:
            self._remember.put(SIZED, True)
