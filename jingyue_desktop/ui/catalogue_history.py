"""The versions of one catalogue item: who made which, when, why, and what it changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from jingyue_desktop.domain.clock import OFFICE_ZONE
from jingyue_desktop.services.acts import Session
from jingyue_desktop.services.catalogue import Version, history
from jingyue_desktop.services.catalogue_words import Words
from jingyue_desktop.ui.kit.dialog import Dialog
from jingyue_desktop.ui.kit.facts import Fact, FactGrid, scrolled
from jingyue_desktop.ui.kit.labels import label
from jingyue_desktop.ui.kit.page import card

Change = tuple[str, str, str]


class CatalogueHistory(Dialog):
    """Newest first, each version with its changed fields, what stood there before beside it.

    ``keys`` limits what is compared to the fields the reader knows from his table.
    """

    def __init__(
        self,
        parent: QWidget | None,
        session: Session,
        kind: str,
        code: str,
        name: str,
        keys: Iterable[str] = (),
    ) -> None:
        super().__init__(parent, "修改历史", ok="关闭", cancel="", width=680)
        self.versions = history(session, kind, code)
        words, wanted = Words(session.workspace.office()), tuple(keys)
        self.body.addWidget(label(name, "heading", wrap=True, selectable=True))
        inside = QWidget()
        inside.setProperty("role", "plain")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        self.changes: list[list[Change]] = []
        for newer, older in zip(self.versions, [*self.versions[1:], None], strict=True):
            found = words.changes(kind, older.body, newer.body, wanted) if older else []
            self.changes.append(found)
            column.addWidget(_version(newer, found, first=older is None))
        column.addStretch(1)
        self.body.addWidget(scrolled(inside), 1)
        self.resize(680, min(200 + 150 * len(self.versions), 640))


def _version(version: Version, changes: Sequence[Change], *, first: bool) -> QWidget:
    frame, box = card(16, 8)
    when = f"{version.since.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}"
    standing = "　现行" if version.current else ""
    box.addWidget(label(f"第 {version.version} 版{standing}", "strong"))
    note = f"　说明：{version.note}" if version.note else ""
    box.addWidget(label(f"{when}　{version.author}{note}", "quiet", wrap=True, selectable=True))
    if first:
        box.addWidget(_line("最初载入的内容。"))
    elif not changes:
        box.addWidget(_line("这里所列各栏没有变化。"))
    for caption, old, new in changes:
        box.addWidget(label(caption, "caption"))
        grid = FactGrid(columns=2)
        grid.show_facts([Fact("改为", new), Fact("原来", old)])
        box.addWidget(grid)
    return frame


def _line(text: str) -> QLabel:
    return label(text, "quiet", wrap=True)
