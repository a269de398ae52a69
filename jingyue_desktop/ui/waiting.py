"""A line over the tab that names what was proposed here and still waits for a second person."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from jingyue_desktop.services import proposals
from jingyue_desktop.services.acts import Session, may
from jingyue_desktop.services.proposals import ProposalRow
from jingyue_desktop.ui.kit.facts import link
from jingyue_desktop.ui.kit.labels import label

SHOWN = 3


class WaitingNotice(QFrame):
    """Hidden while nothing waits; ``wanted`` carries the proposal the workbench should show."""

    wanted = Signal(str)

    def __init__(self, *acts: str, parent: QWidget | None = None) -> None:
        """``acts`` are the beginnings of the names of the acts that concern this tab."""
        super().__init__(parent)
        self._acts = acts
        self.setProperty("role", "notice")
        self.setProperty("state", "due")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 14, 6)
        self._text = label(wrap=True)
        self._first = 0
        row.addWidget(self._text, 1)
        row.addWidget(link("到工作台查看", lambda: self.wanted.emit(f"proposal:{self._first}")))
        self.hide()

    def follow(self, session: Session) -> None:
        """Show what of this tab waits and concerns the reader."""
        rows = proposals.listed(session) if may(session, "proposals.list") else []
        mine = [row for row in rows if row.act.startswith(self._acts)]
        self._first = mine[0].id if mine else 0
        self._text.setText(_sentence(mine))
        self.setVisible(bool(mine))

    def text(self) -> str:
        """Return what is said, empty while hidden."""
        return self._text.text() if self._first else ""


def _sentence(rows: list[ProposalRow]) -> str:
    told = "；".join(f"{row.title}（{row.proposer}提出）" for row in rows[:SHOWN])
    rest = f"；等 {len(rows)} 项" if len(rows) > SHOWN else ""
    return f"待确认，尚未生效：{told}{rest}"
