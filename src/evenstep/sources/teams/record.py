"""One record of a Teams or Skype conversation to its lines: the message and the dated reactions it carries."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from evenstep.sources.chats import Chat, Unusable
from evenstep.sources.json_text import JsonText, is_endless
from evenstep.sources.record_stream import RecordStream
from evenstep.sources.teams.content import (
    call_of,
    edit_of,
    emoji_count,
    has_picture,
    length_of,
    people_in,
    words_of,
)
from evenstep.sources.teams.joined import CallRow, EditRow
from evenstep.sources.teams.people import BY_NAME, sender_of, shown_name
from evenstep.sources.timeline import Line

NOTICES: Final = ("ThreadActivity/", "Control/", "Signal/", "InviteFree", "Notice", "PopCard", "Translation")
CALLS: Final = ("Event/Call", "Event/ScheduledCall")
KINDS: Final = {
    "RichText/UriObject": "media",
    "RichText/Media_Video": "media",
    "RichText/Media_GenericFile": "media",
    "RichText/Media_AudioMsg": "voice",
    "RichText/Media_FlikMsg": "sticker",
    "RichText/Media_Card": "other",
    "RichText/Location": "location",
    "RichText/Contacts": "other",
    "RichText/ScheduledCallInvite": "other",
    "Event/SkypeVideoMessage": "media",
    "Poll": "poll",
}
NO_EVENT: Final = frozenset({"RichText/Media_CallRecording", "RichText/Media_CallTranscript", "RichText/Media_Album"})
"""What follows from a call, and the frame of an album: each of its pictures is a record of its own."""

NO_REACTION: Final = "reactionsConsumptionHorizon"  # how far the reactions were seen
MOMENT: Final = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?\s*(Z|[+-]\d\d:?\d\d)?", re.A | re.I
)
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)
LONGEST_MOMENT: Final = 40
LATEST_MS: Final = 10**14


class Recorder:
    """Reads records into lines. ``names``: sender key -> latest name; ``calls``, ``edits``: of the chat being read."""

    def __init__(self, stream: RecordStream) -> None:
        self.names: dict[str, str] = {}
        self.calls: list[CallRow] = []
        self.edits: list[EditRow] = []
        self._stream = stream

    def read(self, record: Any, number: int, chat: Chat, source: JsonText) -> bool:
        """Append the record's lines; False when it is a notice. Raises Unusable."""
        if not isinstance(record, dict):
            raise Unusable("E227", "", "not a record")
        what = record.get("messagetype")
        if not isinstance(what, str):
            raise Unusable("E227", "/messagetype")
        if what.startswith(NOTICES) or what in NO_EVENT:
            return False
        utc, local = moment(record.get("originalarrivaltime"))
        properties = _properties(record.get("properties"))
        sender = self._sender(record, properties, source)
        if sender.startswith(("19:", "48:", "28:")) and what not in CALLS:
            return False  # the conversation itself, an app or a bot
        content = record.get("content")
        if content is not None and not isinstance(content, str):
            raise Unusable("E227", "/content")
        record_id = _id(record.get("id"))
        line = Line("", sender, "other", utc, local, number, id=record_id)
        line = self._filled(line, what, self._stream.clean(source, content or ""), properties, chat)
        chat.lines.append(line)
        self._reactions(properties.get("emotions"), line, chat)
        return True

    def _filled(self, line: Line, what: str, content: str, properties: dict[str, Any], chat: Chat) -> Line:
        """The line with its kind, words, length, and what it answers."""
        if properties.get("deletetime") not in (None, 0, "0", ""):
            return line._replace(kind="deleted")
        edited = properties.get("edittime") not in (None, 0, "0", "")
        if "<part " in content or "<roster " in content:
            self._meet(content)
        if what in CALLS:
            state, call_id, seconds = call_of(content)
            self.calls.append(CallRow(state, call_id, len(chat.lines)))
            return line._replace(kind="missed_call" if state == "missed" else "call", duration_s=seconds)
        if what in KINDS:
            kind = KINDS[what]
            if kind == "media" and "Audio." in content[:500]:
                kind = "voice"
            return line._replace(kind=kind, duration_s=length_of(content), edited=edited)
        return self._worded(line._replace(edited=edited), what, content, properties, len(chat.lines))

    def _worded(self, line: Line, what: str, content: str, properties: dict[str, Any], place: int) -> Line:
        """The same for what was written by hand."""
        mark = edit_of(content)
        if mark is not None:
            content = mark[0]
            if not line.edited:
                self.edits.append(EditRow(place, mark[1], mark[2]))
                line = line._replace(edited=True)
        text, reply = words_of(content, tags=what.startswith("RichText"))
        if text:
            return line._replace(kind="text", text=text, reply=reply)
        if mark is not None and not content.strip():
            return line._replace(kind="deleted", edited=False)
        kind = "media" if has_picture(content) or properties.get("files") else "other"
        if kind == "other" and emoji_count(content):
            kind = "text"
        return line._replace(kind=kind, reply=reply)

    def _meet(self, content: str) -> None:
        """Names of those who were in a call or can be mentioned, where they have none yet."""
        for key, name in people_in(content):
            self.names[key] = self.names.get(key) or name

    def _sender(self, record: dict[str, Any], properties: dict[str, Any], source: JsonText) -> str:
        key = self._stream.clean(source, sender_of(record, properties))
        name = shown_name(record)
        if name:
            self.names[key] = self._stream.clean(source, name)
        return key

    def _reactions(self, emotions: Any, line: Line, chat: Chat) -> None:
        """One line for each reaction that says who and when; the others are counted."""
        if isinstance(emotions, str):
            emotions = _json(emotions)
        for emotion in emotions if isinstance(emotions, list) else ():
            if not isinstance(emotion, dict) or emotion.get("key") == NO_REACTION:
                continue
            users = emotion.get("users")
            for user in users if isinstance(users, list) else ():
                key, at = _reacted(user)
                if not key or at is None or line.id is None:
                    chat.undated += 1
                    continue
                chat.seen += 1
                if key.startswith(BY_NAME):
                    self.names.setdefault(key, key.removeprefix(BY_NAME))
                chat.lines.append(Line("", key, "reaction", at, None, line.number, reply=line.id))


