"""The loop in plain numbers: one line for each half, what one more message comes with in the model, and the table."""

from __future__ import annotations

import math
from typing import Final

from evenstep.loop.findings import Answer, Echo, Effect, Enough, Interval
from evenstep.report import amounts
from evenstep.report.halves import Half
from evenstep.report.names import People, Sentence, say

HOUR_S: Final = 3600.0
MOST: Final = 1000  # of 100: an end beyond it says no more than that it is far
NO_RANGE: Final = "No range can be given."
REMINDED: Final = "The quick answer that a second message often brings is part of this."
PROBLEMS: Final = {
    "separation": "The messages set no bound to it, so no number can be given.",
    "flat": "Many values fit it about as well, so no number can be given.",
    "at the boundary": "What was found lies at the edge of where we look, so no number can be given.",
    "search did not end": "Our search for the number did not come to an end, so none is given.",
}
MOVED: Final = (
    "We found as much with one history moved by whole weeks, where nothing can be left, so it does not count."
)


def line(half: Half, enough: Enough) -> tuple[Sentence, Sentence]:
    """One half: what was found, and its range."""
    if half.is_short and half.effect.episodes < enough.least_episodes:
        return _too_few(half, enough)
    if half.is_short or not half.is_known:
        unsaid = "Not enough yet to tell " if half.is_short else "Can’t tell "
        return say(unsaid + _whether(half), half.people), say(PROBLEMS.get(half.effect.problem, NO_RANGE))
    found = _of_answers(half) if half.effect.name == "w" else _of_reaching(half)
    could = say("Could be {r} where it is usually 100.", r=_range(half.effect))
    return found, could + say(" " + MOVED) if half.effect.problem == "found in moved weeks" else could


def _of_answers(half: Half) -> Sentence:
    """Answers are a pace, not a length: so many in the time that usually holds 100."""
    ratio = half.effect.rate_ratio
    after = "After {1} had lately written again, "
    said = {
        "shows": after + "{2s} answers came at a slower pace: about {n} in the time that usually holds 100. "
        "At that pace, an hour of waiting is about {t}.",
        "opposite": after + "{2s} answers came at a quicker pace: about {n} in the time that usually holds 100. "
        "At that pace, an hour of waiting is about {t}.",
        "no sign": after + "{2s} answers came at about their usual pace.",
    }.get(half.answer, "Can’t tell " + _whether(half))
    return say(said, half.people, n=_of_hundred(ratio), t=amounts.duration(HOUR_S / ratio))


def _of_reaching(half: Half) -> Sentence:
    after = "After {2s} answers had slowed, "
    said = {
        "shows": after + "{1} reached out more: about {n} times where it is usually 100.",
        "opposite": after + "{1} reached out less: about {n} times where it is usually 100.",
        "no sign": after + "{1} reached out about as often as usual.",
    }.get(half.answer, "Can’t tell " + _whether(half))
    return say(said, half.people, n=_of_hundred(half.effect.rate_ratio))


def _whether(half: Half) -> str:
    if half.effect.name == "w":
        return "whether {2} answered later or sooner after {1} had lately written again."
    return "whether {1} reached out more or less after {2s} answers had slowed."


def _too_few(half: Half, enough: Enough) -> tuple[Sentence, Sentence]:
    n, least = amounts.count(half.effect.episodes, "time"), amounts.number(enough.least_episodes)
    return (
        say("Not enough yet to tell " + _whether(half), half.people),
        say("There were {n} to look at; this needs {least}.", n=n, least=least),
    )


def _of_hundred(ratio: float) -> str:
    return amounts.clear(ratio * 100, 100, digits=0)


