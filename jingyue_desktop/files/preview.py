"""Pages of a PDF as pictures, through pdfium, one thread at a time."""

from __future__ import annotations

import threading
from dataclasses import dataclass

_lock = threading.Lock()


@dataclass(frozen=True)
class Picture:
    """A rendered page: size in pixels, bytes in BGRX order, bytes per line."""

    width: int
    height: int
    stride: int
    data: bytes


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    import pypdfium2

    with _lock:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return len(document)
        finally:
            document.close()


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Return width and height in points of every page."""
    import pypdfium2

    with _lock:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return [document.get_page_size(index) for index in range(len(document))]
        finally:
            document.close()


def render_page(pdf: bytes, index: int, scale: float) -> Picture:
    """Return page ``index`` at ``scale`` (1.0 is 72 dpi)."""
    import pypdfium2

    with _lock:
        document = pypdfium2.PdfDocument(pdf)
        try:
            bitmap = document[index].render(scale=scale, force_bitmap_format=4)
            data = bytes(bitmap.buffer)
            return Picture(bitmap.width, bitmap.height, bitmap.stride, data)
        finally:
            document.close()
