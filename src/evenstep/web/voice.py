"""The voice of the library inside the app: it speaks through gettext, in the language that Django has activated."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import translation
from django.utils.formats import get_format

from evenstep.spoken import speaking


@contextmanager
def speaking_in(language: str) -> Iterator[None]:
    """Inside the block pages and the library's words are in ``language``; the thread is left as it was."""
    with translation.override(language), speaking(translation.gettext, translation.ngettext, _digits):
        yield


def _digits(number: str) -> str:
    """A number written as "1,234.5" with the marks of the language."""
    marks = {",": get_format("THOUSAND_SEPARATOR"), ".": get_format("DECIMAL_SEPARATOR")}
    return number.translate(str.maketrans(marks))
