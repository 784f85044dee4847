"""Styles, fonts and the scripts, from a fixed list held in memory. No path from a request is ever opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from evenstep.report import sheets
from evenstep.web.settings import HERE

STATIC: Final = HERE / "static"
KINDS: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".otf": "font/otf",
    ".ttf": "font/ttf",
    ".woff2": "font/woff2",
}


@require_safe
def asset(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001
    """One file of the list."""
    make = makers().get(name)
    if make is None:
        raise Http404
    return HttpResponse(make(), content_type=KINDS[Path(name).suffix])


@cache
def makers() -> Mapping[str, Callable[[], bytes]]:
    """Name -> how to get its bytes."""
    own = {path.name: path.read_bytes for path in sorted(STATIC.iterdir()) if path.suffix in KINDS}
    fonts = {name: partial(bytes, data) for name, data in sheets.font_files().items()}
    return own | fonts | {"report.css": report}


def font_kinds() -> list[tuple[str, str]]:
    """Name and media type of each font."""
    return [(name, KINDS[Path(name).suffix]) for name in makers() if KINDS[Path(name).suffix].startswith("font/")]


def report() -> bytes:
    """Colours, type, fonts and the style of the report: the same as in a saved page."""
    return sheets.stylesheet(fonts_at="/s/").encode()
