"""The table as a person uses it: sort, copy, open, hide, come back tomorrow."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QHelpEvent
from PySide6.QtWidgets import QStyleOptionViewItem, QToolTip
from pytestqt.qtbot import QtBot

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.ui.kit.columns import Column
from jingyue_desktop.ui.kit.copying import as_html, as_tabbed
from jingyue_desktop.ui.kit.remember import Remember
from jingyue_desktop.ui.kit.rows import PagedRows, RowsModel
from jingyue_desktop.ui.kit.search import SearchField
from jingyue_desktop.ui.kit.table import TableView
from jingyue_desktop.ui.kit.tokens import State

Row = tuple[int, str, str]
COLUMNS: tuple[Column[Row], ...] = (
    Column("id", "编号", lambda row: row[0], width=100),
    Column("name", "名称", lambda row: row[1], width=160, stretch=True),
    Column("note", "备注", lambda row: row[2], width=100),
    Column("extra", "附注", lambda row: row[2], hidden=True),
)
ROWS: list[Row] = [(10, "周", "x"), (9, "安", "=1+1"), (8, "李", "一行\n两行")]


def _table(qtbot: QtBot, remember: Remember | None = None, rows: list[Row] = ROWS) -> TableView:
    model = RowsModel(COLUMNS, rows, identity=lambda row: row[0])
    table = TableView(model, name="points", remember=remember)
    qtbot.addWidget(table)
    table.resize(700, 400)
    table.show()
    return table


def _shown(table: TableView) -> list[str]:
    model = table.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def _click_header(qtbot: QtBot, table: TableView, column: int) -> None:
    header = table.horizontalHeader()
    middle = header.sectionViewportPosition(column) + header.sectionSize(column) // 2
    place = QPoint(middle, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_header_click_sorts_up_then_down_then_as_given(qtbot: QtBot) -> None:
    table = _table(qtbot)
    assert _shown(table) == ["10", "9", "8"]
    _click_header(qtbot, table, 0)
    assert _shown(table) == ["8", "9", "10"]
    _click_header(qtbot, table, 0)
    assert _shown(table) == ["10", "9", "8"]
    _click_header(qtbot, table, 1)
    assert _shown(table) == ["9", "8", "10"]
    _click_header(qtbot, table, 1)
    _click_header(qtbot, table, 1)
    assert _shown(table) == ["10", "9", "8"]


def test_double_click_and_enter_open_the_row(qtbot: QtBot) -> None:
    table = _table(qtbot)
    place = table.visualRect(table.model().index(1, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened.args == [ROWS[1]]
    table.select(8)
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [ROWS[2]]


def test_selected_rows_are_copied_as_a_spreadsheet_reads_them(qtbot: QtBot) -> None:
    table = _table(qtbot)
    table.selectAll()
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    data = QGuiApplication.clipboard().mimeData()
    cells = list(csv.reader(io.StringIO(data.text()), dialect="excel-tab"))
    assert cells == [["10", "周", "x"], ["9", "安", "'=1+1"], ["8", "李", "一行\n两行"]]
    table.copy(headers=True)
    text = QGuiApplication.clipboard().text()
    assert text.splitlines()[0] == "编号\t名称\t备注"


def test_copied_numbers_and_markup_stay_what_they_are() -> None:
    assert as_tabbed([["-5", "+3.2", "-甲", "@x", '"']]) == '-5\t+3.2\t\'-甲\t\'@x\t""""'
    html = as_html([["220101199001011234", "<b>=1", "甲\n乙"]])
    assert "220101199001011234</td>" in html and "mso-number-format" in html
    assert "&lt;b&gt;=1" in html and "<br" in html


def test_one_cell_is_copied_as_it_is(qtbot: QtBot) -> None:
    table = _table(qtbot)
    table.copy_cell(table.model().index(1, 2))
    assert QGuiApplication.clipboard().text() == "=1+1"


