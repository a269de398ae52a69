"""From the first start to the lock: wizard, gate, login, change of user, drafts kept, faults told."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from jingyue_desktop import app as edge
from jingyue_desktop.domain.clock import SetClock, SystemClock
from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.services.opening import open_workspace
from jingyue_desktop.store import gate
from jingyue_desktop.store.lock import WorkspaceLock
from jingyue_desktop.store.reading import reader
from jingyue_desktop.store.tables import Draft, Log
from jingyue_desktop.ui.fault_page import FaultPage
from jingyue_desktop.ui.front_door import FrontDoor
from jingyue_desktop.ui.kit.jobs import Jobs
from jingyue_desktop.ui.kit.remember import Remember
from jingyue_desktop.ui.login_page import LoginPage
from jingyue_desktop.ui.opening import Checked, Opening
from jingyue_desktop.ui.password_dialog import PasswordChange
from jingyue_desktop.ui.wizard import Wizard
from tests.offices import FORMS, PASSWORD, RESOURCES, START, Template, copied
from tests.ui.conftest import ExpectedPrompts


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


def test_the_wizard_asks_about_an_unknown_disk_once(
    qtbot: QtBot, door: FrontDoor, tmp_path: Path, prompts: ExpectedPrompts
) -> None:
    def judge(place: Path) -> None:
        gate.check_location(place, probe=lambda _: "strangefs")

    door.wiring = replace(door.wiring, judge=judge)
    door.start(None)
    wizard = door.window.page()
    assert isinstance(wizard, Wizard)
    wizard.forward.click()
    wizard.place_page.folder.setText(str(tmp_path / "fresh"))
    prompts.expect("choose", "no")
    wizard.forward.click()
    assert wizard.stack.currentWidget() is wizard.place_page
    prompts.expect("choose", "yes")
    wizard.forward.click()
    assert wizard.stack.currentWidget() is wizard.accounts_page
    judge(tmp_path / "fresh")


def fill_wizard(wizard: Wizard, folder: Path) -> None:
    wizard.forward.click()
    wizard.place_page.folder.setText(str(folder))
    wizard.forward.click()
    names = ("赵一", "钱二", "孙三", "李四")
    for (_, name, login, password, again), text in zip(
        wizard.accounts_page.rows, names, strict=True
    ):
        name.setText(text)
        login.setText(text)
        password.setText(PASSWORD)
        again.setText(PASSWORD)
    wizard.forward.click()
    name, post = wizard.people_page.rows[0]
    name.setText("周五")
    post.setCurrentIndex(post.findData("director"))


def test_the_wizard_founds_an_office_one_can_log_in_to(
    qtbot: QtBot, door: FrontDoor, tmp_path: Path
) -> None:
    door.start(None)
    wizard = door.window.page()
    assert isinstance(wizard, Wizard)
    wizard.office_page.name.setText("")
    wizard.forward.click()
    assert wizard.stack.currentWidget() is wizard.office_page
    wizard.office_page.name.setText("净月高新区规划局")
    fill_wizard(wizard, tmp_path / "fresh")
    wizard.forward.click()
    qtbot.waitUntil(lambda: door.attendance is not None, timeout=30_000)
    page = door.window.page()
    assert isinstance(page, LoginPage) and page.office.text() == "净月高新区规划局"
    log_in(door, "赵一")
    desk = door.attendance.desk
    assert "系统管理员" in desk.who.text()
    assert "11 事项" in desk._status["counts"].text()


def test_the_wizard_tells_every_fault_beside_its_field(
    qtbot: QtBot, door: FrontDoor, tmp_path: Path
) -> None:
    door.start(None)
    wizard = door.window.page()
    assert isinstance(wizard, Wizard)
    wizard.forward.click()
    (tmp_path / "坚果云").mkdir()
    wizard.place_page.folder.setText(str(tmp_path / "坚果云" / "office"))
    wizard.forward.click()
    assert wizard.stack.currentWidget() is wizard.place_page
    wizard.place_page.folder.setText(str(tmp_path / "fresh"))
    wizard.forward.click()
    for _, name, login, password, again in wizard.accounts_page.rows:
        name.setText("赵一")
        login.setText("赵一")
        password.setText(PASSWORD)
        again.setText(PASSWORD)
    wizard.forward.click()
    assert "不能由同一人担任" in wizard.accounts_page._faults["row0"][1].text()
    assert wizard.stack.currentWidget() is wizard.accounts_page


def test_the_wizard_takes_no_name_it_would_lose_or_could_not_show(
    door: FrontDoor, tmp_path: Path
) -> None:
    door.start(None)
    wizard = door.window.page()
    assert isinstance(wizard, Wizard)
    wizard.office_page.name.setText("净月\n规划局")
    wizard.forward.click()
    assert "只能写一行" in wizard.office_page._faults["name"][1].text()
    wizard.office_page.name.setText("净月规划局")
    fill_wizard(wizard, tmp_path / "fresh")
    people, accounts = wizard.people_page, wizard.accounts_page
    for n, name in enumerate(("周五", "吴\n六")):
        people.rows[n + 1][0].setText(name)
        people.rows[n + 1][1].setCurrentIndex(1)
    wizard.forward.click()
    assert "同名" in people._faults["person1"][1].text()
    assert "只能写一行" in people._faults["person2"][1].text()
    assert not (tmp_path / "fresh" / "office.db").exists()
    wizard.back.click()
    accounts.rows[1][1].setText("赵一")
    wizard.forward.click()
    assert "同名" in accounts._faults["row1"][1].text()


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
