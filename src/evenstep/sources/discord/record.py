"""One Discord message record to one line: who, when, what kind, how long, and which message it answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from evenstep.sources.chats import Chat, Unusable
from evenstep.sources.json_text import is_endless
from evenstep.sources.timeline import Line

MESSAGES: Final = frozenset({None, "Default", "Reply", "0", "19", "20", "23", "ChatInputCommand", "ContextMenuCommand"})
"""Types of what a person or a bot wrote, by name or by Discord's number; Call apart, any other is a notice."""

CALLS: Final = ("Call", "3")
VOICE_FILE: Final = "voice-message.ogg"
EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - of a wall clock, where a tool leaves the offset out
EPOCH_UTC: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)
LONGEST_CALL_S: Final = 31_536_000.0
LONGEST_ID: Final = 20


class Recorder:
    """Reads records into lines. ``names``: author id -> the name shown in the chat; ``called``: -> all its names."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.called: dict[str, set[str]] = {}
        self._to: dict[str, str] = {}  # one string for all lines of a chat

    def read(self, record: Any, number: int, chat: Chat, channel: str, clean: Callable[[str], str]) -> bool:
        """Append the record's line; False for a notice. Raises Unusable."""
        if not isinstance(record, dict):
            raise Unusable("E227", "", "not a record")
        form = record.get("type")
        if not isinstance(form, str | int | None) or isinstance(form, bool):
            raise Unusable("E227", "/type")
        form = str(form)[:40] if form is not None else None
        if form not in MESSAGES and form not in CALLS:
            return False
        sender = self._sender(record.get("author"), clean)
        utc, local = began = instant(record.get("timestamp"), "/timestamp")
        passed_on = record.get("forwardedMessage")
        told = record if passed_on is None else _told(record, passed_on)
        content = told.get("content")
        if not isinstance(content, str | None):
            raise Unusable("E227", "/content")
        text = clean(content or "")
        kind, duration = _call(record, began) if form in CALLS else _kind(told, text)
        chat.undated += _reactions(record.get("reactions"))
        edited = record.get("timestampEdited") is not None
        shown = "" if form in CALLS else text
        own = message_id(record.get("id"))
        reply = _reply(record, form, channel)
        to = self._to.setdefault(chat.id, f"discord:{chat.id}")
        chat.lines.append(Line(to, sender, kind, utc, local, number, shown, duration, own, reply, edited))
        return True

    def _sender(self, author: Any, clean: Callable[[str], str]) -> str:
        """The author's id; the name where there is no id. Raises Unusable E230, E207 or E227."""
        if not isinstance(author, dict):
            raise Unusable("E230" if author is None else "E227", "/author")
        given = author.get("id")
        if is_endless(given):
            raise Unusable("E207", "/author/id")
        if not isinstance(given, str | int | None) or isinstance(given, bool):
            raise Unusable("E227", "/author/id")
        names = [clean(name) for part in ("nickname", "name") if isinstance(name := author.get(part), str) and name]
        key = clean(str(given)) if given not in (None, "") else f"name:{names[0]}" if names else ""
        if not key:
            raise Unusable("E230", "/author")
        if names:
            self.names[key] = names[0]
            self.called.setdefault(key, set()).update(names)
        else:
            self.names.setdefault(key, "")
        return key


def instant(value: Any, place: str) -> tuple[int | None, int | None]:
    """(microseconds UTC, None); (None, wall clock) where the offset is missing. Raises Unusable E226 or E207."""
    if is_endless(value):
        raise Unusable("E207", place)
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise Unusable("E226", place) from None
    if moment.tzinfo is None:
        return None, (moment - EPOCH) // MICROSECOND
    return (moment - EPOCH_UTC) // MICROSECOND, None


def message_id(value: Any) -> str | None:
    """A message's id as text; None where there is none that could be one."""
    if type(value) not in (str, int) or is_endless(value):
        return None
    text = str(value)
    return text if text.isascii() and text.isdecimal() and len(text) <= LONGEST_ID else None


def _told(record: dict[str, Any], passed_on: Any) -> dict[str, Any]:
    """What holds the words and the files: the message itself, or the one that it passes on."""
    if not isinstance(passed_on, dict) or record.get("content"):
        return record
    own = _filled(record.get("attachments")) or _filled(record.get("stickers"))
    return record if own else passed_on


def _kind(record: dict[str, Any], text: str) -> tuple[str, float | None]:
    """(kind, seconds of a voice note); DiscordChatExporter does not write how long one is, other programs do."""
    if _filled(record.get("stickers")):
        return "sticker", None
    attachments = record.get("attachments")
    if isinstance(attachments, list) and attachments:
        voice = next((attachment for attachment in attachments if _is_voice(attachment)), None)
        return ("media", None) if voice is None else ("voice", _seconds(voice.get("duration_secs")))
    if record.get("poll"):
        return "poll", None
    return ("text" if text else "other"), None


def _seconds(value: Any) -> float | None:
    return float(value) if type(value) in (int, float) and 0 <= value <= LONGEST_CALL_S else None


def _is_voice(attachment: Any) -> bool:
    name = attachment.get("fileName") if isinstance(attachment, dict) else None
    return isinstance(name, str) and name.lower() == VOICE_FILE


def _filled(value: Any) -> bool:
    return isinstance(value, list) and bool(value)


def _call(record: dict[str, Any], began: tuple[int | None, int | None]) -> tuple[str, float | None]:
    """("call", seconds); missed where it has no end, no length, or only its caller took part."""
    call = record.get("call")
    people = call.get("participants") if isinstance(call, dict) else record.get("participants")
    length = _length(record, began)
    if length is None or (isinstance(people, list) and len(people) < 2):
        return "missed_call", None
    return "call", length


def _length(record: dict[str, Any], began: tuple[int | None, int | None]) -> float | None:
    """Seconds from the beginning of a call to its end, both in UTC or both on one wall clock."""
    try:
        ended = instant(record.get("callEndedTimestamp"), "/callEndedTimestamp")
    except Unusable:  # without an end it has no length
        return None
    for start, end in zip(began, ended, strict=True):
        if start is not None and end is not None and 0 < end - start <= LONGEST_CALL_S * 1_000_000:
            return (end - start) / 1_000_000
    return None


def _reactions(reactions: Any) -> int:
    """How many reactions a message has; they carry no time."""
    counts = [one.get("count") for one in reactions if isinstance(one, dict)] if isinstance(reactions, list) else []
    return sum(count for count in counts if type(count) is int and 0 < count < 10**6)


def _reply(record: dict[str, Any], form: str | None, channel: str) -> str | None:
    """The id of the message it answers; "0" (which no message has) for one in another channel or one that is gone."""
    reference = record.get("reference")
    if form not in ("Reply", "19") or not isinstance(reference, dict):
        return None
    if str(reference.get("channelId") or channel) != channel:
        return "0"
    return message_id(reference.get("messageId")) or "0"
