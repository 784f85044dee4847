"""Pictures made of rows: bars shared by two people, the sweep of cuts, runs back to back."""

from __future__ import annotations

import math
from dataclasses import dataclass

from evenstep.report.chart import Cuts, Interval, Runs, Split
from evenstep.report.drawing import ink
from evenstep.report.drawing.ink import HATCH, HUE, Layer, Paper, Row, Scale
from evenstep.report.names import Person
from evenstep.report.theme import LIGHT
from evenstep.report.wording import pictures

Layers = list[Layer]
BAR = 28.0
CUT_PITCH = 25.0
RUN_PITCH = 34.0


def split(data: Split, paper: Paper) -> tuple[Layers, float]:
    """Bars divided between two people; the hatchings cross where the border could lie anywhere."""
    first, second = data.sides
    share = ((0.0, 1.0), (0.5, paper.width - 0.5))
    stacked = any(_crowded(row.first_words + row.middle_words + row.second_words, paper) for row in data.rows)
    head = paper.line * (2 if stacked else 1) + 4
    pitch = head + BAR + 16
    height = pitch * len(data.rows) - 16 + 4
    y = ink.pixels(height)
    rows = [(i * pitch + head, row) for i, row in enumerate(data.rows)]
    best: list[Row] = [{"x": r.share.value, "x2": r.share.value, "y": top - 3, "y2": top + BAR + 3} for top, r in rows]
    return [
        ink.rects([_box(0, r.share.high, top) for top, r in rows], share, y, fill=HATCH[first.key]),
        ink.rects([_box(r.share.low, 1, top) for top, r in rows], share, y, fill=HATCH[second.key]),
        ink.rects([_box(0, 1, top) for top, _ in rows], share, y, fill=None, stroke=LIGHT.edge, strokeWidth=1),
        ink.strokes(best, share, y, stroke=LIGHT.ink, strokeWidth=2.5),
        *_split_words(data, paper, [top - 8 for top, _ in rows], y, middle_up=paper.line if stacked else 0.0),
    ], height


def _split_words(data: Split, paper: Paper, base: list[float], y: Scale, *, middle_up: float) -> Layers:
    """The words above each bar: a person at either end, what it is about in the middle, a line higher when crowded."""
    first, second = data.sides
    x, rows = ink.pixels(paper.width), list(zip(base, data.rows, strict=True))
    left: list[Row] = [{"x": 0, "y": b, "text": r.first_words} for b, r in rows]
    middle: list[Row] = [{"x": paper.width / 2, "y": b - middle_up, "text": r.middle_words} for b, r in rows]
    right: list[Row] = [{"x": paper.width, "y": b, "text": r.second_words} for b, r in rows]
    return [
        ink.name_words(left, first, x, y, paper),
        ink.words(middle, x, y, paper, align="center"),
        ink.name_words(right, second, x, y, paper, align="right"),
    ]


def _crowded(text: str, paper: Paper) -> bool:
    return ink.width_of(text, paper) > paper.width - 32


def _box(start: float, end: float, top: float) -> Row:
    return {"x": start, "x2": end, "y": top, "y2": top + BAR}


def cuts(data: Cuts, paper: Paper) -> tuple[Layers, float]:
    """One thin line a cut, divided between two people."""
    first, second = data.sides
    left = max(ink.width_of(row.cut, paper) for row in data.rows) + 8
    right = paper.width - max(ink.width_of(row.says, paper) for row in data.rows) - 8
    names_fit = ink.width_of(first.label + second.label, paper) + 16 < right - left
    base = paper.size + (0.0 if names_fit else paper.line)
    top = base + 14
    height = top + CUT_PITCH * len(data.rows)
    share, x, y = ((0.0, 1.0), (left, right)), ink.pixels(paper.width), ink.pixels(height)
    rows = [(top + CUT_PITCH * (i + 0.5), row) for i, row in enumerate(data.rows)]
    half: list[Row] = [{"x": 0.5, "x2": 0.5, "y": top, "y2": height}]
    return [
        ink.strokes(half, share, y, stroke=LIGHT.edge, strokeDash=[2, 3], strokeWidth=1),
        ink.strokes([_line(0, r.share.low, m) for m, r in rows], share, y, stroke=HUE[first.key], strokeWidth=2),
        ink.strokes([_line(r.share.high, 1, m) for m, r in rows], share, y, stroke=HUE[second.key], strokeWidth=2),
        ink.rects([_slab(r.share, m) for m, r in rows], share, y, fill=LIGHT.paper),
        ink.rects([_slab(r.share, m) for m, r in rows], share, y, fill=HATCH[first.key]),
        ink.rects([_slab(r.share, m) for m, r in rows], share, y, fill=HATCH[second.key]),
        ink.strokes(
            [{"x": r.share.value, "x2": r.share.value, "y": m - 10, "y2": m + 10} for m, r in rows],
            share,
            y,
            stroke=LIGHT.ink,
            strokeWidth=2.5,
        ),
        ink.words([{"x": 0, "y": m + 5, "text": r.cut} for m, r in rows], x, y, paper),
        ink.words([{"x": right + 8, "y": m + 5, "text": r.says} for m, r in rows], x, y, paper),
        ink.words([{"x": 0, "y": base, "text": pictures.marks("cut")}], x, y, paper, fontWeight=ink.SEMIBOLD),
        ink.name_words([{"x": left, "y": paper.size, "text": first.label}], first, x, y, paper),
        ink.name_words([{"x": right, "y": base, "text": second.label}], second, x, y, paper, align="right"),
    ], height


