"""A few fields in a dialog that are no paper form: the small acts of a tab."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from jingyue_desktop.paper.definition import Form
from jingyue_desktop.paper.grid import Page
from jingyue_desktop.paper.kinds import Field
from jingyue_desktop.ui.kit import dialogs
from jingyue_desktop.ui.kit.form_dialog import FormDialog, Save


class FieldsDialog(FormDialog):
    """Edits ``values`` of a few fields; everything else is as in ``FormDialog``.

    ``save`` gets the checked values (key → value of the field's kind). It may raise ``Invalid``
    (told beside the fields), ``Conflict`` (settled field by field) or any other ``UserError``
    (told above the buttons); the dialog closes only when it returned.
    """

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        fields: Sequence[Field],
        values: Mapping[str, Any],
        save: Save,
        **options: Any,
    ) -> None:
        form = Form("fields", 1, title, "letter", Page(), tuple(fields))
        super().__init__(parent, title, form, values, save, **options)

    @classmethod
    def ask(  # type: ignore[override]
        cls,
        parent: QWidget | None,
        title: str,
        fields: Sequence[Field],
        values: Mapping[str, Any],
        save: Save,
        **options: Any,
    ) -> Any:
        """Show the dialog and return what ``save`` returned, or None when given up.

        ``options`` are those of ``FormDialog``: ``intro``, ``ok``, ``columns``, ``people``,
        ``settled``, ``drafts``, ``draft_key``.
        """
        dialog = cls(parent, title, fields, values, save, **options)
        return dialog.result_value if dialogs.run(dialog) else None
