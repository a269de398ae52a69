"""The idle lock: it covers everything at once, waits for nobody and keeps the drafts."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from jingyue_desktop.domain.clock import SetClock
from jingyue_desktop.store.reading import reader
from jingyue_desktop.store.tables import Draft, Log
from jingyue_desktop.ui.front_door import FrontDoor
from jingyue_desktop.ui.kit.jobs import Jobs
from jingyue_desktop.ui.login_page import LoginPage
from jingyue_desktop.ui.opening import Checked, Opening
from tests.ui.conftest import ExpectedPrompts
from tests.ui.front_doors import clock, door, folder, log_in, opened

__all__ = ["clock", "door", "folder"]


def test_the_idle_lock_covers_everything_and_keeps_the_draft(
    qtbot: QtBot,
    door: FrontDoor,
    folder: Path,
    clock: SetClock,
    prompts: ExpectedPrompts,
) -> None:
    opened(qtbot, door, folder)
    log_in(door, "planning_chief")
    attendance = door.attendance
    desk = attendance.desk
    desk.show_tab("服务承诺")
    seen: dict[str, Any] = {}

    def drive(dialog: Any) -> None:
        dialog.editor.field("applicant").line.setText("输入到一半的单位")
        dialog.editor.field("applicant").edited.emit()
        QApplication.clipboard().setText("承诺书内容")
        clock.advance(minutes=9, seconds=59)
        attendance.watch.check()
        assert dialog.isVisible()
        clock.advance(seconds=1)
        attendance.watch.check()
        seen["visible"] = dialog.isVisible()

    prompts.expect("dialog", drive)
    desk.current().on_new()
    assert seen == {"visible": False}
    assert isinstance(door.window.page(), LoginPage)
    others = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not door.window]
    assert others == []
    assert QApplication.clipboard().text() == ""
    assert not (folder / "office.db-wal").exists() or (folder / "office.db-wal").stat().st_size == 0
    assert "输入到一半的单位" in str(Draft.get().body)
    row = Log.select().order_by(Log.seq.desc()).get()
    assert (row.action, row.detail) == ("login.lock", '{"why":"idle"}')
    log_in(door, "planning_chief")
    assert door.attendance.desk is desk is door.window.page()


class Later:
    """Runs jobs when told to, as a slow machine would."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def submit(self, call: Callable[[], None], /) -> None:
        self.waiting.append(call)

    def shutdown(self) -> None:
        self.waiting.clear()

    def run(self) -> None:
        while self.waiting:
            self.waiting.pop(0)()


@pytest.fixture
def later(door: FrontDoor) -> Later:
    made = Later()
    door.wiring = replace(door.wiring, jobs=Jobs(made))
    return made


@pytest.mark.parametrize("who", ["planning_chief", "director"])
def test_a_preview_finished_under_the_lock_waits_for_its_own_person(
    qtbot: QtBot, door: FrontDoor, folder: Path, later: Later, prompts: ExpectedPrompts, who: str
) -> None:
    door.open_folder(folder)
    qtbot.waitUntil(lambda: bool(later.waiting), timeout=20_000)
    later.run()
    qtbot.waitUntil(lambda: door.attendance is not None, timeout=20_000)
    log_in(door, "planning_chief")
    desk = door.attendance.desk
    desk.show_tab("岗位职责")
    desk.current().on_print()
    assert later.waiting
    door.attendance.lock("idle")
    later.run()
    assert prompts.seen == []
    if who == "planning_chief":
        prompts.expect("dialog", lambda dialog: dialog.reject())
    log_in(door, who)
    assert [seen.more or seen.advice for seen in prompts.seen] == (
        ["PreviewDialog"] if who == "planning_chief" else []
    )
    assert door.attendance.watch._timer.isActive()


