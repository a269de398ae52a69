"""How a worksheet is printed: paper, margins, fit to width, repeated head, foot with the anchor."""

from __future__ import annotations

from typing import Any

from openpyxl.worksheet.properties import PageSetupProperties

from jingyue_desktop.paper.grid import Page

SIZES = {"A4": 9, "A3": 8}  # ECMA-376, 18.3.1.63
INCH = 25.4
FOOT_FROM_EDGE = 10.0  # millimetres


def set_page(sheet: Any, page: Page, foot: str, mark: str = "") -> None:
    """Set paper, margins, head and foot of a worksheet; ``mark`` (样稿, 作废) heads every page."""
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    setup = sheet.page_setup
    setup.paperSize = SIZES[page.paper]
    setup.orientation = "landscape" if page.landscape else "portrait"
    setup.fitToWidth, setup.fitToHeight = 1, 0
    margins = sheet.page_margins
    margins.top, margins.bottom = page.top / INCH, page.bottom / INCH
    margins.left, margins.right = page.left / INCH, page.right / INCH
    margins.header = margins.footer = FOOT_FROM_EDGE / INCH
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.left.text = _literal(foot)
    sheet.oddFooter.right.text = "第 &P 页 共 &N 页"
    for part in (sheet.oddFooter.left, sheet.oddFooter.right):
        part.size = 9
    if mark:
        sheet.oddHeader.center.text = _literal(mark)
        sheet.oddHeader.center.size = 16


def set_head(sheet: Any, first: int, last: int, freeze: bool) -> None:
    """Repeat rows ``first`` to ``last`` on every page; with ``freeze`` they stay in view."""
    sheet.print_title_rows = f"{first}:{last}"
    if freeze:
        sheet.freeze_panes = f"A{last + 1}"


def _literal(text: str) -> str:
    """Return text for a head or foot, where & gives orders and a digit would join the size."""
    doubled = text.replace("&", "&&")
    return f" {doubled}" if doubled[:1].isdigit() else doubled
