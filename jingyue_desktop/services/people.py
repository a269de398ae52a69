"""Who works here: people entered, moved between posts, leaving; every change is confirmed by another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from jingyue_desktop.domain.clock import day_text
from jingyue_desktop.domain.errors import Invalid, NotAllowed, UserError
from jingyue_desktop.domain.office import Office
from jingyue_desktop.domain.roles import EVERYONE, Role
from jingyue_desktop.services import accounts, searching
from jingyue_desktop.services.acts import Session, Work, act, view
from jingyue_desktop.services.posts_held import post_of
from jingyue_desktop.services.typed import name_fault, one_name, words
from jingyue_desktop.store.tables import Account, Person, Posting

# A posting gives a role, so it is entered by one and confirmed by another (reliability 2.9).
SECOND = frozenset({Role.DIRECTOR, Role.DEPUTY, Role.SECURITY_ADMIN})
PHONE = 40


@dataclass(frozen=True)
class PersonRow:
    """A person with the posts held on the day asked for; ``login`` is empty without an account."""

    id: int
    name: str
    phone: str
    active: bool
    posts: tuple[str, ...]
    since: date | None
    login: str
    revision: int


@dataclass(frozen=True)
class NewPerson:
    """Somebody on a list of people: name, post code, first day in the post, telephone."""

    name: str
    post: str
    since: date
    phone: str = ""


@view("people.list", "查看人员名单", EVERYONE)
def listed(session: Session) -> list[PersonRow]:
    """Return everybody, those in a post first in the order of the posts."""
    day = session.workspace.today()
    held: dict[int, list[Posting]] = {}
    for posting in Posting.select().order_by(Posting.since):
        if posting.since <= day and (posting.until is None or posting.until >= day):
            held.setdefault(posting.person, []).append(posting)
    logins = {row.person: row.login for row in Account.select()}
    order = {post.code: post.order for post in session.workspace.office().posts}
    rows = [_row(row, held.get(row.id, []), logins) for row in Person.select()]
    return sorted(
        rows, key=lambda row: (min((order.get(p, 99) for p in row.posts), default=99), row.id)
    )


def _row(row: Person, postings: Sequence[Posting], logins: dict[int, str]) -> PersonRow:
    return PersonRow(
        row.id,
        row.name,
        row.phone,
        row.active,
        tuple(posting.post for posting in postings),
        postings[0].since if postings else None,
        logins.get(row.id, ""),
        row.revision,
    )


def names(session: Session) -> list[str]:
    """Return the names of everybody who works here, for choosing one."""
    return [row.name for row in listed(session) if row.active]


@act("people.enter", "登记人员任职", {Role.SYSTEM_ADMIN}, second=SECOND, topics=("people",))
def enter(work: Work, name: str, post: str, since: str, phone: str = "") -> int:
    """Enter a new person in a post from ``since`` (ISO day) on; returns the person's id."""
    faults = check_new(work.office, name, post, since, phone)
    if faults:
        raise Invalid(faults)
    held = post_of(work.office, post)
    day = date.fromisoformat(since)
    new = NewPerson(one_name(name), post, day, _phone(phone))
    work.detail["title"] = f"登记人员任职：{new.name}，{held.name}，自{day_text(day)}起"
    return add_person(work, new)


def check_new(office: Office, name: str, post: str, since: str, phone: str) -> dict[str, str]:
    """Return the faults of a new person by field, empty when there are none."""
    faults = {"name": name_fault(name)} if name_fault(name) else {}
    try:
        _phone(phone)
    except Invalid as wrong:
        faults |= wrong.faults
    if post not in {item.code for item in office.posts}:
        faults["post"] = "请选择岗位。"
    if read_day(since) is None:
        faults["since"] = "请填写任职日期，如 2026-3-2。"
    return faults


def _phone(raw: str) -> str:
    return words("phone", "电话", raw, lines=False, most=PHONE)


