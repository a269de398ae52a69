"""Libraries that the machine lacks: installed where that is allowed, else named with the command.

A library is missing here when the loader finds a file of its name that it cannot open.
"""

from __future__ import annotations

import pytest

from tests.launcher.conftest import Place


@pytest.fixture
def lacking(place: Place) -> Place:
    """A machine whose Qt libraries are not complete."""
    libraries = place.home / "libraries"
    libraries.mkdir()
    for name in ("libxcb-cursor.so.0", "libEGL.so.1"):
        (libraries / name).write_text("not a library")
    place.env["LD_LIBRARY_PATH"] = str(libraries)
    place.tool("id", "echo 1000")
    place.tool("sudo", "exit 1")
    place.tool("apt-get", f'echo "$*" >> "{place.home}/apt"; {_install(place)}')
    return place


def _install(place: Place) -> str:
    return f'case "$*" in install*) rm -f "{place.home}"/libraries/*;; esac'


def _asked(place: Place) -> list[str]:
    path = place.home / "apt"
    return path.read_text().splitlines() if path.exists() else []


INSTALL = "install -y --no-install-recommends libegl1 libxcb-cursor0"


def test_without_rights_the_exact_command_is_printed(lacking: Place) -> None:
    refused = lacking.run("a")
    assert (refused.returncode, refused.stdout) == (5, "")
    assert "缺少系统组件：libegl1 libxcb-cursor0\n" in refused.stderr
    command = f"请执行：sudo apt-get update && sudo apt-get {INSTALL}\n"
    assert command in refused.stderr
    assert _asked(lacking) == [] and not (lacking.folder / ".venv").exists()


@pytest.mark.parametrize("rights", ["root", "sudo"])
def test_with_rights_the_missing_libraries_are_installed(lacking: Place, rights: str) -> None:
    if rights == "root":
        lacking.tool("id", "echo 0")
    else:
        lacking.tool(
            "sudo", f'test "$1" = -n && shift && echo sudo >> "{lacking.home}/sudo" && exec "$@"'
        )
    done = lacking.run("a")
    assert done.returncode == 0, done.stderr
    assert "正在安装系统组件：libegl1 libxcb-cursor0\n" in done.stderr
    assert _asked(lacking) == [INSTALL]
    assert (lacking.home / "sudo").exists() == (rights == "sudo")


def test_stale_package_lists_are_renewed_once(lacking: Place) -> None:
    lacking.tool("id", "echo 0")
    lists = lacking.home / "lists"
    lacking.tool(
        "apt-get",
        f'echo "$*" >> "{lacking.home}/apt"\n'
        f'if [ "$1" = update ]; then touch "{lists}"; exit 0; fi\n'
        f'test -e "{lists}" || exit 100\n{_install(lacking)}',
    )
    assert lacking.run("a").returncode == 0
    assert _asked(lacking) == [INSTALL, "update", INSTALL]


@pytest.mark.parametrize("way", ["fails", "does nothing"])
def test_an_installation_that_does_not_help_names_what_is_missing(lacking: Place, way: str) -> None:
    lacking.tool("id", "echo 0")
    lacking.tool("apt-get", "exit 100" if way == "fails" else "exit 0")
    refused = lacking.run("a")
    assert refused.returncode == 5
    assert "libegl1 libxcb-cursor0" in refused.stderr.splitlines()[-3]
    assert f"apt-get update && apt-get {INSTALL}" in refused.stderr


def test_a_folder_that_cannot_be_written_is_named(place: Place) -> None:
    # Root is stopped by no mode: a removal that fails stands for the folder of somebody else.
    place.tool("rm", 'case "$*" in *.venv-new*) exit 1;; esac; exec /bin/rm "$@"')
    refused = place.run("a")
    assert refused.returncode == 5
    assert f"程序文件夹不能写入：{place.folder}" in refused.stderr


def test_started_from_a_file_manager_a_failure_is_shown_on_the_screen(lacking: Place) -> None:
    lacking.tool("notify-send", f'printf "%s\\n" "$@" >> "{lacking.home}/notified"')
    lacking.tool("zenity", f'printf "%s\\n" "$@" >> "{lacking.home}/shown"')
    lacking.run(DISPLAY=":99")
    shown = (lacking.home / "shown").read_text(encoding="utf-8")
    assert "缺少系统组件" in shown and INSTALL in shown and "setup.log" in shown
    assert "正在准备" in (lacking.home / "notified").read_text(encoding="utf-8")
    lacking.tool("zenity", "exit 1")
    lacking.run(WAYLAND_DISPLAY="wayland-0")
    assert "缺少系统组件" in (lacking.home / "notified").read_text(encoding="utf-8")


def test_a_terminal_or_no_screen_needs_no_dialog(lacking: Place) -> None:
    lacking.tool("zenity", f'touch "{lacking.home}/shown"')
    assert lacking.run().returncode == 5
    assert not (lacking.home / "shown").exists()
