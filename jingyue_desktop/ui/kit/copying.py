"""Cells on the clipboard, so that they paste into WPS and Excel as the text they are."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QMimeData

_FORMULA = ("=", "+", "-", "@")


def as_tabbed(rows: Sequence[Sequence[str]]) -> str:
    """Return the cells as tab-separated lines, quoted as spreadsheets expect."""
    return "\r\n".join("\t".join(_quoted(cell) for cell in row) for row in rows)


def _quoted(cell: str) -> str:
    # A pasted "=1+1" would be calculated; a number with its sign is left alone.
    if cell.startswith(_FORMULA) and not _is_number(cell):
        cell = "'" + cell
    if any(mark in cell for mark in '\t\r\n"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _is_number(cell: str) -> bool:
    return cell[1:].replace(".", "", 1).replace(",", "").isdecimal()


def as_html(rows: Sequence[Sequence[str]]) -> str:
    """Return the cells as an HTML table whose cells are text, so 18-digit numbers stay whole."""
    body = "".join(
        "<tr>" + "".join(f'<td style="{_TEXT}">{_marked(cell)}</td>' for cell in row) + "</tr>"
        for row in rows
    )
    return f'<meta charset="utf-8"><table>{body}</table>'


_TEXT = "mso-number-format:'\\@'; white-space: pre-wrap"


def _marked(cell: str) -> str:
    return escape(cell).replace("\n", '<br style="mso-data-placement:same-cell">')


def clip(rows: Sequence[Sequence[str]]) -> QMimeData:
    """Return what goes onto the clipboard for these cells; one cell alone is plain text."""
    data = QMimeData()
    if len(rows) == 1 and len(rows[0]) == 1:
        data.setText(rows[0][0])
        return data
    data.setText(as_tabbed(rows))
    data.setHtml(as_html(rows))
    return data
