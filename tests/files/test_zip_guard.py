"""What a workbook's zip directory gives away is refused before anything is unpacked."""

from __future__ import annotations

import io
from collections.abc import Callable
from zipfile import ZIP_BZIP2, ZIP_STORED, ZipFile

import pytest

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.files.zip_guard import ENTRIES, LARGEST, check_zip
from tests.files.bombs import lying, marked_encrypted, packed, parts, text_row

GOOD = packed(parts(text_row(1, "甲")))


def _with(name: str, content: str = "x") -> bytes:
    return packed(parts(text_row(1, "甲"), **{name: content}))


def _renamed(name: bytes) -> bytes:
    """A good workbook with one more entry, whose name the library would not write as it is."""
    placeholder = b"n" * len(name)
    return _with(placeholder.decode()).replace(placeholder, name)


def _twice() -> bytes:
    out = io.BytesIO(GOOD)
    with pytest.warns(UserWarning, match="Duplicate name"), ZipFile(out, "a") as archive:
        archive.writestr("xl/workbook.xml", "<other/>")
    return out.getvalue()


def _document() -> bytes:
    return packed({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})


def _full(entries: int) -> bytes:
    there = len(parts())
    return packed(parts(text_row(1, "甲"), **{f"xl/m/{n}": "x" for n in range(entries - there)}))


def _tight(packed_bytes: int) -> bytes:
    return _with("xl/media/a.bin", " " * packed_bytes)


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "空的"),
    "text": (lambda: "姓名,岗位".encode(), "不是 Excel 工作簿"),
    "xls": (lambda: bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600, "旧格式"),
    "truncated": (lambda: GOOD[: len(GOOD) // 2], "不完整"),
    "cut tail": (lambda: GOOD[:-30], "不完整"),
    "large": (lambda: GOOD + b"\0" * LARGEST, "超过 20 MB"),
    "entries": (lambda: _full(ENTRIES + 1), "超过 200 个"),
    "document": (_document, "不是 Excel 工作簿"),
    "twice": (_twice, "同名"),
    "encrypted": (lambda: marked_encrypted(GOOD), "密码"),
    "bzip2": (lambda: packed(parts(text_row(1, "甲")), ZIP_BZIP2), "压缩方法"),
    "up": (lambda: _with("../../evil.xml"), "指向别处"),
    "up inside": (lambda: _with("xl/../../evil.xml"), "指向别处"),
    "absolute": (lambda: _with("/etc/x"), "指向别处"),
    "drive": (lambda: _with("C:/x"), "指向别处"),
    "backslash": (lambda: _renamed(rb"..\..\evil.x"), "指向别处"),
    "nul": (lambda: _renamed(b"xl/a\0.xml"), "指向别处"),
    "macro": (lambda: _with("xl/vbaProject.bin"), "宏"),
    "old macro": (lambda: _with("xl/macrosheets/sheet1.xml"), "宏"),
    "external": (lambda: _with("xl/externalLinks/externalLink1.xml"), "引用了别的文件"),
    "ratio": (lambda: _tight(9_000_000), "100 倍"),
}


@pytest.mark.parametrize("name", BAD)
def test_refused_with_its_reason(name: str) -> None:
    made, reason = BAD[name]
    with pytest.raises(UserError, match=reason) as caught:
        check_zip(io.BytesIO(made()))
    assert caught.value.advice


@pytest.mark.parametrize(
    "made",
    [
        GOOD,
        packed(parts(text_row(1, "甲")), ZIP_STORED),
        _full(ENTRIES),
        _with("xl/media/..image.png"),
        _with("docProps/ends..in.dots.xml"),
        _tight(8_000_000),
    ],
    ids=["good", "stored", "as many as may be", "dots in a name", "dots", "small and tight"],
)
def test_sound_ones_pass_and_stand_at_the_beginning(made: bytes) -> None:
    file = io.BytesIO(made)
    check_zip(file)
    assert file.read() == made


@pytest.mark.parametrize(("each", "refused"), [(19, False), (21, True)])
def test_unpacked_size_of_all_entries_together(each: int, refused: bool) -> None:
    """None is too tight by itself; it is the sum that counts."""
    names = [f"xl/media/{n}" for n in range(10)]
    made = packed(parts(text_row(1, "甲"), **dict.fromkeys(names, "x")))
    for name in names:
        made = lying(made, name, each << 20, packed=1 << 20)
    if not refused:
        check_zip(io.BytesIO(made))
        return
    with pytest.raises(UserError, match="超过 200 MB"):
        check_zip(io.BytesIO(made))
