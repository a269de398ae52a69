"""The switch between views, the menu button of the act row, and filters in a narrow row."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from jingyue_desktop.ui.kit.acts import ActBar, ActButton
from jingyue_desktop.ui.kit.filters import FilterBox
from jingyue_desktop.ui.kit.remember import Remember
from jingyue_desktop.ui.kit.switch import Switch


def test_a_choice_is_told_once_and_comes_back(qtbot: QtBot, remember: Remember) -> None:
    switch = Switch(("表", "清单"), remember, "views")
    qtbot.addWidget(switch)
    told: list[int] = []
    switch.changed.connect(told.append)
    assert switch.chosen() == 0
    switch.choose(1)
    switch.choose(1)
    assert told == [1]
    assert Switch(("表", "清单"), remember, "views").chosen() == 1
    assert Switch(("甲", "乙"), remember, "views").chosen() == 0, "a caption that is gone"


def test_a_menu_button_offers_its_ways_and_leaves_the_next_act_plain(qtbot: QtBot) -> None:
    bar = ActBar()
    qtbot.addWidget(bar)
    done: list[str] = []
    button = bar.add_menu("打印", (("A3", lambda: done.append("A3")), ("A4", lambda: None)))
    bar.add("导出", lambda: None)
    first = button.menu().actions()[0]
    assert first.text() == "A3"
    first.trigger()
    assert done == ["A3"]


def test_no_button_of_the_row_is_a_window_of_its_own_for_a_moment(qtbot: QtBot) -> None:
    """A button shown before it has its row flashes up as a window on a real screen."""
    bar = ActBar()
    qtbot.addWidget(bar)
    seen: list[bool] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and isinstance(watched, ActButton):
                seen.append(watched.isWindow())
            return False

    watch = Watch()
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(watch)
    try:
        bar.add("导出", lambda: None)
        bar.show()
    finally:
        app.removeEventFilter(watch)
    assert seen == [False]


def test_a_narrow_filter_keeps_what_matters(qtbot: QtBot) -> None:
    box = FilterBox("岗位")
    qtbot.addWidget(box)
    box.addItems(["全部", "规划科科员"])
    wide = box.fontMetrics().horizontalAdvance("岗位：规划科科员") + 1
    assert box._within(wide) == "岗位：全部"
    narrow = box.fontMetrics().horizontalAdvance("岗位：全") + 1
    assert box._within(narrow) == "岗位"
    box.setCurrentIndex(1)
    assert box._within(wide) == "岗位：规划科科员"
    assert box._within(box.fontMetrics().horizontalAdvance("规划科科员") + 1) == "规划科科员"
    assert box._within(narrow).endswith("…")