def _reacted(user: Any) -> tuple[str, int | None]:
    """(who, when) of a reaction; the name stands for whoever has no id there."""
    if not isinstance(user, dict):
        return "", None
    who, name = user.get("mri"), user.get("DisplayName") or user.get("displayName")
    if not isinstance(who, str) or not who:
        who = BY_NAME + name.strip() if isinstance(name, str) and name.strip() else ""
    return who.encode("utf-8", "replace").decode(), _milliseconds(user.get("time"))


def moment(value: Any, place: str = "/originalarrivaltime") -> tuple[int | None, int | None]:
    """(UTC, local) in microseconds since 1970, one of them None. Raises Unusable E226, E207 or E225."""
    if value is None or value == "":
        raise Unusable("E226", place)
    if is_endless(value) or (isinstance(value, str) and len(value) > LONGEST_MOMENT):
        raise Unusable("E207", place)
    match = MOMENT.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise Unusable("E225", place)
    year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
    try:
        when = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        raise Unusable("E226", place) from None
    whole = (when - EPOCH) // MICROSECOND + int((match[7] or "0")[:6].ljust(6, "0"))
    return (whole - _offset(match[8]), None) if match[8] else (None, whole)


def _offset(text: str) -> int:
    """Microseconds of "Z" or "+02:00"."""
    if text in ("Z", "z"):
        return 0
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return (-minutes if text[0] == "-" else minutes) * 60_000_000


def _milliseconds(value: Any) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 16:
        value = int(value)
    return value * 1_000 if type(value) is int and 0 < value < LATEST_MS else None


def _properties(value: Any) -> dict[str, Any]:
    value = _json(value) if isinstance(value, str) else value
    return value if isinstance(value, dict) else {}


def _json(text: str) -> Any:
    """JSON that stands inside a string; None when it is none."""
    try:
        return json.loads(text) if text[:1] in ("[", "{") else None
    except (ValueError, RecursionError):
        return None


def _id(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int) or is_endless(value):
        return None
    return str(value).encode("utf-8", "replace").decode()
