"""Taking a list over from Excel: template, file, dry run with every problem named, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from jingyue_desktop.domain.errors import InvalidRows, RowFault, UserError
from jingyue_desktop.files.xlsx_read import Book, read_workbook
from jingyue_desktop.paper.form import Form
from jingyue_desktop.paper.reimport import find, row_faults
from jingyue_desktop.ui.context import Context
from jingyue_desktop.ui.kit import dialogs
from jingyue_desktop.ui.kit.columns import Column
from jingyue_desktop.ui.kit.dialog import Dialog
from jingyue_desktop.ui.kit.labels import label, restyle
from jingyue_desktop.ui.kit.rows import RowsModel
from jingyue_desktop.ui.kit.table import TableView
from jingyue_desktop.ui.paper_desk import PaperDesk

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Line:
    """One line of the dry run: the row of the sheet, what would happen or what is wrong."""

    row: int | None
    column: str
    text: str


COLUMNS = (
    Column[Line]("row", "行", lambda line: line.row, width=70, align="right"),
    Column[Line]("column", "栏目", lambda line: line.column, width=120),
    Column[Line]("text", "说明", lambda line: line.text, width=420, stretch=True),
)


@dataclass(frozen=True)
class Import:
    """A kind of list: its form, the paper that is its template, what it means and does.

    ``plan(rows)`` returns a line for every row and the faults against what stands (row numbers
    count the list's own rows); ``take(rows, digest)`` takes them over, all or none.
    """

    title: str
    form: Form
    template: str
    template_options: dict[str, Any]
    plan: Callable[[Rows], tuple[Sequence[str], Sequence[RowFault]]]
    take: Callable[[Rows, str], Any]


class ImportDialog(Dialog):
    """Three steps on one page; 导入 is possible only when nothing is wrong."""

    def __init__(self, parent: QWidget | None, context: Context, what: Import) -> None:
        super().__init__(parent, what.title, ok="导入", width=760)
        self._context, self._what = context, what
        self._papers = PaperDesk(context, self)
        self._rows: Rows = []
        self._digest = ""
        self._places: list[int] = []
        self.result_value: Any = None
        self.saved, _ = self._step(
            "1. 下载模板，在 WPS 表格或 Excel 中填好（不要改动表头）。", "下载模板……", self.template
        )
        self.file, chooser = self._step("2. 选择填好的文件。", "选择文件……", self.choose)
        self.verdict = label("3. 核对下面的内容，全部无误后导入。", wrap=True)
        self.body.addWidget(self.verdict)
        self.lines = RowsModel(COLUMNS)
        self.table = TableView(self.lines, name="import", density="dense")
        self.table.set_empty("还没有选择文件", "选择后在此列出每一行将如何处理，有问题的逐条说明。")
        self.table.setMinimumHeight(260)
        self.body.addWidget(self.table, 1)
        self.ok_button.setEnabled(False)
        chooser.setFocus()

    @classmethod
    def ask(cls, parent: QWidget | None, context: Context, what: Import) -> Any:
        """Show the dialog and return what ``take`` returned, None when given up."""
        dialog = cls(parent, context, what)
        return dialog.result_value if dialogs.run(dialog) else None

    def _step(self, text: str, caption: str, act: Callable[[], None]) -> tuple[QLabel, QPushButton]:
        row = QHBoxLayout()
        told = label(text, wrap=True)
        row.addWidget(told, 1)
        button = QPushButton(caption)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: act())
        row.addWidget(button)
        self.body.addLayout(row)
        return told, button

    def template(self) -> None:
        """Save the empty list and say here that it is there; the strip is behind this dialog."""
        self._papers.export(
            self._what.template,
            "xlsx",
            f"{self._what.form.title}模板",
            saved=lambda path: self.saved.setText(
                f"1. 模板已保存为“{path.name}”，在 WPS 表格或 Excel 中填好（不要改动表头）。"
            ),
            **self._what.template_options,
        )

    def choose(self) -> None:
        """Read a file behind, under limits, and show the dry run."""
        path = dialogs.open_file(self, "选择填好的文件", "Excel 工作簿 (*.xlsx)")
        if path is None:
            return
        self._forget("正在读取……")
        self.file.setText(f"2. 已选择：{path.name}")
        self.table.set_empty("正在读取", "")
        self._context.jobs.start(
            f"读取{path.name}",
            lambda progress: read_workbook(path),
            done=lambda book: self._show(path, book),
            failed=self._refuse,
            owner=self,
            quiet=True,
        )

    def _forget(self, text: str) -> None:
        self._rows, self._digest = [], ""
        self.lines.set_rows([])
        self.ok_button.setEnabled(False)
        self.show_fault("")
        self._tell(text, "")

    def _refuse(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self.table.set_empty("没有可以核对的内容", "请改正后重新选择文件。")
        self._tell("这个文件没有读入。", "overdue")
        self.show_fault(str(error))

    def _show(self, path: Path, book: Book) -> None:
        try:
            values, faults = row_faults(self._what.form, book.sheets)
            places = find(self._what.form, book.sheets).tables
        except UserError as fault:
            self._refuse(fault)
            return
        key = next(field.key for field in self._what.form.fields if field.kind == "table")
        rows = [dict(row) for row in values.get(key) or ()]
        self._places = places.get(key, [])
        told: Sequence[str] = ()
        if not faults:
            told, found = self._what.plan(rows)
            faults = self._placed(found)
        if faults:
            self._problems(faults)
        elif not rows:
            self.table.set_empty("没有可以核对的内容", "请填好后重新选择文件。")
            self._tell("文件里没有填写任何一行。", "overdue")
        else:
            self._rows, self._digest = rows, book.sha256
            lines = zip(self._places, told, strict=True)
            self.lines.set_rows([Line(place, "", text) for place, text in lines])
            self._tell(f"共 {len(rows)} 行，全部无误，可以导入。", "fine")
            self.ok_button.setEnabled(True)
            self.ok_button.setFocus()

    def _placed(self, faults: Sequence[RowFault]) -> list[RowFault]:
        """Return faults of the list's own rows at the rows of the worksheet."""
        return [replace(fault, row=self._places[fault.row - 1]) for fault in faults]

    def _problems(self, faults: Sequence[RowFault]) -> None:
        self.lines.set_rows([Line(fault.row, fault.column, fault.text) for fault in faults])
        self._tell(f"有 {len(faults)} 处问题，没有导入任何一行。请改正后重新选择文件。", "overdue")

    def _tell(self, text: str, state: str) -> None:
        self.verdict.setText(f"3. {text}" if text else "")
        restyle(self.verdict, "state", state)

    def commit(self) -> bool:
        try:
            self.result_value = self._what.take(self._rows, self._digest)
        except InvalidRows as refused:
            self._problems(self._placed(refused.faults))
            return False
        except UserError as fault:
            self.show_fault(str(fault))
            return False
        return True
