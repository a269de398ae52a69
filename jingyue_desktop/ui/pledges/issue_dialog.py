"""开具: one pledge, or every variant for one project; the due date is seen while typing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from jingyue_desktop.domain.office import PledgeVariant
from jingyue_desktop.paper.definition import Form, load_form
from jingyue_desktop.paper.validate import Values, to_json
from jingyue_desktop.services import pledges
from jingyue_desktop.services.acts import new_op_id
from jingyue_desktop.services.pledge_text import FORM, Drafter
from jingyue_desktop.ui.context import Context
from jingyue_desktop.ui.kit.fields import LongField
from jingyue_desktop.ui.kit.form_dialog import FormDialog
from jingyue_desktop.ui.kit.forms import FormEditor
from jingyue_desktop.ui.paper_desk import PaperDesk
from jingyue_desktop.ui.pledges.due_panel import DuePanel, DueTable

ONE, SET = "pledges.issue", "pledges.issue_set"


class IssueDialog(FormDialog):
    """Issues one pledge of ``variants``; ``result_value`` is its id."""

    def __init__(
        self, parent: QWidget | None, context: Context, variants: Sequence[PledgeVariant]
    ) -> None:
        self._context = context
        # One intended act, however often its answer gets lost and 开具 is pressed again.
        self._session = context.session.once(new_op_id())
        self._variants = {item.name: item for item in variants}
        form = typed_form(context, tuple(self._variants))
        start: dict[str, Any] = {"accepted": context.session.workspace.today()}
        if len(variants) == 1:
            start["variant"] = variants[0].name
        super().__init__(
            parent,
            "开具服务承诺书",
            form,
            start,
            self._issue,
            ok="开具",
            drafts=context.drafts,
            draft_key=ONE,
        )
        self._papers = PaperDesk(context, self)
        self.due = DuePanel(Drafter(context.session.workspace))
        self.body.addWidget(self.due)
        # The fields have room for their faults, the skipped days for a long holiday.
        last = self.body.count() - 1
        self.body.setStretch(last - 1, 5)
        self.body.setStretch(last, 3)
        self.sample = self.add_button("样稿预览", left=True)
        self.sample.setToolTip("看一看打印出来的样子；样稿没有编号和二维码，不能打印")
        self.sample.clicked.connect(lambda: self.show_sample())
        self.editor.edited.connect(self._follow)
        enter_past_name(self.editor)
        self._follow()
        self.resize(620, 720)

    def _follow(self) -> None:
        values = self.editor.values()
        self.due.show_due(self._variants.get(str(values["variant"])), values["accepted"])

    def show_sample(self) -> None:
        """Preview the paper as it would be, when everything is filled in soundly."""
        values = self.editor.check()
        if values is not None:
            self._papers.preview("pledge-sample", may_print=False, values=self._body(values))

    def _issue(self, values: Values) -> int:
        body = self._body(values)
        # A pledge nobody can print would have to be voided, and its number with it.
        self._context.press.check(self._session, "pledge-sample", values=body)
        return pledges.issue(self._session, body)

    def _body(self, values: Values) -> dict[str, Any]:
        return to_json(self.editor.form, values)


class SetDialog(FormDialog):
    """Issues every variant for one project; ``result_value`` are the ids."""

    def __init__(self, parent: QWidget | None, context: Context) -> None:
        self._context = context
        self._session = context.session.once(new_op_id())
        drafter = Drafter(context.session.workspace)
        self._first = min(drafter.office.pledge_variants, key=lambda item: item.order)
        whole = typed_form(context, (self._first.name,))
        form = replace(whole, fields=tuple(f for f in whole.fields if f.key != "variant"))
        super().__init__(
            parent,
            "成套开具服务承诺书",
            form,
            {"accepted": drafter.today},
            self._issue,
            ok="全部开具",
            drafts=context.drafts,
            draft_key=SET,
        )
        self.due = DueTable(drafter)
        self.body.addWidget(self.due)
        self.editor.edited.connect(self._follow)
        enter_past_name(self.editor)
        self._follow()
        self.resize(620, 720)

    def _follow(self) -> None:
        self.due.show_due(self.editor.values()["accepted"])

    def _issue(self, values: Values) -> list[int]:
        body = to_json(self.editor.form, values)
        one = {**body, "variant": self._first.name}
        self._context.press.check(self._session, "pledge-sample", values=one)
        return pledges.issue_set(self._session, **body)


def enter_past_name(editor: FormEditor) -> None:
    """Let Enter go past the project's name as past every other line."""
    name = editor.field("project")
    assert isinstance(name, LongField)
    name.take_enter()


def typed_form(context: Context, variants: tuple[str, ...]) -> Form:
    """Return the pledge's form with only what a person types, and these variants to choose from."""
    form = load_form(context.session.workspace.forms, FORM)
    fields = (
        replace(field, choices=variants) if field.key == "variant" else field
        for field in form.inputs()
    )
    return replace(form, fields=tuple(fields))