def _range(effect: Effect) -> str:
    """The range out of 100, rounded outward, but never onto the 100 that the range leaves out."""
    low, high = effect.ratio.low * 100, effect.ratio.high * 100
    bottom, top = math.floor(low + 1e-9), math.ceil(high - 1e-9)
    lowest = amounts.clear(low, 100) if low > 100 >= bottom else amounts.number(bottom) if bottom else "fewer than 1"
    highest = amounts.clear(high, 100) if high < 100 <= top else amounts.number(top)
    return f"{lowest} to {highest if top <= MOST else f'more than {MOST:,}'}"


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
        "counted. {size}",
        order,
        n=_more(found.extra_reach_acts),
        size=_size(found.reach_acts),
    )
    answer = say(
        "In the model, after one more follow-up by {1}, {2s} answer comes about {t}, in {2s} own active hours.",
        order,
        t=_moved(found.extra_wait_hours),
    )
    return (
        (reaches, say("Could be {r}. This describes the model, not any one message.", r=_reaches(found.reach_acts))),
        (answer, say("Could be {w}. " + REMINDED, w=_wait(found.wait_hours))),
    )


def is_told(found: Echo) -> bool:
    """Whether all numbers of an echo could be worked out."""
    ends = (found.reach_acts.low, found.reach_acts.high, found.wait_hours.low, found.wait_hours.high)
    return all(math.isfinite(value) for value in (found.extra_reach_acts, found.extra_wait_hours, *ends))


def _size(reach: Interval) -> str:
    if reach.low > 1:
        return "That is above 1, so in the model the reaching grows."
    if reach.low > 0:
        return "That is above 0, so in the model the reaching goes on for a while."
    if reach.high < 0:
        return "That is below 0, so in the model the reaching fades by itself."
    return "That could be 0, so in the model the reaching may fade by itself."


def _more(reaches: float) -> str:
    """“0.4 more reaches” or “0.1 fewer reaches”."""
    return f"{_acts(reaches)} {'fewer' if reaches < 0 else 'more'} reaches"


def _reaches(reach: Interval) -> str:
    """Both ends of a range of reaches, never rounded onto the 0 or 1 that the sentence beside it speaks of."""
    if reach.low < 0 <= reach.high:
        return f"{_acts(reach.low)} fewer to {_more(reach.high)}"
    nearer, further = sorted((reach.low, reach.high), key=abs)
    return f"{_acts(nearer)} to {_more(further)}"


def _acts(reaches: float) -> str:
    return amounts.clear(abs(reaches), 0, 1)


def _moved(hours: float) -> str:
    """“20 min sooner” or “20 min later”."""
    return f"{amounts.duration(abs(hours) * HOUR_S)} {'sooner' if hours < 0 else 'later'}"


def _wait(hours: Interval) -> str:
    """Both ends of a range of waits, the direction once where both share it."""
    if hours.low < 0 <= hours.high:
        return f"{_moved(hours.low)} to {_moved(hours.high)}"
    nearer, further = sorted((hours.low, hours.high), key=abs)
    return f"{amounts.duration(abs(nearer) * HOUR_S)} to {_moved(further)}"


NUMBER: Final = "Number"
ROWS: Final = (
    "Times (1 = as usual)",
    "Range shown",
    "Range by the model",
    "Range by weeks",
    "Times to look at",
    "Answer",
)


def column(half: Half) -> Sentence:
    """The heading of a half's column."""
    if half.effect.name == "w":
        return say("{2s} pace of answers after {1} wrote again", half.people)
    return say("{1s} reaching after {2} slowed", half.people)


def ratio_cell(value: float) -> Sentence:
    """A rate ratio in a cell."""
    return say(amounts.clear(value, 0, 1, digits=2)) if math.isfinite(value) else say("none")


def range_cell(low: float, high: float) -> Sentence:
    """Two ends of a rate ratio in a cell."""
    if math.isnan(low) or math.isnan(high):
        return say("none")
    top = amounts.clear(high, 0, 1, digits=2) if high * 100 <= MOST else f"over {MOST // 100}"
    return say("{low}–{high}", low=amounts.clear(low, 0, 1, digits=2), high=top)


def answer_words(answer: Answer) -> str:
    """An answer as it stands in a cell."""
    return {
        "shows": "shows",
        "opposite": "the other way round",
        "no sign": "no sign",
        "can't tell": "can’t tell",
        "not enough yet": "not enough yet",
    }[answer]
