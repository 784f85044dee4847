"""One Telegram message record to one row: who, when, what kind, how long; the reactions it carries are rows too."""

from __future__ import annotations

from typing import Any, Final

from evenstep.sources.chats import Unusable
from evenstep.sources.json_text import JsonText, is_endless
from evenstep.sources.telegram.rich import rich_words
from evenstep.sources.telegram.rows import Row, Told
from evenstep.spoken import words

CALLS: Final = ("phone_call", "conference_call")
MEDIA_KINDS: Final = {"voice_message": "voice", "sticker": "sticker"}
KIND_BY_FIELD: Final = {
    "poll": "poll",
    **dict.fromkeys(("location_information", "live_location_period_seconds", "place_name"), "location"),
    **dict.fromkeys(("photo", "file", "media_type", "paid_stars_amount"), "media"),
    **dict.fromkeys(("contact_information", "game_title", "invoice_information", "giveaway_information"), "other"),
}
"""The first of these fields that a message has says its kind."""

NEVER: Final = ("1970-01-01", "1969-12-31")
"""Until 2019 every message had an "edited" time; 0 Unix seconds, in any zone, for one that never was."""

LONGEST_DIGITS: Final = 20
ID_TYPES: Final = (str, int, type(None))
NAME_TYPES: Final = (str, type(None))


class Recorder:
    """Reads records into rows. ``names``: sender key -> the latest name; ``halves``: lone surrogates repaired.

    ``undated``: reactions of which the file has only the count; ``told``: by the notices of the list that is read.
    """

    def __init__(self, source: JsonText) -> None:
        self.source = source
        self.names: dict[str, str] = {}
        self.halves = 0
        self.undated = 0
        self.told = Told()

    def read(self, record: Any, number: int, into: list[Row]) -> bool:
        """Append the record's rows; False when it is a notice of the system. Raises Unusable."""
        if not isinstance(record, dict):
            raise Unusable("E227", "", "not a record")
        service = record.get("type") == "service"
        if service and record.get("action") not in CALLS:
            self._notice(record)
            return False
        if record.get("type") == "unsupported" and "date" not in record:
            raise Unusable("E226", "/date", words("a kind of message that Telegram Desktop did not know"))
        key = self._sender(record, *(("actor_id", "actor") if service else ("from_id", "from")))
        unix, date = _time(record)
        text = self._text(rich_words(record["rich_message"]) if "rich_message" in record else record.get("text"))
        kind, duration = _call(record) if service else (_kind(record, text), _seconds(record.get("duration_seconds")))
        edited = "edited_unixtime" in record or not str(record.get("edited", NEVER[0])).startswith(NEVER)
        shown = "" if service else text
        into.append(
            Row(key, kind, unix, date, number, shown, duration, _whole(record.get("id")), _reply(record), None, edited)
        )
        if "reactions" in record:
            self._reactions(record["reactions"], number, into)
        return True

    def _notice(self, record: dict[str, Any]) -> None:
        """Keep what a notice tells of the messages around it."""
        action, own, period = record.get("action"), _whole(record.get("id")), record.get("period")
        if action == "topic_created" and own is not None:
            self.told.topics.add(own)
        elif action == "set_messages_ttl" and type(period) is int and period > 0:
            self.told.fading = True
        elif action == "clear_history":
            self.told.cleared = True

    def _sender(self, record: dict[str, Any], id_field: str, name_field: str) -> str:
        """A key for the person: the id where there is one, else the name. Raises Unusable E230, E207 or E227."""
        sender, name = record.get(id_field), record.get(name_field)
        if type(sender) is str and sender and self.names.get(sender) == name:
            return sender  # as in the record before: most of a chat
        if is_endless(sender):
            raise Unusable("E207", f"/{id_field}")
        if type(sender) not in ID_TYPES or type(name) not in NAME_TYPES:
            raise Unusable("E227", f"/{name_field}", "no name and no id")
        shown = self._clean(name) if name else ""
        if sender is None or sender == "":
            if not shown.strip():
                raise Unusable("E230")
            key = f"name:{shown}"
        else:
            key = f"user{sender}" if isinstance(sender, int) else self._clean(sender)
        if shown.strip():
            self.names[key] = shown
        else:
            self.names.setdefault(key, "")
        return key

    def _text(self, text: Any) -> str:
        if isinstance(text, str):
            return self._clean(text)
        if text is None:
            return ""
        if not isinstance(text, list):
            raise Unusable("E227", "/text")
        return self._clean("".join(_part(part) for part in text))

    def _clean(self, string: str) -> str:
        cleaned, halves = self.source.clean(string)
        self.halves += halves
        return cleaned

    def _reactions(self, reactions: Any, number: int, into: list[Row]) -> None:
        """One row for each reaction that says who and when; the others are counted."""
        before = len(into)
        told = 0
        for reaction in reactions if isinstance(reactions, list) else ():
            recent = reaction.get("recent") if isinstance(reaction, dict) else None
            told += _count(reaction, recent)
            for one in recent if isinstance(recent, list) else ():
                if not isinstance(one, dict) or not isinstance(one.get("date"), str):
                    continue
                try:
                    key, (unix, date) = self._sender(one, "from_id", "from"), _time(one)
                except Unusable:  # without a person and a time it is only a count
                    continue
                into.append(Row(key, "reaction", unix, date, number, target=number))
        self.undated += max(told - (len(into) - before), 0)


