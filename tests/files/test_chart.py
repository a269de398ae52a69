"""Charts on paper and as pictures: whole, in place, every text as text, or refused by name."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
import pytest
from PIL import Image
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.files.chart_arrow import HALF, LENGTH, split
from jingyue_desktop.files.chart_pdf import LARGEST
from jingyue_desktop.files.chart_png import write_png
from jingyue_desktop.files.chart_svg import write_svg
from jingyue_desktop.files.fonts import check_characters
from jingyue_desktop.files.ink import ASCENT
from jingyue_desktop.files.pdf_write import write_pdf
from jingyue_desktop.paper.chart import Box, Chart, Label, Shape, Wire
from jingyue_desktop.paper.grid import Page, Paper
from jingyue_desktop.paper.letter import MM
from jingyue_desktop.printing import Press
from jingyue_desktop.services import papers
from jingyue_desktop.services.papers import content_digest
from jingyue_desktop.store.chainlog import head_anchor
from jingyue_desktop.store.tables import Log
from tests.files.test_pdf_text import assert_all_embedded, images
from tests.offices import RESOURCES, Sessions
from tests.papers import FOOT, fonts, ink, pdf, picture, reader, squeezed

SVG = "{http://www.w3.org/2000/svg}"
LONG = "三十个字的说明文字一共有这么多用来看它在图上是否还排得下去呢"
PAGE = Page(landscape=True, top=20, left=20, right=20, bottom=20)
SHAPES = (
    Box(0, 0, 400, 40, fill="#eef2f7", stroke=""),
    Box(20, 60, 120, 40, fill="#ffffff", radius=6, key="A1.1"),
    Box(220, 60, 160, 40, stroke="#b42318", dash=True),
    Wire(((140, 80), (220, 80)), arrow=True),
    Wire(((300, 100), (300, 150), (80, 150), (80, 100)), arrow=True, dash=True),
    Wire(((0, 190), (400, 190)), colour="#b42318"),
    Label(10, 24, "甲科室 A<B", 11, bold=True),
    Label(30, 84, "喆赟珺受理 & 登记"),
    Label(230, 84, "决定 ≥3 件", colour="#b42318"),
    Label(10, 176, LONG, 10),
)
CHART = Chart("业务流程图（示例）", 400, 200, SHAPES, PAGE)
WRITERS: dict[str, Callable[[Chart, Path], object]] = {
    "pdf": lambda chart, path: write_pdf(paper(chart), path, foot=FOOT, fonts=fonts()),
    "svg": lambda chart, path: write_svg(chart, path, foot=FOOT),
    "png": lambda chart, path: write_png(paper(chart), path, foot=FOOT, fonts=fonts()),
}


def paper(*charts: Chart) -> Paper:
    """Return a paper of some charts."""
    return Paper("flows", "流程图", tuple((chart.title, chart) for chart in charts))


def said(text: str) -> Chart:
    """Return a chart that says one thing more."""
    return replace(CHART, shapes=(*SHAPES, Label(200, 20, text)))


def origin(content: bytes, text: str, size: float) -> tuple[float, float]:
    """Return left end and baseline of a text of ``size`` on the first page, in points."""
    document = pypdfium2.PdfDocument(content)
    try:
        words = document[0].get_textpage()
        found = words.search(text).get_next()
        assert found is not None, text
        left, bottom, _, _ = words.get_charbox(found[0], loose=True)
    finally:
        document.close()
    return left, bottom + size * (1 - ASCENT)


def drawn(path: Path, width: int, height: int) -> QImage:
    """Return an SVG as Qt draws it, on white."""
    renderer = QSvgRenderer(str(path))
    assert renderer.isValid()
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill("white")
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


def test_the_long_label_is_as_long_as_said() -> None:
    assert len(LONG) == 30


def test_a_chart_is_one_page_that_says_what_it_says() -> None:
    content = pdf(CHART)
    (page,) = reader(content).pages
    size = (page.mediabox.width / MM, page.mediabox.height / MM)
    assert size == pytest.approx((297, 210), abs=0.02)
    lines = [squeezed(line) for line in page.extract_text().splitlines() if line.strip()]
    assert lines == [squeezed(text) for text in (FOOT, CHART.title, *CHART.texts(), "— 1 —")]
    assert_all_embedded(content)
    assert not images(content)


def test_every_chart_of_a_paper_has_its_page() -> None:
    poster = replace(CHART, page=replace(PAGE, paper="A3"))
    pages = reader(pdf(CHART, poster)).pages
    assert [round(float(page.mediabox.width) / MM) for page in pages] == [297, 420]


def test_a_label_lies_where_it_should() -> None:
    content = pdf(CHART)
    width, height = (side * MM for side in PAGE.area())
    left = PAGE.left * MM + (width - CHART.width * LARGEST) / 2
    # The labels tell where the chart begins; how far one lies from another is fixed.
    top = origin(content, "喆赟珺", 9 * LARGEST)[1] + 84 * LARGEST
    assert 20 < PAGE.size()[1] * MM - PAGE.top * MM - top < 40, "under the title"
    for label in (shape for shape in SHAPES if isinstance(shape, Label)):
        found = origin(content, label.text, label.size * LARGEST)
        due = (left + label.x * LARGEST, top - label.y * LARGEST)
        assert found == pytest.approx(due, abs=1), label.text
    assert height > CHART.height * LARGEST


def test_boxes_and_wires_lie_where_they_should() -> None:
    content = pdf(replace(CHART, shapes=(*SHAPES[1:2], *SHAPES[3:4], SHAPES[7])))
    x, baseline = origin(content, "喆赟珺", 9 * LARGEST)
    unit = LARGEST / MM
    left, top = x / MM - 30 * unit, PAGE.size()[1] - baseline / MM - 84 * unit
    area = (PAGE.left, top + 50 * unit, 270, 180)
    printed = ink(picture(content).point(lambda grey: 0 if grey < 200 else 255), area)
    due = [left + 20 * unit, top + 60 * unit, left + 220 * unit, top + 100 * unit]
    assert printed == pytest.approx(due, abs=0.5)


@pytest.mark.parametrize(("width", "height"), [(3000.0, 200.0), (400.0, 4000.0)])
def test_a_large_chart_is_made_to_fit(width: float, height: float) -> None:
    shapes: tuple[Shape, ...] = (Box(0, 0, width, height, fill="#334455"), Label(5, 90, "甲", 80))
    content = pdf(replace(CHART, width=width, height=height, shapes=shapes))
    (_,) = reader(content).pages
    left, top, right, bottom = ink(picture(content), (10, 28, 287, 192))
    assert left >= PAGE.left - 0.3 and right <= 297 - PAGE.right + 0.3
    assert top > PAGE.top and bottom <= 210 - PAGE.bottom + 0.3
    assert right - left == pytest.approx(257, abs=0.5) or bottom > 189.5, "as large as it can be"
    assert (right - left) / (bottom - top) == pytest.approx(width / height, rel=0.02)
    assert left - PAGE.left == pytest.approx(297 - PAGE.right - right, abs=0.3), "in the middle"


def test_an_arrow_head_ends_at_the_tip() -> None:
    line, (tip, *corners) = split(Wire(((10, 50), (10, 20)), arrow=True))
    assert tip == (10, 20)
    assert line[-1] == pytest.approx((10, 20 + LENGTH))
    assert sorted(corners) == [
        pytest.approx((10 - HALF, 20 + LENGTH)),
        pytest.approx((10 + HALF, 20 + LENGTH)),
    ]
    assert split(Wire(((0, 0), (9, 9)))) == (((0, 0), (9, 9)), ())


def test_an_svg_says_the_same_and_needs_no_other_file(tmp_path: Path) -> None:
    target = tmp_path / "图.svg"
    write_svg(CHART, target, foot=FOOT)
    text = target.read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    assert {element.tag.partition("}")[0] + "}" for element in root.iter()} == {SVG}
    assert text.count("http") == 1 and "href" not in text and "url(" not in text
    assert [element.text for element in root.iter(f"{SVG}text")] == [
        CHART.title,
        *CHART.texts(),
        FOOT,
    ]
    assert root.findtext(f"{SVG}title") == CHART.title
    assert root.get("viewBox") == "-12 -42 424 278"
    assert root.get("width") == "149.578mm"


def test_an_svg_is_seen(tmp_path: Path, qtbot: QtBot) -> None:
    target = tmp_path / "图.svg"
    write_svg(CHART, target, foot=FOOT)
    image = drawn(target, 848, 556)
    assert image.pixelColor(724, 104).name() == "#eef2f7"
    red = image.pixelColor(224, 464)
    assert red.red() - red.green() > 80, "the red line"
    assert image.pixelColor(457, 244).name() == "#7b8794", "the arrow head"
    grey = [image.pixelColor(x, y).lightness() for x in range(80, 244) for y in range(224, 259)]
    assert min(grey) < 120, "the label"


def test_an_svg_holds_what_xml_cannot(tmp_path: Path) -> None:
    target = tmp_path / "图.svg"
    write_svg(said("甲\x01乙\ud800]]>"), target, foot="")
    texts = [element.text for element in ElementTree.parse(target).iter(f"{SVG}text")]
    assert "甲\ufffd乙\ufffd]]>" in texts


def test_a_png_is_the_page(tmp_path: Path) -> None:
    target = tmp_path / "图.png"
    write_png(paper(CHART), target, foot=FOOT, fonts=fonts())
    with Image.open(target) as image:
        assert image.format == "PNG" and image.mode == "RGB"
        assert image.size == pytest.approx((297 / 25.4 * 200, 210 / 25.4 * 200), abs=1)
        assert image.info["dpi"] == pytest.approx((200, 200), abs=0.1)
        colours = {colour for _, colour in image.getcolors(1 << 24) or ()}
        grey = image.convert("L")
    # Red and blue are not exchanged.
    assert {(0xB4, 0x23, 0x18), (0xEE, 0xF2, 0xF7), (255, 255, 255)} <= colours
    assert grey.tobytes() == picture(pdf(CHART)).tobytes()


@pytest.mark.parametrize("lost", ["𠮷", "\ue000"])
@pytest.mark.parametrize("form", ["pdf", "png"])
def test_a_character_without_a_face_is_refused_by_name(
    lost: str, form: str, tmp_path: Path
) -> None:
    name = f"U\\+{ord(lost):04X}"
    for chart in (said(f"姓名{lost}某"), replace(CHART, title=f"图{lost}")):
        with pytest.raises(UserError, match=name):
            check_characters(paper(chart), fonts())
        with pytest.raises(UserError, match=name):
            WRITERS[form](chart, tmp_path / f"图.{form}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", WRITERS)
def test_a_full_disk_leaves_what_was_there(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    target = tmp_path / f"图.{form}"
    target.write_bytes(b"earlier")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError, match="磁盘空间不足"):
        WRITERS[form](CHART, target)
    assert [path.name for path in tmp_path.iterdir()] == [target.name]
    assert target.read_bytes() == b"earlier"
    with pytest.raises(UserError, match="保存位置不存在"):
        WRITERS[form](CHART, tmp_path / "no" / target.name)


def test_the_digest_counts_every_text() -> None:
    digests = {content_digest(paper(chart)) for chart in (CHART, said("甲"), said("乙"))}
    assert len(digests) == 3 and "" not in digests
    assert content_digest(paper(CHART)) == content_digest(paper(replace(CHART)))


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[Chart]:
    """What the paper of the tests shows, whatever the office's own flows are."""
    charts = [CHART]
    monkeypatch.setattr(papers, "build", lambda *_, **__: paper(*charts))
    return charts


@pytest.mark.parametrize("form", WRITERS)
def test_the_press_logs_and_writes_each_form(
    form: str, built: list[Chart], local_sessions: Sessions, tmp_path: Path
) -> None:
    target = tmp_path / f"图.{form}"
    made = Press(RESOURCES / "fonts").write(local_sessions["director"], "posts", form, target)
    head = head_anchor()
    assert made.anchor == head.text()
    assert Log.get(Log.seq == head.seq).action == "papers.posts"
    content = target.read_bytes()
    assert content.startswith({"pdf": b"%PDF", "svg": b"<?xml", "png": b"\x89PNG"}[form])
    if form == "svg":
        assert head.text() in content.decode()


@pytest.mark.parametrize("form", ["svg", "png"])
def test_several_charts_are_no_picture(
    form: str, built: list[Chart], local_sessions: Sessions, tmp_path: Path
) -> None:
    built.append(said("另一张"))
    session = local_sessions["director"]
    before = Log.select().count()
    with pytest.raises(UserError, match="一张图存成一个文件，请用 --id 写明哪一个流程。"):
        Press(RESOURCES / "fonts").write(session, "posts", form, tmp_path / f"图.{form}")
    assert Log.select().count() == before
    assert list(tmp_path.glob("图*")) == []
