"""Line icons from ``resources/icons``, tinted for the scheme in use and sharp at any scale."""

from __future__ import annotations

import weakref
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from shiboken6 import isValid

from jingyue_desktop.ui.kit.tokens import LIGHT, Tokens

SIZE = 18
# Screens are set to 100, 125, 150, 175 or 200 %; Qt takes the nearest larger picture.
SCALES = (1.0, 1.25, 1.5, 1.75, 2.0)


class _Bearer(Protocol):
    """A button or an action: a thing that carries an icon."""

    def setIcon(self, icon: QIcon | QPixmap) -> None: ...


class Icons(QObject):
    """The icons of one folder, read when first asked for.

    ``icon`` gives a picture for now; ``put`` also tints it again when the scheme changes.
    An icon that has no file is an empty one: every act has its word beside it.
    """

    def __init__(self, folder: Path, tokens: Tokens = LIGHT, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._tokens = tokens
        self._drawings: dict[str, bytes] = {}
        self._drawn: dict[tuple[str, str], QIcon] = {}
        self._bearers: weakref.WeakKeyDictionary[QObject, tuple[str, str]] = (
            weakref.WeakKeyDictionary()
        )

    def icon(self, name: str, role: str = "quiet") -> QIcon:
        """Return icon ``name`` in the colour token ``role`` (``on_accent`` on a primary button)."""
        key = (name, role)
        if key not in self._drawn:
            self._drawn[key] = self._draw(name, role)
        return self._drawn[key]

    def put(self, bearer: QObject, name: str, role: str = "quiet") -> None:
        """Give a button or action the icon and keep it tinted for the scheme in use."""
        self._bearers[bearer] = (name, role)
        _set_icon(bearer, self.icon(name, role))

    def retint(self, tokens: Tokens) -> None:
        """Draw everything anew in another scheme."""
        self._tokens = tokens
        self._drawn.clear()
        for bearer, (name, role) in list(self._bearers.items()):
            if isValid(bearer):
                _set_icon(bearer, self.icon(name, role))

    def _draw(self, name: str, role: str) -> QIcon:
        icon = QIcon()
        drawing = self._drawing(name)
        if not drawing:
            return icon
        for mode, colour in (
            (QIcon.Mode.Normal, self._tokens.as_map()[role]),
            (QIcon.Mode.Disabled, self._tokens.faint),
        ):
            svg = drawing.replace(b"currentColor", colour.encode())
            for scale in SCALES:
                icon.addPixmap(_picture(svg, scale), mode)
        return icon

    def _drawing(self, name: str) -> bytes:
        if name not in self._drawings:
            path = self._folder / f"{name}.svg"
            self._drawings[name] = path.read_bytes() if path.is_file() else b""
        return self._drawings[name]


def _set_icon(bearer: QObject, icon: QIcon) -> None:
    setter: _Bearer = bearer  # type: ignore[assignment]
    setter.setIcon(icon)


def _picture(svg: bytes, scale: float) -> QPixmap:
    # Imported here: the login window shows before the first icon is needed.
    from PySide6.QtSvg import QSvgRenderer

    side = round(SIZE * scale)
    image = QImage(QSize(side, side), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(svg).render(painter)
    painter.end()
    picture = QPixmap.fromImage(image)
    picture.setDevicePixelRatio(scale)
    return picture


class _Shown:
    icons: Icons | None = None


def install(icons: Icons) -> None:
    """Let ``put_icon`` use these icons (the look does this)."""
    _Shown.icons = icons


def put_icon(bearer: QObject, name: str, role: str = "quiet") -> None:
    """Give a button or action an icon of the look in use; without a look there is none."""
    if _Shown.icons is not None and isValid(_Shown.icons):
        _Shown.icons.put(bearer, name, role)
