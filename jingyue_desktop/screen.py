"""Whether a window can be shown, and what Chinese input needs before Qt starts; without Qt."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Mapping, MutableMapping
from pathlib import Path

# Qt platforms that draw, but show nobody anything.
UNSEEN = frozenset({"offscreen", "minimal", "minimalegl"})
FCITX = "fcitx"


def has_screen(environ: Mapping[str, str] = os.environ) -> bool:
    """Say whether Qt could open a window; asked first, because Qt aborts the process (134) if not.

    Windows and macOS always have a screen. On Linux it is a Wayland compositor or an X server
    that answers (about 1 ms); a platform chosen by ``QT_QPA_PLATFORM`` is the only one tried.
    """
    chosen = _chosen_platforms(environ)
    if chosen and UNSEEN.issuperset(chosen):
        return False
    if sys.platform in ("win32", "darwin"):
        return True
    tries = {"wayland": _wayland_answers, "xcb": _x_answers}
    # Another platform (eglfs, vnc) was set on purpose by someone who knows the machine.
    return any(
        name not in tries or tries[name](environ) for name in chosen or tries if name not in UNSEEN
    )


def _chosen_platforms(environ: Mapping[str, str]) -> list[str]:
    # Qt allows "wayland;xcb", "offscreen:size=800x600" and "wayland-egl".
    names = [item.split(":")[0].strip() for item in environ.get("QT_QPA_PLATFORM", "").split(";")]
    return ["wayland" if name.startswith("wayland") else name for name in names if name]


def _wayland_answers(environ: Mapping[str, str]) -> bool:
    name = environ.get("WAYLAND_DISPLAY", "")
    if not name:
        return False
    import socket

    path = Path(environ.get("XDG_RUNTIME_DIR", "")) / name
    try:
        with socket.socket(socket.AF_UNIX) as wire:
            wire.settimeout(1)
            wire.connect(str(path))
    except OSError:
        return False
    return True


def _x_answers(environ: Mapping[str, str]) -> bool:
    display = environ.get("DISPLAY", "")
    if not display:
        return False
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    # xcb_connect always gives a connection; a failed one carries an error and is freed as well.
    wire = xcb.xcb_connect(display.encode(), None)
    if xcb.xcb_connection_has_error(wire):
        xcb.xcb_disconnect(wire)
        return False
    # A good one stays open until the process ends: a bare X server starts over when its last
    # client leaves, and while it does so Qt would find nobody there and abort.
    return True


def prepare_input_method(environ: MutableMapping[str, str] = os.environ) -> None:
    """Let Chinese be typed through fcitx; call before the QApplication is made.

    Qt from PyPI has no fcitx plugin, but fcitx 5 also answers to ibus through its portal. A user
    who chose another input method keeps it.
    """
    if sys.platform in ("win32", "darwin") or not _wants_fcitx(environ):
        return
    if environ.get("QT_IM_MODULES"):
        names = environ["QT_IM_MODULES"].split(";")
        kept = ["ibus" if name.startswith(FCITX) else name for name in names if name]
        environ["QT_IM_MODULES"] = ";".join(dict.fromkeys(kept))
    environ["QT_IM_MODULE"] = "ibus"
    environ["IBUS_USE_PORTAL"] = "1"


def _wants_fcitx(environ: Mapping[str, str]) -> bool:
    # Qt reads the list first, then the single name; XMODIFIERS speaks only when both are silent.
    chosen = environ.get("QT_IM_MODULES") or environ.get("QT_IM_MODULE")
    return FCITX in (chosen or environ.get("XMODIFIERS", ""))
