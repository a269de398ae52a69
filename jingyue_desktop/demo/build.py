"""Builds the invented office, or finds the one that is there, and writes its papers."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jingyue_desktop.demo.people import PASSWORD, cast
from jingyue_desktop.demo.year import BEGIN, Year
from jingyue_desktop.domain.clock import SetClock, SystemClock
from jingyue_desktop.services import catalogue, demo_folder, pledge_register
from jingyue_desktop.services.acts import Session
from jingyue_desktop.services.founding import found
from jingyue_desktop.services.login import log_in
from jingyue_desktop.services.opening import open_workspace
from jingyue_desktop.services.pledge_register import Wanted
from jingyue_desktop.services.workspace import Workspace

# ``write(session, what, format, target, **options)`` makes one paper (the edge's printing function).
Write = Callable[..., Any]


def build_demo(
    folder: Path, resources: Path, forms: Path, write: Write, *, seed: int, fresh: bool
) -> list[tuple[str, Path]]:
    """Return (kind, path) of every paper of the demo in ``folder``, building what is missing.

    An existing demo is reused unless ``fresh``, one whose building was cut off is built anew; a
    folder with anything else is refused untouched.
    """
    if demo_folder.holds_demo(folder):
        if not fresh and demo_folder.is_whole(folder):
            return _papers_of(folder, resources, forms, write)
        # Files of the program that are wrong must not cost the demo that is there.
        catalogue.shipped_items(resources)
        demo_folder.clear(folder, SystemClock())
    demo_folder.begin(folder)
    chance, clock = random.Random(seed), SetClock(BEGIN)
    workspace = found(folder, clock, resources, forms, cast(chance), demo=True)
    try:
        with tempfile.TemporaryDirectory(prefix="jingyue-demo-") as scans:
            Year(workspace, clock, chance, _scanner(write, Path(scans))).play()
        demo_folder.finish(folder)
        return _papers(workspace, write)
    finally:
        workspace.close()


def _scanner(write: Write, folder: Path) -> Callable[[Session, int], Path]:
    def scan(session: Session, pledge: int) -> Path:
        target = folder / f"签名扫描-{pledge}.pdf"
        write(session, "pledge", "pdf", target, id=str(pledge))
        return target

    return scan


def _papers_of(folder: Path, resources: Path, forms: Path, write: Write) -> list[tuple[str, Path]]:
    workspace = open_workspace(folder, SystemClock(), resources, forms)
    try:
        return _papers(workspace, write)
    finally:
        workspace.close()


def _papers(workspace: Workspace, write: Write) -> list[tuple[str, Path]]:
    """Write the papers that are not there yet; the folder ``papers`` keeps those that are."""
    session: Session | None = None
    made: list[tuple[str, Path]] = []
    folder = workspace.folder / "papers"
    folder.mkdir(exist_ok=True)
    for kind, what, form, options in _wanted(workspace):
        path = folder / f"{kind}.{form}"
        if not path.exists():
            session = session or log_in(workspace, "局长", PASSWORD)
            write(session, what, form, path, **options)
        made.append((kind, path))
    return made


def _wanted(workspace: Workspace) -> list[tuple[str, str, str, dict[str, Any]]]:
    pledges = [
        (f"服务承诺书-{variant.name}", "pledge", "pdf", {"id": _newest(workspace, variant.code)})
        for variant in sorted(workspace.office().pledge_variants, key=lambda item: item.order)
    ]
    return [
        *pledges,
        ("空白服务承诺书", "pledge-blank", "pdf", {}),
        ("岗位职责廉政效能风险防控表", "risk-table", "pdf", {}),
        ("岗位职责表", "posts", "pdf", {}),
        ("风险防控四表", "risk-table", "xlsx", {"whole": True}),
        ("岗位职责表", "posts", "xlsx", {}),
        ("风险点清单", "risk-points", "xlsx", {}),
        ("服务承诺登记簿", "pledge-register", "xlsx", {}),
    ]


def _newest(workspace: Workspace, variant: str) -> str:
    """Return the id of the latest pledge of a variant that was not voided."""
    wanted = Wanted(variant=variant)
    rows = list(pledge_register.stream(Session(workspace, 0, "", ""), wanted)())
    return str([row.id for row in rows if row.state != "已作废"][-1])
