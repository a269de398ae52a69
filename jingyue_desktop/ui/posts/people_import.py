"""导入人员名单: the list of people from a workbook, filed in one piece for the second person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from jingyue_desktop.domain.errors import RowFault
from jingyue_desktop.paper.definition import load_form
from jingyue_desktop.services import importing
from jingyue_desktop.services.acts import new_op_id
from jingyue_desktop.services.post_papers import PEOPLE
from jingyue_desktop.ui.context import Context
from jingyue_desktop.ui.import_dialog import Import, ImportDialog, Rows


def ask_import(parent: QWidget | None, context: Context) -> int | None:
    """Take a list of people over; returns the number of the proposal filed, None when given up."""
    session = context.session.once(new_op_id())

    def plan(rows: Rows) -> tuple[Sequence[str], Sequence[RowFault]]:
        found = importing.plan_people(session, rows)
        return found.lines, found.faults

    def take(rows: Rows, digest: str) -> int:
        return importing.take_people(session, [_plain(row) for row in rows], digest)

    form = load_form(session.workspace.forms, "people")
    what = Import(f"导入{PEOPLE}", form, "people", {"blank": True}, plan, take)
    number: int | None = ImportDialog.ask(parent, context, what)
    return number


def _plain(row: dict[str, object]) -> dict[str, object]:
    """Return a row as JSON values: days as ISO texts."""
    return {key: v.isoformat() if isinstance(v, date) else v for key, v in row.items()}
