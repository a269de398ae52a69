"""What the edge of the program hands to the windows: places, opening, founding, printing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jingyue_desktop.domain.clock import Clock

if TYPE_CHECKING:
    from jingyue_desktop.services.workspace import Workspace
    from jingyue_desktop.ui.context import PaperPress
    from jingyue_desktop.ui.desk import TabEntry
    from jingyue_desktop.ui.kit.jobs import Jobs
    from jingyue_desktop.ui.kit.remember import Remember
    from jingyue_desktop.ui.login_page import DemoLogin
    from jingyue_desktop.ui.wizard import Founding


@dataclass(frozen=True)
class Wiring:
    """Everything the windows cannot know by themselves.

    ``load()`` brings in modules and shipped data; ``pass_gate(folder)`` returns the held lock; ``open(folder, lock)`` the open workspace;
    ``check(folder)`` the command line of the check beside the login; ``accept(folder, kind)``
    remembers a disk of an unknown kind; ``remember_folder`` keeps the last one for the next start.
    """

    clock: Clock
    press: PaperPress
    jobs: Jobs
    remember: Remember
    entries: Callable[[], Sequence[TabEntry]]
    load: Callable[[], None]
    pass_gate: Callable[[Path], Any]
    open: Callable[[Path, Any], Workspace]
    check: Callable[[Path], list[str]]
    accept: Callable[[Path, str], None]
    judge: Callable[[Path], None]
    found: Callable[[Founding], None]
    first_office: Callable[[], tuple[str, list[tuple[str, str]]]]
    make_demo: Callable[[], Path]
    demo_logins: Callable[[], Sequence[DemoLogin]]
    remember_folder: Callable[[Path], None]
    default_folder: Path
