"""One Matrix event to a line, or to what it says of another one: an edit, a removal, how a call went."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from evenstep.sources.chats import Chat, Unusable
from evenstep.sources.json_text import JsonText, is_endless
from evenstep.sources.matrix.calls import Calls
from evenstep.sources.record_stream import RecordStream
from evenstep.sources.timeline import Line

MESSAGES: Final = {"m.image": "media", "m.video": "media", "m.file": "media", "m.location": "location"}
WORDS: Final = frozenset({"m.text", "m.emote", "m.notice"})
POLLS: Final = frozenset({"m.poll.start", "m.poll", "org.matrix.msc3381.poll.start"})
GROUP_CALLS: Final = frozenset(
    {
        "m.call.notify",
        "m.rtc.notification",
        "org.matrix.msc4075.call.notify",
        "org.matrix.msc4075.rtc.notification",
    }
)
VOICE: Final = ("org.matrix.msc3245.voice", "m.voice", "org.matrix.msc3245.voice.v2")
AUDIO: Final = ("org.matrix.msc1767.audio", "m.audio_details")
LOCATION: Final = ("m.location", "org.matrix.msc3488.location")
LATEST_MS: Final = 10**14
LONGEST_MS: Final = 31_536_000_000
QUOTED: Final = re.compile(r"(?:> ?+[^\n]*+(?:\n|\Z))++\n?")


@dataclass(frozen=True)
class Edit:
    """A later version of a message, which only its own sender may make."""

    sender: str
    utc: int
    text: str


class Recorder:
    """Reads events into lines. ``names``: user id -> the latest name; ``edits``, ``removed``: by event id."""

    def __init__(self, stream: RecordStream) -> None:
        self.names: dict[str, str] = {}
        self.edits: dict[str, list[Edit]] = {}
        self.removed: set[str] = set()
        self.calls = Calls()
        self.room = ""
        self._stream = stream
        self._seen: set[str] = set()

    def read(self, record: Any, number: int, chat: Chat, source: JsonText) -> bool:
        """Append the event's line; False when it is a notice or belongs to another event. Raises Unusable."""
        if not isinstance(record, dict):
            raise Unusable("E227", "", "not a record")
        if isinstance(record.get("decrypted"), dict):  # beside it stands the same event as it was sent
            record = record["decrypted"]
        kind, content = record.get("type"), record.get("content")
        if not isinstance(kind, str):
            raise Unusable("E227", "/type")
        if not isinstance(content, dict | None):
            raise Unusable("E227", "/content")
        content = content or {}
        event_id = _text(record.get("event_id"))
        if not self.room:
            self.room = _text(record.get("room_id")) or ""
        sender, utc = self._sender(record), _time(record.get("origin_server_ts"))
        if event_id is not None:
            if event_id in self._seen:
                chat.already_there += 1
                return True
            self._seen.add(event_id)
        line = self._line(record, kind, content, Line("", sender, "other", utc, None, number, id=event_id), source)
        if line is None:
            return False
        self.names.setdefault(sender, sender)
        chat.lines.append(line)
        return True

    def _line(
        self, record: dict[str, Any], kind: str, content: dict[str, Any], line: Line, source: JsonText
    ) -> Line | None:
        """The event, or None when it is none of its own."""
        if kind in ("m.room.member", "m.room.redaction"):
            self._note(record, kind, content)
            return None
        if kind.startswith("m.call.") and self.calls.note(kind, content, line):
            return None
        removed = _is_removed(record)
        if kind in ("m.room.message", "m.sticker", "m.room.encrypted", *POLLS):
            return self._message(record, kind, content, line, source, removed=removed)
        if kind == "m.reaction" and not removed:
            target = _relation(content).get("event_id")
            return line._replace(kind="reaction", reply=target if isinstance(target, str) else "")
        return line._replace(kind="call") if kind == "m.call.invite" or kind in GROUP_CALLS else None

    def _message(
        self, record: dict[str, Any], kind: str, content: dict[str, Any], line: Line, source: JsonText, *, removed: bool
    ) -> Line | None:
        if removed:
            return line._replace(kind="deleted")
        relation = _relation(content)
        target = relation.get("event_id")
        if relation.get("rel_type") == "m.replace" and isinstance(target, str):
            newer = content.get("m.new_content")
            text = self._words(newer if isinstance(newer, dict) else content, source)
            self.edits.setdefault(target, []).append(Edit(line.sender, line.utc or 0, text))
            return None
        if kind == "m.room.message" and str(content.get("msgtype")).startswith("m.key."):
            return None
        what, text, seconds = self._what(kind, content, source)
        reply = _reply(relation)
        if reply is not None and text.startswith(">"):
            text = QUOTED.sub("", text, count=1)  # the message it answers is quoted above it for older apps
        return line._replace(kind=what, text=text, duration_s=seconds, reply=reply, edited=_is_edited(record))

    def _what(self, kind: str, content: dict[str, Any], source: JsonText) -> tuple[str, str, float | None]:
        """(kind, words, seconds)."""
        if kind == "m.sticker":
            return "sticker", "", None
        if kind in POLLS:
            return "poll", "", None
        message = content.get("msgtype")
        if message == "m.audio":
            voice = "voice" if any(mark in content for mark in VOICE) else "media"
            return voice, self._caption(content, source), _seconds(content)
        if isinstance(message, str) and message in MESSAGES:
            seconds = _seconds(content) if message == "m.video" else None
            return MESSAGES[message], self._caption(content, source), seconds
        if any(mark in content for mark in LOCATION):
            return "location", "", None
        text = self._words(content, source) if isinstance(message, str) and message in WORDS else ""
        return ("text" if text else "other"), text, None

    def _caption(self, content: dict[str, Any], source: JsonText) -> str:
        """What is written below a picture or a file: the body is words where the file's name stands beside it."""
        name, body = content.get("filename"), content.get("body")
        return self._words(content, source) if isinstance(name, str) and body != name else ""

    def _words(self, content: dict[str, Any], source: JsonText) -> str:
        body = content.get("body")
        if body is None:
            return ""
        if not isinstance(body, str):
            raise Unusable("E227", "/content/body")
        return self._stream.clean(source, body)

    def _sender(self, record: dict[str, Any]) -> str:
        sender = record.get("sender")
        if sender is None or sender == "":
            raise Unusable("E230", "/sender")
        text = _text(sender)
        if text is None:
            raise Unusable("E207" if is_endless(sender) else "E227", "/sender")
        return text

    def _note(self, record: dict[str, Any], kind: str, content: dict[str, Any]) -> None:
        """Who is called what, and which event was removed."""
        if kind == "m.room.redaction":
            target = _text(record.get("redacts")) or _text(content.get("redacts"))
            self.removed |= {target} if target else set()
            return
        who, name = _text(record.get("state_key")), _text(content.get("displayname"))
        if who and name and name.strip():
            self.names[who] = name


