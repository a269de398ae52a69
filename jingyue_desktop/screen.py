"""Whether there is a screen to open a window on, and how typed Chinese gets to it."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Mapping, MutableMapping

NO_SCREEN_PLATFORMS = ("offscreen", "minimal", "vnc", "linuxfb")


def has_screen(environ: Mapping[str, str] = os.environ) -> bool:
    """Return whether Qt could show a window; it would abort the process where it cannot."""
    if environ.get("QT_QPA_PLATFORM", "").startswith(NO_SCREEN_PLATFORMS):
        return False
    if not sys.platform.startswith("linux"):
        return True
    if environ.get("WAYLAND_DISPLAY"):
        return True
    return bool(environ.get("DISPLAY")) and _answers(environ["DISPLAY"])


def _answers(display: str) -> bool:
    """Ask the X server itself: a DISPLAY that is set may lead nowhere."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(display.encode(), None)
    broken = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not broken


def prepare_input_method(environ: MutableMapping[str, str] = os.environ) -> None:
    """Let fcitx reach Qt: its own plugin is not in PyPI's Qt, its IBus side is (call before Qt)."""
    named = environ.get("QT_IM_MODULE", "") + environ.get("XMODIFIERS", "")
    if "fcitx" in named:
        environ["QT_IM_MODULE"] = "ibus"
        environ["IBUS_USE_PORTAL"] = "1"
