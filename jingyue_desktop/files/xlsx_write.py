"""Writes a paper as a workbook: one worksheet for each of its sheets, whole or not at all."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.workbook.properties import CalcProperties

from jingyue_desktop.files.saving import save_whole
from jingyue_desktop.files.xlsx_grid import draw_grid
from jingyue_desktop.files.xlsx_help import Hidden
from jingyue_desktop.files.xlsx_listing import ListingSheet
from jingyue_desktop.files.xlsx_style import Styles
from jingyue_desktop.paper.grid import Grid, Listing, Paper
from jingyue_desktop.paper.sheet_map import MAP_SHEET, map_of_listing

Progress = Callable[[int], None]
LONGEST_NAME = 31
CALCULATOR = 191029  # Excel 2019: an older one makes it compute, and ask, again
END_OF_ROWS = b"</sheetData>"


def write_workbook(
    paper: Paper, target: Path, *, foot: str, progress: Progress | None = None
) -> None:
    """Write ``paper`` with ``foot`` (the log anchor) under every printed page.

    The file appears whole or not at all; raises UserError where it cannot be written or a text is
    too long for a cell. ``progress(rows)`` is called while a register is written and may raise to
    cancel.
    """
    with save_whole(target) as out:
        _Writer(paper, foot).write(out, progress)


class _Writer:
    """The workbook of one paper; registers are streamed into it when it is saved."""

    def __init__(self, paper: Paper, foot: str) -> None:
        self.book = Workbook()
        self.book.remove(self.book.worksheets[0])
        # Nothing is to be computed, so nobody is asked to save what he only looked at.
        self.book.calculation = CalcProperties(calcId=CALCULATOR, fullCalcOnLoad=False)
        self.book.properties.title, self.book.properties.creator = paper.title, "净月廉效"
        styles, hidden = Styles(self.book), Hidden()
        self.registers: list[ListingSheet] = []
        taken: list[str] = [MAP_SHEET]
        for name, part in paper.sheets:
            taken.append(sheet_name(name, taken))
            sheet = self.book.create_sheet(taken[-1])
            if isinstance(part, Grid):
                draw_grid(sheet, part, styles, hidden, foot)
                continue
            assert isinstance(part, Listing)  # no paper with charts is offered as a workbook
            register = ListingSheet(sheet, part, styles)
            register.draw_head(styles, foot)
            hidden.maps.append(map_of_listing(sheet.title, part, register.head))
            self.registers.append(register)
        hidden.write(self.book, styles)

    def write(self, out: BinaryIO, progress: Progress | None) -> None:
        """Save the workbook, the rows of its registers written in on the way."""
        if not self.registers:
            self.book.save(out)
            return
        written = set()
        with ZipFile(out, "w", ZIP_DEFLATED) as archive:
            for register in self.registers:
                path = f"xl/worksheets/sheet{self.book.index(register.sheet) + 1}.xml"
                written.add(path)
                with archive.open(path, "w") as part:
                    part.write(_without_size(self._around_rows(path)[0]))
                    register.write_rows(part, progress)
                    # Asked for only now: the filter's end was not known before.
                    part.write(END_OF_ROWS + self._around_rows(path)[1])
            self._copy_others(archive, written)

    def _around_rows(self, path: str) -> tuple[bytes, bytes]:
        with self._saved() as saved:
            before, _, after = saved.read(path).rpartition(END_OF_ROWS)
        return before, after

    def _copy_others(self, archive: ZipFile, written: set[str]) -> None:
        with self._saved() as saved:
            for name in saved.namelist():
                if name not in written:
                    archive.writestr(name, saved.read(name))

    def _saved(self) -> ZipFile:
        """Return the workbook as openpyxl saves it, registers by their heads only."""
        buffer = io.BytesIO()
        self.book.save(buffer)
        return ZipFile(buffer)


def _without_size(xml: bytes) -> bytes:
    """Take out the range of cells, which knows the head only; readers believe it."""
    return re.sub(rb"<dimension [^>]*/>", b"", xml, count=1)


def sheet_name(name: str, taken: list[str]) -> str:
    """Return a worksheet's name: no forbidden character, 31 at most, not ``taken`` (any case)."""
    plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name).strip(" '") or "表"
    lower = {other.casefold() for other in taken}
    made, n = plain[:LONGEST_NAME], 1
    while made.casefold() in lower:
        n += 1
        tail = f"({n})"
        made = plain[: LONGEST_NAME - len(tail)] + tail
    return made
