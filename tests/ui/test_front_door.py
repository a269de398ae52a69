"""From the first start to the desk: gate, login, change of user, faults told."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from jingyue_desktop import app as edge
from jingyue_desktop.domain.clock import SystemClock
from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.store import gate
from jingyue_desktop.store.lock import WorkspaceLock
from jingyue_desktop.store.tables import Log
from jingyue_desktop.ui.fault_page import FaultPage
from jingyue_desktop.ui.front_door import FrontDoor
from jingyue_desktop.ui.kit.remember import Remember
from jingyue_desktop.ui.login_page import LoginPage
from jingyue_desktop.ui.password_dialog import PasswordChange
from tests.offices import PASSWORD, START
from tests.ui.conftest import ExpectedPrompts
from tests.ui.front_doors import clock, door, folder, log_in, opened

__all__ = ["clock", "door", "folder"]


def test_nobody_gets_in_before_the_check_has_passed(
    qtbot: QtBot, door: FrontDoor, folder: Path
) -> None:
    door.open_folder(folder)
    page = door.window.page()
    assert isinstance(page, LoginPage) and not page.button.isEnabled()
    page.login.setText("director")
    page.password.setText(PASSWORD)
    page.password.returnPressed.emit()
    assert door.window.page() is page and door.attendance is None
    qtbot.waitUntil(lambda: page.button.isEnabled(), timeout=20_000)
    assert page.office.text() == "净月开发区规划局"
    page.button.click()
    assert door.attendance.desk is door.window.page()


def test_a_wrong_password_is_told_and_slowed(qtbot: QtBot, door: FrontDoor, folder: Path) -> None:
    page = opened(qtbot, door, folder)
    for _ in range(5):
        log_in(door, "director", "wrong")
        assert "登录名或密码不正确" in page.fault.text()
    assert not page.button.isEnabled() and "30 秒后" in page.button.text()


def test_tampered_data_never_reaches_the_login(qtbot: QtBot, door: FrontDoor, folder: Path) -> None:
    import sqlite3

    connection = sqlite3.connect(folder / "office.db")
    connection.execute("UPDATE account SET roles = '[]' WHERE id = 5")
    connection.commit()
    connection.close()
    door.open_folder(folder)
    qtbot.waitUntil(lambda: isinstance(door.window.page(), FaultPage), timeout=20_000)
    assert door.attendance is None
    page = door.window.page()
    assert isinstance(page, FaultPage) and "没有通过" in page.text


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda f: (f / "office.db").write_bytes(b""), "空的"),
        (lambda f: (f / "office.db").write_bytes(b"x" * 500), "不是本程序的数据"),
        (lambda f: (f / "office.db").unlink(), "没有本程序的数据"),
    ],
)
def test_a_folder_that_is_not_ours_is_told(
    qtbot: QtBot, door: FrontDoor, folder: Path, spoil: Callable[[Path], Any], told: str
) -> None:
    spoil(folder)
    door.open_folder(folder)
    page = door.window.page()
    assert isinstance(page, FaultPage) and told in page.text


def test_a_held_workspace_names_its_holder(qtbot: QtBot, door: FrontDoor, folder: Path) -> None:
    lock = WorkspaceLock(folder)
    lock.take(SystemClock().now())
    door.open_folder(folder)
    page = door.window.page()
    assert isinstance(page, FaultPage) and "正被" in page.text and "进程" in page.text
    lock.release()
    page.again.emit()
    qtbot.waitUntil(lambda: door.attendance is not None, timeout=20_000)


def test_an_unknown_disk_is_accepted_once(qtbot: QtBot, door: FrontDoor, folder: Path) -> None:
    door.wiring = replace(
        door.wiring,
        pass_gate=lambda place: gate.pass_gate(place, START, probe=lambda _: "strangefs"),
    )
    door.open_folder(folder)
    page = door.window.page()
    assert isinstance(page, FaultPage) and "strangefs" in page.text
    page.accepted.emit()
    qtbot.waitUntil(lambda: door.attendance is not None, timeout=20_000)


def test_a_check_that_could_not_run_is_no_damage(
    qtbot: QtBot, door: FrontDoor, folder: Path, tmp_path: Path
) -> None:
    door.wiring = replace(door.wiring, check=lambda _: edge.check_command(tmp_path / "gone"))
    door.open_folder(folder)
    qtbot.waitUntil(lambda: isinstance(door.window.page(), FaultPage), timeout=20_000)
    page = door.window.page()
    assert isinstance(page, FaultPage)
    assert "没有核验" in page.text and "打不开数据文件" in page.text


def test_another_person_sees_his_own_desk(qtbot: QtBot, door: FrontDoor, folder: Path) -> None:
    opened(qtbot, door, folder)
    log_in(door, "planning_chief")
    first = door.attendance.desk
    assert "规划科科长" in first.who.text()
    qtbot.keyClick(
        first,
        Qt.Key.Key_U,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    page = door.window.page()
    assert isinstance(page, LoginPage) and page.login.text() == ""
    log_in(door, "director")
    second = door.attendance.desk
    assert second is not first and "局长" in second.who.text()
    actions = [row.action for row in Log.select().order_by(Log.seq.desc()).limit(4)]
    assert actions == ["login.leave", "login", "login.lock", "login"]


def test_a_first_password_must_be_changed(
    qtbot: QtBot, door: FrontDoor, folder: Path, prompts: ExpectedPrompts
) -> None:
    from jingyue_desktop.services import accounts
    from jingyue_desktop.store.tables import Account
    from tests.offices import Sessions

    page = opened(qtbot, door, folder)
    row = Account.get(Account.login == "general_clerk")
    accounts.reset(Sessions(door.workspace)["system_admin"], row.id, "ABCD-EFGH-JKLM")

    def refuse(dialog: PasswordChange) -> None:
        dialog.reject()

    def change(dialog: PasswordChange) -> None:
        # The code was typed a moment ago; it is not asked for again, Enter goes from line to line.
        fields: list[QLineEdit] = [field for field, _ in dialog.fields.values()]
        assert len(fields) == 2 and dialog.focusWidget() is fields[0]
        qtbot.keyClicks(fields[0], "short\r")
        assert dialog.fields["password"][1].text() == "" and dialog.focusWidget() is fields[1]
        qtbot.keyClicks(fields[1], "short\r")
        assert "至少 10 位" in dialog.fields["password"][1].text()
        fields[0].setText("Ganz-Neu-2026x")
        fields[1].setText("Ganz-Neu-2026x")
        dialog.ok_button.click()

    prompts.expect("dialog", refuse)
    log_in(door, "general_clerk", "ABCD-EFGH-JKLM")
    assert door.window.page() is page
    prompts.expect("dialog", change)
    log_in(door, "general_clerk", "ABCD-EFGH-JKLM")
    assert door.window.page() is door.attendance.desk


def test_a_running_job_is_asked_about_before_closing(
    qtbot: QtBot, door: FrontDoor, folder: Path, prompts: ExpectedPrompts
) -> None:
    opened(qtbot, door, folder)
    log_in(door, "director")
    answers: list[bool] = []

    def closing(progress: Any) -> None:
        prompts.expect("choose", "no")
        answers.append(door.may_close())

    door.wiring.jobs.start("导出登记簿", closing)
    assert answers == [False] and door.workspace is not None
    assert door.window.close()
    assert door.workspace is None


def test_the_window_comes_back_where_it_was(
    qtbot: QtBot, door: FrontDoor, folder: Path, remember: Remember
) -> None:
    # Within the 800 × 600 of the screenless platform, which larger windows are cut to.
    opened(qtbot, door, folder)
    door.window.resize(720, 510)
    door.window.close()
    again = FrontDoor(door.wiring)
    qtbot.addWidget(again.window)
    assert (again.window.width(), again.window.height()) == (720, 510)


def test_everybody_s_own_open_tab_comes_back(qtbot: QtBot, door: FrontDoor, folder: Path) -> None:
    opened(qtbot, door, folder)
    log_in(door, "director")
    door.attendance.desk.show_tab("制度")
    door.open_folder(folder)
    opened(qtbot, door, folder)
    log_in(door, "director")
    desk = door.attendance.desk
    assert desk.tabs.tabText(desk.tabs.currentIndex()) == "制度"
    # Somebody else begins with his own to-dos, not where another one left off.
    door.attendance.lock("switch")
    log_in(door, "deputy")
    desk = door.attendance.desk
    assert desk.tabs.tabText(desk.tabs.currentIndex()) == "工作台"


def test_the_program_checks_itself_with_its_own_command(folder: Path) -> None:
    command = edge.check_command(folder)
    assert command[0] == sys.executable and command[-2:] == ["--gate-check", str(folder)]


def test_a_fault_of_ours_is_not_swallowed(door: FrontDoor, tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        door._show_fault(tmp_path, ZeroDivisionError())
    door._show_fault(tmp_path, UserError("磁盘空间不足"))
    page = door.window.page()
    assert isinstance(page, FaultPage) and "磁盘空间不足" in page.text
