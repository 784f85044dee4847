"""Pictures made of fields: reply curves, a share over the months, one's own week."""

from __future__ import annotations

import math

from evenstep.report import amounts
from evenstep.report.chart import Curve, Curves, Months, Week
from evenstep.report.drawing import ink
from evenstep.report.drawing.ink import HATCH, HUE, Layer, Paper, Row, Scale
from evenstep.report.theme import LIGHT
from evenstep.report.wording import pictures
from evenstep.spoken import N_, tr

Layers = list[Layer]
FIRST_TICK_S = 60.0
TICKS_S = (FIRST_TICK_S, 600.0, 3600.0, 6 * 3600.0, 24 * 3600.0)
DAYS = N_(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))
DAY_S = 86400.0


def curves(data: Curves, paper: Paper) -> tuple[Layers, float]:
    """Two rising lines with hatched bands, the half-way marks, and each name beside its line."""
    foot = paper.line + 12
    height = (250.0 if paper.narrow else 300.0) + foot
    top, bottom = paper.line + 4, height - foot
    x: Scale = ((FIRST_TICK_S, data.horizon_s), (6.0, paper.width - 6))
    y: Scale = ((0.0, 1.0), (bottom, top))
    pixel_x, pixel_y = ink.pixels(paper.width), ink.pixels(height)
    layers = [
        ink.strokes([_level(6, paper.width - 6, top)], pixel_x, pixel_y, stroke=LIGHT.rule, strokeWidth=1),
        ink.strokes([_level(6, paper.width - 6, bottom)], pixel_x, pixel_y, stroke=LIGHT.edge, strokeWidth=1),
        ink.strokes(
            [_level(6, paper.width - 6, (top + bottom) / 2)],
            pixel_x,
            pixel_y,
            stroke=LIGHT.edge,
            strokeDash=[2, 4],
            strokeWidth=1,
        ),
    ]
    for curve in data.curves:
        band: list[Row] = [
            {"x": a, "y": lo, "y2": hi} for a, lo, hi in zip(curve.x_s, curve.low, curve.high, strict=True)
        ]
        layers.append(ink.area(band, x, y, log=True, interpolate="monotone", fill=HATCH[curve.person.key], opacity=1))
    for curve in data.curves:
        path: list[Row] = [{"x": a, "y": v} for a, v in zip(curve.x_s, curve.share, strict=True)]
        layers.append(
            ink.line(path, x, y, log=True, interpolate="monotone", stroke=HUE[curve.person.key], strokeWidth=2.2)
        )
    for curve in data.curves:
        if curve.median_s is not None and curve.median_s >= FIRST_TICK_S:
            half: list[Row] = [{"x": curve.median_s, "y": 0.5, "size": 150.0 if curve.person.key == "a" else 220.0}]
            layers.append(ink.marks(half, curve.person, x, y, log=True, stroke=LIGHT.paper, strokeWidth=2))
    layers += _curve_words(data, paper, top, bottom)
    layers += _time_axis(paper, bottom, data.horizon_s)
    return layers, height


def _curve_words(data: Curves, paper: Paper, top: float, bottom: float) -> Layers:
    x, y = ink.pixels(paper.width), ink.pixels(bottom + paper.line + 12)
    layers = [
        ink.words([{"x": 6, "y": top - 7, "text": pictures.marks("top")}], x, y, paper),
        ink.words([{"x": 6, "y": (top + bottom) / 2 + paper.size + 4, "text": pictures.marks("half")}], x, y, paper),
    ]
    early, late = sorted(data.curves, key=lambda c: c.median_s if c.median_s is not None else float("inf"))
    spots = (_left_of(early, data.horizon_s, paper, top, bottom), _right_of(late, data.horizon_s, paper, top, bottom))
    for line_up, (curve, spot) in enumerate(zip((early, late), spots, strict=True)):
        at, baseline, align = spot or (paper.width - 6, bottom - 12 - paper.line * (1 - line_up), "right")
        layers.append(
            ink.name_words([{"x": at, "y": baseline, "text": curve.words}], curve.person, x, y, paper, align=align)
        )
    return layers


