"""Files attached to records: stored by content first, their row committed with the act."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.services.acts import Session, Work
from jingyue_desktop.store import attachments
from jingyue_desktop.store.tables import Attachment


@dataclass(frozen=True)
class AttachmentRow:
    """An attached file: cleaned name, kind, size in bytes, where its content lies."""

    id: int
    name: str
    media: str
    size: int
    sha256: str
    path: Path


def attach(work: Work, source: str) -> int:
    """Store the file ``source`` and note it in the act; returns the attachment's id.

    The same content is kept once, whatever it is called.
    """
    stored = attachments.store_file(work.workspace.folder, Path(source))
    row = Attachment.get_or_none(Attachment.sha256 == stored.sha256)
    if row is not None:
        return int(row.id)
    added = work.unit.add(
        Attachment(
            sha256=stored.sha256,
            size=stored.size,
            media=stored.media,
            name=stored.name,
            added=work.now,
        )
    )
    return int(added.id)


def attached(session: Session, attachment: int) -> AttachmentRow:
    """Return an attached file that is really there; raises UserError where it is gone."""
    row = Attachment.get_or_none(Attachment.id == attachment)
    if row is None:
        raise UserError("没有这个附件。")
    path = attachments.path_of(session.workspace.folder, row.sha256)
    if not path.is_file():
        raise UserError("附件的文件已不存在。", "请联系管理员核验数据文件夹。")
    return AttachmentRow(row.id, row.name, row.media, row.size, row.sha256, path)
