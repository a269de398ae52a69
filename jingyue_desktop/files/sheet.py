"""The pages of one PDF: margins, foot with the log anchor, page numbers, washes, the QR code."""

from __future__ import annotations

from typing import Any

from jingyue_desktop.files.fonts import Fonts
from jingyue_desktop.files.ink import MM
from jingyue_desktop.paper.grid import Page, Qr

ANCHOR_SIZE = 9.0  # 小五
NUMBER_SIZE = 14.0  # 4号 (GB/T 9704-2012, 7.5)


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
        """Finish the sheet; a single page of a letter bears no number."""
        if self.number > 1 or self.page.kind == "table":
            self._number()

    def _open(self) -> None:
        width, height = self.page.size()
        self.canvas.setPageSize((width * MM, height * MM))
        self.count += 1
        self.number += 1
        if self.mark:
            self._wash()
        self._foot()

    def left(self) -> float:
        return self.page.left * MM

    def top(self) -> float:
        return (self.page.size()[1] - self.page.top) * MM

    def floor(self) -> float:
        return self.page.bottom * MM

    def text(self, x: float, y: float, text: str, face: str, size: float) -> None:
        """Draw a short text from ``x``, font by font."""
        for ch in text:
            name, width = self.fonts.glyph(face, ch)
            self.canvas.setFont(name, size)
            self.canvas.drawString(x, y, ch)
            x += width * size / 1000.0

    def width_of(self, text: str, face: str, size: float) -> float:
        return sum(self.fonts.glyph(face, ch)[1] for ch in text) * size / 1000.0

    def _foot(self) -> None:
        if self.foot:
            low = max(self.page.bottom - 25.0, 8.0) * MM
            self.text(self.left(), low, self.foot, "song", ANCHOR_SIZE)

    def _number(self) -> None:
        """Odd pages right, even pages left, one character in; the top 7 mm under the text area."""
        text = f"— {self.number} —"
        wide = self.width_of(text, "song", NUMBER_SIZE)
        y = self.floor() - 7.0 * MM - NUMBER_SIZE * 0.88
        area = self.page.area()[0] * MM
        odd = self.number % 2 == 1
        x = self.left() + (area - NUMBER_SIZE - wide if odd else NUMBER_SIZE)
        self.text(x, max(y, 8.0 * MM), text, "song", NUMBER_SIZE)

    def _wash(self) -> None:
        canvas = self.canvas
        width, height = (side * MM for side in self.page.size())
        size = min(width, height) / (len(self.mark) + 1.5)
        canvas.saveState()
        canvas.setFillColorRGB(0.90, 0.90, 0.92)
        canvas.translate(width / 2, height / 2)
        canvas.rotate(35)
        wide = self.width_of(self.mark, "hei", size)
        self.text(-wide / 2, -size / 3, self.mark, "hei", size)
        canvas.restoreState()

    def qr(self, code: Qr) -> None:
        """Draw a QR code in the foot of the page, at the right edge of the text area."""
        from reportlab.graphics.barcode.qr import QrCodeWidget

        widget: Any = QrCodeWidget(code.data, barLevel="M")
        widget.qr.make()
        modules = widget.qr.modules
        side = code.size * MM / len(modules)
        x0 = self.left() + self.page.area()[0] * MM - code.size * MM
        y0 = self.floor() - 4.0 * MM
        path = self.canvas.beginPath()
        for r, row in enumerate(modules):
            for c, dark in enumerate(row):
                if dark:
                    path.rect(x0 + c * side, y0 - (r + 1) * side, side, side)
        self.canvas.drawPath(path, stroke=0, fill=1)
