"""The shared way from lines to tables by itself: hundreds of lines of any values an execution, and what must hold."""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from evenstep.events.schema import KINDS
from evenstep.sources.assemble import EARLIEST, Facts, assemble, latest
from evenstep.sources.base import Limits, Parsed, ReadOptions
from evenstep.sources.timeline import Line, timeline

HEAD: Final = struct.Struct("<BBBB")
ONE: Final = struct.Struct("<BBBBHHH")
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
NOW: Final = datetime(2026, 1, 1, tzinfo=UTC)
START: Final = 1_700_000_000_000_000
CHATS: Final = ("telegram:1", "signal:ä", "line:" + "x" * 200, "mail:a\nb|c\\")
SENDERS: Final = ("a", "b", "", " ", "+49 170 1", "\u202eanna", "a\0b", "名前", "💬" * 40, "null", "A", "c" * 300)
TEXTS: Final = ("", "hi", " ", "two words", "a\0b", "💬👩‍👩‍👧", "x " * 200, "\u2028", "=1+1", "é" * 99, "\r\n", "0")
DURATIONS: Final = (None, None, None, 0.0, 0.5, 59.0, 1e9, 3e38)
ZONES: Final = ("Europe/Berlin", "UTC", "America/St_Johns", "Asia/Kathmandu", "Africa/Casablanca", "Pacific/Apia")
TICKS: Final = (0.001, 1.0, 60.0)


def _us(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)


FIRST, LAST = _us(EARLIEST), _us(latest(NOW))
YEAR_1, YEAR_9999 = -62_135_596_800_000_000, 253_402_300_799_999_999
WALLS: Final = (
    0,
    -1,
    YEAR_1,
    YEAR_9999,
    FIRST,
    LAST,
    FIRST - 1,
    LAST + 1,
    1_711_848_600_000_000,
    1_729_989_000_000_000,
)
TIMES: Final = (*WALLS, 2**63 - 1, -(2**63), 2**53)


class Broken(Exception):
    """Something that must hold for any lines does not."""


def parsed_lines(data: bytes) -> Parsed:
    """The tables of the lines that ``data`` stands for, held to what the way promises. Raises Broken."""
    head, body = data[: HEAD.size].ljust(HEAD.size, b"\0"), data[HEAD.size :]
    zone, tick, text, capped = HEAD.unpack(head)
    options = replace(ReadOptions(now=NOW), zone=ZONES[zone % len(ZONES)], keep_text=text % 2 == 0)
    lines = list(_lines(body))
    names = {sender: SENDERS[(at + tick) % len(SENDERS)] for at, sender in enumerate(SENDERS) if (text >> 1) + at & 3}
    timed = timeline(lines, names, options, file="lines", resolution_s=TICKS[tick % len(TICKS)])
    facts = Facts(
        file="lines",
        source="telegram",
        seen=len(lines),
        rejects=timed.rejects,
        zone=timed.zone,
        zone_decided_by=timed.zone_decided_by,
        notes=timed.notes,
        capped=frozenset(chat for at, chat in enumerate(CHATS) if capped >> at & 1),
        until=NOW if capped & 16 else None,
    )
    parsed = assemble(timed.events, facts, Limits())
    hold(lines, parsed)
    return parsed


def _lines(body: bytes) -> Iterator[Line]:
    """Ten bytes a line: who and where, what, how, which text; how much later; the id; what it answers."""
    clock = START
    whole = len(body) - len(body) % ONE.size
    for number, (who, kind, how, text, later, key, reply) in enumerate(ONE.iter_unpack(body[:whole]), start=1):
        clock += (later - 2_000) * 1_000_000 if how & 16 else later
        utc, local = _when(how & 7, clock, later)
        yield Line(
            chat=CHATS[who & 3],
            sender=SENDERS[(who >> 2) % len(SENDERS)],
            kind=KINDS[kind % len(KINDS)] if kind < 160 else "text",
            utc=utc,
            local=local,
            number=number,
            text=TEXTS[text % len(TEXTS)],
            duration_s=DURATIONS[(text >> 4) % len(DURATIONS)],
            id=str(key % 512) if key & 0x8000 else None,
            reply=str(reply % 512) if reply & 0x8000 else None,
            edited=bool(how & 8),
        )


def _when(way: int, clock: int, later: int) -> tuple[int | None, int | None]:
    """(utc, local): mostly a clock that runs, sometimes none at all or the ends of what there is."""
    if way < 4:
        return clock, None
    if way == 4:
        return None, clock
    if way == 5:
        return None, None
    return (TIMES[later % len(TIMES)], None) if way == 6 else (None, WALLS[later % len(WALLS)])


def hold(lines: Sequence[Line], parsed: Parsed) -> None:
    """Each line is one event or one reject, once; times, order, ids and replies are what the lines say."""
    events = parsed.events
    kept = events.select("conversation_id", "event_id", "source_line", "kind", "n_chars", "reply_to", "time").rows()
    aside = parsed.rejects["line"].to_list()
    if sorted([row[2] for row in kept] + aside) != list(range(1, len(lines) + 1)):
        raise Broken("a line is lost or twice")
    _aside(lines, set(aside))
    by_place = {(chat, at): lines[number - 1] for chat, at, number, *_ in kept}
    once = Counter((line.chat, line.id) for line in by_place.values())
    found = {(line.chat, line.id): at for (_, at), line in by_place.items() if once[line.chat, line.id] == 1}
    before: dict[str, tuple[int, int]] = {}
    for chat, at, number, kind, n_chars, reply_to, time in kept:
        line = lines[number - 1]
        last_at, last_number = before.get(chat, (-1, 0))
        if (chat, kind, n_chars) != (line.chat, line.kind, len(line.text)) or at != last_at + 1:
            raise Broken("an event is not its line")
        if line.utc is not None and _us(time) != line.utc:
            raise Broken("an event is at another time than its line")
        if kind != "reaction" and number < last_number:
            raise Broken("the order of the file is not kept")
        before[chat] = (at, last_number if kind == "reaction" else number)
        target = found.get((chat, line.reply)) if line.reply is not None else None
        if reply_to != (target if target is not None and target < at else None):
            raise Broken("an answer to another message")


def _aside(lines: Sequence[Line], aside: set[int]) -> None:
    """A line is kept aside for its time only, and always then; a wall clock's hours may lie a day either side."""
    for line in lines:
        when, slack = (line.utc, 0) if line.utc is not None else (line.local, 86_400_000_000)
        inside = when is not None and FIRST + slack <= when <= LAST - slack
        outside = when is None or not FIRST - slack <= when <= LAST + slack
        if (inside and line.number in aside) or (outside and line.number not in aside):
            raise Broken("kept aside, or not, against its time")


def first_lines() -> list[bytes]:
    """Seeds: quiet talks, and every value there is."""
    quiet = b"".join(ONE.pack((at % 2) << 2, 255, 0, 1, 60, 0x8000 | at, 0) for at in range(300))
    answers = b"".join(
        ONE.pack(at % 7, at % 160, 16, at % 256, 2_030, 0x8000 | at, 0x8000 | at // 2) for at in range(300)
    )
    clocks = b"".join(ONE.pack(at % 256, at * 7 % 256, at % 32, at % 256, at, 0x8000 | at % 90, 0) for at in range(400))
    return [b"", b"\1\1\1\1" + quiet, b"\2\0\0\3" + answers, b"\0\2\4\x1f" + clocks, b"\4\1\2\0" + clocks[::-1]]
