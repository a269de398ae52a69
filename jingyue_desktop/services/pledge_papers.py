"""The papers of the pledges: the letter itself, its sample before issue, its blank, the register."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jingyue_desktop.domain.clock import day_text
from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.paper.definition import load_form
from jingyue_desktop.paper.grid import Paper, Value
from jingyue_desktop.paper.layout import lay_out, listing
from jingyue_desktop.paper.validate import from_json
from jingyue_desktop.services import papers, pledge_register
from jingyue_desktop.services.acts import Session, Work
from jingyue_desktop.services.pledge_register import READERS, PledgeRow, Wanted
from jingyue_desktop.services.pledge_text import FORM, Drafter
from jingyue_desktop.services.pledges import ISSUERS, VOID, by_number
from jingyue_desktop.store.tables import Pledge

LETTER, SAMPLE, BLANK = "服务承诺书", "服务承诺书样稿", "空白服务承诺书"
LIST, REGISTER = "批量开具清单", "服务承诺登记簿"


def _ids(id: str, ids: list[int] | None) -> list[Pledge]:
    found = [Pledge.get_by_id(one) for one in ids or []] or ([by_number(id)] if id else [])
    if not found:
        raise UserError("没有说明要哪一份承诺书。", "请给出文号、年份-序号（如 2026-12）或序号。")
    return found


def _look(work: Work, *, id: str = "", ids: list[int] | None = None) -> None:
    for row in _ids(id, ids):
        work.unit.look(row, "打印")


@papers.paper("pledge", LETTER, READERS, look=_look)
def letter(session: Session, *, id: str = "", ids: list[int] | None = None) -> Paper:
    """Return one pledge (``id``) or several (``ids``) exactly as they were issued."""
    sheets = []
    for row in _ids(id, ids):
        form = load_form(session.workspace.forms, row.form, row.form_version)
        mark = "作废" if row.state == VOID else ""
        sheets.append((row.number, lay_out(form, from_json(form, row.body), mark=mark)))
    return Paper(
        "pledge", f"{LETTER} {sheets[0][0]}" if len(sheets) == 1 else LETTER, tuple(sheets)
    )


@papers.paper("pledge-sample", SAMPLE, ISSUERS, ("pdf",), exported=False)
def sample(session: Session, *, values: dict[str, Any]) -> Paper:
    """Return what a pledge would say: washed 样稿, without number and QR."""
    drafter = Drafter(session.workspace)
    done, _ = drafter.complete(drafter.draft(values), "")
    return Paper("pledge", SAMPLE, ((SAMPLE, lay_out(drafter.form, done, mark="样稿")),))


@papers.paper("pledge-blank", BLANK, READERS)
def blank(session: Session) -> Paper:
    """Return the letter to be filled by hand."""
    form, bureau = load_form(session.workspace.forms, FORM), session.workspace.office().bureau
    known = {
        "office": bureau.name,
        "enquiry_phone": bureau.enquiry_phone,
        "report_phone": bureau.report_phone,
    }
    return Paper("pledge", BLANK, ((BLANK, lay_out(form, known, blank=True)),))


@papers.paper("pledge-list", LIST, ISSUERS)
def batch_list(session: Session) -> Paper:
    """Return the empty list to fill in for issuing many pledges at once."""
    form = load_form(session.workspace.forms, "pledge_batch")
    return Paper("pledge_batch", LIST, ((LIST, lay_out(form, None)),))


@papers.paper("pledge-register", REGISTER, READERS)
def register(
    session: Session,
    *,
    text: str = "",
    variant: str = "",
    state: str = "",
    year: int = 0,
    overdue_scans: bool = False,
) -> Paper:
    """Return the register (all of it, or what the filters leave), streamed row by row."""
    wanted = Wanted(text, variant, state, year, overdue_scans)
    form = load_form(session.workspace.forms, "pledge_register")
    office, day = session.workspace.office().bureau.name, session.workspace.today()

    read = pledge_register.stream(session, wanted)

    def rows() -> Iterator[tuple[Value, ...]]:
        return (_line(row) for row in read())

    made = f"制表日期：{day_text(day)}"
    return Paper(
        "pledge_register",
        REGISTER,
        ((REGISTER, listing(form, rows, f"{office}{REGISTER}", (made,))),),
    )


def _line(row: PledgeRow) -> tuple[Value, ...]:
    return (
        row.number,
        row.variant_name,
        row.applicant,
        row.project,
        row.accepted,
        row.days,
        row.due,
        row.state,
        row.issued,
        row.issuer,
        row.signed,
        row.filed,
        "有" if row.scan else "逾期未回" if row.scan_overdue else None,
        row.void_reason or None,
        "暂按周末推算" if row.provisional else None,
    )
