"""业务流程: both charts of every flow, a step explained by mouse or keys, zooming, papers, pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from jingyue_desktop.paper.chart import Box, Chart, Label, Wire
from jingyue_desktop.services import flow_charts, proposals, risk_review, risks
from jingyue_desktop.services.flow_charts import CONTROL, FLOW, FlowRow
from jingyue_desktop.store.tables import Log
from jingyue_desktop.ui.desk import Desk, TabEntry
from jingyue_desktop.ui.flows.chart_view import FIT, ChartView
from jingyue_desktop.ui.flows.tab import WHATS, FlowsTab
from jingyue_desktop.ui.kit.remember import Remember
from jingyue_desktop.ui.risks.tab import RisksTab
from tests.offices import Sessions
from tests.ui.conftest import ExpectedPrompts
from tests.ui.desks import MakeDesk, settle_down
from tests.ui.pledge_desk import Shown
from tests.ui.reading_desk import link_of, menu_act

OpenDesk = Callable[[str], Desk]


@pytest.fixture
def open_desk(make_desk: MakeDesk, local_sessions: Sessions) -> OpenDesk:
    """Return what opens a desk of the two tabs that lead to each other, for a person."""
    tabs = [TabEntry("业务流程", FlowsTab), TabEntry("风险防控表", RisksTab)]
    return lambda who: make_desk(local_sessions[who], tabs)


@pytest.fixture
def tab(open_desk: OpenDesk) -> FlowsTab:
    return flows_of(open_desk("planning_clerk"))


def flows_of(desk: Desk) -> FlowsTab:
    desk.show_tab("业务流程")
    settle_down()
    shown = desk.current()
    assert isinstance(shown, FlowsTab)
    return shown


def listed(tab: FlowsTab) -> list[FlowRow]:
    return tab.list.rows.rows()


def words(widget: QWidget) -> str:
    return "\n".join(found.text() for found in widget.findChildren(QLabel))


def colours(image: QImage) -> set[int]:
    whole = range(0, image.width(), 3), range(0, image.height(), 3)
    return {image.pixel(x, y) for x in whole[0] for y in whole[1]}


def click(qtbot: QtBot, view: ChartView, key: str, box: int = 0) -> None:
    """Click on a box of a key at the place where it is seen, while another one is chosen."""
    view.choose(next(other for other in view.choices() if other != key))
    view._reveal(key)
    place = view.places(key)[box].center().toPoint()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_every_flow_is_drawn_both_ways(tab: FlowsTab, local_sessions: Sessions) -> None:
    office = local_sessions["planning_clerk"].workspace.office()
    assert [row.code for row in listed(tab)] == [flow.code for flow in office.flows]
    for flow in office.flows:
        tab.open_item(flow.code)
        for place, what in enumerate(WHATS):
            tab.switch.choose(place)
            settle_down()
            assert tab.view.chart is not None and flow.name in tab.view.chart.title
            assert tab.what() == what
            assert tab.view.choices() == [step.code for step in flow.steps]
            assert len(colours(tab.view.viewport().grab().toImage())) > 8, (flow.code, what)
            described = tab.view.accessibleDescription()
            assert all(step.name[:4] in described for step in flow.steps)


def test_a_flow_begins_with_its_first_step_explained(tab: FlowsTab) -> None:
    assert tab.what() == FLOW
    assert (tab.view.key, tab.panel.title()) == ("A1.1", "A1.1　收件受理")
    tab.open_item("C")
    assert tab.panel.title().startswith("C.1　")


def test_a_click_explains_the_step(tab: FlowsTab, qtbot: QtBot, local_sessions: Sessions) -> None:
    session = local_sessions["planning_clerk"]
    for code in ("A1.4", "A4.3", "C.5"):
        for place in range(len(WHATS)):
            tab.switch.choose(place)
            tab.open_item(code.partition(".")[0])
            last = len(tab.view.places(code)) - 1
            click(qtbot, tab.view, code, last)
            card = flow_charts.step(session, code)
            assert tab.panel.title() == f"{code}　{card.name}"
            facts = tab.panel.grid.text()
            assert "、".join(card.posts) in facts and card.note in facts
            assert all(duty in facts for _, duty in card.duties)
            assert all(turn in facts for turn in card.turns)
            shown = words(tab.panel)
            assert f"{card.people} 人办理　{card.limit}" in shown
            assert all(point.text in shown and point.measure in shown for point in card.points)


def test_beside_the_boxes_a_click_asks_for_nothing(tab: FlowsTab, qtbot: QtBot) -> None:
    tab.open_item("A1.4")
    corner = tab.view.viewport().rect().bottomLeft() + QPoint(3, -3)
    with qtbot.assertNotEmitted(tab.view.chosen):
        qtbot.mouseClick(tab.view.viewport(), Qt.MouseButton.LeftButton, pos=corner)
    assert tab.view.key == "A1.4"


def test_the_hand_shows_over_boxes_only(tab: FlowsTab, qtbot: QtBot) -> None:
    seen = tab.view.viewport()
    qtbot.mouseMove(seen, tab.view.places("A1.1")[0].center().toPoint())
    assert seen.cursor().shape() == Qt.CursorShape.PointingHandCursor
    qtbot.mouseMove(seen, QPoint(2, 2))
    assert seen.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_the_keys_go_from_box_to_box(tab: FlowsTab, qtbot: QtBot) -> None:
    view = tab.view
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert view.key == "A1.1", "going there is not yet choosing"
    assert "A1.3 现场踏察" in view.accessibleName()
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert (view.key, tab.panel.title()) == ("A1.3", "A1.3　现场踏察")
    qtbot.keyClick(view, Qt.Key.Key_Left)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert tab.panel.title() == "A1.2　材料移交"
    for _ in range(2):
        qtbot.keyClick(view, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert not view.hasFocus(), "before the first box there is the widget before the chart"


def test_the_last_step_is_scrolled_to(tab: FlowsTab, qtbot: QtBot) -> None:
    tab.view.set_zoom(2.0)
    tab.view.setFocus()
    for _ in tab.view.choices():
        qtbot.keyClick(tab.view, Qt.Key.Key_Down)
    qtbot.keyClick(tab.view, Qt.Key.Key_Return)
    last = tab.view.choices()[-1]
    assert tab.view.key == last
    assert tab.view.viewport().rect().toRectF().contains(tab.view.places(last)[0].center())


def test_a_box_is_hit_at_every_zoom(tab: FlowsTab, qtbot: QtBot) -> None:
    for zoom in (0.5, 1.0, 2.0, FIT):
        tab.view.set_zoom(zoom)
        for code in ("A1.6", "A1.2"):
            click(qtbot, tab.view, code)
            assert tab.panel.title().startswith(code), zoom


def test_zooming_by_buttons_keys_and_wheel_is_remembered(
    tab: FlowsTab, qtbot: QtBot, remember: Remember
) -> None:
    fitted = tab.view.share()
    assert tab.view.zoom == FIT and tab.percent.text() == f"{round(fitted * 100)} %"
    link_of(tab, "放大").click()
    assert tab.view.share() > fitted
    tab.view.set_zoom(1.0)
    qtbot.keyClick(tab, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert (tab.view.zoom, tab.percent.text()) == (0.9, "90 %")
    _turn(tab.view, QPointF(200, 200), 120)
    assert tab.view.zoom == 1.0 == remember.get("flows/zoom", 0.0)
    qtbot.keyClick(tab, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert tab.view.share() == fitted and remember.get("flows/zoom", 1.0) == FIT


def test_the_wheel_keeps_what_is_under_the_mouse(tab: FlowsTab) -> None:
    tab.view.set_zoom(2.0)
    place = QPointF(tab.view.viewport().rect().center())
    tab.view.choose("A1.4")
    before = (place - tab.view.places("A1.4")[0].topLeft()) / tab.view.scale()
    _turn(tab.view, place, 120)
    after = (place - tab.view.places("A1.4")[0].topLeft()) / tab.view.scale()
    assert tab.view.zoom == 3.0
    assert (before - after).manhattanLength() < 2


def _turn(view: ChartView, place: QPointF, angle: int) -> None:
    turned = QWheelEvent(
        place,
        view.viewport().mapToGlobal(place),
        QPoint(),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), turned)


def test_nothing_is_wider_than_the_view_when_it_fits(tab: FlowsTab) -> None:
    for width in (1180, 1360, 1900):
        tab.window().resize(width, 740)
        settle_down()
        for row in listed(tab):
            tab.open_item(row.code)
            assert tab.view.horizontalScrollBar().maximum() == 0, (width, row.code)


def test_a_point_leads_to_its_place_in_the_table(open_desk: OpenDesk) -> None:
    desk = open_desk("planning_clerk")
    flows_of(desk).open_item("A1.4")
    link_of(flows_of(desk).panel, "到风险防控表查看").click()
    shown = desk.current()
    assert isinstance(shown, RisksTab)
    assert shown.detail.point is not None and shown.detail.point.code == "A1-4"


def test_a_review_shows_at_once_and_the_step_stays(tab: FlowsTab, local_sessions: Sessions) -> None:
    tab.open_item("A1.4")
    tab.switch.choose(WHATS.index(CONTROL))
    auditor = local_sessions["auditor"]
    revision = next(row.revision for row in risks.points(auditor) if row.code == "A1-4")
    chief = local_sessions["planning_chief"]
    filed = risk_review.review(chief, "A1-4", revision, residual="已消除", note="已落实")
    proposals.confirm(local_sessions["director"], filed)
    settle_down()
    assert tab.view.key == "A1.4" and tab.panel.card is not None
    assert [point.state for point in tab.panel.card.points] == ["已消除"]
    assert tab.view.chart is not None and "已消除" in tab.view.chart.texts()


def test_the_flow_and_the_switch_are_found_again(open_desk: OpenDesk) -> None:
    first = flows_of(open_desk("planning_clerk"))
    first.open_item("B.2")
    first.switch.choose(WHATS.index(CONTROL))
    again = flows_of(open_desk("director"))
    assert again.what() == CONTROL
    assert again.list.current().code == "B" and again.view.key == "B.1"


def test_print_previews_the_chart_that_is_shown(tab: FlowsTab, prompts: ExpectedPrompts) -> None:
    tab.open_item("A2.3")
    shown = Shown()
    prompts.expect("dialog", shown)
    tab.on_print()
    assert len(shown.pages) == 1 and "建设用地规划许可证初审业务流程图" in shown.pages[0]
    row = Log.select().order_by(Log.seq.desc()).get()
    assert row.action == "papers.flows" and '"id":"A2"' in row.detail
    tab.switch.choose(WHATS.index(CONTROL))
    prompts.expect("dialog", shown)
    menu_act(tab, "打印", "全部流程").trigger()
    assert len(shown.pages) == len(listed(tab))


def test_a_poster_is_on_a3(tab: FlowsTab, prompts: ExpectedPrompts) -> None:
    def look(dialog: object) -> None:
        ((width, height),) = dialog.pages.sizes  # type: ignore[attr-defined]
        assert sorted((round(width), round(height))) == [842, 1191]
        dialog.reject()  # type: ignore[attr-defined]

    prompts.expect("dialog", look)
    menu_act(tab, "打印", "当前图（A3").trigger()


@pytest.mark.parametrize(
    ("entry", "suffix", "start"),
    [
        ("当前图（PDF", "pdf", b"%PDF"),
        ("当前图（SVG", "svg", b"<"),
        ("当前图（PNG", "png", b"\x89PNG"),
        ("全部流程（PDF", "pdf", b"%PDF"),
    ],
)
def test_every_export_writes_its_file(
    tab: FlowsTab,
    prompts: ExpectedPrompts,
    tmp_path: Path,
    entry: str,
    suffix: str,
    start: bytes,
) -> None:
    tab.open_item("A1")
    target = tmp_path / f"图.{suffix}"
    prompts.expect("save", target)
    menu_act(tab, "导出", entry).trigger()
    assert target.read_bytes().startswith(start)
    one = "建设项目选址意见书初审" if entry.startswith("当前图") else ""
    assert prompts.last.more["suggested"].name == f"{one}业务流程图.{suffix}"


def test_everybody_looks_and_prints(open_desk: OpenDesk) -> None:
    for who in ("director", "custodian", "commission", "security_admin"):
        shown = flows_of(open_desk(who))
        assert shown.view.chart is not None and shown.panel.title()


def test_text_wider_than_its_place_is_closed_up(qtbot: QtBot) -> None:
    """A face may run wider than the layout reckoned with; nothing runs into what is beside."""
    view = ChartView()
    qtbot.addWidget(view)
    view.resize(500, 200)
    wide = Label(10, 30, "WWWWWWWWWW", 20)
    view.show_chart(Chart("宽", 300, 100, (wide, Wire(((5, 60), (200, 60)), arrow=True))))
    view.set_zoom(1.0)
    view.show()
    image = view.viewport().grab().toImage()
    scale = view.scale() * image.devicePixelRatio()
    origin = view._origin() * image.devicePixelRatio()
    end = round(origin.x() + (10 + wide.width()) * scale) + 2
    row = range(round(origin.y() + 8 * scale), round(origin.y() + 32 * scale))
    beyond = {image.pixel(x, y) for x in range(end, image.width()) for y in row}
    assert beyond == {0xFFFFFFFF}


def test_a_chart_without_boxes_is_just_shown(qtbot: QtBot) -> None:
    view = ChartView()
    qtbot.addWidget(view)
    view.show_chart(Chart("空", 100, 100, (Box(0, 0, 50, 50),)))
    view.show()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert view.key == view.key_at(QPointF(30, 30)) == ""
