"""修改职责: the six texts of a post in one dialog, proposed in one piece, never saved over unseen."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.paper.kinds import Field
from jingyue_desktop.services import catalogue, posts
from jingyue_desktop.services.acts import new_op_id
from jingyue_desktop.services.posts import LIMIT, REQUIRED, TITLES, PostCard
from jingyue_desktop.ui.context import Context
from jingyue_desktop.ui.kit.fields_dialog import FieldsDialog

NOTE = Field("note", "修改说明", "text", required=False, hint="为什么修改，留在修改历史中")
FIELDS = (
    *(
        Field(key, title, "long_text", required=key in REQUIRED, max=LIMIT)
        for key, title in TITLES.items()
    ),
    NOTE,
)
INTRO = "修改由科长提出，局长或副局长确认后生效；改动前的文字保留在修改历史中。"


class Revision:
    """One intended change of a post's texts, from opening the dialog to its acceptance."""

    def __init__(self, context: Context, card: PostCard) -> None:
        self._context = context
        self._code = card.post.code
        self._session = context.session.once(new_op_id())
        self.version, self.texts = self._start(card)
        self._seen = card.version

    def _start(self, card: PostCard) -> tuple[int, dict[str, str]]:
        """Return what to start from: the version an unsaved draft was begun on, else the newest.

        Then a change made meanwhile comes up as a conflict instead of vanishing under the draft.
        """
        for version in catalogue.history(self._context.session, "post", self._code):
            if self._context.drafts.kept(draft_key(self._code, version.version)):
                return version.version, _texts(version.body)
        return card.version, texts_of(card)

    def save(self, values: dict[str, Any]) -> int:
        """File the change; returns the proposal's number. Raises Conflict, Invalid, NotAllowed."""
        mine = {key: values[key] or "" for key in TITLES}
        now = posts.card(self._context.session, self._code)
        self._seen = now.version
        if now.version == self.version and mine == texts_of(now):
            raise UserError("文字没有改动，没有提出。", "请修改后再提出，或者取消。")
        return posts.revise(self._session, self._code, self.version, mine, values["note"] or "")

    def start_from_now(self) -> None:
        """Start from the version the settled differences were shown against."""
        self.version = self._seen


def ask_revision(parent: QWidget | None, context: Context, card: PostCard) -> int | None:
    """Ask for new texts of a post; returns the number of the proposal filed, None when given up."""
    revision = Revision(context, card)
    number: int | None = FieldsDialog.ask(
        parent,
        f"修改职责　{card.post.name}",
        FIELDS,
        revision.texts,
        revision.save,
        ok="提出修改",
        columns=2,
        intro=INTRO,
        settled=revision.start_from_now,
        drafts=context.drafts,
        draft_key=draft_key(card.post.code, revision.version),
    )
    return number


def draft_key(code: str, version: int) -> str:
    """Return the key of a draft: it belongs to the version it was begun on."""
    return f"posts.revise/{code}/{version}"


def texts_of(card: PostCard) -> dict[str, str]:
    """Return the texts of a post that are edited."""
    return {key: str(getattr(card.post, key)) for key in TITLES}


def _texts(body: dict[str, Any]) -> dict[str, str]:
    return {key: str(body.get(key, "")) for key in TITLES}
