"""Who somebody is on a given day: the roles that follow from posts and cover, and those given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jingyue_desktop.domain.errors import NotAllowed
from jingyue_desktop.domain.office import Office
from jingyue_desktop.domain.roles import Role
from jingyue_desktop.store.chainlog import stands
from jingyue_desktop.store.tables import Account, Cover, Person, Posting


@dataclass(frozen=True)
class Actor:
    """A person with an account, as of one day; ``covering`` are posts held only as substitute."""

    account: int
    person: int
    name: str
    login: str
    active: bool
    must_change: bool
    roles: frozenset[Role]
    posts: tuple[str, ...]
    covering: tuple[str, ...]
    sections: frozenset[str]

    @property
    def leads(self) -> bool:
        """True for 局长 and 副局长, whose range is the whole office."""
        return bool(self.roles & {Role.DIRECTOR, Role.DEPUTY})


def read_actor(account: int, day: date, office: Office) -> Actor:
    """Return the actor of an account; raises NotAllowed when the account is gone."""
    row = Account.get_or_none(Account.id == account)
    if row is None:
        raise NotAllowed("账号不存在。", rule="账号状态")
    person = Person.get_by_id(row.person)
    posts = posts_on(row.person, day)
    covering = covered_posts(row.person, day)
    held = {post.code: post for post in office.posts}
    named = [held[code] for code in (*posts, *covering) if code in held]
    return Actor(
        account=row.id,
        person=row.person,
        name=person.name,
        login=row.login,
        active=row.state == "active" and person.active,
        must_change=row.must_change,
        roles=frozenset(Role(post.role) for post in named) | {Role(name) for name in row.roles},
        posts=posts,
        covering=covering,
        sections=frozenset(post.section for post in named),
    )


def must_stand(actor: Actor, day: date) -> None:
    """Refuse rights that no act gave: what they follow from must be what the log says of it."""
    rows = [
        Account.get_by_id(actor.account),
        Person.get_by_id(actor.person),
        *_postings(actor.person, day),
        *_covers(actor.person, day),
    ]
    if not all(stands(row) for row in rows):
        raise NotAllowed(
            "您的账号、任职或顶岗记录与日志不符，可能在程序之外被改动。",
            rule="数据核验",
            advice="请联系审计员核验数据。",
        )


def posts_on(person: int, day: date) -> tuple[str, ...]:
    """Return the post codes a person holds on ``day``."""
    return tuple(row.post for row in _postings(person, day))


def _postings(person: int, day: date) -> list[Posting]:
    rows = Posting.select().where(
        (Posting.person == person)
        & (Posting.since <= day)
        & (Posting.until.is_null() | (Posting.until >= day))
    )
    return list(rows)


def covered_posts(person: int, day: date) -> tuple[str, ...]:
    """Return the post codes a person stands in for on ``day`` (AB岗)."""
    return tuple(row.post for row in _covers(person, day))


def _covers(person: int, day: date) -> list[Cover]:
    rows = Cover.select().where(
        (Cover.substitute == person)
        & (Cover.since <= day)
        & (Cover.until >= day)
        & (Cover.void == False)  # noqa: E712 - peewee builds SQL from it
    )
    return list(rows)


def role_names(account: int, day: date, office: Office) -> str:
    """Return the account's roles as the log keeps them, empty when it is gone."""
    try:
        return ",".join(sorted(read_actor(account, day, office).roles))
    except NotAllowed:
        return ""


def name_of(account: int) -> str:
    """Return the name of an account's person, or a dash when it is gone."""
    row = Account.get_or_none(Account.id == account)
    return str(Person.get_by_id(row.person).name) if row else "—"
