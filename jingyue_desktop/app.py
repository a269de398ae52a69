"""Wires the windows to everything else and runs them; the only module that knows all parts."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jingyue_desktop import VERSION, paths
from jingyue_desktop.domain.clock import SystemClock
from jingyue_desktop.screen import prepare_input_method
from jingyue_desktop.settings import Settings

if TYPE_CHECKING:
    from jingyue_desktop.ui.front_door import FrontDoor
    from jingyue_desktop.ui.wiring import Wiring
    from jingyue_desktop.ui.wizard import Founding


def open_window(folder: Path | None) -> int:
    """Open the window on ``folder``, on the last workspace, or on the wizard; runs until closed."""
    prepare_input_method()
    from PySide6.QtWidgets import QApplication

    app = QApplication([])
    app.setApplicationName("jingyue")
    app.setApplicationDisplayName("净月廉效")
    app.setDesktopFileName("jingyue")
    door = make_door(app)
    door.window.show()
    door.start(folder or last_workspace())
    return int(app.exec())


def make_door(app: Any) -> FrontDoor:
    """Return the front door on a dressed application; nothing is shown yet."""
    from jingyue_desktop.ui.front_door import FrontDoor
    from jingyue_desktop.ui.kit.failures import Failures
    from jingyue_desktop.ui.kit.incident_log import IncidentLog
    from jingyue_desktop.ui.kit.style import Look
    from jingyue_desktop.ui.kit.translation import speak_chinese

    resources = paths.resources()
    speak_chinese(app, resources)
    Look(app, resources)
    clock = SystemClock()
    failures = Failures(IncidentLog(paths.user_log_dir(), clock, VERSION), clock, app)
    failures.install()
    return FrontDoor(wire(clock))


def last_workspace() -> Path | None:
    """Return the folder opened last, else the default one if it is there."""
    last = Settings(paths.user_settings_file()).last_workspace()
    default = paths.default_workspace()
    return last or (default if (default / "office.db").is_file() else None)


def wire(clock: SystemClock) -> Wiring:
    """Return what the windows are handed; heavy modules load when their function is called."""
    from jingyue_desktop.printing import Press
    from jingyue_desktop.ui.kit.jobs import Jobs
    from jingyue_desktop.ui.kit.remember import Remember
    from jingyue_desktop.ui.wiring import Wiring

    # The check beside the login starts this program anew and must find the same package.
    os.environ.setdefault("PYTHONPATH", str(paths.PACKAGE.parent))
    return Wiring(
        clock=clock,
        press=Press(paths.resources() / "fonts"),
        jobs=Jobs(),
        remember=Remember(paths.window_state_file()),
        entries=_entries,
        load=_load,
        pass_gate=lambda folder: _gate().pass_gate(folder, clock.now()),
        open=lambda folder, lock: _open(folder, lock, clock),
        check=check_command,
        accept=lambda folder, kind: _gate().accept_kind(folder, kind),
        judge=lambda folder: _gate().check_location(folder),
        found=lambda founding: _found(founding, clock),
        first_office=_first_office,
        make_demo=_make_demo,
        demo_logins=_demo_logins,
        remember_folder=_remember_folder,
        default_folder=paths.default_workspace(),
    )


def check_command(folder: Path) -> list[str]:
    """Return the command line of the check beside the login: this very program, hidden command."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--gate-check", str(folder)]
    return [sys.executable, "-P", "-m", "jingyue_desktop", "--gate-check", str(folder)]


def _load() -> None:
    """Bring in what login and desk need; runs on a thread while somebody types a password."""
    import jingyue_desktop.ui.attendance
    import jingyue_desktop.ui.tabs
    import jingyue_desktop.ui.workbench.tab  # noqa: F401
    from jingyue_desktop.services.everything import registry
    from jingyue_desktop.services.updates import shipped

    registry()
    shipped(paths.resources())


def _gate() -> Any:
    from jingyue_desktop.store import gate

    return gate


def _entries() -> Any:
    from jingyue_desktop.ui.tabs import entries

    return entries()


def _open(folder: Path, lock: Any, clock: SystemClock) -> Any:
    from jingyue_desktop.services.opening import open_workspace

    return open_workspace(folder, clock, paths.resources(), paths.forms(), lock=lock)


def _found(founding: Founding, clock: SystemClock) -> None:
    from jingyue_desktop.services.founding import found

    found(
        founding.folder,
        clock,
        paths.resources(),
        paths.forms(),
        founding.people,
        office_name=founding.office_name,
    ).close()


def _first_office() -> tuple[str, list[tuple[str, str]]]:
    from jingyue_desktop.services.office_file import read_office

    office = read_office(paths.resources() / "office")
    posts = sorted(office.posts, key=lambda post: post.order)
    return office.bureau.name, [(post.code, post.name) for post in posts]


def _make_demo() -> Path:
    from jingyue_desktop.demo.build import build_demo
    from jingyue_desktop.printing import Press

    folder = paths.default_demo()
    press = Press(paths.resources() / "fonts")
    build_demo(folder, paths.resources(), paths.forms(), press.write, seed=1, fresh=False)
    return folder


def _demo_logins() -> Any:
    from jingyue_desktop.demo.people import LOGINS, PASSWORD
    from jingyue_desktop.ui.login_page import DemoLogin

    return [DemoLogin(caption, login, PASSWORD) for caption, login in LOGINS]


def _remember_folder(folder: Path) -> None:
    try:
        Settings(paths.user_settings_file()).remember_workspace(folder)
    except OSError:
        # Only a convenience: the next start asks again.
        return
