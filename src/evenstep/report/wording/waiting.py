"""How long an answer takes: the sentences. A waiting belongs to the one who answers.

``horizon_s`` is the time after which a wait counts as still open (MeasureOptions.censor_s).
"""

from __future__ import annotations

from typing import Final, Literal

from evenstep.report import amounts
from evenstep.report.names import People, Sentence, join, say
from evenstep.report.numbers import Lead, Number, Pair
from evenstep.spoken import tr

Answer = Literal["first", "second", "even", "cant_tell", "depends"]

OWN_TICK_S: Final = 1.0  # seconds of an own clock do not come in the ticks of the app's clock


def both_clocks(plain: Lead, own: Lead) -> Answer:
    """Whose answers take longer, when the plain clock and the own clocks must both say so."""
    if plain == own:
        return plain
    return "depends" if {plain, own} & {"first", "second"} else "cant_tell"


def waiting(people: People, pair: Pair, answer: Answer, resolution_s: float, horizon_s: float) -> Sentence:
    """Half of the waits for each one, by the plain clock. ``answer`` is whose answers take longer."""
    halves = _halves(people, pair, resolution_s, horizon_s)
    if pair.first.value is None and pair.second.value is None:
        return join([say("Can’t tell whose answers take longer, {1y} or {2y}.", people), halves])
    if _too_short(pair, resolution_s):
        return join([halves, say("That is too short to tell {1y} and {2y} apart.", people)])
    if answer == "depends":
        clock = say("Can’t tell whose answers take longer, {1y} or {2y}: that depends on the clock one takes.", people)
        return join([clock, halves])
    if answer == "cant_tell":
        unsure = say("Can’t tell whose answers take longer, {1y} or {2y}.", people)
        return join([unsure, halves, say("The difference could easily be chance.")])
    after = say(
        {
            "first": "Over this time {1s} answers took longer than {2y}.",
            "second": "Over this time {2s} answers took longer than {1y}.",
            "even": "For {1} and {2} that is about the same.",
        }[answer],
        people,
    )
    return join([halves, after])


def _too_short(pair: Pair, resolution_s: float) -> bool:
    return all(n.value is not None and n.value < 2 * resolution_s for n in (pair.first, pair.second))


def _halves(people: People, pair: Pair, resolution_s: float, horizon_s: float) -> Sentence:
    first, second = pair.first.value, pair.second.value
    horizon = amounts.hours(horizon_s)
    if first is None and second is None:
        return say(
            "More than half of the waits for {1s} answer, and of those for {2y}, were still open after {h}.",
            people,
            h=horizon,
        )
    if first is None or second is None:
        order = people if first is not None else people.swapped()
        known = first if first is not None else second
        return say(
            "Half of the waits for {1s} answer were over {t}. "
            "More than half of those for {2y} were still open after {h}.",
            order,
            h=horizon,
            t=amounts.half_within(known or 0.0, resolution_s),
        )
    return say(
        "Half of the waits for {1s} answer were over {p}, half of those for {2y} {q}.",
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
        return tr("more than {n}", n=amounts.tick(horizon_s)) if number.value is None else tr("no range")
    if number.high is None:
        return tr("{time} or more", time=amounts.short_duration(number.low, resolution_s))
    return amounts.duration_range(number.low, number.high, resolution_s)


def own_clocks(people: People, pair: Pair, answer: Answer, horizon_s: float) -> tuple[str, Sentence]:
    """Holds or Leans on: the same half-way times on each one's own clock. ``pair`` holds those."""
    holds = answer in {"first", "second", "even"}
    said = say(
        "on both clocks. On each one’s own clock, which hardly moves in hours when they rarely write, half were over "
        "after {p} for {1}, {q} for {2}"
        if holds
        else "the clock. On each one’s own clock, which hardly moves in hours when they rarely write, half were over "
        "after {p} for {1}, {q} for {2}",
        people,
        p=median_words(pair.first, OWN_TICK_S, horizon_s),
        q=median_words(pair.second, OWN_TICK_S, horizon_s),
    )
    return (tr("Holds") if holds else tr("Leans on")), said


def median_words(number: Number, resolution_s: float, horizon_s: float) -> str:
    """A half-way time for a table or a picture."""
    if number.value is None:
        return tr("over {n}", n=amounts.tick(horizon_s))
    return amounts.short_duration(number.value, resolution_s)
