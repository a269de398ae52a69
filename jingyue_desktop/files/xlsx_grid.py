"""Draws one grid on a worksheet: cells, spans, widths, heights, help, and the map for reading back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.pagebreak import Break

from jingyue_desktop.files.xlsx_help import Help, Hidden
from jingyue_desktop.files.xlsx_measure import column_width, row_heights, sheet_rows
from jingyue_desktop.files.xlsx_page import set_head, set_page
from jingyue_desktop.files.xlsx_style import Styles, number_format
from jingyue_desktop.paper.entries import as_list
from jingyue_desktop.paper.grid import Cell, Grid, Style, Value
from jingyue_desktop.paper.sheet_map import is_head, is_sentence, map_of_grid

LAST_ROW = 5000  # as far as a filled workbook is read
FROZEN = 60.0  # millimetres of head that may stay in view; more would leave no room for the rest
MARK = Style("hei", 16.0, bold=True, align="center", border=False, colour="#C00000")
MARK_HEIGHT = 26.0  # points


class _Growing(RowDimension):
    """A row that grows while somebody types: its height is a beginning, not an order."""

    @property
    def customHeight(self) -> bool:
        return False


def draw_grid(sheet: Any, grid: Grid, styles: Styles, hidden: Hidden, foot: str) -> None:
    """Draw ``grid`` (a letter: the list of its fields) on an empty worksheet."""
    shown = as_list(grid) if grid.page.kind == "letter" else grid
    _GridSheet(sheet, shown, styles, hidden).draw(foot)


class _GridSheet:
    """One worksheet in the making; rows taller than a worksheet allows take several of its rows."""

    def __init__(self, sheet: Any, grid: Grid, styles: Styles, hidden: Hidden) -> None:
        self.sheet, self.grid, self.styles, self.hidden = sheet, grid, styles, hidden
        self.values = [content(cell) for cell in grid.cells]
        self.heights = row_heights(
            grid, [_shown(c, v) for c, v in zip(grid.cells, self.values, strict=True)]
        )
        self.spans = [sheet_rows(height) for height in self.heights]
        self.starts: list[int] = []
        at = 2 if grid.mark else 1
        for span in self.spans:
            self.starts.append(at)
            at += span

    def draw(self, foot: str) -> None:
        grid = self.grid
        set_page(self.sheet, grid.page, foot, grid.mark)
        for n, width in enumerate(grid.widths, 1):
            self.sheet.column_dimensions[get_column_letter(n)].width = column_width(width)
        if grid.mark:
            self._mark()
        for cell, value in zip(grid.cells, self.values, strict=True):
            self._cell(cell, value)
        self._rows()
        if grid.head is not None:
            first, last = (self.starts[n] for n in grid.head)
            set_head(self.sheet, first, last, sum(grid.heights[: grid.head[1] + 1]) <= FROZEN)
        for row in grid.breaks:
            self.sheet.row_breaks.append(Break(id=self.starts[row] - 1))
        self._help()
        gap = max((span - 1 for span in self.spans), default=0)
        self.hidden.maps.append(map_of_grid(self.sheet.title, grid, self.starts, gap))

    def _mark(self) -> None:
        self.styles.put(self.sheet.cell(1, 1), f"【{self.grid.mark}】", MARK)
        self._merge(1, 1, 1, len(self.grid.widths))
        self.sheet.row_dimensions[1].height = MARK_HEIGHT

    def _cell(self, cell: Cell, value: Value) -> None:
        top, column = self.starts[cell.row], cell.column + 1
        form = number_format(cell.kind, value) if _holds(cell) else "General"
        last = cell.row + cell.rows - 1
        tall = max(self.spans[cell.row : last + 1]) > 1
        # The middle of a text that runs over pages is nowhere a reader would look for it.
        style = replace(cell.style, middle=False) if tall else cell.style
        self.styles.put(self.sheet.cell(top, column), value, style, form)
        self._merge(
            top, self.starts[last] + self.spans[last] - 1, column, column + cell.columns - 1
        )

    def _merge(self, top: int, bottom: int, first: int, last: int) -> None:
        if (top, first) != (bottom, last):
            self.sheet.merge_cells(
                start_row=top, end_row=bottom, start_column=first, end_column=last
            )

    def _rows(self) -> None:
        # A row with merged cells does not grow by itself, so its height is fixed.
        fixed = {cell.row for cell in self.grid.cells if cell.columns > 1 or cell.rows > 1}
        for n, (start, span) in enumerate(zip(self.starts, self.spans, strict=True)):
            kind = RowDimension if n in fixed or span > 1 else _Growing
            for row in range(start, start + span):
                self.sheet.row_dimensions[row] = kind(
                    self.sheet, row, ht=round(self.heights[n] / span, 1)
                )

    def _help(self) -> None:
        cells = [cell for cell in self.grid.cells if _holds(cell)]
        blank = all(cell.value is None for cell in cells if cell.kind != "computed")
        help = Help(self.sheet, self.hidden, tips=blank)
        for cell in cells:
            if "[" not in cell.key:
                help.add(cell, f"{get_column_letter(cell.column + 1)}{self.starts[cell.row]}")
        for head in filter(is_head, self.grid.cells):
            letter = get_column_letter(head.column + 1)
            below = self.starts[head.row] + self.spans[head.row]
            last = self._table_end(head)
            if last >= below:
                help.add(head, f"{letter}{below}:{letter}{last}")
            if last == LAST_ROW and head.columns == 1:
                self._below(head, letter)

    def _below(self, head: Cell, letter: str) -> None:
        """Let rows that somebody adds below look as those above and be of their kind: 0431 stays so."""
        row = next(
            (c for c in self.grid.cells if (c.row, c.column) == (head.row + 1, head.column)), head
        )
        style = replace(row.style, border=False, fill="")
        self.styles.dress(
            self.sheet.column_dimensions[letter], style, number_format(head.kind, None)
        )

    def _table_end(self, head: Cell) -> int:
        """Return the last worksheet row of a table: open below when nothing follows it."""
        table = head.key.partition("[")[0] + "["
        after = [c.row for c in self.grid.cells if c.row > head.row and not c.key.startswith(table)]
        return self.starts[min(after)] - 1 if after else LAST_ROW


def content(cell: Cell) -> Value:
    """Return what a worksheet stores for a cell: a field's value, else what is printed."""
    if _holds(cell) and cell.kind not in ("ticks", "computed"):
        return cell.value
    return cell.text()


def _holds(cell: Cell) -> bool:
    return bool(cell.key) and not is_head(cell) and not is_sentence(cell)


def _shown(cell: Cell, value: Value) -> str:
    """Return the text a cell shows, for measuring it."""
    return cell.text() if value is not None else ""
