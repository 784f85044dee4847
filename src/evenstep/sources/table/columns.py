"""Which column of a table is which: aliases for names, sniffing of delimiters and of a JSON record's keys."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Final

from evenstep.errors import InputError, OptionError
from evenstep.spoken import words

ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    "time": (
        *("timestamp", "datetime", "date_time", "message_date", "date", "date2", "date1", "time", "sent_at"),
        *("created_at", "ts", "t", "time_stamp", "message_time", "date_sent", "sent_date", "sent_time", "sent_on"),
        *("sent", "when"),
        *("zeitstempel", "datum", "fecha", "data", "horodatage", "zeit"),
    ),
    "sender": (
        *("sender", "from", "source", "actor1", "author", "user", "username", "name", "who"),
        *("sender_name", "from_user", "from_name", "author_name", "display_name", "participant", "contact"),
        *("contact_name", "nickname", "speaker", "sender_id", "src", "from_id", "author_id", "user_id"),
        *("absender", "von", "expéditeur", "expediteur", "remitente", "mittente", "remetente"),
        *("de", "da"),
    ),
    "recipient": (
        *("recipient", "to", "destination", "target", "actor2", "dst", "receiver", "recipient_id", "to_id"),
        *("empfänger", "destinataire", "destinatario", "destinatário", "an", "para", "à"),
    ),
    "conversation_id": (
        *("conversation_id", "conversation", "chat_id", "thread_id", "chat_session", "chat_name"),
        *("conversation_name", "thread_name"),
    ),
    "text": (
        *("text", "message", "body", "content", "message_text", "message_body", "message_content", "text_content"),
        *("msg", "nachricht", "mensaje", "messaggio", "mensagem"),
    ),
    "kind": ("kind", "type", "message_type", "art", "typ", "tipo"),
    "direction": ("direction", "in_out"),
    "n_chars": ("n_chars", "char_count", "chars", "length", "text_length"),
    "n_words": ("n_words", "word_count", "words"),
    "duration_s": (
        *("duration_s", "duration_seconds", "duration", "call_duration"),
        *("dauer", "duración", "durée", "durata", "duração"),
    ),
    "id": ("id", "message_id", "event_id", "msg_id"),
    "reply_to": ("reply_to", "reply_to_id", "in_reply_to", "reply_to_message_id"),
}
"""Our name -> the names other tools give it, best first; compared without case, spaces, hyphens and underscores."""

ELSE: Final[Mapping[str, tuple[str, ...]]] = {
    "sender_else": ("sender_id", "from_id", "author_id", "user_id", "phone_number", "phone", "number"),
    "attachment": ("attachment_type", "attachment", "attachments", "media_type", "media", "media_link", "file_name"),
}
"""Columns that help where another is empty: who wrote it, and what was sent without words."""

DAYS: Final = ("date", "date1", "date2", "datum", "fecha", "data")
CLOCKS: Final = ("time", "clock", "time_of_day", "uhrzeit", "zeit", "heure", "hora", "ora")
"""A day in one column and its time of day in another: joined where the first holds no clock time itself."""

IN_UTC: Final = re.compile(r"(?i)\b(?:utc|gmt)\b")
VALUE: Final = re.compile(r"^\W*\d|\d:\d\d")  # a number, a date or a clock time
NAME: Final = re.compile(r"\w[\w.-]{0,29}(?: [\w.-]{1,20}){0,2}")
DELIMITERS: Final = ("\t", ",", ";", "|")
SEPARATOR_HINT: Final = re.compile(r"sep=.\r?\n")  # a spreadsheet's note to itself, in front of the header
MIN_SCORE_COLUMNS: Final = ("time", "sender")


def normal(name: str) -> str:
    """A column's name as it is compared: without case, quotes, what stands in brackets, and what parts its words."""
    bare = re.sub(r"\s*[(\[][^)\]]{0,30}[)\]]\s*$", "", name.strip().strip("\"'").strip())
    return re.sub(r"[\s_-]+", "", bare.lower())


COMPARED: Final = {ours: tuple(map(normal, aliases)) for ours, aliases in (*ALIASES.items(), *ELSE.items())}
"""All of them as they are compared."""


