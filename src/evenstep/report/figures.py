"""One function per figure: numbers in, a Chart out; None where the numbers do not carry a picture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from evenstep.report import amounts
from evenstep.report.chart import (
    Chart,
    Curve,
    Curves,
    CutRow,
    Cuts,
    Interval,
    Months,
    RunRow,
    Runs,
    Split,
    SplitRow,
    Table,
    Week,
)
from evenstep.report.names import People, Person, Sentence, as_is, say
from evenstep.report.numbers import Number, Numbers, Pair
from evenstep.report.wording import pictures, starts, waiting
from evenstep.spoken import N_, tr

HOURS_A_WEEK: Final = 168
WEEKDAYS: Final = N_(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"))


def split(people: People, slug: str, what: str, rows: Sequence[tuple[str, Pair]]) -> Chart | None:
    """Bars divided between the two. ``rows`` are (word of wording.pictures.marks, pair); only full ones are drawn."""
    full = [(pictures.marks(word), pair, share) for word, pair in rows if (share := _share(pair)) is not None]
    if not full:
        return None
    drawn, told, table = [], [], []
    for word, pair, share in full:
        p, q = amounts.of_100(share.value), amounts.other_of_100(share.value)
        drawn.append(SplitRow(share, f"{people.first.label} {p}", word, f"{people.second.label} {q}"))
        told.append((word, p, q, amounts.range_100(share.low, share.high)))
        n = max(pair.first.n, pair.second.n)
        table.append((as_is(amounts.capital(word)), *_share_cells(share), as_is(amounts.number(n))))
    return Chart(
        slug=slug,
        data=Split((people.first, people.second), tuple(drawn)),
        title=pictures.split_title(people, what),
        caption=pictures.split_caption(),
        alt=pictures.split_alt(people, told),
        table=Table(pictures.headings(people, *N_(("Of 100", "{1c}", "{2c}", "In all"))), tuple(table)),
    )


def cuts(numbers: Numbers) -> Chart | None:
    """Who starts under every cut."""
    people = numbers.people
    drawn, told, table = [], [], []
    for pair in numbers.pairs("initiation_share"):
        share = _share(pair)
        if share is None or pair.first.x is None:
            continue
        lead = numbers.lead(pair.first)
        cut = cut_words(pair)
        drawn.append(CutRow(share, cut, starts.cut_says(people, lead)))
        told.append((cut, amounts.range_100(share.low, share.high), lead))
        table.append((as_is(cut), *_share_cells(share), as_is(amounts.number(pair.first.n))))
    if not drawn:
        return None
    return Chart(
        slug="sweep",
        data=Cuts((people.first, people.second), tuple(drawn)),
        title=pictures.cuts_title(people),
        caption=pictures.cuts_caption(),
        alt=pictures.cuts_alt(people, told),
        table=Table(pictures.headings(people, *N_(("Cut", "{1c}", "{2c}", "Starts"))), tuple(table)),
    )


def curves(numbers: Numbers, clock: str, resolution_s: float, horizon_s: float) -> Chart | None:
    """Reply curves of both people by the plain clock ("clock") or on each one's own ("active")."""
    people, active = numbers.people, clock == "active"
    resolution_s = waiting.OWN_TICK_S if active else resolution_s
    median, points = numbers.pair("waiting_median", clock), numbers.pairs("waiting_curve", clock)
    if median is None or not median.enough or not points:
        return None
    first = _curve(people.first, [p.first for p in points], median.first, resolution_s, horizon_s)
    second = _curve(people.second, [p.second for p in points], median.second, resolution_s, horizon_s)
    day = numbers.pair("waiting_within_24h", clock)
    within_day = None
    if day and day.first.value is not None and day.second.value is not None:
        within_day = (amounts.of_100(day.first.value), amounts.of_100(day.second.value))
    first_half, second_half = (waiting.median_words(n, resolution_s, horizon_s) for n in (median.first, median.second))
    return Chart(
        slug=f"waiting-{clock}",
        data=Curves((first, second), horizon_s),
        title=pictures.curves_title(people, active=active),
        caption=pictures.curves_caption(active=active),
        alt=pictures.curves_alt(people, (first_half, second_half), within_day, active=active),
        table=_curve_table(numbers, clock, median, resolution_s, horizon_s),
    )