def _text(value: Any) -> str | None:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else None


def _time(value: Any) -> int:
    """Microseconds since 1970. Raises Unusable E226, E207 or E225."""
    if value is None:
        raise Unusable("E226", "/origin_server_ts")
    if is_endless(value):
        raise Unusable("E207", "/origin_server_ts")
    if isinstance(value, float) and value.is_integer() and abs(value) < LATEST_MS:
        value = int(value)
    if type(value) is not int:
        raise Unusable("E225", "/origin_server_ts")
    if not 0 < value < LATEST_MS:
        raise Unusable("E226", "/origin_server_ts")
    return int(value) * 1_000


def _seconds(content: dict[str, Any]) -> float | None:
    given = (content.get(part) for part in ("info", *AUDIO))
    value = next((one["duration"] for one in given if isinstance(one, dict) and "duration" in one), None)
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= LONGEST_MS:
        return None
    return float(value / 1_000)


def _relation(content: dict[str, Any]) -> dict[str, Any]:
    relation = content.get("m.relates_to")
    return relation if isinstance(relation, dict) else {}


def _reply(relation: dict[str, Any]) -> str | None:
    """The event it answers: the quoted one, else the first of its thread."""
    quoted = relation.get("m.in_reply_to")
    target = quoted.get("event_id") if isinstance(quoted, dict) else None
    if relation.get("rel_type") == "m.thread" and (target is None or relation.get("is_falling_back") is True):
        target = relation.get("event_id")
    return target if isinstance(target, str) else None


def _is_removed(record: dict[str, Any]) -> bool:
    unsigned = record.get("unsigned")
    because = isinstance(unsigned, dict) and isinstance(unsigned.get("redacted_because"), dict)
    return because or isinstance(record.get("redacted_because"), dict) or record.get("content") == {}


def _is_edited(record: dict[str, Any]) -> bool:
    unsigned = record.get("unsigned")
    relations = unsigned.get("m.relations") if isinstance(unsigned, dict) else None
    return isinstance(relations, dict) and bool(relations.get("m.replace"))
