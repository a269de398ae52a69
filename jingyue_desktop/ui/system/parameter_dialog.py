"""修改参数: another value for a parameter, proposed here, confirmed by a leader."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from jingyue_desktop.domain.office import Parameter
from jingyue_desktop.paper.field import Field
from jingyue_desktop.paper.validate import Values
from jingyue_desktop.services import catalogue, parameters
from jingyue_desktop.services.acts import Session, new_op_id
from jingyue_desktop.ui.kit.fields_dialog import FieldsDialog
from jingyue_desktop.ui.second import settle

NOTE = Field("note", "修改说明", "text", required=False, hint="为什么修改，留在修改历史中")


class ParameterEdit:
    """One intended change of a parameter, from opening the dialog to its acceptance."""

    def __init__(self, session: Session, row: Parameter) -> None:
        self._session, self._row = session.once(new_op_id()), row
        self._version = 0
        self.start_from_now()

    def start_from_now(self) -> None:
        """Start from the version that stands now."""
        versions = catalogue.history(self._session, "parameter", self._row.code)
        self._version = versions[0].version

    def save(self, values: Values) -> int:
        """File the change; returns the proposal's number."""
        return parameters.set_value(
            self._session, self._row.code, self._version, values["value"], values["note"] or ""
        )


def edit_parameter(parent: QWidget | None, session: Session, row: Parameter) -> bool:
    """Ask for another value, file it, offer its confirmation at once; True when one was filed."""
    edit = ParameterEdit(session, row)
    # Numbers and words alike: what fits is what stands there now, and the service knows that.
    value = Field("value", "数值", "text", unit=row.unit)
    number = FieldsDialog.ask(
        parent,
        f"修改参数　{row.name}",
        (value, NOTE),
        {"value": str(row.value), "note": None},
        edit.save,
        ok="提出修改",
        intro=f"{row.note}。修改由科长提出，局长或副局长确认后生效。",
        settled=edit.start_from_now,
    )
    if number is None:
        return False
    settle(parent, session, number, f"修改参数：{row.name}")
    return True
