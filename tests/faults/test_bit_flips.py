"""B3: a single flipped bit anywhere in the file is reported if it alters anything protected."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from jingyue_desktop.domain.clock import SetClock
from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.services.opening import check_workspace, open_workspace
from tests.faults.logical import protected
from tests.offices import FORMS, RESOURCES
from tests.samples.unpacking import VERSIONS, unpack

FLIPS = 400
SEED = 3


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The newest sample office at rest, brought up to the present version."""
    sample = unpack(VERSIONS[-1], tmp_path / "office")
    open_workspace(sample.folder, SetClock(sample.now), RESOURCES, FORMS).close()
    return sample.folder


@contextmanager
def flipped(path: Path, place: int, bit: int) -> Iterator[None]:
    """Flip one bit of a file, and back; what a reader leaves beside the file goes as well."""
    for _ in range(2):
        with path.open("r+b") as file:
            file.seek(place)
            byte = file.read(1)[0]
            file.seek(place)
            file.write(bytes([byte ^ 1 << bit]))
        if _ == 0:
            try:
                yield
            finally:
                for name in ("-wal", "-shm", "-journal"):
                    path.with_name(f"{path.name}{name}").unlink(missing_ok=True)


def is_reported(folder: Path) -> bool:
    """Return whether the program's own check finds the office unsound, or refuses it."""
    try:
        return check_workspace(folder).code != 0
    except UserError:
        return True


def is_seen_by_structure(path: Path) -> bool:
    """Return whether the database's own integrity check finds anything."""
    try:
        with closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as db:
            return db.execute("PRAGMA integrity_check").fetchall() != [("ok",)]
    except (sqlite3.Error, UnicodeDecodeError):
        return True


@dataclass
class Tally:
    """How many flips altered something, how many of those the program and the structure saw."""

    altered: int = 0
    reported: int = 0
    structure: int = 0
    harmless: int = 0


def test_every_flip_that_alters_something_is_reported(folder: Path) -> None:
    path = folder / "office.db"
    size, sound, chance, tally = path.stat().st_size, protected(path), random.Random(SEED), Tally()
    assert isinstance(sound, list) and not is_reported(folder)
    missed = []
    for _ in range(FLIPS):
        place, bit = chance.randrange(size), chance.randrange(8)
        with flipped(path, place, bit):
            if protected(path) == sound:
                tally.harmless += 1
                continue
            tally.altered += 1
            tally.structure += is_seen_by_structure(path)
            if is_reported(folder):
                tally.reported += 1
            else:
                missed.append((place, bit))
    print(f"seed {SEED}: {FLIPS} flips in {size} bytes, {tally}")
    assert not missed
    assert tally.altered > FLIPS // 4
    # The control: without the digests most of them would pass.
    assert tally.structure < tally.altered // 2
    assert protected(path) == sound and not is_reported(folder)