def _curve(person: Person, numbers: Sequence[Number], median: Number, resolution_s: float, horizon_s: float) -> Curve:
    known = [n for n in numbers if n.x is not None and n.value is not None]
    return Curve(
        person=person,
        x_s=tuple(n.x or 0.0 for n in known),
        share=tuple(n.value or 0.0 for n in known),
        low=tuple(_or(n.low, n.value) for n in known),
        high=tuple(_or(n.high, n.value) for n in known),
        median_s=median.value,
        words=f"{person.label}, {waiting.median_words(median, resolution_s, horizon_s)}",
    )


def _curve_table(numbers: Numbers, clock: str, median: Pair, resolution_s: float, horizon_s: float) -> Table:
    rows = [
        (say("Waits"), as_is(amounts.number(median.first.n)), as_is(amounts.number(median.second.n))),
        (say("Half within"), *(_median_cell(n, resolution_s, horizon_s) for n in (median.first, median.second))),
    ]
    for measure, words in (
        ("waiting_within_1h", N_("Within 1 hour, of 100")),
        ("waiting_within_24h", N_("Within 24 hours, of 100")),
    ):
        pair = numbers.pair(measure, clock)
        if pair and pair.enough:
            rows.append((say(words), _share_cell(pair.first), _share_cell(pair.second)))
    mean = numbers.pair("waiting_mean_24h", clock)
    if mean and mean.enough:
        cells = (_median_cell(n, resolution_s, horizon_s) for n in (mean.first, mean.second))
        rows.append((say("Mean, at most 24 hours each"), *cells))
    return Table(pictures.headings(numbers.people, *N_(("Measure", "{1c}", "{2c}"))), tuple(rows))


def months(numbers: Numbers) -> Chart | None:
    """Share of turns over the months, smoothed, with its range."""
    people = numbers.people
    full = [(p, s) for p in numbers.pairs("drift_turns") if p.enough and p.first.x is not None and (s := _share(p))]
    if len(full) < 2:
        return None
    shares = [share for _, share in full]
    starts_s = [pair.first.x or 0.0 for pair, _ in full]
    dates = [datetime.strptime(pair.first.key, "%Y-%m").replace(tzinfo=UTC) for pair, _ in full]
    names = [amounts.month(date) for date in dates]
    table = tuple(
        (as_is(name), *_share_cells(share), as_is(amounts.number(max(pair.first.n, pair.second.n))))
        for name, (pair, share) in zip(names, full, strict=True)
    )
    values = [s.value for s in shares]
    told = sorted({0, len(values) - 1, values.index(min(values)), values.index(max(values))})
    ends = (shares[0].value, shares[-1].value)
    return Chart(
        slug="months",
        data=Months(
            sides=(people.first, people.second),
            starts_s=tuple(starts_s),
            labels=tuple(amounts.short_month(date) for date in dates),
            share=tuple(shares),
            first_words=(amounts.of_100(ends[0]), amounts.of_100(ends[1])),
            second_words=(amounts.other_of_100(ends[0]), amounts.other_of_100(ends[1])),
        ),
        title=pictures.months_title(people),
        caption=pictures.months_caption(),
        alt=pictures.months_alt(people, [(names[i], amounts.of_100(values[i])) for i in told]),
        table=Table(pictures.headings(people, *N_(("Month", "{1c}", "{2c}", "Turns"))), table),
    )


