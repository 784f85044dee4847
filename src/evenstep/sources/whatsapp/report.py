"""What a WhatsApp file says about itself: its title, long silences, the export limit, and notes worth reading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np

from evenstep.events.reading import Gap, Note
from evenstep.sources.base import Opened
from evenstep.sources.whatsapp.bytes import Ints
from evenstep.sources.whatsapp.senders import has_hidden_marks
from evenstep.sources.whatsapp.words import UNSPACED

DAY: Final = 86_400_000_000  # microseconds
WEEK: Final = 7 * DAY
GAP_DAYS: Final = 30
GAP_TIMES: Final = 20
LIMITS: Final = (range(39_900, 40_401), range(9_900, 10_101))
"""The newest messages an export keeps: about 40,000 without media, 10,000 with them."""

_APP: Final = re.compile(r"whatsapp|וואטסאפ|ווטסאפ|واتساب|واتس آب|واتس‌اپ|व्हाट्सऐप", re.I)
_COPY: Final = re.compile(r"\s*\(\d+\)$")
_EXTENSION: Final = re.compile(r"\.(txt|zip)$", re.I)
_BETWEEN: Final = re.compile(
    r"^[\s\-–—_]*(?:chat|discussion)?[\s\-–—_]*"
    r"(?:with|mit|avec|con|com|met|med|s uživatelem|dengan|с контактом|с|з|עם|مع|با|-|–)\s+",
    re.I,
)
_CHAT: Final = frozenset(["sohbeti", "聊天", "聊天记录", "對話", "对话", "チャット", "トーク", "대화"])
_BEFORE: Final = re.compile(r"^(?:与|與|和)?\s*[「『“\"]?(.*?)[」』”\"]?\s*(?:的|との|님과의|과의|와의| ile)?$")


def title_of(opened: Opened, member: str, names: Sequence[str]) -> str | None:
    """The chat's title from the file's or the zip's name: the sender it names, else what follows "WhatsApp"."""
    stems = _stems(opened, member)
    for stem in stems:
        found = [n for n in names if _names(stem, n)]
        if found:
            return max(found, key=len)
    for stem in stems:
        before, after = _APP.split(stem, maxsplit=1)
        rest = _BETWEEN.sub("", after).strip(" -–—_")
        if rest.casefold() in _CHAT:  # the name stands before, as in "Bob ile WhatsApp Sohbeti"
            rest = "".join(_BEFORE.findall(before.strip(" -–—_"))[:1])
        if rest:
            return rest
    return None


def is_named_by_app(name: str) -> bool:
    """True for a text file with "WhatsApp" in its name."""
    return _APP.search(name.rsplit("/", 1)[-1]) is not None


def is_title(opened: Opened, member: str, name: str) -> bool:
    """True when the file or the zip is called by this name, as in "WhatsApp Chat with Bob.txt"."""
    return any(_names(stem, name) for stem in _stems(opened, member))


def _stems(opened: Opened, member: str) -> list[str]:
    stems = [_stem(name) for name in (member.rsplit("/", 1)[-1], opened.name.rsplit("/", 1)[-1])]
    return [s for s in stems if _APP.search(s)]


def _stem(name: str) -> str:
    stem = _EXTENSION.sub("", _EXTENSION.sub("", unicodedata.normalize("NFC", name)))
    return _COPY.sub("", stem).strip()


def _names(stem: str, name: str) -> bool:
    """True when the stem begins or ends with the name, or has it in marks of quotation or before "的".

    What stands round it is about the app.
    """
    plain = re.sub(r"[/\\:*?\"<>|]", "_", unicodedata.normalize("NFC", name))
    for shown in {plain, plain.replace("_", ""), plain.strip("_")} - {""}:
        at = stem.rfind(shown)
        before, after = (stem[:at], stem[at + len(shown) :]) if at >= 0 else ("", "")
        at_edge = not (before and after) or after[0] in "」』”的"
        if at_edge and _APP.search(f"{before}\n{after}") and not _goes_on(before[-1:]) and not _goes_on(after[:1]):
            return True
    return False


def _goes_on(letter: str) -> bool:
    """True for a letter beside a name that makes it part of a longer word; scripts without spaces have none."""
    return letter.isalnum() and not UNSPACED.match(letter)


def long_gaps(time: Ints) -> tuple[Gap, ...]:
    """Silences of more than 30 days and 20 times the median, over weeks with messages, of a week's longest silence.

    A quiet pair has long silences every week, so theirs must be longer to stand out.
    """
    ordered = np.sort(time)
    steps = np.diff(ordered)
    long = np.flatnonzero(steps > GAP_DAYS * DAY)
    if not len(long):
        return ()
    week = ordered[1:] // WEEK
    first = np.concatenate([np.zeros(1, np.int64), np.flatnonzero(np.diff(week)) + 1])
    usual = float(np.median(np.maximum.reduceat(steps, first)))
    return tuple(
        Gap(_moment(ordered[i]), _moment(ordered[i + 1])) for i in long.tolist() if steps[i] > GAP_TIMES * usual
    )


def _moment(microseconds: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(microseconds))


def is_capped(messages: int) -> bool:
    """True when a file holds about as many messages as the app's export limit."""
    return any(messages in limit for limit in LIMITS)


def backward_note(local: Ints, line: Ints) -> list[Note]:
    """E216 when the clock goes back by more than a day between two messages."""
    back = np.flatnonzero(np.diff(local) < -DAY) + 1
    if not len(back):
        return []
    return [Note("E216", f"line {int(line[back[0]]):,}", _times(len(back)), len(back))]


def lines_note(code: str, lines: Sequence[int]) -> list[Note]:
    """One note for all these lines; none for no line."""
    if not lines:
        return []
    return [Note(code, f"line {min(lines):,}", _times(len(lines)), len(lines))]


def name_notes(names: Sequence[str]) -> list[Note]:
    """E206 for names that hold marks which could change how they are shown."""
    odd = sum(has_hidden_marks(name) for name in names)
    return [Note("E206", "", f"{odd} of {len(names)} names", odd)] if odd else []


def capped_note(messages: int, *, capped: bool) -> list[Note]:
    """E218 when the app's export limit was probably reached."""
    return [Note("E218", "", f"{messages:,} messages")] if capped else []


def clock_note(folds: int, gaps: int) -> list[Note]:
    """E219 when local times fall into the hour that comes twice or never."""
    if not folds + gaps:
        return []
    return [
        Note("E219", "", f"{folds:,} in the hour that comes twice, {gaps:,} in the one that never comes", folds + gaps)
    ]


def _times(n: int) -> str:
    return "once" if n == 1 else f"{n:,} times"
