"""First use, later starts, and every way a set-up can be cut short or damaged."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.launcher.conftest import UV, Place, wheel


def test_first_use_sets_up_and_starts(place: Place) -> None:
    first = place.without_uv().run("workdays", "--from", "今天 下午", "")
    assert first.returncode == 0
    assert "首次使用" in first.stderr and first.stderr.endswith("准备完成。\n")
    said = json.loads(first.stdout)
    assert said["argv"] == ["workdays", "--from", "今天 下午", ""]
    assert (said["library"], said["cwd"], said["safe"]) == ("1.0", str(place.home), True)
    assert said["fds"] == ["0", "1", "2", "3"], "the lock of the set-up is not kept"
    assert not (place.folder / ".venv-new").exists()


def test_later_starts_are_quiet_and_need_nothing(ready: Place) -> None:
    shutil.rmtree(ready.wheels)
    for name in ("python3.11", "python3", "apt-get", "pip"):
        ready.tool(name, "exit 99")
    again = ready.run("check")
    assert (again.returncode, again.stderr) == (0, "")
    assert json.loads(again.stdout)["argv"] == ["check"]


def test_the_exit_code_is_the_programs(ready: Place) -> None:
    for code in (1, 3, 64, 70):
        assert ready.run("check", CODE=str(code)).returncode == code


def test_started_through_links_from_anywhere(ready: Place, tmp_path: Path) -> None:
    direct, through = tmp_path / "start", tmp_path / "a b" / "起 动"
    direct.symlink_to(ready.folder / "jingyue")
    through.parent.mkdir()
    through.symlink_to("../start")
    for launcher in (direct, through):
        said = ready.run("a", launcher=launcher, cwd=Path("/"))
        assert json.loads(said.stdout)["cwd"] == "/", said.stderr
    by_path = ready.run("a", launcher=Path("start"), PATH=f"{tmp_path}:{ready.env['PATH']}")
    assert json.loads(by_path.stdout)["argv"] == ["a"]
    by_name = subprocess.run(
        ["sh", "jingyue", "a"], cwd=ready.folder, env=ready.env, capture_output=True, text=True
    )
    assert json.loads(by_name.stdout)["argv"] == ["a"]


def test_a_moved_folder_needs_no_new_set_up(ready: Place, tmp_path: Path) -> None:
    ready.folder = ready.folder.rename(tmp_path / "elsewhere")
    moved = ready.run("a")
    assert (moved.returncode, moved.stderr) == (0, "")


def test_a_start_adds_less_than_a_tenth_of_a_second(ready: Place) -> None:
    python = ready.folder / ".venv" / "bin" / "python"
    python.unlink()
    python.write_text("#!/bin/sh\n")
    python.chmod(0o755)

    def seconds() -> float:
        begin = time.perf_counter()
        assert ready.run("a").returncode == 0
        return time.perf_counter() - begin

    assert min(seconds() for _ in range(5)) < 0.1


def test_another_lock_is_another_set_up(ready: Place) -> None:
    ready.lock(wheel(ready.wheels, "2.0"))
    renewed = ready.run()
    assert "准备完成" in renewed.stderr
    assert json.loads(renewed.stdout)["library"] == "2.0"
    assert ready.run().stderr == ""


@pytest.mark.parametrize("damage", ["half made", "no interpreter", "no stamp", "dangling"])
def test_a_damaged_set_up_repairs_itself(ready: Place, damage: str) -> None:
    environment = ready.folder / ".venv"
    python = environment / "bin" / "python"
    if damage == "half made":
        environment.rename(ready.folder / ".venv-new")
        (ready.folder / ".venv-new" / "installed.lock").unlink()
    elif damage == "no stamp":
        (environment / "installed.lock").unlink()
    else:
        python.unlink()
        if damage == "dangling":
            python.symlink_to("/nonexistent/python3.11")
    repaired = ready.run("a")
    assert repaired.returncode == 0 and "准备完成" in repaired.stderr
    assert json.loads(repaired.stdout)["library"] == "1.0"
    assert not (ready.folder / ".venv-new").exists()


def test_killed_in_the_middle_it_starts_over(place: Place) -> None:
    gate = place.home / "gate"
    os.mkfifo(gate)
    # The set-up stands still where it installs, until it is killed.
    place.tool("uv", f'echo here > "{gate}"; exec cat "{gate}"')
    stopped = subprocess.Popen(
        place.command(), env=place.env, stderr=subprocess.PIPE, process_group=0
    )
    assert gate.read_text() == "here\n"
    os.killpg(stopped.pid, signal.SIGKILL)
    stopped.communicate()
    assert (place.folder / ".venv-new").is_dir() and not (place.folder / ".venv").exists()
    said = place.without_uv().run()
    assert said.returncode == 0 and json.loads(said.stdout)["library"] == "1.0"
    assert not (place.folder / ".venv-new").exists()


def test_of_two_first_starts_one_waits(place: Place) -> None:
    install = UV.format(wheels=place.wheels)
    place.tool("uv", f'echo . >> "{place.home}/installs"\n{install}')
    both = [
        subprocess.Popen(
            place.command(), env=place.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(2)
    ]
    said = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert (place.home / "installs").read_text() == ".\n"


def test_a_hash_that_differs_is_refused(place: Place) -> None:
    place.lock(re.sub(r"sha256:\w+", "sha256:" + "0" * 64, wheel(place.wheels, "1.0")))
    refused = place.without_uv().run("a")
    assert (refused.returncode, refused.stdout) == (5, "")
    assert "程序组件没有装上。" in refused.stderr
    assert "HASHES" in place.log().upper()
    assert not (place.folder / ".venv").exists()


def test_without_a_network_it_says_so_and_where_the_details_are(place: Place) -> None:
    shutil.rmtree(place.wheels)
    refused = place.run("a")  # uv fails, then pip does
    assert refused.returncode == 5
    lines = refused.stderr.splitlines()
    assert lines[-3:-1] == [
        "程序组件没有装上。",
        "请检查网络后再启动一次，准备工作会从头再来。",
    ]
    assert Path(lines[-1].removeprefix("详细记录：")).read_text(encoding="utf-8") == place.log()


def test_no_python_that_is_new_enough(place: Place) -> None:
    for name in ("python3.11", "python3"):
        place.tool(name, 'case "$*" in *version_info*) exit 1;; esac; exit 99')
    refused = place.run("a")
    assert refused.returncode == 5
    assert "没有找到 Python 3.11 或更新的版本。" in refused.stderr
    assert "sudo apt-get install -y python3 python3-pip" in refused.stderr


def test_a_newer_python_that_does_not_run_is_passed_over(place: Place) -> None:
    place.tool("python3.13", "echo 'pyenv: python3.13: command not found' >&2; exit 127")
    assert place.run("a").returncode == 0
