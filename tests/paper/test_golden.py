"""Golden grids: every form laid out, as text to be read in a diff (``--golden`` writes them anew)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from jingyue_desktop.paper.grid import Blank, Cell, Grid, Qr, Run, Tick
from jingyue_desktop.paper.layout import lay_out
from tests.papers import form_named, form_names, sample

GOLDEN = Path(__file__).resolve().parents[1] / "golden"


def as_text(grid: Grid) -> str:
    return "\n".join(_lines(grid)) + "\n"


def _lines(grid: Grid) -> Iterator[str]:
    page = grid.page
    width, height = page.size()
    yield f"{grid.form} v{grid.version} {grid.title}"
    yield f"page {page.paper} {width:g}x{height:g} {page.kind} size {page.text_size:g} fit {page.fit}"
    yield f"margins {page.top:g} {page.left:g} {page.right:g} {page.bottom:g}"
    yield "widths " + " ".join(f"{wide:.2f}" for wide in grid.widths)
    yield f"head {grid.head} keeps {grid.keeps} breaks {grid.breaks} mark {grid.mark or '-'}"
    for row, least in enumerate(grid.heights):
        yield f"row {row} {least:.2f}"
        yield from (f"  {_cell(cell)}" for cell in grid.cells if cell.row == row)


def _cell(cell: Cell) -> str:
    style = cell.style
    look = [style.face, f"{style.size:.4g}", style.align]
    look += [f"{name}={value:g}" for name, value in (
        ("indent", style.indent), ("hang", style.hang), ("in", style.right_indent),
    ) if value]  # fmt: skip
    place = f"{cell.column}+{cell.columns}" + (f" down {cell.rows}" if cell.rows > 1 else "")
    key = f" <{cell.key}>" if cell.key else ""
    return f"{place} {' '.join(look)}{key} | " + "".join(map(_run, cell.runs))


def _run(run: Run) -> str:
    match run:
        case Tick(ticked, caption):
            return ("[x]" if ticked else "[ ]") + caption
        case Blank(width, text):
            return f"[{text}_{width:g}]"
        case Qr(data, size):
            return f"[qr {data} {size:g}]"
    return run.replace("\n", "\\n")


@pytest.mark.parametrize("stem", form_names())
@pytest.mark.parametrize("how", ["blank", "filled"])
def test_grid_is_golden(stem: str, how: str, request: pytest.FixtureRequest) -> None:
    form = form_named(stem)
    made = as_text(lay_out(form, sample(form) if how == "filled" else None))
    path = GOLDEN / f"{stem}.{how}.txt"
    if request.config.getoption("--golden"):
        path.write_text(made, encoding="utf-8")
    assert path.exists(), "write it with: pytest tests/paper/test_golden.py --golden"
    assert made == path.read_text(encoding="utf-8")


def test_no_golden_text_is_left_over() -> None:
    wanted = {f"{stem}.{how}.txt" for stem in form_names() for how in ("blank", "filled")}
    assert {path.name for path in GOLDEN.glob("*.v*.txt")} == wanted
