"""The one thing remembered before a workspace is open: which one was open last."""

from __future__ import annotations

import configparser
from pathlib import Path


def last_workspace(file: Path) -> Path | None:
    """Return the workspace opened last, or None where nothing is known or it is gone."""
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read(file, encoding="utf-8")
    except (configparser.Error, OSError, UnicodeDecodeError):
        return None
    text = parser.get("workspace", "last", fallback="")
    return Path(text) if text and Path(text).is_dir() else None


def remember_workspace(file: Path, folder: Path) -> None:
    """Keep ``folder`` as the one to open next time; the file appears whole or not at all."""
    parser = configparser.ConfigParser(interpolation=None)
    parser["workspace"] = {"last": str(folder.resolve())}
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(".part")
    with part.open("w", encoding="utf-8") as out:
        parser.write(out)
    part.replace(file)
