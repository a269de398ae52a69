"""The dialogs of an account: a new one, its one-time code shown once, the roles given to it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from jingyue_desktop.domain.errors import Conflict, UserError
from jingyue_desktop.domain.roles import POST_ROLES, Role, clash
from jingyue_desktop.paper.field import Field
from jingyue_desktop.paper.validate import Values
from jingyue_desktop.services import accounts, login
from jingyue_desktop.services.accounts import GIVEN, AccountRow
from jingyue_desktop.services.acts import Session, new_op_id
from jingyue_desktop.services.people import PersonRow
from jingyue_desktop.ui.kit import dialogs
from jingyue_desktop.ui.kit.dialog import Dialog
from jingyue_desktop.ui.kit.fields_dialog import FieldsDialog
from jingyue_desktop.ui.kit.labels import label
from jingyue_desktop.ui.kit.page import card
from jingyue_desktop.ui.second import captions, settle

HANDING_OVER = (
    "请当面交给本人，不要用短信或聊天软件发送。72 小时内有效，首次登录须改成本人自己的密码。"
    "关闭后不能再看，遗失可以重发。"
)


class CodeDialog(Dialog):
    """Shows a one-time code this once, with the login it belongs to, to be handed over."""

    def __init__(self, parent: QWidget | None, name: str, login_name: str, code: str) -> None:
        super().__init__(parent, "初始密码", ok="已交给本人", cancel="", width=460)
        self.code, self._login = code, login_name
        self.body.addWidget(label(f"{name}的初始密码（只显示这一次）", "strong", wrap=True))
        frame, box = card(18, 4)
        box.addWidget(label("登录名", "caption"))
        box.addWidget(label(login_name, "heading", selectable=True))
        box.addWidget(label("初始密码", "caption"))
        self.shown = label(code, "figure", selectable=True)
        self.shown.setAlignment(Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self.shown)
        self.body.addWidget(frame)
        self.body.addWidget(label(HANDING_OVER, wrap=True))
        self.add_button("复制", left=True).clicked.connect(self.copy)

    def copy(self) -> None:
        """Put login and code on the clipboard; it is cleared when the dialog closes."""
        QGuiApplication.clipboard().setText(f"登录名：{self._login}　初始密码：{self.code}")

    def reject(self) -> None:
        """Ask before the code is gone for good: Esc is pressed without thinking."""
        text, advice = "初始密码关闭后不能再看。", "没有交给本人的，请先当面交给本人。"
        if dialogs.question(self, text, advice, yes="关闭", no="继续查看", danger=True):
            super().reject()

    def done(self, result: int) -> None:
        """Leave nothing behind on the clipboard of a shared PC."""
        clipboard = QGuiApplication.clipboard()
        if self.code in clipboard.text():
            clipboard.clear()
        super().done(result)


def new_account(parent: QWidget | None, session: Session, people: Sequence[PersonRow]) -> bool:
    """Make an account for one of ``people`` (who have none) and show its code; True when made."""
    offered = _named(people)
    code, once = accounts.one_time_code(), session.once(new_op_id())
    fields = (
        Field("person", "人员", "choice", choices=tuple(offered)),
        Field("login", "登录名", "text", max=30, hint="如 limin 或 李敏"),
    )

    def save(values: Values) -> tuple[str, str]:
        person = offered[values["person"]]
        accounts.create(once, person.id, values["login"], code)
        return person.name, values["login"]

    intro = "没有账号的人员才列在这里。角色随任职而来；其他角色建立后由安全管理员给予。"
    made = FieldsDialog.ask(parent, "新建账号", fields, {}, save, ok="建立", intro=intro)
    if made is None:
        return False
    name, login_name = made
    dialogs.run(CodeDialog(parent, name, login_name, code))
    return True


def _named(people: Sequence[PersonRow]) -> dict[str, PersonRow]:
    """Return the people by what tells them apart in a list."""
    found: dict[str, PersonRow] = {}
    for person in people:
        name = person.name if person.name not in found else f"{person.name}（{person.id}）"
        found[name] = person
    return found


class RolesDialog(Dialog):
    """Ticks the roles an account holds beyond its posts; says at once which may not meet."""

    def __init__(self, parent: QWidget | None, session: Session, row: AccountRow) -> None:
        super().__init__(parent, "变更角色", ok="提出变更", width=480)
        self._session, self._row = session.once(new_op_id()), row
        self.number = 0
        self.body.addWidget(label(row.name, "heading", wrap=True))
        own = captions(set(row.roles) & POST_ROLES) or "无"
        self.body.addWidget(label(f"随任职而来的角色：{own}（任职变动时自动变更）", wrap=True))
        self.body.addWidget(label("另给的角色", "caption"))
        self.boxes = {role: QCheckBox(role.caption) for role in Role if role in GIVEN}
        for role, box in self.boxes.items():
            box.setChecked(role in row.given)
            box.clicked.connect(self._tell_clash)
            self.body.addWidget(box)
        self.body.addWidget(label("请再输入一次本人密码", "caption"))
        self.password = QLineEdit(maxLength=200)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName("本人密码")
        self.body.addWidget(self.password)
        self._tell_clash()

    def wanted(self) -> list[Role]:
        """Return the roles that are ticked."""
        return [role for role, box in self.boxes.items() if box.isChecked()]

    def title(self) -> str:
        """Return the change in one line, for the second person."""
        return f"{self._row.name}：{captions(self.wanted()) or '不另给角色'}"

    def _tell_clash(self) -> None:
        pair = clash(self.wanted())
        self.show_fault(
            f"{pair[0].caption}与{pair[1].caption}不能由同一人担任，请只选其一。" if pair else ""
        )
        self.ok_button.setEnabled(pair is None)

    def commit(self) -> bool:
        if set(self.wanted()) == set(self._row.given):
            self.show_fault("角色没有变化。")
            return False
        try:
            login.again(self._session, self.password.text())
            roles = [str(role) for role in self.wanted()]
            row = self._row
            self.number = accounts.set_roles(self._session, row.id, row.revision, roles)
        except Conflict as conflict:
            self.show_fault(f"{conflict.message} 请关闭后重新打开。")
            return False
        except UserError as fault:
            self.password.clear()
            self.show_fault(str(fault))
            return False
        return True


def change_roles(parent: QWidget | None, session: Session, row: AccountRow) -> bool:
    """Ask for the roles of an account, file the change, offer its confirmation; True when filed."""
    dialog = RolesDialog(parent, session, row)
    if not dialogs.run(dialog):
        return False
    settle(parent, session, dialog.number, f"变更角色　{dialog.title()}")
    return True
