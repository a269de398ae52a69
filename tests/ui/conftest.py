"""What window tests share: the look on a real application, and prompts answered in advance."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from jingyue_desktop.ui.kit import dialogs
from jingyue_desktop.ui.kit.jobs import Jobs, NowExecutor
from jingyue_desktop.ui.kit.remember import Remember
from jingyue_desktop.ui.kit.style import Look
from tests.ui.desks import make_desk

__all__ = ["make_desk"]

if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

HERE = Path(__file__).resolve().parent
RESOURCES = HERE.parents[1] / "resources"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let pass what the screenless platform says about windows it cannot raise or size."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


@dataclass(frozen=True)
class Seen:
    """One prompt that came up: its kind and everything it said."""

    kind: str
    text: str
    advice: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)


class ExpectedPrompts:
    """Answers prompts in the order a test announced them; any other prompt fails the test.

    ``expect("inform" | "warn" | "error")`` for messages, ``expect("choose", key)`` for questions
    (``yes``/``no``, ``keep``/``discard``/``cancel`` or the question's own key),
    ``expect("text" | "password", typed)``, ``expect("open", [path])``, ``expect("save", path)``,
    ``expect("folder", path)``, and ``expect("dialog", drive)`` where ``drive(dialog)`` works on the
    shown dialog as a user would and closes it. ``seen`` tells afterwards what was said.
    """

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.unexpected: list[Seen] = []
        self._waiting: list[tuple[str, Any]] = []

    def expect(self, kind: str, answer: Any = None) -> None:
        self._waiting.append((kind, answer))

    @property
    def last(self) -> Seen:
        return self.seen[-1]

    def _answer(self, seen: Seen) -> Any:
        self.seen.append(seen)
        if not self._waiting or self._waiting[0][0] != seen.kind:
            self.unexpected.append(seen)
            raise AssertionError(f"unexpected prompt: {seen}")
        return self._waiting.pop(0)[1]

    def tell(self, parent: QWidget | None, kind: str, text: str, advice: str) -> None:
        self._answer(Seen(kind, text, advice))

    def choose(
        self,
        parent: QWidget | None,
        text: str,
        advice: str,
        answers: Mapping[str, str],
        usual: str,
        danger: str,
    ) -> str:
        more = {"answers": dict(answers), "usual": usual, "danger": danger}
        chosen: str = self._answer(Seen("choose", text, advice, more))
        assert chosen in answers, f"{chosen!r} is not among {dict(answers)}"
        return chosen

    def ask_text(
        self, parent: QWidget | None, title: str, caption: str, text: str, required: bool
    ) -> str | None:
        typed: str | None = self._answer(Seen("text", title, caption, {"required": required}))
        return typed

    def ask_password(self, parent: QWidget | None, title: str, caption: str) -> str | None:
        typed: str | None = self._answer(Seen("password", title, caption))
        return typed

    def open_files(self, parent: QWidget | None, title: str, kinds: str, many: bool) -> list[Path]:
        return list(self._answer(Seen("open", title, kinds)) or [])

    def save_file(
        self, parent: QWidget | None, title: str, suggested: Path, kinds: str
    ) -> Path | None:
        place: Path | None = self._answer(Seen("save", title, kinds, {"suggested": suggested}))
        return place

    def choose_folder(self, parent: QWidget | None, title: str, start: Path) -> Path | None:
        place: Path | None = self._answer(Seen("folder", title))
        return place

    def run(self, dialog: QDialog) -> bool:
        seen = Seen("dialog", dialog.windowTitle(), type(dialog).__name__)
        drive: Callable[[Any], None] = self._answer(seen)
        dialog.show()
        drive(dialog)
        assert not dialog.isVisible(), f"{type(dialog).__name__} was left open"
        return dialog.result() == QDialog.DialogCode.Accepted


@pytest.fixture(scope="session", autouse=True)
def look(qapp: QApplication) -> Look:
    """Dress the test application like the real one."""
    return Look(qapp, RESOURCES)


@pytest.fixture(autouse=True)
def prompts() -> Iterator[ExpectedPrompts]:
    """Stand in for the person at the screen."""
    expected = ExpectedPrompts()
    dialogs.install(expected)
    yield expected
    dialogs.install(None)
    assert not expected.unexpected, f"unexpected prompts: {expected.unexpected}"
    assert not expected._waiting, f"prompts that never came: {expected._waiting}"


@pytest.fixture
def remember(tmp_path: Path) -> Remember:
    """Remembered window state in a file of the test's own."""
    return Remember(tmp_path / "window.ini")


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    """Background work that is done at once."""
    made = Jobs(NowExecutor())
    yield made
    made.shutdown()
