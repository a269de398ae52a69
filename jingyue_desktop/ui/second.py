"""What needs a second person: settled at the same screen, or left until he logs in himself."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QLineEdit, QWidget

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.domain.roles import Role
from jingyue_desktop.services import login, proposals
from jingyue_desktop.services.acts import Session
from jingyue_desktop.services.everything import registry
from jingyue_desktop.ui.kit import dialogs
from jingyue_desktop.ui.kit.dialog import Dialog
from jingyue_desktop.ui.kit.fields import enter_moves_on
from jingyue_desktop.ui.kit.labels import label


class SecondPersonDialog(Dialog):
    """Asks the second person for his own name and password, and confirms with them."""

    def __init__(self, parent: QWidget | None, session: Session, number: int, title: str) -> None:
        super().__init__(parent, "由另一人确认", ok="确认", cancel="以后再确认", width=420)
        self._session, self._number = session, number
        entry = registry()[_waiting(session, number)]
        self.body.addWidget(label(title, "strong", wrap=True))
        self.body.addWidget(
            label(
                f"已提出，须由{captions(entry.second, '或')}确认后生效。可以现在由其本人在此输入登录名和密码确认，"
                "也可以由其以后登录时在“工作台”确认。",
                wrap=True,
            )
        )
        self.login, self.password = QLineEdit(maxLength=60), QLineEdit(maxLength=200)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        for caption, field in (("确认人登录名", self.login), ("确认人密码", self.password)):
            field.setAccessibleName(caption)
            self.body.addWidget(label(caption, "caption"))
            self.body.addWidget(field)
        enter_moves_on(self.login, self.password.setFocus)
        self.login.setFocus()

    def commit(self) -> bool:
        try:
            other = login.second_person(self._session, self.login.text(), self.password.text())
            proposals.confirm(other, self._number)
        except UserError as fault:
            self.password.clear()
            self.show_fault(str(fault))
            return False
        return True


def _waiting(session: Session, number: int) -> str:
    return next(row.act for row in proposals.listed(session) if row.id == number)


def captions(roles: Iterable[Role], last: str = "、") -> str:
    """Return roles in words, in their usual order; ``last`` stands before the last one (或)."""
    held = set(roles)
    *others, end = [role.caption for role in Role if role in held] or [""]
    return f"{'、'.join(others)}{last}{end}" if others else end


def settle(parent: QWidget | None, session: Session, number: int, title: str) -> bool:
    """Offer confirmation at this screen for a proposal just filed; True when it now stands."""
    return dialogs.run(SecondPersonDialog(parent, session, number, title))
