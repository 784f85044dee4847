"""What the loop's pictures are drawn with by hand: strokes, words, a person's mark, as raw SVG for drawing/svg.py."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Final

from evenstep.report.drawing import ink
from evenstep.report.drawing.ink import HUE
from evenstep.report.names import Person
from evenstep.report.theme import LIGHT

SERIF: Final = "serif"  # drawing/svg.py and picture.css give the family
DOTS: Final = {"stroke_width": "2.4", "stroke_dasharray": "0.1 6", "stroke_linecap": "round"}

Point = tuple[float, float]


def stroke(root: ET.Element, path: str, hue: str, width: float) -> None:
    """A line with round ends."""
    ends = {"stroke_linecap": "round", "stroke_linejoin": "round"}
    put(root, "path", d=path, fill="none", stroke=hue, stroke_width=f"{width}", **ends)


def mark(root: ET.Element, person: Person, x: float, y: float, *, hollow: bool = False) -> None:
    """A person's own shape: a circle or a diamond; only its outline where it stands for what cannot be told."""
    hue = HUE[person.key]
    ground = {"fill": LIGHT.paper, "stroke": hue, "stroke_width": "2"} if hollow else {"fill": hue}
    if ink.SHAPE[person.key] == "circle":
        put(root, "circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r="6.5", **ground)
    else:
        put(root, "path", d=f"M{x:.1f} {y - 7.5:.1f}l7.5 7.5l-7.5 7.5l-7.5 -7.5z", **ground)


def words(
    root: ET.Element, text: str, place: Point, anchor: str, size: float, *, serif: bool = False, **more: str
) -> None:
    """Words on their baseline at ``place``."""
    x, y = place
    at = f"translate({x:.1f},{y:.1f})"
    family = {"font_family": SERIF} if serif else {}
    put(root, "text", transform=at, text_anchor=anchor, font_size=f"{size:g}px", **family, **more).text = text


def put(root: ET.Element, tag: str, **attributes: str) -> ET.Element:
    """An element; a name with an underscore is one with a hyphen."""
    return ET.SubElement(root, tag, {name.replace("_", "-"): value for name, value in attributes.items()})


def root_of(width: float, height: float) -> ET.Element:
    """An empty picture."""
    return ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {width:g} {height:.0f}"})
