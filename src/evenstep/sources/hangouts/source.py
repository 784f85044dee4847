"""Google Hangouts from Takeout: every conversation of Hangouts.json, read event by event, in the order of time."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, Final

from evenstep.sources.base import Member, Opened, Parsed, ReadOptions
from evenstep.sources.chats import Chat, Export, Unusable, only, parsed
from evenstep.sources.decode import decode_head
from evenstep.sources.hangouts.calls import BOTH, settled
from evenstep.sources.hangouts.record import Recorder
from evenstep.sources.json_text import EndsEarly, JsonText, whole
from evenstep.sources.naming import CONTROLS
from evenstep.sources.record_stream import RecordStream

LISTS: Final = re.compile(r'"(?:conversations|conversation_state)"\s*:\s*\[')
OWN_FIELDS: Final = re.compile(r'"(?:self_conversation_state|participant_data|chat_message|hangout_event)"\s*:')
LONGEST_ID: Final = 200


class Hangouts:
    """``Hangouts.json``: ``conversations`` with ``events`` since about 2017, ``conversation_state`` before."""

    @property
    def name(self) -> str:
        """The source's name in the events table."""
        return "hangouts"

    def score(self, opened: Opened) -> float:
        """1 for a list of conversations with Hangouts' own fields, else 0."""
        return max((_score(member) for member in _texts(opened)), default=0.0)

    def parse(self, opened: Opened, options: ReadOptions) -> Parsed:
        """Read all conversations. Raises InputError, NeedsAnswer("chat"), ("member") or ("encoding").

        ``source_line`` is the number of the event in the file. The end of a call belongs to its start
        and is counted as a notice.
        """
        member = only([each for each in _texts(opened) if _score(each) > 0], opened)
        stream = RecordStream(options, member.size)
        reader = _Reader(stream)
        reader.read(member)
        made = parsed(reader.export(member.name), options)
        if options.progress is not None:
            options.progress(member.size, member.size)
        return made


class _Reader:
    """Walks the file: a list of conversations, each with what it is and its events."""

    def __init__(self, stream: RecordStream) -> None:
        self.stream = stream
        self.recorder = Recorder()
        self.chats: list[Chat] = []
        self._me: Counter[str] = Counter()

    def read(self, member: Member) -> None:
        """Read all; of a file that ends early, what was complete. Raises InputError E221 or E223."""
        source = self.stream.text(member)
        try:
            lists = {
                key: (lambda at, key=key: self._conversations(source, at, f"/{key}"))
                for key in ("conversations", "conversation_state")
            }
            source.finish(source.object(source.skip(0), {}, lists))
        except EndsEarly as cut:
            self.stream.cut(source, cut.at)
        self.stream.done(member, source)

    def export(self, file: str) -> Export:
        """All that was read, ready to be put together."""
        me = next((key for key, _ in self._me.most_common(1)), None)
        found = _joined([chat for chat in self.chats if chat.seen])
        for chat in found:
            chat.lines.sort(key=lambda line: line.utc or 0)  # the server's own time; the file's order is not always it
            chat.lines, ended = settled(chat.lines)
            chat.system += ended
            if not chat.name and chat.pair is not None:
                chat.name = ", ".join(self.recorder.names.get(key, "") for key in chat.pair if key != me)
        return Export(
            "hangouts", file, found, self.recorder.names, 0.001, self.stream.encoding, self.stream.all_notes(), me
        )

    def _conversations(self, source: JsonText, at: int, place: str) -> int:
        count = 0

        def one(start: int) -> int:
            nonlocal count
            place_of_one = f"{place}/{count}"
            count += 1
            return self._conversation(source, start, place_of_one)

        return source.array(at, one)

    def _conversation(self, source: JsonText, at: int, place: str) -> int:
        """One conversation; the older layout has its events one level deeper."""
        chat = Chat(f"conversation {len(self.chats) + 1}")
        self.chats.append(chat)
        fields: dict[str, Any] = {}

        def events(start: int, name: str) -> int:
            return self.stream.array(
                source, start, f"{place}/{name}", chat, lambda record, number: self.recorder.read(record, number, chat)
            )

        def deeper(start: int) -> int:
            if source.text[start : start + 1] != "{":
                return source.value(start)[1]
            return source.object(start, fields, {"event": lambda at: events(at, "conversation_state/event")})

        try:
            return source.object(
                at, fields, {"events": lambda start: events(start, "events"), "conversation_state": deeper}
            )
        finally:
            self._describe(chat, fields)

    def _describe(self, chat: Chat, fields: dict[str, Any]) -> None:
        """What the conversation says of itself: its id, its name, its people, and whose account it is."""
        outer = _object(fields.get("conversation"))
        about = _object(outer.get("conversation")) or outer
        for id_of in (about.get("id"), outer.get("conversation_id"), fields.get("conversation_id")):
            told = _object(id_of).get("id")
            if isinstance(told, str) and told.strip():
                chat.id = CONTROLS.sub("", whole(told))[:LONGEST_ID]
                break
        name = about.get("name")
        chat.name = whole(name).strip() if isinstance(name, str) else ""
        chat.lines = [line._replace(chat=f"hangouts:{chat.id}") for line in chat.lines]
        people = [self._named(each) for each in _listed(about.get("participant_data"))]
        two = list(dict.fromkeys(key for key in people if key))
        if len(two) == BOTH and "ONE_TO_ONE" in str(about.get("type")):
            chat.pair = (two[0], two[1])
        state = _object(_object(about.get("self_conversation_state")).get("self_read_state"))
        me = self._key(state.get("participant_id"))
        self._me.update([me] if me else [])

    def _named(self, someone: Any) -> str:
        """The key of a participant, whose name (of somebody reached by SMS: the number) is remembered."""
        about = _object(someone)
        key = self._key(about.get("id"))
        name = about.get("fallback_name") or _object(about.get("phone_number")).get("e164")
        if key and isinstance(name, str) and name.strip():
            self.recorder.names[key] = whole(name).strip()
        return key

    def _key(self, someone: Any) -> str:
        """The key of somebody whom a conversation names; "" when it names nobody."""
        try:
            return self.recorder.person(someone)
        except Unusable:
            return ""


def _texts(opened: Opened) -> list[Member]:
    return [m for m in opened.members if m.name.lower().endswith(".json") or len(opened.members) == 1]


def _score(member: Member) -> float:
    head = decode_head(member.head()).lstrip("\ufeff \t\r\n")
    return 1.0 if head.startswith("{") and LISTS.search(head) and OWN_FIELDS.search(head) else 0.0


def _joined(chats: list[Chat]) -> list[Chat]:
    """Pieces of one conversation as one: its id may stand in the file more than once."""
    found: dict[str, Chat] = {}
    for chat in chats:
        first = found.setdefault(chat.id, chat)
        if first is not chat:
            first.lines += chat.lines
            first.rejects += chat.rejects
            first.seen += chat.seen
            first.system += chat.system
            first.already_there += chat.already_there
    return list(found.values())


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
