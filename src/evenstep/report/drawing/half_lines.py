"""The four halves as lines about an upright, drawn by hand: ink shows, dots can't tell, a thin line is no sign."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Final

from evenstep.report.chart import HalfLine, HalfLines, Interval
from evenstep.report.drawing import ink, pen
from evenstep.report.drawing.ink import HUE, Paper
from evenstep.report.theme import LIGHT

WIDE: Final = Paper(560.0, 15.0, narrow=False)
NARROW: Final = Paper(320.0, 15.0, narrow=True)
NAME_SIZE: Final = 17.0
PITCH: Final = 92.0
TRACK: Final = 58.0  # from the top of a row to its line
AXIS: Final = 30.0
EDGE: Final = 9.0


def half_lines(data: HalfLines, paper: Paper) -> str:
    """The picture as raw SVG, for drawing/svg.py to finish."""
    height = PITCH * len(data.rows) + AXIS
    root = pen.root_of(paper.width, height)
    for place, row in enumerate(data.rows):
        _row(root, row, data, paper, PITCH * place)
    _ends(root, data, paper, height - 8)
    return ET.tostring(root, encoding="unicode")


def _row(root: ET.Element, row: HalfLine, data: HalfLines, paper: Paper, top: float) -> None:
    hue, y = HUE[row.person.key], top + TRACK
    pen.words(root, row.after, (0.0, top + 16), "start", paper.size, fill=LIGHT.ink_soft)
    pen.words(root, row.whose, (0.0, top + 38), "start", NAME_SIZE, serif=True, fill=hue, font_weight=str(ink.SEMIBOLD))
    pen.words(root, row.sure, (paper.width, top + 38), "end", paper.size, fill=LIGHT.ink)
    left, right = (_x(side * data.small, data, paper) for side in (-1, 1))
    strip = f"M{left:.1f} {y - 11:.1f}H{right:.1f}V{y + 11:.1f}H{left:.1f}Z"
    pen.put(root, "path", d=strip, fill=LIGHT.paper_deep)
    pen.stroke(root, f"M0 {y:.1f}H{paper.width:.1f}", LIGHT.rule, 1.0)
    pen.stroke(root, f"M{paper.width / 2:.1f} {y - 11:.1f}V{y + 11:.1f}", LIGHT.edge, 1.4)
    if row.range_ is not None:
        _range(root, row, row.range_, data, paper, y)


def _range(root: ET.Element, row: HalfLine, range_: Interval, data: HalfLines, paper: Paper, y: float) -> None:
    hue = HUE[row.person.key]
    low, high = _x(range_.low, data, paper), _x(range_.high, data, paper)
    path = f"M{low:.1f} {y:.1f}H{high:.1f}"
    if row.answer == "can't tell":
        pen.put(root, "path", d=path, fill="none", stroke=hue, **pen.DOTS)
    else:
        pen.stroke(root, path, hue, 1.6 if row.answer == "no sign" else 5.0)
    for end, x, out in ((range_.low, low, -1), (range_.high, high, 1)):
        if abs(end) > data.reach:
            pen.stroke(root, f"M{x - 7 * out:.1f} {y - 5:.1f}L{x:.1f} {y:.1f}L{x - 7 * out:.1f} {y + 5:.1f}", hue, 2.0)
    if abs(range_.value) <= data.reach:
        pen.mark(root, row.person, _x(range_.value, data, paper), y, hollow=row.answer == "can't tell")


def _x(value: float, data: HalfLines, paper: Paper) -> float:
    """Pixels from the left; what lies beyond the scale stops at its end."""
    inside = max(-1.0, min(1.0, value / data.reach))
    return paper.width / 2 + inside * (paper.width / 2 - EDGE)


def _ends(root: ET.Element, data: HalfLines, paper: Paper, y: float) -> None:
    places = ((0.0, "start"), (paper.width / 2, "middle"), (paper.width, "end"))
    for words, (x, anchor) in zip(data.ends, places, strict=True):
        pen.words(root, words, (x, y), anchor, paper.size, fill=LIGHT.ink_soft)
