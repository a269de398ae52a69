"""岗位职责 on paper: a real preview, files that can be opened, a list of people there and back."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader
from PySide6.QtGui import QAction

from jingyue_desktop.services import people
from jingyue_desktop.store.tables import Log, Proposal
from jingyue_desktop.ui.import_dialog import ImportDialog
from jingyue_desktop.ui.kit.preview import PreviewDialog
from jingyue_desktop.ui.posts.tab import PostsTab
from tests.offices import Sessions
from tests.ui.conftest import ExpectedPrompts
from tests.ui.desks import settle_down
from tests.ui.posts_desk import Open, confirm_as, fault_of, open_tab

__all__ = ["open_tab"]


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def act(tab: PostsTab, caption: str) -> QAction:
    return next(a for a in tab.findChildren(QAction) if a.text() == caption)


def cells(path: Path) -> list[str]:
    book = openpyxl.load_workbook(path)
    return [
        str(cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]


def test_printing_shows_the_very_paper_first(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    tab = open_tab(local_sessions["planning_clerk"])
    seen: list[str] = []

    def drive(dialog: PreviewDialog) -> None:
        seen.append(text_of(dialog._pdf))
        assert dialog.pages.sizes and dialog.number.text().startswith("第 1 页，共 ")
        dialog.reject()

    prompts.expect("dialog", drive)
    tab.on_print()
    for told in ("岗位职责表", "规划科科员", "李敏、赵刚", "“一书两证”项目受理和初审"):
        assert told in seen[0], told
    row = Log.select().where(Log.action == "papers.posts").get()
    assert str(row.seq) in seen[0]


def test_a_blank_list_of_people_is_printed_for_the_pen(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    tab = open_tab(local_sessions["system_admin"])

    def drive(dialog: PreviewDialog) -> None:
        text = text_of(dialog._pdf)
        assert "人员名单" in text and "姓名" in text and "李敏" not in text
        dialog.reject()

    prompts.expect("dialog", drive)
    act(tab, "空白人员名单（手工填写）").trigger()


@pytest.mark.parametrize(
    ("caption", "name", "told"),
    [
        ("岗位职责表（PDF）", "posts.pdf", "规划科科员"),
        ("岗位职责表（Excel）", "posts.xlsx", "规划科科员"),
        ("人员名单（Excel）", "people.xlsx", "张喆赟"),
    ],
)
def test_exports_are_files_that_open(
    open_tab: Open,
    local_sessions: Sessions,
    prompts: ExpectedPrompts,
    tmp_path: Path,
    caption: str,
    name: str,
    told: str,
) -> None:
    tab = open_tab(local_sessions["planning_clerk"])
    target = tmp_path / name
    prompts.expect("save", target)
    act(tab, caption).trigger()
    found = text_of(target.read_bytes()) if target.suffix == ".pdf" else "".join(cells(target))
    assert told in found


def test_ctrl_e_exports_the_table_and_giving_up_writes_nothing(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    tab = open_tab(local_sessions["planning_clerk"])
    before = Log.select().where(Log.action == "papers.posts").count()
    prompts.expect("save", None)
    tab.on_export()
    assert prompts.last.more["suggested"].name == "岗位职责表.xlsx"
    assert Log.select().where(Log.action == "papers.posts").count() == before


def test_the_list_of_people_comes_back_with_a_newcomer(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts, tmp_path: Path
) -> None:
    """What was exported says nothing new; with one more row it is filed for a second person."""
    tab = open_tab(local_sessions["system_admin"])
    target = tmp_path / "people.xlsx"
    prompts.expect("save", target)
    act(tab, "人员名单（Excel）").trigger()

    def unchanged(dialog: ImportDialog) -> None:
        prompts.expect("open", [target])
        dialog.choose()
        assert len(dialog.lines.rows()) == 11 and dialog.ok_button.isEnabled()
        dialog.ok_button.click()
        assert "没有需要导入的内容" in fault_of(dialog)
        dialog.reject()

    prompts.expect("dialog", unchanged)
    act(tab, "导入人员名单").trigger()
    assert Proposal.select().count() == 0

    add_row(target, ["钱多多", "监察科科员", date(2026, 3, 2), "13904310000"])

    def newcomer(dialog: ImportDialog) -> None:
        prompts.expect("open", [target])
        dialog.choose()
        assert "钱多多：新增，监察科科员" in dialog.lines.rows()[-1].text
        prompts.expect("dialog", confirm_as("director"))
        dialog.ok_button.click()

    prompts.expect("dialog", newcomer)
    act(tab, "导入人员名单").trigger()
    settle_down()
    assert "钱多多" in people.names(local_sessions["director"])
    assert ("　　　钱多多", "") in tab.tree.lines()


def add_row(path: Path, values: list[object]) -> None:
    """Write one more row under the last person of an exported list."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    last = max(cell.row for row in sheet.iter_rows() for cell in row if cell.value == "周涛")
    first = next(cell.column for cell in sheet[last] if cell.value == "周涛")
    places = [first + n for n in range(len(values))]
    for column, value in zip(places, values, strict=True):
        sheet.cell(last + 1, column).value = value  # type: ignore[assignment]
    book.save(path)
