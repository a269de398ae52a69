"""Writes a chart as PNG: the very page that is printed, as a picture."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from jingyue_desktop.files.fonts import Fonts
from jingyue_desktop.files.pdf_write import write_pdf
from jingyue_desktop.files.preview import render_page
from jingyue_desktop.files.saving import save_whole
from jingyue_desktop.paper.grid import Paper

DPI = 200


def write_png(paper: Paper, target: Path, *, foot: str, fonts: Fonts) -> None:
    """Write a paper of one chart; the file appears whole or not at all.

    Raises UserError where it cannot be written or a character has no face.
    """
    assert len(paper.sheets) == 1  # of several only the first would be seen
    pdf = io.BytesIO()
    write_pdf(paper, pdf, foot=foot, fonts=fonts)
    page = render_page(pdf.getvalue(), 0, DPI / 72)
    size = (page.width, page.height)
    picture = Image.frombuffer("RGB", size, page.data, "raw", "BGRX", page.stride, 1)
    with save_whole(target) as out:
        picture.save(out, "PNG", dpi=(DPI, DPI))
