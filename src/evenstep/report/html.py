"""Report -> HTML: one file that stands alone, or a fragment with its style sheet and fonts for the app."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from evenstep.errors import OptionError
from evenstep.report import fonts, sheets
from evenstep.report.document import Report
from evenstep.report.draw import Drawn, draw, draw_form, draw_key
from evenstep.report.extra import needs_extra
from evenstep.report.theme import THEMES
from evenstep.report.wording import four_lines, frame, pictures
from evenstep.spoken import tr

if TYPE_CHECKING:
    import jinja2


def render_page(report: Report, *, theme: str = "system") -> str:
    """One HTML file: no script, nothing loaded, style and fonts inside.

    ``theme``: "system" follows the reader's own light or dark, "light" and "dark" decide. Raises OptionError for any
    other, ImportError that says how to install the extra [report].
    """
    if theme not in THEMES:
        raise OptionError("theme", f"is {theme!r}, should be one of {', '.join(THEMES)}")
    body = render_body(report)
    style = "\n".join((fonts.embedded(body + tr(frame.SKIP)), sheets.style(), sheets.sheet("page.css")))
    return _template("page.html.jinja").render(body=body, style=style, theme=theme, words=frame)


def render_body(report: Report, *, prefix: str = "") -> str:
    """The report as a fragment without style or script; ``prefix`` is put before every id in it."""
    charts = [c for s in report.sections for c in (*s.charts, s.twin) if c is not None]
    drawn: dict[str, Drawn] = {c.slug: draw(c, prefix=prefix) for c in charts}
    return _template("body.html.jinja").render(
        report=report,
        pictures=drawn,
        keys={answer: draw_key(answer) for section in report.sections for answer, _ in section.key},
        forms={form: draw_form(form) for section in report.sections for form, _ in section.forms},
        prefix=prefix,
        words=frame,
        four=four_lines,
        labels=pictures,
        written=frame.written(report.history.local(report.written)),
    )


@functools.cache
def _environment() -> Any:
    with needs_extra():
        import jinja2  # noqa: PLC0415 -- the extra is optional
    loader = jinja2.PackageLoader("evenstep.report", "page")
    environment = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals["tr"] = tr
    return environment


def _template(name: str) -> jinja2.Template:
    template: jinja2.Template = _environment().get_template(name)
    return template
