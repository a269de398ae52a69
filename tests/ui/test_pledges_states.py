"""服务承诺: signing, filing, voiding through the window; who comes second, who may not."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from jingyue_desktop.printing import Press
from jingyue_desktop.services import pledges
from jingyue_desktop.ui.pledges.scan_view import PictureDialog
from jingyue_desktop.ui.pledges.small_dialogs import SignDialog, VoidDialog
from tests.offices import RESOURCES, Sessions
from tests.ui.conftest import ExpectedPrompts
from tests.ui.desks import settle_down
from tests.ui.pledge_desk import Open, Shown, fresh, issued, open_tab, shown
from tests.ui.posts_desk import fault_of, put

__all__ = ["open_tab"]


def picture(folder: Path, name: str = "签名扫描.png") -> Path:
    image = QImage(60, 80, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    assert image.save(str(folder / name))
    return folder / name


def test_a_signed_scan_is_registered_and_looked_at(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts, tmp_path: Path
) -> None:
    issued(local_sessions)
    view = open_tab(local_sessions["planning_clerk"])
    wrong = tmp_path / "签名.pdf"
    wrong.write_bytes(b"MZ not a pdf")
    scan = picture(tmp_path)

    def drive(dialog: SignDialog) -> None:
        dialog.ok_button.click()
        assert dialog.editor._general.text() == "请先选择扫描件。"
        prompts.expect("open", [wrong])
        dialog.choose()
        # What was asked for is there: the reproach goes, Enter registers.
        assert dialog.editor._general.text() == "" and dialog.focusWidget() is dialog.ok_button
        dialog.ok_button.click()
        assert "文件类型不符" in fault_of(dialog) and "PDF、JPG" in fault_of(dialog)
        prompts.expect("open", [scan])
        dialog.choose()
        put(dialog, signed="2026-03-01")
        dialog.ok_button.click()
        assert dialog.editor.fault("signed") == "签名日期应在开具之日至今天之间。"
        put(dialog, signed="2026-03-02")
        dialog.ok_button.click()

    prompts.expect("dialog", drive)
    view.acts.sign.trigger()
    settle_down()
    assert fresh(local_sessions, 1).state == "已签"
    assert "签名扫描.png" in view.detail.grid.text()

    def look(dialog: PictureDialog) -> None:
        assert dialog.area.shown[0].pixmap().width() > 0
        dialog.ok_button.click()

    prompts.expect("dialog", look)
    view.acts.scan.trigger()


def test_a_scan_in_pdf_is_shown_but_not_printed_from_here(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts, tmp_path: Path
) -> None:
    issued(local_sessions)
    issued(local_sessions)
    paper = Press(RESOURCES / "fonts").pdf(local_sessions["director"], "pledge", id="1").content
    for number, content in ((1, paper), (2, b"%PDF-1.4 broken")):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(content)
        pledges.sign(local_sessions["planning_clerk"], number, 1, str(path), "2026-03-02")
    view = open_tab(local_sessions["auditor"])
    view.open_item("1")
    scan = Shown()
    prompts.expect("dialog", scan)
    view.acts.scan.trigger()
    assert not scan.may_print and "净规诺〔2026〕1号" in scan.pages[0]
    view.open_item("2")
    prompts.expect("error")
    view.acts.scan.trigger()
    assert "扫描件打不开" in prompts.last.text


def signed(sessions: Sessions, folder: Path, count: int) -> None:
    for number in range(1, count + 1):
        issued(sessions)
        path = str(picture(folder, f"{number}.png"))
        pledges.sign(sessions["planning_clerk"], number, 1, path, "2026-03-02")


def test_the_custodian_files_what_is_signed(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts, tmp_path: Path
) -> None:
    signed(local_sessions, tmp_path, 2)
    issued(local_sessions)
    view = open_tab(local_sessions["custodian"])
    assert view.acts.file.toolTip() == "登记签名扫描件后才能归档。"
    view.table.selectAll()
    prompts.expect("choose", "yes")
    view.acts.file.trigger()
    settle_down()
    assert prompts.last.text == "归档这 2 份承诺书？"
    assert prompts.last.advice == "所选 3 份中有 1 份不是“已签”，不归档。"
    assert [fresh(local_sessions, n).state for n in (1, 2, 3)] == ["已归档", "已归档", "待签"]
    view.open_item("1")
    assert not view.acts.file.isEnabled()
    assert view.acts.file.toolTip() == "已归档的不能再归档。"


def test_who_files_second_is_told_how_it_stands(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts, tmp_path: Path
) -> None:
    signed(local_sessions, tmp_path, 2)
    view = open_tab(local_sessions["custodian"])
    view.table.selectAll()
    pledges.void(local_sessions["planning_chief"], 1, 2, "重复开具")
    prompts.expect("choose", "yes")
    prompts.expect("warn")
    view.acts.file.trigger()
    assert prompts.last.text == "已归档 1 份，1 份没有归档。"
    assert "净规诺〔2026〕1号现在是“已作废”" in prompts.last.advice


def test_voiding_needs_a_reason_and_keeps_the_number(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts
) -> None:
    issued(local_sessions)
    view = open_tab(local_sessions["planning_chief"])

    def drive(dialog: VoidDialog) -> None:
        dialog.ok_button.click()
        assert dialog.editor.fault("reason") == "请填写作废理由。"
        put(dialog, reason="项目名称写错")
        dialog.ok_button.click()

    prompts.expect("dialog", drive)
    view.acts.void.trigger()
    settle_down()
    row = fresh(local_sessions, 1)
    assert (row.state, row.void_reason) == ("已作废", "项目名称写错")
    assert shown(view) == [1] and view.acts.void.toolTip() == "已经作废。"


def test_two_people_at_one_pledge_the_second_loses_nothing(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts, tmp_path: Path
) -> None:
    issued(local_sessions)
    view = open_tab(local_sessions["planning_chief"])

    def drive(dialog: VoidDialog) -> None:
        put(dialog, reason="项目名称写错")
        signed_by = local_sessions["planning_clerk"]
        pledges.sign(signed_by, 1, 1, str(picture(tmp_path)), "2026-03-02")
        prompts.expect("error")
        dialog.ok_button.click()
        assert "现在是“已签”（签名日期 2026年3月2日）" in prompts.last.text
        assert dialog.editor.field("reason").value() == "项目名称写错"
        assert fresh(local_sessions, 1).state == "已签"
        dialog.ok_button.click()

    prompts.expect("dialog", drive)
    view.acts.void.trigger()
    assert fresh(local_sessions, 1).state == "已作废"


def test_a_scan_registered_twice_is_refused_with_how_it_stands(
    open_tab: Open, local_sessions: Sessions, prompts: ExpectedPrompts, tmp_path: Path
) -> None:
    issued(local_sessions)
    view = open_tab(local_sessions["planning_clerk"])
    mine, theirs = picture(tmp_path, "我的.png"), picture(tmp_path, "他的.png")

    def drive(dialog: SignDialog) -> None:
        prompts.expect("open", [mine])
        dialog.choose()
        pledges.sign(local_sessions["planning_chief"], 1, 1, str(theirs), "2026-03-02")
        prompts.expect("error")
        dialog.ok_button.click()
        assert "现在是“已签”" in prompts.last.text and dialog.file == mine
        dialog.reject()

    prompts.expect("dialog", drive)
    view.acts.sign.trigger()
    assert fresh(local_sessions, 1).revision == 2


@pytest.mark.parametrize("key", ["general_chief", "planning_chief"])
def test_another_section_s_pledge_is_read_not_changed(
    open_tab: Open, local_sessions: Sessions, key: str
) -> None:
    issued(local_sessions)
    acts = open_tab(local_sessions[key]).acts
    own = key == "planning_chief"
    for act in (acts.sign, acts.void):
        assert act.isEnabled() == own
        assert own or act.toolTip() == "这份承诺书由规划科办理。"
    assert acts.print.isEnabled()
