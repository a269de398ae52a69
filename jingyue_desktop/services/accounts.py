"""Accounts: made, stopped, given a one-time code, given roles (a second person confirms those)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from jingyue_desktop.domain.errors import Invalid, NotAllowed, UserError
from jingyue_desktop.domain.roles import POST_ROLES, Role, clash
from jingyue_desktop.services.actors import read_actor
from jingyue_desktop.services.acts import Session, Work, act, view
from jingyue_desktop.services.passwords import one_time_code
from jingyue_desktop.services.typed import login_fault
from jingyue_desktop.store import vault
from jingyue_desktop.store.tables import Account, Person

ACTIVE, STOPPED = "active", "stopped"
CODE_LASTS = timedelta(hours=72)
GIVEN = frozenset(Role) - POST_ROLES


@dataclass(frozen=True)
class AccountRow:
    """An account as the administrators see it."""

    id: int
    person: int
    name: str
    login: str
    state: str
    roles: tuple[Role, ...]
    given: tuple[Role, ...]
    must_change: bool
    code_expires: datetime | None
    revision: int


SEERS = {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR, Role.DIRECTOR}


@view("accounts.list", "查看账号", SEERS)
def listed(session: Session) -> list[AccountRow]:
    """Return every account with the roles it holds today, by name."""
    day, office = session.workspace.today(), session.workspace.office()
    rows = []
    for row in Account.select().order_by(Account.id):
        actor = read_actor(row.id, day, office)
        rows.append(
            AccountRow(
                row.id,
                row.person,
                actor.name,
                row.login,
                row.state,
                tuple(role for role in Role if role in actor.roles),
                tuple(Role(name) for name in row.roles),
                row.must_change,
                row.code_expires,
                row.revision,
            )
        )
    return rows


@act("accounts.create", "新建账号", {Role.SYSTEM_ADMIN}, topics=("accounts",))
def create(work: Work, person: int, login: str, code: str) -> int:
    """Give a person an account that begins with a one-time code (``one_time_code()``, 72 hours).

    Raises Invalid for a login that is empty, taken or not plain.
    """
    login = login.strip()
    _check_login(login)
    if Account.get_or_none(Account.person == person) is not None:
        raise UserError("这个人已经有账号。")
    if Person.get_or_none(Person.id == person) is None:
        raise UserError("没有这个人员。", "请刷新后再试。")
    row = work.unit.add(
        Account(
            person=person,
            login=login,
            phc=vault.hash_password(code),
            roles=[],
            must_change=True,
            code_expires=work.now + CODE_LASTS,
        )
    )
    work.about("account", row.id)
    return int(row.id)


def _check_login(login: str) -> None:
    fault = login_fault(login)
    if fault:
        raise Invalid({"login": fault})
    if Account.get_or_none(Account.login == login) is not None:
        raise Invalid({"login": "这个登录名已被使用。"})


@act("accounts.reset", "重发初始密码", {Role.SYSTEM_ADMIN}, topics=("accounts",))
def reset(work: Work, account: int, code: str) -> None:
    """Replace a password by a one-time code; gives no access to anything sealed."""
    row = _get(account)
    if row.id == work.actor.account:
        raise NotAllowed("不能给自己重发初始密码，请用“修改密码”。", rule="本人账号")
    work.unit.change(
        row,
        phc=vault.hash_password(code),
        must_change=True,
        code_expires=work.now + CODE_LASTS,
    )
    work.about("account", row.id)


@act("accounts.stop", "停用账号", {Role.SYSTEM_ADMIN}, topics=("accounts",))
def stop(work: Work, account: int, revision: int) -> None:
    """Stop an account at once; its open sessions are refused at their next act."""
    row = _get(account)
    if row.id == work.actor.account:
        raise NotAllowed("不能停用自己的账号。", rule="本人账号")
    keep_one(row, set())
    work.unit.change(row, revision, state=STOPPED)
    work.about("account", row.id)


@act("accounts.start", "启用账号", {Role.SYSTEM_ADMIN}, topics=("accounts",))
def start(work: Work, account: int, revision: int) -> None:
    """Let a stopped account in again."""
    row = _get(account)
    work.unit.change(row, revision, state=ACTIVE)
    work.about("account", row.id)


@act(
    "accounts.set_roles",
    "变更角色",
    {Role.SECURITY_ADMIN},
    second={Role.DIRECTOR, Role.SECURITY_ADMIN},
    topics=("accounts",),
)
def set_roles(work: Work, account: int, revision: int, roles: list[str]) -> int:
    """Set the roles an account holds beyond its posts, return its id; refuses incompatible pairs.

    Nobody changes his own roles, and a second person confirms (reliability design 2.9).
    """
    row = _get(account)
    wanted = check_roles(roles)
    if row.id in (work.actor.account, work.proposer):
        raise NotAllowed("不能变更自己的角色。", rule="本人账号")
    keep_one(row, wanted)
    work.detail["title"] = f"{Person.get_by_id(row.person).name}：{_captions(wanted)}"
    work.detail["roles"] = sorted(wanted)
    work.unit.change(row, revision, roles=sorted(wanted))
    work.about("account", row.id)
    return int(row.id)


def check_roles(roles: Sequence[str]) -> set[Role]:
    """Return the roles, or raise for unknown ones, post roles and incompatible pairs."""
    wanted = {Role(name) for name in roles}
    if wanted - GIVEN:
        raise UserError("局长、副局长、科长、科员随任职而来，不能单独给予。")
    pair = clash(wanted)
    if pair:
        raise NotAllowed(
            f"{pair[0].caption}与{pair[1].caption}不能由同一人担任。", rule="不相容角色"
        )
    return wanted


def _captions(roles: set[Role]) -> str:
    return "、".join(role.caption for role in Role if role in roles) or "不另给角色"


def keep_one(row: Account, wanted: set[Role]) -> None:
    """Refuse to take away the last active holder of a role the office cannot run without."""
    for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR, Role.CUSTODIAN):
        if role not in row.roles or role in wanted:
            continue
        here = Person.select(Person.id).where(Person.active == True)  # noqa: E712
        others = Account.select().where(
            (Account.id != row.id) & (Account.state == ACTIVE) & Account.person.in_(here)
        )
        if not any(role in other.roles for other in others):
            raise NotAllowed(f"本局至少要有一名{role.caption}。", rule="必设角色")


def _get(account: int) -> Account:
    row = Account.get_or_none(Account.id == account)
    if row is None:
        raise UserError("没有这个账号。", "请刷新后再试。")
    found: Account = row
    return found


__all__ = ["one_time_code"]
