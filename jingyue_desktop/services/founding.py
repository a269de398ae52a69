"""Founding an office: folder, tables, catalogue, first people and accounts, in one act."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from jingyue_desktop.domain.clock import Clock
from jingyue_desktop.domain.errors import Invalid, UserError
from jingyue_desktop.domain.roles import Role, clash
from jingyue_desktop.services import catalogue, catalogue_rows, searching
from jingyue_desktop.services.actors import Actor
from jingyue_desktop.services.acts import Session, Work, append
from jingyue_desktop.services.opening import connect, database_url
from jingyue_desktop.services.passwords import check_password
from jingyue_desktop.services.typed import login_fault, name_fault, one_name
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store import gate, schema, vault
from jingyue_desktop.store.anchor import Anchor
from jingyue_desktop.store.faults import in_chinese
from jingyue_desktop.store.location import Probe
from jingyue_desktop.store.lock import HOLDER_NAME, HOLDER_PART, LOCK_NAME, WorkspaceLock
from jingyue_desktop.store.tables import Account, Meta, Person, Posting
from jingyue_desktop.store.unit import Unit, transaction

FOLDERS = ("attachments", "backups", "papers")
# What may lie in a folder that is free all the same: the rest of an attempt that was refused, the
# answer about its disk, where its server is, and what systems put into every folder.
OURS = {*FOLDERS, LOCK_NAME, HOLDER_NAME, HOLDER_PART, gate.ACCEPTED_NAME, gate.SERVER_NAME}
EVERYWHERE = {"desktop.ini", "Thumbs.db", ".DS_Store", ".directory", "lost+found"}
TAKEN = ("这个文件夹里已经有数据，没有改动。", "请换一个文件夹，或直接打开它。")
NOT_EMPTY = ("这个文件夹里有其他文件，没有改动。", "请选一个新的或空的文件夹。")
REQUIRED = (Role.SYSTEM_ADMIN, Role.CUSTODIAN, Role.AUDITOR, Role.SECURITY_ADMIN)


@dataclass(frozen=True)
class FirstPerson:
    """Somebody the office begins with.

    ``post`` is a post code or empty; ``login`` empty means no account yet; ``password`` is either a
    real first password or, with ``one_time``, a code to be changed at the first login.
    """

    name: str
    post: str = ""
    since: date | None = None
    phone: str = ""
    login: str = ""
    password: str = ""
    roles: tuple[Role, ...] = ()
    one_time: bool = False


def check_first(people: Sequence[FirstPerson], office_names: Sequence[str]) -> None:
    """Raise Invalid (keys ``0.login`` …) for accounts the office cannot begin with."""
    faults: dict[str, str] = {}
    logins: set[str] = set()
    for n, person in enumerate(people):
        fault = name_fault(person.name)
        if fault:
            faults[f"{n}.name"] = fault
        if not person.login:
            continue
        if login_fault(person.login.strip()):
            faults[f"{n}.login"] = login_fault(person.login.strip())
        if person.login in logins:
            faults[f"{n}.login"] = "登录名与前面的重复。"
        logins.add(person.login)
        pair = clash(person.roles)
        if pair:
            faults[f"{n}.roles"] = f"{pair[0].caption}与{pair[1].caption}不能由同一人担任。"
        if not person.one_time:
            try:
                check_password(person.password, (*office_names, person.name, person.login))
            except Invalid as invalid:
                faults[f"{n}.password"] = invalid.faults["password"]
    for name in office_names:
        if name_fault(name):
            faults["office"] = f"单位名称：{name_fault(name, '单位名称')}"
    given = {role for person in people if person.login for role in person.roles}
    missing = [role.caption for role in REQUIRED if role not in given]
    if missing:
        faults["roles"] = f"还没有指定：{'、'.join(missing)}。"
    if faults:
        raise Invalid(faults)


def found(
    folder: Path,
    clock: Clock,
    resources: Path,
    forms: Path,
    people: Sequence[FirstPerson],
    *,
    office_name: str = "",
    demo: bool = False,
    url: str = "",
    probe: Probe | None = None,
) -> Workspace:
    """Make a workspace in ``folder`` (new or empty) and return it open.

    Without ``url`` the database is where the folder's ``workspace.toml`` says, else in the folder.
    Raises UserError for a folder that is in use or unsuitable, Invalid for the people. What was
    begun and failed leaves no ``office.db`` behind.
    """
    # A demo may be built anew beside what somebody laid into its folder.
    _refuse_taken(folder, or_used=not demo)
    check_first(people, [office_name] if office_name else [])
    gate.check_location(folder, probe)
    make_folders(folder)
    gate.check_writable(folder)
    lock = _locked(folder, clock.now())
    workspace = None
    try:
        url = url or database_url(folder)
        workspace = connect(folder, clock, resources, forms, lock, url=url, create=True)
        if Meta.select().exists():
            raise UserError(
                "数据库服务器上已经有数据，没有改动。", "请直接打开它，或换一个数据库。"
            )
        _fill(workspace, people, office_name, demo)
    except BaseException:
        _undo(folder, workspace, lock)
        raise
    return workspace


def _refuse_taken(folder: Path, *, or_used: bool) -> None:
    """Refuse a folder with an office in it, naming its holder, or (``or_used``) with other files."""
    taken = (folder / "office.db").exists()
    used = or_used and folder.is_dir() and not is_free(folder)
    if taken or (used and (folder / LOCK_NAME).exists()):
        WorkspaceLock(folder).must_be_free()
    if taken or used:
        raise UserError(*(TAKEN if taken else NOT_EMPTY))


def _locked(folder: Path, now: datetime) -> WorkspaceLock:
    """Return the folder's lock, held; refuses where somebody founded here until it was ours."""
    lock = WorkspaceLock(folder)
    lock.take(now)
    if (folder / "office.db").exists():
        # Theirs is never undone.
        lock.release()
        raise UserError(*TAKEN)
    return lock


