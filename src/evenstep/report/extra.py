"""The optional extra [report]: what to say when it is not installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def needs_extra() -> Iterator[None]:
    """Around an import of Altair, vl-convert, Jinja2 or the fonts: a missing one says how to install them."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise ImportError(
            f"Pictures and pages need the extra [report] ({error.name} is missing). "
            "Install it with: pip install 'evenstep[report]'"
        ) from error
