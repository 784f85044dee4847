"""The loop: its sentence for every verdict, and the notes beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from evenstep.loop.findings import Answer, Enough, FitTest, LoopResult, Verdict, Withheld
from evenstep.report import amounts
from evenstep.report.halves import Circle, Half, circles, halves
from evenstep.report.names import People, Sentence, join, say
from evenstep.report.wording import shares
from evenstep.report.wording.circles import KEY, told_of
from evenstep.spoken import N_, tr

NUMBERS: Final = N_(("none", "one", "two", "three", "four"))
WHICH_FIRST: Final = N_("Which came first, messages can’t tell.")


FIXED: Final[Mapping[Verdict, str]] = N_(
    {
        "no sign": "There is no sign of a circle, whether {1} or {2} is the one who reaches. There was enough to look "
        "at, and messages and answers came about as they usually do.",
        "does not fit": "Can’t say. Our way of describing when {1} and {2} write does not fit these messages well "
        "enough. So what it found is left out.",
    }
)


TAKEN_BACK: Final[Mapping[Withheld, str]] = N_(
    {
        "found in moved weeks": "Both halves of one show. But a circle closed, too, with one history moved by whole "
        "weeks, so that none can be left. So it does not count.",
        "fit not tested": "Both halves of one show. But there is not enough in the weeks that were left out to check "
        "our way of describing when each writes.",
    }
)


def finding(people: People, loop: LoopResult) -> Sentence:
    """The sentence of the verdict."""
    match loop.verdict:
        case "both directions":
            return _closed(people, loop)
        case "one direction":
            return _some(people, loop)
        case "the other way round":
            return _opposite(people, loop)
        case "can't tell":
            return _untold(people, loop)
        case "not enough yet":
            return shares.not_enough(loop.enough.more_weeks or None)
        case fixed:
            return say(FIXED[fixed], people)


def statement(half: Half) -> Sentence:
    """A half that shows, in a clause without its full stop."""
    turned = half.answer == "opposite"
    if half.effect.name == "w":
        return say(
            "after {1} had lately written again, {2} answered sooner than usual"
            if turned
            else "after {1} had lately written again, {2} answered later than usual",
            half.people,
        )
    return say(
        "after {2s} answers had slowed, {1} reached out less than usual"
        if turned
        else "after {2s} answers had slowed, {1} reached out more than usual",
        half.people,
    )


def _closed(people: People, loop: LoopResult) -> Sentence:
    one, other = sorted(circles(loop, people), key=lambda circle: not circle.closes)
    if other.closes:
        both = say(
            "Both circles show, the one with {1} as the one who reaches and the one with {2}. When one of you reached "
            "and the other stepped back, each came with more of the other."
            if people.me
            else "Both circles show, the one with {1} as the one who reaches and the one with {2}. When one of the two "
            "reached and the other stepped back, each came with more of the other.",
            people,
        )
        return join([both, say(WHICH_FIRST)])
    came = say("When {1} reached and {2} stepped back, each came with more of the other.", one.people)
    return join([came, say(WHICH_FIRST), _swapped(other)])


def _some(people: People, loop: LoopResult) -> Sentence:
    """Halves that show without a circle that closes: at most one of each circle."""
    holding = [circle for circle in circles(loop, people) if any(half.answer == "shows" for half in circle.halves)]
    shown = [half for circle in holding for half in circle.halves if half.answer == "shows"]
    if len(holding) == 2:
        rest = _rest(halves(loop, people), ("shows",))
        return join([say("Only halves show, one of each circle: {what}.", what=_listed(shown)), rest])
    other = next(circle for circle in circles(loop, people) if circle not in holding)
    answers = [half.answer for half in holding[0].halves if half not in shown]
    partner = say("The other half of it {shows}.", shows=told_of(answers[0]))
    return join([say("Only half of a circle shows: {what}.", what=_listed(shown)), partner, _swapped(other)])


def _opposite(people: People, loop: LoopResult) -> Sentence:
    every = halves(loop, people)
    turned = [half for half in every if half.answer == "opposite"]
    found = say("What shows is the other way round from a circle: {what}.", what=_listed(turned))
    return join([found, _rest(every, ("opposite",))])


def _untold(people: People, loop: LoopResult) -> Sentence:
    """“Fit with one” only while no circle has a half without a sign."""
    ruled_out = [any(half.answer == "no sign" for half in circle.halves) for circle in circles(loop, people)]
    whether = say("Can’t tell whether there is a circle between {1} and {2}.", people)
    if loop.withheld:
        return join([whether, say(TAKEN_BACK[loop.withheld])])
    fits = say(
        "In each direction, one half at least shows no sign; the rest can’t be told."
        if all(ruled_out)
        else "These messages fit with one, and they fit without one."
    )
    return join([whether, fits, say("It is the usual answer, and an honest one.")])


def _listed(shown: Sequence[Half]) -> Sentence:
    return join([statement(half) for half in shown], tr("; and "))


def _swapped(circle: Circle) -> Sentence:
    """What is said of the circle that does not close, beside one of which something shows."""
    one, other = sorted((half.answer for half in circle.halves), key=list(KEY).index)
    found = {
        "shows": tr("each half shows"),
        "opposite": tr("both halves go the other way round"),
        "no sign": tr("there is no sign of that"),
        "can't tell": tr("that can’t be told"),
        "not enough yet": tr("there is not enough yet to say"),
    }[one]
    if one != other:
        found = tr("one half {one}, and one {other}", one=told_of(one), other=told_of(other))
    return say("With {1} as the one who reaches, {found}.", circle.people, found=found)


def _rest(every: Sequence[Half], said: tuple[Answer, ...]) -> Sentence:
    """What is said of the halves that were not named: nothing is called absent that cannot be told."""
    rest = [half.answer for half in every if half.answer not in said]
    if not rest:
        return Sentence(())
    if len(rest) == 1:
        return say("The fourth half {shows}.", shows=told_of(rest[0]))
    others = tr(NUMBERS[len(rest)])
    if len(set(rest)) == 1:
        return say("The other {two} {show}.", two=others, show=told_of(rest[0], several=True))
    counted = [(rest.count(answer), answer) for answer in KEY if answer in rest]
    each = [tr("{two} {show}", two=tr(NUMBERS[n]), show=told_of(answer, several=n > 1)) for n, answer in counted]
    return say("Of the other {two}, {listed}.", two=others, listed=amounts.listed(each))


def came_from(enough: Enough) -> Sentence:
    """From: weeks, turns, and how often there was something to look at."""
    fewest, most = min(enough.episodes), max(enough.episodes)
    times = amounts.number(most)
    if fewest != most:
        times = amounts.to_words(amounts.number(fewest), times)
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
    return say("the range that stands with each number")


def holds(tests: Sequence[FitTest]) -> tuple[str, Sentence]:
    """Holds or Leans on: whether the description was checked on weeks it had not seen."""
    if not tests:
        return tr("Leans on"), say("a description of busy hours and days that was not checked on other weeks")
    return tr("Holds"), say("in {n} on weeks that were left out", n=amounts.count(len(tests), "check"))


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
