"""The colours of the program, light and dark, as names; nothing else in it spells a colour."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum

from PySide6.QtGui import QColor, QPalette


class State(StrEnum):
    """How a thing stands; every state has a colour and a shape and is shown beside a word."""

    OVERDUE = "overdue"
    DUE = "due"
    FINE = "fine"
    ACTIVE = "active"
    QUIET = "quiet"


@dataclass(frozen=True)
class Tokens:
    """One colour scheme as ``#rrggbb`` values.

    ``accent`` is a filled area with ``on_accent`` text, ``accent_ink`` the same blue as text or
    line. Each state has an ink (text on a surface), a fill (under ``on_fill`` text) and a wash.
    """

    ink: str
    quiet: str
    faint: str
    line: str
    line_strong: str
    ground: str
    surface: str
    raised: str
    hover: str
    accent: str
    accent_hover: str
    accent_press: str
    on_accent: str
    accent_ink: str
    wash: str
    header: str
    header_line: str
    on_header: str
    overdue: str
    overdue_fill: str
    overdue_wash: str
    due: str
    due_fill: str
    due_wash: str
    fine: str
    fine_fill: str
    fine_wash: str
    quiet_fill: str
    quiet_wash: str
    on_fill: str
    shade: str

    def as_map(self) -> dict[str, str]:
        """Return token name → colour, for the style sheet template."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def state_ink(self, state: State) -> str:
        """Return the text colour of a state on a surface."""
        return {
            State.OVERDUE: self.overdue,
            State.DUE: self.due,
            State.FINE: self.fine,
            State.ACTIVE: self.accent_ink,
            State.QUIET: self.quiet,
        }[state]

    def state_fill(self, state: State) -> str:
        """Return the colour of a filled badge, under text of ``on_fill``."""
        return {
            State.OVERDUE: self.overdue_fill,
            State.DUE: self.due_fill,
            State.FINE: self.fine_fill,
            State.ACTIVE: self.accent,
            State.QUIET: self.quiet_fill,
        }[state]

    def state_wash(self, state: State) -> str:
        """Return the pale ground of a state, under text of its ink."""
        return {
            State.OVERDUE: self.overdue_wash,
            State.DUE: self.due_wash,
            State.FINE: self.fine_wash,
            State.ACTIVE: self.wash,
            State.QUIET: self.quiet_wash,
        }[state]


LIGHT = Tokens(
    ink="#1C2530",
    quiet="#566270",
    faint="#9AA4B0",
    line="#DFE4EA",
    line_strong="#C3CCD6",
    ground="#F3F5F8",
    surface="#FFFFFF",
    raised="#F8FAFC",
    hover="#F1F5FA",
    accent="#1F4E8C",
    accent_hover="#28609F",
    accent_press="#183F73",
    on_accent="#FFFFFF",
    accent_ink="#1F4E8C",
    wash="#E8EFF8",
    header="#1F4E8C",
    header_line="#5B80B1",
    on_header="#FFFFFF",
    overdue="#B83427",
    overdue_fill="#C0392B",
    overdue_wash="#FBECEA",
    due="#8A5906",
    due_fill="#9A6209",
    due_wash="#FBF3E3",
    fine="#26703F",
    fine_fill="#2E7D4F",
    fine_wash="#EAF5EE",
    quiet_fill="#5B6775",
    quiet_wash="#EEF1F4",
    on_fill="#FFFFFF",
    shade="#1C2530",
)

DARK = Tokens(
    ink="#E4E9EF",
    quiet="#A3AEBB",
    faint="#6C7885",
    line="#323B46",
    line_strong="#465260",
    ground="#15191F",
    surface="#1D232B",
    raised="#232A33",
    hover="#262E38",
    accent="#2B64AE",
    accent_hover="#3571BF",
    accent_press="#235592",
    on_accent="#FFFFFF",
    accent_ink="#84B4F2",
    wash="#22344C",
    header="#18335A",
    header_line="#4B6A95",
    on_header="#F2F6FB",
    overdue="#F2887B",
    overdue_fill="#B93A2D",
    overdue_wash="#3A2524",
    due="#E3B158",
    due_fill="#8F5E0C",
    due_wash="#362D1C",
    fine="#73C893",
    fine_fill="#2B7549",
    fine_wash="#1F3227",
    quiet_fill="#596573",
    quiet_wash="#2A323C",
    on_fill="#FFFFFF",
    shade="#000000",
)


def tokens_of(palette: QPalette) -> Tokens:
    """Return the scheme a palette belongs to, so that painters need no global."""
    return DARK if palette.color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def contrast(one: str, other: str) -> float:
    """Return the WCAG 2 contrast ratio of two ``#rrggbb`` colours (1.0 to 21.0)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    rgb = QColor(colour)
    parts = (rgb.redF(), rgb.greenF(), rgb.blueF())
    red, green, blue = (
        value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
