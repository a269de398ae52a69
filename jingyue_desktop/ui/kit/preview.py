"""The preview of a paper: the very PDF that is printed or saved, page by page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.files.preview import Picture, page_sizes, render_page
from jingyue_desktop.files.saving import save_whole
from jingyue_desktop.ui.kit import dialogs
from jingyue_desktop.ui.kit.dialog import Dialog
from jingyue_desktop.ui.kit.failures import show_error
from jingyue_desktop.ui.kit.labels import label

ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
PRINT_DPI = 300


def as_image(picture: Picture) -> QImage:
    """Return a rendered page as an image of its own."""
    kind = QImage.Format.Format_RGB32
    return QImage(picture.data, picture.width, picture.height, picture.stride, kind).copy()


class PageView(QScrollArea):
    """The pages one under another; a page is drawn when it is first seen.

    ``moved`` says that another place, or the same at another zoom, is shown.
    """

    moved = Signal()

    def __init__(self, pdf: bytes) -> None:
        super().__init__()
        self._pdf = pdf
        self.sizes = page_sizes(pdf)
        self.zoom = 1.0
        inside = QWidget()
        self._box = QVBoxLayout(inside)
        self._box.setSpacing(12)
        self._pages = [QLabel() for _ in self.sizes]
        self._drawn: set[int] = set()
        for page in self._pages:
            page.setStyleSheet("background: white;")
            self._box.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._on_moved())

    def set_zoom(self, zoom: float) -> None:
        """Show the pages at a share of their real size on this screen."""
        self.zoom = zoom
        self._drawn.clear()
        dpi = self.logicalDpiX()
        for page, (width, height) in zip(self._pages, self.sizes, strict=True):
            page.clear()
            page.setFixedSize(round(width * zoom * dpi / 72), round(height * zoom * dpi / 72))
        self._on_moved()

    def fit_width(self) -> None:
        """Choose the zoom at which the widest page fills the window."""
        widest = max(width for width, _ in self.sizes) * self.logicalDpiX() / 72
        self.set_zoom(max(0.2, (self.viewport().width() - 32) / widest))

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.fit_width()

    def page(self) -> int:
        """Return the number (from 1) of the page in the middle of the view."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        return sum(top <= middle for top in self._tops()) or 1

    def _tops(self) -> list[int]:
        """Return where each page begins; the layout itself follows only later."""
        tops = [0]
        for page in self._pages[:-1]:
            tops.append(tops[-1] + page.height() + self._box.spacing())
        return tops

    def _on_moved(self) -> None:
        top = self.verticalScrollBar().value()
        bottom = top + 2 * max(self.viewport().height(), 400)
        for number, (page, at) in enumerate(zip(self._pages, self._tops(), strict=True)):
            if number not in self._drawn and at <= bottom and at + page.height() >= top:
                self._draw(number, page)
        self.moved.emit()

    def _draw(self, number: int, page: QLabel) -> None:
        self._drawn.add(number)
        ratio = self.devicePixelRatioF()
        scale = page.width() * ratio / self.sizes[number][0]
        pixmap = QPixmap.fromImage(as_image(render_page(self._pdf, number, scale)))
        pixmap.setDevicePixelRatio(ratio)
        page.setPixmap(pixmap)


class PreviewDialog(Dialog):
    """Shows a finished PDF; 打印 and 保存 take the same bytes."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        pdf: bytes,
        folder: Path,
        *,
        may_print: bool = True,
    ) -> None:
        super().__init__(parent, f"预览　{title}", ok="打印" if may_print else "关闭", cancel="")
        self._title, self._pdf, self._folder = title, pdf, folder
        self._may_print = may_print
        self.pages = PageView(pdf)
        self.body.addLayout(self._tools())
        self.body.addWidget(self.pages, 1)
        if may_print:
            self.add_button("保存为 PDF……", left=True).clicked.connect(self.save)
            self.add_button("关闭").clicked.connect(self.reject)
        self.pages.moved.connect(self._tell_page)
        self.resize(900, 820)
        # The page keys turn the pages; Enter still prints.
        self.pages.setFocus()

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for caption, act in (
            ("缩小", lambda: self._step(-1)),
            ("放大", lambda: self._step(1)),
            ("适合宽度", self.pages.fit_width),
        ):
            row.addWidget(_tool(caption, act))
        row.addStretch(1)
        self.number = label("", "quiet")
        row.addWidget(self.number)
        return row

    def _step(self, step: int) -> None:
        zooms = [zoom for zoom in ZOOMS if (zoom - self.pages.zoom) * step > 0.01]
        if zooms:
            self.pages.set_zoom(zooms[0] if step > 0 else zooms[-1])

    def _tell_page(self) -> None:
        self.number.setText(f"第 {self.pages.page()} 页，共 {len(self.pages.sizes)} 页")

    def commit(self) -> bool:
        if self._may_print:
            try:
                print_pdf(self, self._title, self._pdf)
            except UserError as fault:
                show_error(self, fault)
        return not self._may_print

    def save(self) -> None:
        """Save the bytes shown."""
        name = "".join("_" if ch in '<>:"/\\|?*' else ch for ch in self._title)
        target = dialogs.save_file(
            self, "保存为 PDF", self._folder / f"{name}.pdf", "PDF 文件 (*.pdf)"
        )
        if target is None:
            return
        try:
            with save_whole(target) as out:
                out.write(self._pdf)
        except UserError as fault:
            show_error(self, fault)


def _tool(caption: str, act: Callable[[], None]) -> QPushButton:
    button = QPushButton(caption)
    button.setProperty("role", "small")
    button.setAutoDefault(False)
    button.clicked.connect(lambda: act())
    return button


def print_pdf(parent: QWidget, title: str, pdf: bytes) -> None:
    """Ask for a printer and print every page; raises UserError where there is none."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

    if not QPrinterInfo.availablePrinterNames():
        raise UserError("本机没有安装打印机。", "可以先“保存为 PDF”，拿到有打印机的电脑上打印。")
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setResolution(PRINT_DPI)
    printer.setFullPage(True)
    sizes = page_sizes(pdf)
    _set_page(printer, sizes[0])
    chooser = QPrintDialog(printer, parent)
    chooser.setMinMax(1, len(sizes))
    if not dialogs.run(chooser):
        return
    first, last = printer.fromPage() or 1, printer.toPage() or len(sizes)
    painter = QPainter()
    if not painter.begin(printer):
        raise UserError("打印机没有响应，没有打印。", "请检查打印机是否开机、有纸，再试一次。")
    for number in range(first, last + 1):
        if number > first:
            _set_page(printer, sizes[number - 1])
            printer.newPage()
        image = as_image(render_page(pdf, number - 1, PRINT_DPI / 72))
        whole = printer.paperRect(QPrinter.Unit.DevicePixel)
        painter.drawImage(QRectF(0, 0, whole.width(), whole.height()), image)
    painter.end()


def _set_page(printer: object, size: tuple[float, float]) -> None:
    from PySide6.QtPrintSupport import QPrinter

    assert isinstance(printer, QPrinter)
    short, long = sorted(size)
    paper = QPageSize(
        QSizeF(short, long), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch
    )
    wide = size[0] > size[1]
    side = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(paper, side, QMarginsF(0, 0, 0, 0)))
