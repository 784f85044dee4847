"""The style of a report and the fonts it names, without the report: the app has them at hand before it can measure."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources
from typing import Final

from evenstep.report import fonts
from evenstep.report.theme import colours_css

SHEETS: Final = ("type.css", "report.css", "picture.css", "print.css")


def stylesheet(*, fonts_at: str = "") -> str:
    """The style of ``html.render_body``. The fonts of ``font_files`` are looked for at the address ``fonts_at``."""
    return fonts.linked(fonts_at) + "\n" + style()


def font_files() -> Mapping[str, bytes]:
    """File name -> bytes of the fonts that ``stylesheet`` names, for an app to serve."""
    return fonts.font_files()


def style() -> str:
    """Colours and type, then the parts of a page."""
    return "\n".join((colours_css(), *(sheet(name) for name in SHEETS)))


@functools.cache
def sheet(name: str) -> str:
    """One file of the folder ``page``."""
    return (resources.files("evenstep.report") / "page" / name).read_text(encoding="utf-8")
