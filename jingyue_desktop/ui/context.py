"""What every tab is handed: who is logged in, how papers are made, where window state is kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from jingyue_desktop.services.acts import Session

if TYPE_CHECKING:
    from jingyue_desktop.ui.kit.jobs import Jobs
    from jingyue_desktop.ui.kit.remember import Remember


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


class PaperPress(Protocol):
    """The printing function wired by the program's edge; every call leaves its log row."""

    def pdf(self, session: Session, what: str, **options: Any) -> Made: ...
    def write(
        self, session: Session, what: str, form: str, target: Path, **options: Any
    ) -> Made: ...


@dataclass(frozen=True)
class Context:
    """The surroundings of a tab; replaced as a whole when another person logs in."""

    session: Session
    press: PaperPress
    jobs: Jobs
    remember: Remember
