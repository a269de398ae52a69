"""Reads one workbook into plain rows, in a process of its own that has little memory and time.

Says what it finds on standard output, one JSON value a line: ``{"sheet": name}`` before the rows of
a sheet, a list for each row, and last ``{"done": digest}`` or ``{"refused": [message, advice]}``.
In a row stand text, whole numbers, true, false, null, ``{"n": "1.5"}`` and ``{"d": "2026-03-02"}``.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import repeat
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.files.limits import limit_self
from jingyue_desktop.files.xlsx_text import plain_text
from jingyue_desktop.files.zip_guard import ADVICE, CUT_ADVICE, LARGEST, check_zip

ROWS, COLUMNS = 5000, 60
CHARACTERS = 4_000_000  # of all texts together
LAST_ROW = 1_048_576
TOO_LARGE = ("文件展开后太大，没有读取。", CUT_ADVICE)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
CHUNK = 1 << 20


def main(argv: Sequence[str]) -> int:
    """Read the workbook ``argv[0]``; the exit code is 0 when a verdict was given."""
    # Made before memory may be short.
    too_large = _line({"refused": TOO_LARGE})
    with open(1, "wb", closefd=False) as out:
        try:
            limit_self()
            for said in spoken(Path(argv[0])):
                out.write(_line(said))
        except UserError as refusal:
            out.write(_line({"refused": (refusal.message, refusal.advice)}))
        except MemoryError:
            os.write(1, b"\n" + too_large)
    return 0


def _line(said: Any) -> bytes:
    # surrogatepass: a broken character is for the form to refuse, with its row and column.
    return json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"


def spoken(path: Path) -> Iterator[Any]:
    """Yield what is said about a workbook; raises UserError with the reason it is refused for."""
    content = _content(path)
    check_zip(io.BytesIO(content))
    try:
        yield from _sheets(content)
    except (UserError, MemoryError):
        raise
    except Exception as error:
        # Whatever the libraries stumble over, the file is not what it says it is.
        raise UserError(_why(error), ADVICE) from error
    yield {"done": hashlib.sha256(content).hexdigest()}


def _content(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise UserError("没有这个文件，或不是普通文件。", f"请核对：{path.name}")
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise UserError("文件打不开，没有读取。", "请核对文件是否还在、是否有权限读取。") from error


def _why(error: Exception) -> str:
    from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]

    # openpyxl wraps what its parser refused in a fault of its own.
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, DefusedXmlException):
            return "文件里有不允许的定义（实体、外部引用），没有读取。"
        cause = cause.__cause__ or cause.__context__
    return "工作簿已损坏，没有读取。"


def _sheets(content: bytes) -> Iterator[Any]:
    import openpyxl
    from openpyxl.reader import excel

    if not openpyxl.DEFUSEDXML:
        raise UserError("程序缺少安全读取组件，不能导入。", "请重新安装程序。")

    # openpyxl's own table of texts takes "x005F_" out wherever it stands, so that "_x0041_", saved
    # by another program, could not be told from an A any more.
    reader: Any = excel
    reader.read_string_table = _shared_texts

    def opened(values: bool) -> Any:
        return openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=values, keep_links=False
        )

    book = opened(values=True)
    formulas = opened(values=False) if _has_formulas(content) else None
    room = CHARACTERS
    for sheet in book.worksheets:
        yield {"sheet": sheet.title}
        for row in _rows(sheet, formulas[sheet.title] if formulas else None):
            room -= sum(len(value) for value in row if isinstance(value, str))
            if room < 0:
                raise UserError(
                    f"文件里的文字超过 {CHARACTERS // 10_000} 万字，没有读取。", CUT_ADVICE
                )
            yield row


def _shared_texts(source: Any) -> list[str]:
    """Return the texts that cells refer to by number, their escapes not undone yet."""
    from openpyxl.cell.text import Text
    from openpyxl.xml.constants import SHEET_MAIN_NS
    from openpyxl.xml.functions import iterparse

    texts = []
    for _, node in iterparse(source):
        if node.tag == f"{{{SHEET_MAIN_NS}}}si":
            text: Any = Text.from_tree(node)
            texts.append(text.content)
            node.clear()
    return texts


def _has_formulas(content: bytes) -> bool:
    with ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if not name.lower().startswith("xl/worksheets/"):
                continue
            with archive.open(name) as part:
                tail = b""
                while chunk := part.read(CHUNK):
                    if _FORMULA.search(tail + chunk):
                        return True
                    tail = chunk[-64:]
    return False


def _rows(sheet: Any, formulas: Any) -> Iterator[list[Any]]:
    """Yield the rows down to the last that holds something."""
    # The range a sheet says it has is often wrong, and rows outside of it would be lost.
    sheet.reset_dimensions()
    beside: Iterable[Any] = repeat(())
    if formulas is not None:
        formulas.reset_dimensions()
        beside = formulas.iter_rows()
    empty = 0
    for number, (cells, made) in enumerate(zip(sheet.iter_rows(), beside, strict=False), 1):
        if number > LAST_ROW:
            raise UserError("工作表的行号超出范围，没有读取。", ADVICE)
        _no_bare_formula(sheet.title, cells, made)
        row = _row(sheet.title, number, cells)
        if not row:
            empty += 1
            continue
        if number > ROWS:
            raise UserError(
                f"工作表“{sheet.title}”超过 {ROWS} 行，没有读取。", "请分成几个文件导入。"
            )
        yield from ([] for _ in range(empty))
        empty = 0
        yield row


def _no_bare_formula(title: str, cells: Sequence[Any], made: Sequence[Any]) -> None:
    for cell, formula in zip(cells, made, strict=False):
        if cell.value is None and formula.data_type == "f":
            raise UserError(
                f"工作表“{title}”单元格 {formula.coordinate} 是没有结果的公式，没有读取。",
                "请在 WPS 或 Excel 中打开并保存一次，或改成数值后再试。",
            )


def _row(title: str, number: int, cells: Sequence[Any]) -> list[Any]:
    """Return a row's plain values without the empty end."""
    row = [None if cell.value is None else _plain(title, cell) for cell in cells]
    while row and row[-1] in (None, ""):
        row.pop()
    if len(row) > COLUMNS:
        raise UserError(
            f"工作表“{title}”第 {number} 行超过 {COLUMNS} 列，没有读取。", "请删去多余的列后再试。"
        )
    return row


def _plain(title: str, cell: Any) -> Any:
    value = cell.value
    if cell.data_type == "e":
        raise UserError(
            f"工作表“{title}”单元格 {cell.coordinate} 是错误值 {value}，没有读取。",
            "请改正后再试。",
        )
    if isinstance(value, float):
        return int(value) if value.is_integer() else {"n": repr(value)}
    if isinstance(value, datetime):
        whole = value.time() == time()
        return {"d": value.date().isoformat()} if whole else value.isoformat(" ")
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, time | timedelta):
        return str(value)
    return plain_text(value) if isinstance(value, str) else value
