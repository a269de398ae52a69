"""One widget for each kind of field, all keeping the same small contract."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QCompleter,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from jingyue_desktop.paper.kinds import KINDS, BadValue, Field
from jingyue_desktop.ui.kit.labels import label, restyle


class FieldWidget(QWidget):
    """The contract: ``value``, ``set_value``, and ``edited`` when the *user* changed something.

    ``value`` is the kind's own value where what stands there is one, else the raw text, so that
    nothing typed is lost and a wrong entry is still different from an empty one.
    ``entered`` says that Enter was pressed: the form moves on.
    """

    edited = Signal()
    entered = Signal()

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(4)

    def value(self) -> Any:
        """Return the present value, or the raw text where it is none."""
        raw = self.raw()
        try:
            return KINDS[self.field.kind].parse(self.field, raw)
        except BadValue:
            return raw

    def raw(self) -> Any:
        """Return what stands there, unread."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show a value (or raw text from a draft) without telling it as an edit."""
        raise NotImplementedError

    def mark(self, faulty: bool) -> None:
        """Draw the field as faulty or sound."""
        for part in self.parts():
            restyle(part, "fault", "yes" if faulty else "no")

    def parts(self) -> Sequence[QWidget]:
        """Return the inner widgets that take the keyboard, in order."""
        return ()

    def set_read_only(self, read_only: bool) -> None:
        """Let the user read but not change."""
        for part in self.parts():
            part.setEnabled(not read_only)

    def take_focus(self) -> None:
        """Put the cursor into the field."""
        for part in self.parts()[:1]:
            part.setFocus(Qt.FocusReason.OtherFocusReason)
            if isinstance(part, QLineEdit):
                # As by Tab: what stands in a line is chosen whole, typing replaces it.
                part.selectAll()

    def name_for_readers(self) -> None:
        """Give the parts the caption that a screen reader says."""
        for part in self.parts():
            part.setAccessibleName(self.field.title)


class LineField(FieldWidget):
    """Text, number and money: one line, tidied when the cursor leaves it."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.line = QLineEdit()
        self.line.setPlaceholderText(field.hint)
        self.line.textEdited.connect(self.edited)
        enter_moves_on(self.line, self._on_return)
        self.line.editingFinished.connect(self._tidy)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        if field.kind in ("number", "money"):
            self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
            self.line.setMaximumWidth(220)
            row.addWidget(label(field.unit or ("元" if field.kind == "money" else "")))
            row.addStretch(1)
        elif field.unit:
            row.addWidget(label(field.unit))
        self.box.addLayout(row)

    def raw(self) -> str:
        return self.line.text()

    def set_value(self, value: Any) -> None:
        self.line.setText(self._text(value))

    def parts(self) -> Sequence[QWidget]:
        return (self.line,)

    def set_read_only(self, read_only: bool) -> None:
        self.line.setReadOnly(read_only)

    def _text(self, value: Any) -> str:
        return value if isinstance(value, str) else KINDS[self.field.kind].show(self.field, value)

    def _on_return(self) -> None:
        self._tidy()
        self.entered.emit()

    def _tidy(self) -> None:
        value = self.value()
        if value is not None and not isinstance(value, str):
            self.set_value(value)


class GrowingText(QPlainTextEdit):
    """A text box that is as tall as its text, between a few and many lines."""

    LEAST, MOST = 3, 14

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """Take the height the text needs at the present width."""
        lines = int(self.document().size().height())
        lines = max(self.LEAST, min(lines, self.MOST))
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 22)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self.fit()


class LongField(FieldWidget):
    """Text of several lines; Enter is a new line here, Tab moves on.

    After ``take_enter`` (a name, however long, is no text of paragraphs) Enter moves on as well and
    Shift+Enter is the new line.
    """

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.area = GrowingText()
        self.area.setPlaceholderText(field.hint)
        self.area.textChanged.connect(self.edited)
        self.box.addWidget(self.area)

    def take_enter(self) -> None:
        """Let Enter move on from here on."""
        enter_moves_on(self.area, self.entered.emit)

    def raw(self) -> str:
        return self.area.toPlainText()

    def set_value(self, value: Any) -> None:
        with QSignalBlocker(self):
            self.area.setPlainText(value or "")

    def parts(self) -> Sequence[QWidget]:
        return (self.area,)

    def set_read_only(self, read_only: bool) -> None:
        self.area.setReadOnly(read_only)


class _CalmCombo(QComboBox):
    """A choice that a scrolled page does not change by accident."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ChoiceField(FieldWidget):
    """One of the given words, or nothing yet."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.combo = _CalmCombo()
        self.combo.addItem("（请选择）", None)
        for word in field.choices:
            self.combo.addItem(word, word)
        self.combo.activated.connect(self.edited)
        enter_moves_on(self.combo, self.entered.emit)
        self.box.addWidget(self.combo)

    def raw(self) -> Any:
        return self.combo.currentData()

    def set_value(self, value: Any) -> None:
        at = self.combo.findData(value)
        if at < 0:
            # A word an older version of the form offered is shown, not swallowed.
            self.combo.addItem(str(value), value)
            at = self.combo.count() - 1
        self.combo.setCurrentIndex(at)

    def parts(self) -> Sequence[QWidget]:
        return (self.combo,)


class PersonField(FieldWidget):
    """A name: typed freely or taken from the office's people."""

    def __init__(self, field: Field, names: Sequence[str] = ()) -> None:
        super().__init__(field)
        self.combo = _CalmCombo()
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.combo.addItems(list(names))
        self.combo.setCurrentIndex(-1)
        line = self.combo.lineEdit()
        assert line is not None
        self.line = line
        self.line.setPlaceholderText(field.hint)
        completer = QCompleter(list(names), self.combo)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.combo.setCompleter(completer)
        self.line.textEdited.connect(self.edited)
        for part in (self.combo, self.line):
            enter_moves_on(part, self.entered.emit)
        completer.activated.connect(self.edited)
        self.combo.activated.connect(self.edited)
        self.box.addWidget(self.combo)

    def raw(self) -> str:
        return self.combo.currentText()

    def set_value(self, value: Any) -> None:
        self.combo.setEditText(value or "")

    def parts(self) -> Sequence[QWidget]:
        return (self.combo,)


