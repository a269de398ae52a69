"""Workbooks in: read by a limited child process, so that no file can harm the program itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from threading import Event, Timer
from typing import Any

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.paper.grid import Value

SECONDS = 30.0
ROOT = Path(__file__).resolve().parents[2]
Row = tuple[Value, ...]


@dataclass(frozen=True)
class Book:
    """What a workbook holds: rows of plain values by sheet, and the digest of the file (SHA-256).

    Row n stands at index n - 1, column A at index 0; empty ends are left off.
    """

    sheets: Mapping[str, tuple[Row, ...]]
    sha256: str


def own_command() -> list[str]:
    """Return the command this program gives itself to read a workbook, packaged or not."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--read-workbook"]
    return [sys.executable, "-P", "-m", "jingyue_desktop", "--read-workbook"]


def read_workbook(
    path: Path, command: Sequence[str] | None = None, *, seconds: float = SECONDS
) -> Book:
    """Return what a workbook holds; raises UserError with the reason a file is refused for.

    The child has 512 MiB and ``seconds``; it takes ``path`` after the words of ``command``.
    """
    process = subprocess.Popen(
        [*(command or own_command()), str(path)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    late = Event()

    def stop() -> None:
        late.set()
        process.kill()

    timer = Timer(seconds, stop)
    timer.start()
    try:
        assert process.stdout is not None
        return book_of(process.stdout)
    except _Broken as broken:
        if late.is_set():
            raise UserError(
                f"文件在 {seconds:.0f} 秒内没有读完，没有读取。", "请只留要导入的内容，另存后再试。"
            ) from broken
        raise UserError("文件展开后太大或已损坏，没有读取。", "请另存后再试。") from broken
    finally:
        timer.cancel()
        process.kill()
        process.communicate()


class _Broken(Exception):
    """The child ended without a verdict."""


def book_of(lines: Iterable[bytes]) -> Book:
    """Return the workbook a child has told line by line; raises UserError where it refused it."""
    sheets: dict[str, list[Row]] = {}
    rows: list[Row] = []
    for line in lines:
        try:
            said = json.loads(line.decode("utf-8", "surrogatepass") or "null")
        except ValueError:
            continue  # the line on which memory ran out; the verdict follows
        if isinstance(said, list):
            rows.append(tuple(_value(item) for item in said))
        elif "sheet" in said:
            rows = sheets.setdefault(said["sheet"], [])
        elif "refused" in said:
            raise UserError(*said["refused"])
        else:
            return Book({name: tuple(found) for name, found in sheets.items()}, said["done"])
    raise _Broken


def _value(item: Any) -> Value:
    if isinstance(item, dict):
        return Decimal(item["n"]) if "n" in item else date.fromisoformat(item["d"])
    value: Value = item
    return value
