"""Writes a paper as PDF: every character drawn as text, every face embedded, nothing interpreted."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from jingyue_desktop.files.chart_pdf import draw_chart
from jingyue_desktop.files.fonts import Fonts
from jingyue_desktop.files.pdf_grid import draw_grid
from jingyue_desktop.files.pdf_listing import draw_listing
from jingyue_desktop.files.saving import save_whole
from jingyue_desktop.files.sheet import Sheet
from jingyue_desktop.paper.chart import Chart
from jingyue_desktop.paper.grid import Drawing, Grid, Listing, Paper

PROGRAM = "净月廉效"
Progress = Callable[[int], None]


@dataclass(frozen=True)
class PdfInfo:
    """What was written: number of pages."""

    pages: int


def write_pdf(
    paper: Paper,
    target: Path | BinaryIO,
    *,
    foot: str,
    fonts: Fonts,
    progress: Progress | None = None,
) -> PdfInfo:
    """Write ``paper`` with ``foot`` (the log anchor) under every page.

    A file appears whole or not at all; raises UserError where it cannot be written or a character
    has no face. ``progress`` is called with the rows of a register, or the sheets, done so far and
    may raise to cancel.
    """
    if isinstance(target, Path):
        with save_whole(target) as out:
            return _draw(paper, out, foot, fonts, progress)
    return _draw(paper, target, foot, fonts, progress)


def _draw(
    paper: Paper, out: BinaryIO, foot: str, fonts: Fonts, progress: Progress | None
) -> PdfInfo:
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    # Streams as bytes: written as letters they would be a quarter longer.
    rl_config.useA85 = 0
    buffer = io.BytesIO()
    # The first font goes into the file, and the default would not be embedded. (A name: the stubs err.)
    first: Any = fonts.name("song")
    canvas = Canvas(buffer, initialFontName=first, invariant=1, pageCompression=1)
    canvas.setTitle(paper.title)
    canvas.setCreator(PROGRAM)
    canvas.setProducer(PROGRAM)
    sheet = Sheet(canvas, fonts, foot)
    for n, (_, part) in enumerate(paper.sheets, 1):
        if isinstance(part, Listing):
            draw_listing(sheet, part, fonts, progress)
        else:
            _draw_whole(sheet, part, fonts)
            if progress is not None:
                progress(n)
        sheet.end()
    canvas.save()
    out.write(buffer.getbuffer())
    return PdfInfo(sheet.count)


def _draw_whole(sheet: Sheet, part: Grid | Drawing, fonts: Fonts) -> None:
    if isinstance(part, Grid):
        draw_grid(sheet, part, fonts)
    else:
        assert isinstance(part, Chart)
        draw_chart(sheet, part)
