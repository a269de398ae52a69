"""Lays a letter out paragraph by paragraph, as GB/T 9704-2012 sets official letters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from jingyue_desktop.paper.filling import Filling
from jingyue_desktop.paper.form import Block
from jingyue_desktop.paper.form_file import template_keys
from jingyue_desktop.paper.grid import Cell, Grid, Qr, Run, Style

MM = 72.0 / 25.4
CHARACTERS, LINES = 28, 22  # on a page (GB/T 9704-2012, 5.2.3)
BODY = 156.0 / CHARACTERS * MM  # 3号, cut so that 28 characters fill the 156 mm (15.79 points)
# From line to line: the first begins on the upper edge of the 225 mm, the last ends on the lower.
PITCH = (225.0 * MM - BODY) / (LINES - 1)
STYLES = {
    "title": Style("title", 22.0, align="center", border=False),
    "subtitle": Style("kai", BODY, align="center", border=False),
    "number": Style("fang", BODY, align="right", border=False),
    "lines": Style("fang", BODY, align="justify", border=False),
    "body": Style("fang", BODY, align="justify", indent=2.0, border=False),
    "chapter": Style("hei", BODY, align="center", border=False),
    "heading": Style("hei", BODY, align="left", indent=2.0, border=False),
    "sender": Style("fang", BODY, align="right", right_indent=2.0, border=False),
    "right": Style("fang", BODY, align="right", right_indent=4.0, border=False),
    "note": Style("fang", 10.5, align="justify", indent=3.0, border=False),
    "gap": Style("fang", BODY, border=False),
    "qr": Style("song", 9.0, align="right", border=False),
}
MARKDOWN = (("## ", "heading"), ("# ", "chapter"))
Paragraph = tuple[str, Style, tuple[Run, ...]]
KEPT = ("title", "subtitle", "chapter", "heading")


def lay_out_letter(filling: Filling, mark: str) -> Grid:
    """Return the letter's grid: one column, one row for each paragraph that says something."""
    form = filling.form
    cells: list[Cell] = []
    heights: list[float] = []
    keeps: list[int] = []
    for block in form.blocks:
        for name, style, runs in _paragraphs(filling, block):
            row = len(heights)
            cells.append(Cell(row, 0, runs, style))
            heights.append(block.size * PITCH / MM if block.style == "gap" else 0.0)
            if block.keep or name in KEPT:
                keeps.append(row)
    return Grid(
        form.title,
        form.page,
        (form.page.area()[0],),
        tuple(heights),
        tuple(cells),
        keeps=tuple(keeps),
        mark=mark,
        fields=filling.apart(set()),
        form=form.name,
        version=form.version,
    )


def _paragraphs(filling: Filling, block: Block) -> Iterable[Paragraph]:
    style = STYLES.get(block.style, STYLES["body"])
    keys = template_keys(filling.form.file, "block", block.text)
    if block.style == "markdown":
        yield from _markdown(str(filling.values[keys[0]] or ""))
    elif block.style == "qr":
        yield from _code(filling, block, keys[0])
    elif not filling.nothing(keys):
        sized = replace(style, size=block.size) if block.size and block.style != "gap" else style
        runs = filling.runs(block.text)
        hang = _hang(runs) if block.style == "lines" else 0.0
        yield block.style, replace(sized, hang=hang), runs


def _hang(runs: tuple[Run, ...]) -> float:
    """Return how far the value after a caption hangs in: ``项目名称：`` is five characters."""
    first = runs[0] if runs and isinstance(runs[0], str) else ""
    caption, colon, _ = first.partition("：")
    return float(len(caption) + 1) if colon else 0.0


def _markdown(text: str) -> Iterable[Paragraph]:
    """Yield headings (``# ``, ``## ``) and paragraphs; everything else is taken as it stands."""
    for line in filter(None, (line.strip() for line in text.split("\n"))):
        for sign, name in MARKDOWN:
            if line.startswith(sign):
                yield name, STYLES[name], (line.removeprefix(sign).strip(),)
                break
        else:
            yield "body", STYLES["body"], (line,)


def _code(filling: Filling, block: Block, key: str) -> Iterable[Paragraph]:
    data = filling.values[key]
    if data:
        caption = block.text.replace(f"{{{key}}}", "")
        code = Qr(str(data), block.size or 22.0)
        runs: tuple[Run, ...] = (caption, code) if caption else (code,)
        yield "qr", STYLES["qr"], runs
