"""A paper form as data: loaded strictly from TOML, meaning apart from placement, frozen once out."""

from __future__ import annotations

import hashlib
import string
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

from jingyue_desktop.domain.errors import DataFault
from jingyue_desktop.paper.checks import CHECKS, COMPUTED
from jingyue_desktop.paper.grid import Page
from jingyue_desktop.paper.kinds import KINDS, Field
from jingyue_desktop.paper.strict import build, only, read_text, read_toml

PUBLISHED = "published.toml"
BLOCKS = ("title", "number", "body", "heading", "right", "note", "qr", "gap", "lines")
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


@dataclass(frozen=True)
class Block:
    """One paragraph of a letter; ``text`` may hold ``{key}`` places."""

    style: str
    text: str = ""
    size: float = 0.0


@dataclass(frozen=True)
class Place:
    """One cell of a table form: literal text, or a field's value (``value``), over ``columns``."""

    text: str = ""
    value: str = ""
    columns: int = 1
    style: str = "caption"
    height: float = 0.0


@dataclass(frozen=True)
class Check:
    """A check across fields: a named function and the fields it speaks about."""

    name: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Form:
    """One published version of a form."""

    name: str
    version: int
    title: str
    layout: Literal["letter", "table"]
    page: Page
    fields: tuple[Field, ...]
    checks: tuple[Check, ...] = ()
    blocks: tuple[Block, ...] = ()
    widths: tuple[float, ...] = ()
    rows: tuple[tuple[Place, ...], ...] = ()
    file: str = field(default="", compare=False)

    def by_key(self, key: str) -> Field:
        """Return a field; KeyError for an unknown key is our bug."""
        return next(item for item in self.fields if item.key == key)

    def inputs(self) -> tuple[Field, ...]:
        """Return the fields a person types, in order."""
        return tuple(
            item for item in self.fields if not item.given and item.kind not in ("computed", "sign")
        )


def load_form(folder: Path, name: str, version: int | None = None) -> Form:
    """Return a published form (the newest version if none is said); DataFault when it is wrong."""
    return _load(folder, name, version or newest_version(folder, name))


def newest_version(folder: Path, name: str) -> int:
    """Return the highest version of a form in ``folder``."""
    versions = [int(path.name.split(".")[1][1:]) for path in folder.glob(f"{name}.v*.toml")]
    if not versions:
        raise DataFault(f"{name}.toml", "整个文件", "没有这个表单")
    return max(versions)


@cache
def _load(folder: Path, name: str, version: int) -> Form:
    path = folder / f"{name}.v{version}.toml"
    _check_frozen(folder, path)
    return read_form_file(path)


def checksum(path: Path) -> str:
    """Return the checksum a published form is frozen by (line ends do not count)."""
    return hashlib.sha256(read_text(path).replace("\r\n", "\n").encode()).hexdigest()


def _check_frozen(folder: Path, path: Path) -> None:
    listed = folder / PUBLISHED
    if not listed.exists():
        return
    wanted = read_toml(listed).get(path.stem)
    if wanted is not None and wanted != checksum(path):
        raise DataFault(path.name, "整个文件", "已公布的表单被改动；请另出一个新版本")


def read_form_file(path: Path) -> Form:
    """Return the form of one file, checked; DataFault names file and place."""
    file = path.name
    table = only(file, "开头", read_toml(path), FORM_KEYS)
    fields = tuple(_field(file, f"field[{n}]", raw) for n, raw in enumerate(table["field"], 1))
    checks = tuple(
        build(Check, raw, file, f"check[{n}]") for n, raw in enumerate(table.get("check", []), 1)
    )
    if table["layout"] not in ("letter", "table"):
        raise DataFault(file, "layout", "应为 letter 或 table")
    page = build(Page, {"kind": table["layout"], **table.get("page", {})}, file, "page")
    form = Form(
        name=str(table["name"]),
        version=int(table["version"]),
        title=str(table["title"]),
        layout=table["layout"],
        page=page,
        fields=fields,
        checks=checks,
        blocks=tuple(
            build(Block, raw, file, f"block[{n}]")
            for n, raw in enumerate(table.get("block", []), 1)
        ),
        widths=tuple(float(width) for width in table.get("widths", [])),
        rows=tuple(
            tuple(build(Place, raw, file, f"row[{n}]") for raw in row["cells"])
            for n, row in enumerate(table.get("row", []), 1)
        ),
        file=file,
    )
    _check(form)
    return form


def _field(file: str, place: str, raw: Any) -> Field:
    table = dict(raw) if isinstance(raw, dict) else raw
    columns = table.pop("columns", []) if isinstance(table, dict) else []
    made = build(Field, table, file, place, columns=())
    place = f"{place}（{made.key}）"
    if made.kind not in KINDS:
        raise DataFault(file, place, f"没有“{made.kind}”这一类栏目")
    if (made.kind == "table") != bool(columns):
        raise DataFault(file, place, "只有 table 有 columns，且必须有")
    if made.kind in ("choice", "ticks") and not made.choices:
        raise DataFault(file, place, "缺少 choices")
    if (made.kind == "computed") != bool(made.compute) or made.compute not in ("", *COMPUTED):
        raise DataFault(file, place, "compute 应为已有的计算函数")
    inner = tuple(_field(file, f"{place}.columns[{n}]", c) for n, c in enumerate(columns, 1))
    if any(column.kind in ("table", "computed", "sign") for column in inner):
        raise DataFault(file, place, "表内只能是简单栏目")
    return replace(made, columns=inner)


def _check(form: Form) -> None:
    keys = [item.key for item in form.fields]
    twice = [key for key in keys if keys.count(key) > 1]
    if twice:
        raise DataFault(form.file, f"field（{twice[0]}）", "写了两次")
    for check in form.checks:
        if check.name not in CHECKS:
            raise DataFault(form.file, f"check（{check.name}）", "没有这个检查函数")
        for key in check.fields:
            if key not in keys:
                raise DataFault(form.file, f"check（{check.name}）", f"没有栏目“{key}”")
    printed = _printed(form)
    for key, place in printed.items():
        if key not in keys:
            raise DataFault(form.file, place, f"没有栏目“{key}”")
    for key in keys:
        if key not in printed:
            raise DataFault(form.file, f"field（{key}）", "没有印在纸上的位置")
    _check_widths(form)


def _printed(form: Form) -> dict[str, str]:
    found: dict[str, str] = {}
    for n, block in enumerate(form.blocks, 1):
        if block.style not in BLOCKS:
            raise DataFault(form.file, f"block[{n}]", f"没有“{block.style}”这种段落")
        for key in template_keys(form.file, f"block[{n}]", block.text):
            found[key] = f"block[{n}]"
    for n, row in enumerate(form.rows, 1):
        for place in row:
            names = template_keys(form.file, f"row[{n}]", place.text)
            for key in [*names, *([place.value] if place.value else [])]:
                found[key] = f"row[{n}]"
    return found


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


def _check_widths(form: Form) -> None:
    if form.layout == "letter":
        return
    for n, row in enumerate(form.rows, 1):
        table = len(row) == 1 and row[0].value and form.by_key(row[0].value).kind == "table"
        if not table and sum(place.columns for place in row) != len(form.widths):
            raise DataFault(form.file, f"row[{n}]", "各格所占列数与 widths 不符")
