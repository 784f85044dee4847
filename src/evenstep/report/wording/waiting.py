"""How long an answer takes: the sentences. A waiting belongs to the one who answers.

``horizon_s`` is the time after which a wait counts as still open (MeasureOptions.censor_s).
"""

from __future__ import annotations

from evenstep.report import amounts
from evenstep.report.names import People, Sentence, join, say
from evenstep.report.numbers import Lead, Number, Pair


def waiting(people: People, pair: Pair, lead: Lead, resolution_s: float, horizon_s: float) -> Sentence:
    """Half of each one's answers, quiet hours left out. ``lead`` is whose answers take longer."""
    halves = _halves(people, pair, resolution_s, horizon_s)
    if lead == "cant_tell":
        unsure = say("Can’t tell whose answers take longer, {1y} or {2y}.", people)
        return join([unsure, halves, say("The difference could easily be chance.")])
    after = {
        "first": "Over this time {1s} answers took longer than {2y}.",
        "second": "Over this time {2s} answers took longer than {1y}.",
        "even": "For {1} and {2} that is about the same.",
    }[lead]
    return join([halves, say(after, people)])


def _halves(people: People, pair: Pair, resolution_s: float, horizon_s: float) -> Sentence:
    first, second = pair.first.value, pair.second.value
    horizon = amounts.hours(horizon_s)
    if first is None and second is None:
        return say("More than half of all waits, for {1} and for {2}, were still open after {h}.", people, h=horizon)
    if first is None or second is None:
        order = people if first is not None else people.swapped()
        known = first if first is not None else second
        return say(
            "Half of {1s} answers came {t}, with quiet hours left out. "
            "More than half of the waits for {2} were still open after {h}.",
            order,
            h=horizon,
            t=amounts.half_within(known or 0.0, resolution_s),
        )
    return say(
        "Half of {1s} answers came {p}, half of {2y} {q}, with quiet hours left out.",
        people,
        p=amounts.half_within(first, resolution_s),
        q=amounts.half_within(second, resolution_s),
    )


def waits_from(people: People, pair: Pair) -> Sentence:
    """From: how many waits, and whose answer they were for."""
    return say(
        "{p} for {1s} answer, {q} for {2y}, in {w}",
        people,
        p=amounts.count(pair.first.n, "wait"),
        q=amounts.number(pair.second.n),
        w=amounts.count(pair.n_weeks, "week"),
    )


def waits_could_be(people: People, pair: Pair, resolution_s: float, horizon_s: float) -> Sentence:
    """Could be: both ranges of the half-way time."""
    return say(
        "{p} for {1}, {q} for {2}",
        people,
        p=time_range(pair.first, resolution_s, horizon_s),
        q=time_range(pair.second, resolution_s, horizon_s),
    )


def time_range(number: Number, resolution_s: float, horizon_s: float) -> str:
    """A range of times; open at the top where the curve never gets there."""
    if number.low is None:
        return f"more than {amounts.tick(horizon_s)}" if number.value is None else "no range"
    if number.high is None:
        return f"{amounts.short_duration(number.low, resolution_s)} or more"
    return amounts.duration_range(number.low, number.high, resolution_s)


def plain_clock(people: People, pair: Pair, resolution_s: float, horizon_s: float) -> Sentence:
    """Leans on: the same half-way times by the plain clock."""
    return say(
        "leaving quiet hours out. By the plain clock: {1} {p}, {2} {q}",
        people,
        p=median_words(pair.first, resolution_s, horizon_s),
        q=median_words(pair.second, resolution_s, horizon_s),
    )


def median_words(number: Number, resolution_s: float, horizon_s: float) -> str:
    """A half-way time for a table or a picture."""
    if number.value is None:
        return f"over {amounts.tick(horizon_s)}"
    return amounts.short_duration(number.value, resolution_s)
