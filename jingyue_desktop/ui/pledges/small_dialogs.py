"""登记签名扫描件 and 作废: one pledge each; who comes second is told how it stands now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from jingyue_desktop.domain.errors import Conflict, Invalid
from jingyue_desktop.paper.field import Field
from jingyue_desktop.paper.validate import Values
from jingyue_desktop.services import pledge_register, pledges
from jingyue_desktop.services.acts import Session, new_op_id
from jingyue_desktop.services.pledge_register import PledgeRow
from jingyue_desktop.ui.kit import dialogs
from jingyue_desktop.ui.kit.facts import link
from jingyue_desktop.ui.kit.fields_dialog import FieldsDialog
from jingyue_desktop.ui.kit.labels import label, restyle
from jingyue_desktop.ui.pledges.scan_view import show_file
from jingyue_desktop.ui.pledges.words import one_line, stands_now

SCANS = "扫描件 (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.ofd)"
SIGNED = Field("signed", "签名日期", "date")
REASON = Field("reason", "作废理由", "long_text", max=500, hint="为什么作废，留在登记簿中")


class _OfOnePledge(FieldsDialog):
    """What both share: the pledge as it was seen, and as it stands after a conflict."""

    def __init__(
        self, parent: QWidget | None, session: Session, row: PledgeRow, title: str, field: Field
    ) -> None:
        self._session = session.once(new_op_id())
        self.row = row
        day = session.workspace.today()
        super().__init__(
            parent,
            title,
            (field,),
            {SIGNED.key: day},
            self._save,
            ok=title,
            intro=f"{row.number}　{row.variant_name}\n{row.applicant}　{one_line(row.project)}",
        )

    def act(self, values: Values) -> None:
        """Do what the dialog is for, from the revision of ``row``."""
        raise NotImplementedError

    def _save(self, values: Values) -> int:
        try:
            self.act(values)
        except Conflict as conflict:
            now = pledge_register.one(self._session, self.row.id)
            if now is None or now.revision == self.row.revision:
                raise
            # Seen and told: the next try starts from how it stands now.
            self.row = now
            raise Conflict(stands_now(now)) from conflict
        return self.row.id


class SignDialog(_OfOnePledge):
    """Attaches the scan of a signed pledge with the day of signing."""

    def __init__(self, parent: QWidget | None, session: Session, row: PledgeRow) -> None:
        self.file: Path | None = None
        super().__init__(parent, session, row, "登记签名扫描件", SIGNED)
        line = QHBoxLayout()
        line.setSpacing(8)
        self.name = label("还没有选择扫描件（PDF、图片或 OFD，50 MB 以内）", wrap=True)
        self.look = link("查看", self.show_file)
        self.look.hide()
        self.pick = QPushButton("选择扫描件……")
        self.pick.setAutoDefault(False)
        self.pick.clicked.connect(lambda: self.choose())
        line.addWidget(self.name, 1)
        line.addWidget(self.look)
        line.addWidget(self.pick)
        self.body.insertLayout(1, line)
        self.resize(560, 320)
        self.pick.setFocus()

    def choose(self) -> None:
        """Ask for the file."""
        path = dialogs.open_file(self, "选择签名扫描件", SCANS)
        if path is not None:
            self.file = path
            self.name.setText(path.name)
            self.look.show()
            self.show_fault("")
            self.editor.show_faults({})
            self.ok_button.setFocus()

    def show_file(self) -> None:
        """Show the chosen file before it is registered."""
        if self.file is not None:
            show_file(self, self.file.name, self.file)

    def act(self, values: Values) -> None:
        if self.file is None:
            raise Invalid({"scan": "请先选择扫描件。"})
        day = values["signed"].isoformat()
        pledges.sign(self._session, self.row.id, self.row.revision, str(self.file), day)


class VoidDialog(_OfOnePledge):
    """Voids a pledge for a reason that stays in the register."""

    def __init__(self, parent: QWidget | None, session: Session, row: PledgeRow) -> None:
        super().__init__(parent, session, row, "作废", REASON)
        note = "作废后编号保留、在登记簿中划线显示，不能恢复；需要的，重新开具一份。"
        self.body.addWidget(label(note, "quiet", wrap=True))
        restyle(self.ok_button, "role", "danger")
        self.resize(560, 340)

    def act(self, values: Values) -> None:
        pledges.void(self._session, self.row.id, self.row.revision, values["reason"])


Ask = Callable[[QWidget | None, Session, PledgeRow], int | None]


def ask_sign(parent: QWidget | None, session: Session, row: PledgeRow) -> int | None:
    """Register a scan; returns the pledge's id, None when given up."""
    dialog = SignDialog(parent, session, row)
    return dialog.row.id if dialogs.run(dialog) else None


def ask_void(parent: QWidget | None, session: Session, row: PledgeRow) -> int | None:
    """Void a pledge; returns its id, None when given up."""
    dialog = VoidDialog(parent, session, row)
    return dialog.row.id if dialogs.run(dialog) else None
