"""系统 · 岗位权限表: who may do what, printed from the registry the services themselves go by."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from jingyue_desktop.domain.roles import INCOMPATIBLE, Role
from jingyue_desktop.services import rights
from jingyue_desktop.services.acts import SCOPES
from jingyue_desktop.services.everything import registry
from jingyue_desktop.services.rights import CONFIRM, NONE, RightsRow
from jingyue_desktop.services.risk_search import found_in
from jingyue_desktop.ui.context import Context
from jingyue_desktop.ui.kit.acts import ActBar
from jingyue_desktop.ui.kit.columns import Column
from jingyue_desktop.ui.kit.copying import clip
from jingyue_desktop.ui.kit.filters import FilterRow
from jingyue_desktop.ui.kit.labels import label
from jingyue_desktop.ui.kit.page import Rows
from jingyue_desktop.ui.kit.rows import RowsModel
from jingyue_desktop.ui.kit.table import TableView
from jingyue_desktop.ui.kit.tokens import State
from jingyue_desktop.ui.permitted import whose
from jingyue_desktop.ui.tab import Tab

WORDS = (
    "办理：本人办理即生效；提出、确认：一人提出，另一人确认后才生效，不能自己确认自己；"
    "查看：只能看；—：不能办理，表中没有写明的一律不能。"
)
READ, ACT, TWO = "read", "act", "two"
SORTS = ((ACT, "办理（逐次留日志）"), (TWO, "须两人办理"), (READ, "查看"))


def _cell(role: Role) -> Callable[[RightsRow], str]:
    return lambda row: row.cells[role]


def _state(role: Role) -> Callable[[RightsRow], State | None]:
    def told(row: RightsRow) -> State | None:
        text = row.cells[role]
        if text == NONE or text == "查看":
            return State.QUIET
        return State.DUE if text == CONFIRM else State.ACTIVE

    return told


COLUMNS = (
    Column[RightsRow]("title", "事项", lambda r: r.title, width=200, stretch=True),
    *(
        Column[RightsRow](
            str(role),
            role.caption,
            _cell(role),
            width=88,
            align="center",
            state=_state(role),
            sortable=False,
        )
        for role in Role
    ),
    Column[RightsRow]("scope", "范围", lambda r: r.scope, width=72, sortable=False),
    Column[RightsRow]("logged", "留日志", lambda r: r.logged, width=84, hidden=True),
    Column[RightsRow]("name", "代号", lambda r: r.name, width=170, hidden=True),
)


class RightsPage(Tab):
    """The table with a sentence about the chosen act, and what the words mean."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._needle = ""
        self._rows: list[RightsRow] = []
        self.bar = ActBar()
        self.copy = self.bar.add("复制全表", self.on_export, icon="copy", keys="Ctrl+E")
        self.search = self.bar.add_search("搜索事项（Ctrl+F）")
        self.filters = FilterRow(context.remember, "rights")
        self.filters.add("role", "角色", [(role, role.caption) for role in Role])
        self.filters.add("sort", "办理方式", list(SORTS))
        self.model = RowsModel(COLUMNS, identity=lambda row: row.name)
        self.table = TableView(
            self.model, name="rights", remember=context.remember, density="dense"
        )
        self.table.set_empty("没有符合条件的事项", "请放宽筛选或换个词再找。")
        self.about = label(wrap=True, selectable=True)
        rows = Rows(self)
        for part in (self.bar, self.filters):
            rows.addWidget(part)
        rows.addWidget(self.table, 1)
        rows.addWidget(self._foot())
        self.filters.changed.connect(self._show)
        self.search.searched.connect(self._on_searched)
        self.table.current_changed.connect(self._on_current)

    def _foot(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "notice")
        box = QVBoxLayout(frame)
        box.setContentsMargins(16, 10, 16, 10)
        box.setSpacing(6)
        box.addWidget(self.about)
        pairs = "、".join(f"{one.caption}与{other.caption}" for one, other in INCOMPATIBLE)
        box.addWidget(label(f"{WORDS}不能由一人兼任：{pairs}。", "quiet", wrap=True))
        return frame

    def reload(self) -> None:
        self._rows = rights.shown(self.context.session)
        self._show()
        self.table.select_first()

    def on_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def on_export(self) -> None:
        """Put the shown table on the clipboard, to be pasted into WPS or Excel."""
        shown = [column for column in COLUMNS if column.key != "name"]
        cells = [[column.title for column in shown]]
        cells += [[column.text(row) for column in shown] for row in self.model.rows()]
        QGuiApplication.clipboard().setMimeData(clip(cells))
        self.filters.set_count(f"已复制 {len(cells) - 1} 行，可粘贴到表格")

    def _on_searched(self, needle: str) -> None:
        self._needle = needle
        self._show()

    def _show(self) -> None:
        shown = [row for row in self._rows if self._passes(row)]
        self.model.set_rows(shown)
        self.filters.set_count(f"共 {len(self._rows)} 项，显示 {len(shown)} 项")

    def _passes(self, row: RightsRow) -> bool:
        chosen = self.filters.values()
        role, sort = chosen["role"], chosen["sort"]
        if role is not None and row.cells[role] == NONE:
            return False
        two = bool(registry()[row.name].second)
        if sort is not None and sort != (TWO if two else ACT if row.logged else READ):
            return sort == ACT and two
        return not self._needle or found_in(self._needle, (row.title, row.scope))

    def _on_current(self, row: RightsRow | None) -> None:
        if row is None:
            self.about.setText("")
            return
        kept = "每次办理留一条日志" if row.logged else "查看不留日志，无权查看的尝试留日志"
        reach = {
            "本科室": "只限本科室的事项，局领导不限",
            "本人": "只限本人",
        }.get(row.scope, "全局")
        assert reach and row.scope in SCOPES.values()
        self.about.setText(f"{whose(row.name)}范围：{reach}；{kept}。")
