"""The few things that the program remembers for a user between starts, in ``settings.ini``."""

from __future__ import annotations

import configparser
import os
import tempfile
from pathlib import Path

SECTION, LAST = "start", "last_workspace"


class Settings:
    """The settings of one INI file; a missing or damaged file counts as an empty one.

    Nothing here decides about the office: those settings are in the workspace.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def last_workspace(self) -> Path | None:
        """Return the folder opened last, None when there is none or it is gone."""
        text = self._read().get(SECTION, LAST, fallback="")
        folder = Path(text)
        return folder if text and folder.is_dir() else None

    def remember_workspace(self, folder: Path) -> None:
        """Keep ``folder`` as the one opened last. Raises OSError when it cannot be written."""
        content = self._read()
        if not content.has_section(SECTION):
            content.add_section(SECTION)
        content.set(SECTION, LAST, str(folder.absolute()))
        self._write(content)

    def _read(self) -> configparser.ConfigParser:
        # No interpolation: a folder may have a per cent sign in its name.
        content = configparser.ConfigParser(interpolation=None)
        try:
            content.read_string(self._path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, configparser.Error):
            return configparser.ConfigParser(interpolation=None)
        return content

    def _write(self, content: configparser.ConfigParser) -> None:
        # Whole or not at all: the new file takes the old one's name when it is complete.
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=".settings-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                content.write(file)
            Path(name).replace(self._path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
