"""The acts of the tab: who is offered which, why one cannot be done just now, and doing them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.services import pledge_register, pledges
from jingyue_desktop.services.acts import new_op_id
from jingyue_desktop.services.pledge_papers import LETTER, REGISTER
from jingyue_desktop.services.pledge_register import PledgeRow
from jingyue_desktop.services.pledges import SIGNED
from jingyue_desktop.ui.context import Context
from jingyue_desktop.ui.import_dialog import ImportDialog
from jingyue_desktop.ui.kit import dialogs
from jingyue_desktop.ui.kit.acts import ActBar, allow, new_act
from jingyue_desktop.ui.kit.dates import day_text
from jingyue_desktop.ui.kit.failures import show_error
from jingyue_desktop.ui.paper_desk import PaperDesk
from jingyue_desktop.ui.permitted import whose
from jingyue_desktop.ui.pledges.batch import batch_import
from jingyue_desktop.ui.pledges.due import explain
from jingyue_desktop.ui.pledges.issue_dialog import IssueDialog, SetDialog
from jingyue_desktop.ui.pledges.rights import CHOOSE, MOST, TOO_MANY, own_variants, read_rights
from jingyue_desktop.ui.pledges.scan_view import show_scan
from jingyue_desktop.ui.pledges.small_dialogs import ask_sign, ask_void

TOLD = 5


class PledgeActs(QObject):
    """Every act as a QAction for bar, menu and panel; what a role never does is hidden.

    ``issued`` carries the ids of pledges just issued, so that the list can show them;
    ``wanted`` gives what the register is filtered by, for its export.
    """

    issued = Signal(list)

    def __init__(
        self,
        bar: ActBar,
        context: Context,
        parent: QWidget,
        wanted: Callable[[], pledge_register.Wanted],
    ) -> None:
        super().__init__(parent)
        self._context, self._session, self._parent = context, context.session, parent
        self._wanted = wanted
        self._papers = PaperDesk(context, parent)
        self._rows: Sequence[PledgeRow] = ()
        self._count = 0
        self.rights = read_rights(context.session)
        self._on_bar(bar)
        self.why = new_act(parent, "应办结日期为什么是这一天？", self._on_why, icon="help")
        self.scan = new_act(parent, "查看扫描件", self._on_scan, icon="paperclip")
        self._follow_rights()

    def _on_bar(self, bar: ActBar) -> None:
        issues = "issue" in self.rights.acts
        self.issue = bar.add("开具", self._on_issue, icon="plus", keys="Ctrl+N", primary=issues)
        self.issue_set = bar.add(
            "成套开具",
            self._on_issue_set,
            icon="list-check",
            tip="为一个项目同时开具全部岗位的承诺书",
        )
        self.batch = bar.add(
            "批量开具", self._on_batch, icon="file-import", tip="按填好的 Excel 清单一次开具多份"
        )
        self.print = bar.add(
            "打印",
            self._on_print,
            icon="printer",
            keys="Ctrl+P",
            primary=not issues,
            tip="预览并打印所选承诺书，多份合为一个 PDF",
        )
        self.export = self._export_menu(bar)
        self.sign = bar.add("登记扫描件", self._on_sign, icon="paperclip")
        self.file = bar.add("归档", self._on_file, icon="shield-check")
        self.void = bar.add("作废", self._on_void, icon="ban", danger=True)
        self.blank = bar.add_more(
            "打印空白承诺书", lambda: self._papers.preview("pledge-blank"), icon="printer"
        )

    def _export_menu(self, bar: ActBar) -> QPushButton:
        entries = (
            ("登记簿（Excel）", lambda: self.export_register("xlsx")),
            ("登记簿（PDF）", lambda: self.export_register("pdf")),
            ("所选承诺书（PDF）", lambda: self._on_export("pdf")),
            ("所选承诺书（Excel）", lambda: self._on_export("xlsx")),
        )
        button = bar.add_menu("导出", entries, icon="file-export")
        button.setToolTip("登记簿按现在的筛选和搜索导出（Ctrl+E 直接导出 Excel）")
        self._chosen_exports = button.menu().actions()[2:]
        return button

    def menu(self) -> list[QAction | None]:
        """Return the acts of the right-click menu, the usual one first."""
        last: list[QAction | None] = [None, self.file, self.void]
        return [self.print, self.why, self.scan, self.sign, *self._chosen_exports, *last]

    def of_one(self) -> list[QAction]:
        """Return what can be done next with the one pledge that is shown."""
        acts = (self.print, self.sign, self.scan, self.file)
        return [act for act in acts if act.isVisible() and act.isEnabled()]

    def refresh(self) -> None:
        """Read anew who may do what (posts, roles or the catalogue changed)."""
        self.rights = read_rights(self._session)
        self._follow_rights()

    def _follow_rights(self) -> None:
        rights = self.rights
        for act, name in (
            (self.issue, "issue"),
            (self.issue_set, "issue_set"),
            (self.batch, "issue_batch"),
            (self.sign, "sign"),
            (self.file, "file"),
            (self.void, "void"),
        ):
            act.setVisible(name in rights.acts)
        self.blank.setVisible("pledge-blank" in rights.papers)
        self.print.setVisible("pledge" in rights.papers)
        self.export.setVisible("pledge-register" in rights.papers)
        none = "" if own_variants(self._session, rights) else "本科室没有对外的服务承诺。"
        allow(self.issue, none)
        allow(self.batch, none)
        self.offer(self._rows, self._count)

    def offer(self, rows: Sequence[PledgeRow], count: int) -> None:
        """Offer what can be done with the chosen pledges; ``rows`` is empty when they are too many."""
        self._rows, self._count = rows, count
        rights = self.rights
        many = TOO_MANY if count > MOST else "" if count else CHOOSE
        for act in (self.print, *self._chosen_exports):
            allow(act, many)
        allow(self.sign, many or rights.against_sign(rows))
        allow(self.file, many or rights.against_file(rows))
        allow(self.void, many or rights.against_void(rows))
        one = "" if count == 1 else "请只选择一份。" if count else CHOOSE
        allow(self.why, one)
        allow(self.scan, one or ("" if rows[0].scan else "还没有登记扫描件。"))

    def new(self) -> None:
        """Ctrl+N: issue a pledge, or say who does."""
        if self.issue.isVisible() and self.issue.isEnabled():
            self._on_issue()
        elif self.issue.isVisible():
            show_error(self._parent, UserError(self.issue.toolTip()))
        else:
            show_error(self._parent, UserError("您没有开具承诺书的权限。", whose("pledges.issue")))

    def preview(self, rows: Sequence[PledgeRow]) -> None:
        """Show the very paper of one or several pledges."""
        if rows:
            self._papers.preview("pledge", ids=[row.id for row in rows])

    def export_register(self, form: str) -> None:
        """Export the register as it is filtered now; long ones are written behind."""
        wanted = self._wanted()
        options: dict[str, Any] = {
            "text": wanted.text,
            "variant": wanted.variant,
            "state": wanted.state,
            "year": wanted.year,
            "overdue_scans": wanted.overdue_scans,
        }
        self._papers.export("pledge-register", form, REGISTER, **options)

    def _on_issue(self) -> None:
        dialog = IssueDialog(self._parent, self._context, own_variants(self._session, self.rights))
        if dialogs.run(dialog):
            self._offer_paper([dialog.result_value])

    def _on_issue_set(self) -> None:
        dialog = SetDialog(self._parent, self._context)
        if dialogs.run(dialog):
            self._offer_paper(dialog.result_value)

    def _on_batch(self) -> None:
        ids = ImportDialog.ask(self._parent, self._context, batch_import(self._session))
        if ids:
            self._offer_paper(ids)

    def _offer_paper(self, ids: Sequence[int]) -> None:
        """Show what was issued in the list and ask whether to print it now."""
        self.issued.emit(list(ids))
        rows = [pledge_register.one(self._session, one) for one in (ids[0], ids[-1])]
        first, last = rows[0], rows[-1]
        if first is None or last is None:
            return
        told = f"已开具 {first.number}，应办结日期 {day_text(first.due)}。"
        if len(ids) > 1:
            told = f"已开具 {len(ids)} 份：{first.number}至{last.number}。"
        if len(ids) > MOST:
            dialogs.inform(self._parent, told, f"打印请在列表中分批选择，{TOO_MANY}")
        elif dialogs.question(
            self._parent, told, "负责人签名后，登记签名扫描件。", yes="预览打印", no="以后再打印"
        ):
            self._papers.preview("pledge", ids=list(ids))

    def _on_print(self) -> None:
        self.preview(self._rows)

    def _on_export(self, form: str) -> None:
        if not self._rows:
            return
        first = self._rows[0]
        name = first.number if len(self._rows) == 1 else f"{LETTER}{len(self._rows)}份"
        self._papers.export("pledge", form, name, ids=[row.id for row in self._rows])

    def _on_why(self) -> None:
        for row in self._rows[:1]:
            explain(self._parent, self._session, row)

    def _on_scan(self) -> None:
        for row in self._rows[:1]:
            show_scan(self._parent, self._session, row.id)

    def _on_sign(self) -> None:
        for row in self._rows[:1]:
            ask_sign(self._parent, self._session, row)

    def _on_void(self) -> None:
        for row in self._rows[:1]:
            ask_void(self._parent, self._session, row)

    def _on_file(self) -> None:
        rows = [row for row in self._rows if row.state == SIGNED]
        left = len(self._rows) - len(rows)
        told = f"所选 {len(self._rows)} 份中有 {left} 份不是“已签”，不归档。" if left else ""
        which = rows[0].number if len(rows) == 1 else f"这 {len(rows)} 份承诺书"
        if not rows or not dialogs.question(self._parent, f"归档{which}？", told, yes="归档"):
            return
        faults = [fault for row in rows if (fault := self._file(row))]
        if faults:
            done = len(rows) - len(faults)
            rest = [f"等 {len(faults)} 份。"] if len(faults) > TOLD else []
            dialogs.warn(
                self._parent,
                f"已归档 {done} 份，{len(faults)} 份没有归档。",
                "\n".join([*faults[:TOLD], *rest]),
            )

    def _file(self, row: PledgeRow) -> str:
        """File one pledge; return why it was refused, empty when it is done."""
        try:
            pledges.file(self._session.once(new_op_id()), row.id, row.revision)
        except UserError as fault:
            return f"{row.number}：{fault.message}"
        return ""
