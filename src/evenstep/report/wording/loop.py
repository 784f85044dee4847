"""The loop: its sentence for every verdict, and the notes beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from evenstep.loop.findings import Answer, Enough, FitTest, LoopResult, Verdict
from evenstep.report import amounts
from evenstep.report.halves import Half, circles, halves
from evenstep.report.names import People, Sentence, join, say
from evenstep.report.wording import shares

WHICH_FIRST: Final = "Which came first, messages can’t tell."


FIXED: Final[Mapping[Verdict, str]] = {
    "no sign": "There is no sign of a circle, whether {1} or {2} is the one who reaches. There was enough to look at, "
    "and messages and answers came as they usually do.",
    "can't tell": "Can’t tell whether there is a circle between {1} and {2}. These messages fit with one, and they fit "
    "without one. It is the usual answer, and an honest one.",
    "does not fit": "Can’t say. Our way of describing when {1} and {2} write does not fit these messages well enough. "
    "So what it found is left out.",
}


def finding(people: People, loop: LoopResult) -> Sentence:
    """The sentence of the verdict."""
    match loop.verdict:
        case "both directions":
            return _closed(people, loop)
        case "one direction":
            return _some(people, loop)
        case "the other way round":
            return _opposite(people, loop)
        case "not enough yet":
            return shares.not_enough(loop.enough.more_weeks or None)
        case fixed:
            return say(FIXED[fixed], people)


def statement(half: Half) -> Sentence:
    """A half that shows, in a clause without its full stop."""
    later = "sooner" if half.answer == "opposite" else "later"
    more = "less" if half.answer == "opposite" else "more"
    if half.effect.name == "w":
        return say("after {1} had lately written again, {2} answered {later} than usual", half.people, later=later)
    return say("after {2s} answers had slowed, {1} reached out {more} than usual", half.people, more=more)


def _closed(people: People, loop: LoopResult) -> Sentence:
    both = [circle for circle in circles(loop, people) if circle.closes]
    if len(both) == 2:
        either = "one of you" if people.me else "one of the two"
        return say(
            "Both circles show, the one with {1} as the one who reaches and the one with {2}. When {either} reached "
            "and the other stepped back, each came with more of the other. " + WHICH_FIRST,
            people,
            either=either,
        )
    return say(
        "When {1} reached and {2} stepped back, each came with more of the other. "
        + WHICH_FIRST
        + " With the parts swapped, no circle shows.",
        both[0].people,
    )


def _some(people: People, loop: LoopResult) -> Sentence:
    """Halves that show without a circle that closes."""
    every = halves(loop, people)
    shown = [half for half in every if half.answer == "shows"]
    opening = "No whole circle shows, only half of one:" if len(shown) == 1 else "No whole circle shows, only halves:"
    turned = [half for half in every if half.answer == "opposite"]
    sentences = [say(opening + " {what}.", what=_listed(shown))]
    if turned:
        sentences.append(say("One thing goes the other way round: {what}.", what=_listed(turned)))
    return join([*sentences, _rest(every)])


def _opposite(people: People, loop: LoopResult) -> Sentence:
    every = halves(loop, people)
    turned = [half for half in every if half.answer == "opposite"]
    return join(
        [say("No circle shows. What shows goes the other way round: {what}.", what=_listed(turned)), _rest(every)]
    )


def _listed(shown: Sequence[Half]) -> Sentence:
    return join([statement(half) for half in shown], "; and ")


def _rest(every: Sequence[Half]) -> Sentence:
    """What is said of the halves that are neither shown nor turned."""
    rest: list[Answer] = [half.answer for half in every if half.answer not in ("shows", "opposite")]
    if not rest:
        return Sentence(())
    if set(rest) == {"no sign"}:
        return say("For the rest there is no sign.")
    if "no sign" in rest:
        return say("For the rest there is no sign, or we can’t tell.")
    return say("For the rest we can’t tell.")


def came_from(enough: Enough) -> Sentence:
    """From: weeks, turns, and how often there was something to look at."""
    fewest, most = min(enough.episodes), max(enough.episodes)
    times = amounts.number(most) if fewest == most else f"{amounts.number(fewest)} to {amounts.number(most)}"
    return say(
        "{w}, {n}; {times} times to look at for each half",
        w=amounts.count(enough.weeks, "week"),
        n=amounts.count(enough.turns, "turn"),
        times=times,
    )


def needs(enough: Enough) -> Sentence:
    """From, where it is not enough: what there is, and what it takes."""
    return say(
        "{w}, {n}, and as few as {times} to look at for one half. This needs {least_w}, {least_n} and {least}",
        w=amounts.count(enough.weeks, "week"),
        n=amounts.count(enough.turns, "turn"),
        times=amounts.count(min(enough.episodes), "time"),
        least_w=amounts.count(enough.least_weeks, "week"),
        least_n=amounts.count(enough.least_turns, "turn"),
        least=amounts.count(enough.least_episodes, "time"),
    )


def could_be() -> Sentence:
    """Could be: where to see it."""
    return say("the range with each number; in the picture, the faint part of each line")


def holds(tests: Sequence[FitTest]) -> tuple[str, Sentence]:
    """Holds or Leans on: whether the description was checked on weeks it had not seen."""
    if not tests:
        return "Leans on", say("a description of busy hours and days that was not checked on other weeks")
    return "Holds", say("in {n} on weeks that were left out", n=amounts.count(len(tests), "check"))


def misfits(people: People, tests: Sequence[FitTest]) -> Sentence:
    """What did not match in the weeks left out; empty when nothing was checked or all of it held."""
    found = [_timing(people, test) for test in tests if not test.fits]
    if not found:
        return Sentence(())
    return say("In weeks that were left out of the fit, this did not match: {what}.", what=join(found, ", "))


def _timing(people: People, test: FitTest) -> Sentence:
    order = people if people.first.key == test.person else people.swapped()
    return say(
        {
            "answering": "when {1} answered",
            "following up": "when {1} wrote again",
            "starting": "when {1} started",
        }[test.state],
        order,
    )
