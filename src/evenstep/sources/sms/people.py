"""From a backup's columns to events: who is who, which chat is whose, in the order of time, nothing twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any, Final

import numpy as np
import polars as pl

from evenstep.events.schema import KindType, ZoneSourceType
from evenstep.sources.assemble import EARLIEST, RejectRow, latest
from evenstep.sources.base import ReadOptions
from evenstep.sources.naming import shown_names
from evenstep.sources.sms.backup import KINDS, Backup
from evenstep.sources.sms.numbers import same_numbers
from evenstep.sources.sms.records import OWN_MARK

ME_KEY: Final = "me"
ME_NAME: Final = "Me"
GROUP: Final = "~"
LONGEST_ID: Final = 200
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

Rows = np.ndarray[tuple[int], np.dtype[np.void]]
Indices = np.ndarray[tuple[int], np.dtype[np.signedinteger[Any]]]


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
    """The events of one conversation (``wanted``) or of all, in the order of time in each conversation."""
    rows = backup.table()
    ids = sorted(set(chats.ids.values()))
    places = {chat: place for place, chat in enumerate(ids)}
    chat = np.array([places[chats.ids[address]] for address in backup.addresses], np.int32)[rows["chat"]]
    inside = np.flatnonzero(chat == places[wanted]) if wanted is not None else np.arange(len(rows))
    once = inside[np.sort(np.unique(rows["key"][inside], return_index=True)[1])]
    times = rows["time"][once]
    good = (times >= _ms(EARLIEST)) & (times <= _ms(latest(options.now)))
    late = rows["number"][once[~good]].tolist()
    kept = once[good]
    kept = kept[np.lexsort((rows["time"][kept], chat[kept]))]
    keys = [*(chats.persons.get(address, address) for address in backup.addresses), ME_KEY]  # ME, -1, is the last
    sender = rows["sender"][kept]
    used = dict.fromkeys(keys[index] for index in np.unique(sender).tolist())
    shown, cleaned = shown_names(chats.names, list(used))
    frame = _frame(rows, kept, chat[kept]).with_columns(
        conversation_id=pl.Series(ids, dtype=pl.String).gather(chat[kept]),
        sender=pl.Series([shown.get(key) for key in keys], dtype=pl.String).gather(sender % len(keys)),
    )
    if backup.keep_text:
        frame = frame.with_columns(text=pl.Series([backup.texts[at] for at in kept.tolist()], dtype=pl.String))
    rejects: list[RejectRow] = [("E226", file, f"record {number:,}", number, "") for number in late]
    return Finished(frame, rejects, len(inside) - len(once), shown, cleaned)


def _ms(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(milliseconds=1)


def _frame(rows: Rows, kept: Indices, chat: Indices) -> pl.DataFrame:
    """The columns that are numbers, in the types of the events table. ``chat`` is sorted."""
    starts = np.searchsorted(chat, chat)
    duration = rows["duration_s"][kept]
    return pl.DataFrame(
        {
            "event_id": np.arange(len(kept)) - starts,
            "time": pl.Series(rows["time"][kept] * 1_000).cast(pl.Datetime("us")).dt.replace_time_zone("UTC"),
            "resolution_s": np.where(rows["whole"][kept], np.float32(1.0), np.float32(0.001)),
            "kind": pl.Series(KINDS, dtype=KindType).gather(rows["kind"][kept].astype(np.int32)),
            "n_chars": rows["n_chars"][kept],
            "n_words": rows["n_words"][kept],
            "duration_s": pl.Series(np.where(duration < 0, np.float32(np.nan), duration)).fill_nan(None),
            "reply_to": pl.Series([None], dtype=pl.Int64).new_from_index(0, len(kept)),
            "edited": pl.Series([False]).new_from_index(0, len(kept)),
            "zone_source": pl.Series(["in_file"], dtype=ZoneSourceType).new_from_index(0, len(kept)),
            "source_line": rows["number"][kept].astype(np.int64),
        }
    )


def _conversation_id(members: Sequence[str]) -> str:
    """The same for each backup of the same chat: the number, or all numbers of a group in order."""
    joined = GROUP.join(members)
    if len(joined) > LONGEST_ID:
        joined = f"{len(members)} people {blake2b(joined.encode('utf-8', 'replace'), digest_size=8).hexdigest()}"
    return f"sms:{joined}"
