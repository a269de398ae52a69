"""随程序更新: what a newer program ships differently, decided item by item, confirmed by another."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.services import updates
from jingyue_desktop.services.acts import Session, may, new_op_id
from jingyue_desktop.services.catalogue_words import NOTHING
from jingyue_desktop.services.office_view import KIND_TITLES
from jingyue_desktop.services.updates import Update
from jingyue_desktop.ui.kit.badge import Badge
from jingyue_desktop.ui.kit.dialog import Dialog
from jingyue_desktop.ui.kit.facts import Fact, FactGrid, scrolled
from jingyue_desktop.ui.kit.failures import show_error
from jingyue_desktop.ui.kit.labels import label
from jingyue_desktop.ui.kit.page import card, drop_all
from jingyue_desktop.ui.kit.tokens import State
from jingyue_desktop.ui.permitted import whose
from jingyue_desktop.ui.second import settle

INTRO = (
    "新版程序自带的目录与本局现行目录有以下不同。不作决定之前，一律按本局现行内容办理。"
    "采用或保留都须由局领导确认。"
)


class UpdatesDialog(Dialog):
    """Every difference with both texts; 采用 or 保留 files a proposal for the second person."""

    def __init__(self, parent: QWidget | None, session: Session) -> None:
        super().__init__(parent, "随程序更新的目录差异", ok="关闭", cancel="", width=760)
        self._session = session
        self._filed: dict[tuple[str, str], str] = {}
        self.buttons: dict[tuple[str, str], tuple[QPushButton, QPushButton]] = {}
        self.body.addWidget(label(INTRO, wrap=True))
        inside = QWidget()
        inside.setProperty("role", "plain")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(12)
        self.body.addWidget(scrolled(inside), 1)
        self.resize(760, 640)
        self.reload()

    def reload(self) -> None:
        """Show what is still undecided."""
        drop_all(self._column)
        self.buttons.clear()
        found = updates.pending(self._session)
        for update in found:
            self._column.addWidget(self._card(update))
        if not found:
            self._column.addWidget(label("没有待决定的差异。", "quiet"))

    def _card(self, update: Update) -> QWidget:
        frame, box = card(16, 8)
        head = QHBoxLayout()
        name = f"{KIND_TITLES.get(update.kind, update.kind)}　{update.name}"
        head.addWidget(label(name, "strong", wrap=True), 1)
        if update.edited:
            head.addWidget(Badge("本局修改过", State.DUE))
        elif not update.version:
            head.addWidget(Badge("新增", State.ACTIVE))
        box.addLayout(head)
        if not update.version:
            grid = FactGrid(columns=2)
            grid.show_facts([Fact(title, new) for title, _, new in update.fields if new != NOTHING])
            box.addWidget(grid)
        for caption, old, new in update.fields if update.version else ():
            box.addWidget(label(caption, "caption"))
            grid = FactGrid(columns=2)
            grid.show_facts([Fact("本局现行", old), Fact("新版程序自带", new)])
            box.addWidget(grid)
        box.addLayout(self._choice(update))
        return frame

    def _choice(self, update: Update) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        key = (update.kind, update.code)
        told = self._filed.get(key) or ("" if self._may() else whose("catalogue.adopt"))
        row.addWidget(label(told, "quiet", wrap=True), 1)
        take = _small("采用新内容", lambda: self.decide(update, True))
        keep = _small("保留本局内容", lambda: self.decide(update, False))
        for button in (take, keep):
            button.setEnabled(self._may() and key not in self._filed)
            row.addWidget(button)
        # There is nothing of the office's own to keep of an item that is new.
        keep.setVisible(bool(update.version))
        self.buttons[key] = (take, keep)
        return row

    def _may(self) -> bool:
        return may(self._session, "catalogue.adopt")

    def decide(self, update: Update, take: bool) -> None:
        """File the decision and offer its confirmation at this screen."""
        words = "采用新内容" if take else "保留本局内容"
        once = self._session.once(new_op_id())
        try:
            number = updates.adopt(once, update.kind, update.code, take, update.version)
        except UserError as fault:
            show_error(self, fault)
            return
        self._filed[(update.kind, update.code)] = f"已提出{words}，等待确认。"
        settle(self, self._session, number, f"{words}：{update.name}")
        self.reload()


def _small(caption: str, do: Callable[[], None]) -> QPushButton:
    button = QPushButton(caption)
    button.setProperty("role", "small")
    button.setAutoDefault(False)
    button.clicked.connect(lambda: do())
    return button
