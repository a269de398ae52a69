"""A register on a worksheet: head, print set-up and filter by openpyxl, its rows as plain XML text.

Each row is text of its own, so a register of any length takes no more memory than one row.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import IO, Any
from xml.sax.saxutils import escape

from openpyxl.cell import Cell as SheetCell
from openpyxl.utils import get_column_letter

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.files.xlsx_measure import DIGIT, MARGIN, PIXELS, POINTS, TALLEST, height
from jingyue_desktop.files.xlsx_page import set_head, set_page
from jingyue_desktop.files.xlsx_style import (
    EPOCH,
    GENERAL,
    NORMAL,
    REGISTER_DATE,
    Styles,
    number_format,
    storable,
)
from jingyue_desktop.files.xlsx_text import MOST
from jingyue_desktop.paper.grid import Column, Listing, Style, Value
from jingyue_desktop.paper.layout import TABLE_STYLES

SIZE = 10.5  # points
PADDING = 1.25  # characters of a column besides its text
ROW_HEIGHT = 21.0  # points
SMALLEST = 0.75  # share of its size that text may be printed at
DATE = 10  # characters of 2026-11-24
LAST_ROW = 1_048_576
STEP = 1000  # rows between two reports of progress
# What must not go into the XML as it is; most texts hold none of it.
_SPECIAL = re.compile("[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x")

Progress = Callable[[int], None]


class ListingSheet:
    """One register's worksheet: first its head, then its rows into the stream of the saved file."""

    def __init__(self, sheet: Any, listing: Listing, styles: Styles) -> None:
        self.sheet, self.listing = sheet, listing
        self.head = 2 + len(listing.notes)
        self._widths = widths(listing)
        self._columns = [
            _ColumnXml(sheet, get_column_letter(n), column, width, styles)
            for n, (column, width) in enumerate(zip(listing.columns, self._widths, strict=True), 1)
        ]

    def draw_head(self, styles: Styles, foot: str) -> None:
        """Write title, notes and column heads; set page, widths, filter and frozen head."""
        sheet, listing = self.sheet, self.listing
        set_page(sheet, listing.page, foot)
        sheet.sheet_format.defaultRowHeight = ROW_HEIGHT
        sheet.sheet_format.customHeight = True
        lines = [(listing.title, TABLE_STYLES["title"], 32.0)]
        lines += [(note, TABLE_STYLES["plain"], 20.0) for note in listing.notes]
        for row, (text, style, points) in enumerate(lines, 1):
            styles.put(sheet.cell(row, 1), text, style)
            sheet.merge_cells(
                start_row=row, end_row=row, start_column=1, end_column=len(listing.columns)
            )
            sheet.row_dimensions[row].height = points
        for n, column in enumerate(listing.columns, 1):
            styles.put(sheet.cell(self.head, n), column.title, TABLE_STYLES["head"])
            sheet.column_dimensions[get_column_letter(n)].width = self._widths[n - 1]
        sheet.row_dimensions[self.head].height = 24.0
        set_head(sheet, self.head, self.head, freeze=True)

    def write_rows(self, out: IO[bytes], progress: Progress | None) -> None:
        """Stream the rows; then the filter spans them."""
        row = self.head
        for row, values in enumerate(self.listing.rows(), self.head + 1):
            if row > LAST_ROW:
                raise UserError(
                    f"登记簿超过 {LAST_ROW - self.head} 行，一张工作表放不下，文件没有保存。",
                    "请用筛选分几次导出。",
                )
            out.write(self._row(row, values).encode())
            if progress is not None and row % STEP == 0:
                progress(row - self.head)
        if progress is not None:
            progress(row - self.head)
        last = get_column_letter(len(self._columns))
        self.sheet.auto_filter.ref = f"A{self.head}:{last}{row}"

    def _row(self, number: int, values: tuple[Value, ...]) -> str:
        pairs = list(zip(self._columns, values, strict=True))
        cells = "".join([column.cell(number, value) for column, value in pairs])
        tall = [
            column.height(value)
            for column, value in pairs
            if type(value) is str and (len(value) > column.short or "\n" in value)
        ]
        form = f' ht="{min(max(tall), TALLEST):.1f}"' if tall and max(tall) > ROW_HEIGHT else ""
        return f'<row r="{number}"{form}>{cells}</row>'


