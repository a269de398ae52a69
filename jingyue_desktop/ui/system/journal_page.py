"""系统 · 活动日志: every act and refusal, newest first, with what it touched; and its verification."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from jingyue_desktop.domain.clock import OFFICE_ZONE, day_start
from jingyue_desktop.paper.field import Field
from jingyue_desktop.services import journal
from jingyue_desktop.services.acts import may
from jingyue_desktop.services.journal import Filter, LogRow
from jingyue_desktop.ui.context import Context
from jingyue_desktop.ui.kit import dialogs
from jingyue_desktop.ui.kit.acts import ActBar, allow
from jingyue_desktop.ui.kit.columns import Column
from jingyue_desktop.ui.kit.date_field import DateField
from jingyue_desktop.ui.kit.failures import show_error
from jingyue_desktop.ui.kit.filters import FilterRow
from jingyue_desktop.ui.kit.labels import label
from jingyue_desktop.ui.kit.page import Rows, master_detail
from jingyue_desktop.ui.kit.rows import PagedRows, Slice
from jingyue_desktop.ui.kit.table import TableView
from jingyue_desktop.ui.kit.tokens import State
from jingyue_desktop.ui.permitted import permit
from jingyue_desktop.ui.system.journal_detail import JournalDetail
from jingyue_desktop.ui.system.verifying import AnchorDialog, VerdictStrip
from jingyue_desktop.ui.tab import Tab

RUNNING = "正在核验，请稍候。"
OWN_ONLY = "这里只有您自己的活动；全部日志由审计员、局长和区纪工委查阅。"
HASHES_ONLY = "系统管理员只看到何时何人办理何事和校验值，看不到对象和原因。"


def stamp(when: datetime) -> str:
    """Return a moment in the office's time, to the second."""
    return f"{when.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M:%S}"


COLUMNS = (
    Column[LogRow]("seq", "序号", lambda r: r.seq, width=72, align="right", sortable=False),
    Column[LogRow]("when", "时间", lambda r: r.when, show=stamp, width=166, sortable=False),
    Column[LogRow]("actor", "人员", lambda r: r.actor, width=84, sortable=False),
    Column[LogRow]("title", "事项", lambda r: r.title, width=170, stretch=True, sortable=False),
    Column[LogRow](
        "success",
        "结果",
        lambda r: "办成" if r.success else "未办成",
        width=92,
        state=lambda r: State.FINE if r.success else State.OVERDUE,
        look="mark",
        sortable=False,
    ),
    Column[LogRow]("about", "对象或原因", lambda r: r.about or r.reason, width=190, sortable=False),
    Column[LogRow]("reason", "原因", lambda r: r.reason, width=200, sortable=False, hidden=True),
    Column[LogRow]("host", "计算机", lambda r: r.host, width=130, sortable=False, hidden=True),
    Column[LogRow]("hash", "校验值", lambda r: r.hash_head, width=180, sortable=False, hidden=True),
)


class JournalPage(Tab):
    """Read page by page; whoever is no reader sees his own rows."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._wanted = Filter()
        self.bar = ActBar()
        self.verify = self.bar.add("核验", self.on_verify, icon="shield-check")
        self.refresh = self.bar.add("刷新", self.reload, icon="refresh", keys="F5")
        self.search = self.bar.add_search("搜索事项、原因（Ctrl+F）")
        self.since = DateField(Field("since", "自", "date", required=False, hint="起始日期"))
        self.until = DateField(Field("until", "至", "date", required=False, hint="截止日期"))
        self.filters = FilterRow()
        self.failures = self.filters.add_check("failures", "只看未办成的")
        self.strip = VerdictStrip(context)
        self.model = PagedRows(COLUMNS, self._fetch, self._count, identity=lambda row: row.seq)
        self.table = TableView(
            self.model, name="journal", remember=context.remember, density="dense"
        )
        self.table.set_empty("没有符合条件的日志", "请放宽日期或换个词再找。")
        self.detail = JournalDetail()
        self.range = label(role="quiet", wrap=True)
        self._lay_out()
        self._listen()

    def _lay_out(self) -> None:
        rows = Rows(self)
        rows.addWidget(self.bar)
        second = QHBoxLayout()
        second.setSpacing(8)
        for caption, field in (("自", self.since), ("至", self.until)):
            field.line.setFixedWidth(150)
            field.name_for_readers()
            second.addWidget(label(caption))
            second.addWidget(field)
        second.addWidget(self.filters, 1)
        rows.addLayout(second)
        rows.addWidget(self.strip)
        split = master_detail(
            self.table, self.detail, remember=self.context.remember, name="journal"
        )
        rows.addWidget(split, 1)
        rows.addWidget(self.range)

    def _listen(self) -> None:
        self.search.searched.connect(lambda _text: self._apply())
        self.filters.changed.connect(self._apply)
        self.since.edited.connect(self._apply)
        self.until.edited.connect(self._apply)
        self.table.current_changed.connect(self._on_current)
        self.table.failed.connect(lambda error: show_error(self, error))
        self.strip.ended.connect(self._on_verified)

    def reload(self) -> None:
        session = self.context.session
        self.range.setText(HASHES_ONLY if may(session, "journal.verify") else OWN_ONLY)
        self.range.setVisible(not self._reads())
        self.model.reload()
        self.table.select_first()
        self.filters.set_count(f"共 {self.model.rowCount():,} 条")
        self._mark_acts()

    def showEvent(self, event: QShowEvent) -> None:
        # Every act of everybody adds a row; no topic tells of it.
        super().showEvent(event)
        self.stale = False
        self.reload()

    def open_item(self, key: str) -> None:
        """Show one row by its number."""
        if key.isdigit():
            self.table.select(int(key))

    def on_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def on_verify(self) -> None:
        """核验: ask for anchors, check behind, keep the result in the log."""
        if not self.verify.isEnabled():
            return
        dialog = AnchorDialog(self, journal.anchor(self.context.session).text())
        if dialogs.run(dialog):
            allow(self.verify, RUNNING)
            self.strip.start(dialog.anchors, self.model.rowCount())

    def _on_verified(self) -> None:
        self.reload()

    def _fetch(self, part: Slice) -> Sequence[LogRow]:
        return journal.page(self.context.session, self._wanted, part.offset, part.limit)

    def _count(self) -> int:
        return journal.count(self.context.session, self._wanted)

    def _apply(self) -> None:
        days: list[date | None] = []
        for field in (self.since, self.until):
            value = field.value()
            field.mark(isinstance(value, str))
            days.append(value if isinstance(value, date) else None)
        first, last = days
        self._wanted = Filter(
            text=self.search.text().strip(),
            failures_only=self.failures.isChecked(),
            since=day_start(first) if first else None,
            until=_end_of(last) if last else None,
        )
        self.reload()

    def _on_current(self, row: LogRow | None) -> None:
        if row is None:
            self.detail.show_nothing()
        elif self._reads():
            self.detail.show_row(row, journal.detail(self.context.session, row.seq))
        else:
            self.detail.show_row(row, None)

    def _reads(self) -> bool:
        # Asked each time: a role may be given or taken while the page stands open.
        return may(self.context.session, "journal.detail")

    def _mark_acts(self) -> None:
        running = self.strip.isVisible() and self.strip.verdict is None
        permit(self.verify, self.context.session, "journal.verify", RUNNING if running else "")


def _end_of(day: date) -> datetime:
    return day_start(day + timedelta(days=1)) - timedelta(microseconds=1)
