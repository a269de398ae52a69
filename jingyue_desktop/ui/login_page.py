"""The page a person logs in on, and comes back to after a lock or a change of user."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from jingyue_desktop.ui.kit.labels import label, restyle

CARD_WIDTH = 400


@dataclass(frozen=True)
class DemoLogin:
    """A login of the invented office, shown only there."""

    caption: str
    login: str
    password: str


class LoginPage(QWidget):
    """Asks for name and password; what is typed goes out by ``submitted``, faults come in.

    ``set_checking`` shows how the check of the data goes on; nothing can be submitted before the
    window behind has said ``set_ready``.
    """

    submitted = Signal(str, str)
    demo_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wait_left = 0.0
        self._ready = False
        self._countdown = QTimer(self, interval=1000)
        self._countdown.timeout.connect(self._on_second)
        self.office = label("净月廉效", "title")
        self.subtitle = label("廉政效能风险防控", "quiet")
        self.login = QLineEdit(placeholderText="登录名", maxLength=60)
        self.password = QLineEdit(placeholderText="密码", maxLength=200)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.fault = label("", "fault", wrap=True)
        self.button = QPushButton("登录")
        self.button.setProperty("role", "primary")
        self.button.setDefault(True)
        self.status = label("正在打开数据……", "caption", wrap=True)
        self._demo = QFrame()
        self._lay_out()
        self.button.clicked.connect(self._on_submit)
        self.login.returnPressed.connect(self.password.setFocus)
        self.password.returnPressed.connect(self._on_submit)
        self._refresh()

    def _lay_out(self) -> None:
        card = QFrame()
        card.setProperty("role", "card")
        card.setFixedWidth(CARD_WIDTH)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(32, 28, 32, 24)
        inside.setSpacing(6)
        for text in (self.office, self.subtitle):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            text.setWordWrap(True)
            inside.addWidget(text)
        inside.addSpacing(16)
        for caption, field in (("登录名", self.login), ("密码", self.password)):
            head = label(caption, "caption")
            head.setBuddy(field)
            field.setAccessibleName(caption)
            inside.addWidget(head)
            inside.addWidget(field)
            inside.addSpacing(6)
        inside.addWidget(self.fault)
        inside.addSpacing(6)
        inside.addWidget(self.button)
        inside.addSpacing(8)
        inside.addWidget(self.status)
        outer = QVBoxLayout(self)
        outer.addStretch(3)
        outer.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addSpacing(12)
        outer.addWidget(self._demo, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(4)
        self._demo.hide()

    def set_office(self, name: str) -> None:
        """Show whose data this is."""
        self.office.setText(name)

    def set_ready(self, text: str) -> None:
        """Let people log in; ``text`` says how the data was found."""
        self._ready = True
        self.status.setText(text)
        self._refresh()

    def set_checking(self, text: str) -> None:
        """Show what is being done, while the person may already type."""
        self._ready = False
        self.status.setText(text)
        self._refresh()

    def show_demo(self, logins: Sequence[DemoLogin]) -> None:
        """List the invented people; a click fills the form (only for the invented office)."""
        box = QVBoxLayout(self._demo)
        box.addWidget(label("演示数据：人物均为虚构，点一个名字即可填好登录名和密码", "caption"))
        row: QHBoxLayout | None = None
        for n, demo in enumerate(logins):
            if n % 4 == 0:
                row = QHBoxLayout()
                box.addLayout(row)
            button = QPushButton(demo.caption)
            button.setProperty("role", "small")
            button.clicked.connect(lambda _=False, d=demo: self.fill(d.login, d.password))
            assert row is not None
            row.addWidget(button)
        self._demo.show()

    def fill(self, login: str, password: str = "") -> None:
        """Put a login name in, and a password where it is known (demo)."""
        self.login.setText(login)
        self.password.setText(password)
        (self.button if password else self.password).setFocus()

    def say_fault(self, text: str, wait: float = 0.0) -> None:
        """Show why it did not work; with ``wait`` the button counts the seconds down."""
        self.fault.setText(text)
        self.password.clear()
        restyle(self.password, "fault", "yes" if text else "no")
        self.password.setFocus()
        self._wait_left = wait
        if wait > 0:
            self._countdown.start()
        self._refresh()

    def reset(self, login: str = "") -> None:
        """Empty the page for the next person, or for the same one after a lock."""
        self.say_fault("")
        self.login.setText(login)
        (self.password if login else self.login).setFocus()

    def _on_submit(self) -> None:
        login, password = self.login.text().strip(), self.password.text()
        if not login or not password:
            self.fault.setText("请填写登录名和密码。")
            (self.password if login else self.login).setFocus()
            return
        if self.button.isEnabled():
            self.fault.setText("")
            self.submitted.emit(login, password)

    def _on_second(self) -> None:
        self._wait_left -= 1
        if self._wait_left <= 0:
            self._countdown.stop()
        self._refresh()

    def _refresh(self) -> None:
        waiting = self._wait_left > 0
        self.button.setEnabled(self._ready and not waiting)
        seconds = math.ceil(self._wait_left)
        self.button.setText(f"登录（{seconds} 秒后）" if waiting else "登录")
