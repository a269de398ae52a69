"""期限推算: when a period of law, or a number of working days, is over, and why."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from jingyue_desktop.domain.deadline import Deadline, Period, Unit
from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.domain.limits import title
from jingyue_desktop.domain.office import Limit
from jingyue_desktop.domain.workdays import WEEKDAYS
from jingyue_desktop.paper.field import Field
from jingyue_desktop.services import deadlines
from jingyue_desktop.services.acts import Session
from jingyue_desktop.ui.kit.date_field import DateField
from jingyue_desktop.ui.kit.dates import day_text
from jingyue_desktop.ui.kit.facts import link, show_why
from jingyue_desktop.ui.kit.fields import ChoiceField, LineField
from jingyue_desktop.ui.kit.labels import label
from jingyue_desktop.ui.system.pause_row import WRONG, PauseLines

MOST = 1000
MOST_PAUSES = 3  # as many as a small window has room for; a pause may span them
USUAL = 10
PLAIN = "若干工作日"


class DeadlineQuestion(QFrame):
    """Answers while it is typed; 为什么？ says the article and every day that was not counted."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._session = session
        self._limits: dict[str, Limit] = {}
        self.found: Deadline | None = None
        self.rule = ChoiceField(Field("rule", "期限规定", "choice"))
        self.start = DateField(Field("start", "起算日", "date"))
        self.days = LineField(Field("days", "工作日数", "number", min=0, max=MOST))
        self.start.line.setFixedWidth(150)
        self.days.line.setFixedWidth(72)
        self.start.set_value(session.workspace.today())
        self.days.set_value(USUAL)
        self.begins, self.count = label(), label()
        self.answer = label(role="heading", selectable=True)
        self.why = link("为什么？", self.explain)
        self.pauses = PauseLines()
        self.more = link("加一段暂停", self.pauses.add)
        self.extended = QCheckBox()
        self.notice = label(wrap=True)
        self.notice.setProperty("state", "due")
        self._lay_out()
        for field in (self.rule, self.start, self.days):
            field.name_for_readers()
        self.rule.edited.connect(self._on_rule)
        for changed in (self.start.edited, self.days.edited, self.pauses.edited):
            changed.connect(self.ask)
        self.extended.toggled.connect(self.ask)
        self.reload()

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(18, 10, 18, 10)
        box.setSpacing(6)
        first = _line(label("期限推算", "strong"), self.rule, self.more, self.extended)
        parts = (label("自"), self.start, self.begins, self.days, self.count, self.answer, self.why)
        box.addLayout(first)
        box.addLayout(_line(*parts))
        box.addWidget(self.pauses)
        box.addWidget(self.notice)

    def reload(self) -> None:
        """Offer the periods of law as they stand in the catalogue now."""
        chosen = self.rule.raw()
        limits = deadlines.limits(self._session)
        self._limits = {f"{limit.code}　{limit.name}": limit for limit in limits}
        self.rule.combo.clear()
        for word in (PLAIN, *self._limits):
            self.rule.combo.addItem(word, word)
        self.rule.set_value(chosen if chosen in self._limits else PLAIN)
        self.choose()

    def limit(self) -> Limit | None:
        """Return the chosen period of law, None for plain working days."""
        return self._limits.get(str(self.rule.raw()))

    def _on_rule(self) -> None:
        # What was paused and extended under one rule says nothing of another.
        self.extended.setChecked(False)
        self.pauses.clear()
        self.choose()

    def choose(self) -> None:
        """Show what belongs to the chosen period, and answer."""
        limit = self.limit()
        back = limit is not None and limit.count < 0
        self.days.setVisible(limit is None)
        self.begins.setText(
            f"（{limit.begins}，当日不计）{'向前推' if back else '起满'}"
            if limit
            else "起（当日不计）满"
        )
        self.rule.setToolTip(f"{title(limit)}：{limit.text}" if limit else "")
        self.pauses.setVisible(self._may_pause())
        self.more.setToolTip(f"不计入的事由：{'、'.join(limit.pauses)}" if limit else "")
        self.extended.setVisible(limit is not None and limit.extension > 0)
        if limit is not None and limit.extension:
            unit = Unit(limit.unit).caption
            self.extended.setText(f"已批准延长 {limit.extension} {unit}")
            self.extended.setToolTip(limit.extended_by)
        self.ask()

    def ask(self) -> None:
        """Work the answer out from what stands in the fields."""
        self.more.setVisible(self._may_pause() and len(self.pauses.lines) < MOST_PAUSES)
        self.count.setText(f"{self._count()}为")
        self.found, fault = self._work_out()
        self.why.setVisible(self.found is not None)
        self.answer.setText(_in_full(self.found.due) if self.found else "—")
        lines = [fault] if fault else []
        if self.found is not None:
            lines += [] if self.found.act_by == self.found.due else self.found.moves()[-1:]
            lines += self.found.reservations()
        self.notice.setText("\n".join(lines))
        self.notice.setVisible(bool(lines))

    def _work_out(self) -> tuple[Deadline | None, str]:
        """Return the answer, or why there is none (empty where the field itself is marked)."""
        start, days, limit = self.start.value(), self.days.value(), self.limit()
        self.start.mark(not isinstance(start, date))
        self.days.mark(limit is None and not isinstance(days, int))
        paused = [] if self.pauses.isHidden() else self.pauses.pauses()
        if paused is None:
            return None, WRONG
        rule = limit.code if limit else days if isinstance(days, int) else None
        if not isinstance(start, date) or rule is None:
            return None, ""
        try:
            return deadlines.ask(self._session, start, rule, paused, self._extended()), ""
        except UserError as refused:
            return None, refused.message

    def _may_pause(self) -> bool:
        limit = self.limit()
        return limit is None or bool(limit.pauses)

    def _extended(self) -> bool:
        return not self.extended.isHidden() and self.extended.isChecked()

    def _count(self) -> str:
        limit = self.limit()
        if limit is None:
            return Unit.WORKDAY.caption
        more = limit.extension if self._extended() else 0
        return Period(limit.count + more, Unit(limit.unit)).text()

    def explain(self) -> None:
        """Answer 为什么是这一天？ with the article, every skipped day and the notices."""
        found = self.found
        if found is None:
            return
        skipped = "\n".join(skip.text() for skip in found.skipped)
        lines = [("规定", found.period.rule)] if found.period.rule else []
        lines += [("推移", text) for text in found.moves()]
        lines += [(f"其间不计 {len(found.skipped)} 天", skipped)] if skipped else []
        lines += [("依据", notice) for notice in found.notices]
        lines += [("说明", text) for text in found.reservations()]
        show_why(self.window(), found.conclusion, lines, title="为什么是这一天？")


def _line(*parts: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for part in parts:
        row.addWidget(part)
    row.addStretch(1)
    return row


def _in_full(day: date) -> str:
    return f"{day_text(day)}（星期{WEEKDAYS[day.weekday()]}）"