def runs(numbers: Numbers) -> Chart | None:
    """How long runs of turns are, both people back to back."""
    people = numbers.people
    pairs = [p for p in numbers.pairs("runs_distribution") if p.enough and p.first.x is not None]
    if not pairs:
        return None
    last = max(p.first.x or 0.0 for p in pairs)
    drawn, told, table = [], [], []
    for pair in pairs:
        x = round(pair.first.x or 0.0)
        length = f"{x}+" if x == last and x > 1 else str(x)
        first, second = _interval(pair.first), _interval(pair.second)
        drawn.append(RunRow(length, first, second))
        told.append((length, amounts.of_100(first.value), amounts.of_100(second.value)))
        name = tr("{time} or more", time=str(x)) if length.endswith("+") else length
        table.append((as_is(name), _share_cell(pair.first), _share_cell(pair.second)))
    return Chart(
        slug="runs",
        data=Runs((people.first, people.second), tuple(drawn)),
        title=pictures.runs_title(people),
        caption=pictures.runs_caption(),
        alt=pictures.runs_alt(people, told),
        table=Table(pictures.headings(people, *N_(("Turns in a row", "{1c}", "{2c}"))), tuple(table)),
    )


def week(person: Person, hours: Sequence[Number]) -> Chart | None:
    """One's own rhythm. ``person`` must be oneself: a picture of the other's hours is never made."""
    rates = tuple(n.value * HOURS_A_WEEK for n in hours if n.value is not None)
    if not person.is_me or len(rates) != HOURS_A_WEEK:
        return None
    busy, quiet = busy_and_quiet(rates)
    days = tuple(
        (say(name), *(as_is(amounts.decimal(sum(rates[d * 24 + h : d * 24 + h + 6]) / 6)) for h in range(0, 24, 6)))
        for d, name in enumerate(WEEKDAYS)
    )
    return Chart(
        slug="week",
        data=Week(person, rates),
        title=pictures.week_title(),
        caption=pictures.week_caption(),
        alt=pictures.week_alt(_clock(busy), _clock(quiet)),
        table=Table(tuple(say(h) for h in pictures.WEEK_HEADINGS), days),
    )


def busy_and_quiet(rates: Sequence[float]) -> tuple[tuple[int, int], tuple[int, int]]:
    """The busiest three and the quietest six hours in a row of the day, as (from, to), from 168 weekly rates."""
    by_hour = [sum(rates[hour::24]) for hour in range(24)]
    return _window(by_hour, 3, most=True), _window(by_hour, 6, most=False)


def _window(by_hour: Sequence[float], width: int, *, most: bool) -> tuple[int, int]:
    sums = [sum(by_hour[(hour + k) % 24] for k in range(width)) for hour in range(24)]
    start = sums.index(max(sums) if most else min(sums))
    return start, (start + width) % 24


def cut_words(pair: Pair) -> str:
    """A cut of the sweep in words: "8 h"."""
    return amounts.duration(pair.first.x or 0.0)


def _clock(window: tuple[int, int]) -> str:
    return amounts.to_words(f"{window[0]:02d}:00", f"{window[1]:02d}:00")


def _share(pair: Pair) -> Interval | None:
    """The first person's share; None when withheld or without a range."""
    n = pair.first
    if not pair.enough or n.value is None or n.low is None or n.high is None:
        return None
    return Interval(n.value, n.low, n.high)


def _interval(number: Number) -> Interval:
    value = number.value or 0.0
    return Interval(value, _or(number.low, value), _or(number.high, value))


def _or(value: float | None, instead: float | None) -> float:
    return value if value is not None else instead or 0.0


def _share_cells(share: Interval) -> tuple[Sentence, Sentence]:
    first = f"{amounts.of_100(share.value)} ({amounts.dash_range_100(share.low, share.high)})"
    second = f"{amounts.other_of_100(share.value)} ({amounts.dash_range_100(1 - share.high, 1 - share.low)})"
    return as_is(first), as_is(second)


def _share_cell(number: Number) -> Sentence:
    share = _interval(number)
    return as_is(f"{amounts.of_100(share.value)} ({amounts.dash_range_100(share.low, share.high)})")


def _median_cell(number: Number, resolution_s: float, horizon_s: float) -> Sentence:
    words = waiting.median_words(number, resolution_s, horizon_s)
    return as_is(f"{words} ({waiting.time_range(number, resolution_s, horizon_s)})")
