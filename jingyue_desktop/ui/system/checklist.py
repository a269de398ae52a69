"""清单核对: how many of everything the catalogue holds, beside what the program ships."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from jingyue_desktop.services.office_view import Count
from jingyue_desktop.ui.kit.labels import label
from jingyue_desktop.ui.kit.page import drop_all

SAME = "与程序自带的目录一致"
DIFFERENT = "与程序自带的目录不同（本局修改过，或程序更新后尚未采用）；以本局的数为准"


class Checklist(QFrame):
    """The figures in one row; one that differs says so in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        box = QVBoxLayout(self)
        box.setContentsMargins(18, 10, 18, 10)
        box.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(label("清单核对", "strong"))
        self.note = label(role="quiet")
        head.addWidget(self.note)
        head.addStretch(1)
        box.addLayout(head)
        self._row = QHBoxLayout()
        self._row.setSpacing(4)
        box.addLayout(self._row)

    def show_counts(self, counts: Sequence[Count]) -> None:
        """Show these figures."""
        drop_all(self._row)
        for count in counts:
            self._row.addWidget(_figure(count), 1)
        same = all(count.number == count.shipped for count in counts)
        self.note.setText(SAME if same else DIFFERENT)


def _figure(count: Count) -> QWidget:
    block = QWidget()
    block.setProperty("role", "plain")
    box = QVBoxLayout(block)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(0)
    differs = count.number != count.shipped
    number = label(f"{count.number}", "heading")
    caption = label(
        f"{count.caption}（自带 {count.shipped}）" if differs else count.caption, "caption"
    )
    for part in (number, caption):
        part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        if differs:
            part.setProperty("state", "due")
        box.addWidget(part)
    return block
