"""Whether a text can be read by rules made for English: enough of its words are small English ones."""

from __future__ import annotations

import re
from typing import Final

TOKEN: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
FEWEST_TOKENS: Final = 4  # of fewer words the language cannot be told
LEAST: Final = 0.25
LAST_LATIN: Final = 0x250  # letters from here on are those of other scripts
SMALL_WORDS: Final = (
    "a about after again all allowed am an and are as at be been before but by call can day did do does don't "
    "each every feel for from go had has have home how i i'd i'll i'm if in is it it's let let's like me more "
    "most much must my need never no nobody not of off on once only or our out should so sounds stop than that "
    "that's the their them then there they this to until up us want was we week were what when who why will "
    "with without won't would you you're your"
)
ENGLISH: Final = frozenset(TOKEN.findall(SMALL_WORDS))


def plain_marks(text: str) -> str:
    """The same text with straight apostrophes: letter for letter, so that places stay as they are."""
    return text.replace("’", "'").replace("‘", "'").replace("ʼ", "'")


def is_english(plain: str, but: str = "") -> bool:
    """Whether enough small words are English; ``but``: a name that does not count. Of very short texts only the script.

    ``plain``: with straight apostrophes.
    """
    tokens = [token for token in TOKEN.findall(plain.lower()) if token != but.lower()]
    if len(tokens) < FEWEST_TOKENS:
        return all(ord(letter) < LAST_LATIN for letter in plain if letter.isalpha())
    return sum(token in ENGLISH for token in tokens) / len(tokens) >= LEAST
