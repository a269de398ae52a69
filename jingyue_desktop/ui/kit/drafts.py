"""What is being typed and not yet saved, kept every few seconds so that nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from jingyue_desktop.domain.errors import UserError

EVERY_MS = 10_000
Body = dict[str, Any]


class DraftStore(Protocol):
    """Where one person's drafts lie; the caller binds it to whoever is logged in."""

    def keep(self, key: str, body: Body) -> None: ...

    def kept(self, key: str) -> Body | None: ...

    def drop(self, key: str) -> None: ...


class Drafts(QObject):
    """Keeps the drafts of the open editors. ``failed`` tells once that they cannot be kept."""

    failed = Signal(Exception)

    def __init__(
        self, store: DraftStore, every_ms: int = EVERY_MS, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._open: dict[str, tuple[QObject, Callable[[], Body | None]]] = {}
        self._last: dict[str, Body | None] = {}
        self._broken = False
        self._timer = QTimer(self, interval=every_ms)
        self._timer.timeout.connect(self.keep_all)

    def follow(self, key: str, owner: QObject, draft: Callable[[], Body | None]) -> None:
        """Keep what ``draft()`` gives (None: nothing typed) under ``key`` while ``owner`` lives."""
        self._open[key] = (owner, draft)
        self._last[key] = None
        self._timer.start()

    def kept(self, key: str) -> Body | None:
        """Return what was kept under ``key`` before, to offer it again."""
        return self._store.kept(key)

    def saved(self, key: str) -> None:
        """Stop following ``key`` and forget its draft: it was saved, or given up on purpose."""
        self._open.pop(key, None)
        self._store.drop(key)
        self._stop_if_idle()

    def put_by(self, key: str) -> None:
        """Keep ``key`` a last time and stop following it: its editor closes, the draft stays."""
        _, draft = self._open.pop(key, (None, lambda: None))
        body = draft()
        if body is not None:
            self._keep(key, body)
        self._stop_if_idle()

    def keep_all(self) -> None:
        """Keep every open draft now (the timer, the idle lock, a change of user)."""
        for key, (owner, draft) in list(self._open.items()):
            if not isValid(owner):
                del self._open[key]
                continue
            body = draft()
            if body is not None and body != self._last[key]:
                self._keep(key, body)
        self._stop_if_idle()

    def close(self) -> None:
        """Keep every open draft a last time and watch no more (the person leaves)."""
        self.keep_all()
        self._open.clear()
        self._timer.stop()

    def _keep(self, key: str, body: Body) -> None:
        try:
            self._store.keep(key, body)
        except UserError as error:
            if not self._broken:
                self._broken = True
                self.failed.emit(error)
            return
        self._broken = False
        self._last[key] = body

    def _stop_if_idle(self) -> None:
        if not self._open:
            self._timer.stop()
