"""Lays a form out on a grid: letters paragraph by paragraph, tables cell by cell, blank or filled."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Literal

from jingyue_desktop.paper.definition import Form
from jingyue_desktop.paper.field import Field
from jingyue_desktop.paper.filling import Filling, Values, kept, words_of
from jingyue_desktop.paper.grid import Column, Grid, Listing, Value
from jingyue_desktop.paper.letter import lay_out_letter
from jingyue_desktop.paper.table import ROW_HEIGHT, TABLE_STYLES, lay_out_table, table_style

Rows = Callable[[], Iterable[tuple[Value, ...]]]


def lay_out(form: Form, values: Values | None, mark: str = "", *, blank: bool = False) -> Grid:
    """Return the form's grid, filled with ``values``; ``mark`` is the wash over its pages.

    ``blank`` leaves room to write by hand wherever a value is missing; None is wholly blank.
    """
    filling = Filling(form, values, blank)
    if form.layout == "letter":
        return lay_out_letter(filling, mark)
    return lay_out_table(filling, mark)


def listing(form: Form, rows: Rows, title: str = "", notes: tuple[str, ...] = ()) -> Listing:
    """Return a register of any length with the columns of the form's table field.

    ``rows()`` yields tuples in column order; the page is the form's.
    """
    field = next(item for item in form.fields if item.kind == "table")
    columns = tuple(
        Column(c.key, c.title, float(c.width), _listing_kind(c), c.align) for c in field.columns
    )
    return Listing(
        title or form.title, columns, rows, form.page, notes, form.name, form.version, field.key
    )


def _listing_kind(column: Field) -> Literal["text", "number", "date"]:
    if column.kind in ("number", "money"):
        return "number"
    return "date" if column.kind == "date" else "text"


def page_of(form: Form, paper: str) -> Form:
    """Return the form on another paper size (A4 or A3), same layout."""
    size: Literal["A4", "A3"] = "A3" if paper == "A3" else "A4"
    return replace(form, page=replace(form.page, paper=size))


__all__ = [
    "ROW_HEIGHT",
    "TABLE_STYLES",
    "kept",
    "lay_out",
    "listing",
    "page_of",
    "table_style",
    "words_of",
]
