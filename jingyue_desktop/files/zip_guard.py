"""Looks at a workbook's zip directory before anything in it is unpacked, and refuses bombs."""

from __future__ import annotations

import re
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile, ZipInfo

from jingyue_desktop.domain.errors import UserError

MIB = 1024 * 1024
LARGEST = 20 * MIB  # the file
ENTRIES = 200
UNPACKED = 200 * MIB  # all entries together
RATIO = 100  # unpacked over packed
SMALL = 8 * MIB  # what is below it may be packed as tightly as it likes
ENCRYPTED = 0x1
COMPOUND = bytes.fromhex("D0CF11E0A1B11AE1")  # .xls, and every workbook with a password
WORKBOOK, TYPES = "xl/workbook.xml", "[Content_Types].xml"
NOT_A_WORKBOOK = "这不是 Excel 工作簿（.xlsx），没有读取。"
ADVICE = "请在 WPS 或 Excel 中另存为“Excel 工作簿（*.xlsx）”后再试。"
CUT_ADVICE = "请只留要导入的内容，另存后再试。"


def check_zip(file: BinaryIO) -> None:
    """Raise UserError, with the reason, for a file that is not safe to unpack as a workbook."""
    head = file.read(len(COMPOUND))
    size = file.seek(0, 2)
    file.seek(0)
    if size == 0:
        raise UserError("这个文件是空的，没有读取。", ADVICE)
    if size > LARGEST:
        raise UserError(f"文件超过 {LARGEST // MIB} MB，没有读取。", CUT_ADVICE)
    if head == COMPOUND:
        raise UserError("这是旧格式（.xls）或加了密码的工作簿，没有读取。", f"请去掉密码。{ADVICE}")
    try:
        with ZipFile(file) as archive:
            _check_entries(archive.infolist())
    except (BadZipFile, LargeZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UserError(f"{NOT_A_WORKBOOK}文件可能不完整。", ADVICE) from error
    file.seek(0)


def _check_entries(entries: list[ZipInfo]) -> None:
    if len(entries) > ENTRIES:
        raise UserError(
            f"文件里有 {len(entries)} 个部分，超过 {ENTRIES} 个，没有读取。", CUT_ADVICE
        )
    for entry in entries:
        _check_entry(entry)
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) != len(names):
        raise UserError("文件里有同名的部分，内容可疑，没有读取。", ADVICE)
    if TYPES.lower() not in names or WORKBOOK not in names:
        raise UserError(NOT_A_WORKBOOK, ADVICE)
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > UNPACKED:
        raise UserError(f"文件展开后超过 {UNPACKED // MIB} MB，没有读取。", CUT_ADVICE)
    if unpacked > SMALL and unpacked > RATIO * packed:
        raise UserError(f"文件展开后是原来的 {RATIO} 倍以上，内容可疑，没有读取。", CUT_ADVICE)


def _check_entry(entry: ZipInfo) -> None:
    # orig_filename: zipfile itself cuts a name at a NUL and turns the system's separators.
    name = entry.orig_filename
    if _strays(name):
        raise UserError("文件里有指向别处的路径，内容可疑，没有读取。", ADVICE)
    if entry.flag_bits & ENCRYPTED:
        raise UserError("文件加了密码，没有读取。", f"请去掉密码。{ADVICE}")
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise UserError(f"{NOT_A_WORKBOOK}压缩方法不认识。", ADVICE)
    if entry.file_size > SMALL and entry.file_size > RATIO * entry.compress_size:
        raise UserError(f"文件展开后是原来的 {RATIO} 倍以上，内容可疑，没有读取。", CUT_ADVICE)
    lower = name.lower()
    if lower.endswith("vbaproject.bin") or lower.startswith("xl/macrosheets/"):
        raise UserError("工作簿里有宏，没有读取。", ADVICE)
    if lower.startswith("xl/externallinks/"):
        raise UserError(
            "工作簿引用了别的文件，没有读取。",
            "请把引用的单元格改成数值（选择性粘贴），另存后再试。",
        )


def _strays(name: str) -> bool:
    return (
        name.startswith("/")
        or "\\" in name
        or "\0" in name
        or ".." in name.split("/")
        or re.match(r"[A-Za-z]:", name) is not None
    )
