"""An upgrade of the tables: backed up before, whole or not at all, and never backwards."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import peewee
import pytest
from playhouse.migrations import Runner

from jingyue_desktop.domain.clock import SetClock
from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.services.opening import check_workspace, open_workspace
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store import database, header, schema
from jingyue_desktop.store.tables import Log
from tests.faults.children import Nursery
from tests.faults.logical import protected
from tests.offices import FORMS, RESOURCES
from tests.samples.facts import facts
from tests.samples.unpacking import VERSIONS, Sample, unpack

PRESENT = schema.FOLDER
NEXT = f"{header.SCHEMA_VERSION + 1:04d}_next"
GOOD = """
def up(migrator, db):
    db.execute_sql("ALTER TABLE pledge ADD COLUMN stamp VARCHAR(20) NOT NULL DEFAULT ''")
    db.execute_sql("CREATE TABLE seal (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20))")
    db.execute_sql("INSERT INTO seal (name) VALUES ('公章')")
"""
BAD = {
    "raises half-way": GOOD + "    raise ZeroDivisionError('step')\n",
    "loses a row": GOOD + "    db.execute_sql('DELETE FROM draft')\n",
    "adds a row": GOOD
    + "    db.execute_sql(\"INSERT INTO throttle (key, failures) VALUES ('x', 1)\")\n",
    "drops a table": GOOD + "    db.execute_sql('DROP TABLE draft')\n",
    "leaves an orphan": GOOD
    + "    db.execute_sql('CREATE TABLE leaf (id INTEGER, seal INTEGER REFERENCES seal (id))')\n"
    + "    db.execute_sql('INSERT INTO leaf VALUES (1, 99)')\n",
    "touches the log": GOOD + "    db.execute_sql(\"UPDATE log SET reason = 'x'\")\n",
}


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    """The newest sample office, brought up to the present version and at rest."""
    unpacked = unpack(VERSIONS[-1], tmp_path / "office")
    opened(unpacked).close()
    return unpacked


def opened(sample: Sample) -> Workspace:
    return open_workspace(sample.folder, SetClock(sample.now), RESOURCES, FORMS)


class Program:
    """The present program, or a later one with one more migration."""

    def __init__(self, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._place = place
        self._patch = monkeypatch

    def becomes(self, step: str) -> None:
        """Become the next version, whose migration is ``step``."""
        shutil.copytree(PRESENT, self._place, ignore=shutil.ignore_patterns("__pycache__"))
        (self._place / f"{NEXT}.py").write_text(step, encoding="utf-8")
        self._patch.setattr(schema, "FOLDER", self._place)
        self._patch.setattr(header, "SCHEMA_VERSION", header.SCHEMA_VERSION + 1)

    def is_the_old_one(self) -> None:
        """Be the present program again."""
        self._patch.undo()


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    with pytest.MonkeyPatch.context() as patch:
        yield Program(tmp_path / "migrations", patch)


def backups(sample: Sample) -> list[Path]:
    return sorted((sample.folder / "backups").iterdir())


def test_an_upgrade_keeps_everything_and_says_so(sample: Sample, program: Program) -> None:
    program.becomes(GOOD)
    workspace = opened(sample)
    assert facts(workspace) == sample.facts
    row = Log.select().order_by(Log.seq.desc()).first()
    assert (row.action, NEXT in row.detail) == ("schema.upgrade", True)
    workspace.close()
    assert check_workspace(sample.folder, (sample.anchor,)).findings == []
    again = opened(sample)
    assert len(backups(sample)) == 1
    again.close()


def test_the_old_program_refuses_what_is_newer_and_opens_the_backup(
    sample: Sample, program: Program
) -> None:
    program.becomes(GOOD)
    opened(sample).close()
    program.is_the_old_one()
    with pytest.raises(UserError, match="更新的程序版本"):
        opened(sample)
    (backup,) = backups(sample)
    shutil.copy(backup / "office.db", sample.folder / "office.db")
    workspace = opened(sample)
    assert facts(workspace) == sample.facts
    workspace.close()
    assert check_workspace(sample.folder, (sample.anchor,)).findings == []


@pytest.mark.parametrize("step", BAD.values(), ids=BAD)
def test_a_step_that_goes_wrong_changes_nothing(
    sample: Sample, program: Program, step: str
) -> None:
    before = protected(sample.folder / "office.db")
    program.becomes(step)
    with pytest.raises((UserError, ZeroDivisionError)) as failed:
        opened(sample)
    assert isinstance(failed.value, UserError) == ("ZeroDivision" not in step)
    assert len(backups(sample)) == 1
    program.is_the_old_one()
    workspace = opened(sample)
    assert facts(workspace) == sample.facts
    workspace.close()
    assert protected(sample.folder / "office.db") == before
    assert check_workspace(sample.folder, (sample.anchor,)).findings == []


def test_without_the_invariants_a_row_would_be_gone(sample: Sample, program: Program) -> None:
    """The control: the library's runner alone takes the step that loses a row."""
    program.becomes(BAD["loses a row"])
    db = database.open_sqlite(sample.folder / "office.db")
    Runner(db, str(schema.FOLDER)).up()
    assert db.execute_sql("SELECT COUNT(*) FROM draft").fetchone()[0] == 0
    db.close()


def test_no_backup_no_upgrade(sample: Sample, program: Program) -> None:
    before = protected(sample.folder / "office.db")
    (sample.folder / "backups").write_text("in the way", encoding="utf-8")
    program.becomes(GOOD)
    with pytest.raises(UserError, match="备份没有完成"):
        opened(sample)
    assert protected(sample.folder / "office.db") == before


def test_killed_in_a_step_the_old_program_goes_on(
    nursery: Nursery, sample: Sample, program: Program
) -> None:
    before = protected(sample.folder / "office.db")
    program.becomes(GOOD + "    import os\n    os.kill(os.getpid(), 9)\n")
    child = nursery.start("upgrade", folder=str(sample.folder), steps=str(schema.FOLDER))
    assert child.rest() == [["open"]]
    program.is_the_old_one()
    opened(sample).close()
    assert protected(sample.folder / "office.db") == before
    assert check_workspace(sample.folder, (sample.anchor,)).findings == []


def test_newer_data_is_refused_behind_the_gate_too(office: Workspace, program: Program) -> None:
    """On PostgreSQL there is no file whose head could be read before."""
    db: peewee.Database = office.store.db
    program.becomes("def up(migrator, db):\n    pass\n")
    assert schema.upgrade(db) == [NEXT]
    assert schema.upgrade(db) == []
    program.is_the_old_one()
    with pytest.raises(UserError, match="更新的程序版本"):
        schema.upgrade(db)
    assert schema.version(db) == header.SCHEMA_VERSION + 1
