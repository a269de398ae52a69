"""From a workbook that was exported or filled in back to the values of its form."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jingyue_desktop.domain.errors import Invalid, RowFault, UserError
from jingyue_desktop.paper.field import BadValue, Field
from jingyue_desktop.paper.form import Form
from jingyue_desktop.paper.grid import Value
from jingyue_desktop.paper.kinds import KINDS
from jingyue_desktop.paper.sheet_map import MAP_SHEET, SheetMap, Sheets, Spot, read_maps
from jingyue_desktop.paper.sheet_places import Places, same_text, sentence_pattern
from jingyue_desktop.paper.validate import Values, validate

_TICKED = re.compile("[☑☒√✓]([^☑☒√✓☐□]*)")
_BOXES = re.compile("[☑☒√✓☐□]")


@dataclass
class Found:
    """What a worksheet held: raw values by field, the worksheet row (1-based) of each.

    For a table field ``tables`` gives the worksheet row of every row of it.
    """

    raw: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    tables: dict[str, list[int]] = field(default_factory=dict)


def raw_values(form: Form, sheets: Sheets) -> dict[str, Any]:
    """Return what a workbook of ``form`` holds, as ``validate`` takes it.

    ``sheets`` are rows of plain values by worksheet. Raises UserError for a workbook of another
    form or version (naming it), and where its captions were moved or changed.
    """
    return find(form, sheets).raw


def row_faults(form: Form, sheets: Sheets) -> tuple[Values, list[RowFault]]:
    """Return the values a person types, checked, and every fault with its worksheet row.

    Where there is a fault there are no values: a list is taken over whole or not at all.
    """
    found = find(form, sheets)
    titles = {item.key: item.title for item in form.fields}
    faults = [fault for item in form.inputs() for fault in _faults(item, found)]
    if faults:
        return {}, faults
    try:
        return validate(form, found.raw, inputs_only=True), []
    except Invalid as invalid:
        return {}, [
            RowFault(found.rows.get(key, 1), titles[key], text)
            for key, text in invalid.faults.items()
        ]


def find(form: Form, sheets: Sheets) -> Found:
    """Return what a workbook of ``form`` holds and where; raises UserError as ``raw_values``."""
    mapped = _map_of(form, sheets)
    rows = _rows_of(mapped, sheets)
    places = Places(mapped, rows)
    worked_out = {item.key for item in form.fields if item.kind == "computed"}
    found = Found({key: held for key, held in mapped.values.items() if key not in worked_out})
    typed = {item.key for item in form.inputs()}
    for spot in mapped.sentences:
        found.rows.update(dict.fromkeys(_keys(spot.name), places.row(spot)))
        if typed.intersection(_keys(spot.name)):
            found.raw.update(_sentence(spot, places.value(spot)))
    for item in form.fields:
        if item.kind == "table":
            _table(item, mapped, places, found)
        elif item.kind != "computed":
            _cell(item, mapped, places, found)
    return found


def _map_of(form: Form, sheets: Sheets) -> SheetMap:
    """Return the map of the form's own worksheet; raises UserError naming what it is instead."""
    maps = read_maps(sheets)
    if not maps:
        raise UserError(
            "这个工作簿不是本程序导出的表，读不出各栏的位置。",
            f"请先下载“{form.title}”模板，填好后再导入。",
        )
    own = [made for made in maps if made.form == form.name]
    if not own:
        others = "、".join(dict.fromkeys(f"“{made.title}”" for made in maps))
        raise UserError(f"这是{others}，不是“{form.title}”。", "请选择对应的文件。")
    if own[0].version != form.version:
        raise UserError(
            f"这是“{form.title}”第 {own[0].version} 版，现用第 {form.version} 版。",
            "请下载现用的模板，填好后再导入。",
        )
    if len(own) > 1:
        raise UserError(
            f"工作簿里有 {len(own)} 张“{form.title}”，一次只能读一张。", "请选择单张导出的文件。"
        )
    return own[0]


