"""What a newer program ships differently: told field by field, decided by two, the office's kept till then."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from jingyue_desktop.domain.clock import SetClock
from jingyue_desktop.domain.errors import Conflict, NotAllowed, UserError
from jingyue_desktop.services import (
    office_view,
    posts,
    proposal_changes,
    proposals,
    risks,
    updates,
)
from jingyue_desktop.services.opening import check_workspace, open_workspace
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store.tables import CatalogueItem
from tests.offices import FORMS, RESOURCES, Sessions, Template

Newer = Callable[..., None]
OLD, NEW = "“一书两证”项目受理和初审", "“一书两证”项目的受理、初审"


@pytest.fixture
def newer(office: Workspace, tmp_path: Path) -> Newer:
    return lambda *edits: newer_program(office, tmp_path, *edits)


def newer_program(workspace: Workspace, folder: Path, *edits: tuple[str, str, str]) -> None:
    """Let ``workspace`` run under a program whose office files have (file, old, new) changed."""
    copy = folder / "newer"
    shutil.copytree(RESOURCES / "office", copy / "office")
    shutil.copytree(RESOURCES / "calendar", copy / "calendar")
    for name, old, new in edits:
        path = copy / "office" / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    workspace.resources = copy


def duty(workspace: Workspace) -> str:
    return next(p.duty for p in workspace.office().posts if p.code == "planning_clerk")


def test_the_same_program_brings_nothing(sessions: Sessions) -> None:
    assert updates.pending(sessions["commission"]) == []


def test_a_difference_is_told_and_changes_nothing_by_itself(
    office: Workspace, sessions: Sessions, newer: Newer
) -> None:
    newer(("posts.toml", f'duty = "{OLD}"', f'duty = "{NEW}"'))
    (found,) = updates.pending(sessions["auditor"])
    assert (found.kind, found.name, found.edited) == ("post", "规划科科员", False)
    assert found.fields == (("主要岗位职责", OLD, NEW),)
    assert duty(office) == OLD


def test_an_item_the_office_edited_says_so_and_keeps_its_text(
    office: Workspace, sessions: Sessions, newer: Newer
) -> None:
    filed = posts.revise(sessions["planning_chief"], "planning_clerk", 1, {"duty": "本局的写法"})
    proposals.confirm(sessions["director"], filed)
    newer(("posts.toml", f'duty = "{OLD}"', f'duty = "{NEW}"'))
    (found,) = updates.pending(sessions["auditor"])
    assert found.edited and found.fields == (("主要岗位职责", "本局的写法", NEW),)
    kept = updates.adopt(sessions["planning_chief"], "post", "planning_clerk", False, 2)
    proposals.confirm(sessions["deputy"], kept)
    assert duty(office) == "本局的写法"
    assert updates.pending(sessions["auditor"]) == []


def test_two_people_adopt_it(office: Workspace, sessions: Sessions, newer: Newer) -> None:
    newer(("posts.toml", f'duty = "{OLD}"', f'duty = "{NEW}"'))
    with pytest.raises(NotAllowed):
        updates.adopt(sessions["director"], "post", "planning_clerk", True, 1)
    filed = updates.adopt(sessions["planning_chief"], "post", "planning_clerk", True, 1)
    assert duty(office) == OLD
    (waiting,) = proposals.listed(sessions["director"])
    assert waiting.title == "采用随程序更新的目录：规划科科员"
    proposals.confirm(sessions["director"], filed)
    assert duty(office) == NEW
    assert updates.pending(sessions["auditor"]) == []
    (row,) = (r for r in office_view.catalogue(sessions["auditor"]) if r.code == "planning_clerk")
    assert (row.version, row.author) == (2, "王建国提出，高立群确认")


def test_what_the_office_wrote_meanwhile_is_not_overwritten(
    office: Workspace, sessions: Sessions, newer: Newer
) -> None:
    newer(("posts.toml", f'duty = "{OLD}"', f'duty = "{NEW}"'))
    chief, director = sessions["planning_chief"], sessions["director"]
    filed = updates.adopt(chief, "post", "planning_clerk", True, 1)
    revised = posts.revise(chief, "planning_clerk", 1, {"duty": "本局的写法"})
    proposals.confirm(director, revised)
    assert "修改过" in proposal_changes.changes(director, filed).warning
    with pytest.raises(Conflict):
        proposals.confirm(director, filed)
    assert duty(office) == "本局的写法"


def test_an_item_whose_references_are_not_there_waits_for_them(
    office: Workspace, sessions: Sessions, newer: Newer
) -> None:
    """Adopted alone it would break everything that looks its post up."""
    newer(
        ("posts.toml", "[[post]]", f"{POST}[[post]]"),
        ("risk_points.toml", 'post = "planning_clerk"', 'post = "intern"'),
    )
    chief, director = sessions["planning_chief"], sessions["director"]
    with pytest.raises(UserError, match=r"没有采用。.*没有“intern”") as refused:
        updates.adopt(chief, "risk_point", "A1-1", True, 1)
    assert "先采用" in refused.value.advice
    assert proposals.listed(director) == []
    assert len(risks.points(director)) == 53
    for kind, code, version in (("post", "intern", 0), ("risk_point", "A1-1", 1)):
        proposals.confirm(director, updates.adopt(chief, kind, code, True, version))
    (point,) = (row for row in risks.points(director) if row.code == "A1-1")
    assert point.post == "intern"
    assert updates.pending(director) == []


def test_an_update_waits_across_a_restart(
    template_sqlite: Template, tmp_path: Path, clock: SetClock
) -> None:
    """Opening under a newer program writes nothing of it: the office's edit stays, and is shown."""
    folder = Path(shutil.copytree(template_sqlite.folder, tmp_path / "office"))
    workspace = open_workspace(folder, clock, RESOURCES, FORMS)
    people = Sessions(workspace)
    filed = posts.revise(people["planning_chief"], "planning_clerk", 1, {"duty": "本局的写法"})
    proposals.confirm(people["director"], filed)
    newer_program(workspace, tmp_path, ("posts.toml", f'duty = "{OLD}"', f'duty = "{NEW}"'))
    resources, before = workspace.resources, CatalogueItem.select().count()
    workspace.close()
    for _ in range(2):
        workspace = open_workspace(folder, clock, resources, FORMS)
        people = Sessions(workspace)
        (found,) = updates.pending(people["planning_chief"])
        assert found.edited and found.fields == (("主要岗位职责", "本局的写法", NEW),)
        assert duty(workspace) == "本局的写法"
        assert CatalogueItem.select().count() == before
        workspace.close()
    assert check_workspace(folder).code == 0


def test_counts_stand_beside_the_shipped_ones(sessions: Sessions, newer: Newer) -> None:
    same = {c.caption: (c.number, c.shipped) for c in office_view.checklist(sessions["auditor"])}
    assert same["风险点"] == (53, 53) and same["编制"] == (11, 11) and len(same) == 11
    newer(("office.toml", "[[basis]]", EXTRA + "[[basis]]"))
    more = {c.caption: (c.number, c.shipped) for c in office_view.checklist(sessions["auditor"])}
    assert more["档案表"] == (7, 8)
    assert [k for k, (mine, theirs) in more.items() if mine != theirs] == ["档案表"]


POST = (
    '[[post]]\ncode = "intern"\nname = "实习岗"\nshort_name = "实习"\nsection = "planning"\n'
    'order = 9\nstaff = 0\nrole = "clerk"\nduty = "甲"\nintegrity_risk = "乙"\n'
    'efficiency_risk = "丙"\nmeasure = "丁"\nsteps = "戊"\npledge = ""\nsource = "设"\n\n'
)
EXTRA = '[[dossier_form]]\ncode = "D8"\norder = 8\nname = "新表"\nsource = "设"\n\n'
