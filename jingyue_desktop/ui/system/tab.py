"""The tab 系统: its pages at the left, only those the person may see."""

from __future__ import annotations

import importlib
from typing import ClassVar

from PySide6.QtWidgets import QHBoxLayout, QListWidget, QStackedWidget, QVBoxLayout, QWidget

from jingyue_desktop.services.acts import may
from jingyue_desktop.services.everything import registry
from jingyue_desktop.ui.context import Context
from jingyue_desktop.ui.tab import Tab

# Caption, module, class, the view without which there is nothing to see on it.
PAGES = (
    ("账号", "accounts_page", "AccountsPage", "accounts.list"),
    ("岗位权限表", "rights_page", "RightsPage", "rights.table"),
    ("活动日志", "journal_page", "JournalPage", "journal.page"),
    ("业务目录", "catalogue_page", "CataloguePage", "catalogue.list"),
    ("日历", "calendar_page", "CalendarPage", "calendar.years"),
    ("参数", "parameters_page", "ParametersPage", "parameters.list"),
)
KEPT = "system/page"
UPDATES = "updates"  # the key of the to-do (services/workbench.py)


class SystemTab(Tab):
    """Hands everything on to the page that is shown; a page is built when first looked at."""

    topics: ClassVar[frozenset[str]] = frozenset({"accounts", "people", "catalogue", "calendar"})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        registry()
        self._shown = self._permitted()
        self._built: dict[str, Tab] = {}
        self.list = QListWidget()
        self.list.setProperty("role", "pages")
        self.list.setAccessibleName("系统页面")
        self.list.setFixedWidth(148)
        self.list.addItems([page[0] for page in self._shown])
        self.stack = QStackedWidget()
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 0, 0)
        row.setSpacing(0)
        left = QVBoxLayout()
        left.setContentsMargins(0, 16, 0, 12)
        left.addWidget(self.list)
        row.addLayout(left)
        row.addWidget(self.stack, 1)
        self.list.currentTextChanged.connect(self._on_page)
        kept = context.remember.get(KEPT, "")
        titles = self.titles()
        self.list.setCurrentRow(titles.index(kept) if kept in titles else 0)

    def _permitted(self) -> list[tuple[str, str, str, str]]:
        return [page for page in PAGES if may(self.context.session, page[3])]

    def titles(self) -> list[str]:
        """Return the captions of the pages this person has."""
        return [page[0] for page in self._shown]

    def page(self, title: str = "") -> Tab:
        """Return a page by its caption, the present one for none."""
        wanted = title or self.list.currentItem().text()
        if wanted not in self._built:
            _, module, name, _ = next(page for page in self._shown if page[0] == wanted)
            made: Tab = getattr(
                importlib.import_module(f"jingyue_desktop.ui.system.{module}"), name
            )(self.context)
            made.wanted.connect(self.wanted)
            self.stack.addWidget(made)
            self._built[wanted] = made
        return self._built[wanted]

    def reload(self) -> None:
        if self._shown != self._permitted():
            self._list_anew()
        for made in self._built.values():
            made.stale = True
        self._show_page()

    def _list_anew(self) -> None:
        """List other pages: a role was given or taken while the desk stood open."""
        present = self.list.currentItem().text()
        self._shown = self._permitted()
        titles = self.titles()
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems(titles)
        self.list.setCurrentRow(titles.index(present) if present in titles else 0)
        self.list.blockSignals(False)

    def open_item(self, key: str) -> None:
        """Show a page by its caption (behind a colon: one thing on it), or what an update brought."""
        title, _, item = ("业务目录:updates" if key == UPDATES else key).partition(":")
        if title in self.titles():
            self.list.setCurrentRow(self.titles().index(title))
            if item:
                self.page().open_item(item)

    def on_new(self) -> None:
        self.page().on_new()

    def on_print(self) -> None:
        self.page().on_print()

    def on_export(self) -> None:
        self.page().on_export()

    def on_search(self) -> None:
        self.page().on_search()

    def _on_page(self, title: str) -> None:
        self.context.remember.put(KEPT, title)
        self._show_page()

    def _show_page(self) -> None:
        shown = self.page()
        self.stack.setCurrentWidget(shown)
        if shown.stale:
            shown.stale = False
            shown.reload()
