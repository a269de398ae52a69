"""Bad files where a person meets them: the import's dry run, an export onto a full disk."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from jingyue_desktop.printing import Press
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store.tables import Log, Person, Pledge, Proposal
from jingyue_desktop.ui.import_dialog import ImportDialog
from jingyue_desktop.ui.pledges.issue_dialog import IssueDialog
from jingyue_desktop.ui.posts.tab import PostsTab
from tests.faults.disks import empty, fill, small_disk
from tests.files.bombs import bombs
from tests.offices import RESOURCES, Sessions
from tests.ui import pledge_desk
from tests.ui.conftest import ExpectedPrompts
from tests.ui.desks import MakeDesk, TabEntry, settle_down
from tests.ui.pledge_desk import SITING
from tests.ui.pledge_desk import open_tab as open_pledges
from tests.ui.posts_desk import confirm_as, fault_of, put
from tests.ui.reading_desk import menu_act
from tests.ui.test_posts_papers import act

__all__ = ["open_pledges"]


def people_file(sessions: Sessions, path: Path, rows: list[list[object]]) -> Path:
    """Download the empty list of people and fill it in as somebody does."""
    admin = sessions["system_admin"]
    Press(RESOURCES / "fonts").write(admin, "people", "xlsx", path, blank=True)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    head = next(cell.row for row in sheet for cell in row if cell.value == "姓名")
    for n, row in enumerate(rows, head + 1):
        for column, value in enumerate(row, 1):
            sheet.cell(n, column).value = value  # type: ignore[assignment]
    book.save(path)
    return path


def thousand(bad: int | None) -> list[list[object]]:
    """Return a thousand newcomers; the one whose worksheet row is ``bad`` is wrong twice."""
    rows: list[list[object]] = [
        [f"人{n}", "监察科科员", date(2026, 3, 2), "85821103"] for n in range(4, 1004)
    ]
    if bad is not None:
        rows[bad - 4] = ["张\n三", "处长", date(2026, 3, 2), "85821103"]
    return rows


def importing(desk: MakeDesk, sessions: Sessions) -> PostsTab:
    tab = desk(sessions["system_admin"], [TabEntry("岗位职责", PostsTab)]).current()
    assert isinstance(tab, PostsTab)
    return tab


def test_row_777_is_named_and_nobody_is_taken_in_until_it_is_right(
    make_desk: MakeDesk, local_sessions: Sessions, prompts: ExpectedPrompts, tmp_path: Path
) -> None:
    wrong = people_file(local_sessions, tmp_path / "错.xlsx", thousand(777))
    right = people_file(local_sessions, tmp_path / "对.xlsx", thousand(None))
    tab, before = importing(make_desk, local_sessions), Person.select().count()

    def drive(dialog: ImportDialog) -> None:
        prompts.expect("open", [wrong])
        dialog.choose()
        told = [(line.row, line.column) for line in dialog.lines.rows()]
        assert told == [(777, "姓名"), (777, "岗位")]
        assert "有 2 处问题，没有导入任何一行" in dialog.verdict.text()
        assert not dialog.ok_button.isEnabled()
        prompts.expect("open", [right])
        dialog.choose()
        assert "共 1000 行，全部无误" in dialog.verdict.text()
        prompts.expect("dialog", confirm_as("director"))
        dialog.ok_button.click()

    prompts.expect("dialog", drive)
    act(tab, "导入人员名单").trigger()
    settle_down()
    assert Person.select().count() == before + 1000
    # The same file once more is known and refused.
    again: list[str] = []

    def repeat(dialog: ImportDialog) -> None:
        prompts.expect("open", [right])
        dialog.choose()
        dialog.ok_button.click()
        again.append(fault_of(dialog))
        dialog.reject()

    prompts.expect("dialog", repeat)
    act(tab, "导入人员名单").trigger()
    assert again[0] and Person.select().count() == before + 1000


def test_no_bomb_goes_off_in_the_window(
    make_desk: MakeDesk, local_sessions: Sessions, prompts: ExpectedPrompts, tmp_path: Path
) -> None:
    files = {name: path for name, path in bombs(tmp_path).items()}
    (tmp_path / "半截.xlsx").write_bytes(files["sparse"].read_bytes()[:600])
    (tmp_path / "空.xlsx").write_bytes(b"")
    (tmp_path / "表.xlsx").write_text("姓名,岗位\n", encoding="gb18030")
    shutil.copy(RESOURCES / "pictures" / "pledge.png", tmp_path / "图.xlsx")
    files |= {name: tmp_path / f"{name}.xlsx" for name in ("半截", "空", "表", "图", "没有这个")}
    tab = importing(make_desk, local_sessions)
    told: dict[str, str] = {}

    def drive(dialog: ImportDialog) -> None:
        for name, path in files.items():
            prompts.expect("open", [path])
            dialog.choose()
            told[name] = fault_of(dialog)
            assert "没有读入" in dialog.verdict.text(), name
            assert dialog.lines.rows() == [] and not dialog.ok_button.isEnabled()
        dialog.reject()

    prompts.expect("dialog", drive)
    act(tab, "导入人员名单").trigger()
    assert all(told.values()), told
    assert Person.select().count() == 12 and Proposal.select().count() == 0


@pytest.mark.parametrize("form", ["pdf", "xlsx"])
def test_a_full_disk_while_exporting_leaves_the_old_file(
    make_desk: MakeDesk,
    local_office: Workspace,
    local_sessions: Sessions,
    prompts: ExpectedPrompts,
    tmp_path: Path,
    form: str,
) -> None:
    """The job's disk is full, the office's is not: told over the window, the old file still there."""
    tab = importing(make_desk, local_sessions)
    caption = "岗位职责表（PDF）" if form == "pdf" else "岗位职责表（Excel）"
    with small_disk(tmp_path / "stick", 4) as disk:
        target = disk / f"表.{form}"
        target.write_bytes(b"old")
        fill(disk)
        prompts.expect("save", target)
        prompts.expect("error")
        act(tab, caption).trigger()
        settle_down()
        assert "磁盘空间不足" in prompts.last.text
        assert target.read_bytes() == b"old" and len(list(disk.iterdir())) == 2
        empty(disk)
        prompts.expect("save", target)
        act(tab, caption).trigger()
        settle_down()
        assert target.stat().st_size > 1000
    assert Log.select().where(Log.action == "papers.posts").count() == 2


def test_a_name_that_breaks_its_line_is_told_at_its_field(
    open_pledges: pledge_desk.Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    view = open_pledges(local_sessions["planning_clerk"])
    paper = pledge_desk.Shown()

    def drive(dialog: IssueDialog) -> None:
        put(dialog, **{**SITING, "applicant": "甲公司\n分公司", "project": "一期\n=1+1\n二期"})
        dialog.ok_button.click()
        assert "只能写一行" in dialog.editor.fault("applicant")
        assert dialog.editor.fault("project") == "", "a text of several lines may have them"
        assert dialog.editor.field("applicant").value() == "甲公司\n分公司"
        put(dialog, applicant="甲公司分公司")
        dialog.ok_button.click()

    prompts.expect("dialog", drive)
    prompts.expect("choose", "yes")
    prompts.expect("dialog", paper)
    view.acts.new()
    assert "一期=1+1二期" in paper.pages[0]
    assert Pledge.select().count() == 1


@pytest.mark.parametrize("odd", ["𠮷", "😀"])
def test_a_register_with_a_character_no_face_has(
    open_pledges: pledge_desk.Open,
    local_sessions: Sessions,
    prompts: ExpectedPrompts,
    tmp_path: Path,
    odd: str,
) -> None:
    """Refused by name on paper, written as it is into the workbook."""
    pledge_desk.issued(local_sessions, applicant=f"{odd}野建设")
    view = open_pledges(local_sessions["auditor"])
    for form in ("pdf", "xlsx"):
        target = tmp_path / f"登记簿.{form}"
        prompts.expect("save", target)
        if form == "pdf":
            prompts.expect("error")
        menu_act(view, "导出", f"登记簿（{'PDF' if form == 'pdf' else 'Excel'}").trigger()
        settle_down()
        assert target.exists() == (form == "xlsx")
    assert f"“{odd}”（U+{ord(odd):04X}）" in next(s.text for s in prompts.seen if s.kind == "error")
    rows = (
        openpyxl.load_workbook(tmp_path / "登记簿.xlsx").worksheets[0].iter_rows(values_only=True)
    )
    assert f"{odd}野建设" in {value for row in rows for value in row}


def test_an_export_never_takes_the_place_of_something_else(
    make_desk: MakeDesk,
    local_office: Workspace,
    local_sessions: Sessions,
    prompts: ExpectedPrompts,
) -> None:
    tab = importing(make_desk, local_sessions)
    database = local_office.folder / "office.db"
    before = database.read_bytes()[:100]
    prompts.expect("save", database)
    prompts.expect("error")
    act(tab, "岗位职责表（Excel）").trigger()
    settle_down()
    assert prompts.last.text == "文件名应以 .xlsx 结尾，没有保存。"
    assert database.read_bytes()[:100] == before
    assert Log.select().where(Log.action == "papers.posts").count() == 0
