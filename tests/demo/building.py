"""The command ``demo`` as a person runs it, and what an invented office holds."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
# What chance or the machine's clock gives, and no seed: salts, hashes made with them, the scans
# (their PDF holds the anchor), when the tables were made.
CHANCE = {"salt", "phc", "sha256", "size", "content", "applied"}
UNTOLD = {"log", "log_head", "log_object", "throttle", "schema_migration"}


def command(*argv: str) -> list[str]:
    """Return the command line of the program without its launcher."""
    return [sys.executable, "-P", "-m", "jingyue_desktop", *argv]


def environment(**more: str) -> dict[str, str]:
    """Return an environment without a screen, in which the program finds its package."""
    kept = {name: value for name, value in os.environ.items() if "DISPLAY" not in name}
    return kept | {"PYTHONPATH": str(ROOT)} | more


def demo(folder: Path, *more: str) -> Any:
    """Run ``demo`` to its end and return what it says as JSON."""
    argv = command("demo", "--no-window", "--json", "--workspace", str(folder), *more)
    done = subprocess.run(argv, env=environment(), capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def office(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Return every row of the office's tables, without what chance gives."""
    with closing(sqlite3.connect(folder / "office.db")) as db:
        db.row_factory = sqlite3.Row
        names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        return {name: _rows(db, name) for name in sorted(set(names) - UNTOLD)}


def acts(folder: Path) -> list[tuple[Any, ...]]:
    """Return what was done when by whom, in the order of the log."""
    sql = "SELECT ts, action, actor, success, object_type, object_id FROM log ORDER BY seq"
    with closing(sqlite3.connect(folder / "office.db")) as db:
        return list(db.execute(sql))


def _rows(db: sqlite3.Connection, name: str) -> list[dict[str, Any]]:
    rows = [dict(row) for row in db.execute(f'SELECT * FROM "{name}" ORDER BY 1')]
    if name == "meta":
        rows = [row for row in rows if row["key"] == "demo"]
    return [{key: value for key, value in row.items() if key not in CHANCE} for row in rows]


def tree(folder: Path) -> dict[str, str]:
    """Return the digest of every file below ``folder``, and every empty folder."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        if path.is_file()
        else "folder"
        for path in folder.rglob("*")
    }