def _left_of(
    curve: Curve, horizon_s: float, paper: Paper, top: float, bottom: float
) -> tuple[float, float, str] | None:
    """A free place left of a curve's band, above the half-way line."""
    for level in (0.74, 0.82, 0.66, 0.9):
        at = _pixel(_reached(curve.x_s, curve.high, level, horizon_s), horizon_s, paper) - 10
        if at - ink.width_of(curve.words, paper) > 6:
            return at, bottom + (top - bottom) * level + paper.size * 0.35, "right"
    return None


def _right_of(
    curve: Curve, horizon_s: float, paper: Paper, top: float, bottom: float
) -> tuple[float, float, str] | None:
    """A free place right of a curve's band, below the half-way line."""
    for level in (0.36, 0.26, 0.18, 0.1):
        at = _pixel(_reached(curve.x_s, curve.low, level, horizon_s), horizon_s, paper) + 12
        if at + ink.width_of(curve.words, paper) < paper.width - 6:
            return at, bottom + (top - bottom) * level + paper.size * 0.35, "left"
    return None


def _reached(x_s: tuple[float, ...], edge: tuple[float, ...], level: float, horizon_s: float) -> float:
    """The time at which an edge of a band first reaches ``level``."""
    return next((x for x, share in zip(x_s, edge, strict=True) if share >= level), horizon_s)


def _pixel(x_s: float, horizon_s: float, paper: Paper) -> float:
    low, high = math.log(FIRST_TICK_S), math.log(horizon_s)
    return 6 + (paper.width - 12) * (math.log(max(x_s, FIRST_TICK_S)) - low) / (high - low)


def ticks(horizon_s: float, *, narrow: bool) -> list[float]:
    """The times that are named under a reply curve: to the horizon; on a phone without the last one before it."""
    before = [tick for tick in TICKS_S if tick < horizon_s]
    return [*(before[:-1] if narrow else before), horizon_s]


def _time_axis(paper: Paper, bottom: float, horizon_s: float) -> Layers:
    x, y = ink.pixels(paper.width), ink.pixels(bottom + paper.line + 12)
    spots = [(_pixel(tick, horizon_s, paper), amounts.tick(tick)) for tick in ticks(horizon_s, narrow=paper.narrow)]
    return [
        ink.strokes(
            [{"x": at, "x2": at, "y": bottom, "y2": bottom + 5} for at, _ in spots],
            x,
            y,
            stroke=LIGHT.edge,
            strokeWidth=1,
        ),
        *_axis_words(spots, bottom + paper.size + 8, x, y, paper),
    ]


def _axis_words(spots: list[tuple[float, str]], baseline: float, x: Scale, y: Scale, paper: Paper) -> Layers:
    """Words under an axis: the first begins at its tick, the last ends at it, so that none sticks out."""
    rows: list[Row] = [{"x": at, "y": baseline, "text": text} for at, text in spots]
    return [
        ink.words(rows[:1], x, y, paper),
        ink.words(rows[1:-1], x, y, paper, align="center"),
        ink.words(rows[-1:], x, y, paper, align="right"),
    ]


def _level(start: float, end: float, at: float) -> Row:
    return {"x": start, "x2": end, "y": at, "y2": at}


