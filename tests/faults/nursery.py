"""A warmed process that holds no database and forks one child for each piece of work asked of it.

Run as ``python -m tests.faults.nursery FD``. Each request on the socket FD is one JSON object
``{"work", "arguments"}`` and the child's end of its own talk; the answer is the child's id.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import traceback
from typing import Any

from jingyue_desktop.domain.errors import UserError
from tests.faults import working


class Talk:
    """The child's end: says one JSON list a line, hears one line at a time."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end
        self._lines = end.makefile("r", encoding="utf-8")

    def say(self, *words: Any) -> None:
        """Say a line in one write, so that a kill never leaves half of it."""
        self._end.sendall((json.dumps(words, ensure_ascii=False) + "\n").encode())

    def hear(self) -> str:
        """Wait for the parent's next word; empty when the parent is gone."""
        return self._lines.readline().strip()


def grow_up(request: bytes, end: socket.socket) -> None:
    """Do the work; a fault the user would see is said as such, anything else with its trace."""
    talk = Talk(end)
    asked = json.loads(request)
    try:
        getattr(working, asked["work"])(talk, **asked["arguments"])
        talk.say("done")
    except BrokenPipeError:
        return  # the test ended first
    except UserError as fault:
        talk.say("fault", type(fault).__name__, fault.message, fault.advice)
    except BaseException:
        talk.say("broken", traceback.format_exc())


def main() -> None:
    """Warm up, then fork for every request until the parent closes its end."""
    requests = socket.socket(fileno=int(sys.argv[1]))
    working.warm()
    requests.send(b"warm")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        request, handles, _, _ = socket.recv_fds(requests, 1 << 20, 1)
        if not request:
            return
        pid = os.fork()
        if pid == 0:
            requests.close()
            grow_up(request, socket.socket(fileno=handles[0]))
            os._exit(0)
        os.close(handles[0])
        requests.send(str(pid).encode())


if __name__ == "__main__":
    main()