def _line(start: float, end: float, middle: float) -> Row:
    return {"x": start, "x2": end, "y": middle, "y2": middle}


def _slab(share: Interval, middle: float) -> Row:
    return {"x": share.low, "x2": share.high, "y": middle - 7, "y2": middle + 7}


def runs(data: Runs, paper: Paper) -> tuple[Layers, float]:
    """Bars back to back: solid to the least it may be, hatched to the most."""
    gutter = max(ink.width_of(row.length, paper) for row in data.rows) + 12
    number = ink.width_of("100", paper) + 8
    most = max(max(row.first.high, row.second.high) for row in data.rows) or 1.0
    middle, reach = paper.width / 2, (paper.width - gutter) / 2 - number
    tops = [paper.line + 8 + RUN_PITCH * i for i in range(len(data.rows))]
    height = tops[-1] + RUN_PITCH - 8
    first, second = data.sides
    left = [_run(row.first, top, middle - gutter / 2, -reach / most) for row, top in zip(data.rows, tops, strict=True)]
    right = [_run(row.second, top, middle + gutter / 2, reach / most) for row, top in zip(data.rows, tops, strict=True)]
    lengths: list[Row] = [
        {"x": middle, "y": top + 17, "text": row.length} for row, top in zip(data.rows, tops, strict=True)
    ]
    return [
        *_one_side(left, first, paper, height, align="right"),
        *_one_side(right, second, paper, height, align="left"),
        ink.words(lengths, ink.pixels(paper.width), ink.pixels(height), paper, align="center"),
    ], height


@dataclass(frozen=True)
class _Run:
    """One bar in pixels: where it begins, its least, best and largest end, its top, and the words at its end."""

    base: float
    low: float
    best: float
    high: float
    top: float
    words: Row


def _run(share: Interval, top: float, base: float, scale: float) -> _Run:
    """``scale`` is pixels a share, below 0 for a bar that goes left."""
    high = base + scale * share.high
    words: Row = {"x": high + math.copysign(7.0, scale), "y": top + 17, "text": _of_100(share.value)}
    return _Run(base, base + scale * share.low, base + scale * share.value, high, top, words)


def _one_side(bars: list[_Run], side: Person, paper: Paper, height: float, *, align: str) -> Layers:
    """All bars of one person."""
    x, y = ink.pixels(paper.width), ink.pixels(height)
    best: list[Row] = [{"x": b.best, "x2": b.best, "y": b.top - 2, "y2": b.top + 24} for b in bars]
    name: list[Row] = [{"x": bars[0].base, "y": paper.size, "text": side.label}]
    return [
        ink.rects([_bar(b.base, b.low, b.top) for b in bars], x, y, fill=HUE[side.key]),
        ink.rects([_bar(b.low, b.high, b.top) for b in bars], x, y, fill=HATCH[side.key]),
        ink.strokes(best, x, y, stroke=LIGHT.ink, strokeWidth=2),
        ink.words([b.words for b in bars], x, y, paper, align=align),
        ink.name_words(name, side, x, y, paper, align=align),
    ]


def _bar(start: float, end: float, top: float) -> Row:
    return {"x": min(start, end), "x2": max(start, end), "y": top, "y2": top + 22}


def _of_100(share: float) -> str:
    return str(round(share * 100))
