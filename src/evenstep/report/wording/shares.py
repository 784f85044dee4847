"""Two shares that add up to 100, and what stands where there is not enough: words every section uses."""

from __future__ import annotations

from typing import Final

from evenstep.report import amounts
from evenstep.report.names import People, Sentence, say
from evenstep.report.numbers import Pair
from evenstep.spoken import tr

MANY_WEEKS: Final = 104


def not_enough(weeks: int | None) -> Sentence:
    """What stands where a number would, when the history is too short for it."""
    if weeks is None:
        return say("Not enough yet to say. There is no hurry.")
    if weeks > MANY_WEEKS:
        return say("Not enough yet to say. At this pace it would take years, and that is fine.")
    more = amounts.count(weeks, "more week")
    return say("Not enough yet to say. About {more} of messages would help. There is no hurry.", more=more)


def not_enough_either() -> Sentence:
    """What stands where the same blank was said before on the page: once is enough to read at night."""
    return say("Not enough yet here either.")


def needs(have: str, minimum: int, weeks: int, min_weeks: int) -> Sentence:
    """From: how much there is for the one with less, and how much it takes."""
    need = (
        amounts.count(min_weeks, "week")
        if minimum <= 1
        else tr("about {n}, over {weeks} weeks or more", n=str(minimum), weeks=str(min_weeks))
    )
    return say("{have} in {weeks} so far; this needs {need}", have=have, weeks=amounts.count(weeks, "week"), need=need)


def two_shares(pair: Pair) -> dict[str, str | Sentence]:
    """The values p and q of a template: both shares out of 100."""
    share = pair.first.value or 0.0
    return {"p": amounts.of_100(share), "q": amounts.other_of_100(share)}


def could_be(people: People, pair: Pair) -> Sentence:
    """Could be: both ranges of a share, out of 100."""
    first, second = pair.first, pair.second
    if None in (first.low, first.high, second.low, second.high):
        return say("no range can be given")
    return say(
        "{p} of 100 for {1}, {q} for {2}",
        people,
        p=amounts.range_100(first.low or 0.0, first.high or 0.0),
        q=amounts.range_100(second.low or 0.0, second.high or 0.0),
    )
