"""系统 · 参数: the numbers the office sets itself, who set them, since when, on what ground; changed."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from jingyue_desktop.domain.office import Parameter
from jingyue_desktop.services import office_view
from jingyue_desktop.services.catalogue_words import SOURCES
from jingyue_desktop.services.risk_search import found_in
from jingyue_desktop.ui.catalogue_history import CatalogueHistory
from jingyue_desktop.ui.context import Context
from jingyue_desktop.ui.kit import dialogs
from jingyue_desktop.ui.kit.acts import ActBar
from jingyue_desktop.ui.kit.columns import Column
from jingyue_desktop.ui.kit.labels import label
from jingyue_desktop.ui.kit.page import Rows
from jingyue_desktop.ui.kit.rows import RowsModel
from jingyue_desktop.ui.kit.table import TableView
from jingyue_desktop.ui.permitted import permit
from jingyue_desktop.ui.system.parameter_dialog import edit_parameter
from jingyue_desktop.ui.tab import Tab
from jingyue_desktop.ui.waiting import WaitingNotice

COLUMNS = (
    Column[Parameter]("name", "参数", lambda r: r.name, width=190),
    Column[Parameter]("value", "数值", lambda r: str(r.value), width=110, align="right"),
    Column[Parameter]("unit", "单位", lambda r: r.unit, width=96),
    Column[Parameter]("note", "说明", lambda r: r.note, width=240, stretch=True),
    Column[Parameter]("author", "设定人", lambda r: r.author, width=210),
    Column[Parameter]("since", "设定日期", lambda r: r.since, width=116),
    Column[Parameter]("source", "来源", lambda r: r.source, width=84),
)


class ParametersPage(Tab):
    """A table in which every value says where it comes from; a chief proposes another."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._needle = ""
        self._rows: list[Parameter] = []
        self.bar = ActBar()
        self.edit = self.bar.add("修改", self.on_edit, icon="edit")
        self.history = self.bar.add("修改历史", self.on_history, icon="history", primary=False)
        self.search = self.bar.add_search("搜索参数（Ctrl+F）")
        self.model = RowsModel(COLUMNS, identity=lambda row: row.code)
        self.table = TableView(self.model, name="parameters", remember=context.remember)
        self.notice = WaitingNotice("parameters.")
        self.table.set_menu([self.edit, self.history])
        self.table.set_empty("没有符合条件的参数", "请换个词再找。")
        rows = Rows(self)
        rows.addWidget(self.bar)
        rows.addWidget(self.notice)
        rows.addWidget(self.table, 1)
        marks = "；".join(f"{mark}——{text}" for mark, text in SOURCES.items())
        rows.addWidget(label(f"来源的记号：{marks}。", "quiet", wrap=True))
        self.search.searched.connect(self._on_searched)
        self.notice.wanted.connect(lambda key: self.wanted.emit("工作台", key))
        self.table.opened.connect(lambda _row: self.on_edit())

    def reload(self) -> None:
        self._rows = office_view.parameters(self.context.session)
        self.notice.follow(self.context.session)
        permit(self.edit, self.context.session, "parameters.set")
        self._show()
        self.table.select_first()

    def on_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def on_edit(self) -> None:
        """Propose another value for the chosen parameter; its history where one may not."""
        row: Parameter | None = self.table.current()
        if row is None or not self.edit.isEnabled():
            self.on_history()
        elif edit_parameter(self, self.context.session, row):
            self.reload()

    def on_history(self) -> None:
        """Show the versions of the chosen parameter."""
        row: Parameter | None = self.table.current()
        if row is not None:
            session = self.context.session
            dialogs.run(CatalogueHistory(self, session, "parameter", row.code, row.name))

    def _on_searched(self, needle: str) -> None:
        self._needle = needle
        self._show()

    def _show(self) -> None:
        self.model.set_rows(
            [row for row in self._rows if not self._needle or _found(row, self._needle)]
        )


def _found(row: Parameter, needle: str) -> bool:
    return found_in(needle, (row.name, row.note, row.unit, row.author, str(row.value)))
