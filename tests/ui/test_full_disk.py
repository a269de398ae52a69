"""The office's own disk fills up while somebody works in the window: told in words, nothing typed lost."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from jingyue_desktop.services.opening import check_workspace
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store.tables import Pledge, Proposal
from jingyue_desktop.ui.kit.fields_dialog import FieldsDialog
from jingyue_desktop.ui.pledges.issue_dialog import IssueDialog
from tests.faults.disks import empty, fill, small_disk
from tests.faults.working import opened
from tests.offices import Sessions, Template
from tests.ui import pledge_desk, posts_desk
from tests.ui.conftest import ExpectedPrompts
from tests.ui.desks import settle_down
from tests.ui.pledge_desk import SITING
from tests.ui.pledge_desk import open_tab as open_pledges
from tests.ui.posts_desk import fault_of, later, put
from tests.ui.posts_desk import open_tab as open_posts

__all__ = ["open_pledges", "open_posts"]

LONG = "净月潭" * 3000


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 16 MB of its own."""
    with small_disk(tmp_path / "disk", 16) as place:
        yield place


@pytest.fixture
def local_office(disk: Path, template_sqlite: Template) -> Iterator[Workspace]:
    """The office on that disk, open; room enough is declared."""
    shutil.copytree(template_sqlite.folder, disk / "office")
    workspace = opened(str(disk / "office"))
    yield workspace
    workspace.close()
    assert check_workspace(disk / "office").code == 0


def test_issuing(
    disk: Path,
    open_pledges: pledge_desk.Open,
    local_sessions: Sessions,
    prompts: ExpectedPrompts,
) -> None:
    tab = open_pledges(local_sessions["planning_clerk"])

    def drive(dialog: IssueDialog) -> None:
        put(dialog, **{**SITING, "project": LONG})
        fill(disk)
        for _ in range(2):
            dialog.ok_button.click()
            assert "磁盘空间不足" in fault_of(dialog)
            assert dialog.editor.field("project").value() == LONG
            assert Pledge.select().count() == 0
        empty(disk)
        dialog.ok_button.click()

    prompts.expect("dialog", drive)
    prompts.expect("choose", "no")
    tab.acts.new()
    settle_down()
    assert [row.project for row in Pledge.select()] == [LONG]


def test_editing_a_duty(
    disk: Path,
    open_posts: posts_desk.Open,
    local_sessions: Sessions,
    prompts: ExpectedPrompts,
) -> None:
    tab = open_posts(local_sessions["planning_chief"])
    tab.open_item("planning_clerk")

    def drive(dialog: FieldsDialog) -> None:
        put(dialog, duty=LONG[:2000], measure=LONG[:2000])
        fill(disk)
        dialog.ok_button.click()
        assert "磁盘空间不足" in fault_of(dialog)
        assert dialog.editor.field("duty").value() == LONG[:2000]
        assert Proposal.select().count() == 0
        empty(disk)
        prompts.expect("dialog", later)
        dialog.ok_button.click()

    prompts.expect("dialog", drive)
    tab.acts.revise.trigger()
    assert Proposal.select().count() == 1


def test_the_draft_of_what_is_typed(
    disk: Path,
    open_pledges: pledge_desk.Open,
    local_sessions: Sessions,
    prompts: ExpectedPrompts,
) -> None:
    """Where even a draft finds no room, the text stays on the screen and can be saved later."""
    tab = open_pledges(local_sessions["planning_clerk"])

    def drive(dialog: IssueDialog) -> None:
        put(dialog, **{**SITING, "project": LONG})
        fill(disk)
        dialog._context.drafts.keep_all()
        assert dialog.isVisible() and dialog.editor.field("project").value() == LONG
        empty(disk)
        dialog.ok_button.click()

    prompts.expect("dialog", drive)
    prompts.expect("choose", "no")
    tab.acts.new()
    assert Pledge.select().count() == 1
