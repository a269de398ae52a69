"""The real front door, wired like the program but on a test's own clock and places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from jingyue_desktop import app as edge
from jingyue_desktop.domain.clock import SetClock, SystemClock
from jingyue_desktop.services.opening import open_workspace
from jingyue_desktop.store import gate
from jingyue_desktop.ui.front_door import FrontDoor
from jingyue_desktop.ui.kit.jobs import Jobs
from jingyue_desktop.ui.kit.remember import Remember
from jingyue_desktop.ui.login_page import LoginPage
from tests.offices import FORMS, PASSWORD, RESOURCES, START, Template, copied


@pytest.fixture
def clock() -> SetClock:
    return SetClock(START)


@pytest.fixture
def door(
    qtbot: QtBot, jobs: Jobs, remember: Remember, clock: SetClock, tmp_path: Path
) -> Iterator[FrontDoor]:
    """The real front door, wired like the program but on the test's own clock and places."""
    wiring = replace(
        edge.wire(SystemClock()),
        clock=clock,
        jobs=jobs,
        remember=remember,
        pass_gate=lambda folder: gate.pass_gate(folder, clock.now()),
        open=lambda folder, lock: open_workspace(folder, clock, RESOURCES, FORMS, lock=lock),
        default_folder=tmp_path / "new office",
    )
    made = FrontDoor(wiring)
    qtbot.addWidget(made.window)
    made.window.show()
    yield made
    made.leave()


@pytest.fixture
def folder(template_sqlite: Template, tmp_path: Path) -> Path:
    copied(template_sqlite, tmp_path / "office", SetClock(START)).close()
    return tmp_path / "office"


def opened(qtbot: QtBot, door: FrontDoor, folder: Path) -> LoginPage:
    door.open_folder(folder)
    qtbot.waitUntil(lambda: door.attendance is not None, timeout=20_000)
    page = door.window.page()
    assert isinstance(page, LoginPage)
    return page


def log_in(door: FrontDoor, login: str, password: str = PASSWORD) -> None:
    page = door.window.page()
    assert isinstance(page, LoginPage)
    page.login.setText(login)
    page.password.setText(password)
    page.button.click()
