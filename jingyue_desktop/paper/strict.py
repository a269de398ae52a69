"""Reading TOML data files strictly: every fault names the file and the place in it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, fields
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar, cast, get_args, get_origin, get_type_hints

from jingyue_desktop.domain.errors import DataFault

T = TypeVar("T")
WORDS = {str: "文字", int: "整数", bool: "true 或 false", tuple: "清单", float: "数"}


def read_text(path: Path) -> str:
    """Return a data file's text; DataFault when it is missing or not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise DataFault(path.name, "整个文件", "文件不存在") from error
    except UnicodeDecodeError as error:
        raise DataFault(path.name, f"第 {error.start} 字节", "不是 UTF-8 编码") from error
    except OSError as error:
        raise DataFault(path.name, "整个文件", "读不出来") from error


def read_toml(path: Path) -> dict[str, Any]:
    """Return a TOML file as plain values; DataFault with the line for a syntax fault."""
    return parse_toml(path, read_text(path))


def parse_toml(path: Path, text: str) -> dict[str, Any]:
    """Return TOML ``text`` that stands in ``path`` as plain values."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        place = f"第 {line[1]} 行" if line else "文件末尾"
        twice = "overwrite" in str(error) or "declare" in str(error)
        what = "同一项写了两次" if twice else "TOML 写法有误"
        raise DataFault(path.name, place, what) from error


def only(file: str, place: str, table: Any, keys: Mapping[str, bool]) -> Mapping[str, Any]:
    """Return ``table`` if it has just these keys (True: must be there); else DataFault."""
    if not isinstance(table, Mapping):
        raise DataFault(file, place, "应为一个表")
    unknown = [key for key in table if key not in keys]
    if unknown:
        raise DataFault(file, place, f"不认识的项“{unknown[0]}”")
    missing = [key for key, must in keys.items() if must and key not in table]
    if missing:
        raise DataFault(file, place, f"缺少“{missing[0]}”")
    return table


def build(cls: type[T], table: Any, file: str, place: str, **given: Any) -> T:
    """Return a dataclass filled from a TOML table; its field types are the schema.

    ``given`` are fields that do not stand in the file. Lists become tuples.
    """
    hints = _hints(cast(Any, cls))
    wanted = {
        f.name: f.default is MISSING and type(None) not in get_args(hints[f.name])
        for f in fields(cls)  # type: ignore[arg-type]
        if f.name not in given
    }
    only(file, place, table, wanted)
    values = {
        name: typed(table[name], hints[name], file, f"{place}.{name}") if name in table else None
        for name in wanted
        if name in table or type(None) in get_args(hints[name])
    }
    return cls(**values, **given)


@cache
def _hints(cls: Any) -> dict[str, Any]:
    # Working the annotations of a class out takes longer than reading a file written in it.
    return get_type_hints(cls)


def typed(value: Any, hint: Any, file: str, place: str) -> Any:
    """Return a TOML value as what an annotation says (lists as tuples); else DataFault."""
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise DataFault(file, place, "应为清单")
        inner = get_args(hint)[0]
        return tuple(typed(item, inner, file, f"{place}[{n + 1}]") for n, item in enumerate(value))
    if get_origin(hint) is Literal:
        if value not in get_args(hint):
            raise DataFault(file, place, f"只能是 {'、'.join(map(str, get_args(hint)))}")
        return value
    if hint is float and type(value) is int:
        return float(value)
    allowed = get_args(hint) or (hint,)
    if type(value) in allowed:
        return value
    names = "或".join(WORDS[kind] for kind in allowed if kind in WORDS)
    raise DataFault(file, place, f"应为{names}")


def located(fault: DataFault, text: str) -> DataFault:
    """Return the fault with the line its place (``field[3].max``) stands on in the file's text."""
    at = 0
    for name, number in re.findall(r"([a-z_]+)(?:\[(\d+)\])?", fault.place):
        at = _find(text, at, name, int(number or 1)) or at
    if not at:
        return fault
    line = text.count("\n", 0, at) + 1
    return DataFault(fault.file, f"第 {line} 行，{fault.place}", fault.text)


def _find(text: str, start: int, name: str, number: int) -> int:
    """Return where the ``number``-th table of a name, or its key, ends after ``start``, or 0."""
    tables = list(re.finditer(rf"^[ \t]*\[+{name}\]+", text[start:], re.MULTILINE))
    if len(tables) >= number:
        return start + tables[number - 1].end()
    key = re.search(rf"(?<![\w.]){name}\s*=", text[start:])
    if key is None:
        return 0
    inner = list(re.finditer(r"\{", text[start + key.end() :]))
    if number > 1 and len(inner) >= number:
        return start + key.end() + inner[number - 1].end()
    return start + key.end()
