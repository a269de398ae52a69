"""Writes a chart as SVG: one file that needs no other, its text as text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring

from jingyue_desktop.files.chart_arrow import Point, split
from jingyue_desktop.files.saving import save_whole
from jingyue_desktop.paper.chart import (
    DASH,
    QUIET,
    THIN,
    Box,
    Chart,
    Label,
    Shape,
    Wire,
    text_width,
)
from jingyue_desktop.paper.letter import MM

FAMILIES = "'Source Han Sans SC','Noto Sans CJK SC','Microsoft YaHei',sans-serif"
TITLE_SIZE, FOOT_SIZE = 16.0, 9.0
MARGIN, HEAD = 12.0, 30.0  # around everything; over the chart, for its title
FOOT_ROOM = 24.0  # under the chart, the anchor in the middle of it

_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def write_svg(chart: Chart, target: Path, *, foot: str) -> None:
    """Write ``chart`` with ``foot`` (the log anchor) under it; the file appears whole or not at all."""
    made = tostring(_drawing(chart, foot), encoding="utf-8", xml_declaration=True)
    with save_whole(target) as out:
        out.write(made)


def _drawing(chart: Chart, foot: str) -> Element:
    title = text_width(chart.title, TITLE_SIZE)
    width = max(chart.width, title, text_width(foot, FOOT_SIZE)) + 2 * MARGIN
    height = HEAD + chart.height + FOOT_ROOM + 2 * MARGIN
    root = Element("svg", xmlns="http://www.w3.org/2000/svg")
    root.set("viewBox", f"{_n(-MARGIN)} {_n(-MARGIN - HEAD)} {_n(width)} {_n(height)}")
    root.set("width", f"{_n(width / MM)}mm")
    root.set("height", f"{_n(height / MM)}mm")
    root.set("font-family", FAMILIES)
    SubElement(root, "title").text = _legal(chart.title)
    middle = max(chart.width, title) / 2
    _label(
        root,
        Label(middle, TITLE_SIZE - HEAD, chart.title, TITLE_SIZE, bold=True, centred=True),
    )
    for shape in chart.shapes:
        _add(root, shape)
    _label(root, Label(0.0, chart.height + FOOT_ROOM / 2, foot, FOOT_SIZE, colour=QUIET))
    return root


def _add(root: Element, shape: Shape) -> None:
    match shape:
        case Box():
            _box(root, shape)
        case Wire():
            _wire(root, shape)
        case Label():
            _label(root, shape)


def _box(root: Element, box: Box) -> None:
    made = SubElement(root, "rect", x=_n(box.x), y=_n(box.y))
    made.set("width", _n(box.width))
    made.set("height", _n(box.height))
    made.set("rx", _n(box.radius))
    made.set("fill", box.fill or "none")
    _pen(made, box.stroke, box.dash)


def _wire(root: Element, wire: Wire) -> None:
    line, head = split(wire)
    made = SubElement(root, "polyline", points=_points(line), fill="none")
    _pen(made, wire.colour, wire.dash)
    if head:
        SubElement(root, "polygon", points=_points(head), fill=wire.colour)


def _label(root: Element, label: Label) -> None:
    made = SubElement(root, "text", x=_n(label.x), y=_n(label.y), fill=label.colour)
    made.set("font-size", _n(label.size))
    if label.bold:
        made.set("font-weight", "bold")
    if label.centred:
        made.set("text-anchor", "middle")
    made.text = _legal(label.text)


def _pen(made: Element, colour: str, dash: bool) -> None:
    made.set("stroke", colour or "none")
    made.set("stroke-width", _n(THIN))
    if dash:
        made.set("stroke-dasharray", " ".join(_n(part) for part in DASH))


def _points(points: Iterable[Point]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _n(number: float) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".")


def _legal(text: str) -> str:
    """Return a text without what XML cannot hold; a PDF's faces refuse those by name."""
    return _ILLEGAL.sub("\ufffd", text)
