"""Child processes for tests that kill them: forked from a warmed nursery, heard to the last word."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0


def tool(name: str) -> str:
    """Return the path of a tool the machine must have; its absence fails by name, never skips."""
    found = shutil.which(name)
    if found is None:
        pytest.fail(f"the tool {name} is missing: these tests need strace, mount and setpriv")
    return found


def must_be_root(what: str) -> None:
    """Fail by name where only root can do what the test needs."""
    if os.geteuid() != 0:
        pytest.fail(f"{what} needs root: run the tests as root")


class Child:
    """One forked child: what it says comes as JSON lists, its death as the end of its talk.

    Process ids are not reused within a test, so a late ``kill`` meets nobody else.
    """

    def __init__(self, pid: int, end: socket.socket) -> None:
        self.pid = pid
        self.closed = False
        self._end = end
        self._lines = end.makefile("r", encoding="utf-8")

    def hear(self) -> list[Any] | None:
        """Return the next thing the child says, None when it is dead."""
        try:
            line = self._lines.readline()
        except ConnectionResetError:
            return None
        return json.loads(line) if line.endswith("\n") else None

    def hears(self, first: str) -> list[Any]:
        """Return the next word, which must begin with ``first``."""
        said = self.hear()
        assert said is not None and said[0] == first, f"wanted {first}, heard {said}"
        return said

    def tell(self, word: str) -> None:
        """Say one word to the child."""
        self._end.sendall(f"{word}\n".encode())

    def kill(self) -> None:
        """SIGKILL; what it had already said can still be heard, also why it may have died itself."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def rest(self) -> list[list[Any]]:
        """Return all it still says until it is dead."""
        words = []
        while (said := self.hear()) is not None:
            words.append(said)
        self.close()
        return words

    def kill_after(self, seconds: float) -> None:
        """SIGKILL at a moment the child knows nothing of."""
        Event().wait(seconds)
        self.kill()

    def close(self) -> None:
        self.closed = True
        self._lines.close()
        self._end.close()


class Nursery:
    """The warmed process; ``prefix`` is a command it runs under (strace)."""

    def __init__(self, prefix: Sequence[str] = ()) -> None:
        mine, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._requests = mine
        self._children: list[Child] = []
        mine.settimeout(PATIENCE)
        self._process = subprocess.Popen(
            [*prefix, sys.executable, "-P", "-m", "tests.faults.nursery", str(its.fileno())],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            pass_fds=[its.fileno()],
        )
        its.close()
        assert mine.recv(16) == b"warm"

    def start(self, work: str, **arguments: Any) -> Child:
        """Fork a child that does ``work`` (a function of ``working``)."""
        mine, its = socket.socketpair()
        mine.settimeout(PATIENCE)
        request = json.dumps({"work": work, "arguments": arguments}).encode()
        socket.send_fds(self._requests, [request], [its.fileno()])
        its.close()
        child = Child(int(self._requests.recv(32)), mine)
        self._children.append(child)
        return child

    def send_home(self) -> None:
        """End whatever child is still there; a failed test leaves some."""
        for child in self._children:
            if not child.closed:
                child.kill()
                child.rest()
        self._children.clear()

    def close(self) -> None:
        """End the children that are left, then the nursery."""
        self.send_home()
        self._requests.close()
        self._process.wait(PATIENCE)

    def __enter__(self) -> Nursery:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
