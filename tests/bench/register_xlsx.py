"""How long a register of 100,000 rows takes to become a workbook, and how much memory, against
openpyxl's bare write-only loop with the same rows as plain values.

Each is measured in a process of its own, so that neither warms or weighs on the other.
"""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook

from jingyue_desktop.files.xlsx_write import write_workbook
from jingyue_desktop.paper.layout import listing
from tests.files.papers import form, one, register_rows

ROOT = Path(__file__).resolve().parents[2]
ROWS = 100_000


def measure() -> dict[str, float]:
    """Return seconds of both, their ratio, and what ours takes above the start (MiB)."""
    ours, bare = _alone("ours"), _alone("bare")
    return {
        "register_xlsx_s": ours[0],
        "register_xlsx_bare_s": bare[0],
        "register_xlsx_ratio": ours[0] / bare[0],
        "register_xlsx_mib": ours[1],
        "register_xlsx_bare_mib": bare[1],
        "register_xlsx_longest_pause_s": ours[2],
    }


def _alone(which: str) -> list[float]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.register_xlsx", which],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return [float(number) for number in json.loads(done.stdout)]


def _ours(target: Path, seen: Callable[[int], None]) -> None:
    register = listing(form("pledge_register"), lambda: register_rows(ROWS), "服务承诺登记簿")
    write_workbook(one(register), target, foot="日志 1 · 0000-0000-0000-0000", progress=seen)


def _bare(target: Path, seen: Callable[[int], None]) -> None:
    book = Workbook(write_only=True)
    page = book.create_sheet("登记簿")
    for row in register_rows(ROWS):
        page.append(row)
    book.save(target)


def _run(which: str) -> list[float]:
    """Return seconds, MiB above the start, and the longest time between two reports of progress."""
    moments = [time.perf_counter()]
    before = _peak()
    with tempfile.TemporaryDirectory() as folder:
        write = _ours if which == "ours" else _bare
        write(Path(folder) / "a.xlsx", lambda rows: moments.append(time.perf_counter()))
    moments.append(time.perf_counter())
    grown = _peak() - before
    pauses = [b - a for a, b in itertools.pairwise(moments)]
    return [moments[-1] - moments[0], grown, max(pauses)]


def _peak() -> float:
    """Return the most memory this process has had (MiB); ru_maxrss would count its parent's too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(_run(sys.argv[1])))
    else:
        for name, value in measure().items():
            print(f"{name:30} {value:.3f}")
