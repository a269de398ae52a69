"""The clerk's question: which day is it so many working days after a day, and why."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from jingyue_desktop.domain.workdays import PROVISIONAL, WEEKDAYS, DueDate
from jingyue_desktop.paper.field import Field
from jingyue_desktop.services import office_view
from jingyue_desktop.services.acts import Session
from jingyue_desktop.ui.kit.date_field import DateField
from jingyue_desktop.ui.kit.dates import day_text
from jingyue_desktop.ui.kit.facts import link, show_why
from jingyue_desktop.ui.kit.fields import LineField
from jingyue_desktop.ui.kit.labels import label

MOST = 1000
USUAL = 10


class WorkdayQuestion(QFrame):
    """Answers while it is typed; 为什么？ lists every day that was not counted."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._session = session
        self.due: DueDate | None = None
        self.start = DateField(Field("start", "起算日", "date"))
        self.days = LineField(Field("days", "工作日数", "number", min=0, max=MOST))
        self.start.line.setFixedWidth(150)
        self.days.line.setFixedWidth(72)
        self.start.set_value(session.workspace.today())
        self.days.set_value(USUAL)
        self.answer = label(role="heading", selectable=True)
        self.why = link("为什么？", self.explain)
        self.notice = label(f"结果跨入尚未公布放假安排的年份，{PROVISIONAL}。", wrap=True)
        self.notice.setProperty("state", "due")
        box = QVBoxLayout(self)
        box.setContentsMargins(18, 10, 18, 10)
        box.setSpacing(4)
        box.addLayout(self._line())
        box.addWidget(self.notice)
        for field in (self.start, self.days):
            field.name_for_readers()
            field.edited.connect(self.ask)
        self.ask()

    def _line(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label("工作日推算", "strong"))
        row.addSpacing(12)
        row.addWidget(label("自"))
        row.addWidget(self.start)
        row.addWidget(label("起（当日不计）满"))
        row.addWidget(self.days)
        row.addWidget(label("个工作日为"))
        row.addWidget(self.answer)
        row.addWidget(self.why)
        row.addStretch(1)
        return row

    def ask(self) -> None:
        """Work the answer out from what stands in the fields."""
        start, days = self.start.value(), self.days.value()
        self.start.mark(not isinstance(start, date))
        self.days.mark(not isinstance(days, int))
        self.due = None
        if isinstance(start, date) and isinstance(days, int):
            self.due = office_view.workdays_after(self._session, start, days)
        self.why.setVisible(self.due is not None)
        self.notice.setVisible(self.due is not None and self.due.provisional)
        self.answer.setText(_in_full(self.due.date) if self.due else "—")

    def explain(self) -> None:
        """Answer 为什么是这一天？ with every skipped day and the notices."""
        due = self.due
        if due is None:
            return
        skipped = "\n".join(skip.text() for skip in due.skipped)
        lines = [(f"其间不计 {len(due.skipped)} 天", skipped)] if skipped else []
        lines += [("依据", notice) for notice in due.notices]
        if due.provisional:
            lines.append(("说明", f"{PROVISIONAL}。"))
        show_why(self.window(), due.explanation()[0], lines, title="为什么是这一天？")


def _in_full(day: date) -> str:
    return f"{day_text(day)}（星期{WEEKDAYS[day.weekday()]}）"