def _count(reaction: Any, recent: Any) -> int:
    """How many people reacted so: the file's count, else as many as it lists."""
    count = reaction.get("count") if isinstance(reaction, dict) else None
    if type(count) is int and 0 < count < 10**6:
        return count
    return len(recent) if isinstance(recent, list) else 0


def _part(part: Any) -> str:
    text = part.get("text") if isinstance(part, dict) else part
    if not isinstance(text, str):
        raise Unusable("E227", "/text")
    return text


def _time(record: dict[str, Any]) -> tuple[int | None, str | None]:
    """(Unix seconds, naive local ISO), either may be None but not both. Raises Unusable E207, E225 or E226."""
    unix, date = record.get("date_unixtime"), record.get("date")
    local = date if isinstance(date, str) and date.isascii() else None
    if unix is None:
        if local is None:
            raise Unusable("E226", "/date")
        return None, local
    if isinstance(unix, str):
        if len(unix) > LONGEST_DIGITS:
            raise Unusable("E207", "/date_unixtime")
        if unix.removeprefix("-").isdecimal() and unix.isascii():
            unix = int(unix)
    elif is_endless(unix):
        raise Unusable("E207", "/date_unixtime")
    if isinstance(unix, float) and unix.is_integer():
        unix = int(unix)
    if isinstance(unix, bool) or not isinstance(unix, int):
        raise Unusable("E225", "/date_unixtime")
    if abs(unix) > 10**11:
        raise Unusable("E226", "/date_unixtime")
    return unix, local


def _kind(record: dict[str, Any], text: str) -> str:
    if "self_destruct_period_seconds" in record:
        return "view_once"
    media = record.get("media_type")
    if isinstance(media, str) and media in MEDIA_KINDS:
        return MEDIA_KINDS[media]
    if not KIND_BY_FIELD.keys().isdisjoint(record):
        return next(kind for name, kind in KIND_BY_FIELD.items() if name in record)
    return "text" if text else "other"


def _call(record: dict[str, Any]) -> tuple[str, float | None]:
    """("call", seconds) when it was answered, else ("missed_call", None)."""
    duration = _seconds(record.get("duration_seconds"))
    unanswered = record.get("discard_reason") in ("missed", "busy") or record.get("is_missed") is True
    if unanswered or not duration:
        return "missed_call", None
    return "call", duration


def _seconds(value: Any) -> float | None:
    """A duration in seconds; None when there is none, or when it is no number from 0 to a year."""
    if value is None or type(value) not in (int, float) or not 0 <= value <= 31_536_000:
        return None
    return float(value)


def _whole(value: Any) -> int | None:
    return value if type(value) is int and abs(value) < 2**62 else None


def _reply(record: dict[str, Any]) -> int | None:
    """The id of the message it answers; 0 (which no message has) for one in another chat."""
    if "reply_to_message_id" not in record:
        return None
    reply = _whole(record["reply_to_message_id"])
    return 0 if reply is None or "reply_to_peer_id" in record else reply
