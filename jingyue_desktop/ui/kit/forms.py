"""A form's editor, built from its definition: paper order, captions above, faults beside fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from jingyue_desktop.domain.errors import Invalid
from jingyue_desktop.paper.definition import Form
from jingyue_desktop.paper.kinds import KINDS, BadValue, Field
from jingyue_desktop.paper.validate import Values, compute, validate
from jingyue_desktop.ui.kit.date_field import DateField
from jingyue_desktop.ui.kit.fields import (
    ChoiceField,
    ComputedField,
    FieldWidget,
    LineField,
    LongField,
    PersonField,
    ShownField,
    SignField,
    TicksField,
    YesNoField,
)
from jingyue_desktop.ui.kit.labels import label
from jingyue_desktop.ui.kit.table_field import TableField

# Built without a form's name anywhere: a new kind is one class and one line here.
WIDGETS: dict[str, Callable[[Field], FieldWidget]] = {
    "text": LineField,
    "long_text": LongField,
    "number": LineField,
    "money": LineField,
    "date": DateField,
    "choice": ChoiceField,
    "yes_no": YesNoField,
    "ticks": TicksField,
    "person": PersonField,
    "table": lambda field: TableField(field, make_field),
    "computed": ComputedField,
    "sign": SignField,
}
WIDE = ("long_text", "ticks", "table", "computed", "sign")


def make_field(field: Field, people: Sequence[str] = ()) -> FieldWidget:
    """Return the editor of one field; ``people`` are offered where a name is asked for."""
    if field.given:
        return ShownField(field)
    if field.kind == "person":
        return PersonField(field, people)
    if field.kind == "table":
        return TableField(field, lambda column: make_field(column, people))
    return WIDGETS[field.kind](field)


class FormEditor(QWidget):
    """Edits one form. ``edited`` follows every change by the user, ``submitted`` Enter at the end.

    ``changed`` compares with what was loaded; there is no flag to go wrong.
    """

    edited = Signal()
    submitted = Signal()

    def __init__(
        self,
        form: Form,
        *,
        people: Sequence[str] = (),
        columns: int = 1,
        show_given: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.form = form
        self.setProperty("role", "plain")
        self._inputs = {field.key for field in form.inputs()}
        self._widgets: dict[str, FieldWidget] = {}
        self._faults: dict[str, QLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(12)
        self._general = label(role="fault", wrap=True)
        self._general.hide()
        shown = [field for field in form.fields if show_given or not field.given]
        self._lay_out(shown, people, columns)
        self._loaded = self.values()

    def _lay_out(self, fields: Sequence[Field], people: Sequence[str], columns: int) -> None:
        self._grid.addWidget(self._general, 0, 0, 1, columns)
        row, column = 1, 0
        for field in fields:
            wide = field.kind in WIDE or columns == 1
            if wide and column:
                row, column = row + 1, 0
            widget = self._add(field, people)
            span = columns if wide else 1
            self._grid.addWidget(widget, row, column, 1, span, Qt.AlignmentFlag.AlignTop)
            column += span
            if column >= columns:
                row, column = row + 1, 0
        for place in range(columns):
            self._grid.setColumnStretch(place, 1)
        self._grid.setRowStretch(row + 1, 1)

    def _add(self, field: Field, people: Sequence[str]) -> QWidget:
        block = QWidget()
        box = QVBoxLayout(block)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        optional = field.key in self._inputs and not field.required
        caption = label(f"{field.title}（选填）" if optional else field.title, "caption")
        widget = make_field(field, people)
        widget.name_for_readers()
        widget.edited.connect(lambda key=field.key: self._on_edited(key))
        widget.entered.connect(lambda key=field.key: self._move_on(key))
        fault = label(role="fault", wrap=True)
        fault.hide()
        for part in (caption, widget, fault):
            box.addWidget(part)
        if widget.parts():
            caption.setBuddy(widget.parts()[0])
        self._widgets[field.key] = widget
        self._faults[field.key] = fault
        return block

    def field(self, key: str) -> FieldWidget:
        """Return the editor of one field."""
        return self._widgets[key]

    def values(self) -> Values:
        """Return what stands in the fields a person types, wrong entries as their raw text."""
        return {key: w.value() for key, w in self._widgets.items() if key in self._inputs}

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show a record (given and computed values too) and take it as what was loaded."""
        for key, widget in self._widgets.items():
            widget.set_value(values.get(key, KINDS[widget.field.kind].empty))
        self.show_faults({})
        self._refresh_computed()
        self._loaded = self.values()

    def changed(self) -> bool:
        """Return whether anything differs from what was loaded."""
        return self.values() != self._loaded

    def check(self) -> Values | None:
        """Return the typed values if they are sound, else show every fault and return None."""
        try:
            values = validate(self.form, self.values(), inputs_only=True)
        except Invalid as invalid:
            self.show_faults(invalid.faults)
            return None
        self.show_faults({})
        return values

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Say each fault beside its field, all at once; the first faulty field gets the cursor."""
        for key, told in self._faults.items():
            told.setText(faults.get(key, ""))
            told.setVisible(key in faults)
            self._widgets[key].mark(key in faults)
        other = [text for key, text in faults.items() if key not in self._faults]
        self._general.setText("\n".join(other))
        self._general.setVisible(bool(other))
        first = next((key for key in self._widgets if key in faults), None)
        if first is not None:
            self._widgets[first].take_focus()

    def told(self) -> QLabel | None:
        """Return where the first fault is said, None while there is none."""
        return next((told for told in self._faults.values() if not told.isHidden()), None)

    def fault(self, key: str) -> str:
        """Return the fault shown beside a field, empty when there is none."""
        return self._faults[key].text()

    def draft(self) -> dict[str, Any] | None:
        """Return what is typed as JSON, or None when nothing differs from what was loaded."""
        if not self.changed():
            return None
        return {key: _to_json(self._widgets[key].field, v) for key, v in self.values().items()}

    def put_draft(self, body: Mapping[str, Any]) -> None:
        """Show a kept draft over what was loaded; it counts as changed."""
        for key in self._inputs & set(body) & set(self._widgets):
            self._widgets[key].set_value(_from_json(self._widgets[key].field, body[key]))
        self._refresh_computed()
        self.edited.emit()

    def set_read_only(self, read_only: bool) -> None:
        """Let the user read but not change."""
        for widget in self._widgets.values():
            widget.set_read_only(read_only)

    def take_focus(self) -> None:
        """Put the cursor into the first field a person types."""
        first = next((w for key, w in self._widgets.items() if key in self._inputs), None)
        if first is not None:
            first.take_focus()

    def _on_edited(self, key: str) -> None:
        # The fault goes as soon as its field is being corrected.
        self._faults[key].hide()
        self._faults[key].setText("")
        self._widgets[key].mark(False)
        self._refresh_computed()
        self.edited.emit()

    def _refresh_computed(self) -> None:
        computed = [w for w in self._widgets.values() if w.field.kind == "computed"]
        if not computed:
            return
        try:
            values = validate(self.form, self.values(), inputs_only=True)
        except Invalid:
            for widget in computed:
                widget.set_value(None)
            return
        given = {key: w.value() for key, w in self._widgets.items() if w.field.given}
        done = compute(self.form, given | values)
        for widget in computed:
            widget.set_value(done[widget.field.key])

    def _move_on(self, key: str) -> None:
        order = [name for name in self._widgets if name in self._inputs]
        at = order.index(key) + 1
        if at < len(order):
            self._widgets[order[at]].take_focus()
        else:
            self.submitted.emit()


def _to_json(field: Field, value: Any) -> Any:
    if isinstance(value, str):
        return value
    if field.kind == "table":
        return [
            {column.key: _to_json(column, row.get(column.key)) for column in field.columns}
            for row in value
        ]
    return KINDS[field.kind].to_json(field, value)


def _from_json(field: Field, body: Any) -> Any:
    if field.kind == "table" and isinstance(body, list):
        return [
            {column.key: _from_json(column, row.get(column.key)) for column in field.columns}
            for row in body
            if isinstance(row, dict)
        ]
    try:
        return KINDS[field.kind].parse(field, body)
    except BadValue:
        return body
