"""Sample offices of every released data version, unpacked where a test may do what it likes."""

from __future__ import annotations

import json
import tarfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
VERSIONS = sorted(path.name.partition(".")[0] for path in HERE.glob("v*.tar.xz"))


@dataclass(frozen=True)
class Sample:
    """An office as its version left it: its folder, its last moment, its anchor, what it knows."""

    folder: Path
    now: datetime
    anchor: str
    facts: dict[str, Any]


def unpack(version: str, folder: Path) -> Sample:
    """Unpack the sample of a version (``v1``) into ``folder``."""
    with tarfile.open(HERE / f"{version}.tar.xz") as packed:
        packed.extractall(folder, filter="data")
    kept = json.loads((HERE / f"{version}.json").read_text(encoding="utf-8"))
    return Sample(folder, datetime.fromisoformat(kept["now"]), kept["anchor"], kept["facts"])