def test_a_draft_that_cannot_be_kept_does_not_hold_the_lock_up(
    qtbot: QtBot, door: FrontDoor, folder: Path, prompts: ExpectedPrompts
) -> None:
    opened(qtbot, door, folder)
    log_in(door, "planning_chief")
    door.attendance.desk.show_tab("服务承诺")

    def drive(dialog: Any) -> None:
        dialog.editor.field("applicant").line.setText("输入到一半的单位")
        dialog.editor.field("applicant").edited.emit()
        door.workspace.store.read_only = "磁盘读写出错"
        door.attendance.lock("idle")
        assert not dialog.isVisible()

    prompts.expect("dialog", drive)
    door.attendance.desk.current().on_new()
    page = door.window.page()
    assert isinstance(page, LoginPage) and "磁盘读写出错" in page.fault.text()
    door.workspace.store.read_only = ""


def test_the_lock_does_not_wait_for_who_still_reads(
    qtbot: QtBot, door: FrontDoor, folder: Path
) -> None:
    opened(qtbot, door, folder)
    log_in(door, "planning_chief")
    with reader(door.workspace.store) as db, db.atomic():
        db.execute_sql("SELECT COUNT(*) FROM log").fetchone()
        begun = time.monotonic()
        door.attendance.lock("idle")
        assert time.monotonic() - begun < 2
    log_in(door, "planning_chief")
    waiting = door.workspace.store.db.execute_sql("PRAGMA busy_timeout").fetchone()
    assert waiting == (5000,), "the control: acts do wait"


def show_menu(desk: QWidget) -> QWidget:
    menu = QMenu(desk)
    menu.addAction("承诺书内容")
    menu.popup(desk.mapToGlobal(desk.rect().center()))
    return menu


def show_tip(desk: QWidget) -> QWidget:
    QToolTip.showText(desk.mapToGlobal(desk.rect().center()), "承诺书内容", desk)
    return next(w for w in QApplication.topLevelWidgets() if w.objectName() == "qtooltip_label")


def show_stubborn(desk: QWidget) -> QWidget:
    window = QWidget(desk, Qt.WindowType.Window, windowTitle="承诺书内容")
    window.closeEvent = lambda event: event.ignore()  # type: ignore[method-assign]
    window.show()
    return window


@pytest.mark.parametrize("show", [show_menu, show_tip, show_stubborn])
def test_whatever_floats_above_the_window_goes_with_the_lock(
    qtbot: QtBot, door: FrontDoor, folder: Path, show: Callable[[QWidget], QWidget]
) -> None:
    opened(qtbot, door, folder)
    log_in(door, "planning_chief")
    floating = show(door.attendance.desk)
    assert floating.isVisible()
    door.attendance.lock("idle")
    assert not floating.isVisible() and door.window.isVisible()


def test_an_opening_given_up_opens_nothing(
    qtbot: QtBot, door: FrontDoor, folder: Path, later: Later
) -> None:
    told: list[object] = []
    given_up = Opening(door.wiring.jobs, lambda: None, lambda: told.append("opened"), ["true"])
    given_up.ready.connect(lambda *_: told.append("ready"))
    given_up.start()
    given_up._checked = Checked(True, (), 0, 0, "")
    given_up.stop()
    later.run()
    assert told == []


def test_without_the_watch_nothing_is_covered(
    qtbot: QtBot, door: FrontDoor, folder: Path, clock: SetClock
) -> None:
    """The control: the lock comes from the watch, not from the clock alone."""
    opened(qtbot, door, folder)
    log_in(door, "planning_chief")
    door.attendance.watch.stop()
    clock.advance(minutes=60)
    door.attendance.watch.check()
    assert door.window.page() is door.attendance.desk


def test_typing_keeps_the_lock_away(
    qtbot: QtBot, door: FrontDoor, folder: Path, clock: SetClock
) -> None:
    opened(qtbot, door, folder)
    log_in(door, "planning_chief")
    for _ in range(3):
        clock.advance(minutes=9)
        qtbot.keyClick(door.window, Qt.Key.Key_Shift)
        door.attendance.watch.check()
    assert door.window.page() is door.attendance.desk
