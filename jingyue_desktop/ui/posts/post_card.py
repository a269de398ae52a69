"""The card of one post: its texts, what it answers for, its risk points, its people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from jingyue_desktop.domain.clock import office_day
from jingyue_desktop.services.posts import TITLES, PostCard
from jingyue_desktop.services.posts_held import CoverRow, HeldRow, PostNode
from jingyue_desktop.services.risks import PointRow
from jingyue_desktop.ui.kit.badge import Badge
from jingyue_desktop.ui.kit.dates import day_text
from jingyue_desktop.ui.kit.facts import Fact, FactGrid, link, scrolled
from jingyue_desktop.ui.kit.labels import label
from jingyue_desktop.ui.kit.page import drop_all
from jingyue_desktop.ui.kit.remember import Remember
from jingyue_desktop.ui.posts.holders import HoldersPanel
from jingyue_desktop.ui.posts.post_points import PostPoints, counted
from jingyue_desktop.ui.posts.words import Staff, names

DUTIES, MATTERS, POINTS, PEOPLE = "职责与措施", "事项与环节", "风险点", "人员与顶岗"


@dataclass(frozen=True)
class PostView:
    """Everything the card shows of one post, read together."""

    card: PostCard
    node: PostNode
    section: str
    held: Sequence[HeldRow]
    covers: Sequence[CoverRow]
    points: Sequence[PointRow]
    today: date


class PostPanel(QFrame):
    """Shows one post under four tabs; the head and the version stay in sight."""

    point_wanted = Signal(str)
    person_wanted = Signal(int)
    cover_chosen = Signal(object)

    def __init__(
        self,
        today: date,
        remember: Remember | None,
        arrange: QAction,
        end: QAction,
        history: QAction,
    ) -> None:
        super().__init__()
        self._history = link("修改历史", history.trigger)
        self.setProperty("role", "card")
        self.shown: PostView | None = None
        self._title = label(role="heading", wrap=True, selectable=True)
        self._badges = QHBoxLayout()
        self._subtitle = label(role="quiet", wrap=True, selectable=True)
        self._version = label(role="quiet", wrap=True, selectable=True)
        self.duties, self.matters = FactGrid(2), FactGrid()
        self.points = PostPoints(remember)
        self.people = HoldersPanel(today, remember, arrange, end)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self._lay_out()
        if remember is not None:
            remember.follow_tabs(self.tabs, "posts/card")
        self.points.wanted.connect(self.point_wanted)
        self.people.person_opened.connect(self.person_wanted)
        self.people.cover_chosen.connect(self.cover_chosen)

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(18, 16, 18, 12)
        box.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        self._badges.setSpacing(6)
        head.addLayout(self._badges)
        box.addLayout(head)
        box.addWidget(self._subtitle)
        self._pages = [_page(self.duties), _page(self.matters)]
        for caption, page in (
            (DUTIES, self._pages[0]),
            (MATTERS, self._pages[1]),
            (POINTS, self.points),
            (PEOPLE, self.people),
        ):
            self.tabs.addTab(page, caption)
        box.addWidget(self.tabs, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._version, 1)
        foot.addWidget(self._history)
        box.addLayout(foot)

    def show_post(self, view: PostView) -> None:
        """Show a post on the tab that is open; another post is read from its top."""
        other = self.shown is None or self.shown.card.post.code != view.card.post.code
        self.shown = view
        post, node = view.card.post, view.node
        staff = Staff.of([node])
        self._title.setText(post.name)
        drop_all(self._badges)
        self._badges.addWidget(Badge(*staff.badge()))
        self._subtitle.setText(
            f"{view.section}　{staff.sentence()}　现任：{names(node.holders, node.covers)}"
        )
        self.duties.show_facts(self._duty_facts(view))
        self.matters.show_facts(matter_facts(view.card))
        self.points.show_points(view.points)
        self.people.show_rows(view.today, view.held, view.covers)
        if other:
            for page in self._pages:
                page.verticalScrollBar().setValue(0)
        since = day_text(office_day(view.card.since))
        self._version.setText(f"职责第 {view.card.version} 版　{since}　{view.card.author}")

    def _duty_facts(self, view: PostView) -> list[Fact]:
        post = view.card.post
        texts = {key: str(getattr(post, key)) for key in TITLES}
        wide = ("duty", "measure")
        facts = [
            Fact(TITLES[key], text or "（无）", wide=key in wide) for key, text in texts.items()
        ]
        pledges = "、".join(f"{p.name}（{p.days} 个工作日）" for p in view.card.pledges)
        facts.append(Fact("出具的承诺书", pledges or "（不出具）", wide=True))
        facts.append(
            Fact(
                "所负责的风险点",
                counted(view.points),
                why=lambda: self.show_tab(POINTS),
                link="查看",
                wide=True,
            )
        )
        return facts

    def show_tab(self, caption: str) -> None:
        """Open one of the card's tabs."""
        for place in range(self.tabs.count()):
            if self.tabs.tabText(place) == caption:
                self.tabs.setCurrentIndex(place)

    def text(self) -> str:
        """Return head, foot and the facts of the first two tabs as they are read."""
        head = f"{self._title.text()}\n{self._subtitle.text()}"
        return f"{head}\n{self.duties.text()}\n{self.matters.text()}\n{self._version.text()}"


def matter_facts(card: PostCard) -> list[Fact]:
    """Return the matters the post answers for and its steps, flow by flow."""
    matters = "\n".join(f"{m.code}　{m.name}（{m.kind}）" for m in card.matters)
    facts = [Fact("承担事项", matters or "（无）", wide=True)]
    flows = {flow.code: flow for flow, _ in card.steps}
    for code, flow in flows.items():
        steps = [step for of, step in card.steps if of.code == code]
        lines = [
            f"{step.code}　{step.name}" + (f"（{step.limit} 个工作日内）" if step.limit else "")
            for step in steps
        ]
        facts.append(Fact(f"流程 {code}　{flow.name}", "\n".join(lines), wide=True))
    if not flows:
        facts.append(Fact("承办环节", "（流程中没有由本岗位承办的环节）", wide=True))
    return facts


def _page(content: FactGrid) -> QScrollArea:
    inside = QWidget()
    inside.setProperty("role", "plain")
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 14, 8, 8)
    column.addWidget(content, 0, Qt.AlignmentFlag.AlignTop)
    column.addStretch(1)
    return scrolled(inside)
