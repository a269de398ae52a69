"""Tables on paper: rows grow and break over pages, heads come again, nothing is cut or lost."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from jingyue_desktop.files.bands import set_bands
from jingyue_desktop.paper.grid import Cell, Grid, Page, Style
from jingyue_desktop.paper.layout import lay_out
from jingyue_desktop.paper.letter import MM
from jingyue_desktop.paper.table import TABLE_STYLES
from tests.papers import (
    drawn,
    fonts,
    form_named,
    form_names,
    ink,
    pdf,
    picture,
    reader,
    sample,
    squeezed,
    text_of,
)

PAGE = Page(landscape=True, top=28, left=35, right=37, bottom=26)
VALUE, HEAD = TABLE_STYLES["value"], TABLE_STYLES["head"]


def table(*rows: Sequence[str], page: Page = PAGE) -> Grid:
    """Return a grid of equal columns under a head row."""
    columns = len(rows[0])
    cells = [
        Cell(r, c, (text,) if text else (), VALUE if r else HEAD)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    ]
    widths = (page.area()[0] / columns,) * columns
    return Grid("表", page, widths, (8.0,) * len(rows), tuple(cells), head=(0, 0))


def page_texts(made: bytes) -> list[str]:
    return [squeezed(page.extract_text()) for page in reader(made).pages]


@pytest.mark.parametrize("stem", form_names())
@pytest.mark.parametrize("long", [0, 1, 12])
def test_every_form_prints_blank_and_filled(stem: str, long: int) -> None:
    form = form_named(stem)
    grid = lay_out(form, sample(form, long) if long else None)
    made = pdf(grid)
    text = text_of(made)
    if len(reader(made).pages) == 1:
        assert all(drawn(cell) in text for cell in grid.cells)
    width, height = form.page.size()
    for n, page in enumerate(reader(made).pages):
        assert (page.mediabox.width / MM, page.mediabox.height / MM) == pytest.approx(
            (width, height), abs=0.02
        )
        left, top, right, _ = ink(picture(made, n, 100), (3, 3, width - 3, height - 3), 100)
        assert left >= form.page.left - 0.5 and right <= width - form.page.right + 0.5
        assert top >= form.page.top - 0.5


@pytest.mark.parametrize("stem", form_names())
def test_every_character_of_every_form_is_on_its_paper(stem: str) -> None:
    """On several pages, too: what is printed has all characters of the cells, head rows aside."""
    form = form_named(stem)
    grid = lay_out(form, sample(form, 12))
    printed = text_of(pdf(grid))
    wanted = "".join(drawn(cell) for cell in grid.cells)
    for ch in set(wanted):
        assert printed.count(ch) >= wanted.count(ch), ch


def test_rows_grow_and_heads_come_again() -> None:
    rows = [[f"第{n}行", "内容，" * (n % 7) * 5] for n in range(60)]
    made = pdf(table(["编号头", "内容头"], *rows))
    texts = page_texts(made)
    assert len(texts) > 3
    assert all(text.count("编号头") == 1 and text.count("内容头") == 1 for text in texts)
    assert [f"第{n}行" in "".join(texts) for n in range(60)] == [True] * 60
    assert "".join(texts).count("内容，") == sum((n % 7) * 5 for n in range(60))


def test_a_row_that_fits_a_page_is_never_torn() -> None:
    rows = [[f"甲{n}号", "很长的内容" * 60] for n in range(12)]
    texts = page_texts(pdf(table(["编号", "内容"], *rows)))
    for text in texts:
        assert text.count("很长的内容") % 60 == 0
    assert sum(text.count("很长的内容") for text in texts) == 720


def test_a_row_longer_than_a_page_is_split_between_lines() -> None:
    long = "".join(f"第{n}句话说得很长。" for n in range(400))
    made = pdf(
        table(["编号", "内容", "短"], ["1", "前一行", ""], ["2", long, "短栏"], ["3", "后一行", ""])
    )
    texts = page_texts(made)
    assert len(texts) >= 4
    assert text_of(made).count("句") == 400
    assert "前一行" in texts[0] and "第0句话" in texts[0]  # it begins where the row before ends
    assert "后一行" in texts[-1]
    assert text_of(made).count("短栏") == 1


def test_nothing_is_drawn_in_the_margins() -> None:
    long = "建设工程规划许可证" * 400
    made = pdf(table(["编号", "内容"], ["1", long], ["2", long]))
    for n in range(len(reader(made).pages)):
        left, top, right, bottom = ink(picture(made, n, 100), (3, 3, 294, 187), 100)
        assert left >= 34.5 and top >= 27.5 and right <= 297 - 36.5 and bottom <= 210 - 25.5


def test_page_numbers_of_a_table() -> None:
    made = pdf(table(["头"], *[[f"第{n}行"] for n in range(40)]))
    assert len(reader(made).pages) > 1
    for n, page in enumerate(reader(made).pages):
        assert f"— {n + 1} —" in page.extract_text()
        left, _, right, bottom = ink(picture(made, n), (20, 185, 290, 198))
        assert bottom < 198
        assert (right > 250) if n % 2 == 0 else (left < 45)


def merged(*, tall: str, rows: int = 3) -> Grid:
    """Return a grid whose first cell reaches over ``rows`` rows beside short ones."""
    cells = [Cell(0, 0, (tall,), VALUE, rows, 1)]
    cells += [Cell(r, 1, (f"旁{r}号",), VALUE) for r in range(rows)]
    cells += [Cell(rows, 0, ("末行",), VALUE, 1, 2)]
    return Grid("表", PAGE, (60.0, 165.0), (8.0,) * (rows + 1), tuple(cells))


def test_a_merged_cell_lends_its_height_to_its_last_row() -> None:
    band, last = set_bands(merged(tall="合并格的内容" * 20), fonts())
    assert len(band.heights) == 3 and len(last.heights) == 1
    assert band.heights[0] == pytest.approx(8 * MM) and band.heights[1] == pytest.approx(8 * MM)
    assert band.height() == pytest.approx(band.cells[0].height())
    short, _ = set_bands(merged(tall="短"), fonts())
    assert short.heights == pytest.approx((8 * MM,) * 3)


def test_rows_under_one_merged_cell_stay_together_where_they_can() -> None:
    first = table(["头"], *[[f"第{n}行"] for n in range(16)])
    lead = [Cell(r, 0, (f"第{r}行",), VALUE, 1, 2) for r in range(17)]
    block = [Cell(17, 0, ("合并",), VALUE, 3, 1)] + [
        Cell(17 + r, 1, (f"旁{r}号",), VALUE) for r in range(3)
    ]
    grid = Grid("表", PAGE, (60.0, 165.0), (8.0,) * 20, (*lead, *block))
    texts = page_texts(pdf(grid))
    assert len(texts) == 2 and len(page_texts(pdf(first))) == 1
    assert "旁0号" not in texts[0] and all(f"旁{n}号" in texts[1] for n in range(3))


@pytest.mark.parametrize("tall", ["短", "合并格的内容，" * 900])
def test_a_merged_cell_longer_than_a_page_goes_on(tall: str) -> None:
    made = pdf(merged(tall=tall, rows=50))
    texts = page_texts(made)
    assert len(texts) >= 3
    text = "".join(texts)
    assert text.count("格") == tall.count("格")
    assert [text.count(f"旁{n}号") for n in range(50)] == [1] * 50
    assert "末行" in texts[-1]


def test_a_word_wider_than_its_column_is_cut_not_lost() -> None:
    page = Page()
    made = pdf(table(["头"] * 8, ["https://example.org/very/long/path?x=1"] * 8, page=page))
    assert text_of(made).count("https://example.org/very/long/path?x=1") == 8
    assert ink(picture(made, 0, 100), (3, 3, 207, 260), 100)[2] <= 184.5


def test_colour_and_strike_are_drawn() -> None:
    style = Style("song", 10.5, strike=True, colour="#B00020")
    grid = Grid("表", Page(), (100.0,), (8.0,), (Cell(0, 0, ("作废的一行",), style),))
    plain = Grid(
        "表", Page(), (100.0,), (8.0,), (Cell(0, 0, ("作废的一行",), Style("song", 10.5)),)
    )
    area = (30, 38, 48, 44)
    struck, whole = (
        picture(pdf(g)).crop(tuple(round(s * 200 / 25.4) for s in area)) for g in (grid, plain)
    )
    assert struck.tobytes() != whole.tobytes()
    # One row of dots runs through all five characters.
    assert any(max(struck.crop((10, y, 120, y + 1)).tobytes()) < 200 for y in range(struck.height))
