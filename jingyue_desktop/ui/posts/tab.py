"""The tab 岗位职责: the organisation at the left, what is chosen in it at the right."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from jingyue_desktop.services import people, posts, posts_held, risks
from jingyue_desktop.services.people import PersonRow
from jingyue_desktop.services.posts_held import CoverRow, PostNode, SectionNode
from jingyue_desktop.ui.context import Context
from jingyue_desktop.ui.kit.acts import ActBar
from jingyue_desktop.ui.kit.detail import DetailPanel
from jingyue_desktop.ui.kit.page import Rows, master_detail
from jingyue_desktop.ui.posts import overview
from jingyue_desktop.ui.posts.acts import PostActs, Shown
from jingyue_desktop.ui.posts.office_tree import BUREAU, PERSON, POST, SECTION, Node, OfficeTree
from jingyue_desktop.ui.posts.overview import Page
from jingyue_desktop.ui.posts.post_card import PostPanel, PostView
from jingyue_desktop.ui.tab import Tab
from jingyue_desktop.ui.waiting import WaitingNotice

RISKS, WORKBENCH = "风险防控表", "工作台"


class PostsTab(Tab):
    """Reads through services, writes through dialogs; everything shown is read together."""

    topics: ClassVar[frozenset[str]] = frozenset({"people", "catalogue", "risks", "proposals"})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._session = context.session
        self._sections: list[SectionNode] = []
        self._people: list[PersonRow] = []
        self._person: PersonRow | None = None
        self._cover: CoverRow | None = None
        bar = ActBar()
        self.acts = PostActs(bar, context, self)
        self.search = bar.add_search("搜索：姓名、岗位或拼音首字母（Ctrl+F）")
        self.notice = WaitingNotice("posts.", "people.")
        self.tree = OfficeTree(context.remember)
        self.detail = DetailPanel("在左边选择科室、岗位或人员")
        today = self._session.workspace.today()
        self.post = PostPanel(
            today, context.remember, self.acts.arrange, self.acts.end, self.acts.history
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(self.detail)
        self.stack.addWidget(self.post)
        rows = Rows(self)
        rows.addWidget(bar)
        rows.addWidget(self.notice)
        split = master_detail(
            self.tree, self.stack, remember=context.remember, name="posts", shares=(3, 8)
        )
        rows.addWidget(split, 1)
        self._listen()

    def _listen(self) -> None:
        self.search.searched.connect(self.tree.search)
        self.tree.chosen.connect(self._show)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(self._on_menu)
        self.notice.wanted.connect(lambda key: self.wanted.emit(WORKBENCH, key))
        self.post.point_wanted.connect(lambda code: self.wanted.emit(RISKS, code))
        self.post.person_wanted.connect(self.show_person)
        self.post.cover_chosen.connect(self._on_cover)

    def reload(self) -> None:
        self._sections = posts_held.tree(self._session)
        self._people = people.listed(self._session)
        own = next(iter(self._session.actor().posts), "")
        name = self._session.workspace.office().bureau.name
        self.tree.show_office(name, self._sections, self._idle(), own)
        self.notice.follow(self._session)
        self.acts.refresh()
        self._show(self.tree.current())

    def _idle(self) -> list[PersonRow]:
        return [row for row in self._people if row.active and not row.posts]

    def _show(self, node: Node | None) -> None:
        """Show what a line of the tree stands for."""
        self._person, self._cover = None, None
        if node is None:
            self.detail.show_nothing()
            self.stack.setCurrentWidget(self.detail)
        elif node.kind == POST:
            self._show_post(node.code)
        elif node.kind == PERSON:
            self.show_person(node.person, follow=False)
        else:
            self._show_page(self._page_of(node))
        self._offer()

    def _page_of(self, node: Node) -> Page:
        office = self._session.workspace.office()
        if node.kind == BUREAU:
            return overview.bureau_page(
                office, self._sections, lambda code: self._go(Node(SECTION, code))
            )
        if node.kind == SECTION:
            section = next(row for row in self._sections if row.section.code == node.code)
            return overview.section_page(section, lambda code: self._go(Node(POST, code)))
        return overview.idle_page(self._idle(), self.show_person)

    def _show_page(self, page: Page) -> None:
        self.detail.show_record(page.title, page.facts, subtitle=page.subtitle, badges=page.badges)
        self.stack.setCurrentWidget(self.detail)

    def _show_post(self, code: str) -> None:
        session = self._session
        section, node = self._post_node(code)
        self.post.show_post(
            PostView(
                posts.card(session, code),
                node,
                section.section.name,
                posts_held.history(session, code),
                posts_held.covers(session, code),
                [row for row in risks.points(session) if row.post == code],
                session.workspace.today(),
            )
        )
        self.stack.setCurrentWidget(self.post)

    def _post_node(self, code: str) -> tuple[SectionNode, PostNode]:
        return next(
            (section, node)
            for section in self._sections
            for node in section.posts
            if node.post.code == code
        )

    def show_person(self, person: int, follow: bool = True) -> None:
        """Show a person's page; ``follow`` also goes to his line where there is one."""
        if follow and self.tree.go_to_person(person):
            return
        found = next((row for row in self._people if row.id == person), None)
        if found is None:
            return
        self._person = found
        session = self._session
        covers = [r for r in posts_held.covers(session) if person in (r.person, r.substitute)]
        self._show_page(
            overview.person_page(
                found,
                session.workspace.office(),
                posts_held.career(session, person),
                covers,
                session.workspace.today(),
            )
        )
        self._offer()

    def _offer(self) -> None:
        shown = self.post.shown if self.stack.currentWidget() is self.post else None
        node = self.tree.current()
        code = node.code if node is not None and node.kind in (POST, PERSON) else ""
        self.acts.offer(Shown(code, shown.card if shown else None, self._person, self._cover))

    def _go(self, node: Node) -> None:
        if not self.tree.go(node):
            self.search.clear()
            self.tree.go(node)

    def open_item(self, key: str) -> None:
        """Show a post or a section by its code."""
        self._go(Node(POST, key) if self._is_post(key) else Node(SECTION, key))

    def _is_post(self, code: str) -> bool:
        return any(node.post.code == code for row in self._sections for node in row.posts)

    def _on_cover(self, row: CoverRow | None) -> None:
        self._cover = row
        self._offer()

    def _on_menu(self, place: QPoint) -> None:
        node = self.tree.current()
        if node is None:
            return
        acts = self.acts.of_person() if node.kind == PERSON else self.acts.of_post()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(acts)
        if acts:
            menu.popup(self.tree.viewport().mapToGlobal(place))

    def on_new(self) -> None:
        self.acts.new()

    def on_print(self) -> None:
        self.acts.print()

    def on_export(self) -> None:
        self.acts.export()

    def on_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()
