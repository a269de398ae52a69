"""Our own bugs: kept in the technical log under a number, without any value of the office."""

from __future__ import annotations

import secrets
import traceback
from pathlib import Path


def keep_incident(error: BaseException) -> str:
    """Write where ``error`` came from (no message, no values) and return its number."""
    number = secrets.token_hex(3).upper()
    try:
        from jingyue_desktop.paths import user_log_dir

        folder = user_log_dir()
        folder.mkdir(parents=True, exist_ok=True)
        write_incident(folder / "incidents.log", number, error)
    except OSError:
        return f"{number}（日志未能写入）"
    return number


def write_incident(path: Path, number: str, error: BaseException) -> None:
    """Append one incident: number, type and the lines of code it passed through."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{number} {type(error).__module__}.{type(error).__name__}"]
    lines += [f"    {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    path.touch(mode=0o600, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
