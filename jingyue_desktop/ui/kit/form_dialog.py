"""A form in a dialog: filled, checked, saved through one call, closed only when accepted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from jingyue_desktop.domain.errors import Conflict, Invalid, UserError
from jingyue_desktop.paper.definition import Form
from jingyue_desktop.paper.validate import Values
from jingyue_desktop.ui.kit import dialogs
from jingyue_desktop.ui.kit.dialog import Dialog
from jingyue_desktop.ui.kit.drafts import Drafts
from jingyue_desktop.ui.kit.facts import link, scrolled
from jingyue_desktop.ui.kit.failures import show_error
from jingyue_desktop.ui.kit.forms import FormEditor
from jingyue_desktop.ui.kit.labels import label

Save = Callable[[Values], Any]
MOST = 680  # pixels: a notebook at 150 % has about 700


class FormDialog(Dialog):
    """Edits ``values`` of ``form``; ``save`` gets the checked values and may refuse them.

    A refusal by field (``Invalid``) is shown beside the fields, any other in words above the
    buttons; what was typed stays. With ``drafts`` it is also kept under ``draft_key``.
    ``settled`` is called when a ``Conflict`` was answered field by field: from then on ``save``
    starts from what stands now. ``intro`` stands above the fields.
    """

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        form: Form,
        values: Mapping[str, Any],
        save: Save,
        *,
        people: Sequence[str] = (),
        columns: int = 1,
        ok: str = "保存",
        intro: str = "",
        settled: Callable[[], None] | None = None,
        drafts: Drafts | None = None,
        draft_key: str = "",
    ) -> None:
        super().__init__(parent, title, ok=ok, width=560 if columns == 1 else 760)
        self.editor = FormEditor(form, people=people, columns=columns)
        self.editor.set_values(values)
        self.result_value: Any = None
        self._save = save
        self._settled = settled
        self._drafts = drafts
        self._key = draft_key
        if intro:
            self.body.addWidget(label(intro, "quiet", wrap=True))
        if drafts is not None:
            self._offer(drafts.kept(draft_key))
            drafts.follow(draft_key, self, self.editor.draft)
        self._area = scrolled(self.editor)
        # The keyboard goes from field to field; the area follows by itself.
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(self._area, 1)
        self.editor.submitted.connect(self.ok_button.setFocus)
        self.editor.edited.connect(lambda: self.show_fault(""))
        self._fit()
        self.editor.take_focus()

    @classmethod
    def ask(
        cls,
        parent: QWidget | None,
        title: str,
        form: Form,
        values: Mapping[str, Any],
        save: Save,
        **options: Any,
    ) -> Any:
        """Show the dialog and return what ``save`` returned, or None when given up."""
        dialog = cls(parent, title, form, values, save, **options)
        return dialog.result_value if dialogs.run(dialog) else None

    def _fit(self) -> None:
        """Take the height the fields need, told faults included, up to what every screen has."""
        layout = self.layout()
        assert layout is not None
        width = max(self.width(), self.minimumWidth())
        whole = layout.totalHeightForWidth(width)
        if whole < 0:
            whole = layout.totalSizeHint().height()
        beside = whole - self._area.sizeHint().height()
        wanted = min(beside + self.editor.sizeHint().height() + 8, MOST)
        self.resize(width, max(self.height(), wanted))

    def commit(self) -> bool:
        values = self.editor.check()
        if values is None:
            self.show_fault("填写有误，请按提示改正。")
            self._show_told()
            return False
        try:
            self.result_value = self._save(values)
        except Invalid as invalid:
            self.show_fault(invalid.message)
            self.editor.show_faults(invalid.faults)
            self._show_told()
            return False
        except Conflict as conflict:
            self._settle(conflict)
            return False
        except UserError as error:
            self.show_fault(str(error))
            return False
        if self._drafts is not None:
            self._drafts.saved(self._key)
        return True

    def _show_told(self) -> None:
        """Make room for what was said; under a long table it may stand far from the cursor."""
        self._fit()
        told = self.editor.told()
        if told is not None:
            # Once the new lines have their places.
            QTimer.singleShot(0, told, lambda: self._area.ensureWidgetVisible(told))

    def _settle(self, conflict: Conflict) -> None:
        # What the person decided stands in the fields afterwards; saving again is one more click.
        chosen = show_error(self, conflict)
        if chosen is None:
            self.show_fault("内容已被他人修改，您填写的内容还没有保存；再次保存时重新核对。")
            return
        theirs = [key for key, side in chosen.items() if side == "theirs"]
        for difference in conflict.differences:
            if difference.key in theirs and difference.key in self.editor.values():
                self.editor.field(difference.key).set_value(difference.theirs)
        if self._settled is not None:
            self._settled()
        self.show_fault("内容已被他人修改，请核对后再次保存。")

    def reject(self) -> None:
        """Ask before anything typed is given up."""
        if self.editor.changed():
            text = "填写的内容还没有提交。"
            wish = dialogs.ask_leaving(self, text, keeps=self._drafts is not None)
            if wish == "cancel":
                return
            if self._drafts is not None:
                (self._drafts.put_by if wish == "keep" else self._drafts.saved)(self._key)
        super().reject()

    def _offer(self, body: Mapping[str, Any] | None) -> None:
        if not body:
            return
        notice = QFrame()
        notice.setProperty("role", "notice")
        row = QHBoxLayout(notice)
        row.setContentsMargins(12, 6, 12, 6)
        row.addWidget(label("上次填写的内容没有保存。"), 1)

        def restore() -> None:
            notice.hide()
            self.editor.put_draft(body)

        def forget() -> None:
            notice.hide()
            if self._drafts is not None:
                self._drafts.saved(self._key)
                self._drafts.follow(self._key, self, self.editor.draft)

        row.addWidget(link("接着填写", restore))
        row.addWidget(link("不要了", forget))
        self.body.addWidget(notice)
