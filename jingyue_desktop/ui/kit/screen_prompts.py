"""Prompts on the screen: message boxes, small questions, file choosers, all in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from jingyue_desktop.ui.kit.dialog import Dialog
from jingyue_desktop.ui.kit.labels import label, restyle
from jingyue_desktop.ui.kit.prompts import Kind
from jingyue_desktop.ui.kit.shapes import draw_shape
from jingyue_desktop.ui.kit.tokens import State, tokens_of

TITLES: dict[Kind, str] = {"inform": "提示", "warn": "注意", "error": "未能完成"}
STATES: dict[Kind, State] = {
    "inform": State.ACTIVE,
    "warn": State.DUE,
    "error": State.OVERDUE,
}


class ShapeMark(QWidget):
    """A state's shape as a small picture of its own."""

    def __init__(self, state: State, side: int = 20) -> None:
        super().__init__()
        self._state = state
        self._side = side
        self.setFixedSize(QSize(side, side))

    def paintEvent(self, event: QPaintEvent) -> None:
        ink = tokens_of(self.palette()).state_ink(self._state)
        draw_shape(QPainter(self), self._state, self.rect().toRectF().adjusted(1, 1, -1, -1), ink)


class MessageDialog(Dialog):
    """What happened in one strong line, what to do below it, and the answers."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        state: State,
        text: str,
        advice: str,
        ok: str = "确定",
        cancel: str = "",
    ) -> None:
        super().__init__(parent, title, ok=ok, cancel=cancel, width=420)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(ShapeMark(state), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(8)
        words.addWidget(label(text, "strong", wrap=True, selectable=True))
        if advice:
            words.addWidget(label(advice, wrap=True, selectable=True))
        words.addStretch(1)
        row.addLayout(words, 1)
        self.body.addLayout(row)
        self.setAccessibleName(f"{title}：{text}{advice}")


class ChoiceDialog(MessageDialog):
    """A message with several answers; ``chosen`` is the key of the one taken."""

    def __init__(
        self,
        parent: QWidget | None,
        text: str,
        advice: str,
        answers: Mapping[str, str],
        usual: str,
        danger: str,
    ) -> None:
        first, *others = answers.items()
        state = State.OVERDUE if danger else State.ACTIVE
        super().__init__(parent, "请确认", state, text, advice, ok=first[1])
        self.chosen = list(answers)[-1]
        buttons = {first[0]: self.ok_button}
        for key, caption in others:
            buttons[key] = self.add_button(caption)
        self.ok_button.clicked.disconnect()
        for key, button in buttons.items():
            button.clicked.connect(lambda _=False, taken=key: self._take(taken))
            button.setDefault(key == usual)
        if danger:
            restyle(buttons[danger], "role", "danger")
        # The dialog's Enter goes to the usual answer, not to the first button.
        self.ok_button = buttons[usual]
        self.ok_button.setFocus()

    def _take(self, key: str) -> None:
        self.chosen = key
        self.accept()


class TextDialog(Dialog):
    """One longer text, which may have to be there."""

    def __init__(
        self, parent: QWidget | None, title: str, caption: str, text: str, required: bool
    ) -> None:
        super().__init__(parent, title)
        self._required = required
        self.body.addWidget(label(caption, "caption"))
        self.field = QPlainTextEdit(text)
        self.field.setTabChangesFocus(True)
        self.field.setMinimumHeight(96)
        self.field.setAccessibleName(caption)
        self.field.textChanged.connect(lambda: self.show_fault(""))
        self.body.addWidget(self.field)
        self.field.setFocus()

    def text(self) -> str:
        return self.field.toPlainText().strip()

    def commit(self) -> bool:
        if self._required and not self.text():
            self.show_fault("请填写内容。")
            self.field.setFocus()
            return False
        return True


class PasswordDialog(Dialog):
    """One password, shown as dots."""

    def __init__(self, parent: QWidget | None, title: str, caption: str) -> None:
        super().__init__(parent, title, width=380)
        self.body.addWidget(label(caption, "caption", wrap=True))
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName(caption)
        self.body.addWidget(self.field)
        self.field.setFocus()

    def commit(self) -> bool:
        if not self.field.text():
            self.show_fault("请输入密码。")
            return False
        return True


class ScreenPrompts:
    """Answers every prompt by asking the person at the screen."""

    def tell(self, parent: QWidget | None, kind: Kind, text: str, advice: str) -> None:
        self.run(MessageDialog(parent, TITLES[kind], STATES[kind], text, advice))

    def choose(
        self,
        parent: QWidget | None,
        text: str,
        advice: str,
        answers: Mapping[str, str],
        usual: str,
        danger: str,
    ) -> str:
        dialog = ChoiceDialog(parent, text, advice, answers, usual, danger)
        return dialog.chosen if self.run(dialog) else list(answers)[-1]

    def ask_text(
        self, parent: QWidget | None, title: str, caption: str, text: str, required: bool
    ) -> str | None:
        dialog = TextDialog(parent, title, caption, text, required)
        return dialog.text() if self.run(dialog) else None

    def ask_password(self, parent: QWidget | None, title: str, caption: str) -> str | None:
        dialog = PasswordDialog(parent, title, caption)
        return dialog.field.text() if self.run(dialog) else None

    def open_files(self, parent: QWidget | None, title: str, kinds: str, many: bool) -> list[Path]:
        if many:
            return [
                Path(name) for name in QFileDialog.getOpenFileNames(parent, title, "", kinds)[0]
            ]
        name = QFileDialog.getOpenFileName(parent, title, "", kinds)[0]
        return [Path(name)] if name else []

    def save_file(
        self, parent: QWidget | None, title: str, suggested: Path, kinds: str
    ) -> Path | None:
        chooser = QFileDialog(parent, title, str(suggested.parent), kinds)
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        # The chooser itself adds the ending, so that its question about replacing is right.
        chooser.setDefaultSuffix(suggested.suffix.removeprefix("."))
        chooser.selectFile(suggested.name)
        return Path(chooser.selectedFiles()[0]) if self.run(chooser) else None

    def choose_folder(self, parent: QWidget | None, title: str, start: Path) -> Path | None:
        name = QFileDialog.getExistingDirectory(parent, title, str(start))
        return Path(name) if name else None

    def run(self, dialog: QDialog) -> bool:
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        # Kept until here so that the caller can read the values; Qt frees it later.
        dialog.deleteLater()
        return accepted
