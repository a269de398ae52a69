"""The wizard: an office is founded, and every fault stands beside its field."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pytestqt.qtbot import QtBot

from jingyue_desktop.store import gate
from jingyue_desktop.ui.front_door import FrontDoor
from jingyue_desktop.ui.login_page import LoginPage
from jingyue_desktop.ui.wizard import Wizard
from tests.offices import PASSWORD
from tests.ui.conftest import ExpectedPrompts
from tests.ui.front_doors import clock, door, folder, log_in

__all__ = ["clock", "door", "folder"]


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
