"""The tab 服务承诺: the register at the left, the chosen pledge at the right, the acts above."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtWidgets import QWidget

from jingyue_desktop.services import pledge_register
from jingyue_desktop.services.acts import may
from jingyue_desktop.services.pledge_register import PledgeRow, Wanted
from jingyue_desktop.services.pledges import STATES
from jingyue_desktop.ui.context import Context
from jingyue_desktop.ui.kit.acts import ActBar
from jingyue_desktop.ui.kit.empty import EmptyState
from jingyue_desktop.ui.kit.failures import show_error
from jingyue_desktop.ui.kit.page import Rows, master_detail
from jingyue_desktop.ui.permitted import whose
from jingyue_desktop.ui.pledges.acts import PledgeActs
from jingyue_desktop.ui.pledges.detail import PledgeDetail
from jingyue_desktop.ui.pledges.register import PledgeFilters, Register, RegisterTable
from jingyue_desktop.ui.pledges.rights import MOST
from jingyue_desktop.ui.pledges.words import LATE
from jingyue_desktop.ui.tab import Tab

OVERDUE = "overdue"
HINT = "搜索：编号、单位、项目或拼音首字母"


class PledgesTab(Tab):
    """Who may read the register sees it; whoever may not is told who may."""

    topics: ClassVar[frozenset[str]] = frozenset(
        {"pledges", "catalogue", "calendar", "people", "accounts"}
    )

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.view: RegisterView | None = None
        self._rows = Rows(self)
        self._closed = EmptyState()
        self._rows.addWidget(self._closed)
        self._closed.say("这里是服务承诺登记簿", whose("pledges.page").replace("办理", "查看"))
        self._open()

    def _open(self) -> None:
        allowed = may(self.context.session, "pledges.page")
        self._closed.setVisible(not allowed)
        if allowed and self.view is None:
            self.view = RegisterView(self.context, self)
            self._rows.addWidget(self.view)
        if self.view is not None:
            self.view.setVisible(allowed)

    def reload(self) -> None:
        self._open()
        if self.view is not None and self.view.isVisibleTo(self):
            self.view.reload()

    def open_item(self, key: str) -> None:
        """Show one pledge by its id, or those in a state (待签 …, ``overdue`` for late scans)."""
        if self.view is not None:
            self.view.open_item(key)

    def on_new(self) -> None:
        if self.view is not None:
            self.view.acts.new()

    def on_print(self) -> None:
        if self.view is not None:
            self.view.acts.print.trigger()

    def on_export(self) -> None:
        if self.view is not None:
            self.view.acts.export_register("xlsx")

    def on_search(self) -> None:
        if self.view is not None:
            self.view.search.setFocus()
            self.view.search.selectAll()


class RegisterView(QWidget):
    """Acts, filters, register and detail; the list never reads more than it shows."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = context.session
        self._wish: int | None = None
        self._fresh = True
        self.register = Register(context.session)
        bar = ActBar()
        self.acts = PledgeActs(bar, context, self, lambda: self.register.wanted)
        self.search = bar.add_search(HINT)
        self.filters = PledgeFilters(context.remember, context.session)
        self.table = RegisterTable(self.register.rows, context.remember)
        self.detail = PledgeDetail(context.session, self.acts)
        rows = Rows()
        rows.setContentsMargins(0, 0, 0, 0)
        self.setLayout(rows)
        rows.addWidget(bar)
        rows.addWidget(self.filters)
        split = master_detail(
            self.table, self.detail, remember=context.remember, name="pledges", shares=(79, 21)
        )
        rows.addWidget(split, 1)
        self.table.set_menu(self.acts.menu())
        self._listen()

    def _listen(self) -> None:
        self.search.searched.connect(lambda _: self._show())
        self.filters.changed.connect(self._show)
        self.table.selection_changed.connect(self._on_selection)
        self.table.opened.connect(lambda row: self.acts.preview([row]))
        self.table.failed.connect(lambda error: show_error(self, error))
        self.table.horizontalHeader().sortIndicatorChanged.connect(lambda *_: self._go_to(0))
        self.acts.issued.connect(self._on_issued)

    def reload(self) -> None:
        """Read again, keeping the place; a pledge just issued is gone to."""
        self.acts.refresh()
        self.filters.refill()
        place = self.table.currentIndex().row()
        self.register.show(self._wanted(), anew=True)
        self._tell()
        wish, self._wish = self._wish, None
        if wish is not None:
            self.open_item(str(wish))
        elif not self.table.currentIndex().isValid():
            self._go_to(max(place, 0))
        if self._fresh:
            # So that arrows and Enter work at once.
            self._fresh = False
            self.table.setFocus()

    def open_item(self, key: str) -> None:
        """Show one pledge by its id, or those in a state."""
        if key in (*STATES, OVERDUE, LATE):
            self._clear()
            self.filters.choose("state", LATE if key == OVERDUE else key)
        elif key.isdecimal() and not self._select(int(key)):
            row = pledge_register.one(self._session, int(key))
            if row is not None:
                self._clear()
                if not self._select(row.id):
                    # Far down a long register: its number finds it.
                    self.search.setText(row.number)
                    self.search.search_now()
                    self._select(row.id)

    def _select(self, pledge: int) -> bool:
        if not self.table.select(pledge) and self.register.rows.rowCount():
            self.register.rows.row_at(0)
        return self.table.select(pledge)

    def clear(self) -> None:
        """Show the whole register again."""
        self._clear()
        self._show()

    def _clear(self) -> None:
        self.search.clear()
        self.filters.clear()

    def _wanted(self) -> Wanted:
        return self.filters.wanted(self.search.text().strip())

    def _show(self) -> None:
        """Show what filters and search box leave, from its beginning."""
        wanted = self._wanted()
        if wanted != self.register.wanted:
            self.register.show(wanted)
            self._tell()
        self._go_to(0)

    def _go_to(self, place: int) -> None:
        """Choose the row at a place, or the last one before it."""
        total = self.register.rows.rowCount()
        if total:
            self.table.go_to(min(place, total - 1))

    def _tell(self) -> None:
        total, shown = self.register.total, self.register.rows.rowCount()
        same = self.register.wanted == Wanted()
        self.filters.set_count(
            f"共 {total:,} 份" if same else f"共 {total:,} 份，显示 {shown:,} 份"
        )
        if total:
            self.table.set_empty(
                "没有符合条件的承诺书", "请放宽筛选，或换个词再找。", "清除筛选和搜索", self.clear
            )
            return
        may_issue = self.acts.issue.isVisible() and self.acts.issue.isEnabled()
        self.table.set_empty(
            "还没有开具过服务承诺书",
            "案件受理后开具，交建设单位一份；签名后登记扫描件，再归档。",
            "开具第一份" if may_issue else "",
            self.acts.new if may_issue else None,
        )

    def _on_issued(self, ids: list[int]) -> None:
        self._wish = ids[-1]

    def _on_selection(self, count: int) -> None:
        rows: list[PledgeRow] = self.table.selected() if count <= MOST else []
        rows = [row for row in rows if row is not None]
        self.acts.offer(rows, count)
        self.detail.show_pledges(rows, count)
