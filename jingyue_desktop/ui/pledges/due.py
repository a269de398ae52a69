"""Why a pledge is due on its day: rule, who set the days, every skipped day, the notices."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from jingyue_desktop.domain.clock import office_day
from jingyue_desktop.domain.deadline import Deadline, Period, deadline
from jingyue_desktop.domain.office import PledgeVariant
from jingyue_desktop.domain.workdays import PROVISIONAL
from jingyue_desktop.services import catalogue
from jingyue_desktop.services.acts import Session
from jingyue_desktop.services.catalogue import Version
from jingyue_desktop.services.catalogue_words import source_words
from jingyue_desktop.services.pledge_register import PledgeRow
from jingyue_desktop.ui.kit.dates import day_text, kept_day_text
from jingyue_desktop.ui.kit.facts import show_why

RULE = (
    "期限以工作日计算，不含法定节假日（行政许可法第八十二条）；"
    "开始之日不计入期间（民事诉讼法期间的规定）。"
)
KIND = "pledge_variant"


def set_by(variant: PledgeVariant) -> str:
    """Return who set the promised days of a variant and since when."""
    return _set_words(variant.author, variant.since, variant.source)


def _set_words(author: str, since: str, source: str) -> str:
    told = f"{author}，自{kept_day_text(since)}起；来源：{source_words(source)}"
    return f"{told}。"


def skipped_text(found: Deadline) -> str:
    """Return every day that was not counted and why, line by line."""
    if not found.skipped:
        return "其间没有非工作日。"
    lines = [f"其间不计 {len(found.skipped)} 天："]
    return "\n".join([*lines, *(skip.text() for skip in found.skipped)])


def notices_text(found: Deadline) -> str:
    """Return the published notices the count rests on, and what it may not be relied on for."""
    return "\n".join([*found.notices, *found.reservations()])


def explain(parent: QWidget | None, session: Session, row: PledgeRow) -> None:
    """Show why the pledge is due when it is; a calendar changed since is named."""
    conclusion = f"应办结日期：{day_text(row.due)}" + (f"（{PROVISIONAL}）" * row.provisional)
    show_why(parent, conclusion, reasons(session, row))


def reasons(session: Session, row: PledgeRow) -> list[tuple[str, str]]:
    """Return (caption, text) of everything the due date follows from."""
    now = deadline(session.workspace.calendar(), row.accepted, Period(row.days))
    lines = [
        ("规则", RULE),
        ("受理日期", f"{day_text(row.accepted)}（当日不计）"),
        ("承诺工作日", f"{row.days} 个工作日（{row.variant_name}）"),
        ("承诺工作日的设定", _days_set(session, row)),
        ("不计入的日子", skipped_text(now)),
        ("依据", notices_text(now)),
    ]
    if now.due != row.due:
        text = f"按现行日历为 {day_text(now.due)}；承诺书上写明的 {day_text(row.due)} 不变。"
        lines.append(("开具后日历有变动", text))
    return lines


def _days_set(session: Session, row: PledgeRow) -> str:
    versions = catalogue.history(session, KIND, row.variant)
    version = _in_force(versions, row)
    if version is None:
        return "业务目录中没有留下当时的设定。"
    body = version.body
    told = _set_words(body["author"], body["since"], body["source"])
    if version.version > 1:
        told += f"\n{version.author}于 {day_text(office_day(version.since))}修改"
    newest = versions[0].body["days"]
    if newest != row.days:
        told += f"\n现行为 {newest} 个工作日，已开具的承诺书不变。"
    return told


def _in_force(versions: list[Version], row: PledgeRow) -> Version | None:
    """Return the version of the variant the pledge was issued by, None when none has its days."""
    fitting = [version for version in versions if version.body["days"] == row.days]
    then = (version for version in fitting if office_day(version.since) <= row.issued)
    return next(then, fitting[-1] if fitting else None)
