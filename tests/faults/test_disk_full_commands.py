"""A5 through the real commands: a disk that is full is told as such, and nothing half done stays."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jingyue_desktop import cli, exits
from jingyue_desktop.services.demo_folder import MARK
from jingyue_desktop.services.opening import check_workspace
from jingyue_desktop.store import store
from tests.faults.disks import empty, fill, small_disk
from tests.offices import PASSWORD, Template

Run = Callable[..., tuple[int, str]]
LEAVE = [0, 64 * 1024, 300 * 1024]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", 16) as place:
        yield place


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process; return its exit code and what it said to a person.

    Without the floor of free space, so that the disk itself is what is full.
    """
    monkeypatch.setenv("JINGYUE_PASSWORD", PASSWORD)
    monkeypatch.setattr(store, "FREE_FLOOR", 0)

    def call(*argv: str) -> tuple[int, str]:
        code = cli.main(argv)
        # What a fault held on to is let go of, as by the end of the process.
        gc.collect()
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return code, out + err

    return call


def assert_full(said: tuple[int, str]) -> None:
    assert said[0] == exits.REFUSED and "空间" in said[1], said


@pytest.mark.parametrize("leave", LEAVE)
def test_export(run: Run, disk: Path, template_sqlite: Template, leave: int) -> None:
    folder = shutil.copytree(template_sqlite.folder, disk / "office")
    argv = ["export", "risk-table", "--format", "pdf", "--user", "director", "--workspace"]
    fill(disk, leave)
    before = {path.name for path in (folder / "papers").iterdir()}
    code, said = run(*argv, str(folder))
    if code != exits.DONE:
        assert_full((code, said))
        assert {path.name for path in (folder / "papers").iterdir()} == before
    assert code != exits.DONE or leave > 0
    empty(disk)
    assert run(*argv, str(folder))[0] == exits.DONE
    assert check_workspace(folder).code == 0


@pytest.mark.parametrize("leave", LEAVE)
def test_init(run: Run, disk: Path, leave: int) -> None:
    fill(disk, leave)
    assert_full(run("init", "--workspace", str(disk / "office")))
    assert not (disk / "office" / "office.db").exists()
    empty(disk)
    code, said = run("init", "--workspace", str(disk / "office"))
    assert code == exits.DONE, said
    assert check_workspace(disk / "office").code == 0


@pytest.mark.parametrize("leave", [0, 64 * 1024, 1 << 20])
def test_demo(run: Run, disk: Path, leave: int) -> None:
    """Full at founding or in the middle of its year: what is there is marked, to be built anew."""
    argv = ["demo", "--no-window", "--workspace", str(disk / "demo")]
    fill(disk, leave)
    assert_full(run(*argv))
    assert leave == 0 or (disk / "demo" / MARK).exists()
    fill(disk)
    assert_full(run(*argv))


def test_check_and_workdays(run: Run, disk: Path, template_sqlite: Template) -> None:
    """What only reads goes on, or says that it could not and why."""
    folder = shutil.copytree(template_sqlite.folder, disk / "office")
    fill(disk)
    code, said = run("check", "--workspace", str(folder))
    assert code == exits.DONE or (code == exits.COULD_NOT_RUN and "空间" in said)
    days = ["workdays", "--from", "2026-02-13", "--days", "5", "--workspace", str(folder)]
    code, said = run(*days)
    assert code == exits.DONE or (code == exits.REFUSED and "空间" in said)
