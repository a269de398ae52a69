"""The one door: every public act is declared once, with who may, what is logged, who confirms.

``@act`` wraps a body ``(work, …)`` into ``(session, …)``: permission, one transaction, one log row,
the topic after commit. ``@view`` wraps a read: permission only, refusals are logged. With
``second`` roles, the call files a proposal and returns its number; ``proposals.confirm`` runs it.
"""

from __future__ import annotations

import functools
import inspect
import uuid
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar

from jingyue_desktop.domain.clock import office_day
from jingyue_desktop.domain.errors import NotAllowed, UserError
from jingyue_desktop.domain.office import Office
from jingyue_desktop.domain.roles import Role
from jingyue_desktop.services import actors
from jingyue_desktop.services.actors import Actor
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store import chainlog, fields
from jingyue_desktop.store.anchor import Anchor
from jingyue_desktop.store.chainlog import Entry
from jingyue_desktop.store.tables import Proposal
from jingyue_desktop.store.unit import Unit, transaction, watched

P = ParamSpec("P")
R = TypeVar("R")
Scope = Literal["office", "section", "self"]
SCOPES: dict[Scope, str] = {"office": "全局", "section": "本科室", "self": "本人"}


@dataclass(frozen=True)
class Session:
    """Somebody logged in. ``op_id`` names one intended operation, so that a retry does it once."""

    workspace: Workspace
    account: int
    login: str
    name: str
    op_id: str = ""

    def once(self, op_id: str) -> Session:
        """Return the same session for one operation; make ``op_id`` when its dialog opens."""
        return replace(self, op_id=op_id)

    def actor(self) -> Actor:
        """Return who this is right now: roles, posts and section as they stand today."""
        return self.workspace.actor(self.account)


def new_op_id() -> str:
    """Return a fresh operation id."""
    return str(uuid.uuid4())


@dataclass(frozen=True)
class Act:
    """What the registry knows of one act or view."""

    name: str
    title: str
    roles: frozenset[Role]
    kind: Literal["act", "view"]
    scope: Scope = "office"
    second: frozenset[Role] = frozenset()
    topics: tuple[str, ...] = ()
    always: bool = False
    first: bool = False
    body: Callable[..., Any] | None = field(default=None, compare=False)


REGISTRY: dict[str, Act] = {}


@dataclass
class Work:
    """What a body works with: who acts, when, the unit of work, what the log row will say."""

    session: Session
    actor: Actor
    unit: Unit
    now: datetime
    detail: dict[str, Any] = field(default_factory=dict)
    object_type: str = ""
    object_id: str = ""
    proposer: int | None = None

    @property
    def workspace(self) -> Workspace:
        return self.session.workspace

    @property
    def office(self) -> Office:
        return self.workspace.office()

    @property
    def today(self) -> date:
        """Return the office's date of the act; midnight does not pass while it runs."""
        return office_day(self.now)

    @property
    def author(self) -> str:
        """Return whose doing it is, as kept with versions: 提出人 and 确认人 where there are two."""
        if self.proposer is None:
            return self.actor.name
        return f"{actors.name_of(self.proposer)}提出，{self.actor.name}确认"

    def about(self, object_type: str, object_id: object) -> None:
        """Name the one thing this act is about, in the log row."""
        self.object_type, self.object_id = object_type, str(object_id)

    def require_section(self, section: str) -> None:
        """Refuse whoever does not belong to ``section`` (本科室); leaders belong to all."""
        if section not in self.actor.sections and not self.actor.leads:
            raise NotAllowed("只能办理本科室的事项。", rule="本科室范围")


def act(
    name: str,
    title: str,
    roles: Iterable[Role],
    *,
    scope: Scope = "office",
    second: Iterable[Role] = (),
    topics: tuple[str, ...] = (),
    always: bool = False,
    first: bool = False,
) -> Callable[[Callable[Concatenate[Work, P], R]], Callable[Concatenate[Session, P], R]]:
    """Declare an act. ``always``: also with little room left; ``first``: also before one's own password.

    The result must be JSON (ids, texts): it is kept in the log row for retries.
    """

    def wrap(body: Callable[Concatenate[Work, P], R]) -> Callable[Concatenate[Session, P], R]:
        entry = Act(
            name,
            title,
            frozenset(roles),
            "act",
            scope,
            frozenset(second),
            topics,
            always,
            first,
            body,
        )
        _declare(entry)

        @functools.wraps(body)
        def call(session: Session, *args: P.args, **kwargs: P.kwargs) -> R:
            if entry.second:
                return propose(session, entry, args, kwargs)  # type: ignore[return-value]
            return run(session, entry, lambda work: body(work, *args, **kwargs))

        return call  # type: ignore[return-value]

    return wrap


def view(
    name: str, title: str, roles: Iterable[Role], *, scope: Scope = "office"
) -> Callable[[Callable[Concatenate[Session, P], R]], Callable[Concatenate[Session, P], R]]:
    """Declare a read that leaves no row of its own; a refused one is logged."""

    def wrap(body: Callable[Concatenate[Session, P], R]) -> Callable[Concatenate[Session, P], R]:
        entry = Act(name, title, frozenset(roles), "view", scope, body=body)
        _declare(entry)

        @functools.wraps(body)
        def call(session: Session, *args: P.args, **kwargs: P.kwargs) -> R:
            with watched(session.workspace.store):
                try:
                    authorise(session.actor(), entry)
                except NotAllowed as refusal:
                    record_failure(session, entry.name, refusal)
                    raise
                return body(session, *args, **kwargs)

        return call  # type: ignore[return-value]

    return wrap


