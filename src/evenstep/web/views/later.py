"""Views that are imported when they are first asked for, so that the first page does not wait for the whole library."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase

VIEWS: Final = "evenstep.web.views"

FILES: Final[set[str]] = set()

View = Callable[..., HttpResponseBase]


def later(name: str) -> View:
    """The view ``name``, as "file.function" of this folder, imported at its first request."""
    file, _, function = name.partition(".")
    FILES.add(file)

    def view(request: HttpRequest, **taken: Any) -> HttpResponseBase:
        answer: HttpResponseBase = getattr(import_module(f"{VIEWS}.{file}"), function)(request, **taken)
        return answer

    view.__name__ = view.__qualname__ = name
    return view


def load_all() -> None:
    """Import every file that ``later`` was told of, so that the next page is quick."""
    for file in sorted(FILES):
        import_module(f"{VIEWS}.{file}")
