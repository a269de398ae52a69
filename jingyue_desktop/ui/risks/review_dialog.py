"""残余等级复核: what is left of a point after its measures, the computed grade offered first."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from jingyue_desktop.paper.field import Field
from jingyue_desktop.paper.validate import Values
from jingyue_desktop.services import risk_review, risks
from jingyue_desktop.services.acts import Session, new_op_id
from jingyue_desktop.services.risks import CLEARED, REMAINS, PointRow
from jingyue_desktop.ui.kit import dialogs
from jingyue_desktop.ui.kit.drafts import Drafts
from jingyue_desktop.ui.kit.fields import ChoiceField
from jingyue_desktop.ui.kit.fields_dialog import FieldsDialog
from jingyue_desktop.ui.kit.labels import label
from jingyue_desktop.ui.second import settle

FIELDS = (
    Field("residual", "复核结果", "choice", choices=(REMAINS, CLEARED)),
    Field("grade", "残余等级", "choice", required=False, choices=("A", "B", "C")),
    Field("reviewed", "复核日期", "date"),
    Field("note", "复核说明", "long_text", required=False, hint="措施落实情况、依据或理由"),
)
REMAINING = "残余等级预填为勾选标准得出的等级，可按实际情况改定；改定的须写明理由。"


class ReviewDialog(FieldsDialog):
    """Files a review; the grade goes with 已消除 and comes back, computed, with 未消除."""

    def __init__(
        self, parent: QWidget | None, session: Session, row: PointRow, drafts: Drafts | None
    ) -> None:
        self._session = session.once(new_op_id())
        self._row, self._revision = row, row.revision
        office = session.workspace.office()
        self._role = next(post.role for post in office.posts if post.code == row.post)
        today = session.workspace.today()
        super().__init__(
            parent,
            "残余等级复核",
            FIELDS,
            {"residual": REMAINS, "grade": row.initial, "reviewed": today, "note": None},
            self._file,
            ok="提出复核",
            intro=f"{row.code}　{row.holder}　{row.text}\n防控措施：{row.measure}",
            settled=self._start_anew,
            drafts=drafts,
            draft_key=f"risks.review:{row.code}",
        )
        self.reason = label(wrap=True)
        self.body.addWidget(self.reason)
        self.editor.edited.connect(self._follow)
        self._before = REMAINS
        self._follow()
        self.resize(self.width(), 580)

    def _follow(self) -> None:
        values = self.editor.values()
        grade = self.editor.field("grade")
        cleared = values["residual"] == CLEARED
        if values["residual"] != self._before:
            self._before = values["residual"]
            grade.set_value(None if cleared else self._row.initial)
        assert isinstance(grade, ChoiceField)
        grade.combo.setEnabled(not cleared)
        needed = risk_review.reason_needed(
            self._role,
            self._row.initial,
            str(values["residual"] or ""),
            str(self.editor.values()["grade"] or ""),
        )
        self.reason.setText(needed or REMAINING)
        self.reason.setProperty("state", "due" if needed else "quiet")
        self.reason.style().polish(self.reason)

    def _file(self, values: Values) -> int:
        day: date = values["reviewed"]
        return risk_review.review(
            self._session,
            self._row.code,
            self._revision,
            values["residual"],
            grade=values["grade"] or "",
            note=values["note"] or "",
            reviewed=day.isoformat(),
        )

    def _start_anew(self) -> None:
        found = (row for row in risks.points(self._session) if row.code == self._row.code)
        stands = next(found)
        self._revision = stands.revision
        if self.editor.values()["residual"] not in (REMAINS, CLEARED):
            # "采用现在的" brought the outcome in words; the fields want state and grade apart.
            self._before = stands.state
            self.editor.field("residual").set_value(stands.state)
            self.editor.field("grade").set_value(stands.grade or None)
        self._follow()

    def title(self) -> str:
        """Return the review in one line, for the second person."""
        values: dict[str, Any] = self.editor.values()
        own = "" if values["residual"] == CLEARED else self._row.initial
        result = risk_review.outcome(values["residual"], values["grade"] or own)
        return f"残余等级复核：{self._row.code} {self._row.post_name}，{result}"


def review_point(
    parent: QWidget | None, session: Session, row: PointRow, drafts: Drafts | None
) -> bool:
    """Ask for a review, file it, offer its confirmation at once; True when one was filed."""
    dialog = ReviewDialog(parent, session, row, drafts)
    if not dialogs.run(dialog):
        return False
    settle(parent, session, dialog.result_value, dialog.title())
    return True
