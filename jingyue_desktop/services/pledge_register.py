"""The pledge register: found, filtered, sorted and counted page by page, and read as a stream."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import SQL, fn

from jingyue_desktop.domain.clock import day_start, office_day
from jingyue_desktop.domain.roles import Role
from jingyue_desktop.services.acts import Session, view
from jingyue_desktop.services.attaching import AttachmentRow, attached
from jingyue_desktop.services.pledges import WAITING
from jingyue_desktop.services.searching import fold
from jingyue_desktop.store.fields import moment_text
from jingyue_desktop.store.reading import reader
from jingyue_desktop.store.tables import Account, Person, Pledge

READERS = frozenset(
    {
        Role.DIRECTOR,
        Role.DEPUTY,
        Role.CHIEF,
        Role.CLERK,
        Role.CUSTODIAN,
        Role.AUDITOR,
        Role.COMMISSION,
    }
)
# What a column is sorted by. Every order has its index in the migration and ends with what tells
# rows apart, so that pages never overlap.
ORDERS: dict[str, tuple[Any, ...]] = {
    "number": (Pledge.year, Pledge.serial),
    "variant": (Pledge.variant, Pledge.year, Pledge.serial),
    "applicant": (Pledge.applicant, Pledge.id),
    "project": (fn.substr(Pledge.project, SQL("1"), SQL("40")), Pledge.id),
    "accepted": (Pledge.accepted, Pledge.id),
    "due": (Pledge.due, Pledge.id),
    "state": (Pledge.state, Pledge.year, Pledge.serial),
    "issued": (Pledge.issued, Pledge.id),
}
COLUMNS = (
    Pledge.id,
    Pledge.number,
    Pledge.variant,
    Pledge.section,
    Pledge.applicant,
    Pledge.project,
    Pledge.days,
    Pledge.accepted,
    Pledge.due,
    Pledge.provisional,
    Pledge.state,
    Pledge.void_reason,
    Pledge.issued_by,
    Pledge.issued,
    Pledge.scan,
    Pledge.signed,
    Pledge.filed,
    Pledge.revision,
)


@dataclass(frozen=True)
class Wanted:
    """Which pledges: text or pinyin, variant, state, year of issue, overdue scans only, sections.

    No ``sections`` means all of them.
    """

    text: str = ""
    variant: str = ""
    state: str = ""
    year: int = 0
    overdue_scans: bool = False
    sections: tuple[str, ...] = ()


@dataclass(frozen=True)
class PledgeRow:
    """A pledge as listed; ``scan_overdue`` says that its signed scan should long be here."""

    id: int
    number: str
    variant: str
    variant_name: str
    section: str
    applicant: str
    project: str
    days: int
    accepted: date
    due: date
    provisional: bool
    state: str
    void_reason: str
    issuer: str
    issued: date
    scan: int | None
    signed: date | None
    filed: date | None
    scan_overdue: bool
    revision: int


@view("pledges.count", "查看承诺书份数", READERS)
def count(session: Session, wanted: Wanted) -> int:
    """Return how many pledges ``page`` would give."""
    return int(_chosen(session, wanted, Pledge.id).count())


@view("pledges.page", "查看服务承诺登记簿", READERS)
def page(
    session: Session,
    wanted: Wanted,
    offset: int,
    limit: int,
    sort: str = "",
    descending: bool = False,
) -> list[PledgeRow]:
    """Return a page of the register, the newest first unless a column key sorts it.

    The ids are found first, by index alone; only the rows of the page itself are read.
    """
    query = _chosen(session, wanted, Pledge.id).order_by(*_order(sort, descending))
    return _read(session, _ids(session, query.offset(offset).limit(limit)))


@view("pledges.find", "查找承诺书", READERS)
def find(
    session: Session, wanted: Wanted, sort: str = "", descending: bool = False
) -> Sequence[int]:
    """Return the ids of all pledges wanted in the order of ``page``.

    A search for words goes through every row; this is one such pass for the count and every page.
    """
    query = _chosen(session, wanted, Pledge.id)
    if sort in ORDERS:
        return _ids(session, query.order_by(*_order(sort, descending)))
    # Numbers are given in the order of the ids, and sorting here lets the pass follow the disk.
    return sorted(_ids(session, query), reverse=True)


@view("pledges.some", "查看找到的承诺书", READERS)
def some(session: Session, ids: Sequence[int]) -> list[PledgeRow]:
    """Return pledges by their ids, in the order given."""
    return _read(session, ids)


def _ids(session: Session, query: Any) -> list[int]:
    # Without the rows of peewee: there may be a hundred thousand.
    return [row[0] for row in session.workspace.store.db.execute(query).fetchall()]


def _read(session: Session, ids: Sequence[int]) -> list[PledgeRow]:
    rows: Any = Pledge.select(*COLUMNS).where(Pledge.id.in_(ids)).tuples()
    found = {row[0]: row for row in rows}
    make = _maker(session)
    return [make(found[one]) for one in ids if one in found]


@view("pledges.one", "查看服务承诺书", READERS)
def one(session: Session, pledge: int) -> PledgeRow | None:
    """Return one pledge, None when there is none."""
    rows: Any = list(Pledge.select(*COLUMNS).where(Pledge.id == pledge).tuples())
    return _maker(session)(rows[0]) if rows else None


@view("pledges.years", "查看承诺书年度", READERS)
def years(session: Session) -> list[int]:
    """Return the years pledges were issued in, newest first."""
    query = Pledge.select(Pledge.year).distinct().order_by(Pledge.year.desc())
    return [row.year for row in query]


@view("pledges.scan", "查看承诺书扫描件", READERS)
def scan_of(session: Session, pledge: int) -> AttachmentRow | None:
    """Return the signed scan of a pledge, None where there is none yet."""
    row = Pledge.get_or_none(Pledge.id == pledge)
    return attached(session, row.scan) if row is not None and row.scan else None


def stream(session: Session, wanted: Wanted) -> Callable[[], Iterator[PledgeRow]]:
    """Return what yields the whole register oldest first, each time on a connection of its own.

    Names and parameters are looked up here; the rows may be read on any thread.
    """
    query = _chosen(session, wanted, *COLUMNS).order_by(Pledge.id)
    make = _maker(session)

    def read() -> Iterator[PledgeRow]:
        with reader(session.workspace.store) as db:
            for row in query.bind(db).tuples().iterator():
                yield make(row)

    return read


def _chosen(session: Session, wanted: Wanted, *columns: Any) -> Any:
    query = Pledge.select(*columns)
    terms = _where(session, wanted)
    return query.where(*terms) if terms else query


def _where(session: Session, wanted: Wanted) -> list[Any]:
    terms: list[Any] = []
    for word in fold(wanted.text).split():
        terms.append(Pledge.search.contains(word))
    if wanted.variant:
        terms.append(Pledge.variant == wanted.variant)
    if wanted.state:
        terms.append(Pledge.state == wanted.state)
    if wanted.year:
        terms.append(Pledge.year == wanted.year)
    if wanted.sections:
        terms.append(Pledge.section.in_(wanted.sections))
    if wanted.overdue_scans:
        terms += [Pledge.state == WAITING, Pledge.issued < _overdue_before(session)]
    return terms


def _overdue_before(session: Session) -> str:
    """Return the moment (as kept) before which a pledge still unsigned was issued too long ago."""
    workspace = session.workspace
    days = int(workspace.parameter("scan_overdue"))
    last = workspace.calendar().last_start_over(workspace.today(), days)
    return moment_text(day_start(date.fromordinal(last.toordinal() + 1)))


def _order(sort: str, descending: bool) -> list[Any]:
    if sort not in ORDERS:
        sort, descending = "number", True
    fields = list(ORDERS[sort])
    return [field.desc() for field in fields] if descending else fields


def _maker(session: Session) -> Any:
    names = {item.code: item.name for item in session.workspace.office().pledge_variants}
    people = {row.id: row.name for row in Person.select(Person.id, Person.name)}
    issuers = {row.id: people[row.person] for row in Account.select(Account.id, Account.person)}
    cut = _overdue_before(session)

    def make(row: Any) -> PledgeRow:
        (number_id, number, variant, section, applicant, project, days, accepted, due) = row[:9]
        (provisional, state, reason, issued_by, issued, scan, signed, filed, revision) = row[9:]
        return PledgeRow(
            number_id,
            number,
            variant,
            names.get(variant, variant),
            section,
            applicant,
            project,
            days,
            accepted,
            due,
            bool(provisional),
            state,
            reason,
            issuers.get(issued_by, "—"),
            office_day(issued),
            scan,
            signed,
            filed,
            state == WAITING and moment_text(issued) < cut,
            revision,
        )

    return make
