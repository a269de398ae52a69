"""The demo: same seed same office, reused unless fresh, whole or built anew, nothing else touched."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from jingyue_desktop import cli, exits
from jingyue_desktop.demo.build import build_demo
from jingyue_desktop.domain.errors import DataFault
from jingyue_desktop.services.demo_folder import MARK
from jingyue_desktop.services.opening import check_workspace, is_demo
from tests.demo.building import acts, command, demo, environment, office, tree
from tests.demo.conftest import Built
from tests.offices import FORMS, RESOURCES, Template

PATIENCE = 60.0


@pytest.fixture
def copy(built: Built, tmp_path: Path) -> Path:
    """A copy of the finished demo that a test may spoil."""
    return Path(shutil.copytree(built.folder, tmp_path / "copy"))


def cut_off(folder: Path, until: Callable[[], bool]) -> None:
    """Build a demo and kill the program as soon as ``until`` holds."""
    argv = command("demo", "--no-window", "--workspace", str(folder))
    process = subprocess.Popen(argv, env=environment(), stdout=subprocess.DEVNULL)
    end = time.monotonic() + PATIENCE
    try:
        while not until():
            assert process.poll() is None and time.monotonic() < end, "it was never caught at it"
    finally:
        process.kill()
        process.wait()


def test_it_is_a_sound_office_of_its_own_year(built: Built) -> None:
    assert is_demo(built.folder)
    report = check_workspace(built.folder)
    assert (report.code, report.findings) == (0, [])
    assert {stamp[:4] for stamp, *_ in acts(built.folder)} == {"2026"}
    states = {row["state"] for row in office(built.folder)["pledge"]}
    assert states == {"待签", "已签", "已归档", "已作废"}


def test_killed_half_way_it_is_built_anew_and_the_same_seed_gives_the_same(
    built: Built, tmp_path: Path
) -> None:
    folder = tmp_path / "demo"
    database = folder / "office.db"
    cut_off(folder, lambda: database.is_file() and database.stat().st_size > 0)
    assert (folder / MARK).is_file()
    demo(folder)
    assert not (folder / MARK).exists()
    assert office(folder) == office(built.folder)
    assert acts(folder) == acts(built.folder)
    # Another seed, over what is there: other people, other projects.
    demo(folder, "--fresh", "--seed", "2")
    other, first = office(folder), office(built.folder)
    for table, column in (("person", "name"), ("pledge", "applicant"), ("pledge", "project")):
        assert [row[column] for row in other[table]] != [row[column] for row in first[table]]
    assert other["posting"] == first["posting"], "the structure is real and stays"
    assert check_workspace(folder).code == 0


def test_built_anew_what_somebody_laid_beside_it_stays(copy: Path) -> None:
    note = copy / "数据.json"
    note.write_text("[]")
    demo(copy, "--fresh")
    assert note.read_text() == "[]"
    assert check_workspace(copy).code == 0


def test_one_that_is_there_is_used_again(copy: Path) -> None:
    before = tree(copy / "papers")
    first = demo(copy)
    assert tree(copy / "papers") == before
    assert (copy / "papers" / "风险点清单.xlsx").is_file()
    (copy / "papers" / "风险点清单.xlsx").unlink()
    assert demo(copy, "--seed", "7") == first
    after = tree(copy / "papers")
    assert before.keys() == after.keys()
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"风险点清单.xlsx"}


@pytest.mark.parametrize("more", [[], ["--fresh"]])
def test_a_real_office_is_never_touched(
    template_sqlite: Template, tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str]
) -> None:
    folder = shutil.copytree(template_sqlite.folder, tmp_path / "office")
    (folder / "papers" / "纪要.pdf").write_bytes(b"%PDF-")
    before = tree(folder)
    assert cli.main(["demo", "--no-window", "--workspace", str(folder), *more]) == exits.REFUSED
    assert "真实数据" in capsys.readouterr().err
    assert tree(folder) == before


@pytest.mark.parametrize("more", [[], ["--fresh"]])
@pytest.mark.parametrize("name", ["报告.doc", "backups/旧备份.zip", "papers/纪要.pdf"])
def test_somebody_s_files_are_never_touched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, more: list[str]
) -> None:
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes("内容".encode())
    before = tree(tmp_path)
    assert cli.main(["demo", "--no-window", "--workspace", str(tmp_path), *more]) == exits.REFUSED
    assert "有其他文件" in capsys.readouterr().err
    assert tree(tmp_path) == before
    assert cli.main(["demo", "--no-window", "--workspace", str(file), *more]) == exits.REFUSED
    assert "不是文件夹" in capsys.readouterr().err
    assert tree(tmp_path) == before


def test_wrong_data_of_the_program_costs_no_demo(copy: Path, tmp_path: Path) -> None:
    wrong = shutil.copytree(RESOURCES / "office", tmp_path / "resources" / "office").parent
    shutil.copytree(RESOURCES / "calendar", wrong / "calendar")
    posts = wrong / "office" / "posts.toml"
    posts.write_text(posts.read_text(encoding="utf-8").replace("short_name", "short", 1))
    before = tree(copy)
    with pytest.raises(DataFault, match=r"posts\.toml.*short"):
        build_demo(copy, wrong, FORMS, _unwritten, seed=1, fresh=True)
    assert tree(copy) == before
    fresh = tmp_path / "fresh"
    with pytest.raises(DataFault, match=r"posts\.toml"):
        build_demo(fresh, wrong, FORMS, _unwritten, seed=1, fresh=False)
    # What the refused attempt left there is taken away by the next one, not by hand.
    assert (fresh / MARK).is_file()
    with pytest.raises(DataFault, match=r"posts\.toml"):
        build_demo(fresh, wrong, FORMS, _unwritten, seed=1, fresh=False)


def _unwritten(*_: object, **__: object) -> None:
    raise AssertionError("no paper is made")
