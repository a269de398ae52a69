"""系统 · 业务目录: every item in force with version, author and source, its history, its counts."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from jingyue_desktop.domain.clock import OFFICE_ZONE
from jingyue_desktop.services import catalogue, office_view, updates
from jingyue_desktop.services.catalogue_words import SOURCES, Words, shown_code
from jingyue_desktop.services.office_view import KIND_TITLES, CatalogueRow
from jingyue_desktop.services.risk_search import found_in
from jingyue_desktop.ui.catalogue_history import CatalogueHistory
from jingyue_desktop.ui.context import Context
from jingyue_desktop.ui.kit import dialogs
from jingyue_desktop.ui.kit.acts import ActBar, allow
from jingyue_desktop.ui.kit.badge import Badge
from jingyue_desktop.ui.kit.columns import Column
from jingyue_desktop.ui.kit.detail import DetailPanel
from jingyue_desktop.ui.kit.facts import Fact
from jingyue_desktop.ui.kit.filters import FilterRow
from jingyue_desktop.ui.kit.page import Rows, master_detail
from jingyue_desktop.ui.kit.rows import RowsModel
from jingyue_desktop.ui.kit.table import TableView
from jingyue_desktop.ui.kit.tokens import State
from jingyue_desktop.ui.system.checklist import Checklist
from jingyue_desktop.ui.system.updates_dialog import UpdatesDialog
from jingyue_desktop.ui.tab import Tab

COLUMNS = (
    Column[CatalogueRow]("kind", "种类", lambda r: r.kind_title, width=130),
    Column[CatalogueRow]("code", "编号", lambda r: shown_code(r.code) or None, width=86),
    Column[CatalogueRow]("name", "名称或内容", lambda r: r.name, width=200, stretch=True),
    Column[CatalogueRow](
        "version",
        "版本",
        lambda r: r.version,
        show=lambda number: f"第 {number} 版",
        width=92,
        state=lambda r: State.ACTIVE if r.version > 1 else None,
    ),
    Column[CatalogueRow]("author", "设定人", lambda r: r.author, width=130),
    Column[CatalogueRow](
        "since",
        "生效时间",
        lambda r: r.since,
        show=lambda when: f"{when.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}",
        width=148,
        hidden=True,
    ),
    Column[CatalogueRow]("source", "来源", lambda r: r.source, width=100, hidden=True),
)
CHANGED, UNCHANGED = "changed", "unchanged"
NO_UPDATES = "程序自带的目录与本局采用的一致，没有待决定的差异。"


class CataloguePage(Tab):
    """The counts, the list with its detail, and what a program update brought."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._rows: list[CatalogueRow] = []
        self._needle = ""
        self.bar = ActBar()
        self.history = self.bar.add("修改历史", self.on_history, icon="history", primary=False)
        self.updates = self.bar.add("随程序更新", self.on_updates, icon="refresh", primary=False)
        self.search = self.bar.add_search("搜索名称、编号（Ctrl+F）")
        self.checklist = Checklist()
        self.filters = FilterRow(context.remember, "catalogue")
        self.filters.add("kind", "种类", list(KIND_TITLES.items()))
        self.filters.add("source", "来源", [(m, f"{m}：{text}") for m, text in SOURCES.items()])
        self.filters.add("changed", "修改", [(CHANGED, "修改过"), (UNCHANGED, "未修改")])
        self.model = RowsModel(COLUMNS, identity=lambda row: (row.kind, row.code))
        self.table = TableView(
            self.model, name="catalogue", remember=context.remember, density="dense"
        )
        self.table.set_menu([self.history])
        self.table.set_empty("没有符合条件的目录项", "请放宽筛选或换个词再找。")
        self.detail = DetailPanel("从列表中选择一项")
        rows = Rows(self)
        for part in (self.bar, self.checklist, self.filters):
            rows.addWidget(part)
        split = master_detail(
            self.table, self.detail, remember=context.remember, name="catalogue", shares=(6, 4)
        )
        rows.addWidget(split, 1)
        self.filters.changed.connect(self._show)
        self.search.searched.connect(self._on_searched)
        self.table.current_changed.connect(self._on_current)
        self.table.opened.connect(lambda _row: self.on_history())

    def reload(self) -> None:
        session = self.context.session
        self._rows = office_view.catalogue(session)
        self.checklist.show_counts(office_view.checklist(session))
        count = len(updates.pending(session))
        self.updates.setText(f"随程序更新（{count} 项待决定）" if count else "随程序更新")
        allow(self.updates, "" if count else NO_UPDATES)
        self._show()
        self.table.select_first()

    def open_item(self, key: str) -> None:
        """Open the differences (updates), or filter by a kind of item."""
        if key == "updates":
            if self.updates.isEnabled():
                self.on_updates()
        else:
            self.filters.choose("kind", key)

    def on_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def on_updates(self) -> None:
        """Show what a newer program ships differently, and decide on it."""
        dialogs.run(UpdatesDialog(self, self.context.session))

    def on_history(self) -> None:
        """Show the versions of the chosen item."""
        row: CatalogueRow | None = self.table.current()
        if row is not None:
            session = self.context.session
            name = f"{row.kind_title}　{row.name}"
            dialogs.run(CatalogueHistory(self, session, row.kind, row.code, name))

    def _on_searched(self, needle: str) -> None:
        self._needle = needle
        self._show()

    def _show(self) -> None:
        shown = [row for row in self._rows if self._passes(row)]
        self.model.set_rows(shown)
        self.filters.set_count(f"共 {len(self._rows)} 项，显示 {len(shown)} 项")

    def _passes(self, row: CatalogueRow) -> bool:
        chosen = self.filters.values()
        if chosen["kind"] not in (None, row.kind):
            return False
        if chosen["source"] is not None and chosen["source"] not in row.source:
            return False
        if chosen["changed"] not in (None, CHANGED if row.version > 1 else UNCHANGED):
            return False
        texts = (row.name, shown_code(row.code), row.kind_title, row.author)
        return not self._needle or found_in(self._needle, texts)

    def _on_current(self, row: CatalogueRow | None) -> None:
        allow(self.history, "" if row else "请先选择一项。")
        if row is None:
            self.detail.show_nothing()
            return
        session = self.context.session
        current = catalogue.history(session, row.kind, row.code)[0]
        told = Words(session.workspace.office()).facts(row.kind, current.body)
        facts = [Fact(caption, text) for caption, text in told]
        badge = Badge(f"第 {row.version} 版", State.ACTIVE if row.version > 1 else State.QUIET)
        when = f"{row.since.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}"
        self.detail.show_record(
            row.kind_title, facts, subtitle=f"{row.author}　{when}", badges=[badge]
        )
