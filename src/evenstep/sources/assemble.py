"""From the columns a parser has gathered to the two tables and the reading report."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import polars as pl

from evenstep.errors import InputError
from evenstep.events.reading import Gap, Note, Reading, make_rejects
from evenstep.events.schema import CONVERSATIONS, GapType, TimeType, conform_conversations, conform_events
from evenstep.sources.base import Limits, Parsed
from evenstep.spoken import words

LONG_SILENCE: Final = timedelta(days=30)
"""When nobody in the whole file writes for so long, the history itself may be missing there."""

EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(2100, 1, 1, tzinfo=UTC)
AHEAD: Final = timedelta(hours=48)
MAX_SENDERS_SHOWN: Final = 2_000
BLOCK: Final = 20_000
PAIR: Final = ("conversation_id", "person_a", "person_b")

RejectRow = tuple[str, str, str, int | None, str]


@dataclass(frozen=True)
class Facts:
    """What a parser knows about the file besides its events. ``seen``, ``system``: records."""

    file: str
    source: str
    seen: int
    system: int = 0
    already_there: int = 0  # records that stand in the file twice
    rejects: Sequence[RejectRow] = ()
    date_order: str | None = None
    date_order_decided_by: str = ""
    zone: str | None = None
    zone_decided_by: str = ""
    encoding: str = "UTF-8"
    title: str | None = None
    me: str | None = None
    shapes: Mapping[str, int] | None = None
    notes: Sequence[Note] = ()
    capped: frozenset[str] = frozenset()  # conversations whose start is missing, as far as the file shows
    until: datetime | None = None  # UTC; when the export was made, where the file says so


def assemble(events: pl.DataFrame, facts: Facts, limits: Limits, pairs: pl.DataFrame | None = None) -> Parsed:
    """Finish ``events`` (all columns of EVENTS but import_id and source) and describe the file.

    ``seen`` must be events + skipped + system + already_there for the reading to balance; a record may also be
    the carrier of further events (a reaction inside a message), which the parser counts as seen.
    ``pairs``: conversation_id, person_a, person_b, where the file itself says who the two are.
    Raises InputError E236 when a conversation has more people than ``limits.people``.
    """
    named = events.with_columns(import_id=pl.lit(_import_id(events, facts.source)), source=pl.lit(facts.source))
    finished = conform_events(named)
    _check_people(finished, facts.file, limits)
    gaps = _gaps(finished["time"])
    return Parsed(
        finished,
        _conversations(finished, facts, gaps, pairs),
        make_rejects(list(facts.rejects)),
        _reading(finished, facts, gaps),
    )


def in_range(time: pl.Expr, now: datetime | None) -> pl.Expr:
    """True for UTC times from 1990 to ``latest(now)``."""
    return (time >= EARLIEST) & (time <= latest(now))


def not_too_long(limits: Limits) -> pl.Expr:
    """True for events whose text is not longer than we accept."""
    return pl.col("n_chars") <= limits.text_chars


def latest(now: datetime | None) -> datetime:
    """The last moment (UTC) a record may carry: ``now`` + 48 h, 2100 without it. A naive ``now`` is taken as UTC."""
    if now is None:
        return LATEST
    return (now if now.tzinfo is not None else now.replace(tzinfo=UTC)) + AHEAD


def _check_people(events: pl.DataFrame, file: str, limits: Limits) -> None:
    people = events.group_by("conversation_id").agg(pl.col("sender").n_unique())
    most = people["sender"].max() if people.height else 0
    if isinstance(most, int) and most > limits.people:
        raise InputError("E236", file, detail=words("{n} people, the limit is {most}", n=most, most=limits.people))


def _import_id(events: pl.DataFrame, source: str) -> str:
    """The same events give the same id, whatever the file is called. Times, senders and lengths only, never text."""
    digest = hashlib.blake2b(digest_size=8)
    for column in ("conversation_id", "sender", "kind"):
        for start in range(0, events.height, BLOCK):
            digest.update(b"\n" if start else b"")
            digest.update(events[column][start : start + BLOCK].cast(pl.String).str.join("\n").item().encode())
    for column in ("time", "n_chars"):
        digest.update(events[column].to_physical().cast(pl.Int64).to_numpy().tobytes())
    return f"{source}:{digest.hexdigest()}"


def _gaps(time: pl.Series) -> tuple[Gap, ...]:
    ordered = pl.DataFrame({"end": time.sort()}).with_columns(start=pl.col("end").shift(1))
    long = ordered.filter(pl.col("end") - pl.col("start") > LONG_SILENCE)
    return tuple(Gap(start, end) for start, end in long.select("start", "end").iter_rows())


def _conversations(events: pl.DataFrame, facts: Facts, gaps: Sequence[Gap], pairs: pl.DataFrame | None) -> pl.DataFrame:
    """One row a conversation, in the order of first appearance; the file's silences that lie inside its period."""
    rows = events.group_by("conversation_id", maintain_order=True).agg(
        observed_from=pl.col("time").min(), observed_until=pl.col("time").max()
    )
    named = pairs if pairs is not None else pl.DataFrame(schema=dict.fromkeys(PAIR, pl.String))
    me = pl.lit(facts.me, pl.String)
    full = (
        _with_silences(rows, gaps)
        .join(named.select(PAIR), on="conversation_id", how="left", maintain_order="left")
        .with_columns(
            *(pl.lit(None, pl.String).alias(name) for name in ("zone_a", "zone_b")),
            me=pl.when((pl.col("person_a") == me) | (pl.col("person_b") == me)).then(me),
            capped=pl.col("conversation_id").is_in(sorted(facts.capped)),
            observed_until=_until(facts.until),
            sources=pl.lit([facts.source], dtype=CONVERSATIONS["sources"]),
        )
    )
    return conform_conversations(full)


