"""Papers for tests: usual values, forms made on the spot, and what stands in a PDF that was made."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
from PIL import Image, ImageOps

from jingyue_desktop.files.fonts import Fonts, load_fonts
from jingyue_desktop.files.pdf_write import write_pdf
from jingyue_desktop.paper.definition import load_form
from jingyue_desktop.paper.field import Field
from jingyue_desktop.paper.form import Form
from jingyue_desktop.paper.grid import Cell, Grid, Listing, Page, Paper, Qr, Run, Tick
from jingyue_desktop.paper.layout import lay_out
from jingyue_desktop.paper.letter import STYLES

ROOT = Path(__file__).resolve().parents[1]
FORMS = ROOT / "forms"
FOOT = "日志 12 345 · 9F3A-0011-2233-4455"
PLEDGE: dict[str, Any] = {
    "office": "净月开发区规划局",
    "number": "净规诺〔2026〕0001号",
    "variant": "建设工程规划许可证",
    "applicant": "长春净月建设投资有限公司",
    "project": "净月大街与福祉大路交汇处商业综合体项目（一期）",
    "accepted": date(2026, 2, 13),
    "days": 10,
    "due": date(2026, 3, 6),
    "due_basis": "（依据国务院办公厅关于2026年部分节假日安排的通知，已扣除非工作日 11 天）",
    "enquiry_phone": "85821103",
    "report_phone": "84532372",
    "signer": "高立群",
    "signature": None,
    "issued": date(2026, 2, 13),
    "qr": "净规诺〔2026〕0001号 " + "9f3a" * 16,
}


@cache
def fonts() -> Fonts:
    """Return the bundled faces alone, the same on every machine."""
    return load_fonts(ROOT / "resources" / "fonts", installed=())


def pledge(mark: str = "", *, blank: bool = False, **changed: Any) -> Grid:
    """Return a laid-out pledge; a value of ``...`` is left out."""
    values = {key: value for key, value in {**PLEDGE, **changed}.items() if value is not ...}
    return lay_out(load_form(FORMS, "pledge"), values, mark, blank=blank)


def letter(*paragraphs: str | tuple[Run, ...], style: str = "body", fit: bool = False) -> Grid:
    """Return a letter of some paragraphs."""
    page = Page(kind="letter", fit=fit)
    cells = tuple(
        Cell(n, 0, (text,) if isinstance(text, str) else text, STYLES[style])
        for n, text in enumerate(paragraphs)
    )
    return Grid("信函", page, (page.area()[0],), (0.0,) * len(cells), cells)


def form_names() -> list[str]:
    """Return every form file's name, without ``.toml``."""
    return sorted(path.stem for path in FORMS.glob("*.v*.toml"))


def form_named(stem: str) -> Form:
    name, version = stem.split(".v")
    return load_form(FORMS, name, int(version))


def sample(form: Form, long: int = 1) -> dict[str, Any]:
    """Return values for every field of a form; texts are repeated ``long`` times."""
    return {item.key: _value(item, long) for item in form.fields if item.kind != "computed"}


def _value(field: Field, long: int) -> Any:
    match field.kind:
        case "table":
            return tuple({c.key: _value(c, long) for c in field.columns} for _ in range(field.rows))
        case "number" | "money":
            return max(field.min or 0, 3)
        case "date":
            return date(2026, 12, 31)
        case "choice":
            return field.choices[0]
        case "ticks":
            return field.choices[:1]
        case "yes_no":
            return True
        case "sign":
            return None
    return "，".join([f"{field.title}的内容"] * long)


def pdf(*sheets: Grid | Listing, foot: str = FOOT) -> bytes:
    """Return the PDF of some sheets."""
    out = io.BytesIO()
    named = tuple((str(n), sheet) for n, sheet in enumerate(sheets, 1))
    write_pdf(Paper("test", "试纸", named), out, foot=foot, fonts=fonts())
    return out.getvalue()


def reader(made: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(made))


def drawn(cell: Cell) -> str:
    """Return all characters a cell draws, without white space; boxes are none."""
    parts = (
        run if isinstance(run, str) else run.caption if isinstance(run, Tick) else run.text
        for run in cell.runs
        if not isinstance(run, Qr)
    )
    return squeezed("".join(parts))


def squeezed(text: str) -> str:
    """Return a text without any white space."""
    return "".join(text.split())


def text_of(made: bytes, foot: str = FOOT) -> str:
    """Return a PDF's text without white space, feet and page numbers."""
    found = []
    for n, page in enumerate(reader(made).pages, 1):
        text = squeezed(page.extract_text()).removeprefix(squeezed(foot))
        found.append(text.removesuffix(f"—{n}—"))
    return "".join(found)


def objects(made: bytes) -> Iterator[Any]:
    """Yield every object of a PDF."""
    file = reader(made)
    for number in range(1, int(file.trailer["/Size"])):
        yield file.get_object(pypdf.generic.IndirectObject(number, 0, file))


def picture(made: bytes, page: int = 0, dpi: int = 200) -> Image.Image:
    """Return a page as a grey picture."""
    document = pypdfium2.PdfDocument(made)
    try:
        return document[page].render(scale=dpi / 72).to_pil().convert("L")
    finally:
        document.close()


def ink(image: Image.Image, area: tuple[float, float, float, float], dpi: int = 200) -> list[float]:
    """Return the box of what is printed inside ``area``: left, top, right, bottom in millimetres."""
    unit = dpi / 25.4
    left, top, right, bottom = (round(side * unit) for side in area)
    box = (
        ImageOps.invert(image.crop((left, top, right, bottom)))
        .point(lambda grey: 255 if grey > 96 else 0)
        .getbbox()
    )
    assert box is not None, "nothing is printed there"
    return [
        (box[0] + left) / unit,
        (box[1] + top) / unit,
        (box[2] + left) / unit,
        (box[3] + top) / unit,
    ]
