"""The opening gate: where the data lies, whether it can be written, who holds it, what it is."""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.store import header
from jingyue_desktop.store.anchor import Anchor
from jingyue_desktop.store.faults import in_chinese
from jingyue_desktop.store.location import Probe, judge
from jingyue_desktop.store.lock import WorkspaceLock

CHECKED_NAME = "verified.json"
ACCEPTED_NAME = "location.json"
SERVER_NAME = "workspace.toml"
FULL_EVERY = timedelta(days=7)
SMALL = 50_000


@dataclass(frozen=True)
class Checked:
    """The head of the log at the last check that passed, and when everything was last read."""

    seq: int
    hash: str
    full: str

    @property
    def head(self) -> Anchor:
        return Anchor(self.seq, self.hash)


def check_location(folder: Path, probe: Probe | None = None) -> None:
    """Refuse a folder on a share, a removable disk or a synced folder; ask about unknown kinds."""
    place = judge(folder, probe)
    if place.verdict == "refused":
        raise UserError(f"数据不能放在这里：{place.reason}", "请把数据放在本机固定硬盘的文件夹。")
    if place.verdict == "unknown" and place.kind != accepted_kind(folder):
        raise UnknownPlace(place.kind, place.reason)


class UnknownPlace(UserError):
    """A disk of a kind nobody knows; the administrator may accept it once (``accept_kind``)."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(reason, "确认是本机固定硬盘后，由系统管理员在此确认一次。")
        self.kind = kind


def accepted_kind(folder: Path) -> str:
    """Return the file system kind an administrator accepted for this folder, or empty."""
    try:
        found = json.loads((folder / ACCEPTED_NAME).read_text(encoding="utf-8"))
        return str(found["kind"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def accept_kind(folder: Path, kind: str) -> None:
    """Remember that this kind of disk was accepted."""
    with in_chinese():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ACCEPTED_NAME).write_text(json.dumps({"kind": kind}), encoding="utf-8")


def check_writable(folder: Path) -> None:
    """Refuse a folder nobody can write to, before a database is touched."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise UserError(
            "数据文件夹不能写入。", "请检查文件夹权限，或把数据移到可以写入的文件夹。"
        ) from error
    path = folder / "office.db"
    for name in (path, path.with_name("office.db-wal"), path.with_name("office.db-shm")):
        if name.exists() and not os.access(name, os.W_OK):
            raise UserError(f"数据文件 {name.name} 不能写入。", "请检查文件权限后再打开。")


def pass_gate(folder: Path, now: datetime, probe: Probe | None = None) -> WorkspaceLock:
    """Go through location, writability, lock and version, in this order; return the held lock.

    A workspace whose database is on a server (``workspace.toml``) has only a folder to look at.
    """
    local = not (folder / SERVER_NAME).exists()
    if local and not (folder / "office.db").exists():
        raise UserError("这个文件夹里没有本程序的数据。", "请选择正确的数据文件夹，或新建一个。")
    if local:
        check_location(folder, probe)
    check_writable(folder)
    lock = WorkspaceLock(folder)
    lock.take(now)
    try:
        if local:
            header.check_header(folder / "office.db")
    except UserError:
        lock.release()
        raise
    return lock


def last_checked(folder: Path) -> Checked | None:
    """Return what the last passed check left, or None."""
    try:
        found = json.loads((folder / CHECKED_NAME).read_text(encoding="utf-8"))
        return Checked(int(found["seq"]), str(found["hash"]), str(found["full"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def is_due(checked: Checked | None, now: datetime) -> bool:
    """Return whether everything is to be read again, attachments too: weekly, or never read."""
    try:
        return checked is None or not (
            timedelta(0) <= now - datetime.fromisoformat(checked.full) < FULL_EVERY
        )
    except (ValueError, TypeError):
        return True


def remember_checked(folder: Path, head: Anchor, now: datetime, full: bool) -> None:
    """Keep the head of a check that passed; the verifier itself never trusts this file.

    It only saves time at the next start, so a disk that takes nothing more is no fault here.
    """
    before = last_checked(folder)
    stamp = now.isoformat() if full or before is None else before.full
    part = folder / f"{CHECKED_NAME}.part"
    text = json.dumps(asdict(Checked(head.seq, head.hash, stamp)))
    with suppress(OSError):
        part.write_text(text, encoding="utf-8")
        part.replace(folder / CHECKED_NAME)
