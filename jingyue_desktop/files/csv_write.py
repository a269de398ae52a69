"""A register as CSV (RFC 4180, UTF-8 with BOM) that no spreadsheet takes for formulas; and back."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.files.saving import save_whole
from jingyue_desktop.paper.grid import Listing, Value

LARGEST = 20 * 1024 * 1024
STEP = 1000  # rows between two reports of progress
# A spreadsheet computes a text that begins so, whatever quotes stand around it in the file. A text
# that begins with ' itself gets one more, so that taking one off again gives every text back.
_TRIGGER = re.compile("[\\s\ufeff\u200b]*[=+\\-@＝＋－＠]|[\\t\\r\\n']")
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def write_csv(
    listing: Listing, target: Path, *, progress: Callable[[int], None] | None = None
) -> None:
    """Write column titles and rows; the file appears whole or not at all.

    Days stand as 2026-03-02. ``progress(rows)`` may raise to cancel.
    """
    with save_whole(target) as out:
        out.write(codecs.BOM_UTF8)
        writer = csv.writer(_Utf8(out), lineterminator="\r\n")
        writer.writerow([guarded(column.title) for column in listing.columns])
        number = 0
        for number, row in enumerate(listing.rows(), 1):
            writer.writerow([_field(value) for value in row])
            if progress is not None and number % STEP == 0:
                progress(number)
        if progress is not None:
            progress(number)


class _Utf8:
    """Takes the writer's lines as bytes."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def write(self, text: str) -> None:
        self._out.write(text.encode())


def _field(value: Value) -> str:
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if value is None:
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def guarded(text: str) -> str:
    """Return ``text`` with a ' before it where a spreadsheet would compute it."""
    clean = _NO_TEXT.sub("", text)
    return f"'{clean}" if _TRIGGER.match(clean) else clean


def read_csv(path: Path) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a CSV file as text, the guard taken off; raises UserError.

    UTF-8 (with or without BOM), or GB 18030 as Chinese spreadsheets save it.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise UserError("文件打不开，没有读取。", "请核对文件是否还在、是否有权限读取。") from error
    if len(content) > LARGEST:
        raise UserError(f"文件超过 {LARGEST >> 20} MB，没有读取。", "请分成几个文件。")
    try:
        return tuple(_rows(_decoded(content)))
    except csv.Error as error:
        raise UserError("这不是 CSV 文件，或文件已损坏，没有读取。", "请重新导出。") from error


def _rows(text: str) -> Iterator[tuple[str, ...]]:
    for row in csv.reader(io.StringIO(text, newline=""), strict=True):
        yield tuple(value.removeprefix("'") for value in row)


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UserError("文件的文字编码认不出来，没有读取。", "请另存为 UTF-8 编码的 CSV。")
