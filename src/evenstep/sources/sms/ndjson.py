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
FIELDS: Final = re.compile(r'"(thread_id|creator|subscription_id)"\s*:|"number"\s*:.*"duration"\s*:', re.S)
DATED: Final = re.compile(r'"date"\s*:')
TOLD_EVERY: Final = 5_000


def is_ndjson(head: bytes) -> bool:
    """True when the first line is a message or call as Android's own tables have it, with the app's own fields."""
    text = decode_head(head).lstrip("\ufeff \t\r\n")
    line = text.split("\n", 1)[0]
    if not line.startswith("{") or not DATED.search(line):
        return False
    return SIGNS.search(line) is not None or (FIELDS.search(line) is not None and '"address"' in line)


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
        _record(record, source, into)
    except EndsEarly:
        into.reject("E222" if last else "E227", file, place, "file ends early" if last else "")
    except InputError as broken:
        into.reject("E227", file, place, broken.code)
    except Unusable as bad:
        into.reject(bad.code, file, place, bad.detail)


def _record(record: Any, source: JsonText, into: Backup) -> None:
    if not isinstance(record, dict):
        raise Unusable("E227")
    if source.clash:
        raise Unusable("E224")
    fields = _fields(record, source)
    if "number" in fields and "duration" in fields:
        read_call(fields, into)
    elif "msg_box" in fields or "__parts" in record:
        sender, to = record.get("__sender_address"), record.get("__recipient_addresses")
        people = [_fields(one, source) for one in [sender, *_list(to)] if isinstance(one, dict)]
        parts = [_fields(part, source) for part in _list(record.get("__parts")) if isinstance(part, dict)]
        named = [one for one in people if one.get("contact_name")]
        for one in named:
            into.names[one.get("address", "")] = one["contact_name"]
        read_mms({**fields, "address": _chat(fields, people)}, parts, people, into)
    else:
        read_sms(fields, into)


def _chat(fields: Attributes, people: Sequence[Attributes]) -> str:
    """The addresses of the others, as the XML has them. A message of one's own goes to all recipients."""
    writers = [one["address"] for one in people if one.get("type") == "137" and one.get("address")]
    others = [one["address"] for one in people if one.get("type") != "137" and one.get("address")]
    if fields.get("msg_box") != "1":
        return "~".join(dict.fromkeys(others))
    return "~".join(dict.fromkeys((*writers, *others))) if len(others) > 1 else "".join(writers[:1])


def _fields(record: Mapping[str, Any], source: JsonText) -> dict[str, str]:
    """The fields that hold text or numbers, as text; the app's name for a person under the XML's name for it."""
    kept: dict[str, str] = {}
    for name, value in record.items():
        if isinstance(value, str):
            kept[name] = source.clean(value)[0]
        elif type(value) is int:
            kept[name] = str(value)
    if "__display_name" in kept:
        kept["contact_name"] = kept["__display_name"]
    return kept


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
