"""制度: what stands on the shelf, how it is read and searched, what is printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from jingyue_desktop.services import proposals, regulations, updates
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store.tables import Log
from jingyue_desktop.ui.catalogue_history import CatalogueHistory
from jingyue_desktop.ui.regulations.reading import BODY, CHAPTER, ReadingView, paragraphs_of
from jingyue_desktop.ui.regulations.tab import RegulationsTab
from tests.offices import Sessions
from tests.services.test_updates import newer_program
from tests.ui.conftest import ExpectedPrompts
from tests.ui.desks import settle_down
from tests.ui.pledge_desk import Shown
from tests.ui.reading_desk import Open, open_tab, search

__all__ = ["open_tab"]


@pytest.fixture
def tab(open_tab: Open, local_sessions: Sessions) -> RegulationsTab:
    made = open_tab(local_sessions["planning_clerk"], "制度")
    assert isinstance(made, RegulationsTab)
    return made


def lines(tab: RegulationsTab) -> list[str]:
    return [tab.shelf.item(row).text() for row in range(tab.shelf.count())]


def test_the_shelf_stands_in_the_order_of_the_source(tab: RegulationsTab) -> None:
    assert lines(tab) == [
        "依据与方式",
        "制定依据",
        "九项总体要求",
        "预警与防控方式",
        "制度（7 项）",
        "岗位监督管理制度",
        "监督检查制度",
        "局务会议审核制度",
        "现场办公制度",
        "学习培训制度",
        "行政许可重要涉权事项初审业务流程运行表",
        "风险评估制度",
    ]
    heads = [row for row in (0, 4) if tab.shelf.item(row).flags() == Qt.ItemFlag.NoItemFlags]
    assert heads == [0, 4]


def test_bases_requirements_and_ways_are_read_whole(
    tab: RegulationsTab, local_sessions: Sessions
) -> None:
    shelf = regulations.shelf(local_sessions["planning_clerk"])
    wanted = {
        "bases": [basis.text for basis in shelf.bases],
        "requirements": [cause.requirement for cause in shelf.requirements],
        "ways": [way.text for way in shelf.ways],
    }
    assert [len(texts) for texts in wanted.values()] == [3, 9, 6]
    for key, texts in wanted.items():
        tab.open_item(key)
        shown = tab.text.toPlainText()
        assert all(text in shown for text in texts)
        assert not tab.print_act.isEnabled() and not tab.badge.isVisible()


def test_no_line_runs_out_of_the_page(tab: RegulationsTab) -> None:
    for width in (1360, 900):
        tab.window().resize(width, 700)
        settle_down()
        assert tab.text.document().size().width() <= tab.text.viewport().width()


def test_a_regulation_is_shown_with_status_chapters_and_articles(
    tab: RegulationsTab, local_sessions: Sessions
) -> None:
    tab.open_item("inspection")
    assert (tab.title.text(), tab.badge.text) == ("监督检查制度", "草案·待本局审定")
    assert tab.about.text() == "附件3"
    text = regulations.regulation(local_sessions["planning_clerk"], "inspection").text
    shown = tab.text.toPlainText().splitlines()
    assert shown == [line.removeprefix("# ") for line in text.splitlines() if line.strip()]
    first = tab.text.document().firstBlock()
    assert first.blockFormat().alignment() == Qt.AlignmentFlag.AlignHCenter
    assert first.next().blockFormat().textIndent() > 0


def test_nothing_in_a_text_is_taken_for_markup(qtbot: QtBot) -> None:
    view = ReadingView()
    qtbot.addWidget(view)
    odd = "第一条　A<B 的情形 <img src=/etc/hostname> <b>粗</b> &lt; **星** 喆赟珺"
    view.show_paragraphs(paragraphs_of(f"# 第一章　<i>总则</i>\n{odd}"))
    assert view.toPlainText() == f"第一章　<i>总则</i>\n{odd}"
    assert paragraphs_of("#  总则 \n\n 甲") == [(CHAPTER, "总则"), (BODY, "甲")]


def test_the_search_counts_hits_everywhere_and_walks_through_them(tab: RegulationsTab) -> None:
    tab.open_item("bases")
    search(tab, "两人")
    assert tab.shelf.key() == "post_supervision", "the first text that has it is shown"
    counted = {reading.title: reading.hits("两人") for reading in tab._readings.values()}
    assert counted["制定依据"] == 0 and counted["监督检查制度"] == 2
    tab.open_item("inspection")
    assert tab.where.text() == "第 1 / 2 处"
    tab.step(1)
    assert tab.where.text() == "第 2 / 2 处"
    tab.step(1)
    assert tab.where.text() == "第 1 / 2 处"
    tab.step(-1)
    assert tab.where.text() == "第 2 / 2 处"
    search(tab, "没有这几个字")
    assert tab.where.text() == "本篇没有" and tab.shelf.key() == "inspection"
    search(tab, "")
    assert tab.where.text() == "" and not tab.steps[0].isVisible()


def test_enter_in_the_search_goes_on(tab: RegulationsTab, qtbot: QtBot) -> None:
    tab.open_item("inspection")
    tab.search.setText("两人")
    qtbot.keyClick(tab.search, Qt.Key.Key_Return)
    assert tab.where.text() == "第 1 / 2 处"
    qtbot.keyClick(tab.search, Qt.Key.Key_Return)
    assert tab.where.text() == "第 2 / 2 处"


def test_print_previews_the_very_pdf(
    tab: RegulationsTab, prompts: ExpectedPrompts, local_sessions: Sessions
) -> None:
    tab.open_item("inspection")
    shown = Shown()
    prompts.expect("dialog", shown)
    tab.on_print()
    assert "净月开发区规划局监督检查制度" in shown.pages[0] and len(shown.pages) == 2
    row = Log.select().order_by(Log.seq.desc()).get()
    assert row.action == "papers.regulation" and '"id":"inspection"' in row.detail


def test_export_writes_a_pdf(tab: RegulationsTab, prompts: ExpectedPrompts, tmp_path: Path) -> None:
    tab.open_item("training")
    prompts.expect("save", tmp_path / "制度.pdf")
    tab.on_export()
    assert (tmp_path / "制度.pdf").read_bytes().startswith(b"%PDF")
    assert prompts.last.more["suggested"].name == "学习培训制度.pdf"


def test_what_is_no_paper_is_not_printed(tab: RegulationsTab) -> None:
    tab.open_item("requirements")
    before = Log.select().count()
    tab.on_print()
    tab.on_export()
    assert Log.select().count() == before


def test_a_new_text_is_shown_at_once_and_kept_in_the_history(
    tab: RegulationsTab,
    local_office: Workspace,
    local_sessions: Sessions,
    prompts: ExpectedPrompts,
    tmp_path: Path,
) -> None:
    tab.open_item("inspection")
    article = "监督检查坚持依法、及时、两人以上、全过程记录的原则。"
    newer_program(
        local_office, tmp_path, ("regulations/2-inspection.md", article, f"{article}另行公示。")
    )
    filed = updates.adopt(local_sessions["planning_chief"], "regulation", "inspection", True, 1)
    proposals.confirm(local_sessions["director"], filed)
    settle_down()
    assert tab.shelf.key() == "inspection" and "另行公示。" in tab.text.toPlainText()

    def read(dialog: CatalogueHistory) -> None:
        assert [version.version for version in dialog.versions] == [2, 1]
        ((caption, old, new),) = dialog.changes[0]
        assert caption == "正文" and "另行公示" in new and "另行公示" not in old
        dialog.accept()

    prompts.expect("dialog", read)
    tab.history.trigger()


def test_everybody_reads_and_prints(open_tab: Open, local_sessions: Sessions) -> None:
    for who in ("director", "custodian", "commission"):
        tab = open_tab(local_sessions[who], "制度")
        tab.open_item("training")
        assert tab.print_act.isEnabled() and "第一条" in tab.text.toPlainText()
