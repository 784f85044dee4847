"""Validation as one picture: false alarms of both effects world by world beside their limit, and power below."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from evenstep.loop.validation.decision import POOLED, Group
from evenstep.loop.validation.summary import EffectSummary, Rate
from evenstep.report.theme import LIGHT

WIDTH: Final = 780.0
LEFT: Final = 150.0
BETWEEN: Final = 56.0
PITCH: Final = 24.0
TOP: Final = 78.0
FONTS: Final = "Source Sans Pro, Source Sans 3, system-ui, sans-serif"
TICKS: Final = {
    0.12: (0, 0.03, 0.06, 0.09, 0.12),
    0.18: (0, 0.06, 0.12, 0.18),
    0.25: (0, 0.06, 0.12, 0.25),
    0.5: (0, 0.06, 0.25, 0.5),
}
TICKS_TO_ALL: Final = (0, 0.25, 0.5, 0.75, 1.0)
ALARM_LIMIT: Final = 0.06
POWER_LIMIT: Final = 0.80
EFFECTS: Final = ("w: stepping back under pressure", "k: reaching when the other slows")
KEY: Final = (
    "A mark is the share of pairs, ● person a, ◆ person b. Its line: the one-sided 99 % bounds. Dashed: the limit."
)


@dataclass(frozen=True)
class Part:
    """One half of the picture: worlds down the page, w and k side by side, two people in each."""

    title: str
    lines: tuple[tuple[str, tuple[Rate, ...]], ...]  # a world and its four rates, in the order of EFFECTS
    most: float
    limits: tuple[float | None, float | None]  # of w and of k

    @property
    def height(self) -> float:
        """Of all its lines with head and foot, in pixels."""
        return TOP + PITCH * len(self.lines) + 44


def validation_svg(groups: Sequence[Group], estimator: str) -> str:
    """The picture of one estimator, an SVG that stands alone. A limit is broken where a whole line is beyond it."""
    mine = [g for g in groups if g.estimator == estimator and g.place != POOLED]
    parts = [part for part in (_alarms(mine), _power(mine)) if part.lines]
    height = 64 + sum(part.height for part in parts)
    root = ET.Element("svg", {
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {WIDTH:g} {height:g}", "width": f"{WIDTH:g}",
        "height": f"{height:g}", "role": "img", "aria-labelledby": "validation-title validation-desc",
        "font-family": FONTS, "font-size": "13",
    })  # fmt: skip
    ET.SubElement(root, "title", {"id": "validation-title"}).text = f"Validation of {estimator}"
    ET.SubElement(root, "desc", {"id": "validation-desc"}).text = " ".join(_said(part) for part in parts)
    ET.SubElement(root, "rect", {"width": "100%", "height": "100%", "fill": LIGHT.paper})
    _text(root, 16, 28, f"Validation of {estimator}", size=17, weight="600", fill=LIGHT.ink)
    _text(root, 16, 48, KEY)
    top = 64.0
    for part in parts:
        _draw(root, part, top)
        top += part.height
    return ET.tostring(root, encoding="unicode") + "\n"


def _alarms(groups: Sequence[Group]) -> Part:
    lines = _lines(groups, lambda e: e.alarm)
    highest = max((rate.bounds[1] for _, rates in lines for rate in rates if rate.n), default=0.0)
    most = next((end for end in TICKS if highest <= end), 1.0)
    return Part("Found by p < 0.05 where nothing is there, % of pairs", lines, most, (ALARM_LIMIT, ALARM_LIMIT))


def _power(groups: Sequence[Group]) -> Part:
    title = "Found, with the right sign and after Holm, where something is there, % of pairs"
    return Part(title, _lines(groups, lambda e: e.power_adjusted), 1.0, (None, POWER_LIMIT))


def _lines(groups: Sequence[Group], rate: Callable[[EffectSummary], Rate]) -> tuple[tuple[str, tuple[Rate, ...]], ...]:
    """The worlds in which any of the four has something to count."""
    found = [(g.place, tuple(rate(effect) for effect in g.summary.effects)) for g in groups]
    return tuple((place, rates) for place, rates in found if any(r.n for r in rates))


def _draw(root: ET.Element, part: Part, top: float) -> None:
    _text(root, 16, top + 30, part.title, size=14, weight="600", fill=LIGHT.ink)
    bottom = top + TOP + PITCH * len(part.lines)
    for i, (world, _) in enumerate(part.lines):
        _text(root, 16, _middle(top, i) + 4.5, world)
    width = (WIDTH - LEFT - BETWEEN - 24) / 2
    for effect in (0, 1):
        left = LEFT + effect * (width + BETWEEN)
        _text(root, left, top + 54, EFFECTS[effect])
        _axis(root, part, (left, width), (top + TOP - 10, bottom), part.limits[effect])
        for i, (_, rates) in enumerate(part.lines):
            for person, rate in enumerate((rates[effect], rates[effect + 2])):
                if rate.n:
                    _mark(root, rate, person, (left, width / part.most), _middle(top, i) + (-4 if person == 0 else 4))


def _axis(
    root: ET.Element, part: Part, across: tuple[float, float], down: tuple[float, float], limit: float | None
) -> None:
    left, width = across
    for tick in TICKS.get(part.most, TICKS_TO_ALL):
        x = left + width * tick / part.most
        _line(root, (x, down[0]), (x, down[1]), LIGHT.rule, 1)
        _text(root, x, down[1] + 18, f"{100 * tick:g}", anchor="middle")
    if limit is not None:
        x = left + width * limit / part.most
        _line(root, (x, down[0]), (x, down[1]), LIGHT.ink, 1.4, dash="4 3")


def _mark(root: ET.Element, rate: Rate, person: int, x: tuple[float, float], y: float) -> None:
    """``x``: where 0 is, and the pixels of 1."""
    colour = (LIGHT.hue_a, LIGHT.hue_b)[person]
    low, high = (x[0] + x[1] * bound for bound in rate.bounds)
    at = x[0] + x[1] * rate.value
    _line(root, (low, y), (high, y), colour, 1.6)
    if person == 0:
        ET.SubElement(root, "circle", {"cx": f"{at:.1f}", "cy": f"{y:.1f}", "r": "3.6", "fill": colour})
    else:
        corners = f"M{at:.1f} {y - 4.6:.1f}l4.6 4.6l-4.6 4.6l-4.6 -4.6z"
        ET.SubElement(root, "path", {"d": corners, "fill": colour})


def _line(
    root: ET.Element, start: tuple[float, float], end: tuple[float, float], stroke: str, width: float, dash: str = ""
) -> None:
    places = {"x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1]}
    element = ET.SubElement(root, "line", {name: f"{value:.1f}" for name, value in places.items()})
    element.attrib |= {"stroke": stroke, "stroke-width": f"{width:g}"}
    if dash:
        element.set("stroke-dasharray", dash)


def _text(
    root: ET.Element, x: float, y: float, words: str, *, size: float = 13, weight: str = "400",
    fill: str = LIGHT.ink_soft, anchor: str = "start",
) -> None:  # fmt: skip
    style = {"font-size": f"{size:g}", "font-weight": weight, "fill": fill, "text-anchor": anchor}
    ET.SubElement(root, "text", {"x": f"{x:.1f}", "y": f"{y:.1f}"} | style).text = words


def _middle(top: float, line: int) -> float:
    return top + TOP + PITCH * (line + 0.5) - 8


def _said(part: Part) -> str:
    """The same in words, for who cannot see it."""
    worlds = "; ".join(
        f"{world}: " + ", ".join(f"{100 * r.value:.1f}" if r.n else "none" for r in rates)
        for world, rates in part.lines
    )
    return f"{part.title}, for w of a, k of a, w of b and k of b. {worlds}."
