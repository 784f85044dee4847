"""From a Chart to SVG, through Altair and vl-convert, in a wide and a narrow size, with the one open font."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

from evenstep.report.chart import Chart, Curves, Cuts, Months, Runs, Split, Week
from evenstep.report.extra import needs_extra


@dataclass(frozen=True)
class Drawn:
    """A chart as two SVG elements: for wide pages and for phones. A style sheet shows one of them."""

    wide: str
    narrow: str


def draw(chart: Chart, *, prefix: str = "") -> Drawn:
    """Draw ``chart``. ``prefix`` is put before its ids. Raises ImportError that says how to install the extra."""
    with needs_extra():
        from evenstep.report.drawing.ink import NARROW, WIDE  # noqa: PLC0415 -- the extra is optional
    return Drawn(_svg(chart, WIDE, f"{prefix}{chart.slug}-w"), _svg(chart, NARROW, f"{prefix}{chart.slug}-n"))


def _svg(chart: Chart, paper: Any, prefix: str) -> str:
    import altair as alt  # noqa: PLC0415
    import vl_convert  # noqa: PLC0415

    from evenstep.report.drawing import svg  # noqa: PLC0415

    layers, height = _paint(chart, paper)
    spec = (
        alt.layer(*layers)
        .properties(width=paper.width, height=height, padding=0)
        .resolve_scale(x="independent", y="independent", size="independent", shape="independent")
        .configure(aria=False)
        .configure_view(stroke=None)
        .to_dict()
    )
    _register_font()
    raw = vl_convert.vegalite_to_svg(spec)
    return svg.finish(
        raw,
        prefix=prefix,
        title=str(chart.title),
        description=str(chart.alt),
        turned=isinstance(chart.data, Curves),
        narrow=paper.narrow,
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


@functools.cache
def _register_font() -> None:
    """Tell vl-convert where the font is, once a process, so that words are measured as they will look."""
    import font_source_sans_pro  # noqa: PLC0415
    import vl_convert  # noqa: PLC0415

    vl_convert.register_font_directory(font_source_sans_pro.font_directory)
