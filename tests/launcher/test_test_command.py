"""``./jingyue test``: an environment of its own, the machine's tools, the result as JSON."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.launcher.conftest import Place, wheel


@pytest.fixture
def testing(place: Place) -> Place:
    """A place with a lock for tests and every program that they call."""
    place.lock(wheel(place.wheels, "1.0"), "tests/requirements.lock")
    for name in ("Xvfb", "xauth", "pdftotext", "strace", "soffice", "desktop-file-validate"):
        place.tool(name, "exit 0")
    return place


def test_tests_run_in_an_environment_of_their_own(testing: Place) -> None:
    said = testing.run("test", "tests/ui", "-k", "a b", DISPLAY=":0")
    assert said.returncode == 1
    wanted = f"pytest -n 2 tests/ui -k a b None offscreen {testing.folder}\n"
    assert said.stdout == wanted
    assert (testing.folder / ".venv-test").is_dir() and not (testing.folder / ".venv").exists()
    assert testing.run("test").stderr == ""


@pytest.mark.parametrize("argv", [["test", "--json", "-x"], ["--json", "test", "-x"]])
def test_tests_tell_their_result_as_json(testing: Place, argv: list[str]) -> None:
    said = testing.run(*argv)
    assert said.returncode == 1
    wanted = {"code": 1, "tests": 3, "failures": 1, "errors": 0, "skipped": 0, "seconds": 0.5}
    assert json.loads(said.stdout) == wanted
    assert "pytest -n 2 --junitxml=" in said.stderr and " -x None" in said.stderr


def test_help_of_test_is_the_programs(ready: Place) -> None:
    assert json.loads(ready.run("test", "--help").stdout)["argv"] == ["test", "--help"]


def test_another_lock_for_tests_has_its_own_environment(testing: Place) -> None:
    testing.lock(wheel(testing.wheels, "2.0"), "tests/requirements-qt68.lock")
    testing.run("test", JINGYUE_TEST_LOCK="tests/requirements-qt68.lock")
    found = list(testing.folder.glob(".venv-test-qt68/lib/*/site-packages/tiny-2.0.dist-info"))
    assert len(found) == 1


def test_a_program_that_tests_need_fails_by_name(testing: Place) -> None:
    testing.env["PATH"] = str(testing.tools)
    for name in "sh env cat cp cmp flock mkdir mktemp mv paste readlink rm tee".split():
        path = shutil.which(name)
        assert path
        (testing.tools / name).symlink_to(path)
    testing.tool("id", "echo 1000")
    testing.tool("apt-get", "exit 0")
    (testing.tools / "strace").unlink()
    (testing.tools / "soffice").unlink()
    refused = testing.run("test")
    assert (refused.returncode, refused.stdout) == (5, "")
    assert "缺少系统组件：strace libreoffice-calc-nogui\n" in refused.stderr