def find_columns(header: Sequence[str], chosen: Mapping[str, str] | None = None) -> dict[str, str]:
    """Our name -> the header's own name, for what the header holds. ``chosen`` overrules the aliases.

    Raises OptionError("columns") for a name that is not ours or not in the header.
    """
    found: dict[str, str] = {}
    for ours, theirs in (chosen or {}).items():
        if ours not in ALIASES:
            raise OptionError("columns", f"{ours!r} is not one of {', '.join(ALIASES)}.")
        if theirs not in header:
            raise OptionError("columns", f"the table has no column {theirs!r}.")
        found[ours] = theirs
    free = {normal(name): name for name in reversed(header) if name not in found.values()}
    for ours, aliases in COMPARED.items():
        for alias in aliases:
            if ours not in found and alias in free:
                found[ours] = free.pop(alias)
    if normal(found.get("time", "")) in DAYS and "time" not in (chosen or {}):
        clocks = [free[name] for name in CLOCKS if name in free]
        found.update({"clock": clocks[0]} if clocks else {})
    return found


def is_enough(found: Mapping[str, str]) -> bool:
    """True when the table says when, and who (a sender, or a direction in a table of one's own)."""
    return "time" in found and ("sender" in found or "direction" in found)


def require_enough(found: Mapping[str, str], header: Sequence[str], file: str) -> None:
    """Raise InputError E232 that names the columns seen, when time or sender is missing."""
    if not is_enough(found):
        missing = words("no time column") if "time" not in found else words("no sender column")
        both = words("{missing}; {seen}", missing=missing, seen=_seen(header))
        raise InputError("E232", file, "row 1", both)


def choose_columns(header: Sequence[str], chosen: Mapping[str, str], file: str) -> dict[str, str]:
    """Our name -> the file's. Raises InputError E232 when time or sender is missing, OptionError("columns")."""
    found = find_columns(header, chosen)
    require_enough(found, header, file)
    return found


def _seen(header: Sequence[str]) -> str:
    """The columns' names; nothing of a first row that is a message already, or of a cell that is no short name."""
    if any(VALUE.search(cell) for cell in header):
        return words("the first row seems to hold values, not names")
    names = [name for name in header if NAME.fullmatch(name)]
    return words("seen: {names}", names=", ".join(names[:12])) if names else words("no names seen")


def sniff_delimiter(header: str) -> tuple[str, list[str]]:
    """The delimiter ("" for runs of white space) and the header's cells: the first that gives enough columns.

    Where none does, the one that splits the header into most cells.
    """
    ways = [(mark, [cell.strip().strip('"').strip() for cell in header.split(mark)]) for mark in DELIMITERS]
    ways.append(("", [cell.strip('"') for cell in header.split()]))
    for mark, cells in ways:
        if is_enough(find_columns(cells)):
            return mark, cells
    return max(ways, key=lambda way: len(way[1]))


def first_keys(head: str) -> list[str]:
    """The keys of the first record of a JSON array or of JSON lines, from the head of the file; [] when none."""
    start = head[records_at(head) :].lstrip("\ufeff \t\r\n[")
    try:
        value, _ = json.JSONDecoder().raw_decode(start)
    except (ValueError, RecursionError):
        return re.findall(r'"([^"\\]{1,40})"\s*:', start[:2_000]) if head.lstrip("\ufeff \t\r\n")[:1] == "[" else []
    return list(value) if isinstance(value, dict) else []


_TEXT: Final = r'"(?:[^"\\]|\\.)*+"'
_PLAIN: Final = rf"(?:{_TEXT}|[^\s\[\]{{}}\",]++)"
_FLAT: Final = rf"(?:{_PLAIN}|\[(?:{_TEXT}|[^\[\]{{}}\"]++)*+\]|\{{(?:{_TEXT}|[^\[\]{{}}\"]++)*+\}})"
_LISTS: Final = "messages|events|records|rows|data|items|entries|conversation|chat"
WRAPPED: Final = re.compile(
    rf'\ufeff?\s*+\{{(?>\s*+(?!"(?:{_LISTS})"\s*+:\s*+\[\s*+\{{){_TEXT}\s*+:\s*+{_FLAT}\s*+,){{0,40}}+'
    rf'\s*+"(?:{_LISTS})"\s*+:\s*+(?=\[)',
)
"""An object that holds the list of records, behind at most a few plain fields, lists and objects of its own."""


def records_at(text: str) -> int:
    """Where the list of records begins in an object that holds one; 0 for anything else."""
    match = WRAPPED.match(text)
    if match is None:
        return 0
    before = re.findall(r'"([^"\\]{1,40})"\s*:', match[0])
    is_record = before[-1] in ("data", "items", "entries") and is_enough(find_columns(before))
    return 0 if is_record else match.end()
