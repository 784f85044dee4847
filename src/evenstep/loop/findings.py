"""What the loop fit hands on: four effects, a verdict and everything needed to doubt it. Frozen values that pickle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

PersonKey = Literal["a", "b"]
EffectName = Literal["w", "k"]
Answer = Literal["shows", "opposite", "no sign", "can't tell", "not enough yet"]
Verdict = Literal[
    "both directions",
    "one direction",
    "the other way round",
    "no sign",
    "can't tell",
    "not enough yet",
    "does not fit",
]
VERDICTS: Final[tuple[Verdict, ...]] = (
    "both directions",
    "one direction",
    "the other way round",
    "no sign",
    "can't tell",
    "not enough yet",
    "does not fit",
)
Withheld = Literal["", "found in moved weeks", "fit not tested"]
Search = Literal["rough", "alone", "answering", "reaching", "effects", "errors"]
"""A person's searches in their order: the first two, from two starts; to the end, with nothing beside; the answers
alone, the reaching alone; with what was known beside the effects; both standard errors (conjugate gradients)."""
PROBLEMS: Final = (
    "too few episodes",
    "at the boundary",
    "separation",  # nothing ever happened while it was felt
    "flat",  # the likelihood does not bend down at its top: no standard error
    "search did not end",
    "found in moved weeks",
)


@dataclass(frozen=True)
class Interval:
    """A 95 % interval; NaN ends where none can be given."""

    low: float
    high: float


@dataclass(frozen=True)
class Effect:
    """One of the four effects (method.md 3): ``w`` stepping back under pressure, ``k`` reaching when the other slows.

    ``person`` is the one who does it: w of b says how b's answering changed after a had lately followed up unanswered.
    ``coefficient`` is a log rate ratio: for w per log(1 + P), for k per sd of S. The loop's signs are w < 0 and k > 0.
    ``rate_ratio`` and ``ratio`` are for a typical step: one recent follow-up (2^w), one sd of slowness (e^k).
    ``model`` comes from the likelihood's curvature, ``weeks`` from what each week says given those before it; ``shown``
    is the wider, widened where needed to agree with ``p_adjusted`` (Holm over the four). NaN, and ``problem`` says why,
    where nothing can be estimated. "found in moved weeks": found, but the negative control finds it too; ``shown`` is
    widened to hold 0, and the answer is "can't tell".
    """

    person: PersonKey
    name: EffectName
    coefficient: float
    model: Interval
    weeks: Interval
    shown: Interval
    rate_ratio: float
    ratio: Interval
    p: float
    p_adjusted: float
    answer: Answer
    episodes: int  # informative ones: see ``enough.episodes_of``
    problem: str  # "" or one of PROBLEMS

    @property
    def shows(self) -> bool:
        """Significant, with the loop's sign."""
        return self.answer == "shows"


@dataclass(frozen=True)
class Availability:
    """One person's own ups and downs: spells of hours (busy or free), drift of days to weeks."""

    spell_depth: float  # log rate ratio free to busy; 0: no spells seen
    busy_hours: float  # mean length of a busy spell
    free_hours: float
    drift_sd: float  # of the log rate; 0: no drift seen
    drift_days: float  # time in which the drift forgets itself


@dataclass(frozen=True)
class FitTest:
    """Time-rescaling residuals of one person in one state against the unit exponential, on weeks left out."""

    person: PersonKey
    state: Literal["answering", "following up", "starting"]
    n: int
    distance: float  # Kolmogorov–Smirnov
    p: float
    lag1: float  # correlation of neighbouring normal scores
    fits: bool
    ended: bool = True  # every search that the residuals rest on came to its end


@dataclass(frozen=True)
class Controls:
    """Negative control: the same test with the partner's history moved by whole weeks."""

    shifts: int
    both_directions: int  # how many of them would have been called a loop
    effects: tuple[int, int, int, int]  # how many called each effect, in the order of ``LoopResult.effects``
    unended: int = 0  # more shifts, in which a search did not end: not counted above


@dataclass(frozen=True)
class Echo:
    """What one added follow-up of ``person`` leads to in the fitted model over the next 7 days, itself not counted."""

    person: PersonKey
    extra_reach_acts: float
    reach_acts: Interval
    extra_wait_hours: float  # active hours until the other answers
    wait_hours: Interval
    problem: str = ""  # "no moment of waiting", "runs away": then all numbers are NaN


@dataclass(frozen=True)
class Enough:
    """What there is, and what a verdict needs (method.md 3.3)."""

    weeks: int
    turns: int
    episodes: tuple[int, int, int, int]  # in the order of ``LoopResult.effects``
    least_weeks: int
    least_turns: int
    least_episodes: int
    more_weeks: int  # about how many more weeks like these would do; 0 when there is enough

    @property
    def enough(self) -> bool:
        """Whether a verdict may be given at all; a single effect may still have too few episodes."""
        return self.weeks >= self.least_weeks and self.turns >= self.least_turns


@dataclass(frozen=True)
class LoopResult:
    """The answer for one pair. ``effects`` in the order w of a, k of a, w of b, k of b."""

    conversation_id: str
    verdict: Verdict
    circles: tuple[PersonKey, ...]  # those who reach in a circle that closes: k of them and w of the other both show
    effects: tuple[Effect, Effect, Effect, Effect]
    availability: tuple[Availability, Availability]  # a, b
    fit_tests: tuple[FitTest, ...]  # empty: not done, or too few turns for any
    controls: Controls  # shifts 0: not done
    echoes: tuple[Echo, ...]  # only where the verdict is "both directions"
    enough: Enough
    log_likelihood: tuple[float, float]  # a, b; of the turn starts, time in seconds
    withheld: Withheld = ""  # why a circle whose halves show is "can't tell" all the same
    unended: tuple[tuple[Search, ...], tuple[Search, ...]] = ((), ())  # of a, b: searches that did not come to an end

    def effect(self, person: PersonKey, name: EffectName) -> Effect:
        """One of the four."""
        return next(each for each in self.effects if (each.person, each.name) == (person, name))
