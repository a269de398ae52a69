"""An office whose founding was interrupted, or begun twice at once, is whole or plainly refused."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from jingyue_desktop.domain.clock import SetClock
from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.services.founding import found
from jingyue_desktop.services.opening import check_workspace
from jingyue_desktop.store.tables import Account
from tests.faults.children import Nursery, tool
from tests.faults.working import opened
from tests.offices import FORMS, RESOURCES, START, first_people

UNFINISHED = ("数据没有建立完成", "不是本程序的数据", "没有本程序的数据")


@pytest.mark.parametrize("write", [1, 2, 8, 40, 100, 200])
def test_killed_while_founding(tmp_path: Path, write: int) -> None:
    folder = tmp_path / "office"
    kill = f"inject=pwrite64:signal=SIGKILL:when={write}"
    prefix = [tool("strace"), "-f", "-e", kill, "-o", "/dev/null"]
    with Nursery(prefix) as watched:
        said = watched.start("found_office", folder=str(folder)).rest()
    assert said == []
    with pytest.raises(UserError) as refused:
        opened(str(folder))
    assert any(text in refused.value.message for text in UNFINISHED)
    assert refused.value.advice


def test_killed_just_after_founding_it_is_all_there(nursery: Nursery, tmp_path: Path) -> None:
    folder = tmp_path / "office"
    child = nursery.start("found_office", folder=str(folder))
    child.hears("founded")
    child.kill()
    child.rest()
    workspace = opened(str(folder))
    assert Account.select().count() == 4
    workspace.close()
    assert check_workspace(folder).code == 0


@pytest.mark.parametrize("name", ["报告.doc", "papers/纪要.pdf", "attachments/ab/cdef"])
def test_a_folder_with_somebody_s_files_is_left_alone(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("内容")
    before = set(tmp_path.rglob("*"))
    with pytest.raises(UserError, match="有其他文件"):
        found(tmp_path, SetClock(START), RESOURCES, FORMS, first_people())
    assert (set(tmp_path.rglob("*")), file.read_text()) == (before, "内容")


def test_a_refused_attempt_leaves_the_way_free(tmp_path: Path) -> None:
    nothing = tmp_path / "no resources"
    with pytest.raises(UserError, match=r"office\.toml"):
        found(tmp_path / "office", SetClock(START), nothing, FORMS, first_people())
    assert not (tmp_path / "office" / "office.db").exists()
    (tmp_path / "office" / "desktop.ini").touch()
    found(tmp_path / "office", SetClock(START), RESOURCES, FORMS, first_people()).close()
    assert check_workspace(tmp_path / "office").code == 0


class Overtaken(SetClock):
    """A clock that is first asked just after somebody else founded the very same office."""

    def __init__(self, folder: Path) -> None:
        super().__init__(START)
        self.folder = folder

    def now(self) -> datetime:
        folder, self.folder = self.folder, Path()
        if folder.name:
            found(folder, SetClock(START), RESOURCES, FORMS, first_people()).close()
        return super().now()


def test_an_office_founded_meanwhile_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    with pytest.raises(UserError, match="已经有数据"):
        found(folder, Overtaken(folder), RESOURCES, FORMS, first_people())
    workspace = opened(str(folder))
    assert Account.select().count() == len(first_people())
    workspace.close()
    assert check_workspace(folder).code == 0
