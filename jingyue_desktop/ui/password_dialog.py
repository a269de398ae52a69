"""Changing one's own password, of one's own will or because the first one was given out."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from jingyue_desktop.domain.errors import Invalid, UserError
from jingyue_desktop.services import login
from jingyue_desktop.services.acts import Session
from jingyue_desktop.ui.kit import dialogs
from jingyue_desktop.ui.kit.dialog import Dialog
from jingyue_desktop.ui.kit.fields import enter_moves_on
from jingyue_desktop.ui.kit.labels import label, restyle

RULE = "密码至少 10 位，含大写、小写、数字、符号中的三类；或者不少于 16 位。"


CAPTIONS = {"current": "原密码", "password": "新密码", "again": "再输一遍新密码"}


class PasswordChange(Dialog):
    """Old password, new one twice; faults beside the fields.

    ``current`` is the old password where it was typed a moment ago: it is not asked for again.
    """

    def __init__(
        self, parent: QWidget | None, session: Session, text: str, current: str = ""
    ) -> None:
        super().__init__(parent, "修改密码", ok="修改", width=420)
        self._session, self._current = session, current
        self.body.addWidget(label(text, wrap=True))
        self.fields: dict[str, tuple[QLineEdit, QLabel]] = {}
        for key, caption in CAPTIONS.items():
            if not (current and key == "current"):
                self._add(key, caption)
        self.body.addWidget(label(RULE, "caption", wrap=True))
        lines = [field for field, _ in self.fields.values()]
        for line, following in pairwise(lines):
            enter_moves_on(line, following.setFocus)
        lines[0].setFocus()

    def _add(self, key: str, caption: str) -> None:
        field, fault = QLineEdit(maxLength=200), label("", "fault", wrap=True)
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setAccessibleName(caption)
        fault.hide()
        for part in (label(caption, "caption"), field, fault):
            self.body.addWidget(part)
        self.fields[key] = (field, fault)

    @classmethod
    def offer(cls, parent: QWidget | None, session: Session) -> bool:
        """Change the password at the person's wish."""
        done = dialogs.run(cls(parent, session, f"{session.name}，请输入原密码和新密码。"))
        if done:
            dialogs.inform(parent, "密码已修改。", "下次登录请用新密码。")
        return done

    @classmethod
    def force(cls, parent: QWidget | None, session: Session, current: str) -> bool:
        """Change the first password just typed before anything else; False when given up."""
        text = f"{session.name}，这是初始密码，请先改成只有您自己知道的密码。"
        return dialogs.run(cls(parent, session, text, current))

    def commit(self) -> bool:
        typed = {key: field.text() for key, (field, _) in self.fields.items()}
        current, new, again = typed.get("current", self._current), typed["password"], typed["again"]
        faults = {"again": "两遍新密码不一致。"} if new != again else {}
        if not faults:
            try:
                login.change_password(self._session, current, new)
            except Invalid as invalid:
                faults = invalid.faults
            except UserError as fault:
                self.show_fault(str(fault))
                return False
        self._show(faults)
        return not faults

    def _show(self, faults: dict[str, str]) -> None:
        first: QLineEdit | None = None
        if "current" in faults and "current" not in self.fields:
            self.show_fault(faults["current"])
        for key, (field, told) in self.fields.items():
            told.setText(faults.get(key, ""))
            told.setVisible(key in faults)
            restyle(field, "fault", "yes" if key in faults else "no")
            first = first or (field if key in faults else None)
        if first is not None:
            first.setFocus()
            first.selectAll()
