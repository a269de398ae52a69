"""A backup has its name only when it was verified; whatever fails leaves the earlier ones alone."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.services.opening import check_workspace
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store.backup import back_up
from tests.faults.logical import protected
from tests.faults.operations import perform
from tests.faults.plans import twenty
from tests.faults.working import opened
from tests.offices import Sessions


@pytest.fixture
def at_work(local_office: Workspace, local_sessions: Sessions, scans: Path) -> Workspace:
    """An office open and in the middle of its work: much stands in the log alone."""
    for operation in twenty():
        perform(local_sessions, operation, scans)
    assert local_office.store.path.with_name("office.db-wal").stat().st_size > 500_000
    return local_office


def made(office: Workspace) -> Path:
    return back_up(office.store, office.now(), "manual").folder


def names(office: Workspace) -> list[str]:
    return sorted(path.name for path in (office.folder / "backups").iterdir())


def test_a_backup_holds_all_that_was_committed(at_work: Workspace) -> None:
    folder = made(at_work)
    assert sorted(path.name for path in folder.iterdir()) == ["manifest.json", "office.db"]
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    content = (folder / "office.db").read_bytes()
    assert manifest["sha256"] == hashlib.sha256(content).hexdigest()
    head = at_work.anchor()
    assert (manifest["seq"], manifest["hash"]) == (head.seq, head.hash)
    assert (manifest["version"], manifest["counts"]["pledge"]) == (1, 8)
    at_work.close()
    assert protected(folder / "office.db") == protected(at_work.folder / "office.db")


def test_put_back_it_is_an_office_again(at_work: Workspace, tmp_path: Path) -> None:
    folder, anchor = made(at_work), at_work.anchor()
    again = tmp_path / "again"
    again.mkdir()
    shutil.copy(folder / "office.db", again)
    shutil.copytree(at_work.folder / "attachments", again / "attachments")
    opened(str(again)).close()
    assert check_workspace(again, (anchor.text(),)).findings == []


def test_two_in_one_second_and_the_rest_of_a_killed_one(at_work: Workspace) -> None:
    left = at_work.folder / "backups" / ".part-20260301-080000-exit"
    left.mkdir()
    (left / "office.db").write_bytes(b"half")
    first, second = made(at_work), made(at_work)
    assert names(at_work) == sorted([first.name, second.name])


def spoil(office: Workspace, sql: str) -> None:
    """Change the database behind everybody's back, guards of the log taken away."""
    with closing(sqlite3.connect(office.store.path)) as db:
        for table in ("log", "log_object"):
            for verb in ("update", "delete"):
                db.execute(f"DROP TRIGGER {table}_no_{verb}")
        db.execute(sql)
        db.commit()
        # The control: the database itself sees nothing wrong.
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE log SET reason = 'x' WHERE seq = 5",
        "DELETE FROM log WHERE seq = (SELECT MAX(seq) FROM log)",
        "UPDATE log_head SET seq = seq + 1",
        "UPDATE log SET detail = X'00FF' WHERE seq = 3",
    ],
)
def test_a_broken_log_is_never_called_a_backup(at_work: Workspace, sql: str) -> None:
    before = made(at_work)
    spoil(at_work, sql)
    with pytest.raises(UserError, match="备份没有") as failed:
        made(at_work)
    assert failed.value.advice
    assert names(at_work) == [before.name]


def test_a_damaged_page_is_never_called_a_backup(at_work: Workspace) -> None:
    before = made(at_work)
    at_work.rest()
    with at_work.store.path.open("r+b") as file:
        file.seek(4096 * 20)
        file.write(b"\xff" * 4096)
    at_work.store.db.close()
    at_work.store.db.connect()
    with pytest.raises(UserError, match="备份没有"):
        made(at_work)
    assert names(at_work) == [before.name]


def test_no_room_for_the_folder_is_told(at_work: Workspace) -> None:
    shutil.rmtree(at_work.folder / "backups")
    (at_work.folder / "backups").write_text("in the way", encoding="utf-8")
    with pytest.raises(UserError, match="备份没有完成"):
        made(at_work)
