"""Backups of texts as one JSON document: SMS Import/Export's first versions, Fossify and Simple Messages, QUIK."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from evenstep.sources.base import Member, ReadOptions
from evenstep.sources.decode import decode_head
from evenstep.sources.json_stream import JsonStream
from evenstep.sources.json_text import EndsEarly
from evenstep.sources.sms.backup import Backup
from evenstep.sources.sms.ndjson import read_record
from evenstep.sources.sms.records import FROM, Unusable

HEAD_CHARS: Final = 4_096
DATED: Final = re.compile(r'"date"\s*:\s*"?\d')
ANDROID: Final = re.compile(r'"(_id|thread_id|creator|date_sent|subscription_id|presentation|numbertype)"\s*:')
MESSAGE: Final = re.compile(r'"(address|msg_box|messageBox)"\s*:')
CALL: Final = re.compile(r'"number"\s*:.*"duration"\s*:|"duration"\s*:.*"number"\s*:', re.S)
OTHER_APPS: Final = re.compile(
    r'"backupType"\s*:\s*"[ms]ms"|\A\[\s*\{\s*"[ms]ms"\s*:\s*\[|"(subscriptionId|subId|dateSent)"\s*:'
)
QUIK: Final = re.compile(
    r'\A\{\s*(?:"messageCount"\s*:\s*\d{1,9}\s*,\s*)?"messages"\s*:\s*\[\s*\{[^\[\]]*"(?:subId|serviceCenter)"\s*:'
)
THREADS: Final = ("sms", "mms")
TOLD_EVERY: Final = 5_000
MMS_FIELDS: Final = {
    "messageBox": "msg_box",
    "messageType": "m_type",
    "subject": "sub",
    "contentType": "ct",
    "contentLocation": "cl",
    "sequenceOrder": "seq",
}
"""Android's own names for what Fossify Messages calls otherwise."""


def is_document(head: bytes) -> bool:
    """True for an array of Android's messages or calls, and for the objects of QUIK."""
    text = decode_head(head).lstrip("\ufeff \t\r\n")[:HEAD_CHARS]
    if text.startswith("{"):
        return QUIK.search(text) is not None and DATED.search(text) is not None
    if not text.startswith("[") or not DATED.search(text):
        return False
    android = ANDROID.search(text) is not None
    if CALL.search(text):
        return android and '"type"' in text
    return MESSAGE.search(text) is not None and (android or OTHER_APPS.search(text) is not None)


def read_document(member: Member, into: Backup, options: ReadOptions, progress: Callable[[int], None]) -> None:
    """Read every record into ``into``. Raises InputError E205, E221 and E223; a cut file gives what is complete."""
    stream = JsonStream(member, options)
    reader = _Reader(stream, into, progress)
    try:
        if stream.peek() == "[":
            reader.array()
        else:
            for name in stream.fields():
                reader.array() if name == "messages" and stream.peek() == "[" else stream.value()
        stream.finish()
    except EndsEarly:
        into.seen += 1
        into.reject("E222", member.name, stream.place(), "file ends early")
    finally:
        stream.close()
    into.notes += stream.notes()


class _Reader:
    """Hands on the records of an array, those of threads one by one."""

    def __init__(self, stream: JsonStream, into: Backup, progress: Callable[[int], None]) -> None:
        self._stream = stream
        self._into = into
        self._progress = progress
        self._number = 0

    def array(self) -> None:
        """Every element of the array that stands here."""
        for _ in self._stream.elements():
            value = self._stream.value()
            clash = self._stream.clash
            for record in _thread(value):
                self._record(record, clash=clash)

    def _record(self, record: Any, *, clash: bool) -> None:
        self._into.seen += 1
        self._number += 1
        if self._into.seen % TOLD_EVERY == 0:
            self._progress(self._stream.bytes_read)
        try:
            if clash:
                raise Unusable("E224")
            read_record(_android(record), self._stream.clean, self._into)
        except Unusable as bad:
            self._into.reject(bad.code, self._stream.file, f"record {self._number:,}", bad.detail)


def _thread(value: Any) -> list[Any]:
    """The messages of a thread as Simple SMS Messenger wrote it; anything else is a record itself."""
    if isinstance(value, dict) and any(isinstance(value.get(name), list) for name in THREADS):
        lists = [value[name] for name in THREADS if value.get(name) is not None]
        return [record for each in lists for record in (each if isinstance(each, list) else [each])]
    return [value]


def _android(record: Any) -> Any:
    """The record with Android's names: an MMS of Fossify has its addresses in one list, with the sender among them."""
    if not isinstance(record, dict) or "messageBox" not in record:
        return record
    people = [one for one in _list(record.get("addresses")) if isinstance(one, dict)]
    return {
        **_renamed(record),
        "sender_address": next((one for one in people if str(one.get("type")) == FROM), None),
        "recipient_addresses": [one for one in people if str(one.get("type")) != FROM],
        "parts": [_renamed(part) for part in _list(record.get("parts")) if isinstance(part, dict)],
    }


def _renamed(record: Mapping[str, Any]) -> dict[str, Any]:
    return {MMS_FIELDS.get(name, name): value for name, value in record.items()}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
