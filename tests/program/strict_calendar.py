"""A strict reader of calendar files, written from RFC 5545 alone: what it does not know, it refuses."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime

LINE = re.compile(r"(?P<name>[A-Z0-9-]+)(?P<params>(?:;[A-Z-]+=[A-Za-z0-9-]+)*):(?P<value>.*)")
ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "CLASS"}
NEEDED = {"UID", "DTSTAMP", "DTSTART"}
CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f]")


@dataclass
class Event:
    values: dict[str, str] = field(default_factory=dict)
    params: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return plain(self.values["SUMMARY"])

    @property
    def note(self) -> str:
        return plain(self.values.get("DESCRIPTION", ""))

    def when(self, name: str) -> date | datetime:
        value = self.values[name]
        if self.params.get(name) == ";VALUE=DATE":
            return datetime.strptime(value, "%Y%m%d").date()
        assert not self.params.get(name)
        return datetime.strptime(value, "%Y%m%dT%H%M%SZ" if value.endswith("Z") else "%Y%m%dT%H%M%S")


def unfolded(raw: bytes) -> list[str]:
    """3.1: lines end in CRLF, hold at most 75 octets, and a folded one goes on after a single blank."""
    assert raw.endswith(b"\r\n")
    pieces = raw.removesuffix(b"\r\n").split(b"\r\n")
    lines: list[str] = []
    for piece in pieces:
        assert len(piece) <= 75, piece
        words = piece.decode("utf-8")  # a character cut in two would fail here
        assert not CONTROL.search(words), piece
        if words.startswith(" "):
            lines[-1] += words[1:]
        else:
            assert words
            lines.append(words)
    return lines


def plain(value: str) -> str:
    """3.3.11: a comma, a semicolon and a backslash stand behind a backslash, a line end is \\n; nothing else does."""
    assert re.fullmatch(r"(?:[^\\;,]|\\[\\;,nN])*", value), value
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def read(raw: bytes) -> list[Event]:
    """3.4 and 3.6: one calendar with version and maker, events within it, each name once, all that is needed there."""
    lines = unfolded(raw)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    head: dict[str, str] = {}
    events: list[Event] = []
    event: Event | None = None
    for line in lines[1:-1]:
        found = LINE.fullmatch(line)
        assert found, line
        name, value = found["name"], found["value"]
        if name == "BEGIN":
            assert value == "VEVENT"
            assert event is None
            event = Event()
        elif name == "END":
            assert value == "VEVENT"
            assert event is not None
            assert event.values.keys() >= NEEDED
            events.append(event)
            event = None
        elif event is None:
            assert not events, "nothing stands between and after events"
            assert name not in head
            head[name] = value
        else:
            assert name in ONCE
            assert name not in event.values
            event.values[name], event.params[name] = value, found["params"]
    assert event is None
    assert head["VERSION"] == "2.0"
    assert head["PRODID"]
    assert len({each.values["UID"] for each in events}) == len(events)
    for each in events:
        assert re.fullmatch(r"\d{8}T\d{6}Z", each.values["DTSTAMP"])
        starts, ends = each.when("DTSTART"), each.when("DTEND")
        assert type(starts) is type(ends)
        assert starts < ends
    return events
