"""The acts of the tab: who is offered which, why one cannot be done just now, and doing them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.domain.roles import Role
from jingyue_desktop.services import proposals
from jingyue_desktop.services.acts import may
from jingyue_desktop.services.people import PersonRow
from jingyue_desktop.services.post_papers import PEOPLE, POSTS
from jingyue_desktop.services.posts import TITLES, PostCard
from jingyue_desktop.services.posts_held import CoverRow
from jingyue_desktop.ui.catalogue_history import CatalogueHistory
from jingyue_desktop.ui.context import Context
from jingyue_desktop.ui.kit import dialogs
from jingyue_desktop.ui.kit.acts import ActBar, allow, new_act
from jingyue_desktop.ui.kit.failures import show_error
from jingyue_desktop.ui.paper_desk import PaperDesk
from jingyue_desktop.ui.permitted import whose
from jingyue_desktop.ui.posts.cover_dialogs import ask_cover, ask_end
from jingyue_desktop.ui.posts.people_dialogs import ask_correct, ask_enter, ask_leave, ask_move
from jingyue_desktop.ui.posts.people_import import ask_import
from jingyue_desktop.ui.posts.revise import ask_revision
from jingyue_desktop.ui.posts.words import AHEAD, RUNNING, cover_state
from jingyue_desktop.ui.second import settle

LEADERS = (Role.DIRECTOR, Role.DEPUTY)
NO_POST, NO_PERSON = "请先在左边选择岗位。", "请先在左边选择人员。"


@dataclass(frozen=True)
class Shown:
    """What the tab shows: the post a line belongs to, its card, a person, a chosen cover."""

    post: str = ""
    card: PostCard | None = None
    person: PersonRow | None = None
    cover: CoverRow | None = None


class PostActs:
    """Every act as a QAction for bar, menus and panels; what a role never does is hidden."""

    def __init__(self, bar: ActBar, context: Context, parent: QWidget) -> None:
        self._context, self._session, self._parent = context, context.session, parent
        self._papers = PaperDesk(context, parent)
        self.shown = Shown()
        self._on_bar(bar)

    def _on_bar(self, bar: ActBar) -> None:
        chief, admin = may(self._session, "posts.revise"), may(self._session, "people.enter")
        self.revise = bar.add("修改职责", self._on_revise, icon="edit", primary=chief)
        self.enter = bar.add(
            "登记人员",
            self._on_enter,
            icon="user-plus",
            keys="Ctrl+N",
            primary=admin and not chief,
        )
        self.move = bar.add("任职变动", self._on_move, icon="users", primary=False)
        self.leave = bar.add("离任", self._on_leave, icon="logout", primary=False)
        self.arrange = bar.add(
            "安排顶岗", self._on_arrange, icon="switch-horizontal", primary=False
        )
        self._papers_on_bar(bar, primary=not (chief or admin))
        if admin:
            self.correct = bar.add_more("更正姓名、电话", self._on_correct, icon="edit")
            bar.add_more(f"导入{PEOPLE}", self._on_import, icon="file-import")
        else:
            self.correct = new_act(bar, "更正姓名、电话", self._on_correct, icon="edit")
        self.history = new_act(bar, "修改历史", self._on_history, icon="history")
        self.end = new_act(bar, "结束顶岗", self._on_end, icon="check")

    def _papers_on_bar(self, bar: ActBar, primary: bool) -> None:
        preview, export = self._papers.preview, self._papers.export
        bar.add_menu(
            "打印",
            (
                (POSTS, lambda: preview("posts")),
                ("空白人员名单（手工填写）", lambda: preview("people", blank=True)),
            ),
            icon="printer",
            primary=primary,
        )
        bar.add_menu(
            "导出",
            (
                (f"{POSTS}（PDF）", lambda: export("posts", "pdf", POSTS)),
                (f"{POSTS}（Excel）", lambda: export("posts", "xlsx", POSTS)),
                (f"{PEOPLE}（Excel）", lambda: export("people", "xlsx", PEOPLE)),
            ),
            icon="file-export",
        )

    def print(self) -> None:
        """Ctrl+P: preview the table of the posts."""
        self._papers.preview("posts")

    def export(self) -> None:
        """Ctrl+E: export it as a workbook."""
        self._papers.export("posts", "xlsx", POSTS)

    def of_post(self) -> list[QAction]:
        """Return what can be done with a post."""
        return _visible([self.revise, self.history, self.enter, self.arrange])

    def of_person(self) -> list[QAction]:
        """Return what can be done with a person."""
        return _visible([self.move, self.leave, self.correct, self.arrange])

    def refresh(self) -> None:
        """Show what the roles of today give; the rest is hidden."""
        for act, name in (
            (self.revise, "posts.revise"),
            (self.enter, "people.enter"),
            (self.move, "people.move"),
            (self.leave, "people.leave"),
            (self.correct, "people.correct"),
            (self.arrange, "covers.arrange"),
            (self.end, "covers.end"),
        ):
            act.setVisible(may(self._session, name))

    def offer(self, shown: Shown) -> None:
        """Offer what may be done with what is shown; the door decides again anyway."""
        self.shown = shown
        allow(self.revise, self._against_revising(shown.card))
        allow(self.history, "" if shown.card else NO_POST)
        allow(self.move, _against_moving(shown.person))
        allow(self.leave, self._against_leaving(shown.person))
        allow(self.correct, "" if shown.person else NO_PERSON)
        allow(self.end, self._against_ending(shown.cover))

    def _against_revising(self, card: PostCard | None) -> str:
        if card is None:
            return NO_POST
        post = card.post
        mine = post.section in self._session.actor().sections or post.role in LEADERS
        return "" if mine else "只能修改本科室和局领导岗位的职责。"

    def _against_leaving(self, person: PersonRow | None) -> str:
        if person is not None and person.id == self._session.actor().person:
            return "不能给自己办理离任。"
        return _against_moving(person)

    def _against_ending(self, cover: CoverRow | None) -> str:
        if cover is None:
            return "请先选择一条顶岗安排。"
        workspace, actor = self._session.workspace, self._session.actor()
        if cover_state(cover, workspace.today()) not in (RUNNING, AHEAD):
            return "这条顶岗安排已经结束。"
        sections = {post.code: post.section for post in workspace.office().posts}
        mine = actor.leads or sections.get(cover.post, "") in actor.sections
        return "" if mine else "只能办理本科室的顶岗。"

    def _on_revise(self) -> None:
        if self.shown.card is not None:
            self._settle(ask_revision(self._parent, self._context, self.shown.card))

    def _on_enter(self) -> None:
        self._settle(ask_enter(self._parent, self._context, self.shown.post))

    def _on_move(self) -> None:
        if self.shown.person is not None:
            self._settle(ask_move(self._parent, self._session, self.shown.person))

    def _on_leave(self) -> None:
        if self.shown.person is not None:
            self._settle(ask_leave(self._parent, self._session, self.shown.person))

    def _on_correct(self) -> None:
        if self.shown.person is not None:
            ask_correct(self._parent, self._session, self.shown.person)

    def _on_arrange(self) -> None:
        person = self.shown.person.id if self.shown.person else 0
        ask_cover(self._parent, self._session, self.shown.post, person)

    def _on_end(self) -> None:
        if self.shown.cover is not None:
            ask_end(self._parent, self._session, self.shown.cover)

    def _settle(self, number: int | None) -> None:
        """Offer the second person this screen for what was just filed."""
        if number is None:
            return
        waiting = {row.id: row.title for row in proposals.listed(self._session)}
        if number in waiting:
            settle(self._parent, self._session, number, waiting[number])

    def _on_import(self) -> None:
        self._settle(ask_import(self._parent, self._context))

    def _on_history(self) -> None:
        if self.shown.card is not None:
            post = self.shown.card.post
            session = self._session
            dialogs.run(
                CatalogueHistory(self._parent, session, "post", post.code, post.name, TITLES)
            )

    def new(self) -> None:
        """Ctrl+N: enter a person, or say who does."""
        if self.enter.isVisible():
            self.enter.trigger()
        else:
            show_error(self._parent, UserError("您没有登记人员的权限。", whose("people.enter")))


def _against_moving(person: PersonRow | None) -> str:
    if person is None:
        return NO_PERSON
    return "" if person.active else f"{person.name}已调离本局。"


def _visible(acts: list[QAction]) -> list[QAction]:
    return [act for act in acts if act.isVisible()]