def is_free(folder: Path) -> bool:
    """Return whether an existing folder holds nothing of anybody's, so that an office may go there."""
    with in_chinese():
        names = {path.name for path in folder.iterdir()}
        ours = [folder / name for name in names.intersection(FOLDERS)]
        return names <= OURS | EVERYWHERE and not any(any(one.iterdir()) for one in ours)


def make_folders(folder: Path) -> None:
    """Make a workspace's folder and those in it; UserError where that cannot be done."""
    try:
        for name in FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            "不能在这里建立数据文件夹。", f"请检查权限和磁盘空间，或换一个位置：{folder}"
        ) from error


def _undo(folder: Path, workspace: Workspace | None, lock: WorkspaceLock) -> None:
    if workspace is not None:
        workspace.store.db.close()
    for path in folder.glob("office.db*"):
        path.unlink(missing_ok=True)
    lock.release()


def _fill(
    workspace: Workspace, people: Sequence[FirstPerson], office_name: str, demo: bool
) -> Anchor:
    nobody = Actor(0, 0, "建立工作区", "", True, False, frozenset(), (), (), frozenset())
    session = Session(workspace, 0, "", nobody.name)
    store = workspace.store
    with transaction(store) as unit:
        work = Work(session, nobody, unit, workspace.now())
        count = catalogue.load_shipped(work)
        _meta(unit, "workspace", secrets.token_hex(8))
        _meta(unit, "demo", "1" if demo else "")
        _meta(unit, "schema", schema.fingerprint(store.db.execute_sql, store.is_sqlite))
        if office_name:
            _rename(work, one_name(office_name))
        for person in people:
            add_first(work, person)
        work.detail["items"] = count
        workspace.demo = demo
        return append(work, "office.found", count)


def _meta(unit: Unit, key: str, value: str) -> None:
    unit.add(Meta(key=key, value=value))


def _rename(work: Work, name: str) -> None:
    row = catalogue_rows.newest("bureau", "bureau")
    if row.body["name"] != name:
        catalogue.revise(work, "bureau", row.code, row.version, {"name": name}, {"name": "名称"})


def add_first(work: Work, first: FirstPerson) -> int:
    """Add a person with post and account; returns the person's id."""
    name = one_name(first.name)
    initials, full = searching.keys(name)
    person = work.unit.add(Person(name=name, initials=initials, full=full, phone=first.phone))
    if first.post:
        since = first.since or work.today
        work.unit.add(Posting(person=person.id, post=first.post, since=since))
    if first.login:
        expires = code_expiry(work) if first.one_time else None
        work.unit.add(
            Account(
                person=person.id,
                login=first.login.strip(),
                phc=vault.hash_password(first.password),
                roles=sorted(first.roles),
                must_change=first.one_time,
                code_expires=expires,
            )
        )
    return int(person.id)


def code_expiry(work: Work) -> datetime:
    """Return when a one-time code given now ends (72 hours)."""
    return work.now + timedelta(hours=72)
