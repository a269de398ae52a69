"""A field of a form, and what every kind of field can do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from jingyue_desktop.paper.grid import Blank, Run, Value


@dataclass(frozen=True)
class Field:
    """One field of a form: what it means. Where it stands on paper is said apart.

    ``given`` fields are filled by the program and never typed. ``blank`` is the ruled space of a
    blank print in characters; a ``ruled`` value stands on its rule when filled, too. ``compute``
    names the function of a computed field. ``width`` is a table column's share of the paper.
    """

    key: str
    title: str
    kind: str
    required: bool = True
    given: bool = False
    hint: str = ""
    max: int | None = None
    min: int | None = None
    decimals: int = 0
    unit: str = ""
    choices: tuple[str, ...] = ()
    compute: str = ""
    blank: int = 8
    ruled: bool = False
    width: int = 12
    align: Literal["left", "center", "right"] = "left"
    columns: tuple[Field, ...] = ()
    rows: int = 5


class BadValue(ValueError):
    """What was typed is not a value of the kind; the text is one Chinese sentence."""


class Kind:
    """A kind of field. ``parse`` takes what a person typed or a workbook held."""

    name: ClassVar[str]
    empty: ClassVar[Any] = None

    def parse(self, field: Field, raw: Any) -> Any:
        """Return the value of ``raw`` (None for nothing); raises BadValue with one sentence."""
        raise NotImplementedError

    def show(self, field: Field, value: Any) -> str:
        """Return the value as it stands on paper."""
        return "" if value is None else str(value)

    def runs(self, field: Field, value: Any) -> tuple[Run, ...]:
        """Return what a paper draws for the value."""
        text = self.show(field, value)
        return (text,) if text else ()

    def space(self, field: Field) -> tuple[Run, ...]:
        """Return what a paper to be filled by hand has in the value's place."""
        return (Blank(float(field.blank)),) if field.blank else ()

    def cell(self, field: Field, value: Any) -> Value:
        """Return what a workbook stores for the value."""
        return self.show(field, value) or None

    def to_json(self, field: Field, value: Any) -> Any:
        """Return the canonical JSON form, the one digests are made over."""
        return value

    def from_json(self, field: Field, value: Any) -> Any:
        """Return the value ``to_json`` made ``value`` from."""
        return value
