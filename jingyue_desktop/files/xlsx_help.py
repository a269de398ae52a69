"""Help for a person who fills a worksheet in: lists to choose from, and tips; the hidden sheet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from jingyue_desktop.files.xlsx_style import Styles
from jingyue_desktop.paper.grid import Cell, Style
from jingyue_desktop.paper.sheet_map import MAP_SHEET, SheetMap

LONGEST = 225  # characters of a tip or a complaint (a file may hold 255, Excel shows 225)
WORDS = 8  # first column of the hidden sheet's lists of words, right of the map
PLAIN = Style(border=False)


class Hidden:
    """What a workbook's hidden sheet will hold: where the fields stand, the words of the lists."""

    def __init__(self) -> None:
        self.maps: list[SheetMap] = []
        self._lists: list[tuple[str, ...]] = []

    def words(self, choices: tuple[str, ...]) -> str:
        """Return the reference to a list of words on the hidden sheet."""
        if choices not in self._lists:
            self._lists.append(choices)
        letter = get_column_letter(WORDS + self._lists.index(choices))
        return f"'{MAP_SHEET}'!${letter}$1:${letter}${len(choices)}"

    def write(self, book: Workbook, styles: Styles) -> None:
        """Add the sheet, out of reach of everyday hands."""
        if not any(made.form for made in self.maps):
            return
        sheet = book.create_sheet(MAP_SHEET)
        sheet.sheet_state = "veryHidden"
        rows = (row for made in self.maps if made.form for row in made.rows())
        for at, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                if value is not None:
                    form = "yyyy-mm-dd" if hasattr(value, "isoformat") else "General"
                    styles.put(sheet.cell(at, column), value, PLAIN, form)
        for column, words in enumerate(self._lists, WORDS):
            for at, word in enumerate(words, 1):
                styles.put(sheet.cell(at, column), word, PLAIN)


class Help:
    """Collects the lists and tips of one worksheet; cells alike share one."""

    def __init__(self, sheet: Any, hidden: Hidden, tips: bool) -> None:
        self.sheet, self.hidden, self.tips = sheet, hidden, tips
        self._made: dict[tuple[tuple[str, ...], str], DataValidation] = {}

    def add(self, cell: Cell, area: str) -> None:
        """Help with ``cell``'s field in ``area`` (such as ``B4:B5000``)."""
        tip = cell.hint[:LONGEST] if self.tips else ""
        if not cell.choices and not tip:
            return
        key = (cell.choices, tip)
        if key not in self._made:
            self._made[key] = self._validation(*key)
            self.sheet.add_data_validation(self._made[key])
        self._made[key].add(area)

    def _validation(self, choices: tuple[str, ...], tip: str) -> DataValidation:
        made = DataValidation(allow_blank=True)
        if choices:
            made.type, made.formula1 = "list", self.hidden.words(choices)
            made.showErrorMessage = True
            made.errorTitle, made.error = "不能这样填", _list_of(choices)
        if tip:
            made.showInputMessage = True
            made.promptTitle, made.prompt = "填写说明", tip
        return made


def _list_of(choices: Iterable[str]) -> str:
    text = f"只能选：{'、'.join(choices)}"
    return text if len(text) <= LONGEST else "请从下拉列表中选一项。"
