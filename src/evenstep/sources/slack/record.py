"""One Slack message record to one line: who, when, what kind, how long, and which thread it answers."""

from __future__ import annotations

import re
from typing import Any, Final

from evenstep.sources.chats import Chat, Unusable
from evenstep.sources.json_text import JsonText, is_endless
from evenstep.sources.record_stream import RecordStream
from evenstep.sources.slack.directory import SLACKBOT, Directory, person_name
from evenstep.sources.timeline import Line

FROM_PEOPLE: Final = frozenset(
    {None, "me_message", "file_share", "file_comment", "file_mention", "thread_broadcast", "reply_broadcast"}
)
"""Subtypes of what a person wrote; any other is a notice, but for those below."""

ROOMS: Final = frozenset({"huddle_thread", "sh_room_created", "sh_room_shared"})
LOCKED: Final = "ekm_access_denied"  # a message that is there and cannot be shown
STAMP: Final = re.compile(r"(-?\d{1,20})(?:\.(\d{1,6})\d{0,6})?", re.A)
OWN_ID: Final = re.compile(r"[A-Z][A-Z0-9]+", re.A)
ANGLED: Final = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
LONGEST_STAMP: Final = 30
LATEST_STAMP: Final = 10**11
LONGEST_CALL_S: Final = 31_536_000
NOBODY: Final = "?deleted"
"""The key of whoever wrote a message that was deleted: Slack puts its own name there."""


class Recorder:
    """Reads records into lines. ``names``: sender key -> name; ``first``: chat -> its earliest record."""

    def __init__(self, directory: Directory, stream: RecordStream) -> None:
        self.directory = directory
        self.names = dict(directory.people)
        self.first: dict[str, int] = {}
        self._stream = stream

    def read(self, record: Any, number: int, chat: Chat, source: JsonText) -> bool:
        """Append the record's line; False when it is a notice. Raises Unusable."""
        if not isinstance(record, dict):
            raise Unusable("E227", "", "not a record")
        subtype = record.get("subtype")
        if subtype is not None and not isinstance(subtype, str):
            raise Unusable("E227", "/subtype")
        if record.get("type", "message") != "message":
            return False
        utc, stamp = _stamp(record.get("ts"))
        self.first[chat.id] = min(utc, self.first.get(chat.id, utc))
        line = self._line(record, subtype, utc, number, chat, source)
        if line is None:
            return False
        thread = record.get("thread_ts")
        reply = thread if isinstance(thread, str) and thread != stamp and len(thread) <= LONGEST_STAMP else None
        chat.lines.append(line._replace(id=stamp, reply=reply))
        chat.undated += _reactions(record.get("reactions"))
        return True

    def _line(
        self, record: dict[str, Any], subtype: str | None, utc: int, number: int, chat: Chat, source: JsonText
    ) -> Line | None:
        """The event without its id and thread; None for a notice."""
        key = f"slack:{chat.id}"
        if subtype in ROOMS:
            kind, duration = _call(record.get("room"))
            return Line(key, self._caller(record), kind, utc, None, number, "", duration)
        sender = self._sender(record)
        if subtype == "tombstone":
            return Line(key, NOBODY if sender in ("", SLACKBOT) else sender, "deleted", utc, None, number)
        if subtype not in FROM_PEOPLE and subtype != LOCKED:
            return None
        if sender in self.directory.bots or (isinstance(record.get("bot_id"), str) and sender not in self.names):
            return None
        if not sender:
            raise Unusable("E230")
        if subtype == LOCKED:
            return Line(key, sender, "other", utc, None, number)
        text = self._text(record, source)
        kind, duration = _kind(record, text)
        return Line(key, sender, kind, utc, None, number, text, duration, edited=bool(record.get("edited")))

    def _sender(self, record: dict[str, Any]) -> str:
        """The person's id, "" for none. Raises Unusable E227."""
        sender = record.get("user")
        if sender is None:
            comment = record.get("comment")
            sender = comment.get("user") if isinstance(comment, dict) else None
        if sender is None:
            return ""
        if not isinstance(sender, str):
            raise Unusable("E207" if is_endless(sender) else "E227", "/user")
        profile = record.get("user_profile")
        if isinstance(profile, dict) and not self.names.get(sender):
            self.names[sender] = person_name(profile)
        if sender not in self.names and OWN_ID.fullmatch(sender) is None:
            self.names[sender] = sender  # some programs write names in place of ids
        return sender

    def _caller(self, record: dict[str, Any]) -> str:
        """Who began the huddle: the record itself is often signed by Slack."""
        room = record.get("room")
        created_by = room.get("created_by") if isinstance(room, dict) else None
        sender = created_by if isinstance(created_by, str) and created_by else self._sender(record)
        if not sender or sender == SLACKBOT:
            raise Unusable("E230", "/room/created_by")
        return sender

    def _text(self, record: dict[str, Any], source: JsonText) -> str:
        text = record.get("text")
        if text is None:
            return ""
        if not isinstance(text, str):
            raise Unusable("E227", "/text")
        shown = ANGLED.sub(self._angled, self._stream.clean(source, text)) if "<" in text else text
        if "&" in shown:
            shown = shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        return self._stream.clean(source, shown)

    def _angled(self, match: re.Match[str]) -> str:
        """What stands between < and >: a person, a channel, a word to everybody, a link; as the app shows it."""
        target, label = match[1], match[2]
        if label:
            return f"@{label}" if target.startswith("@") else f"#{label}" if target.startswith("#") else label
        if target.startswith("@"):
            return "@" + (self.names.get(target[1:]) or target[1:])
        if target.startswith("#"):
            return "#" + (self.directory.channels.get(target[1:]) or target[1:])
        return f"@{target[1:].split('^')[0]}" if target.startswith("!") else target


