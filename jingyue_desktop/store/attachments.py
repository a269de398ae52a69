"""Files kept with records: stored under their own hash, checked by content, never by name."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from jingyue_desktop.domain.errors import UserError

LIMIT = 50 * 1024 * 1024
MAX_PIXELS = 80_000_000
NAME_LENGTH = 120
_ZIP = b"PK\x03\x04"
_MAGIC: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "tif": (b"II*\x00", b"MM\x00*"),
    "tiff": (b"II*\x00", b"MM\x00*"),
    "docx": (_ZIP,),
    "xlsx": (_ZIP,),
    "ofd": (_ZIP,),
}
_IMAGES = frozenset({"jpg", "jpeg", "png", "tif", "tiff"})
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
# Control and bidirectional characters can make a name show as something it is not.
_HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True)
class Stored:
    """A file now in the store: content hash, size in bytes, kind, cleaned original name."""

    sha256: str
    size: int
    media: str
    name: str


def path_of(folder: Path, sha256: str) -> Path:
    """Return where a file of this hash lies in workspace ``folder``."""
    return folder / "attachments" / sha256[:2] / sha256


def clean_name(raw: str) -> str:
    """Return an original name as harmless data: NFC, last part only, at most 120 characters."""
    last = re.split(r"[/\\]", _HIDDEN.sub("", unicodedata.normalize("NFC", raw)))[-1]
    last = re.sub(r'[<>:"|?*]', "_", last).rstrip(". ").lstrip()
    if _RESERVED.match(last):
        last = f"_{last}"
    stem, dot, ending = last.rpartition(".")
    if len(last) > NAME_LENGTH:
        keep = NAME_LENGTH - len(ending) - 1
        last = f"{stem[:keep]}.{ending}" if dot and len(ending) < 10 else last[:NAME_LENGTH]
    return last or "未命名"


def store_file(folder: Path, source: Path) -> Stored:
    """Copy ``source`` into the store: temporary file, sync, rename; the caller commits the row.

    Raises UserError for what is not a regular file of a known kind within 50 MB.
    """
    try:
        if not stat.S_ISREG(source.lstat().st_mode):
            raise UserError("只能附上普通文件。", "快捷方式、设备等不能作为附件。")
        opened = source.open("rb")
    except OSError as error:
        raise UserError("读不到要附上的文件。", "请确认文件存在并且没有被占用。") from error
    with opened as file:
        return _store(folder, file, clean_name(source.name))


def _store(folder: Path, file: BinaryIO, name: str) -> Stored:
    media = _media(file, name)
    target = folder / "attachments"
    target.mkdir(exist_ok=True)
    handle, part = tempfile.mkstemp(prefix=".part-", dir=target)
    try:
        digest, size = _copy(file, handle)
        final = path_of(folder, digest)
        final.parent.mkdir(exist_ok=True)
        Path(part).replace(final)
        # The name is on the disk when both folders are: the subfolder may be new itself.
        sync_folder(final.parent)
        sync_folder(target)
    finally:
        Path(part).unlink(missing_ok=True)
    return Stored(digest, size, media, name)


def _media(file: BinaryIO, name: str) -> str:
    ending = name.rpartition(".")[2].lower()
    head = file.read(16)
    file.seek(0)
    if not head:
        raise UserError("文件是空的，不能附上。")
    if ending not in _MAGIC or not head.startswith(_MAGIC[ending]):
        raise UserError(
            "文件类型不符，没有附上。",
            "只接受 PDF、JPG、PNG、TIFF、DOCX、XLSX、OFD，内容须与扩展名一致。",
        )
    if ending in _IMAGES:
        _check_image(file)
    return "jpg" if ending == "jpeg" else "tiff" if ending == "tif" else ending


def _check_image(file: BinaryIO) -> None:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(file) as image:
            width, height = image.size
            if width * height > MAX_PIXELS:
                raise UserError("图片太大，没有附上。", "请缩小到 8000 万像素以内。")
            image.verify()
    except UserError:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError) as error:
        raise UserError("图片已损坏或不是图片，没有附上。") from error
    except SyntaxError as error:  # Pillow's word for a broken PNG
        raise UserError("图片已损坏或不是图片，没有附上。") from error
    finally:
        file.seek(0)


def _copy(file: BinaryIO, handle: int) -> tuple[str, int]:
    digest = hashlib.sha256()
    size = 0
    with os.fdopen(handle, "wb") as out:
        while block := file.read(1 << 20):
            size += len(block)
            if size > LIMIT:
                raise UserError("文件超过 50 MB，没有附上。", "请压缩或分开后再附上。")
            digest.update(block)
            out.write(block)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest(), size


def sync_folder(folder: Path) -> None:
    """Make sure that the names in a folder are on the disk (a matter of POSIX systems)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
