"""Who holds a post and held it before (交流轮岗), and who stood in for whom (AB岗)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from jingyue_desktop.services.posts_held import CoverRow, HeldRow
from jingyue_desktop.ui.kit.acts import ActButton
from jingyue_desktop.ui.kit.columns import Column
from jingyue_desktop.ui.kit.labels import label
from jingyue_desktop.ui.kit.remember import Remember
from jingyue_desktop.ui.kit.rows import RowsModel
from jingyue_desktop.ui.kit.table import TableView
from jingyue_desktop.ui.posts.words import (
    COVER_STATES,
    HELD_STATES,
    IN_POST,
    RUNNING,
    cover_state,
    held_state,
)


class HoldersPanel(QWidget):
    """Two tables one over the other: people over time, and cover over time.

    ``person_opened`` carries a person's id, ``cover_chosen`` the chosen cover or None.
    """

    person_opened = Signal(int)
    cover_chosen = Signal(object)

    def __init__(
        self,
        today: date,
        remember: Remember | None,
        arrange: QAction,
        end: QAction,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._today = today
        self.held = TableView(
            RowsModel(self._held_columns(), identity=lambda row: row.id),
            name="post_holders",
            remember=remember,
            density="dense",
        )
        self.covers = TableView(
            RowsModel(
                self._cover_columns(), identity=lambda row: row.id, struck=lambda row: row.void
            ),
            name="post_covers",
            remember=remember,
            density="dense",
        )
        self.held.set_empty(
            "这个岗位还没有登记过人员", "由系统管理员用“登记人员”或“任职变动”安排人员任职。"
        )
        self.covers.set_empty("没有安排过顶岗", "有人离岗时，应提前一天安排 B 岗顶岗。")
        self.held.opened.connect(lambda row: self.person_opened.emit(row.person))
        self.covers.current_changed.connect(self.cover_chosen)
        self.covers.set_menu([end])
        self._lay_out(arrange, end)

    def _lay_out(self, arrange: QAction, end: QAction) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 12, 0, 0)
        box.setSpacing(8)
        box.addWidget(label("任职人员（现任和历任）", "strong"))
        box.addWidget(self.held, 1)
        head = QHBoxLayout()
        head.addWidget(label("AB岗顶岗", "strong"), 1)
        for act in (arrange, end):
            head.addWidget(ActButton(act, "small", self))
        box.addSpacing(4)
        box.addLayout(head)
        box.addWidget(self.covers, 1)

    def _held_columns(self) -> tuple[Column[HeldRow], ...]:
        return (
            Column("name", "姓名", lambda r: r.name, width=110),
            Column(
                "state",
                "状态",
                lambda r: held_state(r, self._today),
                width=96,
                state=lambda r: HELD_STATES[held_state(r, self._today)],
                look="mark",
            ),
            Column("since", "任职日期", lambda r: r.since, width=118),
            Column("until", "离任日期", lambda r: r.until, width=118),
            Column("phone", "电话", lambda r: r.phone, width=130),
            Column("note", "说明", lambda r: r.note, width=120, stretch=True),
        )

    def _cover_columns(self) -> tuple[Column[CoverRow], ...]:
        return (
            Column("name", "A 岗", lambda r: r.name, width=96),
            Column("substitute", "B 岗", lambda r: r.substitute_name, width=96),
            Column(
                "state",
                "状态",
                lambda r: cover_state(r, self._today),
                width=96,
                state=lambda r: COVER_STATES[cover_state(r, self._today)],
                look="mark",
            ),
            Column("since", "开始", lambda r: r.since, width=118),
            Column("until", "结束", lambda r: r.until, width=118),
            Column("reason", "原因", lambda r: r.reason, width=120, stretch=True),
        )

    def show_rows(self, today: date, held: Sequence[HeldRow], covers: Sequence[CoverRow]) -> None:
        """Show one post's people and cover; what stands today comes first."""
        self._today = today
        rows = sorted(held, key=lambda row: held_state(row, today) != IN_POST)
        self.held_rows.set_rows(rows)
        running = sorted(covers, key=lambda row: cover_state(row, today) != RUNNING)
        self.cover_rows.set_rows(running)

    @property
    def held_rows(self) -> RowsModel:
        return _rows(self.held)

    @property
    def cover_rows(self) -> RowsModel:
        return _rows(self.covers)


def _rows(table: TableView) -> RowsModel:
    model = table.model()
    assert isinstance(model, RowsModel)
    return model
