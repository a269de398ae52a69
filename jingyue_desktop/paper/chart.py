"""A chart as plain shapes with places: the screen, PDF, SVG and PNG all draw these and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field

from jingyue_desktop.paper.grid import Page

INK, QUIET, LINE = "#1f2933", "#52606d", "#7b8794"
THIN, DASH = 0.8, (3.0, 2.0)  # of every line, in points, wherever it is drawn


@dataclass(frozen=True)
class Box:
    """A rectangle; ``key`` says what a click on it asks for, empty for none."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    stroke: str = LINE
    dash: bool = False
    radius: float = 0.0
    key: str = ""

    def holds(self, x: float, y: float) -> bool:
        """Return whether a point lies in it."""
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height


@dataclass(frozen=True)
class Wire:
    """A line through points; with ``arrow`` it ends in an arrow head."""

    points: tuple[tuple[float, float], ...]
    arrow: bool = False
    dash: bool = False
    colour: str = LINE


@dataclass(frozen=True)
class Label:
    """One line of text: ``y`` of its baseline, ``size`` in points.

    ``x`` is where it begins, or, ``centred``, its middle.
    """

    x: float
    y: float
    text: str
    size: float = 9.0
    bold: bool = False
    colour: str = INK
    centred: bool = False

    def width(self) -> float:
        """Return how wide the text is taken to be."""
        return text_width(self.text, self.size)


Shape = Box | Wire | Label


@dataclass(frozen=True)
class Chart:
    """A chart: size in points from its upper left corner, y downwards, shapes from back to front.

    On paper it is drawn as large as ``page``'s text area holds.
    """

    title: str
    width: float
    height: float
    shapes: tuple[Shape, ...]
    page: Page = field(default_factory=Page)

    def at(self, x: float, y: float) -> str:
        """Return the key of the front box at a point, empty where there is none."""
        boxes = (s for s in reversed(self.shapes) if isinstance(s, Box) and s.key)
        return next((box.key for box in boxes if box.holds(x, y)), "")

    def texts(self) -> list[str]:
        """Return every text on it."""
        return [shape.text for shape in self.shapes if isinstance(shape, Label)]


def text_width(text: str, size: float) -> float:
    """Return the width of a line, at least what the faces need: Chinese is as wide as high."""
    return sum(_width(ch) for ch in text) * size


def _width(ch: str) -> float:
    if not ch.isascii():
        return 1.0
    return 0.95 if ch in "MW" else 0.76 if ch.isupper() else 0.62
