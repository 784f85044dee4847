"""What the files held: rows seen, kept and set aside, dates, zone, limits and holes."""

from __future__ import annotations

from collections.abc import Sequence

from evenstep.events.reading import Reading
from evenstep.measures.base import MeasureOptions
from evenstep.problem_codes import CODES
from evenstep.report.names import Sentence, join
from evenstep.report.sections.base import History, Section
from evenstep.report.wording import frame, method, reading
from evenstep.spoken import tr


def lead(history: History, readings: Sequence[Reading]) -> Sentence:
    """The opening sentences: how much of what, from when to when, and whether the start is missing."""
    apps = list(dict.fromkeys(r.source for r in readings))
    start, end = history.local(history.start), history.local(history.end)
    opening = reading.lead(history.events, max(1, len(readings)), apps, start, end)
    return join([opening, reading.near_limit()]) if any(r.capped for r in readings) else opening


def what_was_read(readings: Sequence[Reading], history: History, options: MeasureOptions) -> Section:
    """The reading report of every file."""
    skipped = sum(r.skipped for r in readings)
    return Section(
        slug="reading",
        label=frame.label("reading"),
        finding=reading.found(all(r.balances for r in readings), skipped),
        enough=True,
        facts=(*(fact for r in readings for fact in _facts(r, history)), *_used(readings, history)),
        how=method.rules(method.READING, options),
    )


def _used(readings: Sequence[Reading], history: History) -> list[tuple[str, Sentence]]:
    """A line when the page is about fewer records than were kept: a group, several chats, or chosen dates."""
    kept = sum(r.imported for r in readings)
    return [(tr("On this page"), reading.used(history.events, kept))] if history.events < kept else []


def _facts(read: Reading, history: History) -> list[tuple[str, Sentence]]:
    facts = [
        (tr("File"), reading.file_name(read.file)),
        (tr("Records"), reading.balance(read.seen, read.imported, read.system, read.already_there, read.skipped)),
        (tr("Day and month"), reading.dates(read.date_order, read.date_order_decided_by)),
        (tr("Time zone"), reading.zone(read.zone, read.zone_decided_by)),
    ]
    if read.first is not None and read.last is not None:
        facts.append((tr("From, to"), reading.gap(history.local(read.first), history.local(read.last))))
    if read.capped:
        facts.append((tr("Limit"), reading.near_limit()))
    holes = [reading.gap(history.local(g.start), history.local(g.end)) for g in read.gaps]
    facts.append((tr("Long holes"), reading.gaps(holes)))
    return facts + noted(read)


def noted(read: Reading) -> list[tuple[str, Sentence]]:
    """A line for each code, what was kept aside first: what it means, how often, and where it came up first."""
    lines = []
    for found in (read.aside, read.notes):
        counts: dict[str, int] = {}
        places: dict[str, str] = {}
        for note in found:
            counts[note.code] = counts.get(note.code, 0) + note.count
            places.setdefault(note.code, note.place)
        lines += [(code, reading.noted(CODES[code].what, n, places[code])) for code, n in sorted(counts.items())]
    return lines
