"""One row of the log beside the list: who, as what, what it touched, how it hangs in the chain."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from jingyue_desktop.domain.clock import OFFICE_ZONE
from jingyue_desktop.services.journal import LogDetail, LogRow
from jingyue_desktop.services.journal_words import detail_lines
from jingyue_desktop.ui.kit.badge import Badge
from jingyue_desktop.ui.kit.detail import DetailPanel
from jingyue_desktop.ui.kit.facts import Fact
from jingyue_desktop.ui.kit.tokens import State

MOST = 40


class JournalDetail(DetailPanel):
    """Shows a row; readers of the whole log also see details, digests and hashes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("从列表中选择一条日志", parent)

    def show_row(self, row: LogRow, detail: LogDetail | None) -> None:
        """Show a row with ``detail``, None for whoever is no reader."""
        when = f"{row.when.astimezone(OFFICE_ZONE):%Y年%m月%d日 %H:%M:%S}"
        roles = f"（{'、'.join(detail.roles)}）" if detail and detail.roles else ""
        facts = [Fact("时间", when), Fact("人员", f"{row.actor}{roles}")]
        if row.about:
            facts.append(Fact("对象", row.about))
        if row.reason:
            facts.append(Fact("原因", row.reason, State.OVERDUE))
        facts.append(Fact("计算机", row.host))
        facts += _inner(detail) if detail else [Fact("校验值", row.hash_head)]
        done = Badge("办成", State.FINE) if row.success else Badge("未办成", State.OVERDUE)
        self.show_record(row.title, facts, subtitle=f"第 {row.seq:,} 条", badges=[done])


def _inner(detail: LogDetail) -> list[Fact]:
    facts = [Fact(caption, text) for caption, text in detail_lines(detail.detail)]
    if detail.things:
        shown = [
            f"{kind} {number}　{change}　{digest}" for kind, number, change, digest in detail.things
        ]
        rest = f"\n等共 {detail.row.objects} 项" if detail.row.objects > MOST else ""
        facts.append(Fact("涉及的数据（摘要前 16 位）", "\n".join(shown[:MOST]) + rest))
    facts.append(Fact("锚点", detail.anchor))
    facts.append(Fact("本行校验值", _grouped(detail.hash)))
    facts.append(Fact("上一行校验值", _grouped(detail.prev_hash)))
    return facts


def _grouped(digest: str) -> str:
    """Return a digest in groups of eight, so that a line can be broken and read aloud."""
    return " ".join(digest[i : i + 8] for i in range(0, len(digest), 8)).upper()
