"""The tabs of the desk in their order; a tab's module is loaded when the tab is first looked at."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence

from jingyue_desktop.ui.context import Context
from jingyue_desktop.ui.desk import TabEntry
from jingyue_desktop.ui.tab import Tab

TABS = (
    ("工作台", "workbench", "WorkbenchTab"),
    ("岗位职责", "posts", "PostsTab"),
    ("风险防控表", "risks", "RisksTab"),
    ("业务流程", "flows", "FlowsTab"),
    ("服务承诺", "pledges", "PledgesTab"),
    ("制度", "regulations", "RegulationsTab"),
    ("系统", "system", "SystemTab"),
)


def entries() -> Sequence[TabEntry]:
    """Return the tabs everybody has; what a person may do on them the services decide."""
    return [TabEntry(title, _maker(folder, name)) for title, folder, name in TABS]


def _maker(folder: str, name: str) -> Callable[[Context], Tab]:
    def make(context: Context) -> Tab:
        module = importlib.import_module(f"jingyue_desktop.ui.{folder}.tab")
        made: Tab = getattr(module, name)(context)
        return made

    return make
