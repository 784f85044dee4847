"""WhatsApp's "Export chat": a text file, or a zip with one, from any phone in any language, into events.

The header's shape is learned from the file (shape.py), its lines are read in blocks
(records.py), then dates, senders and kinds are settled over the whole file. Nothing is
guessed: an open question is NeedsAnswer, a bad line a reject.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

from evenstep.errors import Choice, NeedsAnswer, WrongKind
from evenstep.events.zone import check_zone
from evenstep.sources.base import Member, Opened, Parsed, ReadOptions
from evenstep.sources.whatsapp import report
from evenstep.sources.whatsapp.guests import with_guests
from evenstep.sources.whatsapp.phrases import is_encryption_notice
from evenstep.sources.whatsapp.records import Reader
from evenstep.sources.whatsapp.senders import SenderBook
from evenstep.sources.whatsapp.shape import MARKS, read_head
from evenstep.sources.whatsapp.tables import settle
from evenstep.sources.whatsapp.text import NO_DATES, Utf8Blocks, decode_head
from evenstep.spoken import words

NAME: Final = "whatsapp"
_LOOK: Final = 300  # lines looked at to know the kind
_SURE: Final = 0.95
_UNSURE: Final = 0.3


@dataclass(frozen=True)
class WhatsApp:
    """The source. Sure of itself from the text alone: lines that begin with a date, a time and a sender."""

    name: str = NAME

    def score(self, opened: Opened) -> float:
        """0 when no member has header lines; 0.95 with several and senders behind them."""
        return max((_member_score(m) for m in _texts(opened)), default=0.0)

    def parse(self, opened: Opened, options: ReadOptions) -> Parsed:
        """Read the chat. Raises NeedsAnswer for zone, date_order, encoding or chat; InputError for a refusal."""
        member = _choose(opened, options)
        if options.zone is None:
            question = words("The file does not say in which time zone the phone was. Which one?")
            raise NeedsAnswer("zone", question, (), member.name)
        check_zone(options.zone)
        blocks = Utf8Blocks(member, options)
        is_title = partial(report.is_title, opened, member.name)
        reader = Reader(options, member.name, senders=SenderBook(is_title))
        columns = reader.read(blocks)
        shapes = reader.glued(columns) or with_guests(columns, reader)
        if shapes:
            reader = Reader(options, member.name, shapes, SenderBook(is_title))
            columns = reader.read(blocks)
        return settle(columns, reader, blocks, opened, options)


def _texts(opened: Opened) -> list[Member]:
    return [m for m in opened.members if m.name.lower().endswith((".txt", ".zip")) or len(opened.members) == 1]


def _member_score(member: Member) -> float:
    text = decode_head(member.head())
    if text.lstrip(MARKS + " \n\r\t")[:1] in ("{", "<"):
        return 0.0
    found, named = 0, report.is_named_by_app(member.name)
    for raw in text.replace("\r", "\n").split("\n")[:_LOOK]:
        line = raw.lstrip(MARKS)
        head = read_head(line)
        if head is not None and (named or ":" in line[head.end :] or is_encryption_notice(line[head.end :])):
            return _SURE
        found += head is not None
    return _UNSURE if found >= 3 else 0.0


def _choose(opened: Opened, options: ReadOptions) -> Member:
    """The member that is the chat, by content. Raises NeedsAnswer("chat") when several are."""
    texts = _texts(opened)
    scored = [(m, _member_score(m) if len(texts) > 1 else 1.0) for m in texts]
    best = max((score for _, score in scored), default=0.0)
    chats = [m for m, score in scored if score == best and best > 0]
    if not chats:
        raise WrongKind("E228", opened.name, "", NO_DATES)
    named = [m for m in chats if options.chat in (m.name, m.name.rsplit("/", 1)[-1])]
    if named or len(chats) == 1:
        return (named or chats)[0]
    choices = [Choice(m.name, words("{n} bytes", n=m.size)) for m in chats]
    raise NeedsAnswer("chat", words("There is more than one chat here. Which one?"), choices, opened.name)
