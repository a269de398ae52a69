"""修改时限和承诺: every step's limit and the promise of one flow, proposed in one piece."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from jingyue_desktop.domain.office import Flow
from jingyue_desktop.paper.field import Field
from jingyue_desktop.paper.validate import Values
from jingyue_desktop.services import catalogue, flow_limits
from jingyue_desktop.services.acts import Session, new_op_id
from jingyue_desktop.services.flow_charts import flow_of
from jingyue_desktop.services.flow_limits import MOST
from jingyue_desktop.ui.kit.fields_dialog import FieldsDialog
from jingyue_desktop.ui.second import settle

INTRO = (
    "各环节时限之和不得超过承诺工作日，承诺不得超过法定期限；不设时限的留空。"
    "由科长提出，局长或副局长确认后生效，对应的服务承诺书随之按新的承诺开具。"
)
NOTE = Field("note", "修改说明", "text", required=False, hint="为什么修改，留在修改历史中")


class LimitsEdit:
    """One intended change of a flow's limits, from opening the dialog to its acceptance."""

    def __init__(self, session: Session, code: str) -> None:
        self._session, self.code = session.once(new_op_id()), code
        self.flow = flow_of(session.workspace.office(), code)
        self._version = 0
        self.start_from_now()

    def start_from_now(self) -> None:
        """Start from the version that stands now."""
        self._version = catalogue.history(self._session, "flow", self.code)[0].version

    def save(self, values: Values) -> int:
        """File the change; returns the proposal's number."""
        limits = {step.code: values[step.code] for step in self.flow.steps}
        return flow_limits.set_limits(
            self._session,
            self.code,
            self._version,
            values.get("promise"),
            limits,
            values["note"] or "",
        )


def edit_limits(parent: QWidget | None, session: Session, code: str) -> bool:
    """Ask for other limits, file them, offer their confirmation at once; True when one was filed."""
    edit = LimitsEdit(session, code)
    values = {step.code: step.limit for step in edit.flow.steps}
    number = FieldsDialog.ask(
        parent,
        f"修改时限和承诺　{edit.flow.name}",
        _fields(edit.flow),
        {**values, "promise": edit.flow.promise, "note": None},
        edit.save,
        ok="提出修改",
        columns=2,
        intro=INTRO,
        settled=edit.start_from_now,
    )
    if number is None:
        return False
    settle(parent, session, number, f"修改环节时限和承诺：{edit.flow.name}")
    return True


def _fields(flow: Flow) -> tuple[Field, ...]:
    steps = tuple(
        Field(
            step.code,
            f"{step.code} {step.name}",
            "number",
            required=False,
            unit="个工作日",
            min=0,
            max=MOST,
        )
        for step in flow.steps
    )
    if flow.promise is None:
        return (*steps, NOTE)
    promise = Field("promise", "对外承诺", "number", unit="个工作日", min=1, max=MOST)
    return (promise, *steps, NOTE)
