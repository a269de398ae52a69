"""Puts the look on the application: Fusion, one palette, one style sheet, light or dark."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from jingyue_desktop.ui.kit import icons
from jingyue_desktop.ui.kit.faces import POINTS, Faces, choose_faces
from jingyue_desktop.ui.kit.tokens import DARK, LIGHT, Tokens

_TOKEN = re.compile(r"@([a-z_]+)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def sheet_of(template: str, tokens: Tokens, faces: Faces, images: Path, points: float) -> str:
    """Return the style sheet with every ``@name`` filled in; an unknown name is an error."""
    values = tokens.as_map() | {
        "bold": faces.bold_rule(),
        "images": images.as_posix(),
        "focus_on_accent": tokens.line_strong,
        "size": f"{points}pt",
        "small": f"{points - 1.5}pt",
        "heading": f"{points + 1.5}pt",
        "title": f"{points + 3}pt",
        "figure": f"{points + 9}pt",
    }
    return _TOKEN.sub(lambda match: values[match[1]], _COMMENT.sub("", template))


def palette_of(tokens: Tokens) -> QPalette:
    """Return the palette Fusion draws with where the style sheet says nothing."""
    role = QPalette.ColorRole
    palette = QPalette()
    for colour, roles in (
        (tokens.ground, (role.Window, role.Button)),
        (tokens.surface, (role.Base, role.ToolTipBase, role.Light, role.Midlight)),
        (tokens.raised, (role.AlternateBase,)),
        (tokens.ink, (role.WindowText, role.Text, role.ButtonText, role.ToolTipText)),
        (tokens.quiet, (role.PlaceholderText,)),
        (tokens.accent, (role.Highlight, role.Accent)),
        (tokens.on_accent, (role.HighlightedText, role.BrightText)),
        (tokens.accent_ink, (role.Link, role.LinkVisited)),
        (tokens.line, (role.Mid, role.Dark)),
        (tokens.shade, (role.Shadow,)),
    ):
        for one in roles:
            palette.setColor(one, QColor(colour))
    for one in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, one, QColor(tokens.faint))
    return palette


class Look(QObject):
    """The look of one application; it follows the system from light to dark and back.

    ``resources`` is the folder that holds ``style/``, ``icons/`` and ``fonts/``. Create it once,
    right after the QApplication; it keeps itself alive as the application's child.
    """

    def __init__(self, app: QApplication, resources: Path, points: float = POINTS) -> None:
        super().__init__(app)
        self._app = app
        self._folder = resources / "style"
        self._template = (self._folder / "app.qss").read_text(encoding="utf-8")
        self.points = points
        self.icons = icons.Icons(resources / "icons", parent=self)
        icons.install(self.icons)
        app.setStyle("Fusion")
        self.faces = choose_faces(resources / "fonts")
        self.put_on(app.styleHints().colorScheme())
        app.styleHints().colorSchemeChanged.connect(self.put_on)

    def put_on(self, scheme: Qt.ColorScheme) -> None:
        """Dress the application in a scheme; one the system does not know is the light one."""
        dark = scheme == Qt.ColorScheme.Dark
        tokens = DARK if dark else LIGHT
        images = self._folder / ("dark" if dark else "light")
        self._app.setPalette(palette_of(tokens))
        font = self.faces.font(self.points)
        # Chinese strokes close up when hinted hard; light hinting keeps them even at 100 %.
        font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
        self._app.setFont(font)
        self._app.setStyleSheet(sheet_of(self._template, tokens, self.faces, images, self.points))
        self.icons.retint(tokens)
