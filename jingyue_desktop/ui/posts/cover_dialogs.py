"""安排顶岗 and 结束顶岗: B岗 takes over A岗's powers and responsibility for stated days."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtWidgets import QWidget

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.paper.kinds import Field
from jingyue_desktop.services import covers, people, posts_held
from jingyue_desktop.services.acts import Session, new_op_id
from jingyue_desktop.services.posts_held import CoverRow, HeldRow
from jingyue_desktop.ui.kit import dialogs
from jingyue_desktop.ui.kit.failures import show_error
from jingyue_desktop.ui.kit.fields_dialog import FieldsDialog
from jingyue_desktop.ui.posts.words import holders_of, labelled

INTRO = "A 岗离岗应提前一天交接；顶岗期间由 B 岗行使该岗位的权限，并承担责任。"


def ask_cover(
    parent: QWidget | None, session: Session, post: str = "", person: int = 0
) -> int | None:
    """Arrange a cover, beginning with whoever holds ``post``; returns its id."""
    arrangement = _Arrangement(session)
    number: int | None = FieldsDialog.ask(
        parent,
        "安排顶岗",
        arrangement.fields(),
        {"post": arrangement.holder(post, person), "since": session.workspace.today()},
        arrangement.save,
        ok="安排",
        intro=INTRO,
    )
    return number


class _Arrangement:
    """One intended cover: who may be away, who may stand in, and putting it down."""

    def __init__(self, session: Session) -> None:
        self._session = session.once(new_op_id())
        held = _arrangeable(session)
        self._held = {row.id: row for _, row in held}
        self._absent = labelled((f"{name}　{row.name}", row.id) for name, row in held)
        self._stand_ins = labelled(_stand_ins(session))

    def fields(self) -> tuple[Field, ...]:
        return (
            Field("post", "离岗人员（A 岗）", "choice", choices=tuple(self._absent)),
            Field("substitute", "顶岗人员（B 岗）", "choice", choices=tuple(self._stand_ins)),
            Field("since", "开始日期", "date"),
            Field("until", "结束日期（当天仍由 B 岗顶岗）", "date"),
            Field("reason", "离岗原因", "text", hint="如：外出培训、休假"),
        )

    def holder(self, post: str, person: int) -> str | None:
        """Return the choice for a person in a post (any holder of it for person 0)."""
        for text, number in self._absent.items():
            row = self._held[number]
            if row.post == post and person in (0, row.person):
                return text
        return None

    def save(self, values: dict[str, Any]) -> int:
        row = self._held[self._absent[values["post"]]]
        return covers.arrange(
            self._session,
            row.person,
            self._stand_ins[values["substitute"]],
            row.post,
            values["since"].isoformat(),
            values["until"].isoformat(),
            values["reason"],
        )


def _stand_ins(session: Session) -> Iterator[tuple[str, int]]:
    names = {item.code: item.name for item in session.workspace.office().posts}
    for row in people.listed(session):
        if row.active and row.posts:
            held = "、".join(names.get(code, code) for code in row.posts)
            yield f"{row.name}（{held}）", row.id


def _arrangeable(session: Session) -> list[tuple[str, HeldRow]]:
    """Return those in post whose cover this person may arrange, with the post's name."""
    actor, tree = session.actor(), posts_held.tree(session)
    own = [node for node in tree if actor.leads or node.section.code in actor.sections]
    return holders_of(own)


def ask_end(parent: QWidget | None, session: Session, cover: CoverRow) -> None:
    """End a running cover with today, or void one that has not begun."""
    session = session.once(new_op_id())
    begun = cover.since <= session.workspace.today()
    what = f"{cover.substitute_name}代{cover.name}（{cover.post_name}）的顶岗"
    if begun:
        text, advice = f"提前结束{what}？", f"今天仍由{cover.substitute_name}顶岗，明天起恢复。"
    else:
        text, advice = f"作废{what}？", "这次顶岗还没有开始；作废后仍保留在记录中。"
    if not dialogs.question(
        parent, text, advice, yes="结束顶岗" if begun else "作废", no="取消", danger=True
    ):
        return
    try:
        covers.end(session, cover.id, cover.revision)
    except UserError as fault:
        show_error(parent, fault)
