"""The arrow head of a wire, the same in PDF and SVG."""

from __future__ import annotations

from math import atan2, cos, sin

from jingyue_desktop.paper.chart import Wire

Point = tuple[float, float]
LENGTH, HALF = 6.0, 2.6  # points of the chart


def split(wire: Wire) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """Return a wire's line and the corners of its head, its tip first; none without an arrow.

    The line ends where the head begins, so that the tip stays sharp.
    """
    if not wire.arrow:
        return wire.points, ()
    (from_x, from_y), (x, y) = wire.points[-2:]
    angle = atan2(y - from_y, x - from_x)
    along, across = (cos(angle), sin(angle)), (-sin(angle), cos(angle))
    base = (x - LENGTH * along[0], y - LENGTH * along[1])
    corners = [(base[0] + side * across[0], base[1] + side * across[1]) for side in (HALF, -HALF)]
    return (*wire.points[:-1], base), ((x, y), *corners)
