"""Raw senders to two persons: who is there, whose names look alike, merging handles, and choosing the two."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import polars as pl

from evenstep.errors import Choice, NeedsAnswer, OptionError
from evenstep.events.schema import CONVERSATIONS, EVENTS, conform_conversations, conform_events
from evenstep.spoken import words, words_n

CONFUSABLE: Final = str.maketrans(
    {
        # letters of Cyrillic and Greek, casefolded, that are drawn like a Latin one (Unicode TR 39)
        **dict(zip("авекмнорстухіјһԁԛԝѕ", "abekmhopctyxijhdqws", strict=True)),
        **dict(zip("αβεικνορτυχγ", "abeikvoptuxy", strict=True)),
        **dict(zip("ıɡɑ", "iga", strict=True)),
    }
)


@dataclass(frozen=True)
class Two:
    """The two tables after everybody else was dropped, and how many events that were."""

    conversations: pl.DataFrame
    events: pl.DataFrame
    dropped: int


def candidates(events: pl.DataFrame) -> list[tuple[str, int]]:
    """Everyone who sent something, with the number of events, most first, ties by name."""
    counts = events.group_by(pl.col("sender").cast(pl.String)).agg(pl.len().alias("n"))
    return list(counts.sort(["n", "sender"], descending=[True, False]).iter_rows())


def skeleton(name: str) -> str:
    """What a name looks like: letter case, marks, spaces and look-alike letters taken away."""
    flat = unicodedata.normalize("NFKD", name.casefold())
    seen = "".join(c for c in flat if unicodedata.category(c)[0] in "LNS")
    return seen.translate(CONFUSABLE)


def lookalikes(names: Sequence[str]) -> list[tuple[str, str]]:
    """Pairs of different names that look the same on a screen; the user decides whether they are one person."""
    return [
        (one, other)
        for one, other in combinations(sorted(set(names)), 2)
        if skeleton(one) == skeleton(other) and skeleton(one)
    ]


def merge_senders(events: pl.DataFrame, same: Mapping[str, str]) -> pl.DataFrame:
    """Rename senders: ``same`` maps a handle to the name it belongs to. Handles that do not occur raise OptionError."""
    present = {name for name, _ in candidates(events)}
    for handle in same:
        if handle not in present:
            raise OptionError("same", f"nobody here is called {handle!r}. There are: {', '.join(sorted(present))}")
    renamed = pl.col("sender").cast(pl.String).replace(dict(same)).cast(EVENTS["sender"])
    return events.with_columns(renamed)


def choose_two(
    conversations: pl.DataFrame,
    events: pl.DataFrame,
    one: str | None = None,
    other: str | None = None,
    *,
    me: str | None = None,
) -> Two:
    """Keep one conversation's two persons and drop everybody else.

    ``one``, ``other``: names as in ``events.sender``; both None is fine when exactly two wrote. Somebody of
    whom only deletions are there did not: where an app does not say who deleted, that would be a third person.
    ``me`` becomes person a; without it person a is the first in the alphabet, so that the
    order of a file or of the arguments decides nothing.
    Raises NeedsAnswer("two") when there are more, OptionError when a name does not occur.
    """
    if conversations.height != 1:
        raise OptionError("chat", f"two persons are chosen inside one conversation, not {conversations.height}.")
    ranked = candidates(events)
    if one is None and other is None:
        ranked = _who_wrote(events, ranked)
    pair = _pair([name for name, _ in ranked], one, other, ranked)
    if me is not None and me not in pair:
        raise OptionError("me", f"{me!r} is not one of the two: {pair[0]!r}, {pair[1]!r}.")
    person_a, person_b = (me, next(p for p in pair if p != me)) if me is not None else sorted(pair)
    kept = events.filter(pl.col("sender").cast(pl.String).is_in([person_a, person_b]))
    named = conversations.with_columns(
        person_a=pl.lit(person_a), person_b=pl.lit(person_b), me=pl.lit(me, CONVERSATIONS["me"])
    )
    return Two(conform_conversations(named), conform_events(kept), events.height - kept.height)


def _who_wrote(events: pl.DataFrame, ranked: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Without those of whom only deletions are there, where two others stay: some apps do not say who deleted."""
    if len(ranked) <= 2:
        return ranked
    wrote = set(events.filter(pl.col("kind") != "deleted")["sender"].cast(pl.String))
    left = [row for row in ranked if row[0] in wrote]
    return left if len(left) == 2 else ranked


def _pair(names: list[str], one: str | None, other: str | None, counts: list[tuple[str, int]]) -> tuple[str, str]:
    for name in (one, other):
        if name is not None and name not in names:
            raise OptionError("two", f"nobody here is called {name!r}. There are: {', '.join(names[:20])}")
    if one is not None and one == other:
        raise OptionError("two", "these are the same person.")
    if one is not None and other is not None:
        return one, other
    if len(names) == 2:
        return names[0], names[1]
    if len(names) < 2:
        wrote = "only one person wrote here" if names else "nobody wrote here"
        raise OptionError("two", f"{wrote}, and the pattern is made by two. Choose a chat with messages from both.")
    choices = [Choice(name, words_n("{n} message or call", "{n} messages and calls", n, n=n)) for name, n in counts]
    raise NeedsAnswer("two", words("{n} people wrote here. Which two is this about?", n=len(names)), choices)


def pseudonymize(conversations: pl.DataFrame, events: pl.DataFrame, *, key: bytes) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Replace names and ids by keyed hashes (BLAKE2b, 16 hex digits), the same name always by the same one.

    ``key``: at least 16 secret bytes, fresh for each export; without it the names of a chat can
    be guessed and tried. Raises OptionError for a shorter key.
    """
    if len(key) < 16:
        raise OptionError("key", "give at least 16 secret bytes.")

    def hidden(value: str) -> str:
        return hashlib.blake2b(value.encode(), key=key[:64], digest_size=8).hexdigest()

    def column(name: str) -> pl.Expr:
        return pl.col(name).cast(pl.String).map_elements(hidden, return_dtype=pl.String, skip_nulls=True)

    safe_conversations = conversations.with_columns(
        column(c) for c in ("conversation_id", "person_a", "person_b", "me")
    )
    safe_events = events.with_columns(column(c) for c in ("conversation_id", "import_id", "sender"))
    if "text" in safe_events.columns:
        safe_events = safe_events.drop("text")
    return conform_conversations(safe_conversations), conform_events(safe_events)
