"""What changed, told after commit to whoever shows it."""

from __future__ import annotations

from collections.abc import Callable

Listener = Callable[[str], None]


class Topics:
    """Announces topic names (``pledges``, ``people`` …) to listeners, in the order they came."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener(topic)`` after each change; returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def announce(self, *topics: str) -> None:
        """Tell every listener of every topic."""
        for topic in topics:
            for listener in tuple(self._listeners):
                listener(topic)
