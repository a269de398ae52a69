"""What every tab is handed: who is logged in, how papers are made, where window state is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from jingyue_desktop.services.acts import Session

if TYPE_CHECKING:
    from jingyue_desktop.ui.kit.drafts import Drafts
    from jingyue_desktop.ui.kit.jobs import Jobs
    from jingyue_desktop.ui.kit.remember import Remember

Progress = Callable[[int], None]


class Made(Protocol):
    """A paper that was made (``content`` for previews, ``path`` for files)."""

    @property
    def title(self) -> str: ...
    @property
    def path(self) -> Path | None: ...
    @property
    def anchor(self) -> str: ...
    @property
    def content(self) -> bytes: ...


class Ready(Protocol):
    """A paper whose log row is written; ``make`` makes the bytes, on any thread."""

    @property
    def title(self) -> str: ...
    @property
    def make(self) -> Callable[[Path | None, Progress | None], Made]: ...


class PaperPress(Protocol):
    """The printing function wired by the program's edge; every ``prepare`` leaves its log row.

    ``check`` only says, by raising UserError, that a paper has characters no face can draw.
    """

    def prepare(self, session: Session, what: str, form: str, **options: Any) -> Ready: ...

    def check(self, session: Session, what: str, **options: Any) -> None: ...


@dataclass(frozen=True)
class Context:
    """The surroundings of a tab; replaced as a whole when another person logs in."""

    session: Session
    press: PaperPress
    jobs: Jobs
    remember: Remember
    drafts: Drafts
