"""Papers that leave the office (D10, what must hold 2): each bears the anchor of its own print row."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdf
import pytest

from jingyue_desktop.printing import Press
from jingyue_desktop.services import papers, pledges
from jingyue_desktop.services.opening import check_workspace
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store.anchor import Anchor
from jingyue_desktop.store.chainlog import head_anchor
from jingyue_desktop.store.tables import Log
from tests.offices import RESOURCES, Sessions
from tests.services.test_pledges import SITING

ANCHOR = re.compile(r"日志 [\d ]+ · [0-9A-F]{4}(?:-[0-9A-F]{4}){3}")


@pytest.fixture(scope="module")
def press() -> Press:
    return Press(RESOURCES / "fonts")


def options() -> list[tuple[str, dict[str, object]]]:
    """Every kind of PDF, several of some, twenty-two in all."""
    values = dict(SITING)
    kinds: list[tuple[str, dict[str, object]]] = [
        *(("pledge", {"id": str(n)}) for n in range(1, 7)),
        ("pledge", {"ids": [1, 2, 3]}),
        ("pledge-blank", {}),
        ("pledge-sample", {"values": values}),
        ("pledge-list", {}),
        ("pledge-register", {}),
        ("posts", {}),
        ("people", {}),
        ("people", {"blank": True}),
        ("risk-table", {}),
        ("risk-table", {"a4": True}),
        ("risk-table", {"whole": True}),
        ("risk-points", {}),
        ("regulation", {"id": "assessment"}),
        ("regulation", {"id": "training"}),
        ("flows", {}),
        ("control-charts", {"id": "A4", "poster": True}),
    ]
    return kinds


def test_every_kind_of_pdf_is_among_them() -> None:
    papers.kind_of("pledge")
    wanted = {what for what, kind in papers.KINDS.items() if "pdf" in kind.formats}
    assert {what for what, _ in options()} == wanted
    assert len(options()) == 22


def test_each_bears_the_log_head_of_its_moment(
    local_office: Workspace, local_sessions: Sessions, press: Press
) -> None:
    clerk = local_sessions["planning_clerk"]
    pledges.issue_batch(clerk, [SITING] * 6)
    printed = []
    for what, more in options():
        made = press.pdf(clerk, what, **more)
        head = head_anchor()
        row = Log.get(Log.seq == head.seq)
        assert (row.action, row.hash) == (f"papers.{what}", head.hash)
        pages = pypdf.PdfReader(io.BytesIO(made.content)).pages
        for page in pages:
            found = ANCHOR.findall(page.extract_text())
            assert found == [head.text()], (what, found)
        printed.append(head.text())
    assert len(set(printed)) == 22
    report = check_workspace(local_office.folder, tuple(printed))
    assert (report.code, report.findings) == (0, [])


def test_an_anchor_of_another_office_is_not_accepted(
    local_office: Workspace, local_sessions: Sessions, press: Press
) -> None:
    press.pdf(local_sessions["director"], "posts")
    head = head_anchor()
    forged = Anchor(head.seq, "0" * 64).text()
    assert check_workspace(local_office.folder, (head.text(),)).code == 0
    assert check_workspace(local_office.folder, (forged,)).code == 2


def test_a_workbook_bears_it_in_its_foot(
    local_sessions: Sessions, press: Press, tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    target = tmp_path / "岗位职责表.xlsx"
    made = press.write(local_sessions["director"], "posts", "xlsx", target)
    foot = load_workbook(target).worksheets[0].oddFooter.left.text
    assert made.anchor == head_anchor().text() and made.anchor in foot


def test_a_paper_that_cannot_be_drawn_leaves_neither_row_nor_file(
    local_sessions: Sessions, press: Press
) -> None:
    clerk = local_sessions["planning_clerk"]
    pledges.issue(clerk, {**SITING, "applicant": "𠮷野家"})
    before = Log.select().count()
    with pytest.raises(Exception, match="𠮷"):
        press.pdf(clerk, "pledge", id="1")
    assert Log.select().count() == before
