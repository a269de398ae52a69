"""系统 · 日历: the years with their notices, every special day, and the question of deadlines."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from jingyue_desktop.domain.workdays import PROVISIONAL, WEEKDAYS, CalendarYear, DayKind
from jingyue_desktop.services import office_view
from jingyue_desktop.services.catalogue_rows import CALENDAR
from jingyue_desktop.services.office_view import DayRow
from jingyue_desktop.ui.catalogue_history import CatalogueHistory
from jingyue_desktop.ui.context import Context
from jingyue_desktop.ui.kit import dialogs
from jingyue_desktop.ui.kit.acts import ActBar
from jingyue_desktop.ui.kit.badge import Badge
from jingyue_desktop.ui.kit.columns import Column
from jingyue_desktop.ui.kit.facts import scrolled
from jingyue_desktop.ui.kit.labels import label
from jingyue_desktop.ui.kit.page import Rows, card, master_detail
from jingyue_desktop.ui.kit.rows import RowsModel
from jingyue_desktop.ui.kit.table import TableView
from jingyue_desktop.ui.kit.tokens import State
from jingyue_desktop.ui.permitted import permit
from jingyue_desktop.ui.system.deadline_question import DeadlineQuestion
from jingyue_desktop.ui.system.notice_dialog import enter_notice
from jingyue_desktop.ui.system.year_view import KIND_STATES, YearView
from jingyue_desktop.ui.tab import Tab
from jingyue_desktop.ui.waiting import WaitingNotice

YEARS = (
    Column[CalendarYear]("year", "年份", lambda r: r.year, width=56, sortable=False),
    Column[CalendarYear](
        "published",
        "通知",
        lambda r: "已公布" if r.published else "未公布",
        width=100,
        state=lambda r: State.FINE if r.published else State.DUE,
        look="mark",
        stretch=True,
        sortable=False,
    ),
)
DAYS = (
    Column[DayRow](
        "date",
        "日期",
        lambda r: r.date,
        show=lambda d: f"{d.month}月{d.day}日 周{WEEKDAYS[d.weekday()]}",
        width=112,
        sortable=False,
    ),
    Column[DayRow](
        "kind",
        "种类",
        lambda r: r.kind.caption,
        width=110,
        state=lambda r: KIND_STATES.get(r.kind),
        look="mark",
        sortable=False,
    ),
    Column[DayRow]("name", "节日", lambda r: r.name, width=60, stretch=True, sortable=False),
)
LEGEND = "灰色：周休日　方框：今天"
ORDINARY = (DayKind.WORKDAY, DayKind.REST_DAY)


class CalendarPage(Tab):
    """Years at the left, the chosen year in the middle, its special days at the right."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.question = DeadlineQuestion(context.session)
        self.years_model = RowsModel(YEARS, identity=lambda row: row.year)
        self.years = TableView(self.years_model, name="calendar_years", density="dense")
        self.years.setFixedWidth(164)
        self.years.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.days_model = RowsModel(DAYS, identity=lambda row: row.date)
        self.days = TableView(
            self.days_model, name="calendar_days", remember=context.remember, density="dense"
        )
        self.days.set_empty("没有特殊日期", PROVISIONAL)
        self.year = YearView()
        self.title = label(role="heading")
        self.badge = Badge()
        self.worked = label(role="quiet")
        self.notice = label(role="quiet", selectable=True, wrap=True)
        self.bar = ActBar()
        self.publish = self.bar.add("公布、更正放假安排", self.on_publish, icon="edit")
        self.next_year = self.bar.add("增加下一年", self.on_next_year, icon="plus", primary=False)
        self.history = self.bar.add("修改历史", self.on_history, icon="history", primary=False)
        self.waiting = WaitingNotice("calendar.")
        rows = Rows(self)
        rows.addWidget(self.bar)
        rows.addWidget(self.waiting)
        rows.addWidget(self.question)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(self.years)
        split = master_detail(
            self._sheet(), self.days, remember=context.remember, name="calendar", shares=(62, 38)
        )
        body.addWidget(split, 1)
        rows.addLayout(body, 1)
        self.years.current_changed.connect(self._on_year)
        self.years.set_menu([self.publish, self.history])
        self.waiting.wanted.connect(lambda key: self.wanted.emit("工作台", key))

    def _sheet(self) -> QWidget:
        frame, box = card(16, 8)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.title)
        head.addWidget(self.badge)
        head.addWidget(self.worked)
        head.addStretch(1)
        words = QVBoxLayout()
        words.addLayout(head)
        words.addWidget(self.notice)
        box.addLayout(words)
        box.addWidget(scrolled(self.year), 1)
        # A scroll area fills its content's ground; made transparent by the style sheet, the
        # palette would no longer say whether the scheme is light or dark.
        self.year.setAutoFillBackground(False)
        legend = QHBoxLayout()
        for kind, state in KIND_STATES.items():
            legend.addWidget(Badge(kind.caption, state))
        legend.addWidget(label(LEGEND, "caption"))
        legend.addStretch(1)
        box.addLayout(legend)
        return frame

    def reload(self) -> None:
        session = self.context.session
        self.years_model.set_rows(office_view.years(session))
        self.waiting.follow(session)
        for act in (self.publish, self.next_year):
            permit(act, session, "calendar.publish")
        if self.years.current() is None:
            self.years.select(session.workspace.today().year)
            self.years.select_first()
        self.question.reload()
        self._on_year(self.years.current())

    def open_item(self, key: str) -> None:
        """Show one year."""
        if key.isdigit():
            self.years.select(int(key))

    def on_publish(self) -> None:
        """Propose the notice of the chosen year, or a correction of it."""
        year: CalendarYear | None = self.years.current()
        if year is not None and enter_notice(self, self.context.session, year.year):
            self.reload()

    def on_next_year(self) -> None:
        """Propose the notice of the year after the last."""
        last = max(row.year for row in self.years_model.rows())
        if enter_notice(self, self.context.session, last + 1):
            self.reload()

    def on_history(self) -> None:
        """Show the versions of the chosen year."""
        year: CalendarYear | None = self.years.current()
        if year is not None:
            session, code = self.context.session, str(year.year)
            name = f"{year.year} 年放假安排"
            dialogs.run(CatalogueHistory(self, session, CALENDAR, code, name))

    def on_search(self) -> None:
        self.question.start.take_focus()

    def _on_year(self, year: CalendarYear | None) -> None:
        if year is None:
            return
        session = self.context.session
        days = office_view.days(session, year.year)
        self.title.setText(f"{year.year} 年")
        told, state = ("已公布", State.FINE) if year.published else ("未公布", State.DUE)
        self.badge.say(told, state)
        worked = sum(row.kind.works for row in days)
        source = f"依据：{year.notice}" if year.published else f"{PROVISIONAL}。"
        self.notice.setText(source)
        self.worked.setText(f"全年 {worked} 个工作日")
        self.year.show_year(days, session.workspace.today())
        self.days_model.set_rows([row for row in days if row.kind not in ORDINARY])
