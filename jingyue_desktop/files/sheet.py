"""The pages of one PDF: margins, foot with the log anchor, page numbers, washes, the QR code."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jingyue_desktop.files.fonts import Fonts
from jingyue_desktop.files.ink import ASCENT, width_of, write
from jingyue_desktop.paper.grid import Page, Qr, Style
from jingyue_desktop.paper.letter import MM

ANCHOR = Style("song", 9.0)  # 小五
NUMBER = Style("song", 14.0)  # 4号 (GB/T 9704-2012, 7.5)
NUMBER_BELOW = 7.0 * MM  # from the text area's lower edge to the dashes' upper edge (7.5)
FOOT = 9.0 * MM  # the anchor's baseline over the sheet's edge
CODE_BELOW = 4.0 * MM
CODE_MASK = 0  # any of the eight is read alike; choosing one takes longer than the whole page


class Sheet:
    """Where drawing goes: a reportlab canvas and the page that lies on top of it."""

    def __init__(self, canvas: Any, fonts: Fonts, foot: str) -> None:
        self.canvas = canvas
        self.fonts = fonts
        self.foot = foot
        self.page = Page()
        self.mark = ""
        self.count = 0
        self.number = 0

    def begin(self, page: Page, mark: str) -> None:
        """Begin a sheet's first page; page numbers start anew."""
        if self.count:
            self.canvas.showPage()
        self.page, self.mark, self.number = page, mark, 0
        self._open()

    def turn(self) -> None:
        """Go on to the next page of the same sheet."""
        self._number()
        self.canvas.showPage()
        self._open()

    def end(self) -> None:
        """Finish the sheet's last page."""
        if self._numbered():
            self._number()

    def left(self) -> float:
        """Return the text area's left edge; all of these in points from the sheet's corner."""
        return self.page.left * MM

    def right(self) -> float:
        """Return the text area's right edge."""
        return (self.page.size()[0] - self.page.right) * MM

    def top(self) -> float:
        """Return the text area's upper edge."""
        return (self.page.size()[1] - self.page.top) * MM

    def floor(self) -> float:
        """Return the text area's lower edge."""
        return self.page.bottom * MM

    def code(self, code: Qr, caption: str) -> None:
        """Draw a QR code under the text area at its right edge, beside the page number if any."""
        right = self.right()
        if self._numbered() and self.number % 2:
            right = self._number_place()[0] - 2 * NUMBER.size
        side, top = code.size * MM, self.floor() - CODE_BELOW
        modules = _modules(code.data)
        step = side / len(modules)
        # Whole numbers on a scaled grid, its rows downwards: ten times as fast as a path object.
        squares = (
            f"{begin} {r} {length} 1 re" for r, row in enumerate(modules) for begin, length in row
        )
        self.canvas.addLiteral(
            f"q {step:.5f} 0 0 {-step:.5f} {right - side:.4f} {top:.4f} cm {' '.join(squares)} f Q"
        )
        if caption:
            x = right - side - width_of(self.fonts, caption, ANCHOR) - ANCHOR.size
            write(self.canvas, self.fonts, x, FOOT, caption, ANCHOR)

    def _open(self) -> None:
        width, height = self.page.size()
        self.canvas.setPageSize((width * MM, height * MM))
        self.count += 1
        self.number += 1
        if self.mark:
            self._wash()
        if self.foot:
            write(self.canvas, self.fonts, self.left(), FOOT, self.foot, ANCHOR)

    def _numbered(self) -> bool:
        """A letter of a single page bears no number."""
        return self.number > 1 or self.page.kind == "table"

    def _number(self) -> None:
        x, y, text = self._number_place()
        write(self.canvas, self.fonts, x, y, text, NUMBER)

    def _number_place(self) -> tuple[float, float, str]:
        """Odd pages on the right, even pages on the left, one character in (7.5)."""
        text = f"— {self.number} —"
        wide = width_of(self.fonts, text, NUMBER)
        odd = self.number % 2 == 1
        x = self.right() - NUMBER.size - wide if odd else self.left() + NUMBER.size
        return x, self.floor() - NUMBER_BELOW - NUMBER.size * ASCENT, text

    def _wash(self) -> None:
        canvas = self.canvas
        width, height = (side * MM for side in self.page.size())
        style = Style("hei", min(width, height) / (len(self.mark) + 1.5))
        canvas.saveState()
        canvas.setFillColorRGB(0.90, 0.90, 0.92)
        canvas.translate(width / 2, height / 2)
        canvas.rotate(35)
        wide = width_of(self.fonts, self.mark, style)
        write(canvas, self.fonts, -wide / 2, -style.size / 3, self.mark, style)
        canvas.restoreState()


@lru_cache(maxsize=32)
def _modules(data: str) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Return a QR code row by row: where each dark stretch begins and how long it is."""
    from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

    code: Any = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(data)
    code.version = code.calculate_version()
    code.makeImpl(False, CODE_MASK)
    return tuple(tuple(_stretches(row)) for row in code.modules)


def _stretches(row: list[bool]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for n, dark in enumerate(row):
        if dark and found and sum(found[-1]) == n:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif dark:
            found.append((n, 1))
    return found
