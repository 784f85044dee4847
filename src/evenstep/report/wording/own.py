"""One's own week, and the numbers that only researchers use: the sentences."""

from __future__ import annotations

from evenstep.report import amounts
from evenstep.report.names import People, Sentence, as_is, say
from evenstep.report.numbers import Number


def week(busy: tuple[int, int], quiet: tuple[int, int]) -> Sentence:
    """When one writes most and least. Hours of the day as (from, to) on one's own clock."""
    return say(
        "Roughly, you write most between {a} and {b}, and least between {c} and {d}.",
        a=_hour(busy[0]),
        b=_hour(busy[1]),
        c=_hour(quiet[0]),
        d=_hour(quiet[1]),
    )


def week_from(n: int, weeks: int) -> Sentence:
    """From: how many of one's own turns."""
    return say("{n} of your own in {w}", n=amounts.count(n, "turn"), w=amounts.count(weeks, "week"))


def week_could_be() -> Sentence:
    """Could be: what a picture of hours can and cannot show."""
    return say("each dot could be quite a bit smaller or larger; look at the shape, not at one hour")


def research(people: People, weeks: int) -> Sentence:
    """The lead of the table of research numbers."""
    return say(
        "A few more numbers for {1} and {2} that researchers use. They describe timing only, over {w}.",
        people,
        w=amounts.count(weeks, "week"),
    )


def index_cell(number: Number, *, share: bool) -> Sentence:
    """A cell of that table: value and range; a share out of 100, an index with two digits."""
    if number.value is None:
        return say("can’t tell")
    value = amounts.of_100(number.value) if share else amounts.decimal(number.value, 2)
    if number.low is None or number.high is None:
        return as_is(value)
    if share:
        return as_is(f"{value} ({amounts.dash_range_100(number.low, number.high)})")
    low, high = amounts.decimal(number.low, 2), amounts.decimal(number.high, 2)
    return as_is(f"{value} ({amounts.to_words(low, high)})")


def shift_label(key: str) -> Sentence:
    """A participation shift of Gibson's, in words; the person of the column takes it."""
    return {"AB-BA": say("A turn after the other’s turn"), "AB-AB": say("A turn after one’s own")}.get(key, as_is(key))


def _hour(hour: int) -> str:
    return f"{hour:02d}:00"
