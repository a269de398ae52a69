"""确认, 退回, 撤回: decisions on proposals, each asked for once and told when somebody was faster."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from jingyue_desktop.domain.errors import Conflict, UserError
from jingyue_desktop.paper.field import Field
from jingyue_desktop.services import proposals
from jingyue_desktop.services.acts import Session, new_op_id
from jingyue_desktop.services.proposals import ProposalRow
from jingyue_desktop.ui.kit import dialogs
from jingyue_desktop.ui.kit.failures import show_error
from jingyue_desktop.ui.kit.fields_dialog import FieldsDialog

NOTE = Field("note", "退回理由", "long_text", max=500, hint="请写明需要改正什么")


def confirm(parent: QWidget, session: Session, row: ProposalRow, warning: str = "") -> bool:
    """Carry the proposal out after one question; True when it now stands."""
    once = session.once(new_op_id())
    advice = warning or f"由{row.proposer}提出。确认后立即生效，两人都记入活动日志。"
    if not dialogs.question(parent, f"确认“{row.title}”？", advice, yes="确认", no="再看看"):
        return False
    try:
        proposals.confirm(once, row.id)
    except Conflict as conflict:
        _tell(parent, conflict)
        return False
    except UserError as fault:
        show_error(parent, fault)
        return False
    return True


def _tell(parent: QWidget, conflict: Conflict) -> None:
    """Nothing can be settled here: the proposer decides anew, seeing what stands now."""
    lines = [f"{d.title}现在是：{d.theirs or '（空）'}" for d in conflict.differences]
    advice = "请退回，由提出人按现在的内容重新提出。"
    dialogs.error(parent, "提出以后内容又有变动，没有确认。", "\n".join([*lines, advice]))


def reject(parent: QWidget, session: Session, row: ProposalRow) -> bool:
    """Send the proposal back with a reason; True when it was sent."""
    once = session.once(new_op_id())

    def save(values: dict[str, str]) -> bool:
        proposals.reject(once, row.id, values["note"])
        return True

    intro = f"{row.title}\n{row.proposer}会在自己的工作台看到退回理由。"
    done = FieldsDialog.ask(parent, "退回", (NOTE,), {}, save, ok="退回", intro=intro)
    return bool(done)


def withdraw(parent: QWidget, session: Session, number: int, title: str) -> bool:
    """Take one's own proposal back after one question; True when it was still there."""
    once = session.once(new_op_id())
    if not dialogs.question(parent, f"撤回“{title}”？", "撤回后不再等待确认。", yes="撤回"):
        return False
    try:
        proposals.withdraw(once, number)
    except UserError as fault:
        show_error(parent, fault)
        return False
    return True
