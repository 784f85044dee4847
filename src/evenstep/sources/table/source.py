"""Tables of messages: CSV, TSV, white space, JSON, JSON lines, Parquet; with a recipient, one conversation a pair."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import polars as pl

from evenstep.errors import Choice, InputError, NeedsAnswer
from evenstep.events.schema import EVENTS
from evenstep.sources.archive import is_chat_file
from evenstep.sources.assemble import Facts, assemble
from evenstep.sources.base import Member, Opened, Parsed, ReadOptions
from evenstep.sources.decode import decode_head
from evenstep.sources.table.columns import SEPARATOR_HINT, find_columns, first_keys, is_enough, sniff_delimiter
from evenstep.sources.table.load import Loaded, load
from evenstep.sources.table.parquet import PARQUET, load_parquet
from evenstep.sources.table.rows import Rows
from evenstep.sources.table.times import Times, read_times
from evenstep.spoken import N_, words

REASONS: Final = N_(
    (
        "no direction we know",
        "no sender",
        "no recipient",
        "no conversation",
        "not a record",
        "no whole record on this line",
        "file ends early",
        "time",
    )
)
SURE: Final = 0.6  # the columns have names we know; a chat export of its own kind scores higher
ALONE: Final = 0.96  # and that file is all there is: more than lines of a chat that stand in its cells
MAYBE: Final = 0.05  # a table, but not of messages: good for an error that names its columns


class Table:
    """Any table with a time and a sender in it."""

    @property
    def name(self) -> str:
        """The source's name in the events table."""
        return "table"

    def score(self, opened: Opened) -> float:
        """SURE when a member has the columns we need, MAYBE when it is a table of something else, else 0.

        ALONE when a single file begins with the names of those columns: a letter copied into a
        cell may hold a chat.
        """
        if len(opened.members) == 1 and _names_columns(opened.members[0]):
            return ALONE
        return max((_score(member) for member in _candidates(opened)), default=0.0)

    def parse(self, opened: Opened, options: ReadOptions) -> Parsed:
        """Read the table. Raises InputError, NeedsAnswer and OptionError.

        Events are in order of time inside each conversation, ties in file order; a file with the
        newest row first is turned round. ``source_line`` is the row as a spreadsheet counts it
        (the header is row 1), or the number of the JSON record.
        """
        member = _one_table(opened)
        if options.progress is not None:
            options.progress(0, member.size)
        loaded = (load_parquet if member.head().startswith(PARQUET) else load)(member, options)
        parsed = _parse(loaded, member.name, options)
        if options.progress is not None:
            options.progress(member.size, member.size)
        return parsed


def _candidates(opened: Opened) -> list[Member]:
    members = [m for m in opened.members if is_chat_file(m.name)]
    return members or (list(opened.members) if len(opened.members) == 1 else [])


def _one_table(opened: Opened) -> Member:
    scored = [(m, _score(m)) for m in _candidates(opened)]
    best = max(score for _, score in scored)
    tables = [m for m, score in scored if score == best]
    if len(tables) > 1:
        choices = [Choice(m.name, words("{n} bytes", n=m.size)) for m in tables[:50]]
        raise NeedsAnswer("member", words("This zip holds more than one table. Which one?"), choices, opened.name)
    return tables[0]


def _names_columns(member: Member) -> bool:
    """True for a first line of names, parted by a mark and not by spaces alone, as words of a chat are."""
    first = SEPARATOR_HINT.sub("", decode_head(member.head()).lstrip("\ufeff \t\r\n")).splitlines()[:1]
    mark, cells = sniff_delimiter(first[0]) if first else ("", [])
    return mark.strip(" ") != "" and first[0][:1] not in ("{", "[") and is_enough(find_columns(cells))


def _score(member: Member) -> float:
    head = member.head()
    if head.startswith(PARQUET):
        return SURE
    start = decode_head(head).lstrip("\ufeff \t\r\n")
    if start[:1] in ("{", "["):
        return SURE if is_enough(find_columns(first_keys(start))) else 0.0
    first, _, rest = SEPARATOR_HINT.sub("", start).replace("\r\n", "\n").replace("\r", "\n").partition("\n")
    mark, cells = sniff_delimiter(first)
    if is_enough(find_columns(cells)):
        return SURE
    second = rest.partition("\n")[0]
    return MAYBE if mark and len(cells) > 2 and second.count(mark) == len(cells) - 1 else 0.0


def _parse(loaded: Loaded, file: str, options: ReadOptions) -> Parsed:
    rows = Rows(loaded, file)
    rows.name_senders()
    rows.name_conversations()
    others = rows.choose(options.chat) if options.chat is not None else 0
    rows.name_kinds()
    rows.note_days_only()
    times = _times_in_order(rows, options)
    rows.add_times(times)
    rows.count_text(keep_text=options.keep_text)
    events = rows.events(times.resolution_s, keep_text=options.keep_text)
    facts = Facts(
        file=file,
        source="table",
        seen=loaded.seen - others,
        system=rows.system,
        rejects=sorted(rows.rejects, key=lambda reject: reject[3] or 0),
        date_order=times.date_order,
        date_order_decided_by=times.date_order_decided_by,
        zone=times.zone,
        zone_decided_by=times.zone_decided_by,
        encoding=loaded.encoding,
        me=rows.me if options.me is None else None,  # a name given by the user is settled by read_export
        shapes={times.unit: events.height} if times.unit else {},
        notes=(*rows.notes, *times.notes),
    )
    if not events.height:
        _refuse_empty(rows, file, loaded.seen)
    return assemble(_columns_only(events), facts, options.limits, rows.pairs())


def _times_in_order(rows: Rows, options: ReadOptions) -> Times:
    """The times; when the newest row stands first, the rows are turned round and read again, oldest first."""
    options = _with_zone_of_header(rows, options)
    times = read_times(rows.frame["time"], options, rows.file)
    step = times.frame["time"].drop_nulls().diff().drop_nulls().to_physical()
    if (step < 0).sum() > (step > 0).sum():  # a fold night turns a single step the other way
        rows.frame = rows.frame.reverse()
        times = read_times(rows.frame["time"], options, rows.file)
    return times


def _with_zone_of_header(rows: Rows, options: ReadOptions) -> ReadOptions:
    """A time column called "Timestamp (UTC)" says its zone itself."""
    return replace(options, zone="UTC") if options.zone is None and rows.in_utc else options


def _refuse_empty(rows: Rows, file: str, seen: int) -> None:
    """A table of which nothing could be used is refused with the first reason, not shown as an empty one."""
    if not seen:
        raise InputError("E110", file, detail=words("the table has no rows"))
    if rows.rejects:
        code, _, place, _, detail = min(rows.rejects, key=lambda reject: reject[3] or 0)
        reason = rows.why_no_time or (words(detail) if detail in REASONS else detail)
        if code == "E226" and detail == "time" and not rows.why_no_time:
            reason = words("no time as we know them; one we know is {time}", time="2024-05-31 18:20")
        raise InputError("E237", file, place, words("{code}: {reason}", code=code, reason=reason) if reason else code)


def _columns_only(events: pl.DataFrame) -> pl.DataFrame:
    ours = [name for name in events.columns if name in EVENTS or name == "text"]
    return events.select(ours)
