"""The tab 风险防控表: the table of the posts, the risk points with their reasons, residual reviews."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from jingyue_desktop.services import risk_review, risks
from jingyue_desktop.services.posts import TITLES
from jingyue_desktop.services.risk_papers import POINTS, TABLE
from jingyue_desktop.services.risk_search import found_in
from jingyue_desktop.services.risks import STATES, ControlRow, PointRow
from jingyue_desktop.ui.catalogue_history import CatalogueHistory
from jingyue_desktop.ui.context import Context
from jingyue_desktop.ui.kit import dialogs
from jingyue_desktop.ui.kit.acts import ActBar, allow, new_act
from jingyue_desktop.ui.kit.failures import show_error
from jingyue_desktop.ui.kit.labels import label
from jingyue_desktop.ui.kit.page import Rows, master_detail
from jingyue_desktop.ui.kit.switch import Switch
from jingyue_desktop.ui.paper_desk import PaperDesk
from jingyue_desktop.ui.permitted import permit
from jingyue_desktop.ui.risks.control_table import ControlTable
from jingyue_desktop.ui.risks.point_detail import PointDetail, explain_grade
from jingyue_desktop.ui.risks.points_table import OVERDUE, PointFilters, PointsTable, passing
from jingyue_desktop.ui.risks.review_dialog import review_point
from jingyue_desktop.ui.tab import Tab

CONTROL, LIST = 0, 1
SIZE = "risks/paper"
WHOLE = "岗位职责廉政效能风险防控工作簿"


class RisksTab(Tab):
    """Two ways of looking: the eight rows as the office knows them, and the points one by one."""

    topics: ClassVar[frozenset[str]] = frozenset({"risks", "catalogue"})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._rows: list[PointRow] = []
        self._posts: list[ControlRow] = []
        self._needle = ""
        self.desk = PaperDesk(context, self)
        self.control = ControlTable(context.remember)
        self.points = PointsTable(context.remember)
        self.detail = PointDetail()
        self.filters = PointFilters(context.remember, risks.points(context.session))
        self.switch = Switch(("岗位防控表", POINTS), context.remember, "risks")
        self.count = label(role="quiet")
        self.stack = QStackedWidget()
        self._make_acts()
        self._lay_out()
        self._listen()
        self._look(self.switch.chosen())

    def _make_acts(self) -> None:
        self.bar = ActBar()
        self.bar.add_menu(
            "打印",
            (
                ("岗位防控表（A3 横向）", lambda: self.print_table("A3")),
                ("岗位防控表（A4 横向）", lambda: self.print_table("A4")),
                ("风险点清单（A3 横向）", lambda: self.desk.preview("risk-points")),
            ),
            icon="printer",
            primary=True,
        )
        export = self.desk.export
        self.bar.add_menu(
            "导出",
            (
                ("岗位防控表（PDF）", lambda: export("risk-table", "pdf", TABLE)),
                ("岗位防控表（Excel）", lambda: export("risk-table", "xlsx", TABLE)),
                (
                    "四表工作簿：说明与图例、防控表、风险点清单、分级管理（Excel）",
                    lambda: export("risk-table", "xlsx", WHOLE, whole=True),
                ),
                ("风险点清单（PDF）", lambda: export("risk-points", "pdf", POINTS)),
                ("风险点清单（Excel）", lambda: export("risk-points", "xlsx", POINTS)),
            ),
            icon="file-export",
        )
        self.review = self.bar.add("残余等级复核", self.on_review, icon="rubber-stamp")
        self.edit = self.bar.add("修改本岗位内容", self.on_edit, icon="edit")
        self.show_points = self.bar.add("本岗位风险点", self.on_show_points, icon="list-check")
        self.history = self.bar.add("修改历史", self.on_history, icon="history")
        self.search = self.bar.add_search()
        self.why = new_act(self, "为什么是这一级？", self.on_why, icon="help")

    def _lay_out(self) -> None:
        rows = Rows(self)
        rows.addWidget(self.bar)
        second = QHBoxLayout()
        second.setSpacing(12)
        second.addWidget(self.switch)
        second.addWidget(self.filters, 1)
        second.addStretch(0)
        second.addWidget(self.count)
        rows.addLayout(second)
        self.stack.addWidget(self.control)
        self.stack.addWidget(
            master_detail(
                self.points, self.detail, remember=self.context.remember, name="risk_points"
            )
        )
        rows.addWidget(self.stack, 1)
        self.points.set_empty(
            "没有符合条件的风险点", "请放宽筛选或换个词再找。", "清除筛选", self.clear
        )
        self.control.set_empty("没有符合条件的岗位", "请换个词再找。")
        self.points.set_menu([self.review, self.why, self.history])
        self.control.set_menu([self.show_points, self.edit, self.history])

    def _listen(self) -> None:
        self.switch.changed.connect(self._look)
        self.filters.changed.connect(self._show_points)
        self.search.searched.connect(self._on_searched)
        self.points.current_changed.connect(self._on_point)
        self.points.opened.connect(lambda _row: self.on_why())
        self.control.current_changed.connect(lambda _row: self._mark_acts())
        self.control.opened.connect(lambda _row: self.on_show_points())
        for table in (self.points, self.control):
            table.failed.connect(lambda error: show_error(self, error))

    def reload(self) -> None:
        session = self.context.session
        self._rows, self._posts = risks.points(session), risks.control_table(session)
        self.filters.refill(self._rows)
        self._show_control()
        self._show_points()
        self.points.select_first()
        self.control.select_first()
        self._mark_acts()

    def open_item(self, key: str) -> None:
        """Show a point by its code, or the points in a state (未消除, 复核超期 …)."""
        self.switch.choose(LIST)
        self.clear()
        if key in (*STATES, OVERDUE):
            self.filters.choose("state", key)
            self.points.select_first()
        else:
            self.points.select(key)

    def clear(self) -> None:
        """Show everything again."""
        self.search.clear()
        self.filters.clear()

    def on_print(self) -> None:
        """Preview what is looked at; the table on the paper chosen last."""
        if self.switch.chosen() == LIST:
            self.desk.preview("risk-points")
        else:
            self.print_table(self.context.remember.get(SIZE, "A3"))

    def print_table(self, size: str) -> None:
        """Preview the table of the posts on A3 or A4 and keep to that paper from now on."""
        self.context.remember.put(SIZE, size)
        self.desk.preview("risk-table", a4=size == "A4")

    def on_export(self) -> None:
        """Export what is looked at as a workbook."""
        what, name = (
            ("risk-points", POINTS) if self.switch.chosen() == LIST else ("risk-table", TABLE)
        )
        self.desk.export(what, "xlsx", name)

    def on_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def on_review(self) -> None:
        """残余等级复核 of the point that is chosen."""
        row = self.points.current()
        if row is not None and self.review.isEnabled():
            review_point(self, self.context.session, row, self.context.drafts)

    def on_edit(self) -> None:
        """Go to where the texts of a post are changed."""
        row = self.control.current()
        if row is not None:
            self.wanted.emit("岗位职责", row.post)

    def on_show_points(self) -> None:
        """Show the points of the chosen post."""
        row = self.control.current()
        if row is not None:
            self.switch.choose(LIST)
            self.clear()
            self.filters.choose("post", row.post)
            self.points.select_first()

    def on_history(self) -> None:
        """Show what was changed in the chosen row of the catalogue, by whom and when."""
        session = self.context.session
        row, post = self.points.current(), self.control.current()
        if self.switch.chosen() == LIST and row is not None:
            name = f"{row.code}　{row.text}"
            dialogs.run(CatalogueHistory(self, session, "risk_point", row.code, name))
        elif self.switch.chosen() == CONTROL and post is not None:
            dialogs.run(CatalogueHistory(self, session, "post", post.post, post.name, TITLES))

    def on_why(self) -> None:
        """Explain the grade of the chosen point."""
        row = self.points.current()
        if row is not None:
            explain_grade(self, row, self.context.session.workspace.office().criteria)

    def _look(self, view: int) -> None:
        points = view == LIST
        self.stack.setCurrentIndex(view)
        self.filters.setVisible(points)
        self.count.setVisible(not points)
        self.review.setVisible(points)
        self.edit.setVisible(not points)
        self.show_points.setVisible(not points)
        self._mark_acts()

    def _on_searched(self, needle: str) -> None:
        self._needle = needle
        self._show_points()
        self._show_control()

    def _show_points(self) -> None:
        shown = passing(self._rows, self.filters.values(), self._needle)
        self.points.rows.set_rows(shown)
        grades = "　".join(f"{g} {sum(row.initial == g for row in shown)}" for g in "ABC")
        self.filters.set_count(f"共 {len(self._rows)} 点，显示 {len(shown)} 点　　{grades}")

    def _show_control(self) -> None:
        shown = [row for row in self._posts if not self._needle or _found(row, self._needle)]
        self.control.show_rows(shown)
        self.count.setText(f"共 {len(self._posts)} 个岗位，显示 {len(shown)} 个")

    def _on_point(self, row: PointRow | None) -> None:
        session = self.context.session
        if row is None:
            self.detail.show_nothing()
        else:
            reviews = risk_review.history(session, row.code)
            self.detail.show_point(row, reviews, session.workspace.office())
        self._mark_acts()

    def _mark_acts(self) -> None:
        chosen = (self.control if self.switch.chosen() == CONTROL else self.points).current()
        nothing = "" if chosen is not None else "请先选择一行。"
        permit(self.review, self.context.session, "risks.review", nothing)
        permit(self.edit, self.context.session, "posts.revise", nothing)
        for act in (self.history, self.show_points, self.why):
            allow(act, nothing)


def _found(row: ControlRow, needle: str) -> bool:
    texts = (row.name, row.duty, row.integrity_risk, row.efficiency_risk, row.measure)
    return found_in(needle, texts)
