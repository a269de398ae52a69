"""Where the log's chain stood: printed on papers, typed back in, kept beside backups."""

from __future__ import annotations

import re
from dataclasses import dataclass

GENESIS = "0" * 64


@dataclass(frozen=True)
class Anchor:
    """Where the chain stood: printed on papers, kept beside backups; seq is also the count."""

    seq: int
    hash: str

    def text(self) -> str:
        """Return the printed form, e.g. ``日志 12 345 · 9F3A-41C2-07BD-66E0``."""
        head = self.hash[:16].upper()
        return f"日志 {self.seq:,} · ".replace(",", " ") + "-".join(
            head[i : i + 4] for i in range(0, 16, 4)
        )


def parse_anchor(text: str) -> tuple[int, str] | None:
    """Return (seq, first hash digits in lower case) of a typed anchor, or None if it is none."""
    match = re.search(r"(\d[\d\s,]*)\s*[·・.\-—:：]\s*([0-9A-Fa-f][0-9A-Fa-f\s-]{6,})", text)
    if match is None:
        return None
    seq = int(re.sub(r"\D", "", match[1]))
    digits = re.sub(r"[^0-9a-f]", "", match[2].lower())
    # The first row of a log has number 1.
    return (seq, digits) if seq and len(digits) >= 8 else None
