"""A verified copy of the database: temporary name, checked as a whole, then renamed."""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jingyue_desktop.domain.clock import OFFICE_ZONE
from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.store.attachments import sync_folder
from jingyue_desktop.store.database import open_reader
from jingyue_desktop.store.faults import translate
from jingyue_desktop.store.store import Store
from jingyue_desktop.store.verify import verify_chain

PART = ".part-"


@dataclass(frozen=True)
class Backup:
    """A backup that verified: its folder, schema version, head of the log, rows of each table."""

    folder: Path
    version: int
    seq: int
    hash: str
    counts: dict[str, int]


def back_up(store: Store, now: datetime, why: str) -> Backup:
    """Copy the SQLite database into ``backups/`` and verify the copy before it gets its name.

    Raises UserError (and leaves no folder with a final name) when copying or checking fails.
    """
    final = _free_name(store.folder / "backups", now, why)
    part = final.with_name(f"{PART}{final.name}")
    copy = part / "office.db"
    try:
        part.mkdir(parents=True, exist_ok=True)
        _copy(store, copy)
        backup = _verified(copy, final)
        manifest = {
            "made": now.isoformat(),
            "why": why,
            "version": backup.version,
            "seq": backup.seq,
            "hash": backup.hash,
            "counts": backup.counts,
            "sha256": _digest(copy),
        }
        _write(part / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
        part.rename(final)
        sync_folder(final.parent)
    except (OSError, sqlite3.Error, ValueError, TypeError) as error:
        _clear(part)
        cause = translate(error) or UserError(str(error))
        raise UserError("备份没有完成，已有的备份不受影响。", f"原因：{cause}") from error
    except UserError:
        _clear(part)
        raise
    return backup


def _free_name(folder: Path, now: datetime, why: str) -> Path:
    """Return a name nothing has yet; what a killed backup left behind goes."""
    for left in folder.glob(f"{PART}*"):
        _clear(left)
    name = f"{now.astimezone(OFFICE_ZONE):%Y%m%d-%H%M%S}-{why}"
    names = (name if n == 1 else f"{name}-{n}" for n in itertools.count(1))
    return next(folder / one for one in names if not (folder / one).exists())


def _copy(store: Store, copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as target:
        with store.mutex:
            store.db.connection().backup(target)
        # One file at rest: a reader of a copy in WAL mode would leave files of its own beside it.
        target.execute("PRAGMA journal_mode=DELETE").fetchone()
    with copy.open("rb") as file:
        os.fsync(file.fileno())


def _verified(copy: Path, final: Path) -> Backup:
    reader = open_reader(copy)
    try:
        if reader.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise UserError("备份没有通过完整性检查，没有采用。", "请检查磁盘。")
        if reader.execute("PRAGMA foreign_key_check").fetchone():
            raise UserError("备份没有通过关联检查，没有采用。", "请检查磁盘。")
        tables = [
            row[0]
            for row in reader.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not row[0].startswith("sqlite_")
        ]
        counts = {t: reader.execute(f'SELECT COUNT(*) FROM "{t}"').fetchone()[0] for t in tables}
        version = int(reader.execute("PRAGMA user_version").fetchone()[0])
        report = verify_chain(reader.execute)
    finally:
        reader.close()
    if report.findings:
        raise UserError(
            "备份没有通过日志核验，没有采用。", f"{report.findings[0].text}请联系管理员。"
        )
    return Backup(final, version, report.head.seq, report.head.hash, counts)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _clear(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
