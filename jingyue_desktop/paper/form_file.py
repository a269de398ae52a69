"""Reads a form file strictly: whatever is not understood is a fault with file, line and place."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, Literal

from jingyue_desktop.domain.errors import DataFault
from jingyue_desktop.paper.checks import CHECKS, COMPUTED
from jingyue_desktop.paper.field import Field
from jingyue_desktop.paper.form import BLOCKS, PLACES, Block, Check, Form, Place
from jingyue_desktop.paper.grid import Page
from jingyue_desktop.paper.kinds import KINDS
from jingyue_desktop.paper.strict import build, located, only, parse_toml, read_text, typed

FORM_KEYS = {
    "name": True,
    "version": True,
    "title": True,
    "layout": True,
    "page": False,
    "field": True,
    "check": False,
    "block": False,
    "widths": False,
    "row": False,
}
PAGE_KEYS = {item.name: False for item in fields(Page) if item.name != "kind"}
# What separates the words of a tick list when it is typed into a workbook cell.
_SEPARATORS = re.compile(r"[、,，;；\s]")


def read_form_file(path: Path) -> Form:
    """Return the form of one file, checked; DataFault names file, line and place."""
    text = read_text(path)
    try:
        form = _form(path.name, parse_toml(path, text))
        _check(form)
    except DataFault as fault:
        raise located(fault, text) from None
    return form


def _form(file: str, raw: Mapping[str, Any]) -> Form:
    table = only(file, "开头", raw, FORM_KEYS)
    layout = typed(table["layout"], Literal["letter", "table"], file, "layout")
    page = only(file, "page", table.get("page", {}), PAGE_KEYS)
    return Form(
        name=typed(table["name"], str, file, "name"),
        version=typed(table["version"], int, file, "version"),
        title=typed(table["title"], str, file, "title"),
        layout=layout,
        page=build(Page, {"kind": layout, **page}, file, "page"),
        fields=tuple(_field(file, place, item) for place, item in _list(file, table, "field")),
        checks=tuple(build(Check, item, file, at) for at, item in _list(file, table, "check")),
        blocks=tuple(build(Block, item, file, at) for at, item in _list(file, table, "block")),
        widths=typed(table.get("widths", []), tuple[float, ...], file, "widths"),
        rows=tuple(_row(file, place, item) for place, item in _list(file, table, "row")),
        file=file,
    )


def _list(file: str, table: Mapping[str, Any], name: str) -> list[tuple[str, Any]]:
    """Return every table of a name with its place."""
    found = table.get(name, [])
    if not isinstance(found, list):
        raise DataFault(file, name, f"应写成 [[{name}]]")
    return [(f"{name}[{n}]", item) for n, item in enumerate(found, 1)]


def _row(file: str, place: str, raw: Any) -> tuple[Place, ...]:
    cells = only(file, place, raw, {"cells": True})
    return tuple(build(Place, cell, file, at) for at, cell in _under(file, place, cells, "cells"))


def _under(file: str, place: str, table: Mapping[str, Any], name: str) -> Iterable[tuple[str, Any]]:
    if not isinstance(table[name], list):
        raise DataFault(file, f"{place}.{name}", "应为清单")
    return ((f"{place}.{name}[{n}]", item) for n, item in enumerate(table[name], 1))


def _field(file: str, place: str, raw: Any) -> Field:
    if not isinstance(raw, dict):
        raise DataFault(file, place, "应为一个表")
    table = {key: value for key, value in raw.items() if key != "columns"}
    made = build(Field, table, file, place, columns=())
    _check_field(file, place, made, "columns" in raw)
    if "columns" not in raw:
        return made
    inner = tuple(_field(file, at, item) for at, item in _under(file, place, raw, "columns"))
    for n, column in enumerate(inner, 1):
        if column.kind in ("table", "computed", "sign"):
            raise DataFault(file, f"{place}.columns[{n}]", "表内只能是简单栏目")
    _once(file, place, [column.key for column in inner])
    return replace(made, columns=inner)


def _check_field(file: str, place: str, field: Field, has_columns: bool) -> None:
    def fail(key: str, text: str) -> DataFault:
        return DataFault(file, f"{place}.{key}", f"栏目“{field.key}”：{text}")

    if not field.key.isidentifier():
        raise fail("key", "键只能由字母、数字和下划线组成")
    if field.kind not in KINDS:
        raise fail("kind", f"没有“{field.kind}”这一类栏目")
    if (field.kind == "table") != has_columns:
        raise fail("kind", "只有 table 有 columns，且必须有")
    if (field.kind in ("choice", "ticks")) != bool(field.choices):
        raise fail("kind", "只有 choice 和 ticks 有 choices，且必须有")
    if field.kind == "ticks" and any(_SEPARATORS.search(word) for word in field.choices):
        raise fail("choices", "选项中不能有顿号、逗号、分号或空格")
    if (field.kind == "computed") != bool(field.compute) or field.compute not in ("", *COMPUTED):
        raise fail("kind", f"compute 应为已有的计算函数：{'、'.join(COMPUTED)}")
    if field.width < 1 or field.blank < 0 or field.rows < 1:
        raise fail("key", "width、rows 至少为 1，blank 不能小于 0")


def _once(file: str, place: str, keys: Sequence[str]) -> None:
    for n, key in enumerate(keys):
        if key in keys[:n]:
            raise DataFault(file, place, f"栏目“{key}”写了两次")


def _check(form: Form) -> None:
    keys = [item.key for item in form.fields]
    if form.file != f"{form.name}.v{form.version}.toml":
        raise DataFault(form.file, "name", "文件名应为“名称.v版本.toml”")
    for n, key in enumerate(keys, 1):
        if key in keys[: n - 1]:
            raise DataFault(form.file, f"field[{n}]", f"栏目“{key}”写了两次")
    _check_checks(form, keys)
    _check_layout(form)
    printed = dict(_printed(form, keys))
    for n, key in enumerate(keys, 1):
        if key not in printed:
            raise DataFault(form.file, f"field[{n}]", f"栏目“{key}”没有印在纸上的位置")


def _check_checks(form: Form, keys: Sequence[str]) -> None:
    for n, check in enumerate(form.checks, 1):
        if check.name not in CHECKS:
            raise DataFault(form.file, f"check[{n}].name", f"没有检查函数“{check.name}”")
        for key in check.fields:
            if key not in keys:
                raise DataFault(form.file, f"check[{n}].fields", f"没有栏目“{key}”")


def _check_layout(form: Form) -> None:
    letter = form.layout == "letter"
    if letter != bool(form.blocks) or letter == bool(form.rows) or letter == bool(form.widths):
        raise DataFault(form.file, "layout", "letter 用 block 排版，table 用 widths 和 row 排版")
    for n, block in enumerate(form.blocks, 1):
        place = f"block[{n}]"
        if block.style not in BLOCKS:
            raise DataFault(form.file, f"{place}.style", f"没有“{block.style}”这种段落")
        keys = template_keys(form.file, f"{place}.text", block.text)
        if block.style in ("qr", "markdown") and len(keys) != 1:
            raise DataFault(form.file, f"{place}.text", "这种段落要有且只有一个栏目")
        if block.style == "gap" and (block.text or block.size <= 0):
            raise DataFault(form.file, place, "gap 没有文字，size 为空出的行数")


def _printed(form: Form, keys: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Yield every key that stands on the paper with its place; unknown ones are faults."""
    for place, names in [*_in_blocks(form), *_in_rows(form)]:
        for key in names:
            if key not in keys:
                raise DataFault(form.file, place, f"没有栏目“{key}”")
            yield key, place
    for n, row in enumerate(form.rows, 1):
        if form.table_of(row) is None and sum(p.columns for p in row) != len(form.widths):
            raise DataFault(form.file, f"row[{n}]", "各格所占列数与 widths 不符")


def _in_blocks(form: Form) -> Iterable[tuple[str, list[str]]]:
    for n, block in enumerate(form.blocks, 1):
        yield f"block[{n}].text", template_keys(form.file, f"block[{n}].text", block.text)


def _in_rows(form: Form) -> Iterable[tuple[str, list[str]]]:
    for n, row in enumerate(form.rows, 1):
        for m, cell in enumerate(row, 1):
            place = f"row[{n}].cells[{m}]"
            if cell.text and cell.value:
                raise DataFault(form.file, place, "一格只能有 text 或 value")
            if cell.style not in PLACES:
                raise DataFault(form.file, place, f"没有“{cell.style}”这种格式")
            yield place, [*template_keys(form.file, place, cell.text), *filter(None, [cell.value])]


def template_keys(file: str, place: str, text: str) -> list[str]:
    """Return the ``{key}`` places of a text; anything but a plain key is refused."""
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError as error:
        raise DataFault(file, place, "花括号不成对") from error
    keys = []
    for _, name, spec, conversion in parts:
        if name is None:
            continue
        if spec or conversion or not name.isidentifier():
            raise DataFault(file, place, f"模板只能写 {{栏目}}，不能写“{name}”")
        keys.append(name)
    return keys
