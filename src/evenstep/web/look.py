"""How pages look to one person: language, direction, theme, size of text, and when an idle page hides or locks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import HttpRequest

LOOK_KEY: Final = "evenstep.look"
THEMES: Final = ("system", "light", "dark")
TEXT_SIZES: Final = ("normal", "large", "larger")
VEIL_AFTER_S: Final = 30


@dataclass(frozen=True)
class Look:
    """What base.html puts on <html>. ``veil_after_s`` and ``lock_after_s`` are None where nothing has to be hidden."""

    language: str = "en"
    theme: str = "system"
    text_size: str = "normal"
    veil_after_s: int | None = None
    lock_after_s: int | None = None

    @property
    def direction(self) -> str:
        """Which way the language is read."""
        return "rtl" if self.language.split("-")[0] in settings.LANGUAGES_BIDI else "ltr"

    @property
    def scheme(self) -> str:
        """The browser's own colours (scroll bars, fields) go with the theme."""
        return "light dark" if self.theme == "system" else self.theme


def look_of(request: HttpRequest) -> Look:
    """The look that language.Language found for this request, or the plain one."""
    look = request.META.get(LOOK_KEY)
    return look if isinstance(look, Look) else Look()
