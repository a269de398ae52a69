"""The preview of a paper: which page is seen, and that the keyboard turns the pages."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from jingyue_desktop.ui.kit.preview import PreviewDialog


def blank_pages(count: int) -> bytes:
    """Return a PDF of A4 pages."""
    made = pypdf.PdfWriter()
    for _ in range(count):
        made.add_blank_page(595, 842)
    out = io.BytesIO()
    made.write(out)
    return out.getvalue()


def test_the_page_number_is_right_from_the_first_moment(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = PreviewDialog(None, "样张", blank_pages(6), tmp_path)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.number.text() == "第 1 页，共 6 页"
    assert dialog.focusWidget() is dialog.pages
    for _ in range(3):
        qtbot.keyClick(dialog.pages, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: dialog.number.text() != "第 1 页，共 6 页")
    dialog.pages.verticalScrollBar().setValue(dialog.pages.verticalScrollBar().maximum())
    assert dialog.number.text() == "第 6 页，共 6 页"
