"""The three lists of the desk: what is to do, what one filed oneself, what changed meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from jingyue_desktop.domain.clock import OFFICE_ZONE
from jingyue_desktop.services.filed import Filed
from jingyue_desktop.services.proposals import CONFIRMED, REJECTED, WAITING, WITHDRAWN
from jingyue_desktop.services.workbench import Change, Todo
from jingyue_desktop.ui.kit.columns import Column
from jingyue_desktop.ui.kit.labels import label
from jingyue_desktop.ui.kit.remember import Remember
from jingyue_desktop.ui.kit.rows import RowsModel
from jingyue_desktop.ui.kit.table import TableView
from jingyue_desktop.ui.kit.tokens import State

LIGHTS = {"overdue": "超期", "due": "尽快", "fine": "正常"}
URGENCY = {"overdue": 0, "due": 1, "fine": 2}
FILED_STATES = {
    WAITING: State.DUE,
    CONFIRMED: State.FINE,
    REJECTED: State.OVERDUE,
    WITHDRAWN: State.QUIET,
}


def moment_text(moment: datetime | None) -> str:
    """Return a moment in the office's time, to the minute."""
    return f"{moment.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}" if moment else ""


def _light(urgency: int) -> str:
    return list(LIGHTS.values())[urgency]


TODO = (
    Column[Todo](
        "light",
        "缓急",
        lambda r: URGENCY[r.light],
        show=_light,
        width=84,
        state=lambda r: State(r.light),
        look="mark",
    ),
    Column[Todo]("title", "事项", lambda r: r.title, width=276),
    Column[Todo]("detail", "说明", lambda r: r.detail, width=200, stretch=True),
    Column[Todo]("due", "日期", lambda r: r.due, width=108),
)
FILED = (
    Column[Filed](
        "state",
        "状态",
        lambda r: r.state,
        width=100,
        state=lambda r: FILED_STATES[r.state],
        look="mark",
    ),
    Column[Filed]("title", "事项", lambda r: r.title, width=250, stretch=True),
    Column[Filed]("proposed", "提出时间", lambda r: r.proposed, show=moment_text, width=150),
)
CHANGES = (
    Column[Change]("when", "时间", lambda r: r.when, show=moment_text, width=150),
    Column[Change]("who", "人员", lambda r: r.who, width=100),
    Column[Change]("title", "事项", lambda r: r.title, width=190),
    Column[Change]("about", "内容", lambda r: r.about, width=180, stretch=True),
)


class TitledList(QWidget):
    """A table under its title, which counts the rows."""

    def __init__(
        self,
        title: str,
        columns: Sequence[Column[Any]],
        name: str,
        remember: Remember,
        identity: Any,
    ) -> None:
        super().__init__()
        self._title = title
        self.heading = label(title, "strong")
        self.rows = RowsModel(columns, identity=identity)
        self.table = TableView(self.rows, name=name, remember=remember, density="dense")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addWidget(self.heading)
        box.addWidget(self.table, 1)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows, keeping the chosen one where it is still there."""
        self.rows.set_rows(rows)
        self.heading.setText(f"{self._title}（{len(rows)}）" if rows else self._title)


def todo_list(remember: Remember) -> TitledList:
    """Return the list of what is to do."""
    return TitledList("我的待办", TODO, "todo", remember, lambda r: (r.tab, r.key))


def filed_list(remember: Remember) -> TitledList:
    """Return the list of what one filed for a second person."""
    return TitledList("我提出的事项", FILED, "filed", remember, lambda r: r.id)


def changes_list(remember: Remember) -> TitledList:
    """Return the list of what others did since one was here last."""
    return TitledList("上次登录以来的变化", CHANGES, "changes", remember, lambda r: r)
