"""Commands as tests run them: in this process, or as the real program on its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from jingyue_desktop import cli


@dataclass(frozen=True)
class Said:
    """What one command said and its exit code."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Said]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process."""

    def call(*argv: str) -> Said:
        try:
            code = cli.main(argv)
        except SystemExit as left:
            code = int(left.code or 0)
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return Said(code, out, err)

    return call


def started(argv: Sequence[str | bytes], root: Path, **env: str) -> subprocess.Popen[bytes]:
    """Start the real program as the launcher does."""
    kept = {name: value for name, value in os.environ.items() if "DISPLAY" not in name}
    kept.pop("QT_QPA_PLATFORM", None)
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "jingyue_desktop", *argv],
        env=kept | {"PYTHONPATH": str(root)} | env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def finished(argv: Sequence[str | bytes], root: Path, **env: str) -> Said:
    """Run the real program to its end."""
    process = started(argv, root, **env)
    out, err = process.communicate(timeout=60)
    return Said(process.returncode, out.decode(), err.decode())
