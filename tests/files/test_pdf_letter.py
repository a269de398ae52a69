"""Letters as GB/T 9704-2012 wants them, measured on what is really printed."""

from __future__ import annotations

from itertools import pairwise

import pytest
import zxingcpp

from jingyue_desktop.files.bands import LEAST_PITCH, set_bands
from jingyue_desktop.paper.definition import load_form
from jingyue_desktop.paper.grid import Blank, Cell, Grid, Page, Tick
from jingyue_desktop.paper.layout import lay_out
from jingyue_desktop.paper.letter import BODY, MM, PITCH, STYLES
from tests.papers import (
    FOOT,
    FORMS,
    PLEDGE,
    ROOT,
    fonts,
    ink,
    letter,
    pdf,
    picture,
    pledge,
    reader,
    squeezed,
    text_of,
)

LEFT, TOP, RIGHT, BOTTOM = 28.0, 37.0, 184.0, 262.0  # the text area (5.2.1), in millimetres
AREA = (10.0, 10.0, 200.0, BOTTOM + 2)
LONG_PROJECT = "净月高新技术产业开发区净月大街以东、福祉大路以南地块商业金融、居住及配套公共服务设施综合开发建设项目（一期）A、B、C、D地块"


def pages(made: bytes) -> int:
    return len(reader(made).pages)


def test_the_sheet_is_a4() -> None:
    box = reader(pdf(pledge())).pages[0].mediabox
    assert (box.width / MM, box.height / MM) == pytest.approx((210, 297), abs=0.01)


def test_28_characters_by_22_lines_fill_the_text_area() -> None:
    full = "国" * 28 * 22
    made = pdf(letter(full, style="lines"))
    assert pages(made) == 1
    assert ink(picture(made), AREA) == pytest.approx([LEFT, TOP, RIGHT, BOTTOM], abs=1.0)
    lines = set_bands(letter(full, style="lines"), fonts())[0].cells[0].lines
    assert [line.count for line in lines] == [28] * 22


def test_one_line_more_turns_the_page() -> None:
    assert pages(pdf(letter("国" * (28 * 22 + 1), style="lines"))) == 2
    assert pages(pdf(letter(*["国"] * 22))) == 1
    assert pages(pdf(letter(*["国"] * 23))) == 2


def test_a_justified_line_reaches_the_edge() -> None:
    text = "规划局依法、依规、依程序作出如下承诺，" * 40
    made = pdf(letter(text))
    page = picture(made)
    for line in range(20):
        top = TOP + line * PITCH / MM
        box = ink(page, (10, top - 1, 200, top + BODY / MM + 1))
        # A mark at the end of a line (，。、) leaves up to two thirds of its cell empty.
        assert RIGHT - 4.2 <= box[2] <= RIGHT + 0.3
        assert LEFT - 0.3 <= box[0] <= LEFT + (12.2 if line == 0 else 1)


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"applicant": "王喆赟", "project": "自建房", "variant": "规划窗口", "days": 1},
        {
            "applicant": "长春净月高新技术产业开发区国有资产投资经营集团有限公司、吉林省长春净月建设发展有限责任公司（联合体）"
        },
        {"project": LONG_PROJECT},
        {
            "due_basis": PLEDGE["due_basis"][:-1] + "，暂按周末推算，以国办通知为准）",
            "project": LONG_PROJECT,
        },
    ],
)
def test_a_pledge_is_one_page_on_the_text_area(changed: dict[str, object]) -> None:
    made = pdf(pledge(**changed))
    assert pages(made) == 1
    box = ink(picture(made), AREA)
    assert box[:3] == pytest.approx([LEFT, TOP, RIGHT], abs=1.0)
    assert box[3] <= BOTTOM + 0.5


def test_a_usual_pledge_keeps_the_letter_s_pitch() -> None:
    assert {cell.leading for band in set_bands(pledge(), fonts()) for cell in band.cells} >= {PITCH}
    close = set_bands(pledge(project=LONG_PROJECT, applicant="某某建设投资公司" * 6), fonts())
    pitches = {cell.leading for band in close for cell in band.cells if cell.cell.style.size > 15}
    assert len(pitches) == 1
    assert LEAST_PITCH <= pitches.pop() < PITCH


