"""From a backup's columns to events: who is who, which chat is whose, in the order of time, nothing twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

import numpy as np
import polars as pl

from evenstep.events.schema import TimeType
from evenstep.sources.assemble import RejectRow, in_range
from evenstep.sources.base import ReadOptions
from evenstep.sources.naming import shown_names
from evenstep.sources.sms.backup import KINDS, Backup
from evenstep.sources.sms.numbers import same_numbers
from evenstep.sources.sms.records import OWN_MARK

ME_KEY: Final = "me"
ME_NAME: Final = "Me"
GROUP: Final = "~"
LONGEST_ID: Final = 200


@dataclass(frozen=True)
class Chats:
    """Who is who in a backup.

    ``ids``: raw address -> conversation_id. ``persons``: raw address -> sender key. ``names``: sender key ->
    name as the phone has it. ``single``: conversation_id -> sender key of the only other person.
    """

    ids: Mapping[str, str]
    persons: Mapping[str, str]
    names: Mapping[str, str]
    single: Mapping[str, str]


@dataclass(frozen=True)
class Finished:
    """Events (all columns but import_id and source), what was kept aside for its time, and doubles left out."""

    events: pl.DataFrame
    rejects: list[RejectRow]
    already_there: int
    names: Mapping[str, str]
    cleaned: int


def chats_of(backup: Backup) -> Chats:
    """Settle addresses into persons and conversations. The owner's own number is left out of groups."""
    single = [each for address in backup.addresses for each in address.split(GROUP)]
    persons = same_numbers({*single, *backup.own})
    own = {persons[address] for address in backup.own}
    ids: dict[str, str] = {}
    alone: dict[str, str] = {}
    for address in backup.addresses:
        members = {persons[each] for each in address.split(GROUP) if each not in ("", OWN_MARK)}
        if len(members) > 1:
            members = members - own or members
        ids[address] = _conversation_id(sorted(members))
        if len(members) == 1 and "@" not in address:
            alone[ids[address]] = next(iter(members))
    names = {persons[address]: address for address in single}
    names.update({persons[address]: name for address, name in backup.names.items() if address in persons})
    names[ME_KEY] = ME_NAME
    return Chats(ids, persons, names, alone)


def finished_events(backup: Backup, chats: Chats, options: ReadOptions, file: str, wanted: str | None) -> Finished:
    """The events of one conversation (``wanted``) or of all."""
    raw = list(backup.addresses)
    frame = _frame(backup, [chats.ids[address] for address in raw])
    if wanted is not None:
        frame = frame.filter(pl.col("conversation_id") == wanted)
    height = frame.height
    frame = frame.filter(pl.col("key").is_first_distinct()).drop("key")
    good = in_range(pl.col("time"), options.now)
    bad = frame.filter(~good)["source_line"].to_list()
    kept = frame.filter(good).sort("conversation_id", "time", "source_line")
    keys = [ME_KEY, *(chats.persons.get(address, address) for address in raw)]
    used = kept["sender"].unique(maintain_order=True).to_list()
    shown, cleaned = shown_names(chats.names, [keys[index + 1] for index in used])
    senders = pl.Series([shown.get(key, "") for key in keys], dtype=pl.String)
    events = kept.with_columns(
        sender=senders.gather(kept["sender"] + 1),
        event_id=pl.int_range(pl.len(), dtype=pl.Int64).over("conversation_id"),
        reply_to=pl.lit(None, pl.Int64),
        edited=pl.lit(value=False),
        zone_source=pl.lit("in_file"),
    )
    rejects: list[RejectRow] = [("E226", file, f"record {number:,}", number, "") for number in bad]
    return Finished(events, rejects, height - frame.height, shown, cleaned)


def _frame(backup: Backup, ids: Sequence[str]) -> pl.DataFrame:
    """The columns as they are, without copying them one value at a time."""
    frame = pl.DataFrame(
        {
            "chat": np.frombuffer(backup.chats, np.int32),
            "sender": np.frombuffer(backup.senders, np.int32),
            "kind": np.frombuffer(backup.kinds, np.int8),
            "time": np.frombuffer(backup.times, np.int64),
            "resolution_s": np.frombuffer(backup.ticks, np.float32),
            "n_chars": np.frombuffer(backup.chars, np.int32),
            "n_words": np.frombuffer(backup.words, np.int32),
            "duration_s": np.frombuffer(backup.durations, np.float32),
            "source_line": np.frombuffer(backup.numbers, np.int32),
            "key": np.frombuffer(backup.keys, np.int64),
        }
    )
    if backup.keep_text:
        frame = frame.with_columns(text=pl.Series(backup.texts, dtype=pl.String))
    return frame.with_columns(
        conversation_id=pl.Series(ids, dtype=pl.String).gather(frame["chat"]),
        kind=pl.Series(KINDS, dtype=pl.String).gather(frame["kind"].cast(pl.Int32)),
        time=(pl.col("time") * 1_000).cast(pl.Datetime("us")).dt.replace_time_zone("UTC").cast(TimeType),
        duration_s=pl.when(pl.col("duration_s") >= 0).then("duration_s"),
        source_line=pl.col("source_line").cast(pl.Int64),
    ).drop("chat")


def _conversation_id(members: Sequence[str]) -> str:
    """The same for each backup of the same chat: the number, or all numbers of a group in order."""
    joined = GROUP.join(members)
    if len(joined) > LONGEST_ID:
        joined = f"{len(members)} people {blake2b(joined.encode('utf-8', 'replace'), digest_size=8).hexdigest()}"
    return f"sms:{joined}"
