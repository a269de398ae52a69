"""The panel beside the register: everything of one pledge, or what several together are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.services import pledge_register
from jingyue_desktop.services.acts import Session
from jingyue_desktop.services.attaching import AttachmentRow
from jingyue_desktop.services.pledge_register import PledgeRow
from jingyue_desktop.services.pledges import VOID, WAITING
from jingyue_desktop.ui.kit import dialogs
from jingyue_desktop.ui.kit.badge import Badge
from jingyue_desktop.ui.kit.dates import day_text
from jingyue_desktop.ui.kit.detail import DetailPanel
from jingyue_desktop.ui.kit.dialog import Dialog
from jingyue_desktop.ui.kit.facts import Fact
from jingyue_desktop.ui.kit.tokens import State
from jingyue_desktop.ui.pledges.acts import PledgeActs
from jingyue_desktop.ui.pledges.rights import MOST
from jingyue_desktop.ui.pledges.words import LATE, LONG, STATES, state_of, state_text

PROVISIONAL = "（暂按周末推算）"


class PledgeDetail(DetailPanel):
    """Shows a pledge with its dates explained and its scan to look at."""

    def __init__(self, session: Session, acts: PledgeActs) -> None:
        super().__init__("从列表中选择一份承诺书")
        self._session = session
        self._pledge_acts = acts

    def show_pledges(self, rows: Sequence[PledgeRow], count: int) -> None:
        """Show what is chosen: one pledge in full, of several how many stand how."""
        if not count:
            self.show_nothing()
        elif count == 1 and rows:
            self._show_one(rows[0])
        else:
            self._show_several(rows, count)
        self.set_acts(self._pledge_acts.of_one() if count == 1 else [])

    def _show_several(self, rows: Sequence[PledgeRow], count: int) -> None:
        states = Counter(state_text(row) for row in rows)
        facts = [Fact(s, f"{states[s]} 份", STATES[s]) for s in STATES if states[s]]
        told = "可以一起打印、导出、归档"
        if not rows:
            told = f"多于 {MOST} 份时不能一起打印或归档；可以导出登记簿。"
        self.show_record(f"已选 {count:,} 份", facts, subtitle=told)

    def _show_one(self, row: PledgeRow) -> None:
        self.show_record(
            row.number,
            [*_of_project(self, row), *self._of_time(row), *self._of_paper(row)],
            subtitle=row.variant_name,
            badges=(Badge(row.state, state_of(row)),),
        )

    def _of_time(self, row: PledgeRow) -> list[Fact]:
        due = day_text(row.due) + PROVISIONAL * row.provisional
        state = State.DUE if row.provisional else None
        return [
            Fact("受理日期", day_text(row.accepted)),
            Fact("承诺工作日", f"{row.days} 个工作日"),
            Fact("应办结日期", due, state, self._pledge_acts.why.trigger),
            Fact("开具", f"{day_text(row.issued)}　{row.issuer}"),
        ]

    def _of_paper(self, row: PledgeRow) -> list[Fact]:
        facts = []
        if row.signed is not None:
            facts.append(Fact("签名日期", day_text(row.signed)))
        facts.append(self._scan(row))
        if row.filed is not None:
            facts.append(Fact("归档日期", day_text(row.filed)))
        if row.state == VOID:
            facts.append(Fact("作废理由", row.void_reason, State.OVERDUE))
        return facts

    def _scan(self, row: PledgeRow) -> Fact:
        if row.scan_overdue:
            days = self._session.workspace.parameter("scan_overdue")
            text = f"没有登记；开具已满 {days} 个工作日"
            return Fact("签名扫描件", f"{LATE}：{text}", State.OVERDUE)
        if row.scan is None:
            return Fact("签名扫描件", "等待签名" if row.state == WAITING else "没有登记")
        try:
            found = pledge_register.scan_of(self._session, row.id)
        except UserError as fault:
            return Fact("签名扫描件", str(fault), State.OVERDUE)
        text = scan_text(found) if found else "没有登记"
        return Fact("签名扫描件", text, None, self._pledge_acts.scan.trigger, "查看")


def _of_project(parent: QWidget, row: PledgeRow) -> list[Fact]:
    def show_whole() -> None:
        dialogs.run(WholeText(parent, "项目名称", row.project))

    project = Fact("项目名称", row.project)
    if len(row.project) > LONG:
        beginning = f"{row.project[:LONG]}……"
        project = Fact("项目名称", beginning, None, show_whole, f"全文（{len(row.project)} 字）")
    return [Fact("建设单位", row.applicant), project]


def scan_text(found: AttachmentRow) -> str:
    """Return an attached file as name and size."""
    size = (
        f"{found.size / 1_000_000:.1f} MB"
        if found.size >= 1_000_000
        else f"{found.size // 1000 + 1} KB"
    )
    return f"{found.name}（{size}）"


class WholeText(Dialog):
    """A long text to read and copy."""

    def __init__(self, parent: QWidget | None, title: str, text: str) -> None:
        super().__init__(parent, title, ok="关闭", cancel="", width=640)
        self.area = QPlainTextEdit(text)
        self.area.setReadOnly(True)
        self.area.setAccessibleName(title)
        self.body.addWidget(self.area, 1)
        self.resize(640, 480)
