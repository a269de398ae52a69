"""Commands the program gives itself: limited or read-only work in a child process."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path


def read_workbook(argv: list[str]) -> int:
    """Read one workbook into plain rows under limits (``files.read_child``)."""
    from jingyue_desktop.files.read_child import main

    return int(main(argv))


def gate_check(argv: list[str]) -> int:
    """Check a workspace while the password is typed; prints one JSON object."""
    from jingyue_desktop.domain.clock import SystemClock
    from jingyue_desktop.domain.errors import UserError
    from jingyue_desktop.services.opening import GateReport, gate_check

    try:
        report = gate_check(Path(argv[0]), SystemClock().now())
    except UserError as fault:
        report = GateReport(False, (), 0, 0, fault=str(fault))
    json.dump(asdict(report), sys.stdout, ensure_ascii=False)
    return 0
