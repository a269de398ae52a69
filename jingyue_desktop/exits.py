"""The exit codes of the program, a stable contract."""

from __future__ import annotations

DONE = 0
COULD_NOT_RUN = 1
NO_SCREEN = 3
REFUSED = 5
USAGE = 64
BUG = 70
