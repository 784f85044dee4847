"""Pictures made of rows: bars shared by two people, the sweep of cuts, runs back to back."""

from __future__ import annotations

from evenstep.report.chart import Cuts, Interval, Runs, Split
from evenstep.report.drawing import ink
from evenstep.report.drawing.ink import HATCH, HUE, Layer, Paper, Row
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
    y, x = ink.pixels(height), ink.pixels(paper.width)
    tops = [i * pitch + head for i in range(len(data.rows))]
    rows = list(zip(tops, data.rows, strict=True))
    base = [top - 8 for top in tops]
    middle_up = paper.line if stacked else 0.0
    return [
        ink.rects([_box(0, r.share.high, top) for top, r in rows], share, y, fill=HATCH[first.key]),
        ink.rects([_box(r.share.low, 1, top) for top, r in rows], share, y, fill=HATCH[second.key]),
        ink.rects([_box(0, 1, top) for top, _ in rows], share, y, fill=None, stroke=LIGHT.edge, strokeWidth=1),
        ink.strokes(
            [{"x": r.share.value, "x2": r.share.value, "y": top - 3, "y2": top + BAR + 3} for top, r in rows],
            share,
            y,
            stroke=LIGHT.ink,
            strokeWidth=2.5,
        ),
        ink.name_words(
            [{"x": 0, "y": b, "text": r.first_words} for b, (_, r) in zip(base, rows, strict=True)], first, x, y, paper
        ),
        ink.words(
            [
                {"x": paper.width / 2, "y": b - middle_up, "text": r.middle_words}
                for b, (_, r) in zip(base, rows, strict=True)
            ],
            x,
            y,
            paper,
            align="center",
        ),
        ink.name_words(
            [{"x": paper.width, "y": b, "text": r.second_words} for b, (_, r) in zip(base, rows, strict=True)],
            second,
            x,
            y,
            paper,
            align="right",
        ),
    ], height


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
        ink.words([{"x": right + 8, "y": base, "text": pictures.marks("more")}], x, y, paper, fontWeight=ink.SEMIBOLD),
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
    top = paper.line + 8
    height = top + RUN_PITCH * len(data.rows) - 8
    x, y = ink.pixels(paper.width), ink.pixels(height)
    layers: Layers = []
    for side, sign in zip(data.sides, (-1.0, 1.0), strict=True):
        spans = [row.first if sign < 0 else row.second for row in data.rows]
        base = middle + sign * gutter / 2
        lows = [base + sign * reach * s.low / most for s in spans]
        highs = [base + sign * reach * s.high / most for s in spans]
        at = [base + sign * reach * s.value / most for s in spans]
        tops = [top + RUN_PITCH * i for i in range(len(spans))]
        align = "right" if sign < 0 else "left"
        layers += [
            ink.rects([_bar(base, e, t) for e, t in zip(lows, tops, strict=True)], x, y, fill=HUE[side.key]),
            ink.rects([_bar(s, e, t) for s, e, t in zip(lows, highs, tops, strict=True)], x, y, fill=HATCH[side.key]),
            ink.strokes(
                [{"x": v, "x2": v, "y": t - 2, "y2": t + 24} for v, t in zip(at, tops, strict=True)],
                x,
                y,
                stroke=LIGHT.ink,
                strokeWidth=2,
            ),
            ink.words(
                [
                    {"x": e + sign * 7, "y": t + 17, "text": _of_100(s.value)}
                    for e, t, s in zip(highs, tops, spans, strict=True)
                ],
                x,
                y,
                paper,
                align=align,
            ),
            ink.name_words([{"x": base, "y": paper.size, "text": side.label}], side, x, y, paper, align=align),
        ]
    lengths: list[Row] = [
        {"x": middle, "y": top + RUN_PITCH * i + 17, "text": row.length} for i, row in enumerate(data.rows)
    ]
    layers.append(ink.words(lengths, x, y, paper, align="center"))
    return layers, height


def _bar(start: float, end: float, top: float) -> Row:
    return {"x": min(start, end), "x2": max(start, end), "y": top, "y2": top + 22}


def _of_100(share: float) -> str:
    return str(round(share * 100))
