"""Records in numbers: bias, sd, coverage, false alarms, power and verdicts, each with its Monte-Carlo error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from evenstep.loop.findings import VERDICTS
from evenstep.loop.rule import CIRCLES
from evenstep.loop.validation.answers import ALPHA, completed
from evenstep.loop.validation.estimator import EFFECTS, NAN, Estimate
from evenstep.loop.validation.records import NO_ESTIMATE, Record
from evenstep.stats.binomial import one_sided_bounds

Floats = npt.NDArray[np.float64]
NOT_FITTING = "does not fit"


@dataclass(frozen=True)
class Rate:
    """Seen ``count`` times in ``n`` pairs."""

    count: int
    n: int

    @property
    def value(self) -> float:
        """The share; NaN where there was nothing to count."""
        return self.count / self.n if self.n else NAN

    @property
    def se(self) -> float:
        """Monte-Carlo standard error, from (count + 1/2) / (n + 1) so that it is never 0; NaN without pairs."""
        p = (self.count + 0.5) / (self.n + 1)
        return float(np.sqrt(p * (1 - p) / self.n)) if self.n else NAN

    @property
    def bounds(self) -> tuple[float, float]:
        """The one-sided 99 % bounds: the rate is above the first, and below the second."""
        return one_sided_bounds(self.count, self.n, 0.99) if self.n else (0.0, 1.0)


@dataclass(frozen=True)
class Number:
    """A mean or an sd over pairs with its Monte-Carlo standard error; NaN where too few pairs gave a number."""

    value: float
    se: float


@dataclass(frozen=True)
class EffectSummary:
    """One effect over many pairs. ``alarm`` and ``power`` are about p < 0.05; ``*_adjusted`` about Holm's p.

    ``alarm`` counts pairs where the truth is 0; ``power`` and ``wrong`` (significant with the wrong sign) pairs where
    it is not. A pair of which an estimator says nothing (``said`` counts the others) is no alarm; one that never says
    anything about an effect has no alarms to count. ``coverage`` counts pairs that have an interval. ``bias`` and
    ``sd`` are of the estimate minus that pair's truth.
    """

    name: str
    truth: float
    bias: Number
    sd: Number
    said: Rate
    coverage: Rate
    alarm: Rate
    alarm_adjusted: Rate
    power: Rate
    power_adjusted: Rate
    wrong: Rate


@dataclass(frozen=True)
class Summary:
    """A group of pairs. ``pairs`` were judged; ``errors`` more raised and are in no rate.

    ``both_false``: "both directions" where no loop is true; ``both_true``: where one is. ``said_false``: any finding
    (both, one, or the other way round) where no effect at all is true. ``seconds``: mean time an estimate took.
    """

    pairs: int
    errors: int
    effects: tuple[EffectSummary, ...]
    both_false: Rate
    both_true: Rate
    said_false: Rate
    verdicts: Mapping[str, Rate]
    seconds: float


def summarise(records: Sequence[Record]) -> Summary:
    """The numbers of these pairs, of one cell or of many, of one estimator."""
    judged = [replace(r, estimate=completed(r.estimate)) for r in records if not r.error]
    truth = np.array([r.truth for r in judged]).reshape(-1, 4)
    verdicts = [r.estimate.verdict for r in judged]
    both = np.array([v == "both directions" for v in verdicts], dtype=bool)
    finding = np.array([v in VERDICTS[:3] for v in verdicts], dtype=bool)
    loop = np.any([(truth[:, k] > 0) & (truth[:, w] < 0) for _, k, w in CIRCLES], axis=0)
    counts = Counter(verdicts)
    return Summary(
        len(judged),
        len(records) - len(judged),
        tuple(_effect(i, truth[:, i], [r.estimate for r in judged]) for i in range(4)),
        _rate(both, ~loop),
        _rate(both, loop),
        _rate(finding, (truth == 0).all(axis=1)),
        {name: Rate(counts[name], len(judged)) for name in VERDICTS},
        float(np.mean([r.seconds for r in judged])) if judged else NAN,
    )


def not_fit_is_quiet(records: Sequence[Record]) -> list[Record]:
    """The records with nothing left of an estimate whose own verdict is "does not fit": it is withheld from people."""
    silent = replace(NO_ESTIMATE, verdict=NOT_FITTING)
    return [replace(r, estimate=silent) if r.estimate.verdict == NOT_FITTING else r for r in records]


def _effect(i: int, truth: Floats, estimates: Sequence[Estimate]) -> EffectSummary:
    said = [e.effects[i] for e in estimates]
    best, low, high, p = (
        np.array([getattr(effect, part) for effect in said]) for part in ("coefficient", "low", "high", "p")
    )
    adjusted = np.array([e.p_adjusted[i] if e.p_adjusted else NAN for e in estimates])
    said_at_all = np.isfinite(p)
    zero, right = truth == 0, np.sign(best) == np.sign(truth)
    spoken = zero & said_at_all.any()
    error = (best - truth)[np.isfinite(best)]
    return EffectSummary(
        EFFECTS[i],
        float(truth.mean()) if truth.size else NAN,
        _mean(error),
        _sd(error),
        _rate(said_at_all, np.ones_like(zero)),
        _rate((low <= truth) & (truth <= high), np.isfinite(low) | np.isfinite(high)),
        _rate(p < ALPHA, spoken),
        _rate(adjusted < ALPHA, spoken),
        _rate((p < ALPHA) & right, ~zero),
        _rate((adjusted < ALPHA) & right, ~zero),
        _rate((p < ALPHA) & ~right, ~zero),
    )


def _rate(hit: npt.NDArray[np.bool_], among: npt.NDArray[np.bool_]) -> Rate:
    return Rate(int((hit & among).sum()), int(among.sum()))


def _mean(x: Floats) -> Number:
    if x.size < 2:
        return Number(float(x.mean()) if x.size else NAN, NAN)
    return Number(float(x.mean()), float(x.std(ddof=1) / np.sqrt(x.size)))


def _sd(x: Floats) -> Number:
    """The sd, with the error that the fourth moment gives it; below 30 pairs that of normal ones."""
    if x.size < 2:
        return Number(NAN, NAN)
    sd = float(x.std(ddof=1))
    if x.size < 30 or sd == 0:
        return Number(sd, sd / float(np.sqrt(2 * (x.size - 1))))
    spread = float(((x - x.mean()) ** 4).mean() - sd**4)
    return Number(sd, float(np.sqrt(max(spread, 0.0) / x.size) / (2 * sd)))