def _stamp(value: Any) -> tuple[int, str]:
    """(microseconds since 1970, the stamp as it stands there, which is the message's id). Raises Unusable."""
    if value is None:
        raise Unusable("E226", "/ts")
    if is_endless(value) or (isinstance(value, str) and len(value) > LONGEST_STAMP):
        raise Unusable("E207", "/ts")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Unusable("E225", "/ts")
    match = STAMP.fullmatch(str(value))
    if match is None:
        raise Unusable("E225", "/ts")
    seconds = int(match[1])
    if not 0 < seconds < LATEST_STAMP:
        raise Unusable("E226", "/ts")
    return seconds * 1_000_000 + int((match[2] or "0").ljust(6, "0")), str(value)


def _call(room: Any) -> tuple[str, float | None]:
    """("call", seconds) for a huddle that somebody joined, ("missed_call", None) for one that nobody did."""
    room = room if isinstance(room, dict) else {}
    there = room.get("participant_history")
    alone = isinstance(there, list) and len(there) == 1
    if room.get("was_missed") is True or room.get("was_rejected") is True or alone:
        return "missed_call", None
    start, end = room.get("date_start"), room.get("date_end")
    if type(start) is not int or type(end) is not int or not 0 <= end - start <= LONGEST_CALL_S:
        return "call", None
    return "call", float(end - start)


def _kind(record: dict[str, Any], text: str) -> tuple[str, float | None]:
    """The kind of what a person wrote, and the length of a recording."""
    files = record.get("files")
    given = files if isinstance(files, list) and files else [record.get("file")]
    each = [one for one in given if isinstance(one, dict) and one]
    if each and record.get("subtype") != "file_comment":
        voice = next((one for one in each if _is_voice(one)), None)
        shown = each[0] if voice is None else voice
        return ("media" if voice is None else "voice"), _seconds(shown.get("duration_ms"))
    return ("text" if text else "other"), None


def _is_voice(file: dict[str, Any]) -> bool:
    """True for a recording; Slack's own carry that name, whatever they say of their bytes."""
    mime = file.get("mimetype")
    return (isinstance(mime, str) and mime.startswith("audio/")) or file.get("subtype") == "slack_audio"


def _seconds(milliseconds: Any) -> float | None:
    if type(milliseconds) not in (int, float) or not 0 <= milliseconds <= LONGEST_CALL_S * 1_000:
        return None
    return float(milliseconds / 1_000)


def _reactions(reactions: Any) -> int:
    """How many reactions a message carries; when, Slack does not say."""
    total = 0
    for reaction in reactions if isinstance(reactions, list) else ():
        if isinstance(reaction, dict):
            users, count = reaction.get("users"), reaction.get("count")
            total += len(users) if isinstance(users, list) and users else count if type(count) is int else 0
    return max(0, min(total, 10**9))
