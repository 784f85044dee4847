"""build_report: two tables and their readings in, one Report out, from which page, JSON and terminal all speak."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from evenstep.errors import OptionError
from evenstep.events.reading import Reading
from evenstep.loop.findings import LoopResult
from evenstep.measures.base import MeasureOptions
from evenstep.measures.catalogue import measure
from evenstep.report.names import People, Sentence, say
from evenstep.report.numbers import OWN_ONLY
from evenstep.report.sections.base import History, Section
from evenstep.report.sections.order import all_sections
from evenstep.report.sections.reading import lead
from evenstep.report.wording import frame


@dataclass(frozen=True)
class Report:
    """One conversation, two people: what was read, what was found, and every sentence about it.

    ``measures`` is the results table of this conversation (measures.base.RESULTS), unwithheld, without the hours of
    the other person. ``loop`` is None when it was not looked for. Page, JSON and terminal withhold what has not enough
    behind it, and a loop whose model does not fit.
    """

    title: Sentence
    written: datetime
    people: People
    readings: tuple[Reading, ...]
    history: History
    sections: tuple[Section, ...]
    measures: pl.DataFrame
    options: MeasureOptions
    loop: LoopResult | None = None

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The finding of every section about numbers, in the order of the page."""
        return tuple(section.finding for section in self.sections)

    @property
    def lead(self) -> Sentence:
        """What the page is made from, in a sentence or two."""
        return lead(self.history, self.readings)


def build_report(  # noqa: PLR0913 -- one value for each thing that the page is made from
    conversations: pl.DataFrame,
    events: pl.DataFrame,
    readings: Sequence[Reading],
    *,
    me: str | None,
    now: datetime,
    hard_weeks: frozenset[str] = frozenset(),
    options: MeasureOptions | None = None,
    title: str | None = None,
    loop: LoopResult | None = None,
) -> Report:
    """Measure one conversation and write its report.

    ``conversations`` has one row with both persons chosen, ``events`` only theirs. ``me`` is one of the two names, or
    None to take what the row says. ``hard_weeks`` are ISO weeks ("2024-W07"). ``now`` dates the page, nothing else.
    ``loop`` is what a fit of the same conversation found (loop.fit.fit_loop). Raises OptionError (conversations, me,
    loop).
    """
    row = _the_pair(conversations)
    who = me if me is not None else row["me"]
    if who not in (None, row["person_a"], row["person_b"]):
        raise OptionError("me", f"is neither of the two people, {row['person_a']!r} and {row['person_b']!r}")
    if loop is not None and loop.conversation_id != row["conversation_id"]:
        raise OptionError("loop", "is about another conversation")
    known = conversations.with_columns(me=pl.lit(who, dtype=pl.String()))
    chosen = options or MeasureOptions()
    chosen = dataclasses.replace(chosen, hard_weeks=chosen.hard_weeks | hard_weeks)
    own_events = events.filter(pl.col("conversation_id") == row["conversation_id"])
    results = measure(known, own_events, None, chosen)
    people = People.of(row["person_a"], row["person_b"], who)
    history = history_of(row, own_events, who)
    return compose(results, people, history, readings, now=now, options=chosen, title=title, loop=loop)


def compose(
    results: pl.DataFrame,
    people: People,
    history: History,
    readings: Sequence[Reading],
    *,
    now: datetime,
    options: MeasureOptions,
    title: str | None = None,
    loop: LoopResult | None = None,
) -> Report:
    """Write a report from a results table (measures.base.RESULTS) of one conversation."""
    own = people.me.key if people.me else ""
    allowed = results.filter(~pl.col("measure").is_in(sorted(OWN_ONLY)) | (pl.col("person") == own))
    return Report(
        title=say("{t}", t=title) if title else frame.heading(people),
        written=now,
        people=people,
        readings=tuple(readings),
        history=history,
        sections=all_sections(allowed, people, history, tuple(readings), options, loop),
        measures=allowed,
        options=options,
        loop=loop,
    )


def history_of(row: dict[str, Any], events: pl.DataFrame, me: str | None) -> History:
    """What the sections must know about the history itself: its span, zone, clock and size."""
    zone = row["zone_b"] if me is not None and me == row["person_b"] else row["zone_a"]
    return History(
        start=row["observed_from"],
        end=row["observed_until"],
        zone=zone or "UTC",
        resolution_s=max(events["resolution_s"].to_list(), default=0.0),
        events=events.height,
    )


def _the_pair(conversations: pl.DataFrame) -> dict[str, Any]:
    if conversations.height != 1:
        raise OptionError("conversations", f"a report is about one conversation; there are {conversations.height}")
    row = conversations.row(0, named=True)
    if row["person_a"] is None or row["person_b"] is None:
        raise OptionError("conversations", "two persons must be chosen first (events.people.choose_two)")
    return row
