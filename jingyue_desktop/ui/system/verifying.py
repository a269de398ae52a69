"""Verifying the log from the window: typed anchors, the check behind, its result in words."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QWidget

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.services import journal
from jingyue_desktop.services.journal_words import Verdict
from jingyue_desktop.ui.context import Context
from jingyue_desktop.ui.kit.badge import Badge
from jingyue_desktop.ui.kit.dialog import Dialog
from jingyue_desktop.ui.kit.facts import link, show_why
from jingyue_desktop.ui.kit.failures import show_error
from jingyue_desktop.ui.kit.labels import label, restyle
from jingyue_desktop.ui.kit.tokens import State

TITLE = "核验活动日志"
EXPLANATION = (
    "逐行核对日志是否前后相连、有无改动，并核对每条数据与日志中的摘要是否一致。"
    "末尾被删或整体换成旧副本，只有对照纸上的锚点才能发现：请从任一打印件的页脚抄入或粘贴锚点，一行一个。"
)


class AnchorDialog(Dialog):
    """Takes the anchors to check against; none is an answer, too."""

    def __init__(self, parent: QWidget | None, head: str) -> None:
        super().__init__(parent, TITLE, ok="开始核验", width=560)
        self.anchors: tuple[str, ...] = ()
        self.body.addWidget(label(EXPLANATION, wrap=True))
        self.body.addWidget(label("纸上的锚点（选填）", "caption"))
        self.field = QPlainTextEdit()
        self.field.setPlaceholderText("日志 123 · 9F3A-41C2-07BD-66E0")
        self.field.setTabChangesFocus(True)
        self.field.setAccessibleName("纸上的锚点")
        self.field.setFixedHeight(110)
        self.field.textChanged.connect(lambda: self.show_fault(""))
        self.body.addWidget(self.field)
        self.body.addWidget(label(f"现在的锚点：{head}", "quiet", wrap=True, selectable=True))
        self.field.setFocus()

    def commit(self) -> bool:
        try:
            self.anchors = journal.read_anchors(self.field.toPlainText())
        except UserError as fault:
            self.show_fault(str(fault))
            return False
        return True


class VerdictStrip(QFrame):
    """Runs the check and says what came of it; stays until it is put away."""

    ended = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self._context = context
        self.verdict: Verdict | None = None
        self.badge = Badge()
        self.text = label(wrap=True, selectable=True)
        self.more = link("查看全部", self.show_all)
        self.away = link("收起", self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 8)
        row.setSpacing(12)
        row.addWidget(self.badge)
        row.addWidget(self.text, 1)
        row.addWidget(self.more)
        row.addWidget(self.away)
        self.hide()

    def start(self, anchors: tuple[str, ...], rows: int) -> None:
        """Check behind; ``rows`` is how many log rows there are now."""
        session = self._context.session
        try:
            check = journal.start_verification(session, anchors)
        except UserError as fault:
            show_error(self.window(), fault)
            self.ended.emit()
            return
        against = f"，并与 {len(anchors)} 个锚点对照" if anchors else ""
        self._say("正在核验", State.ACTIVE, f"正在逐行核对 {rows:,} 行日志和登记的数据{against}……")
        self._context.jobs.start(
            TITLE,
            lambda _progress: check(),
            done=lambda report: self._end(journal.keep_verification(session, report, len(anchors))),
            failed=self._fail,
            owner=self,
        )

    def show_all(self) -> None:
        """List everything that was found."""
        if self.verdict is not None:
            lines = [(f"第 {n} 处", text) for n, text in enumerate(self.verdict.findings, 1)]
            lines.append(("核验时日志末尾", self.verdict.head))
            told = f"{self.verdict.word}：{self.verdict.sentence}"
            show_why(self.window(), told, lines, title="核验结果")

    def _end(self, verdict: Verdict) -> None:
        self.verdict = verdict
        first = verdict.findings[0] if verdict.findings else ""
        rest = f"（共 {len(verdict.findings)} 处）" if len(verdict.findings) > 1 else ""
        state = State.FINE if verdict.sound else State.OVERDUE
        self._say(verdict.word, state, f"{verdict.sentence}{first}{rest}")
        self.more.show()
        self.away.show()
        self.ended.emit()

    def _fail(self, error: Exception) -> None:
        self.hide()
        self.ended.emit()
        show_error(self.window(), error)

    def _say(self, word: str, state: State, text: str) -> None:
        self.badge.say(word, state)
        self.text.setText(text)
        restyle(self, "state", str(state))
        self.more.hide()
        self.away.hide()
        self.show()
