"""Instagram's download until 2020: ``messages.json``, a list of conversations with the newest message first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

from evenstep.errors import EvenstepError
from evenstep.sources.base import Member, Opened, Parsed, ReadOptions
from evenstep.sources.chats import Chat, Export, parsed
from evenstep.sources.decode import decode_head
from evenstep.sources.instagram.record import Recorder
from evenstep.sources.json_text import EndsEarly, JsonText, whole
from evenstep.sources.naming import CONTROLS, Ids
from evenstep.sources.record_stream import RecordStream, whole_json
from evenstep.sources.timeline import Line

LISTS: Final = re.compile(r'"conversation"\s*:\s*\[')
OWN_FIELDS: Final = re.compile(r'"participants"\s*:\s*\[|"sender"\s*:')
TIME_SIGN: Final = re.compile(r'"created_at"\s*:\s*"')
DIRECT: Final = 2
LONGEST_ID: Final = 200
SMALL: Final = 2**22


class Instagram:
    """``messages.json`` beside ``profile.json``, which says whose it is; later downloads are read by Meta."""

    @property
    def name(self) -> str:
        """The source's name in the events table."""
        return "instagram"

    def score(self, opened: Opened) -> float:
        """1 for a list of conversations with this layout's fields, else 0."""
        return 1.0 if any(_is_ours(member) for member in _texts(opened)) else 0.0

    def parse(self, opened: Opened, options: ReadOptions) -> Parsed:
        """Read all conversations. Raises InputError, NeedsAnswer("chat"), ("zone") or ("encoding").

        ``source_line`` is the number of the message in the file. ``seen`` counts messages and the
        dated likes they carry.
        """
        members = [member for member in _texts(opened) if _is_ours(member)]
        stream = RecordStream(options, sum(member.size for member in members))
        reader = _Reader(stream)
        for member in members:
            reader.read(member)
        file = members[0].name if len(members) == 1 else opened.name
        made = parsed(reader.export(file, _owner(opened, options)), options)
        if options.progress is not None:
            options.progress(stream.total_bytes, stream.total_bytes)
        return made


class _Reader:
    """Walks the files: each conversation has the names of its people and its messages."""

    def __init__(self, stream: RecordStream) -> None:
        self.stream = stream
        self.recorder = Recorder()
        self.chats: dict[str, Chat] = {}
        self._people: list[frozenset[str]] = []
        self._ids = Ids()

    def read(self, member: Member) -> None:
        """Read one file; of one that ends early, what was complete. Raises InputError E221 or E223."""
        source = self.stream.text(member)
        count = 0

        def one(start: int) -> int:
            nonlocal count
            count += 1
            return self._conversation(source, start, f"/{count - 1}")

        try:
            source.finish(source.array(source.skip(0), one))
        except EndsEarly as cut:
            self.stream.cut(source, cut.at)
        self.stream.done(member, source)

    def export(self, file: str, owner: str) -> Export:
        """All that was read, ready to be put together; it belongs to ``owner``, or whoever is everywhere."""
        common = frozenset.intersection(*self._people) if self._people else frozenset()
        alone = next(iter(common)) if len(common) == 1 and len(self._people) > 1 else None
        me = owner or alone
        chats = [chat for chat in self.chats.values() if chat.seen]
        for chat in chats:
            if chat.pair is not None:
                chat.name = ", ".join(key for key in chat.pair if key != me)
        notes = self.stream.all_notes()
        return Export("instagram", file, chats, self.recorder.names, 0.001, self.stream.encoding, notes, me)

    def _conversation(self, source: JsonText, at: int, place: str) -> int:
        chat, fields = Chat(place), dict[str, Any]()
        self.chats[f"{source.file}{place}"] = chat
        self.recorder.groups = []

        def messages(start: int) -> int:
            listed = f"{place}/conversation"
            return self.stream.array(
                source, start, listed, chat, lambda record, number: self.recorder.read(record, number, chat)
            )

        try:
            return source.object(at, fields, {"conversation": messages})
        finally:
            self._describe(chat, fields, self.recorder.groups)

    def _describe(self, chat: Chat, fields: dict[str, Any], groups: list[list[Line]]) -> None:
        """The conversation's id, which is its people; its lines, the oldest message first."""
        listed = fields.get("participants")
        told = [name.strip() for name in listed if isinstance(name, str)] if isinstance(listed, list) else []
        people = sorted({name for name in told if name} or {line.sender for group in groups for line in group})
        base = CONTROLS.sub("", whole(", ".join(people)))[:LONGEST_ID] or chat.id
        chat.id = self._ids.free(base)
        if len(people) == DIRECT:
            chat.pair = (people[0], people[1])
        if groups:
            self._people.append(frozenset(people))
        ordered = groups[::-1] if _newest_first(groups) else groups
        chat.lines = [line._replace(chat=f"instagram:{chat.id}") for group in ordered for line in group]


def _newest_first(groups: Sequence[list[Line]]) -> bool:
    times = [group[0].utc or group[0].local or 0 for group in groups]
    return sum(one > other for one, other in pairwise(times)) > (len(times) - 1) / 2


def _texts(opened: Opened) -> list[Member]:
    return [m for m in opened.members if m.name.lower().endswith(".json") or len(opened.members) == 1]


def _is_ours(member: Member) -> bool:
    head = decode_head(member.head()).lstrip("\ufeff \t\r\n")
    return head.startswith("[") and all(sign.search(head) for sign in (LISTS, OWN_FIELDS, TIME_SIGN))


def _owner(opened: Opened, options: ReadOptions) -> str:
    """The user name in profile.json; "" where there is none."""
    profile = next((m for m in opened.members if m.name.rpartition("/")[2] == "profile.json"), None)
    if profile is None or profile.size > SMALL:
        return ""
    try:
        told = whole_json(profile, options)
    except (EvenstepError, EndsEarly):
        return ""
    name = told.get("username") if isinstance(told, dict) else None
    return whole(name).strip() if isinstance(name, str) else ""
