"""Who starts, and whether that depends on the cut: the sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from evenstep.report import amounts
from evenstep.report.names import People, Sentence, join, say
from evenstep.report.numbers import Lead, Number, Pair
from evenstep.report.wording.shares import two_shares
from evenstep.spoken import digits, tr

CUTS: Final = re.compile(r"([\d.]+) to ([\d.]+) hours")


def starts(people: People, pair: Pair, lead: Lead, holds_for: str | None = None) -> Sentence:
    """Who starts conversations, at the cut that is shown; no claim of a lead where that depends on the cut."""
    if lead != "cant_tell" and holds_for and "depends" in holds_for:
        return say(
            "It depends on how we count. At the cut shown here it is {p} of 100 starts for {1} and {q} for {2}, "
            "and the other cuts differ.",
            people,
            **two_shares(pair),
        )
    return say(
        {
            "first": "Over this time {1} started more often: about {p} of 100 conversations, and {2} {q}.",
            "second": "Over this time {2} started more often: about {q} of 100 conversations, and {1} {p}.",
            "even": "Over this time it looks even. {1} started about {p} of 100 conversations, and {2} {q}.",
            "cant_tell": "Can’t tell who started more often over this time. Our best count is "
            "{p} of 100 for {1} and {q} for {2}, and it could be the other way round.",
        }[lead],
        people,
        **two_shares(pair),
    )


def renewed(people: People, pair: Pair) -> Sentence:
    """Starts that came after one's own message had been the last one, with both ranges."""
    return say(
        "Of 100 starts by {1}, about {p} came after {1s} own message had been the last one; "
        "of 100 by {2}, about {q} came after {2s} own.",
        people,
        p=_with_range(pair.first),
        q=_with_range(pair.second),
    )


def without_late(people: People, pair: Pair) -> Sentence:
    """How much very late answers carry: the shares without them, both ranges."""
    return say(
        "Without starts that also answer an old message: of 100, {p} by {1}, {q} by {2}.",
        people,
        p=_with_range(pair.first),
        q=_with_range(pair.second),
    )


def _with_range(number: Number) -> str:
    share = amounts.of_100(number.value or 0.0)
    if number.low is None or number.high is None:
        return share
    return f"{share} ({amounts.range_100(number.low, number.high)})"


def starts_from(n: int, weeks: int) -> Sentence:
    """From: how many starts in how many weeks."""
    return say("{n} in {w}", n=amounts.count(n, "start"), w=amounts.count(weeks, "week"))


def holds(holds_for: str | None, cuts_s: Sequence[float]) -> tuple[str, Sentence]:
    """Holds or Leans on: how much the finding depends on the cut we chose."""
    if holds_for == "any cut":
        ends = (amounts.duration(min(cuts_s)), amounts.duration(max(cuts_s)))
        return tr("Holds"), say("for any cut from {a} to {b}", a=ends[0], b=ends[1])
    if holds_for is None or "depends" in holds_for:
        lean = say("the cut: the silence after which a message counts as a start. So don’t lean on it")
        return tr("Leans on"), lean
    return tr("Holds"), say("for any cut from {range}", range=_cuts(holds_for))


def _cuts(holds_for: str) -> str:
    """The cuts a finding holds for, as measures.initiation writes them ("2 to 20 hours"), in words."""
    found = CUTS.fullmatch(holds_for)
    return tr("{low} to {high} hours", low=digits(found[1]), high=digits(found[2])) if found else holds_for


def sweep(people: People, leads: Sequence[tuple[str, Lead]], holds_for: str | None, shown: Lead) -> Sentence:
    """Whether who starts depends on the cut. ``leads`` are (cut, who) from the shortest to the longest cut."""
    kinds = {lead for _, lead in leads}
    if kinds == {"cant_tell"}:
        return say("No cut settles it. Whichever silence we choose, it could be {1} or {2} who starts more.", people)
    if len(kinds) == 1:
        return join([say("No."), _whichever(people, shown)])
    if holds_for and "depends" not in holds_for and holds_for != "any cut":
        rest = {lead for _, lead in leads if lead != shown}
        return join([say("Mostly not."), _for_cuts(people, shown, _cuts(holds_for)), _others(rest)])
    if holds_for == "any cut":
        return join([say("Mostly not."), _whichever(people, shown)])
    return join([say("Yes, so don’t lean on it."), *(_who_says(people, leads, lead) for lead in _in_order(kinds))])


def _whichever(people: People, lead: Lead) -> Sentence:
    return say(
        {
            "first": "{1} {1:start|starts} more often whichever of these cuts we take, and {2} less often.",
            "second": "{2} {2:start|starts} more often whichever of these cuts we take, and {1} less often.",
            "even": "Between {1} and {2} it looks even whichever of these cuts we take.",
            "cant_tell": "It can’t be told whichever of these cuts we take, for {1} or for {2}.",
        }[lead],
        people,
    )


def _for_cuts(people: People, lead: Lead, cuts: str) -> Sentence:
    return say(
        {
            "first": "For any cut from {cuts} {1} {1:start|starts} more often than {2}.",
            "second": "For any cut from {cuts} {2} {2:start|starts} more often than {1}.",
            "even": "For any cut from {cuts} it looks even between {1} and {2}.",
            "cant_tell": "For any cut from {cuts} it can’t be told who starts more, {1} or {2}.",
        }[lead],
        people,
        cuts=cuts,
    )


def _others(rest: set[Lead]) -> Sentence:
    if rest == {"even"}:
        return say("With the other cuts it looks even.")
    return say("With the other cuts it can’t be told." if rest == {"cant_tell"} else "The other cuts differ.")


def _in_order(kinds: set[Lead]) -> list[Lead]:
    order: tuple[Lead, ...] = ("first", "second", "even", "cant_tell")
    return [lead for lead in order if lead in kinds]


def _who_says(people: People, leads: Sequence[tuple[str, Lead]], lead: Lead) -> Sentence:
    cuts = [cut for cut, who in leads if who == lead]
    words = amounts.listed(cuts) if len(cuts) < 4 else tr("{n} of {m} cuts", n=str(len(cuts)), m=str(len(leads)))
    return say(
        {
            "first": "At {cuts} {1} {1:start|starts} more.",
            "second": "At {cuts} {2} {2:start|starts} more.",
            "even": "At {cuts} it looks even.",
            "cant_tell": "At {cuts} it can’t be told.",
        }[lead],
        people,
        cuts=words,
    )


def cut_says(people: People, lead: Lead) -> str:
    """One word or two at the end of a line of the sweep."""
    return {
        "first": people.first.label,
        "second": people.second.label,
        "even": tr("even"),
        "cant_tell": tr("can’t tell"),
    }[lead]


def sweep_from(fewest: int, most: int) -> Sentence:
    """From: how many starts there are at the cuts with fewest and most."""
    return say("{a} to {b} starts, by cut", a=amounts.number(fewest), b=amounts.number(most))


def sweep_could_be() -> Sentence:
    """Could be: where to see it."""
    return say("the crossed part of each line")


def sweep_leans_on(shown: int, tried: int) -> Sentence:
    """Leans on: nothing but the cut itself; said, when some cuts have too few starts to be shown."""
    if shown == tried:
        return say("no choice of ours: all cuts are shown")
    return say(
        "no choice of ours: {n} of {m} cuts are shown; for the others there is not enough yet",
        n=str(shown),
        m=str(tried),
    )