def _rows_of(mapped: SheetMap, sheets: Sheets) -> Sequence[Sequence[Value]]:
    visible = [name for name in sheets if name != MAP_SHEET]
    if mapped.sheet in sheets:
        return sheets[mapped.sheet]
    if len(visible) == 1:  # renamed
        return sheets[visible[0]]
    raise UserError(
        f"工作簿里找不到工作表“{mapped.sheet}”，可能改了名。", "请改回原来的名称后再试。"
    )


def _cell(item: Field, mapped: SheetMap, places: Places, found: Found) -> None:
    for spot in mapped.cells:
        if spot.name == item.key:
            value = plain(item, places.value(spot))
            if found.raw.get(item.key, value) not in (value, None):
                raise UserError(f"“{item.title}”填了两处，内容不一样。", "请改成一样的再导入。")
            found.raw[item.key] = value
            found.rows[item.key] = places.row(spot)


def _table(item: Field, mapped: SheetMap, places: Places, found: Found) -> None:
    heads = {
        spot.name.partition("[].")[2]: spot
        for spot in mapped.cells
        if spot.name.startswith(f"{item.key}[].")
    }
    columns = [(column, heads[column.key].column) for column in item.columns if column.key in heads]
    if not columns:
        return
    head = next(iter(heads.values()))
    first = places.row(head)
    found.rows[item.key] = first
    under = (
        (row, {column.key: plain(column, places.at(row, at)) for column, at in columns})
        for row in range(first + 1, places.end(head) + 1)
    )
    rows = dict(_filled(under, mapped.gap))
    found.raw[item.key], found.tables[item.key] = list(rows.values()), list(rows)


def _filled(
    rows: Iterable[tuple[int, dict[str, Any]]], gap: int
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the numbered rows down to the first wholly empty one.

    What stands below it would be lost without a word, so it is refused. ``gap`` empty rows are
    passed over where tall rows took several.
    """
    empty = 0
    for row, values in rows:
        if all(value in (None, ()) for value in values.values()):
            empty += 1
            continue
        if empty > gap:
            raise UserError(
                f"第 {row - empty} 行是空行，第 {row} 行起的内容没有读。",
                "请删去中间的空行（或表外的内容）后再导入。",
            )
        empty = 0
        yield row, values


def plain(item: Field, value: Value) -> Any:
    """Return a cell's value as the field's kind parses it: boxes as words, 真假 as written."""
    if item.kind == "ticks" and isinstance(value, str) and _BOXES.search(value):
        return tuple(word.strip() for word in _TICKED.findall(value))
    if isinstance(value, bool) and item.kind != "yes_no":
        return "TRUE" if value else "FALSE"
    if isinstance(value, date) and item.kind != "date":
        return f"{value.year}-{value.month}-{value.day}"
    return value


def _sentence(spot: Spot, value: Value) -> Mapping[str, Any]:
    """Return the fields of a sentence that was changed by hand; an unchanged one says nothing."""
    text = str(value or "")
    if same_text(text, spot.text):
        return {}
    match = re.fullmatch(sentence_pattern(spot.name), text, re.DOTALL)
    if match is None:
        raise UserError(
            f"“{spot.text or spot.name}”这一格改得读不出来了。",
            "请只改要填的内容，其余文字保持原样。",
        )
    return {key: text.strip(" _＿\u3000") or None for key, text in match.groupdict().items()}


def _keys(template: str) -> list[str]:
    return [name for _, name, _, _ in string.Formatter().parse(template) if name]


def _faults(item: Field, found: Found) -> Iterator[RowFault]:
    if item.kind != "table":
        yield from _fault(item, found.raw.get(item.key), found.rows.get(item.key, 1))
        return
    rows = found.raw.get(item.key, [])
    for number, row in zip(found.tables.get(item.key, []), rows, strict=True):
        for column in item.columns:
            yield from _fault(column, row.get(column.key), number)


def _fault(item: Field, raw: Any, row: int) -> Iterator[RowFault]:
    try:
        value = KINDS[item.kind].parse(item, raw)
    except BadValue as bad:
        yield RowFault(row, item.title, str(bad))
        return
    if item.required and value in (None, ()):
        yield RowFault(row, item.title, "没有填写。")
