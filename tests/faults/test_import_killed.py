"""A list being taken over when the process is killed (E2): all of it or nothing, and never twice."""

from __future__ import annotations

import os
import random
import signal
import threading
from pathlib import Path

import pytest

from jingyue_desktop.domain.clock import SetClock
from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.services import pledges
from jingyue_desktop.services.opening import check_workspace, open_workspace
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store.tables import NumberSeries, Pledge
from tests.offices import FORMS, RESOURCES, START, Sessions, Template, copied
from tests.services.test_pledges import SITING

ROWS = [{**SITING, "applicant": f"单位{n}"} for n in range(1000)]
DIGEST = "e2" * 32
SEED = 20261124


def opened(folder: Path) -> Workspace:
    return open_workspace(folder, SetClock(START), RESOURCES, FORMS)


def take(folder: Path) -> None:
    workspace = opened(folder)
    pledges.issue_batch(Sessions(workspace)["planning_clerk"], ROWS, DIGEST)


@pytest.mark.parametrize("number", range(8))
def test_all_or_nothing_whenever_it_is_killed(
    template_sqlite: Template, tmp_path: Path, number: int
) -> None:
    folder = tmp_path / "office"
    copied(template_sqlite, folder, SetClock(START)).close()
    after = random.Random(SEED + number).uniform(0.02, 0.9)
    child = os.fork()
    if child == 0:
        threading.Timer(after, os.kill, (os.getpid(), signal.SIGKILL)).start()
        take(folder)
        signal.pause()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    workspace = opened(folder)
    clerk = Sessions(workspace)["planning_clerk"]
    there = Pledge.select().count()
    assert there in (0, 1000)
    if there:
        with pytest.raises(UserError, match="已经导入过"):
            pledges.issue_batch(clerk, ROWS, DIGEST)
    else:
        pledges.issue_batch(clerk, ROWS, DIGEST)
    assert Pledge.select().count() == 1000
    assert NumberSeries.get().last == 1000
    workspace.close()
    assert check_workspace(folder).code == 0
