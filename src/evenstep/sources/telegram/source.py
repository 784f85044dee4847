"""Telegram Desktop's JSON export: one chat or all of them; calls and dated reactions are events too."""

from __future__ import annotations

import re
from typing import Final

from evenstep.errors import Choice, InputError, NeedsAnswer
from evenstep.events.reading import Note
from evenstep.sources.assemble import Facts, assemble
from evenstep.sources.base import Member, Opened, Parsed, ReadOptions
from evenstep.sources.chats import choose
from evenstep.sources.decode import decode_head
from evenstep.sources.naming import Ids, shown_names
from evenstep.sources.telegram.chats import Export, read_chats
from evenstep.sources.telegram.events import timed_events
from evenstep.sources.telegram.page import HOW_JSON, web_pages
from evenstep.sources.telegram.rows import Chat, rows_of
from evenstep.spoken import words

CERTAIN: Final = re.compile(
    r'"type"\s*:\s*"(personal_chat|bot_chat|saved_messages|private_group|private_supergroup|public_supergroup'
    r'|private_channel|public_channel)"|"personal_information"\s*:\s*\{|"date_unixtime"\s*:'
)
LIKELY: Final = re.compile(r'"(messages|chats)"\s*:\s*[\[{]')
OWN_FIELDS: Final = re.compile(r'"from_id"\s*:|"actor_id"\s*:|Telegram|"text_entities"\s*:')
ONE_TO_ONE: Final = ("personal_chat", "bot_chat")


class Telegram:
    """``result.json`` of Telegram Desktop, single chat or full export."""

    @property
    def name(self) -> str:
        """The source's name in the events table."""
        return "telegram"

    def score(self, opened: Opened) -> float:
        """1 for fields only Telegram writes, 0.7 for its shape, 0.5 for its web pages (which are refused), else 0."""
        best = max((_score(member) for member in opened.members), default=0.0)
        return best or 0.5 * bool(web_pages(opened))

    def parse(self, opened: Opened, options: ReadOptions) -> Parsed:
        """Read the chats. Raises InputError, NeedsAnswer("chat"), ("zone"), ("member") or ("encoding").

        ``source_line`` is the number of the record in the file. ``seen`` counts message records
        and, as records of their own, the dated reactions they carry.
        """
        member = _one_member(opened)
        export = read_chats(member, options)
        chosen = _choose(export, options, member.name)
        parsed = _parse(export, chosen, member, options)
        if options.progress is not None:
            options.progress(member.size, member.size)
        return parsed


def _score(member: Member) -> float:
    if not member.name.lower().endswith((".json", ".txt")) and member.size > 2**20 and "." in member.name:
        return 0.0
    text = decode_head(member.head()).lstrip("\ufeff \t\r\n")
    if text.startswith("[") and CERTAIN.search(text) and OWN_FIELDS.search(text):
        return 0.9
    if not text.startswith("{"):
        return 0.0
    if CERTAIN.search(text) and (LIKELY.search(text) or '"personal_information"' in text):
        return 1.0
    return 0.7 if LIKELY.search(text) and OWN_FIELDS.search(text) else 0.0


def _one_member(opened: Opened) -> Member:
    ours = [member for member in opened.members if _score(member) > 0]
    if not ours:
        raise InputError("E272", opened.name, detail=HOW_JSON)
    if len(ours) > 1:
        choices = [Choice(m.name, words("{n} bytes", n=m.size)) for m in ours[:50]]
        raise NeedsAnswer(
            "member", words("This zip holds more than one Telegram export. Which one?"), choices, opened.name
        )
    return ours[0]


def _choose(export: Export, options: ReadOptions, file: str) -> list[tuple[str, Chat]]:
    """(conversation_id, chat) for each chat that is wanted. Raises NeedsAnswer("chat") for an unknown one."""
    named: list[tuple[str, Chat]] = []
    ids = Ids()
    for number, chat in enumerate(export.chats, start=1):
        base = f"telegram:{chat.id or chat.name or f'chat {number}'}"
        named.append((ids.free(base), chat))
    wanted = {id(chat) for chat in choose("telegram", export.chats, options, file)}
    return [pair for pair in named if id(pair[1]) in wanted]


def _parse(export: Export, chosen: list[tuple[str, Chat]], member: Member, options: ReadOptions) -> Parsed:
    rows = rows_of(chosen, export.rows.frame())
    keys = rows["key"].unique(maintain_order=True).to_list()
    names, cleaned = shown_names(export.names, keys)
    timed = timed_events(rows, names, options, member.name)
    rejects = [reject for _, chat in chosen for reject in chat.rejects] + timed.rejects
    undated = sum(chat.undated for _, chat in chosen)
    facts = Facts(
        file=member.name,
        source="telegram",
        seen=sum(chat.records for _, chat in chosen) + rows["target"].count(),
        system=sum(chat.system for _, chat in chosen),
        rejects=sorted(rejects, key=lambda reject: reject[3] or 0),
        zone=timed.zone,
        zone_decided_by=timed.zone_decided_by if keys else "",
        encoding=export.encoding,
        title=chosen[0][1].name or None if len(chosen) == 1 else None,
        me=_me(export, chosen, names, options),
        notes=[
            *export.notes,
            *timed.notes,
            *([Note("E203", "", "names", cleaned)] if cleaned else []),
            *([Note("E240", "", f"{undated:,}", undated)] if undated else []),
            *_missing(chosen),
        ],
        capped=frozenset(conversation_id for conversation_id, chat in chosen if chat.told.cleared),
    )
    return assemble(timed.events, facts, options.limits)


def _missing(chosen: list[tuple[str, Chat]]) -> list[Note]:
    """What notices tell of messages that are not there."""
    fading = sum(chat.told.fading for _, chat in chosen)
    cleared = sum(chat.told.cleared for _, chat in chosen)
    return [
        *([Note("E238", "", "", fading)] if fading else []),
        *([Note("E273", "", words("what came before was deleted"), cleared)] if cleared else []),
    ]


def _me(export: Export, chosen: list[tuple[str, Chat]], names: dict[str, str], options: ReadOptions) -> str | None:
    """The owner's shown name: as given (a name or an id), as the full export says, or whoever is not the partner."""
    if options.me is not None:
        return names.get(options.me) or names.get(f"user{options.me}")
    if export.owner is not None:
        return names.get(export.owner)
    chat = chosen[0][1]
    if len(chosen) != 1 or chat.fields.get("type") not in ONE_TO_ONE or not chat.id:
        return None
    others = names.keys() - {f"user{chat.id}"}
    return names[others.pop()] if len(others) == 1 else None
