"""The activity log as people read it: page by page, by right, with what each row was about."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jingyue_desktop.domain.errors import NotAllowed
from jingyue_desktop.domain.roles import EVERYONE, Role
from jingyue_desktop.services.actors import name_of
from jingyue_desktop.services.acts import Session, Work, act, authorise, record_failure, view
from jingyue_desktop.services.everything import registry
from jingyue_desktop.services.journal_words import Verdict, reason_text, verdict
from jingyue_desktop.services.opening import check_workspace, parse_anchors
from jingyue_desktop.store.anchor import Anchor
from jingyue_desktop.store.fields import moment_text, read_moment
from jingyue_desktop.store.tables import Log, LogObject
from jingyue_desktop.store.verify import CAPTIONS, Report

READERS = frozenset({Role.AUDITOR, Role.DIRECTOR, Role.COMMISSION})
EXTRA_TITLES = {
    "office.found": "建立工作区并载入业务目录",
    "schema.upgrade": "升级数据结构",
    "login": "登录",
    "login.unlock": "解锁",
    "login.second": "同屏确认时验证身份",
    "login.again": "办理前再次验证身份",
    "clock.doubtful": "时间异常",
    "location.accept": "认可数据所在的磁盘类型",
    "log.older": "数据比上次核验时旧",
}


@dataclass(frozen=True)
class Filter:
    """What to show: text in act or reason, only failures, from/to moments (UTC, inclusive)."""

    text: str = ""
    failures_only: bool = False
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class LogRow:
    """One row of the log in words; ``hash_head`` are its first 16 digits."""

    seq: int
    when: datetime
    actor: str
    act: str
    title: str
    about: str
    success: bool
    reason: str
    host: str
    objects: int
    hash_head: str


@dataclass(frozen=True)
class LogDetail:
    """Everything one row holds: roles then, details, each touched thing with its digest."""

    row: LogRow
    roles: tuple[str, ...]
    detail: dict[str, Any]
    things: tuple[tuple[str, str, str, str], ...]
    prev_hash: str
    hash: str

    @property
    def anchor(self) -> str:
        """Return the row's anchor as a paper of that moment carries it."""
        return Anchor(self.row.seq, self.hash).text()


def act_title(name: str) -> str:
    """Return an act's title as people know it."""
    if name in EXTRA_TITLES:
        return EXTRA_TITLES[name]
    if name.endswith(".propose"):
        return f"提出：{act_title(name.removesuffix('.propose'))}"
    entry = registry().get(name)
    return entry.title if entry else name


@view("journal.count", "查看活动日志条数", EVERYONE)
def count(session: Session, wanted: Filter) -> int:
    """Return how many rows ``page`` would give."""
    return int(_query(session, wanted).count())


@view("journal.page", "查看活动日志", EVERYONE)
def page(session: Session, wanted: Filter, offset: int, limit: int) -> list[LogRow]:
    """Return rows, newest first. Readers see all; others their own; 系统管理员 no reasons."""
    query = _query(session, wanted).order_by(Log.seq.desc()).offset(offset).limit(limit)
    hide = _hashes_only(session)
    return [_row(row, hide) for row in query]


@view("journal.detail", "查看日志详情", READERS)
def detail(session: Session, seq: int) -> LogDetail | None:
    """Return one row with all it holds, or None."""
    row = Log.get_or_none(Log.seq == seq)
    if row is None:
        return None
    things = LogObject.select().where(LogObject.seq == seq).order_by(LogObject.n).limit(500)
    return LogDetail(
        _row(row, False),
        tuple(Role(name).caption for name in row.roles.split(",") if name in set(Role)),
        json.loads(row.detail),
        tuple((CAPTIONS.get(t.type, t.type), t.object_id, t.change, t.digest[:16]) for t in things),
        row.prev_hash,
        row.hash,
    )


def _query(session: Session, wanted: Filter) -> Any:
    query = Log.select()
    roles = session.actor().roles
    if not roles & (READERS | {Role.SYSTEM_ADMIN}):
        query = query.where(Log.actor == session.account)
    if wanted.failures_only:
        query = query.where(Log.success == 0)
    if wanted.since is not None:
        query = query.where(Log.ts >= moment_text(wanted.since))
    if wanted.until is not None:
        query = query.where(Log.ts <= moment_text(wanted.until))
    if wanted.text:
        found = Log.action.in_([n for n in _known_acts() if wanted.text in act_title(n)])
        # Who may not read the reasons cannot guess them by searching either.
        by_reason = not _hashes_only(session)
        query = query.where(found | Log.reason.contains(wanted.text) if by_reason else found)
    return query


def _known_acts() -> list[str]:
    names = list(registry())
    proposed = [f"{name}.propose" for name, entry in registry().items() if entry.second]
    return [*names, *proposed, *EXTRA_TITLES]


def _hashes_only(session: Session) -> bool:
    roles = session.actor().roles
    return Role.SYSTEM_ADMIN in roles and not roles & READERS


def _row(row: Log, hide: bool) -> LogRow:
    about = CAPTIONS.get(row.object_type, "")
    return LogRow(
        seq=row.seq,
        when=read_moment(row.ts),
        actor=name_of(row.actor) if row.actor else "—",
        act=row.action,
        title=act_title(row.action),
        about="" if hide or not row.object_id else f"{about} {row.object_id}".strip(),
        success=bool(row.success),
        reason="" if hide else reason_text(row.reason),
        host=row.host,
        objects=row.objects,
        hash_head=row.hash[:16].upper(),
    )


@act("journal.verify", "核验活动日志", READERS | {Role.SYSTEM_ADMIN}, always=True)
def note_verification(work: Work, code: int, rows: int, anchors: int) -> None:
    """Keep that the log was verified, with what result."""
    work.detail.update({"code": code, "rows": rows, "anchors": anchors})


def read_anchors(text: str) -> tuple[str, ...]:
    """Return the anchors of a typed or pasted text, one a line; UserError for a line that is none."""
    lines = tuple(line.strip() for line in text.splitlines() if line.strip())
    parse_anchors(lines)
    return lines


def start_verification(session: Session, anchors: Sequence[str] = ()) -> Callable[[], Report]:
    """Return the check of chain, digests and typed anchors, to be run on any thread.

    It reads a snapshot of its own. Raises NotAllowed, and UserError for an anchor that is none.
    """
    entry = registry()["journal.verify"]
    try:
        authorise(session.actor(), entry)
    except NotAllowed as refusal:
        record_failure(session, entry.name, refusal)
        raise
    parse_anchors(anchors)
    folder = session.workspace.folder
    return lambda: check_workspace(folder, tuple(anchors))


def keep_verification(session: Session, report: Report, anchors: int) -> Verdict:
    """Keep what a check found in the log and return it in words."""
    note_verification(session, report.code, report.rows, anchors)
    return verdict(report, anchors)


def verify(session: Session, anchors: Sequence[str] = ()) -> Report:
    """Check everything at once, and keep the result in the log."""
    report = start_verification(session, anchors)()
    keep_verification(session, report, len(anchors))
    return report


@view("journal.anchor", "查看日志锚点", EVERYONE)
def anchor(session: Session) -> Anchor:
    """Return where the log ends now."""
    return session.workspace.anchor()
