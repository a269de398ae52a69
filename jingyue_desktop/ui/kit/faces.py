"""Which face the screen is set in: a good one of the system, else the bundled 黑."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

# Families that carry a real bold weight and all of GB2312; the first one present wins.
SYSTEM_FACES = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "HarmonyOS Sans SC",
    "Noto Sans SC",
)
POINTS = 10.5


@dataclass(frozen=True)
class Faces:
    """The family of plain and of bold text; ``weighted`` says that bold is a weight of it."""

    plain: str
    bold: str
    weighted: bool

    def bold_rule(self) -> str:
        """Return the style sheet declarations of bold text."""
        if self.weighted:
            return "font-weight: 600;"
        return f'font-family: "{self.bold}"; font-weight: 400;'

    def font(self, points: float = POINTS, bold: bool = False) -> QFont:
        """Return a font for a painter."""
        font = QFont(self.bold if bold else self.plain)
        font.setPointSizeF(points)
        if bold and self.weighted:
            font.setWeight(QFont.Weight.DemiBold)
        return font


def choose_faces(folder: Path, installed: tuple[str, ...] = SYSTEM_FACES) -> Faces:
    """Return the faces to use, registering the bundled ones in ``folder`` only when needed.

    With neither a system face nor the files the platform's own face is used.
    """
    for family in installed:
        if QFontDatabase.hasFamily(family):
            return Faces(family, family, weighted=True)
    plain = _register(folder / "JyHei-Regular.ttf")
    bold = _register(folder / "JyHei-Bold.ttf")
    if not plain:
        own = QFont().family()
        return Faces(own, own, weighted=True)
    # The bundled bold is a family of its own: asking the regular one for bold would smear it.
    return Faces(plain, bold or plain, weighted=not bold)


def _register(path: Path) -> str:
    number = QFontDatabase.addApplicationFont(str(path)) if path.is_file() else -1
    families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    return families[0] if families else ""
