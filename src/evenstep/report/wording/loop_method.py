"""How we got the loop, and what could fool it: the rules in plain words, with what the checks of this pair found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from evenstep.loop.findings import Availability, Controls, FitTest, LoopResult, Search
from evenstep.report import amounts
from evenstep.report.names import People, Sentence, join, say
from evenstep.spoken import N_, tr, trn

Entry = tuple[str, Sentence]


SEEN: Final = 0.1  # of a log rate: less than about a tenth up or down is not worth a word
RULES: Final = N_(
    (
        (
            "Later answers",
            "Does one answer at a slower pace when the other has lately written again without an answer? A wait runs "
            "from the first message without an answer, and more messages do not restart it.",
        ),
        (
            "More reaching",
            "Does one reach out more, by writing again or by starting, when the other’s last few answers were slow for "
            "that person?",
        ),
        (
            "The step",
            "Each number is for a usual step: one recent message without an answer, or answers that are slower by one "
            "standard deviation.",
        ),
        (
            "Times to look at",
            "For answers, we count waits after such messages and waits without, and say the smaller number: both are "
            "needed to compare. For reaching, we count the times when one could reach and the other had been slow.",
        ),
        ("Reminders", "A second message often brings a quick answer. That short push is set apart first."),
    )
)
UNENDED: Final[tuple[tuple[str, tuple[Search, ...]], ...]] = (
    (
        N_(
            "A first, rough search for {1s} numbers stopped before its end. The later ones start there, so they may "
            "have missed a closer fit."
        ),
        ("rough",),
    ),
    (
        N_(
            "A search for {1s} numbers stopped before its end. So some are not given, and what is said of busy times "
            "is rough."
        ),
        ("alone", "answering", "reaching", "effects"),
    ),
    (N_("The ranges for {1} are less exact than usual."), ("errors",)),
)
RANGES: Final = N_(
    (
        (
            "Four looks",
            "With four things to see, one may look odd by chance. Answers and ranges are held to that (Holm 1979).",
        ),
        (
            "Two ranges",
            "One comes from the model, one from how much whole weeks scatter. We show the wider one. 95 of 100 such "
            "ranges hold the true number, if the model is right.",
        ),
    )
)


SPELLS: Final = N_(
    (
        "Busy spells were seen for {1} and for {2}.",
        "Busy spells were seen for {1}, not for {2}.",
        "Busy spells were seen neither for {1} nor for {2}.",
    )
)
DRIFT: Final = N_(
    (
        "Drift was seen for {1} and for {2}.",
        "Drift was seen for {1}, not for {2}.",
        "Drift was seen neither for {1} nor for {2}.",
    )
)


def how(people: People, loop: LoopResult) -> tuple[Entry, ...]:
    """How we got this."""
    return (
        (tr("What we compare"), say("{1} and {2}, each with their own usual self at that hour of the week.", people)),
        *((tr(heading), say(rule)) for heading, rule in RULES),
        (tr("Busy times"), join([_busy(), *_seen(people, loop.availability)])),
        *((tr(heading), say(rule)) for heading, rule in RANGES),
        (tr("Does it fit"), fit(loop.fit_tests)),
        (tr("A check"), control(people, loop.controls)),
        *searches(people, loop),
    )


def _busy() -> Sentence:
    return say(
        "A busy person is slow and finds many messages waiting. That alone is no loop. So busy spells of hours and "
        "drifts of days are set apart first."
    )


def _seen(people: People, availability: tuple[Availability, Availability]) -> list[Sentence]:
    """Whose spells and whose drift were seen; never how long, which would be finer than a week."""
    own = {"a": availability[0], "b": availability[1]}
    first, second = own[people.first.key], own[people.second.key]
    return [
        _whose(people, SPELLS, first.spell_depth >= SEEN, second.spell_depth >= SEEN),
        _whose(people, DRIFT, first.drift_sd >= SEEN, second.drift_sd >= SEEN),
    ]


def _whose(people: People, words: tuple[str, str, str], first: bool, second: bool) -> Sentence:
    both, one, neither = words
    if first and second:
        return say(both, people)
    if first or second:
        return say(one, people if first else people.swapped())
    return say(neither, people)


def fit(tests: Sequence[FitTest]) -> Sentence:
    """What the checks on weeks left out found."""
    if not tests:
        return say("This was not checked here.")
    held = sum(test.fits for test in tests)
    return say(
        "We left some weeks out, and asked whether the times in them come as the model says "
        "(Brown and others 2002). {held} of {n} such checks held.",
        held=amounts.number(held),
        n=amounts.number(len(tests)),
    )


def control(people: People, controls: Controls) -> Sentence:
    """What moved weeks, in which no loop can be, were found to hold."""
    if controls.shifts == 0 and controls.unended:
        return say(
            "We moved {2s} history by whole weeks, {n}, but our search did not come to its end in any of them. "
            "So nothing was checked that way.",
            people,
            n=amounts.count(controls.unended, "time"),
        )
    if controls.shifts == 0:
        return say("Moving one history by whole weeks, so that no loop can be left, was not done here.")
    return say(
        "We moved {2s} history by whole weeks, {n}, so that no loop with {1} can be left. "
        "A circle then closed {times}.",
        people,
        n=amounts.count(controls.shifts, "time"),
        times=_times(controls.both_directions),
    )


def _times(n: int) -> str:
    return trn("once", "{n} times", n, n=amounts.number(n)) if n else tr("not once")


def searches(people: People, loop: LoopResult) -> tuple[Entry, ...]:
    """Searches that did not come to an end; nothing where all did."""
    own = dict(zip("ab", loop.unended, strict=True))
    said = [
        say(words, order)
        for order in (people, people.swapped())
        for words, names in UNENDED
        if any(name in own[order.first.key] for name in names)
    ]
    if not all(test.ended for test in loop.fit_tests):
        said.append(say("A search behind the check of the fit stopped before its end, so that check is a rough one."))
    return ((tr("The search"), join(said)),) if said else ()


def fooled(people: People, loop: LoopResult) -> tuple[Entry, ...]:
    """What could fool this."""
    return (
        (
            tr("Busy spells"),
            say(
                "Work, sleep, a new baby. We allow for spells of hours, but one that begins just as the other "
                "writes again looks the same."
            ),
        ),
        (
            tr("Slow drift"),
            say(
                "Months in which all grows slower or closer. We allow for drift of days and weeks, not for every bend."
            ),
        ),
        (
            tr("Things outside"),
            say(
                "An illness or a hard time can slow one of the two and bring more from the other. That looks much "
                "like half a circle: in 61 of 400 invented pairs where such times came and went all year and nothing "
                "else was true, a half was found. A whole circle was found in one."
            ),
        ),
        (
            tr("Other ways to meet"),
            say("Calls, visits or a second app that are not in this file. A message may have been answered there."),
        ),
        (
            tr("Each other’s speed"),
            say("Two people often pick up each other’s speed. That can look like half a circle."),
        ),
        (tr("A new time zone"), say("A journey or a move turns one person’s day round. The file may not say so.")),
        (tr("What the check found"), control(people, loop.controls)),
    )
