"""A file is taken over once: its digest stands in the log row of the act that did it."""

from __future__ import annotations

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.services.acts import Work
from jingyue_desktop.store.tables import Log


def refuse_repeat(work: Work, action: str, file: str) -> None:
    """Raise UserError where a file of this digest was already taken over by ``action``.

    Otherwise the digest is kept in the log row of the present act.
    """
    row = (
        Log.select(Log.seq)
        .where((Log.action == action) & (Log.success == 1) & Log.detail.contains(file))
        .first()
    )
    if row is not None:
        raise UserError(
            "这个文件已经导入过，没有再次导入。",
            f"见活动日志第 {row.seq} 条；内容有变化请另存后再导入。",
        )
    work.detail["file"] = file
