"""Logging in and out, locking, changing a password, confirming at the same screen."""

from __future__ import annotations

import math

from jingyue_desktop.domain.errors import Invalid, NotAllowed, UserError
from jingyue_desktop.domain.roles import EVERYONE
from jingyue_desktop.services import throttle
from jingyue_desktop.services.acts import Session, Work, act, record, record_failure
from jingyue_desktop.services.passwords import check_password
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store import vault
from jingyue_desktop.store.tables import Account, Person
from jingyue_desktop.store.unit import transaction, watched

REFUSED = "登录名或密码不正确。"
IDLE = "现在没有任职，也没有其他角色，不能登录。"


class LoginRefused(UserError):
    """A login that did not succeed; ``wait`` is the seconds until the next try, 0 when free."""

    def __init__(self, message: str, advice: str = "", wait: float = 0.0) -> None:
        super().__init__(message, advice)
        self.wait = wait


class WrongPassword(Invalid):
    """The old password was not the right one."""


def log_in(workspace: Workspace, login: str, password: str, purpose: str = "login") -> Session:
    """Return a session, or raise LoginRefused with one message whatever was wrong.

    Every try leaves a log row; wrong passwords are throttled per login name and for the whole
    office (reliability 2.8).
    """
    with watched(workspace.store):
        return _let_in(workspace, login, password, purpose)


def _let_in(workspace: Workspace, login: str, password: str, purpose: str) -> Session:
    wait = throttle.remaining(workspace, login)
    if wait > 0:
        record(workspace, purpose, success=False, reason="登录被限速")
        seconds = math.ceil(wait)
        raise LoginRefused("登录失败次数过多。", f"请 {_wait_text(seconds)} 后再试。", wait)
    account = _matching(login, password)
    if account is None or _expired(workspace, account):
        return _refuse(workspace, login, purpose, account)
    try:
        actor = workspace.actor(account.id)
    except NotAllowed as refusal:
        record(workspace, purpose, account=account.id, success=False, reason=refusal.message)
        raise
    if not actor.roles:
        # Nothing would be allowed, not even to change the first password or to leave.
        record(workspace, purpose, account=account.id, success=False, reason=IDLE)
        raise LoginRefused(
            IDLE, "任职还没有开始的，请从任职之日起登录；已经任职的，请找系统管理员。"
        )
    with transaction(workspace.store, changes=False):
        throttle.clear(workspace, login)
    record(workspace, purpose, account=account.id)
    name = Person.get_by_id(account.person).name
    return Session(workspace, account.id, account.login, name)


def _matching(login: str, password: str) -> Account | None:
    name = login.strip()
    # NUL and half characters are in no login, and databases refuse to look for them.
    odd = any(ch == "\0" or "\ud800" <= ch <= "\udfff" for ch in name)
    account = None if odd else Account.get_or_none(Account.login == name)
    if account is None:
        vault.verify_nobody(password)
        return None
    right = vault.verify_password(password, account.phc)
    active = account.state == "active" and Person.get_by_id(account.person).active
    return account if right and active else None


def _expired(workspace: Workspace, account: Account) -> bool:
    return account.code_expires is not None and account.code_expires < workspace.now()


def _refuse(workspace: Workspace, login: str, purpose: str, account: Account | None) -> Session:
    if account is not None:
        record(workspace, purpose, success=False, reason="初始密码已过期")
        raise LoginRefused("初始密码已过期。", "请系统管理员重新发放。")
    with transaction(workspace.store, changes=False):
        throttle.count_failure(workspace, login)
    record(workspace, purpose, success=False, reason=REFUSED)
    wait = throttle.remaining(workspace, login)
    advice = f"请 {_wait_text(math.ceil(wait))} 后再试。" if wait > 0 else "请核对后再试。"
    raise LoginRefused(REFUSED, advice, wait)


def _wait_text(seconds: int) -> str:
    return f"{seconds} 秒" if seconds < 120 else f"{math.ceil(seconds / 60)} 分钟"


@act("login.leave", "退出登录", EVERYONE, scope="self", always=True, first=True)
def log_out(work: Work) -> None:
    """Leave a row for the end of a session."""


@act("login.lock", "锁定屏幕", EVERYONE, scope="self", always=True, first=True)
def lock(work: Work, why: str) -> None:
    """Leave a row for a lock; ``why`` is ``idle``, ``manual``, ``system`` or ``switch``."""
    work.detail["why"] = why


def change_password(session: Session, current: str, new: str) -> None:
    """Replace one's own password; Invalid names what is wrong with the old or the new one.

    Wrong old passwords are throttled together with those of the login.
    """
    workspace = session.workspace
    with watched(workspace.store):
        wait = throttle.remaining(workspace, session.login)
    if wait > 0:
        told = f"密码错误次数过多，请 {_wait_text(math.ceil(wait))} 后再试。"
        slowed = Invalid({"current": told}, "密码没有修改。")
        record_failure(session, "login.change_password", slowed)
        raise slowed
    try:
        _replace_password(session, current, new)
    except WrongPassword:
        with transaction(workspace.store, changes=False):
            throttle.count_failure(workspace, session.login)
        raise
    with transaction(workspace.store, changes=False):
        throttle.clear(workspace, session.login)


@act("login.change_password", "修改本人密码", EVERYONE, scope="self", always=True, first=True)
def _replace_password(work: Work, current: str, new: str) -> None:
    account = Account.get_by_id(work.actor.account)
    if not vault.verify_password(current, account.phc):
        raise WrongPassword({"current": "原密码不正确。"}, "密码没有修改。")
    if current == new:
        raise Invalid({"password": "新密码不能与原密码相同。"}, "密码没有修改。")
    bureau = work.office.bureau
    check_password(new, (work.actor.name, account.login, bureau.name, bureau.short_name))
    work.unit.change(account, phc=vault.hash_password(new), must_change=False, code_expires=None)
    work.about("account", account.id)


def again(session: Session, password: str) -> None:
    """Make sure it is still the same person, before a role is changed; throttled like a login."""
    log_in(session.workspace, session.login, password, purpose="login.again")


def second_person(session: Session, login: str, password: str) -> Session:
    """Return the session of another person confirming at the same screen."""
    other = log_in(session.workspace, login, password, purpose="login.second")
    if other.account == session.account:
        refusal = NotAllowed("须由另一人确认。", rule="双人办理")
        record_failure(session, "login.second", refusal)
        raise refusal
    return other
