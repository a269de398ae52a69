"""How long a pledge takes to become a PDF, against reportlab drawing the same lines by itself."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from jingyue_desktop.files.bands import set_bands
from jingyue_desktop.files.fonts import Fonts, load_fonts
from jingyue_desktop.files.pdf_write import write_pdf
from jingyue_desktop.paper.definition import load_form
from jingyue_desktop.paper.form import Form
from jingyue_desktop.paper.grid import Grid, Paper
from jingyue_desktop.paper.layout import lay_out

ROOT = Path(__file__).resolve().parents[2]
FOOT = "日志 12 345 · 9F3A-0011-2233-4455"
ROUNDS = 30
BATCH = 1000


def pledge(n: int = 1) -> dict[str, Any]:
    """Return the values of a usual pledge."""
    return {
        "office": "净月开发区规划局",
        "number": f"净规诺〔2026〕{n:04d}号",
        "variant": "建设工程规划许可证",
        "applicant": f"长春净月建设投资有限公司第{n}分公司",
        "project": f"净月大街与福祉大路交汇处商业综合体项目（{n}期）",
        "accepted": date(2026, 2, 13),
        "days": 10,
        "due": date(2026, 3, 6),
        "due_basis": "（依据国务院办公厅关于2026年部分节假日安排的通知，已扣除非工作日 11 天）",
        "enquiry_phone": "85821103",
        "report_phone": "84532372",
        "signer": "高立群",
        "signature": None,
        "issued": date(2026, 2, 13),
        "qr": f"净规诺〔2026〕{n:04d}号 {n:064x}",
    }


def measure() -> dict[str, float]:
    """Return seconds and ratios: one pledge, its bare drawing, a batch as one file and as many."""
    fonts = load_fonts(ROOT / "resources" / "fonts")
    form = load_form(ROOT / "forms", "pledge")
    grid = lay_out(form, pledge())
    lines = _bare_lines(grid, fonts)
    ours, bare = _taken(lambda: _ours(grid, fonts), lambda: _bare(lines))
    return {
        "pledge_pdf_s": ours,
        "pledge_pdf_bare_s": bare,
        "pledge_pdf_ratio": ours / bare,
        "pledges_1000_one_file_s": _once(lambda: _one_file(form, fonts)),
        "pledges_1000_many_files_s": _once(lambda: _many_files(form, fonts)),
    }


def _ours(grid: Grid, fonts: Fonts) -> None:
    write_pdf(Paper("pledge", "承诺书", (("1", grid),)), io.BytesIO(), foot=FOOT, fonts=fonts)


def _one_file(form: Form, fonts: Fonts) -> None:
    sheets = tuple((str(n), lay_out(form, pledge(n))) for n in range(1, BATCH + 1))
    write_pdf(Paper("pledge", "承诺书", sheets), io.BytesIO(), foot=FOOT, fonts=fonts)


def _many_files(form: Form, fonts: Fonts) -> None:
    for n in range(1, BATCH + 1):
        _ours(lay_out(form, pledge(n)), fonts)


def _bare_lines(grid: Grid, fonts: Fonts) -> list[tuple[str, float, float, str]]:
    """Return (font, size, y, text) of every piece of text, broken beforehand."""
    found, y = [], 720.0
    for band in set_bands(grid, fonts):
        for cell in band.cells:
            for line in cell.lines:
                found += [
                    (piece.font, cell.cell.style.size, y, piece.text)
                    for piece in line.pieces
                    if piece.text
                ]
                y -= cell.leading
    song = fonts.name("song")
    return [*found, (song, 9.0, 26.0, FOOT)]


def _bare(lines: list[tuple[str, float, float, str]]) -> None:
    from reportlab.pdfgen.canvas import Canvas

    first: Any = lines[-1][0]
    canvas = Canvas(io.BytesIO(), initialFontName=first, invariant=1, pageCompression=1)
    for font, size, y, text in lines:
        canvas.setFont(font, size)
        canvas.drawString(80.0, y, text)
    canvas.save()


def _taken(*calls: Callable[[], None]) -> list[float]:
    """Return the median seconds of each call, taken by turns so that all see the same machine."""
    for call in calls:
        call()
    times: list[list[float]] = [[] for _ in calls]
    for _ in range(ROUNDS):
        for n, call in enumerate(calls):
            times[n].append(_once(call))
    return [median(found) for found in times]


def _once(call: Callable[[], None]) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:28} {value:.4f}")
