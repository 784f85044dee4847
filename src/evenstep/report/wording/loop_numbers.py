"""The loop in plain numbers: one line for each half, what one more message comes with in the model, and the table."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from evenstep.loop.findings import Answer, Echo, Effect, Enough, Interval
from evenstep.report import amounts
from evenstep.report.halves import Half
from evenstep.report.names import People, Sentence, as_is, join, say
from evenstep.spoken import N_, tr

HOUR_S: Final = 3600.0
MOST: Final = 1000  # of 100: an end beyond it says no more than that it is far
NO_RANGE: Final = N_("No range can be given.")
REMINDED: Final = N_("The quick answer that a second message often brings is part of this.")
PROBLEMS: Final = N_(
    {
        "separation": "The messages set no bound to it, so no number can be given.",
        "flat": "Many values fit it about as well, so no number can be given.",
        "at the boundary": "What was found lies at the edge of where we look, so no number can be given.",
        "search did not end": "Our search for the number did not come to an end, so none is given.",
    }
)
MOVED: Final = N_(
    "We found as much with one history moved by whole weeks, where nothing can be left, so it does not count."
)


OF_ANSWERS: Final[Mapping[Answer, str]] = N_(
    {
        "shows": "After {1} had lately written again, {2s} answers came at a slower pace: about {n} in the time that "
        "usually holds 100. At that pace, an hour of waiting is about {t}.",
        "opposite": "After {1} had lately written again, {2s} answers came at a quicker pace: about {n} in the time "
        "that usually holds 100. At that pace, an hour of waiting is about {t}.",
        "no sign": "After {1} had lately written again, {2s} answers came at about their usual pace.",
    }
)
OF_REACHING: Final[Mapping[Answer, str]] = N_(
    {
        "shows": "After {2s} answers had slowed, {1} reached out more: about {n} times where it is usually 100.",
        "opposite": "After {2s} answers had slowed, {1} reached out less: about {n} times where it is usually 100.",
        "no sign": "After {2s} answers had slowed, {1} reached out about as often as usual.",
    }
)


def line(half: Half, enough: Enough) -> tuple[Sentence, Sentence]:
    """One half: what was found, and its range."""
    if half.is_short and half.effect.episodes < enough.least_episodes:
        return _too_few(half, enough)
    if half.is_short or not half.is_known:
        unsaid = _not_enough(half) if half.is_short else _cannot_tell(half)
        return unsaid, say(PROBLEMS.get(half.effect.problem, NO_RANGE))
    found = _of_answers(half) if half.effect.name == "w" else _of_reaching(half)
    could = say("Could be {r} where it is usually 100.", r=_range(half.effect))
    return found, join([could, say(MOVED)]) if half.effect.problem == "found in moved weeks" else could


def _of_answers(half: Half) -> Sentence:
    """Answers are a pace, not a length: so many in the time that usually holds 100."""
    ratio = half.effect.rate_ratio
    said = OF_ANSWERS.get(half.answer)
    if said is None:
        return _cannot_tell(half)
    return say(said, half.people, n=_of_hundred(ratio), t=amounts.duration(HOUR_S / ratio))


def _of_reaching(half: Half) -> Sentence:
    said = OF_REACHING.get(half.answer)
    return say(said, half.people, n=_of_hundred(half.effect.rate_ratio)) if said else _cannot_tell(half)


def _cannot_tell(half: Half) -> Sentence:
    return say(
        "Can’t tell whether {2} answered later or sooner after {1} had lately written again."
        if half.effect.name == "w"
        else "Can’t tell whether {1} reached out more or less after {2s} answers had slowed.",
        half.people,
    )


def _not_enough(half: Half) -> Sentence:
    return say(
        "Not enough yet to tell whether {2} answered later or sooner after {1} had lately written again."
        if half.effect.name == "w"
        else "Not enough yet to tell whether {1} reached out more or less after {2s} answers had slowed.",
        half.people,
    )


def _too_few(half: Half, enough: Enough) -> tuple[Sentence, Sentence]:
    n, least = amounts.count(half.effect.episodes, "time"), amounts.number(enough.least_episodes)
    return (
        _not_enough(half),
        say("There were {n} to look at; this needs {least}.", n=n, least=least),
    )


def _of_hundred(ratio: float) -> str:
    return amounts.clear(ratio * 100, 100, digits=0)


def _range(effect: Effect) -> str:
    """The range out of 100, rounded outward, but never onto the 100 that the range leaves out."""
    low, high = effect.ratio.low * 100, effect.ratio.high * 100
    bottom, top = math.floor(low + 1e-9), math.ceil(high - 1e-9)
    lowest = (
        amounts.clear(low, 100) if low > 100 >= bottom else amounts.number(bottom) if bottom else tr("fewer than 1")
    )
    highest = amounts.clear(high, 100) if high < 100 <= top else amounts.number(top)
    return amounts.to_words(lowest, highest if top <= MOST else tr("more than {n}", n=amounts.number(MOST)))


def closing() -> Sentence:
    """What “after” means and what it does not."""
    return say(
        "“After” is about time and nothing more. A hard week at work could slow one person’s answers and bring more "
        "messages from the other as well. We allow for busy hours and busy days, but not for everything."
    )


def echo(people: People, found: Echo) -> tuple[tuple[Sentence, Sentence], ...]:
    """What one more message comes with in the fitted model, reaches and then the answer: a property of the model."""
    order = people if people.first.key == found.person else people.swapped()
    reaches = say(
        "In the model, one more follow-up by {1} to {2} comes with about {n} by {1} over the next 7 days, itself not "
        "counted.",
        order,
        n=_more(found.extra_reach_acts),
    )
    answer = say(
        "In the model, after one more follow-up by {1}, {2s} answer comes about {t}, in {2s} own active hours.",
        order,
        t=_moved(found.extra_wait_hours),
    )
    return (
        (
            join([reaches, _size(found.reach_acts)]),
            say("Could be {r}. This describes the model, not any one message.", r=_reaches(found.reach_acts)),
        ),
        (answer, join([say("Could be {w}.", w=_wait(found.wait_hours)), say(REMINDED)])),
    )


def is_told(found: Echo) -> bool:
    """Whether all numbers of an echo could be worked out."""
    ends = (found.reach_acts.low, found.reach_acts.high, found.wait_hours.low, found.wait_hours.high)
    return all(math.isfinite(value) for value in (found.extra_reach_acts, found.extra_wait_hours, *ends))


def _size(reach: Interval) -> Sentence:
    if reach.low > 1:
        return say("That is above 1, so in the model the reaching grows.")
    if reach.low > 0:
        return say("That is above 0, so in the model the reaching goes on for a while.")
    if reach.high < 0:
        return say("That is below 0, so in the model the reaching fades by itself.")
    return say("That could be 0, so in the model the reaching may fade by itself.")


def _more(reaches: float) -> str:
    """“0.4 more reaches” or “0.1 fewer reaches”."""
    acts = _acts(reaches)
    return tr("{n} fewer reaches", n=acts) if reaches < 0 else tr("{n} more reaches", n=acts)


def _reaches(reach: Interval) -> str:
    """Both ends of a range of reaches, never rounded onto the 0 or 1 that the sentence beside it speaks of."""
    if reach.low < 0 <= reach.high:
        return amounts.to_words(tr("{n} fewer", n=_acts(reach.low)), _more(reach.high))
    nearer, further = sorted((reach.low, reach.high), key=abs)
    return amounts.to_words(_acts(nearer), _more(further))


def _acts(reaches: float) -> str:
    return amounts.clear(abs(reaches), 0, 1)


def _moved(hours: float) -> str:
    """“20 min sooner” or “20 min later”."""
    time = amounts.duration(abs(hours) * HOUR_S)
    return tr("{time} sooner", time=time) if hours < 0 else tr("{time} later", time=time)


def _wait(hours: Interval) -> str:
    """Both ends of a range of waits, the direction once where both share it."""
    if hours.low < 0 <= hours.high:
        return amounts.to_words(_moved(hours.low), _moved(hours.high))
    nearer, further = sorted((hours.low, hours.high), key=abs)
    return amounts.to_words(amounts.duration(abs(nearer) * HOUR_S), _moved(further))


NUMBER: Final = N_("Number")
ROWS: Final = N_(
    (
        "Times (1 = as usual)",
        "Range shown",
        "Range by the model",
        "Range by weeks",
        "Times to look at",
        "Answer",
    )
)


def column(half: Half) -> Sentence:
    """The heading of a half's column."""
    if half.effect.name == "w":
        return say("{2s} pace of answers after {1} wrote again", half.people)
    return say("{1s} reaching after {2} slowed", half.people)


def ratio_cell(value: float) -> Sentence:
    """A rate ratio in a cell."""
    return as_is(amounts.clear(value, 0, 1, digits=2)) if math.isfinite(value) else say("none")


def range_cell(low: float, high: float) -> Sentence:
    """Two ends of a rate ratio in a cell."""
    if math.isnan(low) or math.isnan(high):
        return say("none")
    top = amounts.clear(high, 0, 1, digits=2) if high * 100 <= MOST else tr("over {n}", n=str(MOST // 100))
    return as_is(f"{amounts.clear(low, 0, 1, digits=2)}–{top}")


def answer_words(answer: Answer) -> str:
    """An answer as it stands in a cell."""
    return {
        "shows": tr("shows"),
        "opposite": tr("the other way round"),
        "no sign": tr("no sign"),
        "can't tell": tr("can’t tell"),
        "not enough yet": tr("not enough yet"),
    }[answer]
