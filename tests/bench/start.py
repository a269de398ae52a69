"""From process start to the login window, and from the accepted password to the usable window.

The floor is a bare QMainWindow with a label, from process start to its first painting. Each
figure is the median of pairs run in turn, each in a process of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PAIRS = 9
ROWS = 100_000


def measure() -> dict[str, float]:
    """Return seconds and ratios, for an empty office and for one with 100,000 pledges."""
    with tempfile.TemporaryDirectory(prefix="jingyue-bench-") as place:
        empty, full = Path(place) / "empty", Path(place) / "full"
        _office(empty, 0)
        _office(full, ROWS)
        return {**_figures(empty, ""), **_figures(full, "_100k")}


def _office(folder: Path, rows: int) -> None:
    from jingyue_desktop.domain.clock import SystemClock
    from jingyue_desktop.services.founding import found
    from jingyue_desktop.services.opening import gate_check
    from tests.bench.filler import fill_pledges
    from tests.offices import FORMS, RESOURCES, first_people

    workspace = found(folder, SystemClock(), RESOURCES, FORMS, first_people())
    if rows:
        fill_pledges(workspace, rows)
    workspace.close()
    # The first check reads everything; what is measured is every later start.
    assert gate_check(folder, SystemClock().now()).sound


def _figures(folder: Path, tail: str) -> dict[str, float]:
    bare, login, usable = [], [], []
    for _ in range(PAIRS):
        bare.append(_child("bare", folder)["shown"])
        seen = _child("ours", folder)
        login.append(seen["shown"])
        usable.append(seen["usable"])
    return {
        f"bare{tail}_s": median(bare),
        f"start{tail}_s": median(login),
        f"start{tail}_ratio": median(a / b for a, b in zip(login, bare, strict=True)),
        f"usable{tail}_s": median(usable),
        f"usable{tail}_ratio": median(a / b for a, b in zip(usable, bare, strict=True)),
    }


def _child(which: str, folder: Path) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as home:
        environ = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
            "XDG_CONFIG_HOME": home,
            "XDG_STATE_HOME": home,
        }
        begun = time.time()
        done = subprocess.run(
            [sys.executable, "-P", str(Path(__file__)), which, str(folder), repr(begun)],
            env=environ,
            check=True,
            capture_output=True,
            text=True,
        )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _watch(begun: float) -> Any:
    """Return an event filter that notes when a widget of a class was first painted."""
    from PySide6.QtCore import QEvent, QObject

    class Watch(QObject):
        """``seen`` maps a class name to the moment of its first painting."""

        def __init__(self) -> None:
            super().__init__()
            self.seen: dict[str, float] = {}

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                self.seen.setdefault(type(watched).__name__, time.time() - begun)
            return False

    return Watch()


def _bare(begun: float) -> dict[str, float]:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    app = QApplication([])
    watch = _watch(begun)
    app.installEventFilter(watch)
    window = QMainWindow()
    window.setCentralWidget(QLabel("净月廉效"))
    window.resize(1360, 860)
    window.show()
    timer = QTimer(interval=1)
    timer.timeout.connect(lambda: app.quit() if watch.seen else None)
    timer.start()
    app.exec()
    return {"shown": min(watch.seen.values())}


def _ours(begun: float, folder: Path) -> dict[str, float]:
    from PySide6.QtCore import QTimer

    from jingyue_desktop import app as edge
    from jingyue_desktop.screen import prepare_input_method

    prepare_input_method()
    from PySide6.QtWidgets import QApplication

    app = QApplication([])
    watch = _watch(begun)
    app.installEventFilter(watch)
    door = edge.make_door(app)
    door.window.show()
    door.start(folder)
    accepted: list[float] = []

    def go_on() -> None:
        page: Any = door.window.page()
        if door.attendance is not None and not accepted:
            _note_acceptance(accepted, begun)
            page.login.setText("planning_chief")
            page.password.setText("Jingyue-2026-ok")
            page.button.click()
        elif "Desk" in watch.seen:
            app.quit()

    timer = QTimer(interval=1)
    timer.timeout.connect(go_on)
    timer.start()
    app.exec()
    door.leave()
    return {"shown": watch.seen["LoginPage"], "usable": watch.seen["Desk"] - accepted[0]}


def _note_acceptance(accepted: list[float], begun: float) -> None:
    """Note when the password function has said yes; what comes after is ours."""
    from jingyue_desktop.store import vault

    real = vault.verify_password

    def noted(password: str, phc: str) -> bool:
        right = real(password, phc)
        accepted.append(time.time() - begun)
        return right

    vault.verify_password = noted


if __name__ == "__main__":
    moment = float(sys.argv[3])
    result = _bare(moment) if sys.argv[1] == "bare" else _ours(moment, Path(sys.argv[2]))
    print(json.dumps(result))
