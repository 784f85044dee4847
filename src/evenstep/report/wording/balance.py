"""Who writes, who reaches, runs and months: the sentences about a balance between two people."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Final

from evenstep.report import amounts
from evenstep.report.names import People, Sentence, join, say, say_n
from evenstep.report.numbers import Lead, Number, Pair
from evenstep.report.wording.shares import two_shares
from evenstep.spoken import N_, pairs, tr

NOTHING = Sentence(())
LEAST_MOVE: Final = 0.005  # of a share: what is said as "fewer than 1" of 100 is as many
WHAT: Final = N_({"turns": "turns", "messages": "messages", "words": "words", "calls": "calls"})


AS_MANY: Final = N_(
    {
        "count": "Of 100 {what}, as many come from {1} in the last months as in the first, and as many from {2}.",
        "guess": "Our best count: of 100 {what}, as many come from {1} in the last months as in the first, "
        "and as many from {2}.",
    }
)
MORE: Final[dict[str, tuple[str, str]]] = pairs(
    {
        "count": (
            "Of 100 {what}, about {n} more comes from {1} in the last months than in the first, "
            "and {n} fewer from {2}.",
            "Of 100 {what}, about {n} more come from {1} in the last months than in the first, and {n} fewer from {2}.",
        ),
        "guess": (
            "Our best count: of 100 {what}, about {n} more comes from {1} in the last months than in the first, "
            "and {n} fewer from {2}.",
            "Our best count: of 100 {what}, about {n} more come from {1} in the last months than in the first, "
            "and {n} fewer from {2}.",
        ),
    }
)


def writes(people: People, pair: Pair, lead: Lead, what: str) -> Sentence:
    """Who writes how much."""
    return say(
        {
            "first": "Over this time {1} wrote more: about {p} of 100 {what}, and {2} {q}.",
            "second": "Over this time {2} wrote more: about {q} of 100 {what}, and {1} {p}.",
            "even": "Over this time it looks even. Of 100 {what} about {p} were by {1} and {q} by {2}.",
            "cant_tell": "Can’t tell who wrote more over this time. Our best count is "
            "{p} of 100 {what} by {1} and {q} by {2}, and it could be the other way round.",
        }[lead],
        people,
        what=tr(WHAT[what]),
        **two_shares(pair),
    )


def reach(people: People, pair: Pair, lead: Lead) -> Sentence:
    """Who reaches out, over all weeks."""
    if lead == "even" and people.me is None:
        return say(
            "Over this time it looks even. Of 100 times one of the two reached out, {1} did about {p} times and {2} "
            "{q}.",
            people,
            **two_shares(pair),
        )
    return say(
        {
            "first": "Over this time {1} reached out more often: about {p} of 100 times, and {2} {q}.",
            "second": "Over this time {2} reached out more often: about {q} of 100 times, and {1} {p}.",
            "even": "Over this time it looks even. Of 100 times one of you reached out, "
            "{1} did about {p} times and {2} {q}.",
            "cant_tell": "Can’t tell who reached out more often over this time. Our best count is "
            "{p} of 100 times for {1} and {q} for {2}, and it could be the other way round.",
        }[lead],
        people,
        **two_shares(pair),
    )


def reach_weeks(people: People, hard: Pair | None, ordinary: Pair | None) -> Sentence:
    """The split into weeks called hard and ordinary weeks; empty when no week was called hard."""
    if hard is None or hard.first.n == 0:
        return NOTHING
    if not hard.enough or ordinary is None or not ordinary.enough:
        return say("For hard weeks alone there is not enough yet, for {1} or for {2}.", people)
    apart = (hard.first.low or 0) > (ordinary.first.high or 1) or (hard.first.high or 1) < (ordinary.first.low or 0)
    unsure = NOTHING if apart else say("Can’t tell hard weeks from ordinary ones: the two ranges overlap.")
    return join([unsure, _of_weeks(people, hard, hard=True), _of_weeks(people, ordinary, hard=False)])


def _of_weeks(people: People, pair: Pair, *, hard: bool) -> Sentence:
    low, high = pair.first.low, pair.first.high
    could_be = tr("no range") if low is None or high is None else amounts.range_100(low, high)
    return say(
        "In weeks called hard, out of 100 times, it was {p} for {1} and {q} for {2}, counted from {n}. "
        "For {1} it could be {r}."
        if hard
        else "In ordinary weeks, out of 100 times, it was {p} for {1} and {q} for {2}, counted from {n}. "
        "For {1} it could be {r}.",
        people,
        n=amounts.count(pair.first.n, "reach"),
        r=could_be,
        **two_shares(pair),
    )


def few_calls(people: People, n: int) -> Sentence:
    """Calls are too few to be divided."""
    return say("For calls between {1} and {2} there is not enough yet: {n} in the file.", people, n=amounts.number(n))


def writes_leans_on() -> Sentence:
    """Leans on: the unit that is counted."""
    return say("what one counts. Some put in one long message what others put in five")


def runs_leans_on(pause_s: float) -> Sentence:
    """Leans on: what makes a turn."""
    return say("the pause that ends a turn, {pause} here", pause=amounts.duration(pause_s))


def reach_leans_on(*, marked: bool) -> Sentence:
    """Leans on: what counts as a reach, and whether hard weeks were marked."""
    if marked:
        return say("the weeks you marked as hard, and what counts as a reach")
    return say("what counts as a reach. No weeks were marked as hard")


def drift_leans_on() -> Sentence:
    """Leans on: the two ends."""
    return say("the first and the last three months of the file")


def runs(people: People, pair: Pair) -> Sentence:
    """How many turns one writes before the other answers, on average."""
    first, second = pair.first, pair.second
    means = say(
        "Over this time {1} wrote about {p} turns in a row, and {2} about {q}.",
        people,
        p=amounts.decimal(first.value or 0.0, _digits(pair)),
        q=amounts.decimal(second.value or 0.0, _digits(pair)),
    )
    if _overlap(first, second):
        return join([say("Can’t tell who wrote more turns in a row, {1} or {2}.", people), means])
    return means


def runs_could_be(people: People, pair: Pair) -> Sentence:
    """Could be: both ranges of the mean."""
    return say(
        "{p} turns for {1}, {q} for {2}",
        people,
        p=_decimal_range(pair.first, _digits(pair)),
        q=_decimal_range(pair.second, _digits(pair)),
    )


def counts_from(people: People, pair: Pair, noun: str) -> Sentence:
    """From: how many of each person's, in how many weeks."""
    return say(
        "{p} by {1}, {q} by {2}, in {w}",
        people,
        p=amounts.count(pair.first.n, noun),
        q=amounts.number(pair.second.n),
        w=amounts.count(pair.n_weeks, "week"),
    )