def read_day(text: str) -> date | None:
    """Return the day of an ISO text, None where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def add_person(work: Work, new: NewPerson) -> int:
    """Add a person and a first posting inside an act; returns the person's id."""
    name, phone = one_name(new.name), _phone(new.phone)
    initials, full = searching.keys(name)
    row = work.unit.add(Person(name=name, initials=initials, full=full, phone=phone))
    work.unit.add(Posting(person=row.id, post=new.post, since=new.since))
    work.about("person", row.id)
    return int(row.id)


@act("people.correct", "更正人员姓名、电话", {Role.SYSTEM_ADMIN}, topics=("people",))
def correct(work: Work, person: int, revision: int, name: str, phone: str) -> None:
    """Correct how a person is written; papers already issued keep the old name."""
    faults = check_new(work.office, name, work.office.posts[0].code, "2026-01-01", phone)
    if faults:
        raise Invalid(faults)
    row = get(person)
    name, phone = one_name(name), _phone(phone)
    initials, full = searching.keys(name)
    work.unit.change(row, revision, name=name, phone=phone, initials=initials, full=full)
    work.about("person", row.id)


@act("people.move", "任职变动", {Role.SYSTEM_ADMIN}, second=SECOND, topics=("people",))
def move(work: Work, person: int, post: str, since: str, note: str = "") -> int:
    """Put a person into another post from ``since`` on; posts held until then end the day before.

    A post gives its role, so nobody confirms his own move.
    """
    row, day = get(person), read_day(since)
    if work.proposer is not None and person == work.actor.person:
        raise NotAllowed("不能确认本人的任职变动。", rule="本人账号", advice="请另一人确认。")
    if day is None or post not in {item.code for item in work.office.posts}:
        raise Invalid(check_new(work.office, row.name, post, since, ""))
    for posting in _open(person):
        if posting.post == post:
            raise Invalid({"post": f"{row.name}现在就在这个岗位。"})
        _end(work, posting, day - timedelta(days=1), "since")
    added = work.unit.add(Posting(person=person, post=post, since=day, note=_note(note)))
    work.about("person", person)
    held = post_of(work.office, post).name
    work.detail["title"] = f"任职变动：{row.name}自{day_text(day)}起任{held}"
    return int(added.id)


@act("people.leave", "离任", {Role.SYSTEM_ADMIN}, second=SECOND, topics=("people",))
def leave(work: Work, person: int, until: str, note: str = "", gone: bool = False) -> None:
    """End every post of a person with the day ``until``; ``gone`` also stops the account's use."""
    row, day = get(person), read_day(until)
    if day is None:
        raise Invalid({"until": "请填写离任日期，如 2026-3-2。"})
    if person == work.actor.person:
        raise NotAllowed("不能给自己办理离任。", rule="本人账号")
    postings = _open(person)
    if not postings and not gone:
        raise UserError(f"{row.name}现在没有任职。")
    for posting in postings:
        _end(work, posting, day, "until", note)
    if gone:
        for account in Account.select().where(Account.person == person):
            accounts.keep_one(account, set())
        work.unit.change(row, active=False)
    work.about("person", person)
    work.detail["title"] = f"离任：{row.name}，至{day_text(day)}" + ("，调离本局" if gone else "")


def _open(person: int) -> list[Posting]:
    return list(Posting.select().where((Posting.person == person) & Posting.until.is_null()))


def _end(work: Work, posting: Posting, day: date, key: str, note: str = "") -> None:
    if day < posting.since:
        raise Invalid({key: f"不能早于现任职开始的日期（{day_text(posting.since)}）。"})
    work.unit.change(posting, until=day, note=_note(note) or posting.note)


def _note(raw: str) -> str:
    return words("note", "说明", raw)


def get(person: int) -> Person:
    """Return a person's row, or raise UserError."""
    row = Person.get_or_none(Person.id == person)
    if row is None:
        raise UserError("没有这个人员。", "请刷新后再试。")
    found: Person = row
    return found
