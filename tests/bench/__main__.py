"""``python -m tests.bench [NAME …] [--json FILE]``: every measurement, as ratios to a floor in the same run."""

from __future__ import annotations

import argparse
import importlib
import json
import tempfile
from pathlib import Path

# Module → what its ratios are aimed at (the issue's own figures).
AIMS = {
    "start": {
        "start_ratio": 3.0,
        "usable_ratio": 1.0,
        "start_100k_ratio": 3.0,
        "usable_100k_ratio": 1.0,
    },
    "pledge_pdf": {"pledge_pdf_ratio": 2.0},
    "register_xlsx": {"register_xlsx_ratio": 1.25, "register_xlsx_mib": 80.0},
    "search": {},
    "act": {},
}


def main() -> None:
    """Run the chosen measurements, print each figure, write them as JSON and say where."""
    parser = argparse.ArgumentParser(prog="tests.bench")
    parser.add_argument("names", nargs="*", choices=[[], *AIMS], default=[])
    usual = Path(tempfile.gettempdir()) / "jingyue-bench.json"
    parser.add_argument("--json", type=Path, default=usual)
    arguments = parser.parse_args()
    found: dict[str, dict[str, float]] = {}
    for name in arguments.names or AIMS:
        found[name] = importlib.import_module(f"tests.bench.{name}").measure()
        for key, value in found[name].items():
            aim = AIMS[name].get(key)
            verdict = "" if aim is None else f"   aim {aim:g}{'' if value <= aim else '  MISSED'}"
            print(f"{name:14} {key:36} {value:12.4f}{verdict}", flush=True)
    arguments.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(f"written: {arguments.json}")


if __name__ == "__main__":
    main()
