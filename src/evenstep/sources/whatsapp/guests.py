"""Headers of another shape among those of a chat: messages of the chat, or lines that were pasted into one.

A pasted line cannot be newer than the message it stands in. So where every header of a shape is newer than
the message before it and not newer than the one behind it, and all are of people of the chat, they are
messages of this chat: people join exports in one file, and a phone may change how it writes the time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from evenstep.errors import InputError, NeedsAnswer
from evenstep.sources.whatsapp.bytes import Ints
from evenstep.sources.whatsapp.dates import NO_DAY, ORDERS, Span, day_numbers
from evenstep.sources.whatsapp.dayparts import HOURS, hour_of_day
from evenstep.sources.whatsapp.records import Columns, Reader
from evenstep.sources.whatsapp.shape import Head, Shape
from evenstep.sources.whatsapp.times import wall_times

MOST: Final = 1_000  # headers of other shapes that are looked at
_MINUTE: Final = 60 * 1_000_000
_DAY: Final = 86_400 * 1_000_000


@dataclass(frozen=True)
class _Host:
    """The chat's own messages: their lines and wall times, in file order."""

    lines: list[int]
    times: list[int]
    order: str
    seconds: bool
    span: Span

    def fits(self, time: int, line: int, *, seconds: bool) -> bool:
        """True when a message of this wall time may stand on this line."""
        tick = 1 if seconds and self.seconds else _MINUTE
        at = bisect_left(self.lines, line)
        behind = self.times[at] if at < len(self.times) else None
        if at == 0:  # nothing stands before it that it could be pasted into
            return behind is None or time <= behind + _DAY
        return time // tick > self.times[at - 1] // tick and (behind is None or time // tick <= behind // tick)


def with_guests(columns: Columns, reader: Reader) -> list[Shape]:
    """The chat's shape and those of its messages that are written otherwise; [] when there are none of these."""
    scanner, known = reader.scanner, reader.senders.codes
    found = [(line, *head) for line, head in zip(scanner.other_lines, scanner.other_heads, strict=True)]
    host = _host(columns, reader) if 0 < len(found) <= MOST and len(reader.shapes) == 1 else None
    if host is None or reader.between_crlf:
        return []
    guests = []
    for shape in scanner.others:
        mine = [(line, head, name) for line, head, name in found if shape.accepts(head)]
        alike = shape.opened.bracket == reader.shapes[0].opened.bracket
        if alike and all(name in known for _, _, name in mine):
            order = _order(shape, [(line, head) for line, head, _ in mine], host)
            guests += [replace(shape, order=order)] if order else []
    return [*reader.shapes, *guests] if guests else []


def _host(columns: Columns, reader: Reader) -> _Host | None:
    """None where the dates of the chat itself are still in doubt."""
    home = np.ones(len(columns.line), np.bool_)
    try:
        clock = wall_times(
            *(columns.numbers, columns.word, columns.shape, reader.shapes, reader.scanner.words, home),
            options=reader.options,
            file=reader.file,
        )
    except (NeedsAnswer, InputError):  # said when the chat is settled
        return None
    good = clock.bad == 0
    span = Span.until(reader.options.now)
    lines: Ints = columns.line[good]
    seconds = reader.shapes[0].seconds
    return _Host(lines.tolist(), clock.local[good].tolist(), clock.order.order, seconds, span)


def _order(shape: Shape, heads: Iterable[tuple[int, Head]], host: _Host) -> str:
    """The order of dates in which each of these headers fits where it stands; "" for none or several."""
    orders = set(ORDERS.get(shape.opened.year_at, ()))
    for line, head in heads:
        orders = {each for each in orders if _fits(head, line, each, host, seconds=shape.seconds)}
    if host.order in orders:
        return host.order
    return orders.pop() if len(orders) == 1 else ""


def _fits(head: Head, line: int, order: str, host: _Host, *, seconds: bool) -> bool:
    day = int(day_numbers(np.array([head.values[:3]], np.int16), order, host.span)[0])
    hour, minute, second = head.values[3:6]
    if head.word:
        hour = hour_of_day(hour, HOURS[head.word]) if HOURS.get(head.word) else -1
    if day == NO_DAY or not 0 <= hour < 24 or minute > 59 or second > 59:
        return False
    return host.fits((((day * 24 + hour) * 60 + minute) * 60 + second) * 1_000_000, line, seconds=seconds)
