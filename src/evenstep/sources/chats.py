"""The chats of an export: the lines of each and what became of its records; choosing one; from lines to Parsed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar

import polars as pl

from evenstep.errors import Choice, InputError, NeedsAnswer
from evenstep.events.reading import Note
from evenstep.sources.assemble import PAIR, Facts, RejectRow, assemble
from evenstep.sources.base import Member, Opened, Parsed, ReadOptions
from evenstep.sources.timeline import Line, timeline
from evenstep.spoken import words, words_n

MOST_CHOICES = 50


class Unusable(Exception):
    """This record cannot be used: a key of problem_codes.CODES, the field, and why (never a text of the file)."""

    def __init__(self, code: str, place: str = "", detail: str = "") -> None:
        self.code = code
        self.place = place
        self.detail = detail
        super().__init__(code)


@dataclass
class Chat:
    """One chat: its id and name, its lines in file order, and what became of its records.

    ``id`` is the part of the conversation_id behind the source's name. ``seen`` counts records and
    the dated reactions that they carry. ``pair``: the sender keys of the two of a 1:1 chat, where
    the file says so. ``capped``: its start is missing, as far as the file shows.
    """

    id: str
    name: str = ""
    lines: list[Line] = field(default_factory=list)
    rejects: list[RejectRow] = field(default_factory=list)
    seen: int = 0
    system: int = 0
    already_there: int = 0
    undated: int = 0  # reactions without a time
    pair: tuple[str, str] | None = None
    capped: bool = False

    @property
    def events(self) -> int:
        """How many lines there are."""
        return len(self.lines)


@dataclass(frozen=True)
class Export:
    """What a parser hands on: its chats, names by sender key, and what it knows of the file.

    ``place``: the file and the place of a record by its number, for records whose time is out of range.
    """

    source: str
    file: str
    chats: Sequence[Chat]
    names: Mapping[str, str]
    resolution_s: float
    encoding: str = "UTF-8"
    notes: Sequence[Note] = ()
    me: str | None = None  # a sender key
    until: datetime | None = None
    date_order: str | None = None
    date_order_decided_by: str = ""
    shapes: Mapping[str, int] | None = None
    place: Callable[[int], tuple[str, str]] | None = None


class Listed(Protocol):
    """A chat of an export, as far as choosing it goes; ``events``: how many it has."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def events(self) -> int: ...  # noqa: D102


T = TypeVar("T", bound=Listed)


def choose(source: str, chats: Sequence[T], options: ReadOptions, file: str) -> list[T]:
    """The chats that are wanted: all, or the one that ``options.chat`` names by its id or name.

    Raises NeedsAnswer("chat") when there is none of that name or several; InputError E110 for an export of none.
    """
    if not chats:
        raise InputError("E110", file, detail=words("the export holds no chats"))
    if options.chat is None:
        return list(chats)
    wanted = options.chat.removeprefix(f"{source}:")
    found = [chat for chat in chats if chat.id == wanted] or [chat for chat in chats if chat.name == wanted]
    if len(found) != 1:
        question = (
            words("{n} chats are called {name}. Which one?", n=len(found), name=repr(wanted))
            if found
            else words("There is no chat {name}.", name=repr(wanted))
        )
        raise NeedsAnswer("chat", question, _choices(found or chats), file)
    return found


def only(ours: Sequence[Member], opened: Opened) -> Member:
    """The one file that is ours. Raises NeedsAnswer("member") when there are several."""
    if len(ours) > 1:
        choices = [Choice(member.name, words("{n} bytes", n=member.size)) for member in ours[:MOST_CHOICES]]
        raise NeedsAnswer("member", words("There is more than one chat here. Which one?"), choices, opened.name)
    return ours[0]


def parsed(export: Export, options: ReadOptions) -> Parsed:
    """The chosen chats as events, conversations, rejects and a reading. Raises NeedsAnswer("chat") and ("zone")."""
    chosen = choose(export.source, export.chats, options, export.file)
    lines = [line for chat in chosen for line in chat.lines]
    timed = timeline(lines, export.names, options, file=export.file, resolution_s=export.resolution_s)
    late = [_placed(reject, export.place) for reject in timed.rejects]
    undated = sum(chat.undated for chat in chosen)
    facts = Facts(
        file=export.file,
        source=export.source,
        seen=sum(chat.seen for chat in chosen),
        system=sum(chat.system for chat in chosen),
        already_there=sum(chat.already_there for chat in chosen),
        rejects=sorted([r for chat in chosen for r in chat.rejects] + late, key=lambda reject: reject[3] or 0),
        date_order=export.date_order,
        date_order_decided_by=export.date_order_decided_by,
        zone=timed.zone,
        zone_decided_by=timed.zone_decided_by,
        encoding=export.encoding,
        title=(chosen[0].name or None) if len(chosen) == 1 else None,
        me=_me(export, timed.names, options),
        shapes=export.shapes,
        notes=[*export.notes, *timed.notes, *([Note("E240", "", f"{undated:,}", undated)] if undated else [])],
        capped=frozenset(f"{export.source}:{chat.id}" for chat in chosen if chat.capped),
        until=export.until,
    )
    return assemble(timed.events, facts, options.limits, _pairs(export.source, chosen, timed.names))


def _placed(reject: RejectRow, place: Callable[[int], tuple[str, str]] | None) -> RejectRow:
    code, _, _, number, detail = reject
    if place is None or number is None:
        return reject
    file, where = place(number)
    return code, file, where, number, detail


def _me(export: Export, shown: Mapping[str, str], options: ReadOptions) -> str | None:
    """The shown name of whoever made the export; a sender key is as good an answer as a name."""
    return shown.get(options.me) if options.me is not None else shown.get(export.me or "")


def _pairs(source: str, chats: Sequence[Chat], shown: Mapping[str, str]) -> pl.DataFrame:
    """The two of each 1:1 chat in which both wrote."""
    rows = [
        (f"{source}:{chat.id}", *sorted(shown[key] for key in chat.pair))
        for chat in chats
        if chat.pair is not None and len(set(chat.pair)) == 2 and all(key in shown for key in chat.pair)
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(PAIR, pl.String), orient="row")


def _choices(chats: Sequence[Listed]) -> list[Choice]:
    largest = sorted(chats, key=lambda chat: -chat.events)
    return [Choice(chat.id or chat.name, _about(chat)) for chat in largest[:MOST_CHOICES]]


def _about(chat: Listed) -> str:
    name, n = chat.name or words("a chat without a name"), chat.events
    return words_n("{name}, {n} message", "{name}, {n} messages", n, name=name, n=n)
