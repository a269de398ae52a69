"""The screen probe against a real X server and a real socket, and the input method for fcitx."""

from __future__ import annotations

import os
import select
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from jingyue_desktop.screen import has_screen, prepare_input_method


@pytest.fixture(scope="module")
def x_display() -> Iterator[str]:
    """A real X server; it picks a free display itself and says which."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "640x480x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        assert select.select([reading], [], [], 20)[0], "Xvfb did not start"
        yield ":" + os.read(reading, 16).decode().strip()
    finally:
        os.close(reading)
        server.terminate()
        server.wait(10)


def test_a_living_x_server_stays_a_screen(x_display: str) -> None:
    # Were the connection given back, this server would start over each time and miss some calls.
    assert all(has_screen({"DISPLAY": x_display}) for _ in range(40))


def test_a_living_x_server_is_a_screen(x_display: str) -> None:
    assert has_screen({"DISPLAY": x_display})
    assert has_screen({"DISPLAY": x_display, "QT_QPA_PLATFORM": "xcb"})
    assert has_screen({"DISPLAY": x_display, "QT_QPA_PLATFORM": "offscreen;xcb"})


@pytest.mark.parametrize(
    "platform", ["offscreen", "minimal", "offscreen:size=800x600", "wayland", "offscreen;minimal"]
)
def test_a_platform_nobody_sees_is_none(x_display: str, platform: str) -> None:
    assert not has_screen({"DISPLAY": x_display, "QT_QPA_PLATFORM": platform})


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"DISPLAY": ""},
        {"DISPLAY": ":4071"},
        {"DISPLAY": "not a display"},
        {"WAYLAND_DISPLAY": "wayland-0"},
        {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": "/nonexistent"},
    ],
)
def test_nothing_that_answers_is_no_screen(environ: dict[str, str]) -> None:
    assert not has_screen(environ)


def test_a_wayland_socket_is_a_screen_while_someone_listens(tmp_path: Path) -> None:
    environ = {"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": str(tmp_path)}
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(str(tmp_path / "wayland-7"))
        compositor.listen()
        assert has_screen(environ)
        assert has_screen(environ | {"QT_QPA_PLATFORM": "wayland-egl"})
        assert not has_screen(environ | {"QT_QPA_PLATFORM": "xcb"})
    assert not has_screen(environ), "a socket left behind by a compositor that is gone"


def test_the_probe_needs_no_qt() -> None:
    code = (
        "import sys, jingyue_desktop.screen as s; s.has_screen({}); print('PySide6' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            {"QT_IM_MODULE": "fcitx"},
            {"QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1"},
        ),
        (
            {"XMODIFIERS": "@im=fcitx"},
            {"XMODIFIERS": "@im=fcitx", "QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1"},
        ),
        (
            {"QT_IM_MODULES": "wayland;fcitx5;ibus", "QT_IM_MODULE": "fcitx"},
            {"QT_IM_MODULES": "wayland;ibus", "QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1"},
        ),
        (
            {"QT_IM_MODULE": "xim", "XMODIFIERS": "@im=fcitx"},
            {"QT_IM_MODULE": "xim", "XMODIFIERS": "@im=fcitx"},
        ),
        ({"XMODIFIERS": "@im=ibus"}, {"XMODIFIERS": "@im=ibus"}),
        ({}, {}),
    ],
)
def test_fcitx_is_reached_through_ibus(before: dict[str, str], after: dict[str, str]) -> None:
    prepare_input_method(before)
    assert before == after
