"""Every workbook that leaves the office is read back to what it was made from, through the real reader."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jingyue_desktop.files.xlsx_read import read_workbook
from jingyue_desktop.paper.definition import load_form
from jingyue_desktop.paper.grid import Grid, Listing
from jingyue_desktop.paper.layout import lay_out
from jingyue_desktop.paper.reimport import raw_values
from jingyue_desktop.paper.validate import validate
from jingyue_desktop.printing import Press
from jingyue_desktop.services import papers, pledges, posts, proposals, risk_review
from jingyue_desktop.services.workspace import Workspace
from tests.offices import FORMS, RESOURCES, Sessions
from tests.services.test_pledges import SITING

ODD = "=1+1 A<B 的情形 <img src=/etc/hostname> 喆赟珺 _x0041_"
LONG = "".join(f"第{n}栋，用地面积{n}平方米；" for n in range(900))[:10_000]


@pytest.fixture
def lively(local_sessions: Sessions) -> Sessions:
    """An office in which something happened: odd and long texts, reviews, a duty changed."""
    clerk, chief = local_sessions["planning_clerk"], local_sessions["planning_chief"]
    pledges.issue(clerk, SITING)
    pledges.issue(clerk, {**SITING, "applicant": ODD, "project": f"{ODD}\n第二行"})
    pledges.issue(clerk, {**SITING, "project": LONG})
    pledges.void(chief, 1, 1, "=作废")
    filed = posts.revise(chief, "planning_clerk", 1, {"duty": f"{ODD}\n{LONG[:2000]}"})
    proposals.confirm(local_sessions["director"], filed)
    filed = risk_review.review(chief, "A1-4", 0, "未消除", note=ODD)
    proposals.confirm(local_sessions["deputy"], filed)
    return local_sessions


def wanted() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every kind of paper a workbook is made of, with what chooses it."""
    papers.kind_of("posts")
    for what, kind in sorted(papers.KINDS.items()):
        if "xlsx" in kind.formats and what != "pledge":
            yield what, {}
    yield from (("pledge", {"id": str(n)}) for n in (1, 2, 3))
    yield "pledge", {"ids": [2]}
    yield "people", {"blank": True}
    yield "risk-table", {"whole": True}
    yield "risk-table", {"a4": True}


@pytest.mark.parametrize(("what", "options"), list(wanted()), ids=str)
def test_it_comes_back(
    local_office: Workspace,
    lively: Sessions,
    tmp_path: Path,
    what: str,
    options: dict[str, Any],
) -> None:
    session = lively["planning_clerk"]
    made = papers.build(session, what, "xlsx", **options)
    target = tmp_path / "表.xlsx"
    Press(RESOURCES / "fonts").write(session, what, "xlsx", target, **options)
    sheets = read_workbook(target).sheets
    for _, sheet in made.sheets:
        form = load_form(FORMS, sheet.form, sheet.version)
        raw = raw_values(form, sheets)
        if isinstance(sheet, Listing):
            assert rows_of(raw, sheet) == [list(row) for row in sheet.rows()]
        else:
            assert isinstance(sheet, Grid)
            # Laid out again, what came back is the same paper, cell by cell.
            blank = options.get("blank") or what in ("pledge-blank", "pledge-list")
            values = raw if blank else validate(form, raw)
            again = lay_out(form, values, sheet.mark, blank=bool(blank))
            assert said(again) == said(sheet)


def rows_of(raw: dict[str, Any], sheet: Listing) -> list[list[Any]]:
    return [[row[column.key] for column in sheet.columns] for row in raw[sheet.table]]


def said(grid: Grid) -> list[tuple[int, int, str, Any]]:
    """Return what every cell says; codes are drawn, not said."""
    return [(cell.row, cell.column, cell.text(), cell.value) for cell in grid.cells]
