"""From a Chart to SVG, through Altair and vl-convert (the loop by hand), wide and narrow, with the one open font."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

from evenstep.loop.findings import Answer
from evenstep.report.chart import Chart, Curves, Cuts, Form, HalfLines, Months, Ring, Runs, Split, Week
from evenstep.report.extra import needs_extra


@dataclass(frozen=True)
class Drawn:
    """A chart as two SVG elements: for wide pages and for phones. A style sheet shows one of them."""

    wide: str
    narrow: str


def draw(chart: Chart, *, prefix: str = "") -> Drawn:
    """Draw ``chart``. ``prefix`` is put before its ids. Raises ImportError that says how to install the extra."""
    at = f"{prefix}{chart.slug}"
    if isinstance(chart.data, Ring | HalfLines):
        return Drawn(
            _by_hand(chart, chart.data, f"{at}-w", narrow=False), _by_hand(chart, chart.data, f"{at}-n", narrow=True)
        )
    return Drawn(_svg(chart, f"{at}-w", narrow=False), _svg(chart, f"{at}-n", narrow=True))


def specification(chart: Chart, *, narrow: bool) -> dict[str, Any]:
    """The chart as a Vega-Lite specification, its rows as named data sets."""
    with needs_extra():
        import altair as alt  # noqa: PLC0415 -- the extra is optional
        from altair.utils import schemapi  # noqa: PLC0415

        from evenstep.report.drawing.ink import NARROW, WIDE  # noqa: PLC0415
    paper = NARROW if narrow else WIDE
    with schemapi.debug_mode(False):  # a test checks the schema; checking every layer takes 3 s a page
        layers, height = _paint(chart, paper)
    independent = dict.fromkeys(("x", "y", "size", "shape"), "independent")
    return {
        "$schema": alt.SCHEMA_URL,
        "width": paper.width,
        "height": height,
        "padding": 0,
        "autosize": {"type": "none"},
        "layer": [layer.form | {"data": {"name": f"d{i}"}} for i, layer in enumerate(layers)],
        "datasets": {f"d{i}": list(layer.rows) for i, layer in enumerate(layers)},
        "resolve": {"scale": independent},
        "config": {"aria": False, "view": {"stroke": None}},
    }


def draw_key(answer: Answer) -> str:
    """A sample of how a half of a circle is drawn when this is its answer. Raises ImportError as ``draw`` does."""
    with needs_extra():
        from evenstep.report.drawing import circles, svg  # noqa: PLC0415
    return svg.sample(circles.key(answer))


def draw_form(form: Form) -> str:
    """A sample of a whole circle. Raises ImportError as ``draw`` does."""
    with needs_extra():
        from evenstep.report.drawing import forms, svg  # noqa: PLC0415
    return svg.sample(forms.form(form))


def _by_hand(chart: Chart, data: Ring | HalfLines, prefix: str, *, narrow: bool) -> str:
    with needs_extra():
        from evenstep.report.drawing import circles, half_lines, svg  # noqa: PLC0415
    if isinstance(data, Ring):
        raw = circles.ring(data, circles.NARROW if narrow else circles.WIDE)
    else:
        raw = half_lines.half_lines(data, half_lines.NARROW if narrow else half_lines.WIDE)
    return svg.finish(
        raw,
        prefix=prefix,
        title=str(chart.title),
        description=str(chart.alt),
        narrow=narrow,
        hatched=False,
    )


def _svg(chart: Chart, prefix: str, *, narrow: bool) -> str:
    with needs_extra():
        import vl_convert  # noqa: PLC0415

        from evenstep.report.drawing import svg  # noqa: PLC0415
    _register_font()
    return svg.finish(
        vl_convert.vegalite_to_svg(specification(chart, narrow=narrow)),
        prefix=prefix,
        title=str(chart.title),
        description=str(chart.alt),
        turned=isinstance(chart.data, Curves),
        narrow=narrow,
    )


def _paint(chart: Chart, paper: Any) -> tuple[list[Any], float]:
    from evenstep.report.drawing import bars, fields  # noqa: PLC0415

    match chart.data:
        case Split():
            return bars.split(chart.data, paper)
        case Cuts():
            return bars.cuts(chart.data, paper)
        case Runs():
            return bars.runs(chart.data, paper)
        case Curves():
            return fields.curves(chart.data, paper)
        case Months():
            return fields.months(chart.data, paper)
        case Week():
            return fields.week(chart.data, paper)
        case Ring() | HalfLines():
            raise TypeError("circles and their halves are drawn by hand")


@functools.cache
def _register_font() -> None:
    """Tell vl-convert where the font is, once a process, so that words are measured as they will look."""
    import font_source_sans_pro  # noqa: PLC0415
    import vl_convert  # noqa: PLC0415

    vl_convert.register_font_directory(font_source_sans_pro.font_directory)
