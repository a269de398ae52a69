"""The desk of whoever is logged in: head, tabs, foot; tabs are built when first looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from jingyue_desktop.domain.roles import POST_ROLES, Role
from jingyue_desktop.ui.context import Context
from jingyue_desktop.ui.kit.dates import day_text
from jingyue_desktop.ui.kit.job_strip import JobStrip
from jingyue_desktop.ui.kit.labels import label, restyle
from jingyue_desktop.ui.tab import Tab

WEEKDAYS = "一二三四五六日"
PLACE_WIDTH = 360


@dataclass(frozen=True)
class TabEntry:
    """A tab of the desk: caption and what builds it."""

    title: str
    make: Callable[[Context], Tab]


class Desk(QWidget):
    """One person's view of the office; replaced as a whole when another person logs in."""

    switch_wanted = Signal()
    lock_wanted = Signal()
    password_wanted = Signal()
    help_wanted = Signal()

    def __init__(
        self, context: Context, entries: Sequence[TabEntry], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.context = context
        self._entries = entries
        self._built: dict[int, Tab] = {}
        self.tabs = QTabWidget()
        self.tabs.setProperty("role", "main")
        self.tabs.setDocumentMode(True)
        for entry in entries:
            self.tabs.addTab(_holder(), entry.title)
        self._status: dict[str, QLabel] = {}
        self._lay_out()
        self._shortcuts()
        self._stop = context.session.workspace.topics.listen(self._on_topic)
        context.remember.follow_tabs(self.tabs, f"desk/{context.session.account}")
        self.tabs.currentChanged.connect(self._on_shown)
        self._on_shown(self.tabs.currentIndex())

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._head())
        if self.context.session.workspace.demo:
            box.addWidget(_demo_strip())
        box.addWidget(self.tabs, 1)
        box.addWidget(JobStrip(self.context.jobs))
        box.addWidget(self._foot())

    def _head(self) -> QWidget:
        session = self.context.session
        office = session.workspace.office()
        head = QFrame()
        head.setProperty("role", "header")
        row = QHBoxLayout(head)
        row.setContentsMargins(20, 8, 20, 8)
        row.addWidget(label(f"{office.bureau.name}　廉政效能风险防控", "title"))
        row.addStretch()
        self.who = label(f"{session.name}　{self._roles()}")
        row.addWidget(self.who)
        switch = QPushButton("切换用户")
        switch.setToolTip("Ctrl+Shift+U：换另一个人登录，未保存的内容留作草稿")
        switch.clicked.connect(self.switch_wanted)
        row.addWidget(switch)
        row.addWidget(self._more())
        return head

    def _more(self) -> QPushButton:
        button = QPushButton("更多")
        menu = QMenu(button)
        menu.addAction("期限推算", QKeySequence("Ctrl+D"), self.ask_deadline)
        menu.addAction("锁定屏幕", QKeySequence("Ctrl+Shift+L"), self.lock_wanted.emit)
        menu.addAction("修改密码", self.password_wanted.emit)
        menu.addAction("帮助", QKeySequence("F1"), self.help_wanted.emit)
        button.setMenu(menu)
        button.setProperty("menu", "yes")
        return button

    def _roles(self) -> str:
        actor = self.context.session.actor()
        posts = {post.code: post for post in self.context.session.workspace.office().posts}
        held = [posts[code].name for code in actor.posts if code in posts]
        covering = [f"{posts[code].name}（顶岗）" for code in actor.covering if code in posts]
        given = [role.caption for role in Role if role in actor.roles - POST_ROLES]
        return "、".join([*held, *covering, *given])

    def _foot(self) -> QWidget:
        foot = QFrame()
        foot.setProperty("role", "status")
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(28)
        for key in ("day", "place", "note"):
            self._status[key] = label()
            row.addWidget(self._status[key])
        row.addStretch()
        self._status["counts"] = label()
        row.addWidget(self._status["counts"])
        self.refresh_status()
        return foot

    def refresh_status(self) -> None:
        """Fill the foot: day and its kind, where the data lies, the catalogue's counts."""
        workspace = self.context.session.workspace
        day = workspace.today()
        kind = workspace.calendar().kind(day).caption
        text = f"{day_text(day)}　星期{WEEKDAYS[day.weekday()]}　{kind}"
        self._status["day"].setText(text)
        place, whole = self._status["place"], f"数据：{workspace.folder}"
        # A long path must not widen the window; the whole of it stands in the tip.
        cut = Qt.TextElideMode.ElideMiddle
        place.setText(place.fontMetrics().elidedText(whole, cut, PLACE_WIDTH))
        place.setToolTip(escape(whole))
        counts = workspace.office().counts()
        self._status["counts"].setText(" · ".join(f"{n} {name}" for name, n in counts.items()))

    def say(self, text: str, state: str = "") -> None:
        """Show a standing note in the foot (a doubtful clock, little disk space)."""
        self._status["note"].setText(text)
        restyle(self._status["note"], "state", state)

    def _shortcuts(self) -> None:
        for keys, name in (
            ("Ctrl+N", "on_new"),
            ("Ctrl+P", "on_print"),
            ("Ctrl+E", "on_export"),
            ("Ctrl+F", "on_search"),
        ):
            QShortcut(QKeySequence(keys), self, lambda n=name: getattr(self.current(), n)())
        QShortcut(QKeySequence("F5"), self, lambda: self.current().reload())
        QShortcut(QKeySequence("Ctrl+Shift+U"), self, self.switch_wanted.emit)

    def take_focus(self) -> None:
        """Put the keyboard on the tabs: the arrow keys go from one to the next."""
        self.tabs.tabBar().setFocus()

    def current(self) -> Tab:
        """Return the tab that is shown."""
        return self.tab(self.tabs.currentIndex())

    def tab(self, index: int) -> Tab:
        """Return a tab, building it if nobody looked at it yet."""
        if index not in self._built:
            made = self._entries[index].make(self.context)
            holder = self.tabs.widget(index)
            assert holder is not None
            layout = holder.layout()
            assert layout is not None
            layout.addWidget(made)
            made.wanted.connect(self.show_tab)
            self._built[index] = made
        return self._built[index]

    def show_tab(self, title: str, key: str = "") -> None:
        """Go to the tab called ``title`` and, with ``key``, to one thing on it."""
        for index, entry in enumerate(self._entries):
            if entry.title == title:
                self.tabs.setCurrentIndex(index)
                if key:
                    self.tab(index).open_item(key)

    def ask_deadline(self) -> None:
        """Go to where a period is worked out, the cursor in its first day."""
        self.show_tab("系统", "日历")
        self.current().on_search()

    def reload_all(self) -> None:
        """Read everything again when it is next looked at (after a lock)."""
        for shown in self._built.values():
            shown.stale = True
        self.refresh_status()
        self._reload_current()

    def _on_shown(self, index: int) -> None:
        if index < 0:
            return
        shown = self.tab(index)
        if shown.stale:
            shown.stale = False
            shown.reload()

    def _on_topic(self, topic: str) -> None:
        for shown in self._built.values():
            if topic in shown.topics:
                shown.stale = True
        if topic in ("catalogue", "calendar"):
            self.refresh_status()
        if topic in ("people", "accounts", "catalogue"):
            self.who.setText(f"{self.context.session.name}　{self._roles()}")
        # After the act has returned to its dialog, and once for several topics.
        QTimer.singleShot(0, self, self._reload_current)

    def _reload_current(self) -> None:
        self._on_shown(self.tabs.currentIndex())

    def leave(self) -> None:
        """Keep what is typed and stop listening; the desk is about to go."""
        self.context.drafts.close()
        self._stop()


def _holder() -> QWidget:
    holder = QWidget()
    holder.setProperty("role", "page")
    box = QVBoxLayout(holder)
    box.setContentsMargins(0, 0, 0, 0)
    return holder


def _demo_strip() -> QWidget:
    strip = QFrame()
    strip.setProperty("role", "demo")
    row = QHBoxLayout(strip)
    row.setContentsMargins(20, 4, 20, 4)
    text = label("演示数据：人物和项目均为虚构，可以随意试用")
    text.setAlignment(Qt.AlignmentFlag.AlignCenter)
    row.addWidget(text)
    return strip
