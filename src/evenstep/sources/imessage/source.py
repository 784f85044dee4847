"""Messages: chat.db of a Mac or sms.db of an iPhone's backup with the log beside it, or imessage-exporter's texts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from evenstep.errors import Choice, InputError, NeedsAnswer
from evenstep.events.reading import Note
from evenstep.sources.base import Member, Opened, Parsed, ReadOptions
from evenstep.sources.chats import Chat, Export, parsed
from evenstep.sources.imessage.calls import add_calls, call_lists, call_place, read_calls
from evenstep.sources.imessage.messages import TABLE, Around, Home, Messages
from evenstep.sources.imessage.people import ME, Key, People, read_people
from evenstep.sources.imessage.placing import place
from evenstep.sources.imessage.rows import attached_kinds
from evenstep.sources.imessage_text.source import read_texts, texts
from evenstep.sources.sqlite.database import MAGIC, Database, read_database
from evenstep.sources.sqlite.schema_pages import names_table
from evenstep.spoken import words

NEEDED: Final = ("message", "chat", "chat_message_join")
TABLES: Final = (
    *(*NEEDED, "handle", "chat_handle_join", "attachment", "message_attachment_join"),
    "chat_recoverable_message_join",
)
SIGN: Final = b"chat_message_join"
HEAD_BYTES: Final = 4 * 2**20
KEPT_DAYS: Final = (30, 365)
"""The app's own settings for how long messages are kept."""

SLACK: Final = timedelta(days=2)


class IMessage:
    """``chat.db``, ``sms.db``, the list of calls, or texts; a 1:1 chat over iMessage and SMS is one conversation."""

    @property
    def name(self) -> str:
        """The source's name in the events table."""
        return "imessage"

    def score(self, opened: Opened) -> float:
        """1 for a SQLite file with the tables of Messages or of calls, and for imessage-exporter's header; else 0."""
        return 1.0 if _databases(opened) or call_lists(opened) or texts(opened) else 0.0

    def parse(self, opened: Opened, options: ReadOptions) -> Parsed:
        """Read all chats. Raises InputError E251–E254 and E294, NeedsAnswer("member"), ("chat") and ("zone").

        ``source_line`` is the row number of the message. A person is a handle, whoever owns the database is "Me".
        """
        databases = _databases(opened)
        if not databases and (calls := call_lists(opened)):
            return read_calls(opened, calls, options)
        if not databases:
            return read_texts(texts(opened), opened, options)
        member = _one(databases, opened.name)
        found, notes = read_database(opened, member, TABLES, lambda database: _read(database, options))
        found.chats[0].rejects += found.messages.apart.rejects if options.chat is None else []
        found.chats[0].seen += found.messages.apart.seen if options.chat is None else 0
        kept = _kept_days(found)
        calls, rows = call_lists(opened), found.messages.last
        notes += add_calls(opened, calls, found.chats, rows)
        names = found.names | {chat.id: chat.id for chat in found.chats if calls and chat.pair}
        export = Export(
            source="imessage",
            file=member.name,
            chats=found.chats if kept is None else [replace(chat, capped=True) for chat in found.chats],
            names=names,
            resolution_s=found.messages.resolution_s,
            notes=[*notes, *found.people.notes, *found.messages.notes(), *([] if kept is None else [kept])],
            me=ME,
            place=lambda number: (
                (member.name, f"{TABLE}, row {number:,}") if number <= rows else call_place(calls, number - rows)
            ),
        )
        return parsed(export, options)


@dataclass(frozen=True)
class _Found:
    people: People
    messages: Messages
    chats: list[Chat]
    names: dict[str, str]


def _databases(opened: Opened) -> list[Member]:
    """The members that are Messages' databases; a small one may have all of its tables in the log."""
    logs = {member.name: member for member in opened.members if member.name.endswith("-wal")}
    found = []
    for member in opened.members:
        if member.size >= len(MAGIC) and member.head(len(MAGIC)) == MAGIC:
            log = logs.get(f"{member.name}-wal")
            if names_table(member, SIGN, HEAD_BYTES) or (log is not None and SIGN in log.head(HEAD_BYTES)):
                found.append(member)
    return found


def _one(databases: list[Member], name: str) -> Member:
    if len(databases) > 1:
        choices = [Choice(each.name, words("{n} bytes", n=each.size)) for each in databases[:50]]
        raise NeedsAnswer(
            "member", words("There is more than one database of Messages here. Which one?"), choices, name
        )
    return databases[0]


def _read(database: Database, options: ReadOptions) -> _Found:
    missing = [table for table in NEEDED if not database.has(table)]
    if missing:
        raise InputError("E253", database.file, detail=words("the table {name} is missing", name=missing[0]))
    people = read_people(database)
    chats = people.all_chats
    if not chats:
        raise InputError("E110", database.file, detail=words("the export holds no chats"))
    joined = _joined(database, people, "chat_message_join")
    waiting = _joined(database, people, "chat_recoverable_message_join")
    gone = frozenset(waiting.keys() - joined.keys())
    around = Around(waiting | joined, people.handles, attached_kinds(database), gone)
    messages = Messages(around, options, database.file)
    messages.read(database)
    place(messages, chats)
    names = {key: key for key in people.handles.values()} | {chat.pair[1]: chat.pair[1] for chat in chats if chat.pair}
    return _Found(people, messages, chats, names | {ME: ME})


def _joined(database: Database, people: People, table: str) -> dict[Key, Home]:
    """Row of a message -> its chat, the last when it stands in several."""
    joined: dict[Key, Home] = {}
    if database.has(table):
        homes = {row: Home(chat, f"imessage:{chat.id}") for row, chat in people.chats.items()}
        for batch in database.rows(table, ("message_id", "chat_id")):
            joined |= {message: homes[chat] for _, message, chat in batch if chat in homes}
    return joined


def _kept_days(found: _Found) -> Note | None:
    """A note when rows are gone and what is left begins as long before its end as the app was told to keep it."""
    times = [line.utc for line in found.messages.lines if line.utc is not None]
    if not times or found.messages.last <= found.messages.rows:
        return None
    span = timedelta(microseconds=max(times) - min(times))
    for days in KEPT_DAYS:
        if abs(span - timedelta(days=days)) <= SLACK:
            return Note("E238", "", words("they are kept for {n} days, it seems", n=days))
    return None
