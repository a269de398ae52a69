"""A fixed day's work of twenty acts, for tests that must know beforehand what comes."""

from __future__ import annotations

from typing import Any

from tests.faults.operations import Operation


def twenty() -> list[Operation]:
    """Return twenty operations on a fresh office, of every kind."""
    told: list[tuple[str, dict[str, Any]]]
    told = [("issue", {"project": f"净月潭生态科技园{n}期"}) for n in range(1, 9)]
    told += [("sign", {"pledge": n, "revision": 1}) for n in range(1, 5)]
    told += [("file", {"pledge": n, "revision": 2}) for n in (1, 2)]
    told += [("void", {"pledge": n, "revision": 1}) for n in (5, 6)]
    for n in (1, 2):
        told += [("propose", {"version": n}), ("confirm", {"proposal": n})]
    return [Operation(f"day-{n}", kind, what) for n, (kind, what) in enumerate(told)]
