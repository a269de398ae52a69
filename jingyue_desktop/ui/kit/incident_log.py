"""The technical log: where our own bugs came from, never a value of the office."""

from __future__ import annotations

import os
import platform
import re
import secrets
import traceback
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jingyue_desktop.domain.clock import OFFICE_ZONE, Clock

NAME = "technical.log"
FULL = 256 * 1024
KEPT = 5

_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|“[^”]*”")


@dataclass(frozen=True)
class Incident:
    """One bug that happened: its number, the code it passed through, and details to hand on."""

    number: str
    signature: str
    details: str


class IncidentLog:
    """Writes to ``folder`` (made 0700, files 0600) and keeps the newest files.

    Messages of exceptions are left out, because they may quote what somebody typed; the types
    and the lines of code say where to look.
    """

    def __init__(self, folder: Path, clock: Clock, version: str = "") -> None:
        self._folder = folder
        self._clock = clock
        self._version = version

    def keep(self, error: BaseException) -> Incident:
        """Log an exception under a new number; a log that cannot be written is no second fault."""
        moment = self._clock.now().astimezone(OFFICE_ZONE)
        number = f"{moment:%Y%m%d}-{secrets.token_hex(2).upper()}"
        trail = _trail(error)
        details = "\n".join(
            [
                f"编号 {number}",
                f"时间 {moment:%Y-%m-%d %H:%M:%S}",
                f"程序 {self._version or '—'}　Python {platform.python_version()}　{platform.system()}",
                *trail,
            ]
        )
        self._write(moment, details)
        return Incident(number, "\n".join(trail), details)

    def note(self, text: str) -> None:
        """Log one line of Qt's own; whatever it quotes is left out."""
        moment = self._clock.now().astimezone(OFFICE_ZONE)
        self._write(moment, _QUOTED.sub("…", text).replace("\n", " "))

    def _write(self, moment: datetime, text: str) -> None:
        line = f"[{moment:%Y-%m-%d %H:%M:%S}] {text}\n"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._rotate()
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
            with os.fdopen(
                os.open(self._folder / NAME, flags, 0o600), "a", encoding="utf-8"
            ) as log:
                log.write(line)
        except OSError:
            # Disk full or no permission: the dialog still shows the details to copy.
            return

    def _rotate(self) -> None:
        path = self._folder / NAME
        if not path.exists() or path.stat().st_size < FULL:
            return
        for old in range(KEPT - 1, 0, -1):
            source = path.with_suffix(f".{old}") if old > 1 else path
            if source.exists():
                source.replace(path.with_suffix(f".{old + 1}"))


def _trail(error: BaseException) -> list[str]:
    lines: list[str] = []
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        lines.append(f"{type(link).__module__}.{type(link).__qualname__}")
        lines += [
            f"    {_place(frame.filename)}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(link.__traceback__)
        ]
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return lines


def _place(filename: str) -> str:
    # The path to the program may name the person it is installed for.
    return "/".join(Path(filename).parts[-3:])
