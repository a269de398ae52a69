"""A program whose own files are wrong says so in the window; what it says can be read in full."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from jingyue_desktop.domain.errors import DataFault, UserError
from jingyue_desktop.ui.fault_page import DAMAGED, FaultPage
from jingyue_desktop.ui.front_door import FrontDoor
from jingyue_desktop.ui.wizard import Wizard
from tests.ui.front_doors import clock, door, folder

__all__ = ["clock", "door", "folder"]
WRONG = DataFault("posts.toml", "post[2]（deputy）", "不认识的项“short_nam”")


def wrong() -> NoReturn:
    raise WRONG


def cut_texts(page: FaultPage) -> list[str]:
    """Return the texts that get less room than they need."""
    QApplication.processEvents()
    shown = [one for one in page.findChildren(QLabel) if one.text()]
    return [one.text() for one in shown if one.height() < one.heightForWidth(one.width())]


def test_wrong_data_of_the_program_is_told_instead_of_the_login(
    qtbot: QtBot, door: FrontDoor, folder: Path
) -> None:
    door.wiring = replace(door.wiring, load=wrong)
    door.open_folder(folder)
    qtbot.waitUntil(lambda: isinstance(door.window.page(), FaultPage), timeout=20_000)
    page = door.window.page()
    assert isinstance(page, FaultPage) and WRONG.message in page.text
    assert door.attendance is None
    # Nothing holds the data any more.
    door.wiring.pass_gate(folder).release()


def test_wrong_data_of_the_program_is_told_instead_of_the_wizard(door: FrontDoor) -> None:
    whole = door.wiring
    door.wiring = replace(whole, first_office=wrong)
    door.start(None)
    page = door.window.page()
    assert isinstance(page, FaultPage) and WRONG.message in page.text
    door.wiring = whole
    page.again.emit()
    assert isinstance(door.window.page(), Wizard)


def test_a_demo_that_could_not_be_made_leads_back_to_the_wizard(
    door: FrontDoor, qtbot: QtBot
) -> None:
    def full() -> NoReturn:
        raise UserError("磁盘空间不足，本次操作没有保存。", "请清理磁盘后再试。")

    door.wiring = replace(door.wiring, make_demo=full)
    door.start(None)
    wizard = door.window.page()
    assert isinstance(wizard, Wizard)
    wizard.demo_wanted.emit()
    qtbot.waitUntil(lambda: isinstance(door.window.page(), FaultPage))
    page = door.window.page()
    assert isinstance(page, FaultPage) and "磁盘空间不足" in page.text
    page.again.emit()
    assert isinstance(door.window.page(), Wizard)


@pytest.mark.parametrize(
    ("title", "advice", "details"),
    [
        ("这个文件夹里没有本程序的数据。", "请选择正确的数据文件夹，或新建一个。", []),
        (
            "数据核验没有通过",
            DAMAGED,
            [f"服务承诺书 {n} 与日志中的摘要不一致。" for n in range(30)],
        ),
    ],
)
def test_every_word_of_a_fault_can_be_read(
    door: FrontDoor, title: str, advice: str, details: list[str]
) -> None:
    page = FaultPage(title, advice, details)
    door.window.show_page(page)
    assert cut_texts(page) == []