class _ColumnXml:
    """Makes the cells of one column; style numbers are looked up once."""

    def __init__(
        self, sheet: Any, letter: str, column: Column, width: float, styles: Styles
    ) -> None:
        self.letter = letter
        style = Style("song", SIZE, align=column.align)
        self.room = (width * DIGIT + MARGIN) / PIXELS * POINTS  # points
        self.short = int(self.room / SIZE) - 1  # characters that surely fit on one line
        self.text = _style_number(sheet, styles, style, GENERAL, quoted=True)
        self.number = _style_number(sheet, styles, style, GENERAL)
        self.day = _style_number(sheet, styles, style, REGISTER_DATE)
        self._decimals: dict[int, int] = {}
        self._sheet, self._style, self._styles = sheet, style, styles

    def cell(self, row: int, value: Value) -> str:
        """Return one cell as XML; text is always a string, never a formula."""
        if type(value) is str:
            return self._text(row, value) if value else self._empty(row)
        if value is None:
            return self._empty(row)
        kept = storable(value)
        if isinstance(kept, str):
            return self._text(row, kept)
        if isinstance(kept, date):
            return self._plain(row, self.day, (kept - EPOCH).days)
        return self._plain(row, self._number_style(kept), kept)

    def height(self, text: str) -> float:
        """Return the height in points that a text needs in this column."""
        return height(text, self._style, self.room)

    def _number_style(self, value: Any) -> int:
        if not isinstance(value, Decimal):
            return self.number
        places = int(value.as_tuple().exponent)
        if places not in self._decimals:
            form = number_format("number", value)
            self._decimals[places] = _style_number(self._sheet, self._styles, self._style, form)
        return self._decimals[places]

    def _text(self, row: int, text: str) -> str:
        if _SPECIAL.search(text) or len(text) > MOST:
            kept = storable(text)
            if kept is None:
                return self._empty(row)
            text = escape(str(kept))
        return (
            f'<c r="{self.letter}{row}" s="{self.text}" t="inlineStr">'
            f'<is><t xml:space="preserve">{text}</t></is></c>'
        )

    def _plain(self, row: int, style: int, value: object) -> str:
        return f'<c r="{self.letter}{row}" s="{style}"><v>{value}</v></c>'

    def _empty(self, row: int) -> str:
        return f'<c r="{self.letter}{row}" s="{self.text}"/>'


def _style_number(sheet: Any, styles: Styles, style: Style, form: str, quoted: bool = False) -> int:
    """Return the number a worksheet's XML names a style by."""
    sample = SheetCell(sheet, 1, 1)
    styles.dress(sample, style, form, quoted)
    return int(sample.style_id)


def widths(listing: Listing) -> list[float]:
    """Return the columns' widths in characters: as asked for, closer where paper needs it.

    A register is printed as wide as its page: what is wider is drawn smaller, and below SMALLEST of
    its size nobody reads it. No column gets narrower than its title or a date.
    """
    wanted = [
        max(column.width * SIZE / NORMAL + PADDING, _least(column)) for column in listing.columns
    ]
    page = listing.page.area()[0] * PIXELS / SMALLEST
    room = (page - MARGIN * len(wanted)) / DIGIT
    share = min(1.0, room / sum(wanted))
    least = map(_least, listing.columns)
    return [max(width * share, low) for width, low in zip(wanted, least, strict=True)]


def _least(column: Column) -> float:
    title = sum(1 if ch.isascii() else 2 for ch in column.title)
    return max(title, DATE) * SIZE / NORMAL + PADDING
