"""Two people changed the same record: field by field, which value shall stand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from jingyue_desktop.domain.errors import Conflict, Difference
from jingyue_desktop.ui.kit.dialog import Dialog
from jingyue_desktop.ui.kit.facts import link, scrolled
from jingyue_desktop.ui.kit.labels import label, restyle
from jingyue_desktop.ui.kit.page import card

MINE, THEIRS = "mine", "theirs"


class ConflictDialog(Dialog):
    """Shows 我的 / 现在的 / 原来的 of every difference; each needs a choice before 确定.

    Where only one side moved away from the original, that side is chosen already.
    """

    def __init__(self, parent: QWidget | None, conflict: Conflict) -> None:
        super().__init__(parent, "有人先保存了", width=760)
        self._fields: dict[str, QButtonGroup] = {}
        self._cards: dict[str, QWidget] = {}
        self.body.addWidget(label(conflict.message, "strong", wrap=True))
        self.body.addWidget(label(conflict.advice, "quiet", wrap=True))
        both = QHBoxLayout()
        both.addWidget(link("全部保留我的", lambda: self.choose_all(MINE)))
        both.addWidget(link("全部采用现在的", lambda: self.choose_all(THEIRS)))
        both.addStretch(1)
        self.body.addLayout(both)
        inside = QWidget()
        inside.setProperty("role", "plain")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        for difference in conflict.differences:
            column.addWidget(self._row(difference))
        column.addStretch(1)
        self.body.addWidget(scrolled(inside), 1)
        self.resize(760, min(260 + 120 * len(conflict.differences), 680))

    def _row(self, difference: Difference) -> QWidget:
        frame, box = card(14, 6)
        box.addWidget(label(difference.title, "strong"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        group, top = QButtonGroup(frame), Qt.AlignmentFlag.AlignTop
        sides = (
            (MINE, "保留我的", difference.mine),
            (THEIRS, "采用现在的", difference.theirs),
        )
        for place, (side, caption, text) in enumerate(sides):
            button = QRadioButton(caption)
            button.setAccessibleName(f"{difference.title}：{caption}")
            group.addButton(button, place)
            button.setChecked(side == _one_sided(difference))
            grid.addWidget(button, 0, place)
            grid.addWidget(label(text or "（空）", wrap=True, selectable=True), 1, place, top)
            grid.setColumnStretch(place, 1)
        grid.addWidget(label("原来的", "caption"), 0, 2)
        grid.addWidget(label(difference.original or "（空）", "quiet", wrap=True), 1, 2, top)
        grid.setColumnStretch(2, 1)
        box.addLayout(grid)
        group.idClicked.connect(lambda: self.show_fault(""))
        self._fields[difference.key] = group
        self._cards[difference.key] = frame
        return frame

    def choose_all(self, side: str) -> None:
        """Take the same side everywhere."""
        for group in self._fields.values():
            group.button(0 if side == MINE else 1).setChecked(True)
        self.show_fault("")

    def choose(self, key: str, side: str) -> None:
        """Take a side for one field."""
        self._fields[key].button(0 if side == MINE else 1).setChecked(True)

    def choices(self) -> dict[str, str]:
        """Return field key → ``mine`` or ``theirs`` of the fields settled so far."""
        return {
            key: (MINE, THEIRS)[group.checkedId()]
            for key, group in self._fields.items()
            if group.checkedId() >= 0
        }

    def commit(self) -> bool:
        open_fields = [key for key in self._fields if key not in self.choices()]
        for key, frame in self._cards.items():
            restyle(frame, "fault", "yes" if key in open_fields else "no")
        if open_fields:
            self.show_fault(f"还有 {len(open_fields)} 项没有选择。")
            self._fields[open_fields[0]].button(0).setFocus()
        return not open_fields


def _one_sided(difference: Difference) -> str:
    if difference.mine == difference.original:
        return THEIRS
    return MINE if difference.theirs == difference.original else ""
