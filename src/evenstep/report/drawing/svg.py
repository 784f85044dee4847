"""Finishing an SVG: colours become classes, ids get a prefix, the hatchings, a name and a description are put in."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import Final

from evenstep.report.drawing.ink import HATCH
from evenstep.report.theme import LIGHT

SVG: Final = "http://www.w3.org/2000/svg"
ROLES: Final = {
    LIGHT.paper: "paper",
    LIGHT.paper_deep: "deep",
    LIGHT.ink: "ink",
    LIGHT.ink_soft: "soft",
    LIGHT.edge: "edge",
    LIGHT.rule: "rule",
    LIGHT.hue_a: "a",
    LIGHT.hue_b: "b",
}
ANGLES: Final = {"straight": {"a": 45, "b": -45}, "turned": {"a": 72, "b": -18}}
"""Along a rising curve the hatchings are turned, so that neither runs with the line."""

HATCHED: Final = {colour: key for key, colour in HATCH.items()}
PLACES: Final = frozenset({"d", "transform", "x", "y", "width", "height", "x1", "x2", "y1", "y2"})
FONTS: Final = "Source Sans Pro, Source Sans 3, system-ui, sans-serif"
SERIFS: Final = "Source Serif Pro, Source Serif 4, Georgia, serif"
WORDS: Final = {
    "font-family": FONTS,
    "paint-order": "stroke",  # a rim of paper, so that words stay readable on a hatching
    "stroke": LIGHT.paper,
    "stroke-width": "3",
    "stroke-linejoin": "round",
}
DROPPED: Final = ("role", "aria-roledescription", "aria-label", "aria-hidden", "style", "class")
_LONG: Final = re.compile(r"-?\d+\.\d{2,}(?:e-?\d+)?")

ET.register_namespace("", SVG)


def finish(
    raw: str,
    *,
    prefix: str,
    title: str,
    description: str,
    turned: bool = False,
    narrow: bool = False,
    hatched: bool = True,
) -> str:
    """The SVG that goes into a page.

    ``raw`` is what vl-convert or drawing/circles.py wrote. ``prefix`` makes ids unique in the page. There are no style
    attributes and no scripts in it: only presentation attributes (the light colours, for programs without our style
    sheet) and classes.
    """
    root = _cleaned(raw, prefix)
    _head(root, prefix, title, description, narrow=narrow)
    if hatched:
        root.insert(2, _patterns(prefix, "turned" if turned else "straight"))
    return ET.tostring(root, encoding="unicode")


def sample(raw: str) -> str:
    """A small drawing beside words that say the same: in classes, without a name of its own."""
    return ET.tostring(_cleaned(raw, ""), encoding="unicode")


def _cleaned(raw: str, prefix: str) -> ET.Element:
    hidden = 'aria-hidden="true"' in raw.partition(">")[0]
    root = ET.fromstring(raw)  # noqa: S314 -- our own drawing, made a moment ago
    for dropped in root.findall(f"{{{SVG}}}rect"):
        root.remove(dropped)  # the background
    for element in root.iter():
        _plain(element, prefix)
    _drop_empty(root)
    if hidden:
        root.set("aria-hidden", "true")
    return root


def _plain(element: ET.Element, prefix: str) -> None:
    for name in DROPPED:
        element.attrib.pop(name, None)
    _colour(element, prefix)
    for name, value in element.attrib.items():
        if name == "id":
            element.set(name, f"{prefix}-{value}")
        elif name == "clip-path":
            element.set(name, value.replace("url(#", f"url(#{prefix}-"))
        elif name in PLACES:
            element.set(name, _LONG.sub(_round, value))
    if element.tag == f"{{{SVG}}}text":
        _letter(element)


def _letter(element: ET.Element) -> None:
    """Words keep a ground of their own for their rim, and the serif where they speak rather than name."""
    rim, serif = element.get("stroke", LIGHT.paper), element.get("font-family") == "serif"
    element.attrib |= WORDS | {"stroke": rim, "font-family": SERIFS if serif else FONTS}
    element.set("class", f"{element.get('class', '')} words{' voice' if serif else ''}".strip())


def _colour(element: ET.Element, prefix: str) -> None:
    classes = []
    for name in ("fill", "stroke"):
        colour = element.get(name, "")
        if colour in ROLES:
            classes.append(f"{name[0]}-{ROLES[colour]}")
        if colour in HATCHED:
            element.set(name, f"url(#{prefix}-hatch-{HATCHED[colour]})")
    if classes:
        element.set("class", " ".join(classes))


def _round(found: re.Match[str]) -> str:
    return f"{float(found[0]):.1f}".removesuffix(".0")


def _drop_empty(element: ET.Element) -> None:
    for child in list(element):
        _drop_empty(child)
        no_path = child.tag == f"{{{SVG}}}path" and (
            not child.get("d") or child.get("fill") is child.get("stroke") is None
        )
        if no_path or (child.tag == f"{{{SVG}}}g" and len(child) == 0):
            element.remove(child)


def _head(root: ET.Element, prefix: str, title: str, description: str, *, narrow: bool) -> None:
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    root.set("class", "picture-narrow" if narrow else "picture-wide")
    root.set("role", "img")
    root.set("aria-labelledby", f"{prefix}-title {prefix}-desc")
    for place, (name, words) in enumerate((("title", title), ("desc", description))):
        element = ET.Element(f"{{{SVG}}}{name}", {"id": f"{prefix}-{name}"})
        element.text = words
        root.insert(place, element)


def _patterns(prefix: str, angles: str) -> ET.Element:
    defs = ET.Element(f"{{{SVG}}}defs")
    for key, colour in (("a", LIGHT.hue_a), ("b", LIGHT.hue_b)):
        pattern = ET.SubElement(
            defs,
            f"{{{SVG}}}pattern",
            {
                "id": f"{prefix}-hatch-{key}",
                "width": "5",
                "height": "5",
                "patternUnits": "userSpaceOnUse",
                "patternTransform": f"rotate({ANGLES[angles][key]})",
            },
        )
        line = {"d": "M2.5 0V5", "stroke": colour, "class": f"s-{key} hatch", "stroke-width": "1.1"}
        ET.SubElement(pattern, f"{{{SVG}}}path", line | {"stroke-opacity": "0.6", "fill": "none"})
    return defs
