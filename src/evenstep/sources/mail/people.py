"""Rows of mails to events: whose mailbox it is, which mails are one conversation, in the order of time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Final

import polars as pl

from evenstep.sources.mail.mailbox import Mailbox, Row

LONGEST_ID: Final = 200
LEAD: Final = 1.2
"""Whose mailbox it is must take part in this many times the mails of whoever comes next."""


def owner_of(mailbox: Mailbox, said: str | None) -> str | None:
    """The address whose mailbox it is: as said, where mails were delivered to, or who takes part in most; else None."""
    if said is not None:
        key = said.strip().casefold()
        if key in mailbox.taking_part:
            return key
        named = [address for address, name in mailbox.names.items() if name == said]
        return named[0] if len(named) == 1 else None
    return _clear(mailbox.delivered, 1.0) or _clear(mailbox.taking_part, LEAD)


def _clear(counts: Counter[str], lead: float) -> str | None:
    """The first by count, when it leads clearly."""
    best = counts.most_common(2)
    if not best or (len(best) == 2 and best[0][1] <= lead * best[1][1]):
        return None
    return best[0][0]


def conversations(rows: Sequence[Row], owner: str | None) -> dict[tuple[str, ...], str]:
    """People -> conversation_id: the other's address for two with the owner, else all addresses in order."""
    ids: dict[tuple[str, ...], str] = {}
    for row in rows:
        if row.people not in ids:
            ids[row.people] = _conversation_id(row.people, owner)
    return ids


def _conversation_id(people: tuple[str, ...], owner: str | None) -> str:
    if len(people) == 2 and owner in people:
        return f"mail:{people[0] if people[1] == owner else people[1]}"
    joined = ",".join(people)
    if len(joined) > LONGEST_ID:
        joined = f"{len(people)} people {blake2b(joined.encode('utf-8', 'replace'), digest_size=8).hexdigest()}"
    return f"mail:{joined}"


def with_counts(events: pl.DataFrame, rows: Sequence[Row]) -> pl.DataFrame:
    """The lengths, which were counted while the texts were there; ``source_line`` is the number of the row."""
    counts = pl.DataFrame(
        {
            "source_line": [row.number for row in rows],
            "n_chars": [row.n_chars for row in rows],
            "n_words": [row.n_words for row in rows],
        },
        schema={"source_line": pl.Int64, "n_chars": pl.Int32, "n_words": pl.Int32},
    )
    return events.drop("n_chars", "n_words").join(counts, on="source_line", how="left", maintain_order="left")


def pairs(
    rows: Sequence[Row], ids: Mapping[tuple[str, ...], str], shown: Mapping[str, str], owner: str | None
) -> pl.DataFrame:
    """The two people of each conversation of two in which both have written; the owner first."""
    wrote: dict[tuple[str, ...], set[str]] = {}
    for row in rows:
        if len(row.people) == 2:
            wrote.setdefault(row.people, set()).add(row.sender)
    found = [
        (ids[people], *(shown[one] for one in sorted(people, key=lambda one: (one != owner, one))))
        for people, senders in wrote.items()
        if len(senders) == 2 and all(one in shown for one in people)
    ]
    schema = dict.fromkeys(("conversation_id", "person_a", "person_b"), pl.String)
    return pl.DataFrame(found, schema=schema, orient="row")
