"""The few marks all pictures are made of, as Altair layers, in the colours that drawing/svg.py turns into classes."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import altair as alt

from evenstep.report.names import Person
from evenstep.report.theme import LIGHT

FONT: Final = "Source Sans Pro"
HATCH: Final = {"a": "#505da1", "b": "#85590b"}
"""Stand-ins for the two hatchings: no other mark has these colours."""

HUE: Final = {"a": LIGHT.hue_a, "b": LIGHT.hue_b}
SHAPE: Final = {"a": "circle", "b": "diamond"}
SEMIBOLD: Final = 600

Row = dict[str, float | str]
Scale = tuple[tuple[float, float], tuple[float, float]]
"""(domain, range in pixels)."""


@dataclass(frozen=True)
class Layer:
    """A layer's Vega-Lite form, without its data, and the rows it is drawn from."""

    form: dict[str, Any]
    rows: Sequence[Row]


@dataclass(frozen=True)
class Paper:
    """The size a picture is drawn at: ``width`` in pixels, ``size`` of its words."""

    width: float
    size: float
    narrow: bool

    @property
    def line(self) -> float:
        """Height of a line of words."""
        return self.size * 1.3


WIDE: Final = Paper(560.0, 14.0, narrow=False)
NARROW: Final = Paper(320.0, 15.0, narrow=True)


def pixels(width: float) -> Scale:
    """A scale on which data are pixels."""
    return (0.0, width), (0.0, width)


def rects(rows: Sequence[Row], x: Scale, y: Scale, **mark: Any) -> Layer:
    """Boxes from (x, y) to (x2, y2)."""
    return _layer(rows, "rect", x, y, mark, {"x2": alt.X2("x2"), "y2": alt.Y2("y2")})


def strokes(rows: Sequence[Row], x: Scale, y: Scale, **mark: Any) -> Layer:
    """Straight lines from (x, y) to (x2, y2)."""
    return _layer(rows, "rule", x, y, mark, {"x2": alt.X2("x2"), "y2": alt.Y2("y2")})


def words(rows: Sequence[Row], x: Scale, y: Scale, paper: Paper, **mark: Any) -> Layer:
    """Words: ``text`` at (x, y), on their alphabetic baseline."""
    style = {"font": FONT, "fontSize": paper.size, "baseline": "alphabetic", "align": "left", "color": LIGHT.ink_soft}
    return _layer(rows, "text", x, y, {**style, **mark}, {"text": alt.Text("text:N")})


def name_words(rows: Sequence[Row], person: Person, x: Scale, y: Scale, paper: Paper, **mark: Any) -> Layer:
    """Words of one person: their hue, semibold."""
    return words(rows, x, y, paper, **{"color": HUE[person.key], "fontWeight": SEMIBOLD, **mark})


def line(rows: Sequence[Row], x: Scale, y: Scale, *, log: bool = False, **mark: Any) -> Layer:
    """A line through (x, y) in the order of x."""
    return _layer(rows, "line", x, y, mark, {}, log=log)


def area(rows: Sequence[Row], x: Scale, y: Scale, *, log: bool = False, **mark: Any) -> Layer:
    """The field between y and y2."""
    return _layer(rows, "area", x, y, mark, {"y2": alt.Y2("y2")}, log=log)


def marks(rows: Sequence[Row], person: Person, x: Scale, y: Scale, *, log: bool = False, **mark: Any) -> Layer:
    """One person's marks: a circle or a diamond. ``size`` of a row is an area in square pixels."""
    style = {"shape": SHAPE[person.key], "fill": HUE[person.key], "opacity": 1.0, **mark}
    sized = rows and "size" in rows[0]
    more = {"size": alt.Size("size:Q", scale=None, legend=None)} if sized else {}
    return _layer(rows, "point", x, y, style, more, log=log)


def _layer(
    rows: Sequence[Row],
    mark: str,
    x: Scale,
    y: Scale,
    style: dict[str, Any],
    more: dict[str, Any],
    *,
    log: bool = False,
) -> Layer:
    marked = getattr(alt.Chart(alt.Undefined), f"mark_{mark}")(**style)
    encoded: alt.Chart = marked.encode(
        x=alt.X("x:Q", axis=None, scale=_scale(x, log=log)), y=alt.Y("y:Q", axis=None, scale=_scale(y)), **more
    )
    form = encoded.to_dict(validate=False)
    return Layer({part: form[part] for part in ("mark", "encoding")}, rows)


def _scale(scale: Scale, *, log: bool = False) -> alt.Scale:
    (low, high), (start, end) = scale
    kind = {"type": "log"} if log else {"zero": False}
    return alt.Scale(domain=[low, high], range=[start, end], nice=False, **kind)


def width_of(text: str, paper: Paper) -> float:
    """About how wide ``text`` is in pixels; on the generous side, so that labels never touch."""
    ems = 0.0
    for char in text:
        if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
            continue
        ems += 1.1 if unicodedata.east_asian_width(char) in {"W", "F"} else 0.55
    return ems * paper.size
