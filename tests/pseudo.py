"""Two languages nobody speaks, made from the English words: one longer and accented, one read from right to left."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import ceil

from django.test import override_settings
from django.utils.translation import trans_real

LONG, TURNED = "en-xa", "ar-xb"
KEPT = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}|<[^>]+>|&\w+;|\s+")
ACCENTS = str.maketrans("aceinosuyzACEINOSUYZ", "áçéîñöšüýžÁÇÉÎÑÖŠÜÝŽ")
OVERRIDE, POP = chr(0x202E), chr(0x202C)  # written as numbers: such marks may not stand in source


def longer(words: str) -> str:
    """Accented, in brackets, and at least two fifths longer; places for values, tags and entities as they were."""
    padding = "~" * ceil(0.4 * len(words))
    return f"[{_outside_kept(words, lambda part: part.translate(ACCENTS))} {padding}]"


def turned(words: str) -> str:
    """Each word as if it were written from right to left."""
    return _outside_kept(words, lambda part: f"{OVERRIDE}{part}{POP}")


def _outside_kept(words: str, change: Callable[[str], str]) -> str:
    parts = KEPT.split(words)
    kept = [*KEPT.findall(words), ""]
    return "".join((change(part) if part else "") + keep for part, keep in zip(parts, kept, strict=True))


class Pseudo(gettext.NullTranslations):
    """A catalogue without a file: every string has its translation, also one that was added today."""

    def __init__(self, language: str, change: Callable[[str], str]) -> None:
        super().__init__()
        self.language, self._change = language, change

    def gettext(self, message: str) -> str:
        return self._change(message.rpartition("\x04")[2])

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def to_language(self) -> str:
        return self.language


@contextmanager
def pseudo_locales() -> Iterator[None]:
    """Both can be chosen inside the block, in every thread of this process."""
    names = [("en", "English"), (LONG, "Longer"), (TURNED, "Turned")]
    with override_settings(LANGUAGES=names):
        trans_real._translations |= {LONG: Pseudo(LONG, longer), TURNED: Pseudo(TURNED, turned)}  # type: ignore[attr-defined]
        yield
