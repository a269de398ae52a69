"""The tab 工作台: figures above, lists at the left, the chosen matter with its decision at the right."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSplitter, QWidget

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.services import filed, proposal_changes, proposals, workbench
from jingyue_desktop.services.acts import may
from jingyue_desktop.services.everything import registry
from jingyue_desktop.services.filed import Filed
from jingyue_desktop.services.proposals import ProposalRow
from jingyue_desktop.services.workbench import Change, Todo
from jingyue_desktop.ui.context import Context
from jingyue_desktop.ui.kit import dialogs
from jingyue_desktop.ui.kit.acts import new_act
from jingyue_desktop.ui.kit.failures import show_error
from jingyue_desktop.ui.kit.page import Rows, master_detail
from jingyue_desktop.ui.tab import Tab
from jingyue_desktop.ui.workbench import deciding
from jingyue_desktop.ui.workbench.figures import FigureRow
from jingyue_desktop.ui.workbench.lists import TitledList, changes_list, filed_list, todo_list
from jingyue_desktop.ui.workbench.matter_panel import MatterPanel

OWN = "工作台"
PROPOSAL = "proposal:"


class WorkbenchTab(Tab):
    """What is mine to do now. One matter is shown at a time, whichever list it stands in."""

    topics: ClassVar[frozenset[str]] = frozenset(
        {"pledges", "proposals", "risks", "catalogue", "calendar", "people", "accounts"}
    )

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        registry()
        self._session = context.session
        self._staff = may(self._session, "proposals.list")
        self._proposals: dict[int, ProposalRow] = {}
        self._chosen: ProposalRow | Filed | Todo | Change | None = None
        self.figures = FigureRow()
        self.todo = todo_list(context.remember)
        self.filed = filed_list(context.remember)
        self.changes = changes_list(context.remember)
        self.panel = MatterPanel()
        self._make_acts()
        self._lay_out()
        self._listen()

    def _make_acts(self) -> None:
        self.go = new_act(self, "去办理", self.on_go)
        self.confirm = new_act(self, "确认", self.on_confirm)
        self.reject = new_act(self, "退回", self.on_reject)
        self.withdraw = new_act(self, "撤回", self.on_withdraw)

    def _lay_out(self) -> None:
        rows = Rows(self)
        rows.addWidget(self.figures)
        lists = QSplitter(Qt.Orientation.Vertical)
        for place, (part, share) in enumerate(((self.todo, 5), (self.filed, 2), (self.changes, 3))):
            lists.addWidget(part)
            lists.setStretchFactor(place, share)
        lists.setSizes([500, 200, 300])
        lists.setChildrenCollapsible(False)
        remember = self.context.remember
        remember.follow_splitter(lists, "workbench_lists")
        rows.addWidget(
            master_detail(lists, self.panel, remember=remember, name="workbench", shares=(6, 4)), 1
        )
        self.todo.table.set_empty("没有待办", "现在没有等您办理的事项。")
        self.changes.table.set_empty("没有变化", "上次登录以来，别人没有办理过您能看到的事项。")

    def _listen(self) -> None:
        self.figures.wanted.connect(self.wanted)
        for part, show in (
            (self.todo, self._show_todo),
            (self.filed, self._show_filed),
            (self.changes, self._show_change),
        ):
            part.table.current_changed.connect(
                lambda row, p=part, s=show: self._on_current(p, row, s)
            )
        self.todo.table.opened.connect(lambda _row: self.on_go())
        self.filed.table.opened.connect(lambda _row: self._focus_act())
        self.changes.table.opened.connect(lambda _row: self.on_go())

    def reload(self) -> None:
        session = self._session
        self.figures.show_figures(workbench.figures(session))
        mine = filed.filed(session) if self._staff else []
        rows = proposals.listed(session) if self._staff else []
        self._proposals = {row.id: row for row in rows}
        self._chosen = None
        self.todo.show_rows(workbench.todo(session))
        self.filed.show_rows(mine)
        self.filed.setVisible(bool(mine))
        self.changes.show_rows(workbench.changes(session))
        if self._chosen is None:
            self._choose_first()

    def _choose_first(self) -> None:
        for part in (self.todo, self.filed):
            if part.rows.rowCount():
                part.table.go_to(0)
                return
        self.panel.show_nothing("从左边选择一项", "上面的数字可以点击，直接进入各项业务。")

    def open_item(self, key: str) -> None:
        """Show a proposal (``proposal:12``) ready to be decided, or tell that it is done with."""
        number = key.removeprefix(PROPOSAL)
        if not number.isdecimal():
            return
        if self.todo.table.select((OWN, key)) or self.filed.table.select(int(number)):
            self._focus_act()
        else:
            dialogs.inform(self, "这一事项已经办理或撤回。")

    def on_go(self) -> None:
        """Go to where the chosen thing is done or stands; a proposal is decided right here."""
        row = self._chosen
        if isinstance(row, ProposalRow):
            self._focus_act()
        elif isinstance(row, Todo | Change) and row.tab:
            self.wanted.emit(row.tab, row.key)

    def on_confirm(self) -> None:
        row = self._chosen
        if isinstance(row, ProposalRow):
            deciding.confirm(self, self._session, row, self.panel.warning)

    def on_reject(self) -> None:
        row = self._chosen
        if isinstance(row, ProposalRow):
            deciding.reject(self, self._session, row)

    def on_withdraw(self) -> None:
        row = self._chosen
        if isinstance(row, ProposalRow):
            deciding.withdraw(self, self._session, row.id, row.title)

    def _on_current(self, part: TitledList, row: Any, show: Any) -> None:
        if row is None:
            return
        for other in (self.todo, self.filed, self.changes):
            if other is not part:
                other.table.clearSelection()
                other.table.setCurrentIndex(other.rows.index(-1, -1))
        self._chosen = row
        show(row)

    def _show_todo(self, row: Todo) -> None:
        number = row.key.removeprefix(PROPOSAL)
        found = self._proposals.get(int(number)) if row.tab == OWN else None
        if found is None:
            self.go.setText(f"去“{row.tab}”办理")
            self.panel.show_todo(row, self.go)
        else:
            self._show_proposal(found, [self.confirm, self.reject])

    def _show_change(self, row: Change) -> None:
        self.go.setText(f"到“{row.tab}”查看")
        self.panel.show_change(row, self.go)

    def _show_filed(self, row: Filed) -> None:
        found = self._proposals.get(row.id)
        if found is None:
            self.panel.show_filed(row)
        else:
            self._show_proposal(found, [self.withdraw])

    def _show_proposal(self, row: ProposalRow, acts: list[QAction]) -> None:
        self._chosen = row
        try:
            told = proposal_changes.changes(self._session, row.id)
        except UserError as fault:
            show_error(self, fault)
            return
        self.panel.show_proposal(row, told, acts)

    def _focus_act(self) -> None:
        self.panel.focus_act()