def test_too_many_rows_are_refused_with_advice(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jingyue_desktop.ui.kit.table.COPY_LIMIT", 2)
    table = _table(qtbot)
    table.selectAll()
    with qtbot.waitSignal(table.failed) as told:
        table.copy()
    assert isinstance(told.args[0], UserError) and "导出" in told.args[0].advice


def test_right_click_menu_has_the_tab_s_acts_first(qtbot: QtBot) -> None:
    table = _table(qtbot)
    act = QAction("打开", table)
    table.set_menu([act, None])
    menu = table.context_menu(table.model().index(0, 0))
    texts = [entry.text() for entry in menu.actions() if not entry.isSeparator()]
    assert texts == ["打开", "复制此格", "复制所选行\tCtrl+C", "连同表头复制", "全选\tCtrl+A"]
    assert menu.defaultAction() is act
    menu.close()


def test_columns_can_be_hidden_but_never_all(qtbot: QtBot) -> None:
    table = _table(qtbot)
    header = table.horizontalHeader()
    menu = table.columns.menu()
    ticked = {act.text(): act.isChecked() for act in menu.actions() if act.isCheckable()}
    assert ticked["名称"] and not ticked["附注"] and ticked["行距：宽松"]
    next(act for act in menu.actions() if act.text() == "备注").trigger()
    assert header.isSectionHidden(2)
    for key in ("id", "name"):
        table.columns.hide(key, True)
    assert header.count() - header.hiddenSectionCount() == 1
    table.columns.reset()
    assert not header.isSectionHidden(2) and header.isSectionHidden(3)


def test_stretch_column_takes_what_is_left_until_somebody_sizes_it(qtbot: QtBot) -> None:
    table = _table(qtbot)
    header = table.horizontalHeader()
    assert header.length() == table.viewport().width()
    header.resizeSection(0, 150)
    assert header.length() == table.viewport().width()
    header.resizeSection(1, 170)
    table.resize(900, 400)
    assert header.sectionSize(1) == 170


def test_everything_is_remembered_by_column_key(qtbot: QtBot, tmp_path: Path) -> None:
    first = _table(qtbot, Remember(tmp_path / "w.ini"))
    first.horizontalHeader().resizeSection(0, 133)
    first.horizontalHeader().moveSection(2, 0)
    first.columns.hide("name", True)
    first.columns.set_density("dense")
    first.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    first.columns.save()
    again = _table(qtbot, Remember(tmp_path / "w.ini"))
    header = again.horizontalHeader()
    assert header.sectionSize(0) == 133
    assert [header.logicalIndex(i) for i in range(2)] == [2, 0]
    assert header.isSectionHidden(1)
    assert again.rowHeight(0) == 34
    assert _shown(again) == ["8", "9", "10"]


def test_damaged_memory_gives_the_own_layout(qtbot: QtBot, tmp_path: Path) -> None:
    remember = Remember(tmp_path / "w.ini")
    remember.put(
        "table/points",
        {"widths": 5, "order": ["gone", "note"], "hidden": "x", "sort": [1], "density": 7},
    )
    table = _table(qtbot, remember)
    header = table.horizontalHeader()
    assert header.sectionSize(0) == 100 and table.rowHeight(0) == 46
    assert header.logicalIndex(0) == 2


def test_reload_keeps_current_row_and_selection(qtbot: QtBot) -> None:
    table = _table(qtbot)
    table.select(9)
    model = table.model()
    assert isinstance(model, RowsModel)
    with qtbot.waitSignal(table.current_changed) as told:
        model.set_rows([(7, "新", ""), (9, "甲改", ""), (10, "丙", "")])
    assert told.args[0] == (9, "甲改", "")
    assert table.current() == (9, "甲改", "") and table.selected() == [(9, "甲改", "")]
    model.set_rows([(7, "新", "")])
    assert table.current() is None and table.selected() == []
    assert not table.select(9)
    table.select_first()
    assert table.current() == (7, "新", "")


def test_empty_list_says_what_to_do(qtbot: QtBot) -> None:
    table = _table(qtbot, rows=[])
    done: list[int] = []
    table.set_empty("还没有承诺", "点“新建承诺”开始。", "新建承诺", lambda: done.append(1))
    assert table.empty.isVisible() and "新建承诺" in table.empty.text()
    table.empty._button.click()
    assert done == [1]
    model = table.model()
    assert isinstance(model, RowsModel)
    model.set_rows(ROWS)
    assert not table.empty.isVisible()


def test_cut_text_shows_whole_as_a_plain_tip(qtbot: QtBot) -> None:
    table = _table(qtbot, rows=[(1, "甲", "<img src=/etc/hostname>" * 9), (2, "乙", "短")])
    index = table.model().index(0, 2)
    delegate = table.itemDelegate()
    place = table.visualRect(index).center()
    event = QHelpEvent(QEvent.Type.ToolTip, place, table.viewport().mapToGlobal(place))
    assert delegate.helpEvent(event, table, QStyleOptionViewItem(), index)
    assert QToolTip.text().startswith("<qt>&lt;img src=")
    assert delegate.tip(table.model().index(1, 2)) == ""


def test_cells_are_painted_in_every_look(qtbot: QtBot) -> None:
    looks = [
        Column[Row](look, look, lambda row: row[1], state=lambda row: State.OVERDUE, look=look)
        for look in ("text", "mark", "badge")
    ]
    rows = [(1, "未核销", ""), (2, "作废", "")]
    model = RowsModel(looks, rows, struck=lambda row: row[0] == 2)
    table = TableView(model, name="looks")
    qtbot.addWidget(table)
    table.resize(500, 200)
    table.show()
    table.selectRow(1)
    image = table.viewport().grab().toImage()
    red = {
        column
        for column in range(3)
        for x in range(
            table.columnViewportPosition(column), table.columnViewportPosition(column) + 110
        )
        for y in range(4, 40)
        if image.pixelColor(x, y).name() == "#b83427"
    }
    assert red == {0, 1, 2}


def test_hundred_thousand_rows_read_only_what_is_seen(qtbot: QtBot) -> None:
    asked: list[int] = []

    def fetch(part: object) -> list[Row]:
        offset = part.offset  # type: ignore[attr-defined]
        asked.append(offset)
        return [(offset + n, "名", "") for n in range(200)]

    table = TableView(PagedRows(COLUMNS, fetch, lambda: 100_000), name="long")
    qtbot.addWidget(table)
    table.resize(700, 400)
    table.show()
    table.grab()
    table.scrollToBottom()
    table.grab()
    assert asked == [0, 99_800]


def test_search_waits_for_a_pause_and_tells_once(qtbot: QtBot) -> None:
    field = SearchField(pause_ms=1)
    qtbot.addWidget(field)
    told: list[str] = []
    field.searched.connect(told.append)
    for text in ("净", "净月", "净月 "):
        field.setText(text)
    assert told == []
    qtbot.waitUntil(lambda: told == ["净月"])
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert told == ["净月"]
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert told == ["净月", ""] and field.text() == ""


def _register(qtbot: QtBot, ids: list[int]) -> tuple[TableView, PagedRows, list[int]]:
    asked: list[int] = []

    def fetch(part: object) -> list[Row]:
        offset, limit = part.offset, part.limit  # type: ignore[attr-defined]
        asked.append(offset)
        return [(number, "名", "") for number in ids[offset : offset + limit]]

    model = PagedRows(COLUMNS, fetch, lambda: len(ids), identity=lambda row: row[0])
    table = TableView(model, name="long")
    qtbot.addWidget(table)
    table.resize(700, 400)
    table.show()
    return table, model, asked


def test_a_register_finds_its_rows_again_after_a_reload(qtbot: QtBot) -> None:
    ids = list(range(1000, 0, -1))
    table, model, _ = _register(qtbot, ids)
    table.selectRow(199)
    ids.insert(0, 1001)
    model.reload()
    assert table.current() == (801, "名", "") and table.currentIndex().row() == 200
    assert [row[0] for row in table.selected()] == [801]
    ids.remove(801)
    model.reload()
    assert table.current() is None and table.selected() == []


def test_selecting_everything_reads_nothing_more(qtbot: QtBot) -> None:
    table, _, asked = _register(qtbot, list(range(100_000)))
    table.grab()
    told: list[int] = []
    table.selection_changed.connect(told.append)
    table.selectAll()
    assert told[-1] == table.selected_count() == 100_000
    assert asked == [0]
