"""Service pledges: issued with a number and a due date, signed, filed, voided; nothing is deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from jingyue_desktop.domain.clock import office_day
from jingyue_desktop.domain.errors import Conflict, Invalid, InvalidRows, RowFault, UserError
from jingyue_desktop.domain.roles import Role
from jingyue_desktop.paper.validate import to_json
from jingyue_desktop.services import numbers, searching
from jingyue_desktop.services.acts import Work, act
from jingyue_desktop.services.attaching import attach
from jingyue_desktop.services.pledge_text import Drafted, Drafter, numbered
from jingyue_desktop.services.repeats import refuse_repeat
from jingyue_desktop.services.typed import words
from jingyue_desktop.store.tables import Pledge

WAITING, SIGNED, FILED, VOID = "待签", "已签", "已归档", "已作废"
STATES = (WAITING, SIGNED, FILED, VOID)
SERIES = "pledge"
MOST = 5000
ISSUERS = frozenset({Role.CHIEF, Role.CLERK})


@act("pledges.issue", "开具服务承诺书", ISSUERS, scope="section", topics=("pledges",))
def issue(work: Work, values: dict[str, Any]) -> int:
    """Issue one pledge from what was typed (form ``pledge``); returns its id. Own section only."""
    drafter = Drafter(work.workspace, work.today)
    drafted = drafter.draft(values)
    work.require_section(drafted.variant.section)
    (row,) = _issue(work, drafter, [drafted])
    work.about("pledge", row.id)
    return int(row.id)


@act("pledges.issue_set", "成套开具服务承诺书", {Role.CHIEF}, topics=("pledges",))
def issue_set(work: Work, applicant: str, project: str, accepted: str) -> list[int]:
    """Issue every variant for one project at once (六个岗位各一份); returns the ids."""
    drafter = Drafter(work.workspace, work.today)
    shared = {"applicant": applicant, "project": project, "accepted": accepted}
    variants = sorted(work.office.pledge_variants, key=lambda item: item.order)
    drafted = [drafter.draft({**shared, "variant": variant.name}) for variant in variants]
    rows = _issue(work, drafter, drafted)
    return [int(row.id) for row in rows]


@act("pledges.issue_batch", "批量开具服务承诺书", ISSUERS, scope="section", topics=("pledges",))
def issue_batch(work: Work, rows: Sequence[Mapping[str, Any]], file: str = "") -> list[int]:
    """Issue many pledges, all or none; ``file`` is the digest of the list they came from.

    Raises InvalidRows naming every faulty row (1-based, in the order given).
    """
    if not rows or len(rows) > MOST:
        raise UserError(f"一次开具 1–{MOST} 份。", "请分几次办理。")
    if file:
        refuse_repeat(work, "pledges.issue_batch", file)
    drafter = Drafter(work.workspace, work.today)
    drafted, faults = drafted_rows(work, drafter, rows)
    if faults:
        raise InvalidRows(faults)
    issued = _issue(work, drafter, drafted)
    return [int(row.id) for row in issued]


def drafted_rows(
    work: Work, drafter: Drafter, rows: Sequence[Mapping[str, Any]]
) -> tuple[list[Drafted], list[RowFault]]:
    """Return every pledge of a list worked out, and the faults of those that are not sound."""
    titles = {field.key: field.title for field in drafter.form.fields}
    good: list[Drafted] = []
    faults: list[RowFault] = []
    for number, raw in enumerate(rows, 1):
        try:
            drafted = drafter.draft(raw)
            work.require_section(drafted.variant.section)
            good.append(drafted)
        except Invalid as invalid:
            faults += [RowFault(number, titles[k], text) for k, text in invalid.faults.items()]
        except UserError as fault:
            faults.append(RowFault(number, titles["variant"], fault.message))
    return good, faults


def _issue(work: Work, drafter: Drafter, drafted: Sequence[Drafted]) -> list[Pledge]:
    year = drafter.today.year
    first = numbers.take(work, SERIES, year, len(drafted))
    return [_add(work, drafter, item, year, first + n) for n, item in enumerate(drafted)]


def _add(work: Work, drafter: Drafter, item: Drafted, year: int, serial: int) -> Pledge:
    number = numbered(drafter.office, year, serial)
    values, content = drafter.complete(item, number)
    return work.unit.add(
        Pledge(
            number=number,
            year=year,
            serial=serial,
            variant=item.variant.code,
            section=item.variant.section,
            applicant=values["applicant"],
            project=values["project"],
            search=search_text(number, values["applicant"], values["project"]),
            days=item.variant.days,
            accepted=values["accepted"],
            due=item.deadline.due,
            provisional=item.deadline.provisional,
            form=drafter.form.name,
            form_version=drafter.form.version,
            body=to_json(drafter.form, values),
            content=content,
            state=WAITING,
            issued_by=work.actor.account,
            issued=work.now,
        )
    )


def search_text(number: str, applicant: str, project: str) -> str:
    """Return what the search box looks through: the words folded, then their readings."""
    # A project of ten thousand characters is searched by its words, read aloud only in part.
    readings = [key for text in (applicant, project[:200]) for key in searching.phrase(text)]
    return searching.fold(f"{number} {applicant} {project}") + " " + " ".join(readings)


@act(
    "pledges.sign",
    "登记签名扫描件",
    {Role.CHIEF, Role.CLERK, Role.CUSTODIAN},
    scope="section",
    topics=("pledges",),
)
def sign(work: Work, pledge: int, revision: int, scan: str, signed: str) -> None:
    """Attach the scan of a signed pledge: 待签 → 已签. ``signed`` is the ISO day of signing."""
    row = get(pledge)
    if Role.CUSTODIAN not in work.actor.roles:
        work.require_section(row.section)
    _must_be(row, (WAITING,), "登记签名扫描件")
    day = _day(signed)
    if day is None or not office_day(row.issued) <= day <= work.today:
        raise Invalid({"signed": "签名日期应在开具之日至今天之间。"})
    kept = attach(work, scan)
    _change(work, row, revision, state=SIGNED, scan=kept, signed=day)


@act("pledges.file", "归档服务承诺书", {Role.CUSTODIAN}, topics=("pledges",))
def file(work: Work, pledge: int, revision: int) -> None:
    """Put a signed pledge away: 已签 → 已归档."""
    row = get(pledge)
    _must_be(row, (SIGNED,), "归档")
    _change(work, row, revision, state=FILED, filed=work.today)


@act("pledges.void", "作废服务承诺书", {Role.CHIEF}, scope="section", topics=("pledges",))
def void(work: Work, pledge: int, revision: int, reason: str) -> None:
    """Void a pledge with a reason; it keeps its number and stays in the register, struck through."""
    row = get(pledge)
    work.require_section(row.section)
    _must_be(row, (WAITING, SIGNED, FILED), "作废")
    why = words("reason", "作废理由", reason)
    if not why:
        raise Invalid({"reason": "请写明作废理由。"})
    _change(work, row, revision, state=VOID, void_reason=why)


def _must_be(row: Pledge, states: Sequence[str], what: str) -> None:
    if row.state not in states:
        raise Conflict(f"{row.number}现在是“{row.state}”，不能{what}。")


def _change(work: Work, row: Pledge, revision: int, **values: Any) -> None:
    work.unit.change(row, revision, **values)
    work.about("pledge", row.id)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def get(pledge: int) -> Pledge:
    """Return a pledge's row, or raise UserError."""
    row = Pledge.get_or_none(Pledge.id == pledge)
    if row is None:
        raise UserError("没有这份承诺书。", "请刷新后再试。")
    found: Pledge = row
    return found


def by_number(text: str) -> Pledge:
    """Return the pledge of a whole number, a serial such as ``2026-12``, or an id."""
    typed = text.strip()
    query = Pledge.number == typed
    year, dash, serial = typed.partition("-")
    if dash and _is_count(year) and _is_count(serial):
        query = query | ((Pledge.year == int(year)) & (Pledge.serial == int(serial)))
    row = Pledge.get_or_none(query)
    if row is None and _is_count(typed):
        row = Pledge.get_or_none(Pledge.id == int(typed))
    if row is None:
        raise UserError(f"没有“{text}”这份承诺书。", "请写文号、年份-序号（如 2026-12）或序号。")
    found: Pledge = row
    return found


def _is_count(text: str) -> bool:
    # More digits than any number here has, and than a database holds, name nothing.
    return text.isdecimal() and len(text) <= 9