def _declare(entry: Act) -> None:
    if entry.name in REGISTRY:
        raise ValueError(f"act declared twice: {entry.name}")
    REGISTRY[entry.name] = entry


def authorise(actor: Actor, entry: Act, roles: frozenset[Role] | None = None) -> None:
    """Raise NotAllowed unless the actor holds one of the act's roles (default is deny)."""
    if not actor.active:
        raise NotAllowed("账号已停用。", rule="账号状态")
    if actor.must_change and not entry.first:
        raise NotAllowed("首次登录须先修改密码。", rule="初始密码")
    if not (roles or entry.roles) & actor.roles:
        raise NotAllowed(f"您没有“{entry.title}”的权限。", rule="岗位权限表")


def run(session: Session, entry: Act, body: Callable[[Work], R], proposer: int | None = None) -> R:
    """Run one act through the door; a repeated ``op_id`` returns what it did the first time."""
    try:
        with watched(session.workspace.store):
            done = _earlier(session, entry)
        if done is not None:
            return done[0]  # type: ignore[no-any-return]
        result = _transact(session, entry, body, proposer)
    except UserError as fault:
        record_failure(session, entry.name, fault)
        raise
    session.workspace.topics.announce(*entry.topics)
    return result


def _earlier(session: Session, entry: Act) -> tuple[Any] | None:
    if not session.op_id:
        return None
    row = chainlog.earlier(session.op_id)
    if row is None:
        return None
    if row.action != entry.name or row.actor != session.account:
        raise NotAllowed("操作编号已被另一项操作使用。", rule="操作编号")
    return (fields.JsonField().python_value(row.result),)


def _transact(session: Session, entry: Act, body: Callable[[Work], R], proposer: int | None) -> R:
    workspace = session.workspace
    with transaction(workspace.store, changes=not entry.always) as unit:
        actor = session.actor()
        authorise(actor, entry, entry.second if proposer is not None else None)
        work = Work(session, actor, unit, workspace.now(), proposer=proposer)
        result = body(work)
        append(work, entry.name, result)
    if {"catalogue", "calendar"} & set(entry.topics):
        workspace.forget()
    return result


def append(work: Work, action: str, result: Any, reason: str = "") -> Anchor:
    """Write the act's log row inside its transaction."""
    workspace = work.workspace
    if work.proposer is not None:
        work.detail["proposer"] = work.proposer
    entry = Entry(
        op_id=work.session.op_id or new_op_id(),
        action=action,
        actor=work.actor.account,
        roles=",".join(sorted(work.actor.roles)),
        host=workspace.host,
        now=work.now,
        boot=workspace.boot(),
        object_type=work.object_type,
        object_id=work.object_id,
        reason=reason,
        detail=work.detail,
        result=result,
    )
    return chainlog.append(workspace.store.db, entry, work.unit.noted())


def record_failure(session: Session, action: str, fault: UserError) -> None:
    """Keep a refusal or failure in a transaction of its own, so that no rollback takes it.

    Where the disk takes nothing more, the user is still told the fault itself.
    """
    with suppress(UserError):
        record(
            session.workspace,
            action,
            account=session.account,
            success=False,
            reason=f"{type(fault).__name__}：{fault.message}",
        )


def record(
    workspace: Workspace,
    action: str,
    *,
    account: int | None = None,
    success: bool = True,
    reason: str = "",
    detail: dict[str, Any] | None = None,
) -> Anchor:
    """Write a log row that stands for itself (login, refusal), also where acts are refused.

    Raises UserError where nothing at all can be written.
    """
    with transaction(workspace.store, changes=False):
        roles = actors.role_names(account, workspace.today(), workspace.office()) if account else ""
        entry = Entry(
            op_id=new_op_id(),
            action=action,
            actor=account,
            roles=roles,
            host=workspace.host,
            now=workspace.now(),
            boot=workspace.boot(),
            success=success,
            reason=reason[:400],
            detail=detail or {},
        )
        return chainlog.append(workspace.store.db, entry, [])


class _Rehearsed(Exception):
    """Ends a rehearsal: everything the body did is rolled back."""


def propose(session: Session, entry: Act, args: tuple[Any, ...], kwargs: dict[str, Any]) -> int:
    """File the act for a second person; the body is rehearsed first, so faults show at once."""
    assert entry.body is not None
    bound = inspect.signature(entry.body).bind(None, *args, **kwargs)
    bound.apply_defaults()
    arguments = dict(list(bound.arguments.items())[1:])
    filing = Act(f"{entry.name}.propose", f"提出：{entry.title}", entry.roles, "act")

    def file(work: Work) -> int:
        title = rehearse(session, entry, arguments)
        row = work.unit.add(
            Proposal(
                act=entry.name,
                title=title or entry.title,
                arguments=arguments,
                proposer=session.account,
                proposed=work.now,
                state="待确认",
            )
        )
        work.about("proposal", row.id)
        return int(row.id)

    result = run(session, filing, file)
    session.workspace.topics.announce("proposals")
    return result


def rehearse(session: Session, entry: Act, arguments: dict[str, Any]) -> str:
    """Run the body and take it all back; return the title it gave in ``detail['title']``."""
    assert entry.body is not None
    workspace = session.workspace
    title = ""
    try:
        with transaction(workspace.store) as unit:
            work = Work(session, session.actor(), unit, workspace.now())
            entry.body(work, **arguments)
            title = str(work.detail.get("title", ""))
            raise _Rehearsed
    except _Rehearsed:
        return title


def may(session: Session, name: str) -> bool:
    """Return whether the session may call an act now (to offer it; the door decides anyway)."""
    entry = REGISTRY[name]
    try:
        authorise(session.actor(), entry)
    except NotAllowed:
        return False
    return True
