"""Find the top of a person's likelihood, and the columns of its inverse curvature that are asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from evenstep.loop.likelihood import HIDDEN, Likelihood
from evenstep.loop.terms import Terms, rhythm_basis

Floats = npt.NDArray[np.float64]

DECREMENT: Final = 3e-3  # twice what one more Newton step could gain: every estimate is within 0.06 of its own se
MOST_STEPS: Final = 120
LONGEST_STEP: Final = 1.5
SHORTEST: Final = 1e-6
PROBE: Final = 1e-4  # length of the finite differences of the exact gradient
SOLVED: Final = 1e-3  # of a variance: a standard error within 1 % (tests), by weeks within 4 % on ten weeks
MOST_PRODUCTS: Final = 15  # with the curvature, for one column, after the first; 1 to 4 in seven pairs

RHYTHM: Final = rhythm_basis().shape[1]


class Columns(NamedTuple):
    """Columns of an inverse curvature, shape (columns, size), and which of them are as exact as SOLVED asks."""

    values: Floats
    solved: tuple[bool, ...]


@dataclass(frozen=True)
class Top:
    """Where the search ended: parameters, penalised value, an inverse curvature in the making, whether it got there."""

    theta: Floats
    value: float
    gradient: Floats
    inverse: Floats
    converged: bool
    evaluations: int


def poisson_start(likelihood: Likelihood, theta: Floats) -> Floats:
    """A few Newton steps with nothing hidden: the terms and the rhythm alone."""
    _, b = likelihood.cuts
    at_risk = np.where(likelihood.rows.risk, likelihood.rows.dt_h, 0.0)
    theta = theta.copy()
    for _ in range(8):
        expected = at_risk * np.exp(np.clip(likelihood.log_rate(theta), -20, 12))
        gradient = likelihood.collect(likelihood.rows.y - expected)
        gradient -= (likelihood.precision * (theta - likelihood.mean))[:b]
        step = np.linalg.solve(likelihood.complete_information(expected)[:b, :b], gradient)
        theta[:b] += step * min(1.0, 2.0 / max(float(np.abs(step).max()), 1e-12))
        if gradient @ step < 1e-2:
            break
    return theta


def climb(
    likelihood: Likelihood,
    theta: Floats,
    decrement: float = DECREMENT,
    inverse: Floats | None = None,
    *,
    before: tuple[Terms, Floats] | None = None,
) -> Top:
    """Quasi-Newton steps (BFGS) until the Newton decrement is below ``decrement``.

    ``inverse``: what is known of the inverse curvature; from the complete data where nothing is, and from ``before``:
    the terms of an earlier fit of the same person and the inverse curvature that it learned.
    """
    value, gradient = likelihood.evaluate(theta)
    inverse = _first_guess(likelihood, before) if inverse is None else inverse
    evaluations = 1
    for _ in range(MOST_STEPS):
        direction = inverse @ gradient
        gain = float(gradient @ direction)
        if gain < decrement:
            return Top(theta, value, gradient, inverse, True, evaluations)
        length = min(1.0, LONGEST_STEP / float(np.abs(direction).max()))
        while True:
            new_value, new_gradient = likelihood.evaluate(theta + length * direction)
            evaluations += 1
            if np.isfinite(new_value) and new_value >= value + 1e-4 * length * gain:
                break
            length *= 0.4
            if length < SHORTEST:
                return Top(theta, value, gradient, inverse, False, evaluations)
        inverse = _updated(inverse, length * direction, gradient - new_gradient)
        theta, value, gradient = theta + length * direction, new_value, new_gradient
    return Top(theta, value, gradient, inverse, False, evaluations)


def _first_guess(likelihood: Likelihood, before: tuple[Terms, Floats] | None) -> Floats:
    """The inverse curvature of the complete data, with what an earlier search learned of the parameters it shares.

    Added is the earlier inverse less that of the complete data with the other parameters held: what is left of the
    sum is never negative.
    """
    information = likelihood.complete_information(likelihood.rows.y - likelihood.work.score)
    inverse = np.asarray(np.linalg.inv(information), dtype=np.float64)
    if before is None:
        return inverse
    terms, learned = before
    here, there = _shared(likelihood.terms, terms)
    inverse[np.ix_(here, here)] += learned[np.ix_(there, there)] - np.linalg.inv(information[np.ix_(here, here)])
    return inverse


def _shared(one: Terms, other: Terms) -> tuple[list[int], list[int]]:
    """Where the parameters that two fits have in common stand in each; rhythm and hidden part are always."""
    pairs = [(n, other.names.index(name)) for n, name in enumerate(one.names) if name in other.names]
    rest = range(RHYTHM + HIDDEN)
    here, there = zip(*pairs, *((len(one.names) + n, len(other.names) + n) for n in rest), strict=True)
    return list(here), list(there)


def _updated(inverse: Floats, step: Floats, bend: Floats) -> Floats:
    """BFGS on the inverse; left as it is where the function does not curve down."""
    curve = float(step @ bend)
    if curve < 1e-10:
        return inverse
    turned = inverse @ bend
    grown: Floats = inverse + np.outer(step, step) * (1 + float(bend @ turned) / curve) / curve
    return grown - (np.outer(turned, step) + np.outer(step, turned)) / curve


def inverse_columns(likelihood: Likelihood, top: Top, columns: tuple[int, ...]) -> Columns:
    """Columns of the inverse of the exact curvature at the top.

    Conjugate gradients, preconditioned by what the search learned; products with the curvature are finite differences
    of the exact gradient.
    """

    def bent(v: Floats) -> Floats:
        probe = PROBE / float(np.abs(v).max())
        up: Floats = likelihood.evaluate(top.theta + probe * v)[1]
        return (top.gradient - up) / probe

    found = [_solve(bent, top.inverse, n) for n in columns]
    values = np.array([x for x, _ in found]).reshape(len(columns), likelihood.size)
    return Columns(values, tuple(solved for _, solved in found))


def _solve(bent: Callable[[Floats], Floats], inverse: Floats, n: int) -> tuple[Floats, bool]:
    """Column ``n``, and whether what is left to gain fell below SOLVED within MOST_PRODUCTS."""
    unit = np.zeros(inverse.shape[0])
    unit[n] = 1.0
    x = inverse[:, n].copy()
    left = unit - bent(x)
    better = inverse @ left
    way, size = better.copy(), float(left @ better)
    for _ in range(MOST_PRODUCTS):
        if abs(size) < SOLVED * abs(x[n]):
            return x, True
        along = bent(way)
        length = size / float(way @ along)
        x = x + length * way
        left = left - length * along
        better = inverse @ left
        size, before = float(left @ better), size
        way = better + size / before * way
    return x, bool(abs(size) < SOLVED * abs(x[n]))
