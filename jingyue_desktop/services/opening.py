"""Opening a workspace: the gate, the connection, the upgrade, the check that runs beside login."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from jingyue_desktop.domain.clock import Clock, ShiftedClock
from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.domain.office import Limit
from jingyue_desktop.domain.workdays import Calendar
from jingyue_desktop.paper.strict import read_toml
from jingyue_desktop.services.acts import record
from jingyue_desktop.services.catalogue_rows import read_current_calendar, read_current_office
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store import chainlog, check, database, gate, header, schema
from jingyue_desktop.store.anchor import parse_anchor
from jingyue_desktop.store.backup import back_up
from jingyue_desktop.store.chainlog import Entry
from jingyue_desktop.store.faults import in_chinese
from jingyue_desktop.store.fields import canonical, read_moment
from jingyue_desktop.store.location import Probe
from jingyue_desktop.store.lock import WorkspaceLock
from jingyue_desktop.store.store import free_bytes, open_store
from jingyue_desktop.store.tables import MODELS, Log, Meta
from jingyue_desktop.store.unit import transaction
from jingyue_desktop.store.verify import Report

T = TypeVar("T")
PLACE_ACCEPTED, OLDER = "location.accept", "log.older"
PASSWORD_VARIABLE = "JINGYUE_DB_PASSWORD"
BACK, AHEAD = timedelta(minutes=5), timedelta(days=400)


def open_workspace(
    folder: Path,
    clock: Clock,
    resources: Path,
    forms: Path,
    *,
    probe: Probe | None = None,
    free: Callable[[Path], int] = free_bytes,
    lock: WorkspaceLock | None = None,
) -> Workspace:
    """Pass the gate (unless ``lock`` shows that it was), connect, upgrade; return the workspace.

    Raises UserError (``Held`` with the holder's name, ``UnknownPlace`` for a disk to be accepted).
    """
    url = database_url(folder)
    lock = lock or gate.pass_gate(folder, clock.now(), probe)
    try:
        workspace = connect(folder, clock, resources, forms, lock, url=url, free=free)
    except BaseException:
        lock.release()
        raise
    return workspace


def database_url(folder: Path) -> str:
    """Return the PostgreSQL URL of ``workspace.toml`` with the password from the environment.

    Empty for an SQLite workspace. The file never holds the password.
    """
    path = folder / gate.SERVER_NAME
    if not path.exists():
        return ""
    url = str(read_toml(path).get("url", ""))
    password = os.environ.get(PASSWORD_VARIABLE, "")
    if not url.startswith(("postgres://", "postgresql://")):
        raise UserError("workspace.toml 中的数据库地址（url）不正确。", "请联系系统管理员。")
    scheme, _, rest = url.partition("://")
    user, at, place = rest.partition("@")
    if password and at and ":" not in user:
        return f"{scheme}://{user}:{password}@{place}"
    return url


def connect(
    folder: Path,
    clock: Clock,
    resources: Path,
    forms: Path,
    lock: WorkspaceLock,
    *,
    url: str = "",
    create: bool = False,
    free: Callable[[Path], int] = free_bytes,
) -> Workspace:
    """Open the database behind an already held lock, upgrade it, and note what kind it is."""
    with in_chinese():
        store = open_store(folder, url, free)
        workspace = Workspace(folder, store, clock, forms, resources, lock=lock)
        try:
            _bring_up(workspace, create)
        except BaseException:
            store.db.close()
            raise
    return workspace


def _bring_up(workspace: Workspace, create: bool) -> None:
    """Upgrade the tables, a verified backup first; see whether it is the invented office."""
    store = workspace.store
    if create:
        schema.upgrade(store.db)
        return
    schema.upgrade(
        store.db,
        backup=(lambda: back_up(store, workspace.now(), "upgrade")) if store.is_sqlite else None,
        note=lambda steps: _note_schema(workspace, steps),
    )
    _see_demo(workspace)
    _note_place(workspace)
    _note_older(workspace)


def _note_place(workspace: Workspace) -> None:
    """Log what kind of disk was accepted at the gate, where nothing could be logged yet; once."""
    kind = gate.accepted_kind(workspace.folder)
    detail = {"kind": kind}
    noted = (Log.action == PLACE_ACCEPTED) & (Log.detail == canonical(detail))
    if not kind or Log.select().where(noted).exists():
        return
    # A disk that takes nothing more can still be read; the next opening tries again.
    with suppress(UserError):
        record(workspace, PLACE_ACCEPTED, detail=detail)


def _note_older(workspace: Workspace) -> None:
    """Log that the data ends before what was checked here last: an older copy lies in its place."""
    checked, head = gate.last_checked(workspace.folder), workspace.anchor()
    if not workspace.store.is_sqlite or checked is None or checked.seq <= head.seq:
        return
    lost = [head.seq + 1, checked.seq]
    reason = (
        f"上次在此核验到第 {checked.seq} 行，现在的日志止于第 {head.seq} 行，数据可能换成了旧的副本"
    )
    with suppress(UserError):
        record(workspace, OLDER, success=False, reason=reason, detail={"lost": lost})
        gate.remember_checked(workspace.folder, head, workspace.now(), full=False)


def _see_demo(workspace: Workspace) -> None:
    """A demo office goes on from where its invented year stands, whatever this machine's date."""
    row = Meta.get_or_none(Meta.key == "demo")
    if row is None:
        # The program ended while it was founding this office.
        raise UserError(*schema.UNFINISHED)
    workspace.demo = row.value == "1"
    last = Log.select(Log.ts).order_by(Log.seq.desc()).first()
    if workspace.demo and last is not None:
        workspace.clock = ShiftedClock(read_moment(last.ts))


def _note_schema(workspace: Workspace, steps: list[str]) -> None:
    """Keep the new shape of the tables, in the log as well; part of the upgrade's transaction."""
    store = workspace.store
    with transaction(store) as unit:
        row = Meta.get(Meta.key == "schema")
        unit.change(row, value=schema.fingerprint(store.db.execute_sql, store.is_sqlite))
        entry = Entry(
            op_id=f"upgrade-{steps[-1]}"[:36],
            action="schema.upgrade",
            actor=None,
            roles="",
            host=workspace.host,
            now=workspace.now(),
            boot=workspace.boot(),
            detail={"steps": steps},
        )
        chainlog.append(store.db, entry, unit.noted())


@dataclass(frozen=True)
class GateReport:
    """What the check beside the login said: sound or not, each finding, how much was read.

    ``fault`` is why it could not run at all (a full disk, a folder that is gone), else empty.
    """

    sound: bool
    texts: tuple[str, ...]
    rows: int
    objects: int
    fault: str = ""


def gate_check(folder: Path, now: datetime) -> GateReport:
    """Check structure, log tail and digests; remember success.

    The whole log is read where it is small, and attached files as well once a week. Runs in a
    read-only child process while the password is typed (reliability design 2.2, 5).
    """
    url = database_url(folder)
    if url:
        report = check.check_postgres(url, folder)
        return GateReport(report.code == 0, _texts(report), report.rows, report.objects)
    checked = gate.last_checked(folder)
    due, known = gate.is_due(checked, now), checked.head if checked else None
    tail = not due and check.log_rows(folder) > gate.SMALL
    report = check.check_sqlite(folder, known=known, tail=tail, files=due)
    if report.code == 0 and (known is None or known.seq <= report.head.seq):
        gate.remember_checked(folder, report.head, now, full=due)
    return GateReport(report.code == 0, _texts(report), report.rows, report.objects)


def _texts(report: Report) -> tuple[str, ...]:
    return tuple(finding.text for finding in report.findings)


def check_workspace(folder: Path, anchors: tuple[str, ...] = ()) -> Report:
    """Check everything, against typed anchors too; trusts no stored checkpoint.

    Raises UserError for an anchor that is none, or a folder that is not a workspace.
    """
    parsed = parse_anchors(anchors)
    url = database_url(folder) if folder.is_dir() else ""
    if not url and not (folder / "office.db").is_file():
        raise UserError("这个文件夹里没有本程序的数据。", "请选择正确的数据文件夹。")
    with in_chinese():
        if url:
            return check.check_postgres(url, folder, parsed)
        return check.check_sqlite(folder, parsed)


def parse_anchors(texts: Sequence[str]) -> list[tuple[int, str]]:
    """Return the typed anchors as (seq, digits); UserError for a text that is none."""
    parsed = []
    for text in texts:
        anchor = parse_anchor(text)
        if anchor is None:
            raise UserError(
                f"锚点写法不对：{text}", "请照纸上页脚填写，如“日志 123 · 9F3A-41C2-07BD-66E0”。"
            )
        parsed.append(anchor)
    return parsed


def doubtful_clock(workspace: Workspace) -> str:
    """Return what is wrong with this machine's clock against the log, empty when it is plausible."""
    last = Log.select(Log.ts).order_by(Log.seq.desc()).first()
    if last is None:
        return ""
    now, before = workspace.now(), read_moment(last.ts)
    if now < before - BACK:
        return "本机时间早于最近一次记录的时间，期限显示为“时间待确认”，请校准时间。"
    if now > before + AHEAD:
        return "本机时间比最近一次记录晚了一年多，期限显示为“时间待确认”，请校准时间。"
    return ""


def counts_of(folder: Path) -> dict[str, int]:
    """Return the catalogue's counts, read beside an open window on a snapshot."""
    return _peek(folder, lambda: read_current_office().counts())


def is_demo(folder: Path) -> bool:
    """Return whether a folder's data is the invented office; raises UserError for what is not ours."""
    row = _peek(folder, lambda: Meta.get_or_none(Meta.key == "demo"))
    if row is None:
        raise UserError(*schema.UNFINISHED)
    return bool(row.value == "1")


def law_of(folder: Path) -> tuple[Calendar, tuple[Limit, ...]]:
    """Return a workspace's calendar and periods of law, read beside an open window."""
    return _peek(folder, lambda: (read_current_calendar(), read_current_office().limits))


def _peek(folder: Path, read: Callable[[], T]) -> T:
    """Run ``read`` on a read-only connection of its own; a workspace that is open stays as it is."""
    url = database_url(folder)
    if not url:
        if not (folder / "office.db").is_file():
            raise UserError("这个文件夹里没有本程序的数据。", "请选择正确的数据文件夹。")
        header.check_header(folder / "office.db")
    with in_chinese():
        db = database.open_postgres(url) if url else database.read_only(folder / "office.db")
        try:
            with db.bind_ctx(MODELS, bind_refs=False, bind_backrefs=False):
                return read()
        except (KeyError, TypeError, ValueError) as error:
            raise UserError(
                "数据里有内容读不出来，可能被改动。", "请先核验（check），并联系管理员。"
            ) from error
        finally:
            db.close()
