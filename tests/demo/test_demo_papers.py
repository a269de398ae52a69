"""What must hold 1–3 on the very papers of the demo: nine PDFs and four workbooks, sound in every way."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
from collections import Counter
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pypdf
import pytest
import zxingcpp

from jingyue_desktop.services.opening import check_workspace
from jingyue_desktop.store.anchor import parse_anchor
from tests.demo.conftest import Built
from tests.faults.children import tool
from tests.files.test_pdf_text import assert_all_embedded
from tests.papers import picture

POINTS_PER_MM = 72 / 25.4
VARIANTS = (
    "规划窗口",
    "选址意见书",
    "建设用地规划许可证",
    "建设工程规划许可证",
    "规划验线",
    "竣工规划核实",
)
LETTERS = {f"服务承诺书-{variant}.pdf" for variant in VARIANTS}
PDFS = LETTERS | {"空白服务承诺书.pdf", "岗位职责廉政效能风险防控表.pdf", "岗位职责表.pdf"}
BOOKS = {"风险防控四表.xlsx", "岗位职责表.xlsx", "风险点清单.xlsx", "服务承诺登记簿.xlsx"}


def row(built: Built, seq: int) -> tuple[str, str]:
    """Return action and hash of a log row."""
    with closing(sqlite3.connect(built.folder / "office.db")) as db:
        found = db.execute("SELECT action, hash FROM log WHERE seq = ?", (seq,)).fetchone()
    return str(found[0]), str(found[1])


def test_nine_pdfs_and_four_workbooks_are_listed_and_there(built: Built) -> None:
    assert {path.name for path in built.of(".pdf")} == PDFS
    assert {path.name for path in built.of(".xlsx")} == BOOKS
    assert len(built.papers) == len(PDFS) + len(BOOKS) == 13
    assert {path.parent for _, path in built.papers} == {built.folder / "papers"}
    assert all(path.is_absolute() and path.stat().st_size > 1000 for _, path in built.papers)
    assert {path.name for path in (built.folder / "papers").iterdir()} == PDFS | BOOKS


@pytest.mark.parametrize("name", sorted(PDFS))
def test_size_faces_and_anchor(built: Built, name: str) -> None:
    path = built.folder / "papers" / name
    assert_all_embedded(path.read_bytes())
    pages = pypdf.PdfReader(path).pages
    sizes = {
        tuple(round(float(side) / POINTS_PER_MM) for side in page.mediabox[2:]) for page in pages
    }
    assert sizes == {
        (420, 297) if "防控表" in name else (297, 210) if "职责" in name else (210, 297)
    }
    anchors = set()
    for page in pages:
        (line,) = re.findall(r"日志 [\d ]+ · [0-9A-F-]{19}", page.extract_text())
        anchors.add(line)
    (anchor,) = anchors
    parsed = parse_anchor(anchor)
    assert parsed is not None
    action, stored = row(built, parsed[0])
    assert action.startswith("papers.") and stored.startswith(parsed[1])
    assert check_workspace(built.folder, (anchor,)).code == 0


@pytest.mark.parametrize("name", sorted(LETTERS))
def test_a_letter_s_code_says_its_number_and_content(built: Built, name: str) -> None:
    path = built.folder / "papers" / name
    (code,) = zxingcpp.read_barcodes(picture(path.read_bytes()))
    with closing(sqlite3.connect(built.folder / "office.db")) as db:
        found = db.execute("SELECT number, content, due FROM pledge").fetchall()
    (pledge,) = (one for one in found if str(one[0]) in code.text.split())
    assert pledge[1] in code.text
    text = "".join(pypdf.PdfReader(path).pages[0].extract_text().split())
    year, month, day = str(pledge[2]).split("-")
    assert "".join(str(pledge[0]).split()) in text
    assert f"{int(year)}年{int(month)}月{int(day)}日" in text


def test_the_blank_has_no_number_and_no_code(built: Built) -> None:
    content = (built.folder / "papers" / "空白服务承诺书.pdf").read_bytes()
    assert not zxingcpp.read_barcodes(picture(content))


@pytest.fixture(scope="module")
def saved(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbooks as LibreOffice saves them again."""
    folder = tmp_path_factory.mktemp("saved")
    for path in built.of(".xlsx"):
        shutil.copy(path, folder)
    argv = [tool("soffice"), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    argv += ["--convert-to", "xlsx", "--outdir", str(folder / "out")]
    argv += [str(path) for path in folder.glob("*.xlsx")]
    subprocess.run(argv, check=True, capture_output=True, timeout=120)
    return folder / "out"


@pytest.mark.parametrize("name", sorted(BOOKS))
def test_a_workbook_opens_elsewhere_with_page_and_values(
    built: Built, saved: Path, name: str
) -> None:
    path = built.folder / "papers" / name
    ours, theirs = openpyxl.load_workbook(path), openpyxl.load_workbook(saved / name)
    with ZipFile(path) as archive:
        sheets = [part for part in archive.namelist() if part.startswith("xl/worksheets/")]
        assert not any(
            b"<f>" in archive.read(part) or b"<f " in archive.read(part) for part in sheets
        )
    for sheet in (one for one in ours.worksheets if one.sheet_state == "visible"):
        other = theirs[sheet.title]
        assert other.print_title_rows == sheet.print_title_rows
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        upright = sheet.title == "说明与图例"
        assert sheet.page_setup.orientation == ("portrait" if upright else "landscape")
        assert sheet.page_setup.paperSize in ("8", "9", 8, 9)
        assert "日志" in sheet.oddFooter.left.text
        assert Counter(_texts(sheet)) == Counter(_texts(other))
    titled = [one.title for one in ours.worksheets if one.print_title_rows]
    assert len(titled) >= (3 if "四表" in name else 1)


def _texts(sheet: object) -> list[str]:
    rows = sheet.iter_rows(values_only=True)  # type: ignore[attr-defined]
    return [
        str(value).replace("\r", "") for row in rows for value in row if value not in (None, "")
    ]
