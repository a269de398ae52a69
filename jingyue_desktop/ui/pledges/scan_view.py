"""A signed scan inside the program: PDF and pictures, nothing is handed to another program."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.services import pledge_register
from jingyue_desktop.services.acts import Session
from jingyue_desktop.ui.kit import dialogs
from jingyue_desktop.ui.kit.dialog import Dialog
from jingyue_desktop.ui.kit.failures import show_error

PICTURES = ("jpg", "jpeg", "png", "tif", "tiff")
# 80 million pixels are let in as attachments; wider than this no screen shows them.
MEMORY_MB, WIDEST = 400, 3000


class PictureDialog(Dialog):
    """Shows the pictures of a file one under another, as wide as the window."""

    def __init__(self, parent: QWidget | None, title: str, pictures: list[QImage]) -> None:
        super().__init__(parent, title, ok="关闭", cancel="")
        self.area = _Pictures(pictures)
        self.body.addWidget(self.area, 1)
        self.resize(900, 820)


class _Pictures(QScrollArea):
    def __init__(self, pictures: list[QImage]) -> None:
        super().__init__()
        self._pictures = [QPixmap.fromImage(picture) for picture in pictures]
        inside = QWidget()
        box = QVBoxLayout(inside)
        self.shown = [QLabel() for _ in pictures]
        for page in self.shown:
            box.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
        self.setWidget(inside)
        self.setWidgetResizable(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        ratio = self.devicePixelRatioF()
        room = round((self.viewport().width() - 32) * ratio)
        for page, picture in zip(self.shown, self._pictures, strict=True):
            fitted = picture
            if picture.width() > room > 0:
                smooth = Qt.TransformationMode.SmoothTransformation
                fitted = picture.scaledToWidth(room, smooth)
            fitted.setDevicePixelRatio(ratio)
            page.setPixmap(fitted)


def show_scan(parent: QWidget, session: Session, pledge: int) -> None:
    """Show the registered scan of a pledge."""
    try:
        found = pledge_register.scan_of(session, pledge)
        if found is None:
            raise UserError("这份承诺书还没有登记扫描件。")
    except UserError as fault:
        show_error(parent, fault)
        return
    show_file(parent, found.name, found.path, found.media)


def show_file(parent: QWidget, name: str, path: Path, media: str = "") -> None:
    """Show a file by its kind (its ending unless ``media`` says it), or say why it cannot be shown."""
    kind = (media or path.suffix.removeprefix(".")).lower()
    try:
        if kind == "pdf":
            dialogs.run(_pdf_dialog(parent, name, path))
        elif kind in PICTURES:
            dialogs.run(PictureDialog(parent, f"查看　{name}", read_pictures(path)))
        else:
            raise UserError(
                f"{kind.upper()} 文件不能在程序内查看。", "扫描件最好用 PDF、JPG 或 PNG。"
            )
    except UserError as fault:
        show_error(parent, fault)


def _pdf_dialog(parent: QWidget, name: str, path: Path) -> Dialog:
    from jingyue_desktop.files.preview import render_page
    from jingyue_desktop.ui.kit.preview import PreviewDialog

    try:
        pdf = path.read_bytes()
        # A damaged file shows itself here, not in the middle of painting.
        render_page(pdf, 0, 0.1)
        return PreviewDialog(parent, name, pdf, path.parent, may_print=False)
    except (OSError, RuntimeError, ValueError, IndexError) as error:
        raise UserError("扫描件打不开，文件可能已损坏。", "请重新扫描。") from error


def read_pictures(path: Path) -> list[QImage]:
    """Return every picture of a file (a TIFF may hold several), upright; UserError where it is none."""
    QImageReader.setAllocationLimit(MEMORY_MB)
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    found = []
    for number in range(max(reader.imageCount(), 1)):
        if number and not reader.jumpToImage(number):
            break
        size = reader.size()
        wide = size.width() > WIDEST
        reader.setScaledSize(
            QSize(WIDEST, size.height() * WIDEST // size.width()) if wide else QSize()
        )
        picture = reader.read()
        if picture.isNull():
            break
        found.append(picture)
    if not found:
        raise UserError("图片打不开，文件可能已损坏。", "请重新扫描。")
    return found