def test_a_blank_pledge_is_one_page_with_room_to_sign() -> None:
    known = {key: PLEDGE[key] for key in ("office", "enquiry_phone", "report_phone")}
    grid = lay_out(load_form(FORMS, "pledge"), known, blank=True)
    assert pages(pdf(grid)) == 1
    bands = set_bands(grid, fonts())
    sign = next(n for n, cell in enumerate(grid.cells) if cell.text().startswith("负责人签名"))
    assert bands[sign - 1].height() >= 0.4 * PITCH and not bands[sign - 1].cells[0].lines


def test_what_cannot_fit_keeps_its_pitch_and_its_end_together() -> None:
    made = pdf(pledge(project="很长的项目名称，" * 100))
    assert pages(made) == 3
    last = squeezed(reader(made).pages[2].extract_text())
    assert all(part in last for part in ("应办结日期", "负责人签名", "盖章", "2026年2月13日"))
    assert text_of(made).count("很长的项目名称") == 100


def test_page_numbers_stand_outside_odd_right_even_left() -> None:
    made = pdf(letter("国" * 28 * 60, style="lines"))
    assert pages(made) == 3
    for n in range(3):
        assert f"— {n + 1} —" in reader(made).pages[n].extract_text()
        left, top, right, bottom = ink(picture(made, n), (10, BOTTOM + 3, 200, 282))
        # 7 mm under the text area to the dashes, which stand in the middle of their line.
        assert BOTTOM + 7 <= top <= BOTTOM + 10
        assert bottom <= BOTTOM + 13
        if n % 2:
            assert left == pytest.approx(LEFT + 14 / MM, abs=1)
        else:
            assert right == pytest.approx(RIGHT - 14 / MM, abs=1)


def test_a_single_page_bears_no_number() -> None:
    assert "—" not in reader(pdf(letter("国"))).pages[0].extract_text()


def test_the_anchor_stands_under_the_text_area_on_every_page() -> None:
    made = pdf(letter("国" * 28 * 30, style="lines"))
    for n in range(2):
        assert FOOT in reader(made).pages[n].extract_text()
        box = ink(picture(made, n), (10, 284, 130, 295))
        assert box[0] == pytest.approx(LEFT, abs=0.6)
        assert box[3] < 292


def test_a_date_is_four_characters_in() -> None:
    box = ink(picture(pdf(letter("2026年2月13日", style="right"))), AREA)
    assert box[2] == pytest.approx(RIGHT - 4 * BODY / MM, abs=1.8)


@pytest.mark.parametrize("changed", [{}, {"project": "很长的项目名称，" * 100}])
def test_the_code_is_read_from_paper(changed: dict[str, object]) -> None:
    made = pdf(pledge(**changed))
    last = pages(made) - 1
    (code,) = zxingcpp.read_barcodes(picture(made, last))
    assert code.text == PLEDGE["qr"]
    assert not zxingcpp.read_barcodes(picture(made, 0)) or last == 0
    # It disturbs neither text nor page number.
    unit = 200 / 25.4
    corners = [code.position.top_left, code.position.bottom_right]
    (_, top), (right, bottom) = [(p.x / unit, p.y / unit) for p in corners]
    assert top > BOTTOM + 1 and bottom < 290 and right <= RIGHT + 0.5
    beside = (right + 0.5, BOTTOM + 3, right + 6, BOTTOM + 20)
    gap = picture(made, last).crop(tuple(round(side * unit) for side in beside))
    assert gap.getextrema()[0] > 200
    assert (f"— {last + 1} —" in reader(made).pages[last].extract_text()) == bool(last)


def test_no_code_on_a_sample_and_no_number() -> None:
    made = pdf(pledge("样稿", qr=None, number=None))
    assert not zxingcpp.read_barcodes(picture(made))
    assert "扫码" not in text_of(made)


@pytest.mark.parametrize("mark", ["样稿", "作废"])
def test_a_wash_lies_under_the_text_of_every_page(mark: str) -> None:
    made = pdf(pledge(mark, project="很长的项目名称，" * 100))
    assert pages(made) == 3
    for page in reader(made).pages:
        assert mark in page.extract_text()
    washed, plain = (picture(pdf(pledge(word)), dpi=72).histogram() for word in (mark, ""))
    grey = max(range(128, 250), key=lambda level: washed[level])
    assert 226 <= grey <= 240 and washed[grey] > 20 * plain[grey] + 1000
    assert sum(washed[:40]) == pytest.approx(sum(plain[:40]), rel=0.1)  # the text is as black


