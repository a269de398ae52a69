"""All seven regulations on paper: whole text, status under the title, chapters in 黑体."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.paper.grid import Grid
from jingyue_desktop.printing import Press
from jingyue_desktop.services import papers, regulations
from tests.offices import RESOURCES, Sessions

CODES = (
    "post_supervision",
    "inspection",
    "office_meeting",
    "on_site",
    "training",
    "process_sheet",
    "assessment",
)


def test_these_are_the_seven(local_sessions: Sessions) -> None:
    shelf = regulations.shelf(local_sessions["commission"])
    assert tuple(item.code for item in shelf.regulations) == CODES


def lines_of(pdf: bytes) -> list[tuple[str, str]]:
    """Return (text, face) of every drawn line, in the order of drawing."""
    found: list[tuple[str, str]] = []

    def see(text: str, _cm: object, _tm: object, font: dict[str, str] | None, _size: float) -> None:
        if text.strip():
            found.append((text.strip(), font["/BaseFont"] if font else ""))

    for page in PdfReader(io.BytesIO(pdf)).pages:
        page.extract_text(visitor_text=see)
    return found


@pytest.mark.parametrize("code", CODES)
def test_a_regulation_prints_whole_with_its_chapters_in_hei(
    local_sessions: Sessions, code: str
) -> None:
    session = local_sessions["planning_clerk"]
    text = regulations.regulation(session, code).text.splitlines()
    chapters = [line.removeprefix("# ") for line in text if line.startswith("# ")]
    articles = [line for line in text if line and not line.startswith("#")]
    made = Press(RESOURCES / "fonts").pdf(session, "regulation", id=code)
    drawn = lines_of(made.content)
    hei = [line for line, face in drawn if "Sans" in face]
    assert hei == chapters and len(chapters) >= 4
    body = "".join(line for line, face in drawn if "FangSong" in face or "Serif" in face)
    for article in articles:
        assert squeezed(article) in squeezed(body)
    assert "草案·待本局审定" in "".join(line for line, face in drawn if "Kai" in face)
    assert made.anchor.startswith("日志 ") and made.anchor in [line for line, _ in drawn]


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_the_grid_keeps_a_chapter_with_its_first_article(local_sessions: Sessions) -> None:
    made = papers.build(local_sessions["auditor"], "regulation", "pdf", id="inspection")
    ((name, grid),) = made.sheets
    assert name == "监督检查制度" and isinstance(grid, Grid)
    chapters = [cell.row for cell in grid.cells if cell.style.face == "hei"]
    assert len(chapters) == 6 and set(chapters) <= set(grid.keeps)


def test_an_unknown_code_is_told(local_sessions: Sessions) -> None:
    with pytest.raises(UserError, match="没有这项制度"):
        papers.build(local_sessions["auditor"], "regulation", "pdf", id="nothing")
    with pytest.raises(UserError, match="不能导出为 xlsx"):
        papers.build(local_sessions["auditor"], "regulation", "xlsx", id="inspection")