def total_from(n: int, weeks: int, noun: str) -> Sentence:
    """From: how many in all, in how many weeks."""
    return say("{n} in {w}", n=amounts.count(n, noun), w=amounts.count(weeks, "week"))


def drift(people: People, change: Number, lead: Lead, what: str) -> Sentence:
    """The first three months against the last three. ``change`` is that of the first person's share."""
    rising = people if (change.value or 0.0) >= 0 else people.swapped()
    start = say(
        {
            "first": "The balance has moved.",
            "second": "The balance has moved.",
            "even": "The balance has stayed about the same.",
            "cant_tell": "Can’t tell whether the balance has moved.",
        }[lead]
    )
    return join([start, _moved(rising, abs(change.value or 0.0), lead, tr(WHAT[what]))])


def _moved(rising: People, moved: float, lead: Lead, what: str) -> Sentence:
    how = "guess" if lead == "cant_tell" else "count"
    if moved <= LEAST_MOVE:
        return say(AS_MANY[how], rising, what=what)
    return say_n(*MORE[how], math.floor(moved * 100 + 0.5), rising, what=what, n=amounts.of_100(moved))


def drift_could_be(people: People, change: Number, what: str) -> Sentence:
    """Could be: the range of the change."""
    if change.low is None or change.high is None:
        return say("no range can be given")
    return say(
        "from {low} to {high} of 100 {what} for {1}, and the reverse for {2}",
        people,
        low=_change(change.low),
        high=_change(change.high),
        what=tr(WHAT[what]),
    )


def months_from(n: int, start: datetime, end: datetime) -> Sentence:
    """From: how many months, and which."""
    return say("{n}, {span}", n=amounts.count(n, "month"), span=amounts.span(start, end))


def months_need(weeks: int, minimum: int, at_each_end: int) -> Sentence:
    """From: how long the history is and how long it must be to hold a beginning and a now."""
    if weeks >= minimum:
        return say(
            "{w}; this needs messages in {n} weeks at each end", w=amounts.count(weeks, "week"), n=str(at_each_end)
        )
    return say("{w} so far; this needs {m} weeks", w=amounts.count(weeks, "week"), m=str(minimum))


def _change(value: float) -> str:
    hundred = round(value * 100)
    if hundred == 0:
        return tr("no change")
    return tr("{n} more", n=str(hundred)) if hundred > 0 else tr("{n} fewer", n=str(-hundred))


def _overlap(first: Number, second: Number) -> bool:
    if first.low is None or first.high is None or second.low is None or second.high is None:
        return True
    return first.low <= second.high and second.low <= first.high


def _digits(pair: Pair) -> int:
    """One digit after the point; two where one would make two different means look the same."""
    first, second = pair.first.value or 0.0, pair.second.value or 0.0
    return 2 if amounts.decimal(first) == amounts.decimal(second) and first != second else 1


def _decimal_range(number: Number, digits: int) -> str:
    if number.low is None or number.high is None:
        return tr("no range")
    low, high = amounts.decimal(number.low, digits), amounts.decimal(number.high, digits)
    return low if low == high else amounts.to_words(low, high)
