"""A text of bagoup, "[2020-03-01 15:34:05] Me: text", which is known by how it is named: service;-;number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from evenstep.sources.imessage_text.blocks import Record

NAMED: Final = re.compile(r"(?:iMessage|SMS|RCS|any)[;,_][-+][;,_]([^;/]+?)(?:;;;.*|(?: \(\d+\))?\.txt)", re.I)
HEADER: Final = re.compile(r"^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\] ([^:\n]{1,200}):(?: |$)", re.M | re.A)
MICROSECOND: Final = timedelta(microseconds=1)
EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - of a wall clock


def bagoup_chat(name: str) -> str:
    """The number, address or group that a file of this name is the chat with; "" for any other name."""
    found = NAMED.fullmatch(name.rsplit("/", 1)[-1])
    return found[1] if found else ""


def is_bagoup(name: str, head: str) -> bool:
    """True for a file of bagoup's by its name and its first line; WhatsApp's texts may begin alike."""
    return HEADER.match(head) is not None and bool(bagoup_chat(name))


def bagoup_records(text: str) -> Iterator[Record]:
    """The messages in the order of the file."""
    found = list(HEADER.finditer(text))
    line, before = 1, 0
    for at, header in enumerate(found):
        line += text.count("\n", before, header.start())
        before = header.start()
        end = found[at + 1].start() if at + 1 < len(found) else len(text)
        body = text[header.end() : end].rstrip("\n").split("\n")
        yield Record(line, _local(header[1]), sender=header[2], body=body if any(body) else [])


def _local(stamp: str) -> int | None:
    try:
        return (datetime.fromisoformat(stamp) - EPOCH) // MICROSECOND
    except ValueError:
        return None
