"""Where a form's fields stand on a worksheet: kept on a hidden sheet, so that it can be read back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from jingyue_desktop.paper.grid import Cell, Grid, Listing, Value

MAP_SHEET = "_表单"
SHEET, CELL, CAPTION, SENTENCE, VALUE = "表单", "格", "字", "句", "值"
Row = tuple[Value, ...]
Sheets = Mapping[str, Sequence[Sequence[Value]]]


@dataclass(frozen=True)
class Spot:
    """A place of a worksheet (1-based) by name: a field, a table's head, a caption, a sentence."""

    name: str
    row: int
    column: int
    text: str = ""


@dataclass
class SheetMap:
    """What stands where on one worksheet of a form.

    ``cells`` are fields and the heads of table columns (``rows[].name``), ``sentences`` texts with
    fields in them (name: the template, text: as written), ``values`` the fields without a cell.
    ``gap`` is how many empty rows may stand inside a table, because one tall row takes several.
    """

    sheet: str
    form: str
    version: int
    title: str
    gap: int = 0
    cells: list[Spot] = field(default_factory=list)
    captions: list[Spot] = field(default_factory=list)
    sentences: list[Spot] = field(default_factory=list)
    values: dict[str, Value] = field(default_factory=dict)

    def rows(self) -> Iterable[Row]:
        """Yield the rows of the hidden sheet that say this."""
        yield SHEET, self.sheet, self.form, self.version, self.title, self.gap
        for kind, spots in self._lists():
            for spot in spots:
                yield kind, spot.name, spot.row, spot.column, spot.text or None
        for key, value in self.values.items():
            yield VALUE, key, value

    def _lists(self) -> tuple[tuple[str, list[Spot]], ...]:
        return (CELL, self.cells), (CAPTION, self.captions), (SENTENCE, self.sentences)

    def read(self, row: Sequence[Value]) -> None:
        """Take one row of the hidden sheet in."""
        kind, name, *rest = row
        if kind == VALUE:
            self.values[str(name)] = rest[0] if rest else None
            return
        text = str(rest[2]) if len(rest) > 2 and rest[2] is not None else ""
        dict(self._lists())[str(kind)].append(
            Spot(str(name), int(str(rest[0])), int(str(rest[1])), text)
        )


def map_of_grid(sheet: str, grid: Grid, starts: Sequence[int], gap: int) -> SheetMap:
    """Return the map of a grid whose row ``n`` begins in worksheet row ``starts[n]``."""
    made = SheetMap(sheet, grid.form, grid.version, grid.title, gap)
    for cell in grid.cells:
        row, column = starts[cell.row], cell.column + 1
        if is_sentence(cell):
            made.sentences.append(Spot(cell.key, row, column, cell.text()))
        elif not cell.key or is_head(cell):
            if cell.text():
                made.captions.append(Spot(cell.text(), row, column))
        if is_head(cell) or (cell.key and not is_sentence(cell) and "[" not in cell.key):
            made.cells.append(Spot(cell.key, row, column))
    made.values.update({cell.key: cell.value for _, cell in grid.fields})
    return made


def map_of_listing(sheet: str, listing: Listing, head: int) -> SheetMap:
    """Return the map of a register whose head stands in worksheet row ``head``."""
    made = SheetMap(sheet, listing.form, listing.version, listing.title)
    for n, column in enumerate(listing.columns, 1):
        made.captions.append(Spot(column.title, head, n))
        made.cells.append(Spot(f"{listing.table}[].{column.key}", head, n))
    return made


def is_head(cell: Cell) -> bool:
    """Return whether a cell is the head of a table column."""
    return "[]." in cell.key


def is_sentence(cell: Cell) -> bool:
    """Return whether a cell is a text with fields in it."""
    return "{" in cell.key


def read_maps(sheets: Sheets) -> list[SheetMap]:
    """Return the maps of a workbook, none when it is not one of ours (or its map is damaged)."""
    maps: list[SheetMap] = []
    try:
        for row in sheets.get(MAP_SHEET, ()):
            if row and row[0] == SHEET:
                _, sheet, form, version, title, gap = row[:6]
                maps.append(
                    SheetMap(
                        str(sheet), str(form), int(str(version)), str(title), int(str(gap or 0))
                    )
                )
            elif row and row[0] and maps:
                maps[-1].read(row)
    except (ValueError, KeyError, IndexError):
        return []
    return maps
