"""SMS Import/Export: messages and calls as one JSON object a line (messages.ndjson), read as the XML's records are."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from evenstep.errors import InputError
from evenstep.sources.base import Member
from evenstep.sources.decode import decode_head
from evenstep.sources.json_text import EndsEarly, JsonText
from evenstep.sources.sms.backup import Backup
from evenstep.sources.sms.records import Attributes, Unusable, read_call, read_mms, read_sms

SIGNS: Final = re.compile(r'"(__display_name|__parts|__sender_address|__recipient_addresses)"\s*:')
FIELDS: Final = re.compile(r'"(thread_id|creator|subscription_id)"\s*:')
CALLED: Final = (re.compile(r'"number"\s*:'), re.compile(r'"duration"\s*:'))
DATED: Final = re.compile(r'"date"\s*:')
NAMES: Final = ("__display_name", "display_name", "name")
"""Where a person's name may stand; "name" is what the log of calls calls it."""

TOLD_EVERY: Final = 5_000
Clean = Callable[[str], str]


def is_ndjson(head: bytes) -> bool:
    """True when the first line is a message or call as Android's own tables have it, with the app's own fields."""
    text = decode_head(head).lstrip("\ufeff \t\r\n")
    line = text.split("\n", 1)[0]
    if not line.startswith("{") or not DATED.search(line):
        return False
    return SIGNS.search(line) is not None or ('"address"' in line and (bool(FIELDS.search(line)) or _is_call(line)))


def _is_call(line: str) -> bool:
    """True where a number stands before a duration, each looked for once."""
    number = CALLED[0].search(line)
    return number is not None and CALLED[1].search(line, number.end()) is not None


def read_ndjson(member: Member, into: Backup, progress: Callable[[int], None]) -> None:
    """Read all lines into ``into``; a line that is no record is kept aside. Raises InputError E205."""
    done = number = 0
    limit = into.limits.line_bytes * 16
    with member.open() as stream:
        while line := stream.readline(limit + 1):
            number += 1
            done += len(line)
            if len(line) > limit:
                raise InputError("E205", member.name, f"line {number:,}")
            if number % TOLD_EVERY == 0:
                progress(done)
            text = line.decode("utf-8", "replace").strip("\ufeff \t\r\n\0")
            if text:
                into.seen += 1
                _line(text, number, member.name, into, last=not line.endswith(b"\n"))


def _line(text: str, number: int, file: str, into: Backup, *, last: bool) -> None:
    place = f"line {number:,}"
    source = JsonText(text, file, into.limits.json_depth)
    try:
        record, end = source.value(0)
        source.finish(end)
        if source.clash:
            raise Unusable("E224")
        read_record(record, lambda text: source.clean(text)[0], into)
    except EndsEarly:
        into.reject("E222" if last else "E227", file, place, "file ends early" if last else "")
    except InputError as broken:
        into.reject("E227", file, place, broken.code)
    except Unusable as bad:
        into.reject(bad.code, file, place, bad.detail)


def read_record(record: Any, clean: Clean, into: Backup) -> None:
    """A message or call with the names that Android gives its columns. Raises Unusable."""
    if not isinstance(record, dict):
        raise Unusable("E227")
    fields = _fields(record, clean)
    if "number" in fields and "duration" in fields:
        read_call(fields, into)
    elif "msg_box" in fields or "__parts" in record or "parts" in record:
        sender, to = _own(record, "sender_address"), _own(record, "recipient_addresses")
        people = [_fields(one, clean) for one in [sender, *_list(to)] if isinstance(one, dict)]
        parts = [_fields(part, clean) for part in _list(_own(record, "parts")) if isinstance(part, dict)]
        named = [one for one in people if one.get("contact_name")]
        for one in named:
            into.names[one.get("address", "")] = one["contact_name"]
        read_mms({**fields, "address": _chat(fields, people)}, parts, people, into)
    else:
        read_sms(fields, into)


def _own(record: Mapping[str, Any], name: str) -> Any:
    """A field that the app adds to Android's; its first versions wrote the name without the two underscores."""
    return record.get(f"__{name}", record.get(name))


def _chat(fields: Attributes, people: Sequence[Attributes]) -> str:
    """The addresses of the others, as the XML has them. A message of one's own goes to all recipients."""
    writers = [one["address"] for one in people if one.get("type") == "137" and one.get("address")]
    others = [one["address"] for one in people if one.get("type") != "137" and one.get("address")]
    if fields.get("msg_box") != "1":
        return "~".join(dict.fromkeys(others))
    return "~".join(dict.fromkeys((*writers, *others))) if len(others) > 1 else "".join(writers[:1])


def _fields(record: Mapping[str, Any], clean: Clean) -> dict[str, str]:
    """The fields that hold text or numbers, as text; the app's name for a person under the XML's name for it."""
    kept: dict[str, str] = {}
    for name, value in record.items():
        if isinstance(value, str):
            kept[name] = clean(value)
        elif type(value) is int:
            kept[name] = str(value)
    shown = next((kept[name] for name in NAMES if kept.get(name)), "")
    if shown:
        kept["contact_name"] = shown
    return kept


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
