"""A circle between two people, drawn by hand as SVG: ink shows, dots can't tell, a gap is no sign.

The solid crescent is the least a half may be, the faint one the most: ``SCALE`` pixels for each unit of log rate ratio.
"""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from typing import Final

from evenstep.loop.findings import Answer
from evenstep.report.chart import Arc, Ring
from evenstep.report.drawing import ink, pen
from evenstep.report.drawing.ink import HUE, Paper
from evenstep.report.drawing.pen import Point
from evenstep.report.theme import LIGHT

WIDE: Final = Paper(400.0, 15.0, narrow=False)
NARROW: Final = Paper(320.0, 15.0, narrow=True)
NAME_SIZE: Final = 17.0
SCALE: Final = 40.0
THICKEST: Final = 30.0
BAND: Final = "0.2"
GAP: Final = (0.36, 0.64)
SHORT: Final = 0.8  # how much of its way a line goes that leads the other way round


@dataclass(frozen=True)
class Bow:
    """A quadratic curve from ``start`` over ``control`` to ``end``."""

    start: Point
    control: Point
    end: Point

    def part(self, low: float, high: float) -> Bow:
        """The piece between two shares of the way."""
        start, end = self.at(low), self.at(high)
        first = _between(self.start, self.control, low)
        second = _between(self.control, self.end, low)
        return Bow(start, _between(first, second, high), end)

    def at(self, share: float) -> Point:
        """The point after ``share`` of the way."""
        return _between(_between(self.start, self.control, share), _between(self.control, self.end, share), share)

    def path(self) -> str:
        """As an SVG path."""
        return f"M{_xy(self.start)}Q{_xy(self.control)} {_xy(self.end)}"

    def crescent(self, thickness: float) -> str:
        """A closed path along the curve, ``thickness`` pixels wide at its middle and pointed at its ends."""
        (x, y), reach = self.control, thickness
        return f"M{_xy(self.start)}Q{_xy((x, y - reach))} {_xy(self.end)}Q{_xy((x, y + reach))} {_xy(self.start)}Z"


def _between(one: Point, other: Point, share: float) -> Point:
    return one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1])


