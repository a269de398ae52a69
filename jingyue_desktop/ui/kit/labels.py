"""Labels that show text as it is, whatever it looks like."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


def label(
    text: str = "",
    role: str = "",
    *,
    wrap: bool = False,
    selectable: bool = False,
    parent: QWidget | None = None,
) -> QLabel:
    """Return a plain-text label.

    ``role`` is a name of the style sheet: ``title``, ``heading``, ``strong``, ``caption``,
    ``quiet``, ``fault``, ``figure`` or empty. ``selectable`` lets the user copy the text.
    """
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        made.setCursor(Qt.CursorShape.IBeamCursor)
    return made


def restyle(widget: QWidget, name: str, value: str) -> None:
    """Set a property the style sheet looks at and draw the widget by it."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
