"""How a worksheet's cells look and what they hold: faces by office names, typed values, safe text."""

from __future__ import annotations

from copy import copy
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils.indexed_list import IndexedList

from jingyue_desktop.files.xlsx_text import cell_text
from jingyue_desktop.paper.grid import Style, Value

# The names the office's PCs know them by; where one is missing, WPS and Excel put 宋体 in its place.
FACES = {
    "song": "宋体",
    "fang": "仿宋",
    "hei": "黑体",
    "kai": "楷体",
    "title": "方正小标宋简体",
}
GB2312 = 134  # charset: lets Windows choose a Chinese face where the named one is missing
NORMAL = 12.0  # points: digits of 宋体 are 8 pixels wide then, which column widths count in
PAPER_DATE = 'yyyy"年"m"月"d"日"'
REGISTER_DATE = "yyyy-mm-dd"
GENERAL, AS_TEXT = "General", "@"
EXACT = 15  # decimal digits a spreadsheet keeps of a number
FIRST_DAY = date(1900, 3, 1)  # before it Excel's day count is wrong (29.2.1900)
EPOCH = date(1899, 12, 30)


class Styles:
    """Gives cells of one workbook their looks; each combination is made once."""

    def __init__(self, book: Any) -> None:
        self._made: dict[tuple[Style, str, bool], Any] = {}
        # No public way leads to the Normal style, and every column width counts in its digits;
        # some programs take the first font of the file for it.
        book._fonts = IndexedList()
        book._named_styles["Normal"].font = Font(name=FACES["song"], size=NORMAL, charset=GB2312)

    def dress(self, cell: Any, style: Style, form: str = GENERAL, quoted: bool = False) -> None:
        """Give ``cell`` a style, a number format and, when ``quoted``, the mark of literal text."""
        key = (style, form, quoted)
        if key not in self._made:
            _dress(cell, style, form, quoted)
            self._made[key] = cell._style
        cell._style = copy(self._made[key])

    def put(self, cell: SheetCell, value: Value, style: Style, form: str = GENERAL) -> None:
        """Store a value: text as text whatever it begins with, numbers and dates as such."""
        kept = storable(value)
        self.dress(cell, style, form, isinstance(kept, str))
        if kept is None:
            return
        cell.value = kept
        if isinstance(kept, str):
            cell.data_type = "s"  # openpyxl takes what begins with "=" for a formula


def storable(value: Value) -> str | int | Decimal | date | None:
    """Return what a cell can hold exactly: text where a number or a day would not survive."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str):
        return cell_text(value) or None
    if isinstance(value, int | Decimal):
        return value if _exact(value) else str(value)
    if isinstance(value, date) and (type(value) is not date or value < FIRST_DAY):
        return value.isoformat()
    return value


def _exact(value: int | Decimal) -> bool:
    number = Decimal(value)
    return number.is_finite() and len(number.normalize().as_tuple().digits) <= EXACT


def number_format(kind: str, value: Value, day: str = PAPER_DATE) -> str:
    """Return the number format for a field of ``kind``; an empty one is made ready for typing."""
    if kind == "date" or isinstance(value, date):
        return day
    if kind == "money":
        return "#,##0.00"
    if isinstance(value, Decimal):
        places = max(0, -int(value.as_tuple().exponent))
        return f"0.{'0' * places}" if places else "0"
    if kind in ("", "number") or value is not None:
        return GENERAL  # filled texts too: the text format shows long ones as ####
    return AS_TEXT


def _dress(cell: Any, style: Style, form: str, quoted: bool) -> None:
    cell.font = Font(
        name=FACES[style.face],
        size=style.size,
        bold=style.bold,
        strike=style.strike or None,
        color=f"FF{style.colour.lstrip('#')}" if style.colour else None,
        charset=GB2312,
    )
    cell.alignment = Alignment(
        horizontal="left" if style.align == "justify" else style.align,
        vertical="center" if style.middle else "top",
        wrap_text=True,
    )
    if style.border:
        thin = Side("thin")
        cell.border = Border(thin, thin, thin, thin)
    if style.fill:
        cell.fill = PatternFill("solid", fgColor=f"FF{style.fill.lstrip('#')}")
    cell.number_format = form
    cell.quotePrefix = quoted
