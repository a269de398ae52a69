"""The tab 业务流程: the flows as charts, each step explained, its risks and what stops them beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from jingyue_desktop.services import flow_charts
from jingyue_desktop.services.flow_charts import CONTROL, FLOW, TITLES, FlowRow
from jingyue_desktop.ui.context import Context
from jingyue_desktop.ui.flows.chart_view import FIT, ChartView
from jingyue_desktop.ui.flows.limits_dialog import edit_limits
from jingyue_desktop.ui.flows.step_panel import StepPanel
from jingyue_desktop.ui.kit.acts import ActBar
from jingyue_desktop.ui.kit.columns import Column
from jingyue_desktop.ui.kit.failures import show_error
from jingyue_desktop.ui.kit.icons import put_icon
from jingyue_desktop.ui.kit.labels import label
from jingyue_desktop.ui.kit.page import Rows, master_detail
from jingyue_desktop.ui.kit.remember import Remember
from jingyue_desktop.ui.kit.rows import RowsModel
from jingyue_desktop.ui.kit.switch import Switch
from jingyue_desktop.ui.kit.table import TableView
from jingyue_desktop.ui.paper_desk import PaperDesk
from jingyue_desktop.ui.permitted import permit
from jingyue_desktop.ui.tab import Tab
from jingyue_desktop.ui.waiting import WaitingNotice

WHATS = (FLOW, CONTROL)
PAPERS = {FLOW: "flows", CONTROL: "control-charts"}
UNBOUND = 16_777_215  # what Qt takes for no greatest height
CHOSEN, ZOOM = "flows/chosen", "flows/zoom"
COLUMNS = (
    # The code stands with the name: a column of its own would cost the chart its width.
    Column[FlowRow](
        "name",
        "编号、流程",
        lambda r: f"{r.code} {r.name}",
        width=120,
        stretch=True,
        sortable=False,
    ),
    Column[FlowRow](
        "promise",
        "承诺",
        lambda r: r.promise,
        show=lambda days: "—" if days is None else f"{days} 日",
        width=56,
        align="center",
        sortable=False,
        tooltip=lambda r: "" if r.promise is None else f"对外承诺 {r.promise} 个工作日",
    ),
    Column[FlowRow](
        "points", "风险点", lambda r: r.points, width=56, align="center", sortable=False
    ),
)


class FlowList(TableView):
    """The flows; never higher than its rows, for the step below needs the room."""

    def __init__(self, remember: Remember, parent: QWidget | None = None) -> None:
        self.rows = RowsModel(COLUMNS, identity=lambda row: row.code)
        super().__init__(self.rows, name="flows", remember=remember, density="dense", parent=parent)
        self.rows.modelReset.connect(self._fit)
        self.verticalHeader().sectionResized.connect(self._fit)

    def _fit(self) -> None:
        rows, head = self.verticalHeader().length(), self.horizontalHeader().sizeHint().height()
        self.setMaximumHeight(rows + head + 2 * self.frameWidth() if rows else UNBOUND)


class FlowsTab(Tab):
    """The flows and the chosen step at the left, the chart of the flow at the right.

    A chart is as wide as it is; beside two columns it would be too small to read on an office PC.
    """

    topics: ClassVar[frozenset[str]] = frozenset({"catalogue", "risks"})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.desk = PaperDesk(context, self)
        self.list = FlowList(context.remember)
        self.panel = StepPanel()
        self.view = ChartView()
        self.switch = Switch([TITLES[what] for what in WHATS], context.remember, "flows")
        self.percent = label(role="quiet")
        self.notice = WaitingNotice("flows.")
        self._kept = context.remember.get(CHOSEN, "")
        self._lay_out()
        self._listen()
        self.view.set_zoom(context.remember.get(ZOOM, FIT))

    def _lay_out(self) -> None:
        remember = self.context.remember
        rows = Rows(self)
        rows.addLayout(self._head())
        rows.addWidget(self.notice)
        side = master_detail(
            self.list, self.panel, remember=remember, name="flows_side", shares=(3, 2), upright=True
        )
        whole = master_detail(side, self.view, remember=remember, name="flows", shares=(32, 68))
        rows.addWidget(whole, 1)
        self.list.set_empty("没有业务流程", "业务目录中没有流程。")

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._acts())
        row.addWidget(self.switch)
        row.addStretch(1)
        zooms = QHBoxLayout()
        zooms.setSpacing(8)
        zooms.addWidget(self.percent)
        for caption, icon, keys, do in self._zooms():
            button = QPushButton(caption)
            button.setToolTip(f"{caption}（{keys}）")
            button.clicked.connect(lambda _=False, do=do: do())
            put_icon(button, icon)
            zooms.addWidget(button)
        row.addLayout(zooms)
        return row

    def _acts(self) -> ActBar:
        bar = ActBar()
        bar.add_menu(
            "打印",
            (
                ("当前图（A4）", lambda: self.print_chart()),
                ("当前图（A3 海报）", lambda: self.print_chart(poster=True)),
                ("全部流程（A4，一图一页）", lambda: self.print_all()),
            ),
            icon="printer",
            primary=True,
        )
        bar.add_menu(
            "导出",
            (
                ("当前图（PDF）", lambda: self.export_chart("pdf")),
                ("当前图（SVG 矢量图）", lambda: self.export_chart("svg")),
                ("当前图（PNG 图片）", lambda: self.export_chart("png")),
                ("全部流程（PDF，一图一页）", self.export_all),
            ),
            icon="file-export",
        )
        self.edit = bar.add("修改时限", self.on_edit, icon="edit", primary=False)
        return bar

    def _zooms(self) -> tuple[tuple[str, str, str, Callable[[], None]], ...]:
        return (
            ("缩小", "zoom-out", "Ctrl+-", lambda: self.view.step_zoom(-1)),
            ("放大", "zoom-in", "Ctrl++", lambda: self.view.step_zoom(1)),
            ("适合宽度", "switch-horizontal", "Ctrl+0", self.view.fit_width),
        )

    def _listen(self) -> None:
        self.list.current_changed.connect(self._on_flow)
        self.list.failed.connect(lambda error: show_error(self, error))
        self.switch.changed.connect(lambda _place: self._show_chart())
        self.view.chosen.connect(self._show_step)
        self.view.zoomed.connect(lambda zoom: self.context.remember.put(ZOOM, zoom))
        self.view.resized.connect(self._tell_size)
        self.notice.wanted.connect(lambda key: self.wanted.emit("工作台", key))
        self.panel.point_wanted.connect(lambda code: self.wanted.emit("风险防控表", code))
        # Wherever in the window the keyboard is; a tab that is not seen does not listen.
        for _, _, keys, do in self._zooms():
            QShortcut(QKeySequence(keys), self, do)
        # The plus of the main keys is typed without Shift.
        QShortcut(QKeySequence("Ctrl+="), self, lambda: self.view.step_zoom(1))

    def reload(self) -> None:
        # The list tells which flow is chosen even when it is the same as before.
        self.list.rows.set_rows(flow_charts.flows(self.context.session))
        self.notice.follow(self.context.session)
        permit(self.edit, self.context.session, "flows.set_limits")
        if self.list.current() is None and not self.list.select(self._kept):
            self.list.select_first()

    def on_edit(self) -> None:
        """Propose other limits for the chosen flow."""
        row = self.list.current()
        if row is not None and edit_limits(self, self.context.session, row.code):
            self.reload()

    def open_item(self, key: str) -> None:
        """Show a flow by its code, or a step of it (``A1.4``)."""
        if self.list.select(key.partition(".")[0]) and key in self.view.choices():
            self.view.choose(key)
            self._show_step(key)

    def on_print(self) -> None:
        self.print_chart()

    def on_export(self) -> None:
        self.export_chart("pdf")

    def what(self) -> str:
        """Return which of the charts is looked at: FLOW or CONTROL."""
        return WHATS[self.switch.chosen()]

    def print_chart(self, *, poster: bool = False) -> None:
        """Preview the chart that is shown, on A4 or as a poster on A3."""
        row = self.list.current()
        if row is not None:
            self.desk.preview(PAPERS[self.what()], id=row.code, poster=poster)

    def print_all(self) -> None:
        """Preview the charts of all flows."""
        self.desk.preview(PAPERS[self.what()])

    def export_chart(self, form: str) -> None:
        """Write the chart that is shown to a file."""
        row = self.list.current()
        if row is not None:
            name = f"{row.name}{TITLES[self.what()]}"
            self.desk.export(PAPERS[self.what()], form, name, id=row.code)

    def export_all(self) -> None:
        """Write the charts of all flows to one PDF."""
        self.desk.export(PAPERS[self.what()], "pdf", TITLES[self.what()])

    def _on_flow(self, row: FlowRow | None) -> None:
        if row is None:
            self.panel.show_nothing()
            return
        self.context.remember.put(CHOSEN, row.code)
        self._show_chart()

    def _show_chart(self) -> None:
        """Show the chart anew; the step that was chosen stays so if it is on it."""
        row = self.list.current()
        if row is None:
            return
        chart = flow_charts.chart(self.context.session, row.code, self.what())
        self.view.show_chart(chart)
        self._show_step(self.view.key)

    def _show_step(self, key: str) -> None:
        self.panel.show_step(flow_charts.step(self.context.session, key))

    def _tell_size(self) -> None:
        self.percent.setText(f"{round(self.view.share() * 100)} %")
