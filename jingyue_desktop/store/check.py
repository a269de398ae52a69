"""Checking a workspace's database from outside: structure, schema, chain, digests, attachments."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import peewee

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.store import database, header, schema
from jingyue_desktop.store.anchor import Anchor
from jingyue_desktop.store.attachments import path_of
from jingyue_desktop.store.faults import is_damage, translate
from jingyue_desktop.store.verify import TAMPERED, Execute, Finding, Report, verify

DAMAGED = "数据文件结构损坏"
CHANGED = "第 {} 行：日志与上次在此核验时不同，被改写过。"


def check_sqlite(
    folder: Path,
    anchors: Sequence[tuple[int, str]] = (),
    *,
    known: Anchor | None = None,
    tail: bool = False,
    files: bool = True,
) -> Report:
    """Check ``folder`` on a read-only snapshot, beside an open window if need be.

    ``known`` is the head of a check that passed before (the opening gate): the log must still have
    it. With ``tail`` chain and digests are read from there on only, and the structure quickly;
    without ``files`` attached files are left out. Raises UserError for a file that is not ours.
    """
    path = folder / "office.db"
    header.check_header(path)
    connection = database.open_reader(path)
    try:
        connection.execute("BEGIN")
        execute = connection.execute
        stood = known is not None and _stood(execute, known)
        report = _check(execute, True, anchors, known if tail and stood else None, folder, files)
        if known is not None and stood is False:
            report.findings.append(Finding("tampered", CHANGED.format(known.seq), known.seq))
        return report
    except sqlite3.Error as error:
        if is_damage(error):
            return Report(findings=[Finding("tampered", f"{DAMAGED}：{error}。")])
        raise translate(error) or error from error
    except (ValueError, TypeError) as error:
        # A value that is not what its column holds: text that is no text, a number that is none.
        return Report(findings=[Finding("tampered", f"{DAMAGED}：有内容读不出（{error}）。")])
    finally:
        connection.close()


def _stood(execute: Execute, known: Anchor) -> bool | None:
    """Return whether the log still has the row ``known``; None where it has no such row at all."""
    row = execute(f"SELECT hash FROM log WHERE seq = {known.seq}").fetchone()
    return None if row is None else str(row[0]) == known.hash


def log_rows(folder: Path) -> int:
    """Return how many digests the log of ``folder`` holds, 0 where it cannot be read.

    Raises UserError for a file that is not ours.
    """
    header.check_header(folder / "office.db")
    connection = database.open_reader(folder / "office.db")
    try:
        return int(connection.execute("SELECT COUNT(*) FROM log_object").fetchone()[0])
    except sqlite3.Error:
        return 0
    finally:
        connection.close()


def check_postgres(url: str, folder: Path, anchors: Sequence[tuple[int, str]] = ()) -> Report:
    """Check the database at ``url`` on one repeatable-read snapshot."""
    db = database.open_postgres(url)
    try:
        db.execute_sql("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        return _check(db.execute_sql, False, anchors, None, folder, True)
    except (ValueError, TypeError) as error:
        return Report(findings=[Finding("tampered", f"有内容读不出（{error}）。")])
    finally:
        db.rollback()
        db.close()


def _check(
    execute: Execute,
    sqlite: bool,
    anchors: Sequence[tuple[int, str]],
    since: Anchor | None,
    folder: Path,
    files: bool,
) -> Report:
    findings = _structure(execute, since is None) if sqlite else []
    if any(finding.text.startswith(DAMAGED) for finding in findings):
        return Report(findings=findings)
    findings += _schema(execute, sqlite)
    try:
        report = verify(execute, anchors, since)
    except peewee.PeeweeException:
        # A table or a column that is gone, as was seen already.
        if not findings:
            raise
        return Report(findings=findings)
    report.findings = findings + report.findings
    if files:
        try:
            report.findings += _attachments(execute, folder)
        except UserError:
            # What was found already is worse than what could not be read.
            if report.code != TAMPERED:
                raise
    return report


def _structure(execute: Execute, thorough: bool) -> list[Finding]:
    pragma = "integrity_check" if thorough else "quick_check"
    rows = [str(row[0]) for row in execute(f"PRAGMA {pragma}")]
    if rows != ["ok"]:
        return [Finding("tampered", f"{DAMAGED}：{rows[0]}。")]
    if execute("PRAGMA foreign_key_check").fetchone():
        return [Finding("tampered", "数据表之间的关联损坏。")]
    return []


def _schema(execute: Execute, sqlite: bool) -> list[Finding]:
    row = execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    if row is None:
        raise UserError(*schema.UNFINISHED)
    findings = []
    if str(row[0]) != schema.fingerprint(execute, sqlite):
        findings.append(Finding("tampered", "数据表结构或日志保护触发器被改动。"))
    steps = [str(row[0]) for row in execute("SELECT name FROM schema_migration ORDER BY name")]
    told = execute("PRAGMA user_version").fetchone()[0] if sqlite else len(steps)
    if not steps or len(steps) != told or steps != schema.steps()[: len(steps)]:
        findings.append(Finding("tampered", "数据升级记录被改动。"))
    return findings


def _attachments(execute: Execute, folder: Path) -> list[Finding]:
    return [
        finding
        for row in execute("SELECT id, sha256 FROM attachment ORDER BY id")
        if (finding := _attachment(folder, row)) is not None
    ]


def _attachment(folder: Path, row: Any) -> Finding | None:
    path = path_of(folder, str(row[1]))
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return Finding("tampered", f"附件 {row[0]} 的文件已不存在。")
    except OSError as error:
        raise UserError(
            f"附件 {row[0]} 的文件读不出来，没有核验完。", "请用有权限的用户再核验，或检查磁盘。"
        ) from error
    if found != row[1]:
        return Finding("tampered", f"附件 {row[0]} 的文件内容被改动。")
    return None