def months(data: Months, paper: Paper) -> tuple[Layers, float]:
    """A field divided between two people, month by month: the first below the line, the second above."""
    first, second = data.sides
    foot = paper.line + 12
    height = (190.0 if paper.narrow else 230.0) + foot
    top, bottom = 1.0, height - foot
    x: Scale = ((data.starts_s[0], data.starts_s[-1]), (0.5, paper.width - 0.5))
    y: Scale = ((0.0, 1.0), (bottom, top))
    flat_x, flat_y = ink.pixels(paper.width), ink.pixels(height)
    rows = list(zip(data.starts_s, data.share, strict=True))
    below: list[Row] = [{"x": a, "y": 0, "y2": s.high} for a, s in rows]
    above: list[Row] = [{"x": a, "y": s.low, "y2": 1} for a, s in rows]
    best: list[Row] = [{"x": a, "y": s.value} for a, s in rows]
    half = _level(0.5, paper.width - 0.5, (top + bottom) / 2)
    frame: Row = {"x": 0.5, "x2": paper.width - 0.5, "y": top, "y2": bottom}
    return [
        ink.area(below, x, y, fill=HATCH[first.key], opacity=1, interpolate="monotone"),
        ink.area(above, x, y, fill=HATCH[second.key], opacity=1, interpolate="monotone"),
        ink.strokes([half], flat_x, flat_y, stroke=LIGHT.edge, strokeDash=[2, 4], strokeWidth=1),
        ink.line(best, x, y, stroke=LIGHT.ink, strokeWidth=2.2, interpolate="monotone"),
        ink.rects([frame], flat_x, flat_y, fill=None, stroke=LIGHT.edge, strokeWidth=1),
        *_month_words(data, paper, top, bottom, flat_y),
        *_month_axis(data, paper, bottom, flat_x, flat_y),
    ], height


def _month_words(data: Months, paper: Paper, top: float, bottom: float, y: Scale) -> Layers:
    """Each person's name and share in their own corner on the left, the share again on the right."""
    x = ink.pixels(paper.width)
    layers: Layers = []
    corners = ((data.sides[0], data.first_words, bottom - 10), (data.sides[1], data.second_words, top + paper.size + 6))
    for person, (then, now), at in corners:
        named: list[Row] = [{"x": 8, "y": at, "text": f"{person.label} {then}"}]
        last: list[Row] = [{"x": paper.width - 8, "y": at, "text": now}]
        layers += [
            ink.name_words(named, person, x, y, paper),
            ink.name_words(last, person, x, y, paper, align="right"),
        ]
    return layers


def _month_axis(data: Months, paper: Paper, bottom: float, x: Scale, y: Scale) -> Layers:
    start, end = data.starts_s[0], data.starts_s[-1]
    last = len(data.labels) - 1
    step = max(1, round(last / (2 if paper.narrow else 4)))
    picks = [i for i in range(0, last, step) if last - i > step / 2] + [last]
    spots = [(0.5 + (paper.width - 1) * (data.starts_s[i] - start) / (end - start), data.labels[i]) for i in picks]
    ticks: list[Row] = [{"x": at, "x2": at, "y": bottom, "y2": bottom + 5} for at, _ in spots]
    return [
        ink.strokes(ticks, x, y, stroke=LIGHT.edge, strokeWidth=1),
        *_axis_words(spots, bottom + paper.size + 8, x, y, paper),
    ]


def week(data: Week, paper: Paper) -> tuple[Layers, float]:
    """Seven rows of 24 marks; the area of a mark is the rate of that hour."""
    names = [tr(day) for day in DAYS]
    left = max(ink.width_of(name, paper) for name in names) + 8
    cell = (paper.width - left) / 24
    pitch = max(cell, 20.0)
    height = pitch * 7 + paper.line + 10
    x, y = ink.pixels(paper.width), ink.pixels(height)
    largest = (cell * 0.94) ** 2 * (0.785 if data.person.key == "a" else 0.5)
    most = max(data.rates) or 1.0
    dots: list[Row] = [
        {"x": left + cell * (i % 24 + 0.5), "y": pitch * (i // 24 + 0.5), "size": max(largest * rate / most, 1.5)}
        for i, rate in enumerate(data.rates)
    ]
    days: list[Row] = [{"x": 0, "y": pitch * (d + 0.5) + 5, "text": day} for d, day in enumerate(names)]
    spots = [(left + cell * hour, f"{hour:02d}:00") for hour in (0, 6, 12, 18, 24)]
    return [
        ink.marks(dots, data.person, x, y, stroke=LIGHT.paper, strokeWidth=0),
        ink.words(days, x, y, paper),
        *_axis_words(spots, pitch * 7 + paper.size + 6, x, y, paper),
    ], height
