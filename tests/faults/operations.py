"""What an office does all day, as data: chosen from what stands open, done through the services.

An operation is written down before it is done, so that whoever was interrupted can be asked to do
exactly the same again under the same ``op_id``.
"""

from __future__ import annotations

import random
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from jingyue_desktop.services import pledges, posts, proposals
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store.tables import Pledge, Proposal
from tests.offices import Sessions

ACTIONS = {
    "issue": "pledges.issue",
    "sign": "pledges.sign",
    "file": "pledges.file",
    "void": "pledges.void",
    "propose": "posts.revise.propose",
    "confirm": "posts.revise",
}
SCAN_BYTES = 60_000


@dataclass(frozen=True)
class Operation:
    """One intended operation: its id, its kind (a key of ``ACTIONS``), what it is told."""

    id: str
    kind: str
    told: dict[str, Any]

    def data(self) -> dict[str, Any]:
        return asdict(self)


def choose(workspace: Workspace, chance: random.Random) -> Operation:
    """Return the next operation: mostly new pledges, the rest from what stands open."""
    op_id = f"{chance.getrandbits(128):032x}"
    kind = chance.choice(["issue", "issue", "sign", "file", "void", "duty", "duty"])
    if kind == "duty":
        return _duty(workspace, op_id)
    open_in = {"sign": ("待签",), "file": ("已签",), "void": ("待签", "已签")}.get(kind)
    row = _one(chance, open_in) if open_in else None
    if row is None:
        name = "".join(chance.choices("净月潭生态科技园喆赟珺", k=12))
        return Operation(op_id, "issue", {"project": name})
    return Operation(op_id, kind, {"pledge": row.id, "revision": row.revision})


def _one(chance: random.Random, states: tuple[str, ...]) -> Pledge | None:
    rows = list(Pledge.select().where(Pledge.state.in_(states)).order_by(Pledge.id).limit(20))
    return chance.choice(rows) if rows else None


def _duty(workspace: Workspace, op_id: str) -> Operation:
    waiting = Proposal.get_or_none(Proposal.state == "待确认")
    if waiting is not None:
        return Operation(op_id, "confirm", {"proposal": waiting.id})
    version = posts.card(Sessions(workspace)["director"], "planning_clerk").version
    return Operation(op_id, "propose", {"version": version})


def perform(sessions: Sessions, operation: Operation, scans: Path) -> Any:
    """Do an operation as the person whose business it is; returns the service's answer."""
    told = operation.told

    def who(key: str) -> Any:
        return sessions[key].once(operation.id)

    if operation.kind == "issue":
        values = {
            "variant": "选址意见书",
            "applicant": "长春净月建设投资有限公司",
            "project": told["project"],
            "accepted": "2026-02-13",
        }
        return pledges.issue(who("planning_clerk"), values)
    if operation.kind == "sign":
        scan = str(make_scan(scans, operation.id))
        return pledges.sign(who("custodian"), told["pledge"], told["revision"], scan, "2026-03-02")
    if operation.kind == "file":
        return pledges.file(who("custodian"), told["pledge"], told["revision"])
    if operation.kind == "void":
        return pledges.void(who("planning_chief"), told["pledge"], told["revision"], "重复开具")
    if operation.kind == "propose":
        texts = {"duty": f"受理规划业务申请（{operation.id}）"}
        return posts.revise(who("planning_chief"), "planning_clerk", told["version"], texts)
    return proposals.confirm(who("director"), told["proposal"])


def make_scan(scans: Path, seed: str, size: int = SCAN_BYTES) -> Path:
    """Return a scanned PDF that is the same for the same seed and unlike any other."""
    path = scans / f"签名扫描-{seed}.pdf"
    path.write_bytes(b"%PDF-1.4\n" + random.Random(seed).randbytes(size) + b"\n%%EOF\n")
    return path
