"""One record of a thread to the kind of event it is: the ordinary export's fields, and those of the encrypted one."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from evenstep.sources.chats import Unusable
from evenstep.sources.json_text import is_endless
from evenstep.sources.meta.notices import SYSTEM, People, notice

SECOND_LIMIT: Final = 10**11
"""A time below is in seconds (it would be 1973 in milliseconds), above in milliseconds."""

LONGEST_SECONDS: Final = 31_536_000
NOTICE_TYPES: Final = ("Subscribe", "Unsubscribe")
MEDIA_FIELDS: Final = ("photos", "videos", "gifs", "files")
CARRIED: Final = frozenset({"audio_files", "sticker", "poll", "share", *MEDIA_FIELDS})
PLAIN: Final = frozenset(
    {
        *("sender_name", "timestamp_ms", "content", "senderName", "timestamp", "text"),
        *("is_geoblocked_for_viewer", "is_unsent_image_by_messenger_kid_parent", "ip", "type", "is_unsent", "isUnsent"),
    }
)
"""A record with no other fields is a line of text, or without content; the last three are looked into."""

PLAIN_TYPES: Final = (None, "Generic", "text")
AUDIO_ENDINGS: Final = (".ogg", ".oga", ".opus", ".aac", ".m4a", ".mp3", ".wav", ".amr")
MAPS: Final = ("bing.com/maps", "bing.com%2Fmaps", "google.com/maps", "google.com%2Fmaps", "maps.apple.com")


class Shape(NamedTuple):
    """Where an export has the sender, the time and the text of a record."""

    sender: str
    time: str
    text: str
    secure: bool


ORDINARY: Final = Shape("sender_name", "timestamp_ms", "content", secure=False)
OLDEST: Final = Shape("sender_name", "timestamp", "content", secure=False)  # until 2018, in seconds
SECURE: Final = Shape("senderName", "timestamp", "text", secure=True)


class Content(NamedTuple):
    """What a record says: the kind of event or SYSTEM, the words that are the person's own, and a duration."""

    kind: str
    text: str = ""
    duration_s: float | None = None


def time_of(value: Any, place: str) -> int:
    """Microseconds since 1970. Raises Unusable E207, E225 or E226."""
    if type(value) is not int:
        if value is None:
            raise Unusable("E226", place)
        if is_endless(value):
            raise Unusable("E207", place)
        if isinstance(value, float) and value.is_integer() and abs(value) < 10**18:
            value = int(value)
        else:
            raise Unusable("E225", place)
    if is_endless(value):
        raise Unusable("E207", place)
    return int(value) * (1_000_000 if abs(value) < SECOND_LIMIT else 1_000)


def content_of(record: dict[str, Any], text: str, sender: str, people: People) -> Content:
    """The kind of an ordinary record: its fields first, then its words."""
    if record.get("is_unsent") is True or record.get("is_taken_down") is True:
        return Content("deleted")
    if record.get("type") in NOTICE_TYPES or (text and isinstance(record.get("users"), list)):
        return Content(SYSTEM)
    if "call_duration" in record or record.get("type") == "Call" or record.get("missed") is True:
        return _call(record)
    said = notice(text, sender, people) if text else None
    if CARRIED.isdisjoint(record):
        return _words(text, said)
    return _carried(record, text, "" if said is not None else text, said, sender)


def _carried(record: dict[str, Any], text: str, own: str, said: str | None, sender: str) -> Content:
    """The kind of a record that carries something; ``own``: the words beside it that are the person's own."""
    if record.get("audio_files"):
        return Content("voice", own)
    if any(record.get(name) for name in MEDIA_FIELDS):
        return Content("media", own)
    if record.get("sticker"):
        return Content("sticker", own)
    if record.get("poll"):
        return Content("poll", own)
    share = record.get("share")
    return _share(share, text, own, said, sender) if isinstance(share, dict) else _words(text, said)


def secure_content_of(record: dict[str, Any], text: str, sender: str, people: People) -> Content:
    """The kind of a record of the encrypted archive; a placeholder is a message whose content it lacks."""
    if record.get("isUnsent") is True:
        return Content("deleted")
    said = notice(text, sender, people) if text else None
    media = record.get("media")
    if (isinstance(media, list) and media) or record.get("type") == "media":
        own = "" if said is not None else text
        return Content("voice" if _is_audio(media) else "media", own)
    return Content(said or "other") if record.get("type") == "placeholder" else _words(text, said)


def _words(text: str, said: str | None) -> Content:
    if said is not None:
        return Content(said)
    return Content("text", text) if text.strip() else Content("other")


def _share(share: dict[str, Any], text: str, own: str, said: str | None, sender: str) -> Content:
    """A shared link or post: with words of one's own a text; without, a place on a map or something else."""
    link = share.get("link")
    place = isinstance(link, str) and any(part in link for part in MAPS)
    told = said is not None or (bool(sender) and text.startswith(f"{sender} ")) or not own.strip()
    if said == "location" or (place and told):
        return Content("location")
    return Content("other") if told else Content("text", own)


def _call(record: dict[str, Any]) -> Content:
    """An answered call with its seconds; one that nobody took is missed."""
    seconds = record.get("call_duration")
    known = type(seconds) in (int, float) and 0 < seconds <= LONGEST_SECONDS  # type: ignore[operator]
    if record.get("missed") is True or not known:
        return Content("missed_call")
    return Content("call", "", float(seconds))  # type: ignore[arg-type]


def _is_audio(media: Any) -> bool:
    first = media[0] if isinstance(media, list) and media else None
    uri = first.get("uri") if isinstance(first, dict) else None
    return isinstance(uri, str) and uri.lower().endswith(AUDIO_ENDINGS)
