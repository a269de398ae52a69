"""Changing one's own password, of one's own will or because the first one was given out."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from jingyue_desktop.domain.errors import Invalid, UserError
from jingyue_desktop.services import login
from jingyue_desktop.services.acts import Session
from jingyue_desktop.ui.kit import dialogs
from jingyue_desktop.ui.kit.dialog import Dialog
from jingyue_desktop.ui.kit.labels import label, restyle

RULE = "密码至少 10 位，含大写、小写、数字、符号中的三类；或者不少于 16 位。"


class PasswordChange(Dialog):
    """Old password, new one twice; faults beside the fields."""

    def __init__(self, parent: QWidget | None, session: Session, text: str) -> None:
        super().__init__(parent, "修改密码", ok="修改", width=420)
        self._session = session
        self.body.addWidget(label(text, wrap=True))
        self.fields: dict[str, tuple[QLineEdit, QLabel]] = {}
        for key, caption in (
            ("current", "原密码"),
            ("password", "新密码"),
            ("again", "再输一遍新密码"),
        ):
            field, fault = QLineEdit(maxLength=200), label("", "fault", wrap=True)
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setAccessibleName(caption)
            fault.hide()
            for part in (label(caption, "caption"), field, fault):
                self.body.addWidget(part)
            self.fields[key] = (field, fault)
        self.body.addWidget(label(RULE, "caption", wrap=True))
        self.fields["current"][0].setFocus()

    @classmethod
    def offer(cls, parent: QWidget | None, session: Session) -> bool:
        """Change the password at the person's wish."""
        done = dialogs.run(cls(parent, session, f"{session.name}，请输入原密码和新密码。"))
        if done:
            dialogs.inform(parent, "密码已修改。", "下次登录请用新密码。")
        return done

    @classmethod
    def force(cls, parent: QWidget | None, session: Session) -> bool:
        """Change a first password before anything else; False when given up."""
        return dialogs.run(cls(parent, session, "这是初始密码，请先改成只有您自己知道的密码。"))

    def commit(self) -> bool:
        current, new, again = (field.text() for field, _ in self.fields.values())
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
        for key, (field, told) in self.fields.items():
            told.setText(faults.get(key, ""))
            told.setVisible(key in faults)
            restyle(field, "fault", "yes" if key in faults else "no")
            first = first or (field if key in faults else None)
        if first is not None:
            first.setFocus()
