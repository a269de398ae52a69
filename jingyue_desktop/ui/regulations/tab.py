"""The tab 制度: what the measures rest on, the nine requirements, the ways, the regulations to read."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from jingyue_desktop.services import regulations
from jingyue_desktop.ui.catalogue_history import CatalogueHistory
from jingyue_desktop.ui.context import Context
from jingyue_desktop.ui.kit import dialogs
from jingyue_desktop.ui.kit.acts import ActBar, allow
from jingyue_desktop.ui.kit.badge import Badge
from jingyue_desktop.ui.kit.fields import enter_moves_on
from jingyue_desktop.ui.kit.labels import label
from jingyue_desktop.ui.kit.page import Rows, card, master_detail
from jingyue_desktop.ui.kit.tokens import State
from jingyue_desktop.ui.paper_desk import PaperDesk
from jingyue_desktop.ui.regulations.reading import ReadingView
from jingyue_desktop.ui.regulations.shelf_list import Reading, ShelfList, readings
from jingyue_desktop.ui.tab import Tab

NO_PAPER = "这一篇不是制度文件，没有单独的打印稿；需要时可全选复制。"


class RegulationsTab(Tab):
    """List at the left, text at the right; the search goes through all of them at once."""

    topics: ClassVar[frozenset[str]] = frozenset({"catalogue"})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._readings: dict[str, Reading] = {}
        self._needle = ""
        self.desk = PaperDesk(context, self)
        self.bar = ActBar()
        self.print_act = self.bar.add("打印", self.on_print, icon="printer", keys="Ctrl+P")
        self.export_act = self.bar.add(
            "导出 PDF", self.on_export, icon="file-export", keys="Ctrl+E"
        )
        self.history = self.bar.add("修改历史", self.on_history, icon="history")
        self.search = self.bar.add_search("在全部制度中查找（Ctrl+F）")
        self.shelf = ShelfList()
        self.text = ReadingView()
        rows = Rows(self)
        rows.addWidget(self.bar)
        split = master_detail(
            self.shelf,
            self._reader(),
            remember=context.remember,
            name="regulations",
            shares=(2, 8),
        )
        rows.addWidget(split, 1)
        self.shelf.chosen.connect(self._on_chosen)
        self.search.searched.connect(self._on_searched)
        enter_moves_on(self.search, self._on_enter)
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("F3"), self, lambda: self.step(1), context=here)
        QShortcut(QKeySequence("Shift+F3"), self, lambda: self.step(-1), context=here)

    def _reader(self) -> QFrame:
        frame, box = card()
        self.title = label(role="title", selectable=True)
        self.badge = Badge()
        self.about = label(role="quiet", selectable=True)
        head = QHBoxLayout()
        head.setSpacing(12)
        for part in (self.title, self.badge, self.about):
            head.addWidget(part)
        head.addStretch(1)
        self.where = label(role="quiet")
        head.addWidget(self.where)
        self.steps = [QPushButton("上一处"), QPushButton("下一处")]
        for button, by, keys in zip(self.steps, (-1, 1), ("Shift+F3", "F3"), strict=True):
            button.setProperty("role", "small")
            button.setToolTip(keys)
            button.clicked.connect(lambda _=False, by=by: self.step(by))
            head.addWidget(button)
        box.addLayout(head)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setProperty("role", "reading")
        box.addWidget(self.text, 1)
        return frame

    def reload(self) -> None:
        found = list(readings(regulations.shelf(self.context.session)))
        self._readings = {reading.key: reading for reading in found}
        self._fill()

    def open_item(self, key: str) -> None:
        """Show one regulation by its code."""
        self.shelf.select(key)

    def on_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def on_print(self) -> None:
        """Preview the regulation that is shown."""
        if self.print_act.isEnabled():
            self.desk.preview("regulation", id=self.shelf.key())

    def on_export(self) -> None:
        """Write the regulation that is shown to a PDF."""
        if self.export_act.isEnabled():
            name = self._readings[self.shelf.key()].title
            self.desk.export("regulation", "pdf", name, id=self.shelf.key())

    def on_history(self) -> None:
        """Show the versions of the regulation that is shown."""
        shown = self._readings[self.shelf.key()].regulation
        if shown is not None:
            keys = ("name", "status", "text")
            session = self.context.session
            dialogs.run(CatalogueHistory(self, session, "regulation", shown.code, shown.name, keys))

    def step(self, by: int) -> None:
        """Go to the next hit, or the one before."""
        self.text.step(by)
        self.where.setText(self.text.where())

    def _fill(self) -> None:
        # Selecting shows the text, with the words looked for marked in it.
        self.shelf.show_readings(list(self._readings.values()), self._needle)
        self._on_chosen(self.shelf.key())

    def _on_chosen(self, key: str) -> None:
        reading = self._readings[key]
        regulation = reading.regulation
        self.title.setText(reading.title)
        self.about.setText(reading.about)
        self.badge.setVisible(regulation is not None)
        if regulation is not None:
            draft = "草案" in regulation.status
            self.badge.say(regulation.status, State.DUE if draft else State.FINE)
        for act in (self.print_act, self.export_act, self.history):
            allow(act, "" if regulation is not None else NO_PAPER)
        self.text.show_paragraphs(reading.paragraphs)
        self._show_where()

    def _on_searched(self, needle: str) -> None:
        self._needle = needle
        self.text.find_all(needle)
        found = list(self._readings.values())
        self.shelf.show_readings(found, needle)
        shown = self._readings[self.shelf.key()]
        first = next((reading for reading in found if reading.hits(needle)), None)
        if needle and first is not None and not shown.hits(needle):
            self.shelf.select(first.key)
        self._show_where()

    def _on_enter(self) -> None:
        if self.search.text().strip() != self._needle:
            self.search.search_now()
        else:
            self.step(1)

    def _show_where(self) -> None:
        self.where.setText(self.text.where())
        for button in self.steps:
            button.setVisible(bool(self._needle))
