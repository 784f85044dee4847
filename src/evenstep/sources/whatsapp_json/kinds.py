"""What kind a message of WhatsApp-Chat-Exporter is: its own sentences, the file's type, the app's number for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

ANDROID: Final[Mapping[int, str]] = {
    **dict.fromkeys((1, 3, 9, 13, 23), "media"),
    2: "voice",
    4: "other",
    5: "location",
    14: "other",
    15: "deleted",
    16: "location",
    20: "sticker",
    **dict.fromkeys((42, 43, 82), "view_once"),
    64: "deleted",
    **dict.fromkeys((66, 106), "poll"),
}
"""WhatsApp's numbers for the kinds of messages on Android; 0 is text, 7 a notice."""

IPHONE: Final[Mapping[int, str]] = {
    **dict.fromkeys((1, 2, 8, 11, 54), "media"),
    3: "voice",
    4: "other",
    5: "location",
    14: "deleted",
    15: "sticker",
    **dict.fromkeys((38, 39, 53), "view_once"),
    46: "poll",
}
"""The same on the iPhone; 0 and 7 are text, 6 and 10 notices."""

TIMERS: Final = (36, 56)
TIMER_WORDS: Final = ("Messgae timer", "Message timer")  # the first as the program spells it
WORDLESS: Final = ("deleted", "location", "missed_call", "sticker", "voice")
NOTICES: Final[Mapping[str, frozenset[int]]] = {"android": frozenset({7, 36, 56}), "ios": frozenset({6, 10, 28})}
LINE_BREAK: Final = re.compile(r" ?<br>")
MISSED: Final = re.compile(r"A (?:voice|video) call was missed")
CALL: Final = re.compile(r"A (?:voice|video|group) ?(?:voice |video )?call (to|from) (.{0,256}) was (.{1,200})", re.S)
LENGTH: Final = re.compile(r"(\d{1,6}|a|an) (day|hour|minute|second)s?\b")
UNIT_S: Final = {"day": 86_400, "hour": 3_600, "minute": 60, "second": 1}
LASTED: Final = "initiated and lasted for "
VOICE_FILE: Final = re.compile(r"(?:^|[/\\])PTT-|Voice Notes|\.opus$", re.I)
SOUND_FILE: Final = re.compile(r"(?:^|[/\\])AUD-", re.I)


def kind_of(record: Mapping[str, Any], device: str) -> str | None:
    """The kind of a message, None for a notice. ``device``: android or ios, as the chat says."""
    data, number = record.get("data"), record.get("message_type")
    said = data if isinstance(data, str) else ""
    by_number = (IPHONE if device == "ios" else ANDROID).get(number) if type(number) is int else None
    if record.get("meta") and not record.get("media"):
        return _of_notice(said, by_number)
    if record.get("sticker") or by_number == "view_once":
        return "sticker" if record.get("sticker") else "view_once"
    if record.get("media"):
        return _of_file(record, said, by_number)
    if said and by_number in (None, "media", "voice"):
        return "text"
    is_notice = number is None or (type(number) is int and number in NOTICES.get(device, ()))
    return by_number or (None if is_notice else "other")


def sets_timer(record: Mapping[str, Any], device: str) -> bool:
    """True for the notice that messages disappear after a while from now on, or no longer."""
    data, number = record.get("data"), record.get("message_type")
    by_number = device == "android" and type(number) is int and number in TIMERS
    return by_number or (isinstance(data, str) and bool(record.get("meta")) and data.startswith(TIMER_WORDS))


def text_of(record: Mapping[str, Any], kind: str) -> str:
    """What the person wrote: the text, or the words under a picture; line breaks as they were."""
    if kind in WORDLESS:
        return ""
    text = record.get("caption") if record.get("media") else record.get("data")
    if not isinstance(text, str) or (kind == "other" and record.get("meta")):
        return ""
    return LINE_BREAK.sub("\n", text) if "<br>" in text else text


def call_of(data: Any) -> tuple[str, float | None, str] | None:
    """(kind, seconds, the other person's name) for a line of the list of calls, else None."""
    match = CALL.fullmatch(data) if isinstance(data, str) and data.startswith("A ") else None
    if match is None:
        return None
    result = match[3]
    if not result.startswith(LASTED):
        return "missed_call", None, match[2]
    length = result.removeprefix(LASTED).partition(" with ")[0]
    parts = LENGTH.findall(length)
    seconds = sum((1 if count in ("a", "an") else int(count)) * UNIT_S[unit] for count, unit in parts)
    return "call", float(seconds) if parts and "less than" not in length else None, match[2]


def _of_notice(said: str, by_number: str | None) -> str | None:
    """Some of what people do is marked as a notice too."""
    if said == "Message deleted":
        return "deleted"
    if said.startswith("Location shared: "):
        return "location"
    if MISSED.fullmatch(said):
        return "missed_call"
    if said.startswith(("This media include the following vCard file", "The message is binary data")):
        return "other"
    return by_number if by_number in ("deleted", "location", "view_once", "poll") else None


def _of_file(record: Mapping[str, Any], said: str, by_number: str | None) -> str:
    mime = record.get("mime")
    form = mime.lower() if isinstance(mime, str) else ""
    if form == "text/x-vcard" or form.startswith("begin:vcard"):
        return "other"
    if VOICE_FILE.search(said):
        return "voice"
    if SOUND_FILE.search(said):
        return "media"
    if form.startswith("audio/"):
        return "voice"
    return by_number if by_number in ("voice", "sticker", "location") else "media"
