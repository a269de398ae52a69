"""What stands in the window when the data cannot be opened: why, what is safe, what to do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from jingyue_desktop.ui.kit.facts import scrolled
from jingyue_desktop.ui.kit.labels import label
from jingyue_desktop.ui.kit.page import card

WIDTH = 640
DAMAGED = (
    "程序没有打开数据，也没有改动数据文件。请保持原样，不要复制、改名或删除。"
    "请联系系统管理员：先把整个数据文件夹另行备份，再用最近的完好备份恢复"
    "（升级前自动做的备份在“backups”文件夹中）。"
)


class FaultPage(QWidget):
    """A card with the fault, its details and the ways on.

    ``again`` tries once more, ``other`` opens another folder, ``accepted`` is given for a disk
    of an unknown kind only.
    """

    again = Signal()
    other = Signal()
    accepted = Signal()

    def __init__(
        self,
        title: str,
        advice: str,
        details: Sequence[str] = (),
        *,
        may_accept: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        frame, box = card(28, 12)
        frame.setFixedWidth(WIDTH)
        box.addWidget(label(title, "title", wrap=True, selectable=True))
        box.addWidget(label(advice, wrap=True, selectable=True))
        for text in details[:20]:
            box.addWidget(label(f"· {text}", "quiet", wrap=True, selectable=True))
        if len(details) > 20:
            box.addWidget(label(f"……另有 {len(details) - 20} 处。", "quiet"))
        box.addLayout(self._ways_on(may_accept))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(_centred(frame)))
        self.text = f"{title} {advice}"

    def _ways_on(self, may_accept: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        for caption, signal, shown in (
            ("这是本机固定硬盘，确认使用", self.accepted, may_accept),
            ("打开其他数据……", self.other, True),
            ("重试", self.again, True),
        ):
            if shown:
                button = QPushButton(caption)
                button.clicked.connect(signal)
                row.addWidget(button)
        return row


def _centred(card: QWidget) -> QWidget:
    # Not by alignment: an aligned card is as tall as its texts are on fewer lines.
    middle = QHBoxLayout()
    middle.addStretch(1)
    middle.addWidget(card)
    middle.addStretch(1)
    content = QWidget()
    column = QVBoxLayout(content)
    column.addStretch(2)
    column.addLayout(middle)
    column.addStretch(3)
    return content
