"""The faces papers are set in: installed official ones first, then the bundled ones, glyph by glyph."""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.paper.grid import Blank, Drawing, Grid, Listing, Paper, Run, Tick

BUNDLED = {
    "fang": "JyFangSong-Regular.ttf",
    "song": "JySong-Regular.ttf",
    "hei": "JyHei-Regular.ttf",
    "kai": "JyKai-Regular.ttf",
    "title": "JySong-Bold.ttf",
    "heibold": "JyHei-Bold.ttf",
}
# TrueType files of the office's own faces; collections by their first face.
OFFICIAL = {
    "fang": ("simfang.ttf", "FangSong_GB2312.ttf", "仿宋_GB2312.ttf"),
    "song": ("simsun.ttc", "simsun.ttf"),
    "hei": ("simhei.ttf",),
    "kai": ("simkai.ttf", "KaiTi_GB2312.ttf", "楷体_GB2312.ttf"),
    "title": ("FZXBSJW.TTF", "FZXBSJW--GB1-0.TTF", "方正小标宋简体.ttf"),
}
FALLBACK = {
    "fang": ("fang", "song", "hei", "kai"),
    "song": ("song", "hei", "kai"),
    "hei": ("hei", "song", "kai"),
    "heibold": ("heibold", "hei", "song"),
    "kai": ("kai", "song", "hei"),
    "title": ("title", "song", "hei"),
}
SPACES = frozenset("\n\t \u00a0\u3000")


class Glyphs(dict[str, tuple[str, float]]):
    """Characters of a face: the registered font that draws each, its width in thousandths.

    Looked up once each, in the face and then its fallbacks; KeyError where none has it.
    """

    def __init__(self, find: Callable[[str], tuple[str, float]]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, character: str) -> tuple[str, float]:
        found = self[character] = self._find(character)
        return found


@dataclass
class Fonts:
    """Loaded faces, parsed at first use (about 50 ms each)."""

    folder: Path
    installed: Sequence[Path]
    _fonts: dict[str, list[Any]] = field(default_factory=dict)
    _glyphs: dict[str, Glyphs] = field(default_factory=dict)

    def glyphs(self, face: str) -> Glyphs:
        """Return the characters of a face."""
        if face not in self._glyphs:
            self._glyphs[face] = Glyphs(partial(self._find, face))
        return self._glyphs[face]

    def has(self, face: str, character: str) -> bool:
        """Return whether some face can draw the character."""
        try:
            self.glyphs(face)[character]
        except KeyError:
            return False
        return True

    def name(self, face: str) -> str:
        """Return the registered name of the face itself."""
        return str(self._load(face)[0].fontName)

    def _find(self, face: str, character: str) -> tuple[str, float]:
        code = ord(character)
        for step in FALLBACK[face]:
            for font in self._load(step):
                if code in font.face.charToGlyph:
                    return font.fontName, font.face.charWidths.get(code, font.face.defaultWidth)
        raise KeyError(character)

    def _load(self, face: str) -> list[Any]:
        if face not in self._fonts:
            own = _usable(self.folder / BUNDLED[face])
            if own is None:
                raise UserError(
                    f"程序的字体文件缺失或损坏：{BUNDLED[face]}。", "请重新安装程序后再打印。"
                )
            self._fonts[face] = [*self._official(face), own]
        return self._fonts[face]

    def _official(self, face: str) -> list[Any]:
        """Return the office's own face if this machine has a file of it that can be embedded."""
        for name in OFFICIAL.get(face, ()):
            for folder in self.installed:
                path = folder / name
                if path.is_file() and (font := _usable(path)) is not None:
                    return [font]
        return []


def load_fonts(folder: Path, installed: Sequence[Path] | None = None) -> Fonts:
    """Return the faces of ``folder`` behind those in the system's font folders."""
    return Fonts(folder, system_folders() if installed is None else installed)


def system_folders() -> list[Path]:
    """Return where this machine keeps installed fonts."""
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", "")
        windows = Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"
        return [windows, Path(local) / "Microsoft" / "Windows" / "Fonts"] if local else [windows]
    roots = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts")]
    roots.append(Path.home() / ".local" / "share" / "fonts")
    below = [path for root in roots if root.is_dir() for path in root.iterdir() if path.is_dir()]
    return [*roots, *below]


def _usable(path: Path) -> Any:
    """Return an installed face, or None where reportlab cannot embed it (OpenType-CFF, damaged)."""
    from reportlab.pdfbase.ttfonts import TTFError

    try:
        return _register(path)
    except (TTFError, OSError, struct.error, LookupError, ValueError):
        return None


_registered: dict[Path, Any] = {}


def _register(path: Path) -> Any:
    if path not in _registered:
        from reportlab.pdfbase import pdfmetrics, ttfonts

        ttfonts.makeToUnicodeCMap = to_unicode_map  # type: ignore[assignment]
        # A name registered twice keeps its first font, so every file gets a name of its own.
        font = ttfonts.TTFont(f"JY{len(_registered)}-{path.stem}", str(path), asciiReadable=False)
        pdfmetrics.registerFont(font)
        _registered[path] = font
    return _registered[path]


def to_unicode_map(name: str, subset: Sequence[int]) -> str:
    """Return the CMap that gives text back from glyphs; beyond U+FFFF in UTF-16BE pairs.

    reportlab's own writes such characters as five hexadecimal digits, which no reader understands.
    """
    lines = [
        f"<{n:02X}> <{chr(code).encode('utf-16-be').hex().upper()}>"
        for n, code in enumerate(subset)
    ]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    body = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo\n"
        f"<< /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def\n"
        f"/CMapName /{name} def\n/CMapType 2 def\n1 begincodespacerange\n"
        f"<00> <{len(subset) - 1:02X}>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )


def check_characters(paper: Paper, fonts: Fonts) -> None:
    """Raise UserError naming every character of the paper that no face can draw.

    A register streamed row by row is checked while it is drawn.
    """
    missing: dict[str, None] = {}
    for _, sheet in paper.sheets:
        if isinstance(sheet, Listing):
            continue
        for face, text in _texts(sheet):
            # Bold black stands on the same fallbacks, so what one can draw the other can.
            missing.update(dict.fromkeys(missing_in(fonts, face, text)))
    if missing:
        raise unprintable(missing)


def missing_in(fonts: Fonts, face: str, text: str) -> list[str]:
    """Return the characters of ``text`` that cannot be drawn."""
    return [ch for ch in dict.fromkeys(text) if ch not in SPACES and not fonts.has(face, ch)]


def unprintable(characters: Iterable[str]) -> UserError:
    """Return the fault that names the characters."""
    names = "、".join(
        f"“{ch}”（U+{ord(ch):04X}）" if ch.isprintable() else f"U+{ord(ch):04X}"
        for ch in list(characters)[:10]
    )
    return UserError(
        f"有的字没有字体可以打印：{names}。", "请换用其他写法，或在本机安装含有这些字的字体后重试。"
    )


def _texts(sheet: Grid | Drawing) -> Iterable[tuple[str, str]]:
    if not isinstance(sheet, Grid):
        # A chart is set in black and song, which stand on the same fallbacks.
        yield "hei", "".join([sheet.title, *sheet.texts()])
        return
    for cell in sheet.cells:
        yield cell.style.face, "".join(_text(run) for run in cell.runs)


def _text(run: Run) -> str:
    if isinstance(run, str):
        return run
    if isinstance(run, Tick):
        return run.caption
    return run.text if isinstance(run, Blank) else ""
