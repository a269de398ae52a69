"""What stands in the place of a form's fields: their values, or room to write them by hand."""

from __future__ import annotations

import string
from collections.abc import Mapping
from typing import Any

from jingyue_desktop.paper.field import Field
from jingyue_desktop.paper.form import Form
from jingyue_desktop.paper.grid import Blank, Cell, Run
from jingyue_desktop.paper.hints import hint_of
from jingyue_desktop.paper.kinds import KINDS
from jingyue_desktop.paper.validate import compute

Values = Mapping[str, Any]


class Filling:
    """A form with values. ``blank`` leaves ruled room where a value is missing."""

    def __init__(self, form: Form, values: Values | None, blank: bool) -> None:
        self.form = form
        self.blank = blank or values is None
        self.values = compute(form, values or {})

    def runs(self, text: str) -> tuple[Run, ...]:
        """Return what a template draws; brackets around a field that draws nothing fall away."""
        parts = [
            (literal, self.drawn(self.form.by_key(name)) if name else None)
            for literal, name, _, _ in string.Formatter().parse(text)
        ]
        runs: list[Run] = []
        bare = False
        for (literal, drawn), (after, _) in zip(parts, [*parts[1:], ("", None)], strict=False):
            literal = literal[1:] if bare else literal
            bare = drawn == () and literal.endswith("（") and after.startswith("）")
            literal = literal[:-1] if bare else literal
            runs += [*filter(None, [literal]), *(drawn or ())]
        return tuple(runs)

    def drawn(self, field: Field) -> tuple[Run, ...]:
        """Return what a field draws inside a sentence."""
        kind, value = KINDS[field.kind], self.values[field.key]
        if value in (None, ()) and self.blank:
            return kind.space(field)
        text = kind.show(field, value)
        return (
            (Blank(float(field.blank), text),) if field.ruled and text else kind.runs(field, value)
        )

    def alone(self, field: Field) -> tuple[Run, ...]:
        """Return what a field draws in a cell of its own, which is room enough when blank."""
        if field.kind == "computed" and self.blank:
            return ()
        runs = self.drawn(field)
        return () if runs and all(run == Blank(float(field.blank)) for run in runs) else runs

    def nothing(self, keys: list[str]) -> bool:
        """Return whether none of some fields draws anything; without fields there is text."""
        return bool(keys) and not any(self.drawn(self.form.by_key(key)) for key in keys)

    def apart(self, held: set[str]) -> tuple[tuple[str, Cell], ...]:
        """Return (title, cell) of the fields that no cell of the grid holds alone."""
        return tuple(
            (field.title, Cell(0, 0, KINDS[field.kind].runs(field, value), **kept(field, value)))
            for field in self.form.fields
            if field.key not in held
            for value in [self.values[field.key]]
        )


def kept(field: Field, value: Any = None, key: str = "") -> dict[str, Any]:
    """Return what a cell keeps of its field besides its text: what a workbook needs."""
    return {
        "key": key or field.key,
        "value": KINDS[field.kind].cell(field, value),
        "choices": words_of(field),
        "kind": field.kind,
        "hint": hint_of(field),
    }


def words_of(field: Field) -> tuple[str, ...]:
    """Return the only words a field's cell may hold, empty where it may hold others."""
    return (
        ("是", "否") if field.kind == "yes_no" else field.choices if field.kind == "choice" else ()
    )
