"""Start of the program: ``python -m jingyue_desktop``."""

from __future__ import annotations

import sys

from jingyue_desktop.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
