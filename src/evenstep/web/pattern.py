"""From uploads and answers to a question, a refusal, or the page. The one place that has the library compute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import polars as pl
from django.utils.translation import gettext as _

from evenstep import gather
from evenstep.events.people import merge_senders
from evenstep.events.reading import Reading
from evenstep.report.document import Report, build_report
from evenstep.report.html import render_body
from evenstep.samples import ME, OTHER, load_sample, sample_hard_weeks
from evenstep.sources.apart.reader import Apart
from evenstep.sources.base import Parsed
from evenstep.spoken import speaking_english
from evenstep.web.asking import OneFile, Readers, left_out, open_asks, read_one
from evenstep.web.loop_words import LOOP, without_sentence
from evenstep.web.outcome import Answers, FileRead, Outcome, Problem, Shown, Upload
from evenstep.web.who import ME as MY_HANDLE
from evenstep.web.who import NOBODY, Known
from evenstep.web.who import OTHER as THEIR_HANDLE


@dataclass(frozen=True)
class Joined:
    """All files as one pair. ``me``: who the person says they are, None when they would rather not say.

    ``handles``: what each of the two was called in the files, as they stood there.
    """

    pair: gather.Pair
    me: str | None
    handles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def look(uploads: Sequence[Upload], answers: Answers, zone: str | None, now: datetime) -> Outcome:
    """Read all files with the answers so far; when no question is open, build the page."""
    outcome, joined = read(uploads, answers, zone, now)
    if joined is None:
        return outcome
    return replace(outcome, shown=_shown(joined.pair, joined.me, answers.hard_weeks, now))


def read(
    uploads: Sequence[Upload],
    answers: Answers,
    zone: str | None,
    now: datetime,
    *,
    known: Known = NOBODY,
    me_needed: bool = False,
    reader: Readers = Apart,
) -> tuple[Outcome, Joined | None]:
    """Read all files with the answers so far.

    1. read each file; a refused one, or one of other people, is set aside and the others go on;
    2. gather every question of every file, so that one page asks them all;
    3. when none is open: choose the two, join the files.

    ``zone`` is offered as this computer's zone, never used unasked. ``me_needed``: who is "me" must be said.
    ``known``: what the two were called in files that were brought before. ``reader``: another one only in tests.
    """
    files = [read_one(upload, answers, zone, now, reader) for upload in uploads]
    problems = tuple(f.problem for f in files if f.problem is not None)
    others = left_out(files, answers)
    problems += tuple(Problem(f.upload.number, f.upload.name, "", _("Left out, as you said."), "") for f in others)
    readable = [f for f in files if f.problem is None and f not in others]
    asks = open_asks(readable, answers, known, me_needed=me_needed)
    if len(readable) == 1:
        asks = tuple(replace(ask, file="") for ask in asks)
    seen = tuple(_file_read(f.upload.name, f.parsed.reading) for f in readable if f.parsed is not None)
    if asks or not readable:
        return Outcome(asks=asks, problems=problems, files=seen), None
    return Outcome(problems=problems, files=seen), _join(readable, answers)


def sample(now: datetime) -> Shown:
    """The invented people's page, in English: it is made once for all."""
    pair = gather.pair_up([load_sample("reaching")], gather.Answers(two=(ME, OTHER), me=ME))
    with speaking_english():
        return _shown(pair, ME, sample_hard_weeks("reaching"), now, loop_on=True)


def _join(files: Sequence[OneFile], answers: Answers) -> Joined:
    first = _two_of(files[0], files[0], answers)
    twos = [_two_of(file, files[0], answers) for file in files]
    renamed = [_under_first_names(file, first, two) for file, two in zip(files, twos, strict=True)]
    me = first.one if first.me else None
    pair = gather.pair_up(renamed, gather.Answers(two=(first.one, first.other), me=me))
    if not first.me:
        return Joined(pair, me)
    mine = dict.fromkeys(handle for two in twos for handle in (two.one, *two.also_one))
    theirs = dict.fromkeys(handle for two in twos for handle in (two.other, *two.also_other))
    return Joined(pair, me, {MY_HANDLE: tuple(mine), THEIR_HANDLE: tuple(theirs)})


def _shown(
    pair: gather.Pair, me: str | None, hard_weeks: frozenset[str], now: datetime, *, loop_on: bool = False
) -> Shown:
    from evenstep.loop.fit import fit_loop  # noqa: PLC0415 -- its compiler would slow the start of the server

    report = build_report(
        pair.conversations,
        pair.events,
        pair.readings,
        me=me,
        hard_weeks=hard_weeks,
        now=now,
        loop=fit_loop(pair.conversations, pair.events),
    )
    return Shown(_label(pair.conversations), render_body(report if loop_on else _quiet(report)))


def _quiet(report: Report) -> Report:
    """Without the loop's sentence: nobody was asked alone, so it is off (product.md, rule 7)."""
    sections = (without_sentence(s, loop_on=False) if s.slug == LOOP else s for s in report.sections)
    return replace(report, sections=tuple(sections))


@dataclass(frozen=True)
class _Two:
    """The two names in one file: ``one`` is oneself when the person said so (``me``); and their further handles."""

    one: str
    other: str
    me: bool
    also_one: tuple[str, ...] = ()
    also_other: tuple[str, ...] = ()


def _two_of(file: OneFile, first: OneFile, answers: Answers) -> _Two:
    """The two of this file; a file with the first one's people was not asked about again."""
    asked = file if answers.get(f"me-{file.upload.number}") is not None else first
    me = answers.get(f"me-{asked.upload.number}")
    names = [name for name, _ in file.people]
    if not me:
        return _Two(names[0], names[1], me=False)
    other = answers.get(f"other-{asked.upload.number}") or next(name for name in names if name != me)
    also = [(name, answers.get(f"also-{asked.upload.number}-{at}")) for at, name in enumerate(names)]
    mine, theirs = (tuple(name for name, whose in also if whose == who) for who in (MY_HANDLE, THEIR_HANDLE))
    return _Two(me, other, True, mine, theirs)


def _under_first_names(file: OneFile, first: _Two, here: _Two) -> Parsed:
    """The file with its two people called what the first file calls them.

    Who is oneself is what the person said, or nobody: what the file seems to say is taken away.
    """
    if file.parsed is None:
        raise ValueError("a file whose questions are open cannot be joined")
    ones, others = (here.one, *here.also_one), (here.other, *here.also_other)
    called = {**dict.fromkeys(ones, first.one), **dict.fromkeys(others, first.other)}
    same = {old: new for old, new in called.items() if old != new}
    return replace(
        file.parsed,
        events=merge_senders(file.parsed.events, same),
        conversations=file.parsed.conversations.with_columns(me=pl.lit(None, pl.String)),
        reading=replace(file.parsed.reading, me=None),
    )


def _label(conversations: pl.DataFrame) -> str:
    row = conversations.row(0, named=True)
    if row["me"] is None:
        return _("%(one)s and %(other)s") % {"one": row["person_a"], "other": row["person_b"]}
    other = row["person_b"] if row["me"] == row["person_a"] else row["person_a"]
    return _("You and %(other)s") % {"other": other}


def _file_read(name: str, reading: Reading) -> FileRead:
    return FileRead(name, reading.imported, reading.first, reading.last)
