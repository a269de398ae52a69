"""Published forms: the file of a version, and the checksum that keeps it as it was published."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

from jingyue_desktop.domain.errors import DataFault
from jingyue_desktop.paper.form import Block, Check, Form, Place
from jingyue_desktop.paper.form_file import read_form_file
from jingyue_desktop.paper.strict import read_text, read_toml

PUBLISHED = "published.toml"
_FILE = re.compile(r"([a-z][a-z0-9_]*)\.v([1-9][0-9]*)\.toml")


def load_form(folder: Path, name: str, version: int | None = None) -> Form:
    """Return a published form (the newest version if none is said); DataFault when it is wrong."""
    return _load(folder, name, version or newest_version(folder, name))


def newest_version(folder: Path, name: str) -> int:
    """Return the highest version of a form in ``folder``; DataFault where there is none."""
    found = (_FILE.fullmatch(path.name) for path in folder.glob(f"{name}.v*.toml"))
    versions = [int(match[2]) for match in found if match and match[1] == name]
    if not versions:
        raise DataFault(f"{name}.toml", "整个文件", "没有这个表单")
    return max(versions)


@cache
def _load(folder: Path, name: str, version: int) -> Form:
    path = folder / f"{name}.v{version}.toml"
    _check_frozen(folder, path)
    return read_form_file(path)


def checksum(path: Path) -> str:
    """Return the checksum a published form is frozen by (line ends do not count)."""
    return hashlib.sha256(read_text(path).replace("\r\n", "\n").encode()).hexdigest()


def published_line(path: Path) -> str:
    """Return the line of ``published.toml`` that freezes the form of ``path`` as it is now."""
    return f'"{path.stem}" = "{checksum(path)}"'


def _check_frozen(folder: Path, path: Path) -> None:
    """A form without a line is a draft; one with a line is what records were written on."""
    listed = folder / PUBLISHED
    if not listed.exists():
        return
    wanted = read_toml(listed).get(path.stem)
    if wanted is not None and wanted != checksum(path):
        raise DataFault(path.name, "整个文件", "已公布的表单被改动；请另出一个新版本")


__all__ = [
    "Block",
    "Check",
    "Form",
    "Place",
    "checksum",
    "load_form",
    "newest_version",
    "published_line",
    "read_form_file",
]
