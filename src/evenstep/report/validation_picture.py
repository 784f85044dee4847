"""Validation as one picture: false alarms of both effects world by world beside their limit, and power below."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from evenstep.loop.validation.decision import POOLED, Group
from evenstep.loop.validation.summary import EffectSummary, Rate
from evenstep.report.extra import needs_extra

WIDTH: Final = 760.0
SIZE: Final = 13.0
PITCH: Final = 26.0
HEAD: Final = 62.0
GAP: Final = 34.0
FOOT: Final = 30.0
AXES: Final = (0.12, 0.25, 0.5, 1.0)
ALARM_LIMIT: Final = 0.06
POWER_LIMIT: Final = 0.80
TITLES: Final = ("w: stepping back under pressure", "k: reaching when the other slows")


@dataclass(frozen=True)
class Panel:
    """Lines of two rates (a's and b's; one of them may be empty) by world, for one effect, up to ``most``."""

    heading: str
    column: str
    effect: str
    lines: tuple[tuple[str, tuple[Rate, Rate]], ...]
    most: float
    limit: float | None


def validation_svg(groups: Sequence[Group], estimator: str) -> str:
    """The picture of one estimator as an SVG that stands alone.

    A mark is a rate, its line the one-sided 99 % bounds: a limit is broken where the whole line is beyond it.
    Raises ImportError that says how to install the extra.
    """
    mine = [g for g in groups if g.estimator == estimator and g.place != POOLED]
    panels = [
        *_panels(mine, "False alarms, nothing there", lambda e: e.alarm, (ALARM_LIMIT, ALARM_LIMIT)),
        *_panels(mine, "Found, where something is there", lambda e: e.power_adjusted, (None, POWER_LIMIT)),
    ]
    with needs_extra():
        import vl_convert  # noqa: PLC0415 -- the extra is optional

        from evenstep.report.drawing import svg  # noqa: PLC0415
    from evenstep.report.draw import _register_font  # noqa: PLC0415

    _register_font()
    raw = vl_convert.vegalite_to_svg(_specification(panels))
    finished = svg.finish(raw, prefix="validation", title=f"Validation of {estimator}", description=_said(panels))
    return finished.replace("<svg ", f'<svg width="{WIDTH:.0f}" ', 1)


def _panels(
    groups: Sequence[Group], heading: str, rate: Callable[[EffectSummary], Rate], limits: tuple[float | None, ...]
) -> list[Panel]:
    """The panels of w and k over the same worlds: those in which either has something to count."""
    counted = [g for g in groups if any(rate(e).n for e in g.summary.effects)]
    highs = [rate(e).bounds[1] for g in counted for e in g.summary.effects if rate(e).n]
    power = POWER_LIMIT in limits
    most = 1.0 if power else next((end for end in AXES if end >= max(highs, default=0)), 1.0)
    return [
        Panel(
            heading,
            column,
            effect,
            tuple((g.place, (rate(g.summary.effects[at]), rate(g.summary.effects[at + 2]))) for g in counted),
            most,
            limit,
        )
        for at, (effect, column, limit) in enumerate(zip("wk", TITLES, limits, strict=True))
        if counted
    ]


def _specification(panels: Sequence[Panel]) -> dict[str, Any]:
    with needs_extra():
        import altair as alt  # noqa: PLC0415

        from evenstep.report.drawing import ink  # noqa: PLC0415
        from evenstep.report.theme import LIGHT  # noqa: PLC0415
    paper = ink.Paper(WIDTH, SIZE, narrow=False)
    left = max((ink.width_of(world, paper) for p in panels for world, _ in p.lines), default=0.0) + 10
    width = (WIDTH - left - 40) / 2
    top, layers = 0.0, list[Any]()
    for first in range(0, len(panels), 2):
        pair = panels[first : first + 2]
        for i, panel in enumerate(pair):
            layers += _Drawing(panel, paper, left + i * (width + 30), width, top).layers()
        top += HEAD + PITCH * len(pair[0].lines) + FOOT + GAP
    height = max(top - GAP, 1.0) + 24
    whole = [{"x": 0, "x2": WIDTH, "y": 0, "y2": height}]
    layers.insert(0, ink.rects(whole, ink.pixels(WIDTH), ink.pixels(height), fill=LIGHT.paper))
    layers += _key(paper, height)
    return {
        "$schema": alt.SCHEMA_URL, "width": WIDTH, "height": height, "padding": 0, "autosize": {"type": "none"},
        "layer": [layer.form | {"data": {"name": f"d{i}"}} for i, layer in enumerate(layers)],
        "datasets": {f"d{i}": list(layer.rows) for i, layer in enumerate(layers)},
        "resolve": {"scale": dict.fromkeys(("x", "y", "size", "shape"), "independent")},
        "config": {"aria": False, "view": {"stroke": None}},
    }  # fmt: skip
