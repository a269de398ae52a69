"""登记人员, 任职变动, 离任, 更正: each one dialog, one call, confirmed by a second person."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from jingyue_desktop.domain.errors import Conflict, Difference
from jingyue_desktop.paper.kinds import Field
from jingyue_desktop.services import people
from jingyue_desktop.services.acts import Act, Session, new_op_id
from jingyue_desktop.services.everything import registry
from jingyue_desktop.services.people import PHONE, PersonRow
from jingyue_desktop.services.typed import NAME
from jingyue_desktop.ui.context import Context
from jingyue_desktop.ui.kit.fields_dialog import FieldsDialog
from jingyue_desktop.ui.second import captions

PHONE_FIELD = Field("phone", "电话", "text", required=False, max=PHONE)


def ask_enter(parent: QWidget | None, context: Context, post: str = "") -> int | None:
    """Enter a new person; returns the number of the proposal filed, None when given up."""
    session = context.session.once(new_op_id())
    codes = _posts(session)
    fields = (
        Field("name", "姓名", "text", max=NAME),
        Field("post", "岗位", "choice", choices=tuple(codes)),
        Field("since", "任职日期", "date"),
        PHONE_FIELD,
    )

    def save(values: dict[str, Any]) -> int:
        return people.enter(
            session,
            values["name"],
            codes[values["post"]],
            values["since"].isoformat(),
            values["phone"] or "",
        )

    start = {"post": _name(codes, post), "since": session.workspace.today()}
    number: int | None = FieldsDialog.ask(
        parent,
        "登记人员",
        fields,
        start,
        save,
        ok="提出登记",
        intro=_who_confirms("people.enter"),
        drafts=context.drafts,
        draft_key="people.enter",
    )
    return number


def ask_move(parent: QWidget | None, session: Session, person: PersonRow) -> int | None:
    """Put a person into another post; returns the number of the proposal filed."""
    session = session.once(new_op_id())
    codes = _posts(session)
    fields = (
        Field("post", "新岗位", "choice", choices=tuple(codes)),
        Field("since", "任职日期", "date"),
        Field("note", "说明", "text", required=False, hint="如：交流轮岗"),
    )

    def save(values: dict[str, Any]) -> int:
        since: date = values["since"]
        return people.move(
            session, person.id, codes[values["post"]], since.isoformat(), values["note"] or ""
        )

    held = "、".join(name for name, code in codes.items() if code in person.posts)
    now = f"{person.name}现任{held}，自新任职日期的前一天起离任。" if held else ""
    number: int | None = FieldsDialog.ask(
        parent,
        f"任职变动　{person.name}",
        fields,
        {"since": session.workspace.today()},
        save,
        ok="提出变动",
        intro=f"{now}{_who_confirms('people.move')}",
    )
    return number


def ask_leave(parent: QWidget | None, session: Session, person: PersonRow) -> int | None:
    """End every post of a person; returns the number of the proposal filed."""
    session = session.once(new_op_id())
    fields = (
        Field("until", "在任至", "date"),
        Field("gone", "是否调离本局（账号同时停用）", "yes_no"),
        Field("note", "说明", "text", required=False, hint="如：退休、调任"),
    )

    def save(values: dict[str, Any]) -> int:
        until: date = values["until"]
        filed = people.leave(
            session, person.id, until.isoformat(), values["note"] or "", gone=values["gone"]
        )
        # With a second person the door returns the proposal's number instead of the act's result.
        return filed  # type: ignore[return-value]

    number: int | None = FieldsDialog.ask(
        parent,
        f"离任　{person.name}",
        fields,
        {"until": session.workspace.today(), "gone": False},
        save,
        ok="提出离任",
        intro=_who_confirms("people.leave"),
    )
    return number


def ask_correct(parent: QWidget | None, session: Session, person: PersonRow) -> None:
    """Correct how a person is written; stands at once."""
    correction = _Correction(session, person)
    FieldsDialog.ask(
        parent,
        f"更正姓名、电话　{person.name}",
        (Field("name", "姓名", "text", max=NAME), PHONE_FIELD),
        {"name": person.name, "phone": person.phone},
        correction.save,
        intro="只用于改正写错的字和号码；已出具的承诺书仍用原来的写法。",
        settled=correction.start_from_now,
    )


class _Correction:
    """One intended correction; a change made meanwhile is shown before it is saved over."""

    def __init__(self, session: Session, person: PersonRow) -> None:
        self._session = session.once(new_op_id())
        self._before = self._seen = person
        self._revision = person.revision

    def save(self, values: dict[str, Any]) -> bool:
        name, phone = values["name"], values["phone"] or ""
        try:
            people.correct(self._session, self._before.id, self._revision, name, phone)
        except Conflict as conflict:
            rows = people.listed(self._session)
            self._seen = next(row for row in rows if row.id == self._before.id)
            differences = _differences(name, phone, self._seen, self._before)
            if differences:
                raise Conflict(conflict.message, differences) from conflict
        return True

    def start_from_now(self) -> None:
        self._revision = self._seen.revision


def _differences(name: str, phone: str, now: PersonRow, before: PersonRow) -> list[Difference]:
    rows = (
        Difference("name", "姓名", name, now.name, before.name),
        Difference("phone", "电话", phone, now.phone, before.phone),
    )
    return [row for row in rows if row.mine != row.theirs]


def _posts(session: Session) -> dict[str, str]:
    posts = sorted(session.workspace.office().posts, key=lambda post: post.order)
    return {post.name: post.code for post in posts}


def _name(codes: dict[str, str], post: str) -> str | None:
    return next((name for name, code in codes.items() if code == post), None)


def _who_confirms(act: str) -> str:
    entry: Act = registry()[act]
    return f"提出后须由另一人（{captions(entry.second, '或')}）确认才生效。"
