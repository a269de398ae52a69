"""Every office a released version left is opened by the present program, sound and complete."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from jingyue_desktop.domain.clock import SetClock
from jingyue_desktop.services import deadlines, flow_charts, proposals, updates
from jingyue_desktop.services.login import log_in
from jingyue_desktop.services.opening import check_workspace, open_workspace
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store import header
from jingyue_desktop.store.tables import KEPT, Draft, Throttle
from tests.offices import FORMS, PASSWORD, RESOURCES, Template
from tests.samples.facts import facts
from tests.samples.unpacking import VERSIONS, Sample, unpack


@pytest.fixture(params=VERSIONS)
def sample(request: pytest.FixtureRequest, tmp_path: Path) -> Sample:
    return unpack(request.param, tmp_path / "office")


def opened(sample: Sample) -> Workspace:
    return open_workspace(sample.folder, SetClock(sample.now), RESOURCES, FORMS)


def test_there_is_one_of_every_version() -> None:
    assert [f"v{n}" for n in range(1, header.SCHEMA_VERSION + 1)] == VERSIONS


def test_it_opens_with_everything_in_it(sample: Sample) -> None:
    workspace = opened(sample)
    assert facts(workspace) == sample.facts
    assert log_in(workspace, "director", PASSWORD).name == "高立群"
    workspace.close()
    assert check_workspace(sample.folder, (sample.anchor,)).findings == []


def test_the_newest_has_the_tables_this_program_makes(
    tmp_path: Path, template_sqlite: Template
) -> None:
    """Until the version is released its migration may still change; then the sample is made anew."""
    newest = unpack(VERSIONS[-1], tmp_path / "office")
    shapes = []
    for folder in (newest.folder, template_sqlite.folder):
        with closing(sqlite3.connect(f"file:{folder / 'office.db'}?immutable=1", uri=True)) as db:
            shapes.append(
                db.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
            )
    assert shapes[0] == shapes[1], f"run: python -m tests.samples.make_{VERSIONS[-1]}"


def test_no_table_of_it_is_empty(sample: Sample) -> None:
    """A sample proves nothing of a table it has no row in."""
    workspace = opened(sample)
    tables: list[Any] = [*KEPT, Draft, Throttle]
    counts = {model.__name__: model.select().count() for model in tables}
    workspace.close()
    assert all(counts.values()), counts


def test_every_state_is_in_it(sample: Sample) -> None:
    assert {row[8] for row in sample.facts["pledges"]} == {"待签", "已签", "已归档", "已作废"}
    states = {row[3] for row in sample.facts["proposals"]}
    assert states == {"待确认", "已确认", "已退回", "已撤回"}
    assert {"𠮷林大路😀地块", "龘靐齉爩"} <= {row[3] for row in sample.facts["pledges"]}


def test_a_changed_attachment_is_found(sample: Sample) -> None:
    """The control: what the check finds sound can be found unsound."""
    opened(sample).close()
    path = next(path for path in (sample.folder / "attachments").rglob("*") if path.is_file())
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    (finding,) = check_workspace(sample.folder, (sample.anchor,)).findings
    assert "附件" in finding.text


def test_what_came_after_it_is_offered_and_missed_by_nothing(sample: Sample) -> None:
    """An office founded before the periods of law and the ways out of steps were data."""
    workspace = opened(sample)
    chief, director = (log_in(workspace, who, PASSWORD) for who in ("planning_chief", "director"))
    before = flow_charts.chart(chief, "A1", flow_charts.FLOW)
    assert "A1.4 科员初审" in before.texts() and deadlines.limits(chief) == []
    assert deadlines.ask(chief, date(2026, 3, 2), 20).due == date(2026, 3, 30)
    pending = {(item.kind, item.code): item for item in updates.pending(chief)}
    for key in (("limit", "许可法43"), ("flow", "A1")):
        item = pending[key]
        filed = updates.adopt(chief, *key, True, item.version)
        proposals.confirm(director, filed)
    assert "其他去向" in {title for title, _, _ in pending[("flow", "A1")].fields}
    assert deadlines.ask(chief, date(2026, 3, 2), "许可法43").due == date(2026, 3, 30)
    after = flow_charts.chart(chief, "A1", flow_charts.FLOW)
    assert len(after.shapes) > len(before.shapes)
    workspace.close()
