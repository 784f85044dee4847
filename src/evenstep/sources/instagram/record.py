"""One message of Instagram's older layout to lines: who by user name, when, what kind; likes with their time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from evenstep.sources.chats import Chat, Unusable
from evenstep.sources.json_text import is_endless
from evenstep.sources.timeline import Line

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
LONGEST_TIME: Final = 40
AUDIO_ENDINGS: Final = (".m4a", ".aac", ".ogg", ".mp3", ".opus", ".wav")
CARRIED: Final = {
    "voice_media": "voice",
    "media": "media",
    "media_url": "media",
    "animated_media_images": "media",
    "location_name": "location",
}
"""The first of these fields that a message has says its kind."""


class Recorder:
    """Reads messages. ``names``: user name -> itself; ``groups``: the lines of each message, and of its likes."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.groups: list[list[Line]] = []

    def read(self, record: Any, number: int, chat: Chat) -> bool:
        """Keep the message's lines; False for a notice. Raises Unusable."""
        if not isinstance(record, dict):
            raise Unusable("E227", "", "not a record")
        call = record.get("video_call_action")
        if "action" in record or (isinstance(call, str) and " ended" in f" {call.lower()}"):
            return False
        sender, (utc, local) = self._person(record.get("sender"), "/sender"), _time(record.get("created_at"))
        text = record.get("text", record.get("heart"))
        if text is not None and not isinstance(text, str):
            raise Unusable("E227", "/text")
        kind, shown = _content(record, text or "")
        likes = self._likes(record.get("likes"), number, chat)
        own = str(number) if likes else None
        self.groups.append([Line("", sender, kind, utc, local, number, shown, None, own), *likes])
        return True

    def _person(self, name: Any, place: str) -> str:
        if is_endless(name):
            raise Unusable("E207", place)
        if not isinstance(name, str):
            raise Unusable("E230" if name is None else "E227", "" if name is None else place)
        if not name.strip():
            raise Unusable("E230")
        self.names.setdefault(name.strip(), name.strip())
        return name.strip()

    def _likes(self, likes: Any, number: int, chat: Chat) -> list[Line]:
        """One line for each like that says who and when; the others are counted."""
        found = []
        for like in likes if isinstance(likes, list) else ():
            try:
                if not isinstance(like, dict):
                    raise Unusable("E227")
                utc, local = _time(like.get("date"))
                who = self._person(like.get("username"), "/likes")
            except Unusable:  # without a person and a time it is only a count
                chat.undated += 1
                continue
            found.append(Line("", who, "reaction", utc, local, number, reply=str(number)))
        chat.seen += len(found)
        return found


def _time(value: Any) -> tuple[int | None, int | None]:
    """(microseconds UTC, None), or (None, microseconds of the wall clock) of a time without its offset."""
    if is_endless(value):
        raise Unusable("E207", "/created_at")
    if not isinstance(value, str) or not value.isascii() or len(value) > LONGEST_TIME:
        raise Unusable("E226", "/created_at")
    try:
        moment = datetime.fromisoformat(value)
        since = (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)) - EPOCH
    except (ValueError, OverflowError):
        raise Unusable("E226", "/created_at") from None
    micros = (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
    return (micros, None) if moment.tzinfo is not None else (None, micros)


def _content(record: dict[str, Any], text: str) -> tuple[str, str]:
    """(kind, the person's own words)."""
    call = record.get("video_call_action")
    if isinstance(call, str):
        return ("missed_call" if "missed" in call.lower() else "call"), ""
    for name, kind in CARRIED.items():
        if record.get(name):
            address = record[name]
            is_audio = isinstance(address, str) and address.split("?", 1)[0].lower().endswith(AUDIO_ENDINGS)
            return ("voice" if is_audio else kind), text
    return ("text", text) if text.strip() else ("other", "")
