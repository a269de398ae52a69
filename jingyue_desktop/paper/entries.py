"""A letter as the list of its fields: what a workbook holds, for sentences cannot be read back."""

from __future__ import annotations

from dataclasses import replace

from jingyue_desktop.paper.grid import Cell, Grid, Page, Style
from jingyue_desktop.paper.hints import GIVEN
from jingyue_desktop.paper.layout import ROW_HEIGHT, TABLE_STYLES

PAGE = Page(top=25.0, left=25.0, right=20.0, bottom=22.0)
CAPTIONS, CONTENTS = "栏目", "内容"
CAPTION_WIDTH = 35.0


def as_list(grid: Grid) -> Grid:
    """Return a letter's fields as a table of two columns, in the form's order."""
    head = [
        Cell(0, 0, (grid.title,), TABLE_STYLES["title"], 1, 2),
        Cell(1, 0, (CAPTIONS,), TABLE_STYLES["head"]),
        Cell(1, 1, (CONTENTS,), TABLE_STYLES["head"]),
    ]
    body = [
        cell
        for row, (title, held) in enumerate(grid.fields, len(head) - 1)
        for cell in (
            Cell(row, 0, (title,), TABLE_STYLES["caption"]),
            replace(held, row=row, column=1, style=_style(held)),
        )
    ]
    return replace(
        grid,
        page=PAGE,
        widths=(CAPTION_WIDTH, PAGE.area()[0] - CAPTION_WIDTH),
        heights=(14.0, *[ROW_HEIGHT] * (len(grid.fields) + 1)),
        cells=(*head, *body),
        head=(1, 1),
        breaks=(),
        keeps=(),
        fields=(),
    )


def _style(held: Cell) -> Style:
    """Return the look of a field's cell: grey where a person has nothing to fill in."""
    style = TABLE_STYLES["value"]
    empty = held.value is None and held.hint == GIVEN
    return replace(style, fill=TABLE_STYLES["caption"].fill) if empty else style