def _with_silences(rows: pl.DataFrame, gaps: Sequence[Gap]) -> pl.DataFrame:
    """Add ``gaps``: the silences inside each conversation's period, which stand together in their order.

    No step holds a row for each conversation and each silence: a small file may have thousands of both.
    """
    silences = pl.DataFrame({"start": [g.start for g in gaps], "end": [g.end for g in gaps]}, schema=_gap_columns())
    first = silences["start"].search_sorted(rows["observed_from"], side="left")
    behind = silences["end"].search_sorted(rows["observed_until"], side="right")
    numbered = rows.with_row_index("_row")
    spans = numbered.select("_row", at=pl.int_ranges(first, behind, dtype=pl.Int64)).filter(pl.col("at").list.len() > 0)
    each = spans.explode("at")
    held = (
        pl.concat([each, silences[each["at"]]], how="horizontal").group_by("_row").agg(gaps=pl.struct("start", "end"))
    )
    some = numbered.join(held, on="_row", how="inner")  # a left join would write silences to all rows for a moment
    others = numbered.join(held, on="_row", how="anti").with_columns(gaps=pl.lit([], dtype=GapType))
    return pl.concat([some, others.select(some.columns)]).sort("_row").drop("_row")


def _until(export: datetime | None) -> pl.Expr:
    """The export's own time where it is known and not before the last event, else the last event."""
    last = pl.col("observed_until")
    return last if export is None else pl.max_horizontal(last, pl.lit(export, TimeType))


def _gap_columns() -> dict[str, pl.DataType]:
    return {"start": pl.Datetime("us", "UTC"), "end": pl.Datetime("us", "UTC")}


def _reading(events: pl.DataFrame, facts: Facts, gaps: tuple[Gap, ...]) -> Reading:
    first, last = events["time"].min(), events["time"].max()
    return Reading(
        file=facts.file,
        source=facts.source,
        seen=facts.seen,
        imported=events.height,
        already_there=facts.already_there,
        skipped=len(facts.rejects),
        system=facts.system,
        first=first if isinstance(first, datetime) else None,
        last=last if isinstance(last, datetime) else None,
        date_order=facts.date_order,
        date_order_decided_by=facts.date_order_decided_by,
        zone=facts.zone,
        zone_decided_by=facts.zone_decided_by,
        encoding=facts.encoding,
        title=facts.title,
        me=facts.me,
        gaps=gaps,
        kinds=_counts(events, "kind"),
        senders=_counts(events, "sender"),
        shapes=dict(facts.shapes or {}),
        notes=tuple(facts.notes),
    )


def _counts(events: pl.DataFrame, column: str) -> dict[str, int]:
    counted = events.group_by(column).agg(pl.len().alias("n")).with_columns(pl.col(column).cast(pl.String))
    ordered = counted.sort(["n", column], descending=[True, False]).head(MAX_SENDERS_SHOWN)
    return dict(ordered.iter_rows())