class YesNoField(FieldWidget):
    """是 or 否; a click on the chosen one takes the answer back."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.group = QButtonGroup(self)
        self.group.setExclusive(False)
        row = QHBoxLayout()
        row.setSpacing(20)
        for place, word in enumerate(("否", "是")):
            button = QRadioButton(word)
            # Both share one group that the field itself keeps to one answer.
            button.setAutoExclusive(False)
            self.group.addButton(button, place)
            enter_moves_on(button, self.entered.emit)
        for place in (1, 0):
            row.addWidget(self.group.button(place))
        row.addStretch(1)
        self.box.addLayout(row)
        self.group.idClicked.connect(self._on_clicked)

    def raw(self) -> bool | None:
        yes, no = self.group.button(1).isChecked(), self.group.button(0).isChecked()
        return True if yes else False if no else None

    def set_value(self, value: Any) -> None:
        self.group.button(1).setChecked(value is True)
        self.group.button(0).setChecked(value is False)

    def parts(self) -> Sequence[QWidget]:
        return (self.group.button(1), self.group.button(0))

    def name_for_readers(self) -> None:
        for button in self.group.buttons():
            button.setAccessibleName(f"{self.field.title}：{button.text()}")

    def _on_clicked(self, place: int) -> None:
        self.group.button(1 - place).setChecked(False)
        self.edited.emit()


class TicksField(FieldWidget):
    """Any of the given words, each with its box."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(4)
        longest = max(len(word) for word in field.choices)
        columns = 1 if longest > 16 else 2 if longest > 8 else 4
        self.boxes = {word: QCheckBox(word) for word in field.choices}
        for place, box in enumerate(self.boxes.values()):
            grid.addWidget(box, place // columns, place % columns)
            box.clicked.connect(self.edited)
            enter_moves_on(box, self.entered.emit)
        grid.setColumnStretch(columns, 1)
        self.box.addLayout(grid)

    def raw(self) -> tuple[str, ...]:
        return tuple(word for word, box in self.boxes.items() if box.isChecked())

    def set_value(self, value: Any) -> None:
        for word, box in self.boxes.items():
            box.setChecked(word in (value or ()))

    def parts(self) -> Sequence[QWidget]:
        return tuple(self.boxes.values())

    def name_for_readers(self) -> None:
        for word, box in self.boxes.items():
            box.setAccessibleName(f"{self.field.title}：{word}")


class ShownField(FieldWidget):
    """A value that is not typed: computed or filled in by the program."""

    nothing = "（自动填写）"

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._value: Any = None
        self.text = label(self.nothing, "quiet", wrap=True, selectable=True)
        self.box.addWidget(self.text)

    def value(self) -> Any:
        return self._value

    def raw(self) -> Any:
        return self._value

    def set_value(self, value: Any) -> None:
        self._value = value
        shown = "" if value is None else KINDS[self.field.kind].show(self.field, value)
        self.text.setText(shown or self.nothing)
        restyle(self.text, "role", "" if shown else "quiet")


class ComputedField(ShownField):
    """What the program works out from the other fields."""

    nothing = "（其他栏目填好后自动算出）"


class SignField(ShownField):
    """A place for signature and seal: filled on paper, with a pen."""

    nothing = "（打印后在纸上签字、盖章）"


class _EnterFilter(QObject):
    def __init__(self, parent: QWidget, act: Callable[[], None]) -> None:
        super().__init__(parent)
        self._act = act

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            new_line = shift and isinstance(watched, QPlainTextEdit)
            if event.key() in keys and not new_line:
                self._act()
                return True
        return False


def enter_moves_on(widget: QWidget, act: Callable[[], None]) -> None:
    """Call ``act`` when Enter is pressed in a widget that has no use for it itself.

    The key goes no further: a line lets it through to its dialog, whose usual button it would press.
    """
    widget.installEventFilter(_EnterFilter(widget, act))
