"""The rule of the verdict (method.md 3.4) on plain numbers: what each of four effects says, and what they amount to."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from evenstep.loop.findings import Answer, EffectName, PersonKey, Verdict

ORDER: Final[tuple[tuple[PersonKey, EffectName], ...]] = (("a", "w"), ("a", "k"), ("b", "w"), ("b", "k"))
CIRCLES: Final[tuple[tuple[PersonKey, int, int], ...]] = (("a", 1, 2), ("b", 3, 0))
"""Who reaches in it, and the places of its two halves in ORDER: k of the one who reaches, w of the other."""
LOOP_SIGN: Final = {"w": -1, "k": 1}
TYPICAL: Final = {"w": math.log(2), "k": 1.0}  # one recent follow-up: log(1 + 1); one sd of slowness
SMALL: Final = (math.log(0.90), math.log(1.11))


def answer_of(name: EffectName, value: float, low: float, high: float, *, found: bool) -> Answer:
    """What one estimated effect says: ``value`` with its interval, and whether Holm over the four finds it.

    Size comes first: where the whole interval is that of a rate ratio between 0.90 and 1.11 for a typical step, the
    answer is "no sign", also where the effect is surely not 0. So tiny an effect is nothing anyone would feel.
    """
    step = TYPICAL[name]
    if SMALL[0] < low * step and high * step < SMALL[1]:
        return "no sign"
    if found:
        return "shows" if value * LOOP_SIGN[name] > 0 else "opposite"
    return "can't tell"


def verdict_of(answers: Sequence[Answer], *, fits: bool = True) -> Verdict:
    """One of seven, the most that the four answers (in ORDER) allow. ``fits`` False: a test of fit has failed."""
    if all(answer == "not enough yet" for answer in answers):
        return "not enough yet"
    if not fits:
        return "does not fit"
    if circles_of(answers):
        return "both directions"
    if "shows" in answers:
        return "one direction"
    if "opposite" in answers:
        return "the other way round"
    return "no sign" if all(answer == "no sign" for answer in answers) else "can't tell"


def circles_of(answers: Sequence[Answer]) -> tuple[PersonKey, ...]:
    """Those who reach in a circle that closes: they reach when the other slows, the other slows under pressure."""
    return tuple(person for person, k, w in CIRCLES if answers[k] == answers[w] == "shows")
