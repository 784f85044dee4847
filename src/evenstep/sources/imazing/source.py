"""iMazing's tables (CSV): Messages or WhatsApp, one file a chat or all in one, and the phone's calls beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from evenstep.errors import Choice, NeedsAnswer
from evenstep.sources.base import Member, Opened, Parsed, ReadOptions
from evenstep.sources.chats import Export, parsed
from evenstep.sources.imazing.rows import Reader, columns_of, kind_of_table
from evenstep.spoken import words

HEAD_BYTES: Final = 4_096
ME: Final = "Me"


class IMazing:
    """The tables of the program iMazing, known by the names of their columns."""

    @property
    def name(self) -> str:
        """The source's name in the events table: most of these tables are of the app Messages."""
        return "imessage"

    def score(self, opened: Opened) -> float:
        """1 for a table with iMazing's columns of messages or of calls, else 0."""
        return float(any(_kind(member) for member in _candidates(opened)))

    def parse(self, opened: Opened, options: ReadOptions) -> Parsed:
        """Read all tables as one phone. Raises NeedsAnswer("zone"), ("chat"), ("member") and InputError E205.

        ``source_line`` is the row as a spreadsheet counts it, counted on from file to file. A message with
        several files stands in several rows, which are one event.
        """
        known = [(member, kind) for member in _candidates(opened) if (kind := _kind(member))]
        members, kinds = [member for member, _ in known], {kind for _, kind in known}
        source = "whatsapp" if "whatsapp" in kinds else "imessage"
        if {"whatsapp", "messages"} <= kinds:
            raise _which(members, opened.name)
        reader = Reader(source, options)
        total = sum(member.size for member in members)
        done = 0
        for member in members:
            reader.read(member)
            done += member.size
            if options.progress is not None:
                options.progress(done, total)
        export = Export(
            source=source,
            file=members[0].name if len(members) == 1 else opened.name,
            chats=reader.settled(),
            names=reader.names,
            resolution_s=1.0,
            encoding=reader.encoding,
            notes=reader.notes,
            me=ME if ME in reader.names else None,
            place=reader.place,
        )
        return parsed(export, options)


def _candidates(opened: Opened) -> list[Member]:
    named = [member for member in opened.members if member.name.lower().endswith(".csv")]
    return named or (list(opened.members) if len(opened.members) == 1 else [])


def _kind(member: Member) -> str:
    return kind_of_table(columns_of(member.head(HEAD_BYTES))[1])


def _which(members: Sequence[Member], name: str) -> NeedsAnswer:
    choices = [Choice(member.name, words("{n} bytes", n=member.size)) for member in members[:50]]
    return NeedsAnswer("member", words("These are tables of several apps. Which one?"), choices, name)