def test_several_letters_in_one_file_count_their_pages_for_themselves() -> None:
    long = letter("国" * 28 * 30, style="lines")
    made = pdf(long, long)
    numbers = [
        f"— {n} —" in reader(made).pages[p].extract_text() for p, n in enumerate((1, 2, 1, 2))
    ]
    assert numbers == [True] * 4


def test_headings_go_with_what_follows() -> None:
    form = load_form(FORMS, "regulation")
    body = "\n".join(
        [
            "# 第一章　总则",
            *["第一条　规划局依法履行职责，接受监督。"] * 18,
            "# 第二章　责任",
            "第二条　略。",
        ]
    )
    values = {"office": "某局", "name": "某制度", "status": "草案", "body": body}
    first, second = (squeezed(p.extract_text()) for p in reader(pdf(lay_out(form, values))).pages)
    assert "第二章" not in first
    assert second.startswith(squeezed(FOOT) + "第二章责任第二条") or "第二章责任第二条" in second


@pytest.mark.parametrize("number", range(1, 8))
def test_the_regulations_print_whole(number: int) -> None:
    (path,) = (ROOT / "resources/office/regulations").glob(f"{number}-*.md")
    body = path.read_text(encoding="utf-8").split("+++")[2]
    form = load_form(FORMS, "regulation")
    values = {
        "office": "净月开发区规划局",
        "name": "制度名称",
        "status": "草案·待本局审定",
        "body": body,
    }
    made = pdf(lay_out(form, values))
    expected = "净月开发区规划局制度名称（草案·待本局审定）" + body.replace("# ", "")
    assert text_of(made) == squeezed(expected)
    assert pages(made) >= 2


def test_rules_take_what_is_left_of_their_line() -> None:
    grid = letter(("项目名称：", Blank(23)), ("甲", Blank(20), "乙", Blank(20)), style="lines")
    first, second = set_bands(grid, fonts())
    assert first.cells[0].lines[0].width == pytest.approx(28 * BODY, abs=0.1)
    assert len(first.cells[0].lines) == 1
    # The second rule finds less than half of its width left and begins a new line.
    assert len(second.cells[0].lines) == 1
    widths = [piece.width for piece in second.cells[0].lines[0].pieces if piece.mark == "rule"]
    assert sum(widths) == pytest.approx(26 * BODY, abs=0.1)


def test_a_filled_rule_carries_its_text_in_the_middle() -> None:
    (band,) = set_bands(letter(("在", Blank(4, "10"), "个"), style="lines"), fonts())
    rule_before, text, rule_after = band.cells[0].lines[0].pieces[1:4]
    assert (rule_before.mark, text.text, rule_after.mark) == ("rule", "10", "rule")
    assert rule_before.width == pytest.approx(rule_after.width)
    assert rule_before.width * 2 + text.width == pytest.approx(4 * BODY, abs=0.1)


def test_boxes_stay_with_their_captions() -> None:
    runs = tuple(
        Tick(False, f"{name}　")
        for name in ("建设用地规划许可证", "建设工程规划许可证", "竣工规划核实")
    )
    (band,) = set_bands(letter(("承诺岗位：", *runs), style="lines"), fonts())
    drawn = ["".join(piece.text for piece in line.pieces) for line in band.cells[0].lines]
    assert [line.count("许可证") + line.count("核实") for line in drawn] == [2, 1]


def test_lines_of_a_letter_are_evenly_spaced() -> None:
    page = picture(pdf(letter(*["国" * 10] * 22)))
    dark = [
        page.crop((0, y, page.width, y + 1)).getextrema()[0] < 96
        for y in range(round(264 * 200 / 25.4))
    ]
    starts = [y for y in range(1, len(dark)) if dark[y] and not dark[y - 1]]
    tops = [y for y in starts if not any(dark[max(0, y - 30) : y])]
    assert len(tops) == 22
    assert all(b - a == pytest.approx(PITCH / 72 * 200, abs=1.5) for a, b in pairwise(tops))


def test_a_grid_may_begin_pages_where_it_likes() -> None:
    page = Page(kind="letter")
    cells = tuple(Cell(n, 0, (f"第{n}段",), STYLES["body"]) for n in range(3))
    grid = Grid("信", page, (page.area()[0],), (0.0,) * 3, cells, breaks=(0, 2))
    made = pdf(grid)
    assert pages(made) == 2
    assert "第2段" in reader(made).pages[1].extract_text()
