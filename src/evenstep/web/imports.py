"""A bringing of messages as facts: its events as Parquet and what was read; and all of a space's as one pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from functools import reduce
from typing import Any, Final

import polars as pl

from evenstep import gather
from evenstep.events.people import merge_senders
from evenstep.events.reading import Gap, Note, Reading, empty_rejects
from evenstep.events.schema import conversations_from_parquet, from_parquet, to_parquet
from evenstep.sources.base import Parsed
from evenstep.web.models import Import, Space
from evenstep.web.who import ME, OTHER, Known

MOMENTS: Final = ("first", "last")


def keep(
    space: Space,
    pair: gather.Pair,
    me: str,
    now: datetime,
    joins_on: date,
    handles: Mapping[str, Sequence[str]] | None = None,
) -> Import:
    """Store one bringing. Its two people are called what the space's first bringing calls them.

    ``handles``: what the two were called in the files, so that the next bringing need not ask from nothing.
    """
    before = _names(space)
    mine, other = me, _other(pair.conversations, me)
    same = {} if before is None else {mine: before[0], other: before[1]}
    renamed = _renamed(pair, {old: new for old, new in same.items() if old != new}, same.get(me, me))
    return Import.objects.create(
        space=space,
        at=now,
        joins_on=joins_on,
        events=to_parquet(renamed.events),
        conversations=to_parquet(renamed.conversations),
        reading=[_frozen(reading) for reading in pair.readings],
        handles={whose: list(names) for whose, names in (handles or {ME: [mine], OTHER: [other]}).items()},
    )


def known(space: Space) -> Known:
    """What the two were called in the files of this space; a bringing that was taken away says nothing any more."""
    rows = space.imports.values_list("handles", flat=True)
    return reduce(lambda so_far, handles: so_far.and_also(handles), rows, Known())


def readings_of(one: Import) -> tuple[Reading, ...]:
    """What the files of one bringing held."""
    return tuple(_thawed(each) for each in one.reading)


def joined(imports: Sequence[Import]) -> gather.Pair:
    """All of them as one pair, nothing twice. Raises ValueError when there are none."""
    if not imports:
        raise ValueError("no import to join")
    parsed = [_parsed(one) for one in imports]
    me = parsed[0].conversations["me"][0]
    row = parsed[0].conversations.row(0, named=True)
    pair = gather.pair_up(parsed, gather.Answers(two=(row["person_a"], row["person_b"]), me=me))
    readings = tuple(reading for one in imports for reading in readings_of(one))
    return replace(pair, readings=readings)


def fits(one: Import) -> bool:
    """Whether its two people are called as in the space's other bringings, and the same one is me."""
    names = _names(one.space)
    return names is None or names == _names_in(one)


def _parsed(one: Import) -> Parsed:
    events, conversations = from_parquet(bytes(one.events)), conversations_from_parquet(bytes(one.conversations))
    return Parsed(events, conversations, empty_rejects(), readings_of(one)[0])


def _names(space: Space) -> tuple[str, str] | None:
    """The names of me and of the other in the first bringing, None before it."""
    first = space.imports.first()
    return None if first is None else _names_in(first)


def _names_in(one: Import) -> tuple[str, str]:
    conversations = conversations_from_parquet(bytes(one.conversations))
    me = str(conversations["me"][0])
    return me, _other(conversations, me)


def _other(conversations: pl.DataFrame, me: str) -> str:
    row = conversations.row(0, named=True)
    return str(row["person_b"] if row["person_a"] == me else row["person_a"])


def _renamed(pair: gather.Pair, same: dict[str, str], me: str) -> gather.Pair:
    if not same:
        return replace(pair, conversations=pair.conversations.with_columns(me=pl.lit(me, pl.String)))
    names = {name: pl.col(name).replace(same) for name in ("person_a", "person_b")}
    conversations = pair.conversations.with_columns(**names, me=pl.lit(me, pl.String))
    return replace(pair, events=merge_senders(pair.events, same), conversations=conversations)


def _frozen(reading: Reading) -> dict[str, Any]:
    """A reading as JSON."""
    plain = asdict(reading)
    plain["gaps"] = [[gap.start.isoformat(), gap.end.isoformat()] for gap in reading.gaps]
    for name in MOMENTS:
        plain[name] = plain[name].isoformat() if plain[name] is not None else None
    return plain


def _thawed(plain: dict[str, Any]) -> Reading:
    """A reading from JSON."""
    values = dict(plain)
    moment = datetime.fromisoformat
    values["gaps"] = tuple(Gap(moment(start), moment(end)) for start, end in plain["gaps"])
    for name in MOMENTS:
        values[name] = moment(plain[name]) if plain[name] is not None else None
    for name in ("aside", "notes"):
        values[name] = tuple(Note(**note) for note in plain[name])
    return Reading(**values)
