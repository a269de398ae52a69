"""What the program may ask a person, whoever answers: the screen, or a test."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, Protocol

from PySide6.QtWidgets import QDialog, QWidget

Kind = Literal["inform", "warn", "error"]
Leaving = Literal["keep", "discard", "cancel"]


class Prompts(Protocol):
    """What the program needs of a person; the screen answers it, or a test does."""

    def tell(self, parent: QWidget | None, kind: Kind, text: str, advice: str) -> None:
        """Show a message and wait until it was read."""

    def choose(
        self,
        parent: QWidget | None,
        text: str,
        advice: str,
        answers: Mapping[str, str],
        usual: str,
        danger: str,
    ) -> str:
        """Return the key of the chosen answer (key → button text); closing means the last one."""

    def ask_text(
        self, parent: QWidget | None, title: str, caption: str, text: str, required: bool
    ) -> str | None:
        """Return the text typed, or None."""

    def ask_password(self, parent: QWidget | None, title: str, caption: str) -> str | None:
        """Return the password typed, or None."""

    def open_files(self, parent: QWidget | None, title: str, kinds: str, many: bool) -> list[Path]:
        """Return the chosen files, none when given up."""

    def save_file(
        self, parent: QWidget | None, title: str, suggested: Path, kinds: str
    ) -> Path | None:
        """Return where to save, or None."""

    def choose_folder(self, parent: QWidget | None, title: str, start: Path) -> Path | None:
        """Return the chosen folder, or None."""

    def run(self, dialog: QDialog) -> bool:
        """Show a dialog, wait for it, and return whether it was accepted."""