def _xy(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"


def ring(data: Ring, paper: Paper) -> str:
    """The circle as raw SVG, for drawing/svg.py to finish."""
    left, right = 24.0, paper.width - 24.0
    sag = 70.0 * paper.width / NARROW.width
    peak = 40.0 + THICKEST / 2
    middle = peak + sag
    foot = middle + sag
    top = _bow(left, right, middle - 11, 2 * peak - (middle - 11))
    bottom = _bow(left, right, middle + 11, 2 * foot - (middle + 11))
    height = foot + THICKEST / 2 + 48
    root = pen.root_of(paper.width, height)
    if data.closes:
        pen.put(root, "path", d=_lens(top, bottom, middle, paper.width), fill=LIGHT.paper_deep)
    _arc(root, data.top, top if data.top_to_right else _back(top))
    _arc(root, data.bottom, _back(bottom) if data.top_to_right else bottom)
    _above(root, data.top, paper, name_y=17.0, sure_y=36.0, gap_y=peak + 5)
    _above(root, data.bottom, paper, name_y=height - 28, sure_y=height - 9, gap_y=foot + 5)
    for person, x in zip(data.sides, (10.0, paper.width - 10.0), strict=True):
        pen.mark(root, person, x, middle)
    _poses(root, data, paper, middle)
    return ET.tostring(root, encoding="unicode")


def key(answer: Answer) -> str:
    """A small sample of a line, in ink: it stands for no one."""
    root = pen.root_of(92.0, 30.0)
    root.set("aria-hidden", "true")
    bow = Bow((4.0, 24.0), (46.0, 4.0), (88.0, 24.0))
    most = {"shows": 0.45, "opposite": 0.45, "can't tell": 0.3}.get(answer, 0.0)
    half(root, bow, answer, LIGHT.ink, least=0.1, most=most)
    return ET.tostring(root, encoding="unicode")


def _bow(left: float, right: float, y: float, control_y: float) -> Bow:
    return Bow((left, y), ((left + right) / 2, control_y), (right, y))


def _back(bow: Bow) -> Bow:
    return Bow(bow.end, bow.control, bow.start)


def _lens(top: Bow, bottom: Bow, middle: float, width: float) -> str:
    """The field inside a circle that closes."""
    return (
        f"M14 {middle:.1f}L{_xy(top.start)}Q{_xy(top.control)} {_xy(top.end)}L{width - 14:.1f} {middle:.1f}"
        f"L{_xy(bottom.end)}Q{_xy(bottom.control)} {_xy(bottom.start)}Z"
    )


def _arc(root: ET.Element, arc: Arc, bow: Bow) -> None:
    half(root, bow, arc.answer, HUE[arc.person.key], arc.least, arc.most)


def half(root: ET.Element, bow: Bow, answer: Answer, hue: str, least: float, most: float) -> None:
    """One half from its start to the arrow at its end; turned back and cut short where it goes the other way round."""
    faint, solid = (min(THICKEST, SCALE * reach) for reach in (most, least))
    if answer == "no sign":
        for piece in (bow.part(0, GAP[0]), bow.part(GAP[1], 1)):
            pen.stroke(root, piece.path(), hue, 1.6)
        arrow(root, bow, hue)
        return
    along = bow.part(0, SHORT) if answer == "opposite" else bow
    if faint > 0:
        pen.put(root, "path", d=along.crescent(faint), fill=hue, fill_opacity=BAND)
    if answer in ("shows", "opposite"):
        pen.stroke(root, along.path(), hue, 1.6)
        pen.put(root, "path", d=along.crescent(solid), fill=hue)
    else:
        pen.put(root, "path", d=along.path(), fill="none", stroke=hue, **pen.DOTS)
    arrow(root, _back(along) if answer == "opposite" else along, hue)


def arrow(root: ET.Element, bow: Bow, hue: str) -> None:
    """Two wings at the end of the curve."""
    (x, y), (cx, cy) = bow.end, bow.control
    angle = math.atan2(y - cy, x - cx)
    wings = [(x - 11 * math.cos(angle + turn), y - 11 * math.sin(angle + turn)) for turn in (-0.5, 0.5)]
    pen.stroke(root, f"M{_xy(wings[0])}L{_xy((x, y))}L{_xy(wings[1])}", hue, 2.4)


def _above(root: ET.Element, arc: Arc, paper: Paper, *, name_y: float, sure_y: float, gap_y: float) -> None:
    """What a half says, and how sure; "no sign" stands in the gap, and the name halfway to it."""
    middle = paper.width / 2
    shows = arc.answer in ("shows", "opposite")
    name = {"fill": HUE[arc.person.key], **({"font_weight": str(ink.SEMIBOLD)} if shows else {})}
    name_y = (name_y + sure_y) / 2 if arc.answer == "no sign" else name_y
    pen.words(root, arc.words, (middle, name_y), "middle", NAME_SIZE, serif=True, **name)
    at = gap_y if arc.answer == "no sign" else sure_y
    pen.words(root, arc.sure, (middle, at), "middle", paper.size, fill=LIGHT.ink)


def _poses(root: ET.Element, data: Ring, paper: Paper, middle: float) -> None:
    """What each does, beside their marks; over one another in the middle when both do not fit into a line."""
    ground = {"stroke": LIGHT.paper_deep} if data.closes else {}
    hues = [HUE[person.key] for person in data.sides]
    room = paper.width - 2 * 34 - 16
    crowded = sum(ink.width_of(pose, paper) * NAME_SIZE / paper.size for pose in data.poses) > room
    places = (
        [((paper.width / 2, middle - 6), "middle"), ((paper.width / 2, middle + 18), "middle")]
        if crowded
        else [((34.0, middle + 5.5), "start"), ((paper.width - 34, middle + 5.5), "end")]
    )
    for pose, hue, (place, anchor) in zip(data.poses, hues, places, strict=True):
        pen.words(root, pose, place, anchor, NAME_SIZE, serif=True, fill=hue, **ground)
