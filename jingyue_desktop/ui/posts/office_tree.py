"""The organisation as a tree: 局→科室→岗位→人员, with 编制/实有, searched by name or pinyin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from jingyue_desktop.services.people import PersonRow
from jingyue_desktop.services.posts_held import PostNode, SectionNode
from jingyue_desktop.services.risk_search import found_in
from jingyue_desktop.ui.kit.dates import day_text
from jingyue_desktop.ui.kit.empty import EmptyState
from jingyue_desktop.ui.kit.remember import Remember
from jingyue_desktop.ui.kit.tokens import State
from jingyue_desktop.ui.posts.staff_cells import STATE, StaffCells
from jingyue_desktop.ui.posts.words import Staff, posts_of

NODE = Qt.ItemDataRole.UserRole
BUREAU, SECTION, POST, PERSON, IDLE = "bureau", "section", "post", "person", "idle"
CLOSED = "posts/closed"


@dataclass(frozen=True)
class Node:
    """What a line of the tree stands for; ``person`` is an id, 0 where it is no person."""

    kind: str
    code: str = ""
    person: int = 0
    covering: bool = False


class OfficeTree(QTreeWidget):
    """``chosen`` carries the ``Node`` the user went to; selection survives a reload."""

    chosen = Signal(object)

    def __init__(self, remember: Remember | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._remember = remember
        self._closed = {str(key) for key in remember.get(CLOSED, [""])} if remember else set()
        self._needle = ""
        self.setColumnCount(2)
        self.setHeaderLabels(["机构、岗位、人员", "编制/实有"])
        self.setAccessibleName("机构、岗位、人员")
        self.setItemDelegateForColumn(1, StaffCells(self))
        self.setUniformRowHeights(True)
        self.setMinimumWidth(320)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(1, 150)
        self.empty = EmptyState(self.viewport())
        self.empty.hide()
        self.currentItemChanged.connect(self._on_current)
        self.itemCollapsed.connect(lambda item: self._keep(item, True))
        self.itemExpanded.connect(lambda item: self._keep(item, False))

    def show_office(
        self, name: str, tree: Sequence[SectionNode], idle: Sequence[PersonRow], start: str = ""
    ) -> None:
        """Show the office anew, untold; at first the post ``start`` is gone to, or the top."""
        here, scroll = self.current(), self.verticalScrollBar().value()
        with QSignalBlocker(self):
            self.clear()
            self._build(name, tree, idle)
            self._filter()
            self._go_back(here or Node(POST, start))
        if here is not None:
            self.verticalScrollBar().setValue(scroll)

    def _go_back(self, node: Node) -> None:
        if self.go(node) or (node.person and self.go_to_person(node.person)):
            return
        if not self.go(Node(POST, node.code)):
            self.go(Node(BUREAU))

    def _build(self, name: str, tree: Sequence[SectionNode], idle: Sequence[PersonRow]) -> None:
        root = _item(self, name, Node(BUREAU), Staff.of(posts_of(tree)))
        for section in tree:
            of = section.section
            under = _item(root, of.name, Node(SECTION, of.code), Staff.of(section.posts))
            for node in section.posts:
                _post_item(under, node)
        if idle:
            group = _item(root, "未任职人员", Node(IDLE))
            group.setText(1, f"{len(idle)} 人")
            for person in idle:
                _item(group, person.name, Node(PERSON, person=person.id))

    def current(self) -> Node | None:
        """Return what the keyboard is on, or None."""
        item = self.currentItem()
        return _node(item) if item is not None else None

    def go(self, node: Node) -> bool:
        """Go to a line; False when there is none or the search hides it."""
        for item in self.items():
            if _node(item) == node and not item.isHidden():
                self.setCurrentItem(item)
                return True
        return False

    def go_to_person(self, person: int) -> bool:
        """Go to the first line of a person."""
        for item in self.items():
            node = _node(item)
            if node.person == person and not node.covering and not item.isHidden():
                self.setCurrentItem(item)
                return True
        return False

    def items(self) -> Iterator[QTreeWidgetItem]:
        """Yield every line from top to bottom."""
        return _below(self.invisibleRootItem())

    def lines(self) -> list[tuple[str, str]]:
        """Return the visible lines, indented by their level, with their second column."""

        def depth(item: QTreeWidgetItem) -> int:
            above = item.parent()
            return 0 if above is None else 1 + depth(above)

        shown = [item for item in self.items() if not item.isHidden()]
        return [("　" * depth(item) + item.text(0), item.text(1)) for item in shown]

    def search(self, needle: str) -> None:
        """Show only what has ``needle`` in its name (or pinyin) with what it belongs to."""
        self._needle = needle
        hits = self._filter()
        if needle and hits and self.currentItem() not in hits:
            self.setCurrentItem(hits[0])
        elif not needle and (here := self.currentItem()) is not None:
            self.scrollToItem(here)

    def _filter(self) -> list[QTreeWidgetItem]:
        hits: list[QTreeWidgetItem] = []

        def show(item: QTreeWidgetItem, whole: bool) -> bool:
            # The bureau's own name has 规划 in it, too: it would match everything.
            named = _node(item).kind not in (BUREAU, IDLE)
            hit = not self._needle or (named and found_in(self._needle, (item.text(0),)))
            if hit:
                hits.append(item)
            inside = [show(child, whole or hit) for child in _children(item)]
            seen = whole or hit or any(inside)
            item.setHidden(not seen)
            if self._needle and seen:
                item.setExpanded(True)
            return seen

        with QSignalBlocker(self):
            for top in _children(self.invisibleRootItem()):
                show(top, False)
            if not self._needle:
                self._open_all()
        self._say_empty(not hits)
        return hits

    def _say_empty(self, empty: bool) -> None:
        self.empty.say(f"没有找到“{self._needle}”", "可以按姓名、岗位、科室或拼音首字母查找。")
        self.empty.setGeometry(self.viewport().rect())
        self.empty.setVisible(empty)

    def _open_all(self) -> None:
        for item in self.items():
            item.setExpanded(_key(item) not in self._closed)

    def _keep(self, item: QTreeWidgetItem, closed: bool) -> None:
        if self._needle:
            return
        (self._closed.add if closed else self._closed.discard)(_key(item))
        if self._remember is not None:
            self._remember.put(CLOSED, sorted(self._closed))

    def _on_current(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(_node(item))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.empty.setGeometry(self.viewport().rect())


def _children(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    found = (item.child(place) for place in range(item.childCount()))
    return [child for child in found if child is not None]


def _below(item: QTreeWidgetItem) -> Iterator[QTreeWidgetItem]:
    for child in _children(item):
        yield child
        yield from _below(child)


def _item(
    above: QTreeWidget | QTreeWidgetItem, text: str, node: Node, staff: Staff | None = None
) -> QTreeWidgetItem:
    item = QTreeWidgetItem([text, staff.text() if staff else ""])
    item.setData(0, NODE, node)
    if staff:
        item.setToolTip(1, staff.sentence())
        item.setData(1, STATE, staff.state())
    if len(text) > 12:
        item.setToolTip(0, plain_tip(text))
    if isinstance(above, QTreeWidget):
        above.addTopLevelItem(item)
    else:
        above.addChild(item)
    return item


def _post_item(under: QTreeWidgetItem, node: PostNode) -> None:
    code = node.post.code
    item = _item(under, node.post.name, Node(POST, code), Staff.of([node]))
    away = {row.person: row for row in node.covers}
    for row in node.holders:
        person = _item(item, row.name, Node(PERSON, code, row.person))
        if row.person in away:
            person.setText(1, "离岗")
            person.setData(1, STATE, State.DUE)
    for cover in node.covers:
        person = _item(item, cover.substitute_name, Node(PERSON, code, cover.substitute, True))
        person.setText(1, "顶岗")
        person.setData(1, STATE, State.ACTIVE)
        tip = plain_tip(f"代{cover.name}顶岗，至{day_text(cover.until)}")
        person.setToolTip(0, tip)
        person.setToolTip(1, tip)


def plain_tip(text: str) -> str:
    """Return a tip that shows ``text`` as it is, even when it looks like markup."""
    return f"<qt>{escape(text)}</qt>"


def _node(item: QTreeWidgetItem) -> Node:
    found: Node = item.data(0, NODE)
    return found


def _key(item: QTreeWidgetItem) -> str:
    node = _node(item)
    return f"{node.kind}:{node.code}"
