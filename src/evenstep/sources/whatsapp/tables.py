"""From a chat's columns to the two tables, the rejects and the reading report."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypedDict

import numpy as np
import polars as pl

from evenstep.errors import InputError
from evenstep.events.reading import Gap, Note, Reading, make_rejects
from evenstep.events.schema import CONVERSATIONS, EVENTS, KINDS, KindType, conform_conversations
from evenstep.sources.base import Opened, Parsed, ReadOptions
from evenstep.sources.whatsapp import report
from evenstep.sources.whatsapp.bytes import Bools, Ints
from evenstep.sources.whatsapp.home import at_home
from evenstep.sources.whatsapp.kinds import SYSTEM
from evenstep.sources.whatsapp.people import People, fold_in, pasted_rows, settle_people
from evenstep.sources.whatsapp.records import Columns, Reader
from evenstep.sources.whatsapp.text import Utf8Blocks
from evenstep.sources.whatsapp.times import WallTimes, utc_times, wall_times
from evenstep.spoken import words

NAME: Final = "whatsapp"
BY_USER: Final = "you said so"
_SHOWN: Final = 2_000  # senders listed in the reading


@dataclass(frozen=True)
class _Fates:
    """What becomes of each row: imported, a notice, kept aside, or folded into the message it stands in."""

    keep: Bools
    system: Bools
    reject: Bools
    pasted: Ints


def settle(columns: Columns, reader: Reader, blocks: Utf8Blocks, opened: Opened, options: ReadOptions) -> Parsed:
    """Decide dates, senders and kinds over the whole file and build the tables.

    Raises NeedsAnswer("date_order"), InputError E217, E220 or E236.
    """
    zone = options.zone or ""
    people, clock = _people_and_times(columns, reader, options)
    fates = _fates(columns, people, clock, reader)
    _fold(columns, people, fates, reader)
    rows = np.flatnonzero(fates.keep)
    sender, names = _used(people, rows)
    _check_people(names, options, reader.file)
    local = clock.local[rows]
    utc = utc_times(local, zone)
    title = report.title_of(opened, reader.file, names)
    chat = f"{NAME}:{_digest([*sorted(names), title or ''])}"
    events = _events(columns, rows, utc.time, sender, names, reader, chat, f"{NAME}:{blocks.digest}")
    gaps = report.long_gaps(utc.time.to_physical().to_numpy())
    capped = report.is_capped(len(rows)) or report.is_capped(len(columns.line))
    me = _me(names, title, options.me)
    notes = _notes(columns, rows, local, fates, reader, blocks, names)
    notes += report.clock_note(utc.folds, utc.gaps) + report.capped_note(len(rows), capped=capped)
    rejects = _rejects(columns, clock, fates, reader)
    reading = Reading(
        file=opened.name,
        source=NAME,
        **_record_counts(columns, people, fates, reader, len(rejects)),
        **_dates(events, clock, zone),
        encoding=blocks.encoding.upper(),
        capped=capped,
        title=title,
        me=me,
        gaps=gaps,
        kinds=_counts(columns.kind[rows].astype(np.int64), KINDS),
        senders=_counts(sender, names),
        shapes={_shown(shape.opened.pieces): int((columns.shape == i).sum()) for i, shape in enumerate(reader.shapes)},
        notes=tuple(notes),
    )
    return Parsed(events, _conversation(events, chat, names, me, zone, capped, gaps), make_rejects(rejects), reading)


def _check_people(names: tuple[str, ...], options: ReadOptions, file: str) -> None:
    if not names:
        raise InputError("E110", file, "", words("no message of a person was found"))
    if len(names) > options.limits.people:
        raise InputError(
            "E236",
            file,
            "",
            words("{n} people, the limit is {most}", n=len(names), most=options.limits.people),
        )


def _people_and_times(columns: Columns, reader: Reader, options: ReadOptions) -> tuple[People, WallTimes]:
    bracket = any(shape.opened.bracket for shape in reader.shapes)
    people = settle_people(columns, reader.senders, reader.with_colon, reader.texts, bracket=bracket)
    home = np.ones(len(columns.line), np.bool_) if reader.between_crlf else at_home(people.sender)
    clock = wall_times(
        *(columns.numbers, columns.word, columns.shape, reader.shapes, reader.scanner.words, home),
        options=options,
        file=reader.file,
    )
    return people, clock


class _RecordCounts(TypedDict):
    seen: int
    imported: int
    skipped: int
    system: int


def _record_counts(columns: Columns, people: People, fates: _Fates, reader: Reader, skipped: int) -> _RecordCounts:
    """A record is a header line that is not folded into another message, or a line that was kept aside."""
    cut = int((people.sender == -2).sum())  # the last line, kept aside as E215
    return {
        "seen": len(columns.line) - len(fates.pasted) - cut + len(reader.aside),
        "imported": int(fates.keep.sum()),
        "skipped": skipped,
        "system": int(fates.system.sum()),
    }


class _Dates(TypedDict):
    first: datetime | None
    last: datetime | None
    date_order: str
    date_order_decided_by: str
    zone: str
    zone_decided_by: str


def _dates(events: pl.DataFrame, clock: WallTimes, zone: str) -> _Dates:
    return {
        "first": _moment(events, "min"),
        "last": _moment(events, "max"),
        "date_order": clock.order.order,
        "date_order_decided_by": clock.order.decided_by,
        "zone": zone,
        "zone_decided_by": BY_USER,
    }


def _fates(columns: Columns, people: People, clock: WallTimes, reader: Reader) -> _Fates:
    good = clock.bad == 0
    person = (people.sender >= 0) & (columns.kind != SYSTEM)
    whole = people.sender != -2
    pasted = np.zeros(0, np.int64) if reader.between_crlf else pasted_rows(people, clock.local, good & person)
    folded = np.zeros(len(good), np.bool_)
    folded[pasted] = True
    return _Fates(keep=good & person & ~folded, system=~person & whole, reject=~good & person & ~folded, pasted=pasted)


def _fold(columns: Columns, people: People, fates: _Fates, reader: Reader) -> None:
    pieces = reader.shapes[0].opened.pieces
    header_words = len("9".join(pieces).replace("\0", "x").split())
    parents = fold_in(columns, people, fates.pasted, fates.keep, header_words)
    if reader.texts:
        for row, parent in parents.items():
            reader.texts[parent] += "\n" + reader.headers[row] + reader.texts[row]


def _used(people: People, rows: Ints) -> tuple[Ints, tuple[str, ...]]:
    """Senders of the imported rows, numbered in order of the names that are used."""
    if not len(rows):
        return rows, ()
    used = np.flatnonzero(np.bincount(people.sender[rows], minlength=len(people.names)))
    table = np.zeros(len(people.names), np.int64)
    table[used] = np.arange(len(used))
    return table[people.sender[rows]], tuple(people.names[i] for i in used.tolist())


def _events(
    columns: Columns,
    rows: Ints,
    time: pl.Series,
    sender: Ints,
    names: tuple[str, ...],
    reader: Reader,
    chat: str,
    import_id: str,
) -> pl.DataFrame:
    n = len(rows)
    tick = np.array([1.0 if s.seconds else 60.0 for s in reader.shapes], np.float32)
    duration = pl.Series("duration_s", columns.duration_s[rows]).fill_nan(None)
    made = {
        "event_id": pl.Series(np.arange(n)),
        "time": time,
        "resolution_s": pl.Series(tick[columns.shape[rows]]),
        "sender": pl.Series(names, dtype=pl.Categorical()).gather(sender),
        "kind": pl.Series(KINDS, dtype=KindType).gather(columns.kind[rows].astype(np.uint32)),
        "n_chars": pl.Series(columns.n_chars[rows]),
        "n_words": pl.Series(columns.n_words[rows]),
        "duration_s": duration,
        "edited": pl.Series(columns.edited[rows]),
        "source_line": pl.Series(columns.line[rows]),
    }
    same = {"conversation_id": chat, "import_id": import_id, "source": NAME, "reply_to": None, "zone_source": "given"}
    made |= {name: pl.repeat(value, n, dtype=EVENTS[name], eager=True) for name, value in same.items()}
    if reader.texts:
        made["text"] = pl.Series([reader.texts[i] for i in rows.tolist()], dtype=pl.String)
    return pl.DataFrame({name: made[name] for name in (*EVENTS, *(["text"] if reader.texts else []))})


def _me(names: tuple[str, ...], title: str | None, given: str | None) -> str | None:
    """The user's answer; else the one of exactly two who is not the chat's title."""
    if given in names:
        return given
    if len(names) == 2 and title in names:
        return names[1 - names.index(title)]
    return None


def _conversation(
    events: pl.DataFrame,
    chat: str,
    names: tuple[str, ...],
    me: str | None,
    zone: str,
    capped: bool,
    gaps: tuple[Gap, ...],
) -> pl.DataFrame:
    two = sorted(names) if len(names) == 2 else [None, None]
    row = {
        "conversation_id": chat,
        "person_a": two[0],
        "person_b": two[1],
        "me": me if len(names) == 2 else None,
        "zone_a": zone,
        "zone_b": zone,
        "observed_from": _moment(events, "min"),
        "observed_until": _moment(events, "max"),
        "capped": capped,
        "gaps": [{"start": g.start, "end": g.end} for g in gaps],
        "sources": [NAME],
    }
    return conform_conversations(pl.DataFrame([row], schema=dict(CONVERSATIONS)))


def _notes(
    columns: Columns,
    rows: Ints,
    local: Ints,
    fates: _Fates,
    reader: Reader,
    blocks: Utf8Blocks,
    names: tuple[str, ...],
) -> list[Note]:
    first = int(columns.line[0])
    inside = sorted([*columns.line[fates.pasted].tolist(), *(x for x in reader.scanner.other_lines if x > first)])
    notes = (
        report.name_notes(names) + report.lines_note("E212", inside) + report.backward_note(local, columns.line[rows])
    )
    if any(b"\x00" in raw for raw in reader.senders.raws):
        notes.append(Note("E203"))
    if blocks.bad_line is not None:
        count = blocks.bad_bytes
        notes.append(Note("E201", f"line {blocks.bad_line:,}", f"{count:,} unknown letters", count))
    return notes


def _rejects(
    columns: Columns, clock: WallTimes, fates: _Fates, reader: Reader
) -> list[tuple[str, str, str, int | None, str]]:
    found = list(reader.aside)
    bad = np.flatnonzero(fates.reject)
    found += [
        (clock.code[b], line) for b, line in zip(clock.bad[bad].tolist(), columns.line[bad].tolist(), strict=True)
    ]
    found.sort(key=lambda item: item[1])
    return [(code, reader.file, f"line {line:,}", line, "") for code, line in found]


def _digest(parts: list[str]) -> str:
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=8).hexdigest()


def _moment(events: pl.DataFrame, which: str) -> datetime | None:
    value = events["time"].min() if which == "min" else events["time"].max()
    return value if isinstance(value, datetime) else None


def _counts(codes: Ints, names: tuple[str, ...]) -> dict[str, int]:
    counted = Counter(dict(enumerate(np.bincount(codes, minlength=len(names)).tolist())))
    return {names[i]: n for i, n in counted.most_common(_SHOWN) if n}


def _shown(pieces: tuple[str, ...]) -> str:
    """A shape in plain sight: every number is 9, a day-period word is "am"."""
    return "9".join(pieces).replace("\0", "am")
