"""The echo: what one more follow-up of a person leads to in the fitted model over the next 7 days.

A property of the model, not of a message. Posterior draws of w and k of both people, independent, normal, with the
wider of their two standard errors; everything else is held at its estimate: clocks, reminder, hours, pace, spells and
drift. What was known of drift and spells, one's own and the other's, stays at 0. With w = k = 0 the echo need not be
0: a follow-up restarts its writer's own clock, reminds, and keeps the session open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from evenstep.events.activity import CELL_S, HOURS_A_WEEK
from evenstep.loop.design import DAY, HOUR, WAITS
from evenstep.loop.findings import Echo, Interval, PersonKey
from evenstep.loop.fitted_law import FittedLaw, law_of
from evenstep.loop.fork import AHEAD_S, Plan, forked
from evenstep.loop.history import History
from evenstep.loop.options import LoopOptions
from evenstep.loop.paths import Ints, Model, model_of, nobody_yet
from evenstep.loop.person import Coefficient
from evenstep.loop.redraw import next_day

if TYPE_CHECKING:
    from evenstep.loop.fit import PairFit

Floats = npt.NDArray[np.float64]

KEYS: Final[tuple[PersonKey, PersonKey]] = ("a", "b")
NAN: Final = float("nan")
NEVER_WAITS, RUNS_AWAY = "no moment of waiting", "runs away"
DRAWS: Final = 40  # of the coefficients, in pairs that mirror one another
SHOWN_DRAWS: Final = 4000  # of the coefficients, through the fitted surface
BURN_S: Final = 7 * DAY  # five times the memory of P and of S
EVERY_S: Final = 2 * DAY  # about one fork in so much time
COST: Final = 600_000  # of a person's echo, in cells of time: less than a second
TURN_COST: Final = 2.2  # of a turn, in cells
FEWEST, MOST_FORKS = 5, 100  # in each draw
MAY_RUN_AWAY: Final = 0.025  # share of the draws beyond the interval's upper end
PER_WEEK: Final = 4 * HOURS_A_WEEK  # cells of CELL_S


class Week(NamedTuple):
    """A week that is drawn over and over."""

    hours: tuple[Ints, Ints]  # local hour of the week of a and b, by cell
    cell_s: float
    first_day_s: float  # when the drift moves first


def echoes_of(pair: PairFit, circles: tuple[PersonKey, ...], options: LoopOptions) -> tuple[Echo, ...]:
    """The echo of each person in ``circles``; deterministic by ``options.seed``."""
    return tuple(echo_of(pair, KEYS.index(key), options) for key in circles)


def echo_of(pair: PairFit, person: int, options: LoopOptions) -> Echo:
    """Extra reach acts of ``person`` (0 or 1) and extra active hours of the other until their next turn.

    95 % intervals over the draws of w and k, with the Monte-Carlo error added. Numbers are NaN and ``problem`` names
    why where the person is never found waiting in the model, or where it runs away.
    """
    fitted = law_of(pair, options)
    rng = np.random.default_rng([options.seed, 3401, person])
    value, error = _effects(pair)
    half = rng.standard_normal((DRAWS // 2, 4))
    z = np.concatenate([half, -half])
    means, counts = _simulated(pair, fitted, person, value + error * z, rng)
    if (counts < 0).mean() > MAY_RUN_AWAY:
        return _nothing(person, RUNS_AWAY)
    seen = counts > 0
    if seen.sum() < DRAWS // 2:
        return _nothing(person, NEVER_WAITS)
    moved = error > 0
    later = _features(rng.standard_normal((SHOWN_DRAWS, 4)), person, moved)
    near, weight = _features(z[seen], person, moved), counts[seen].astype(np.float64)
    reach = surface(near, means[seen, 0], weight, later)
    wait = surface(near, means[seen, 1] / HOUR, weight, later)
    return Echo(KEYS[person], reach[0], reach[1], wait[0], wait[1])


def _nothing(person: int, problem: str) -> Echo:
    return Echo(KEYS[person], NAN, Interval(NAN, NAN), NAN, Interval(NAN, NAN), problem)


def _effects(pair: PairFit) -> tuple[Floats, Floats]:
    """Estimates and wider standard errors of w of a, w of b, k of a, k of b; 0 where there is no estimate."""
    found = [person.w for person in pair.people] + [person.k for person in pair.people]
    return np.array([_or_0(each, each.value) for each in found]), np.array([_or_0(c, _wider(c)) for c in found])


def _wider(found: Coefficient) -> float:
    return max(found.model, found.weeks)


def _or_0(found: Coefficient, value: float) -> float:
    return 0.0 if found.problem or not np.isfinite(value) else value


def _simulated(
    pair: PairFit, fitted: FittedLaw, person: int, theta: Floats, rng: np.random.Generator
) -> tuple[Floats, Ints]:
    """Means over forks for each draw of the effects, shape (draws, 2), and how many forks: −1 where it ran away."""
    week = _typical_week(pair.history)
    plan, forks = _plan(pair, person, len(theta), week.hours[0].size)
    times = int(np.ceil((plan.until_s + AHEAD_S) / AHEAD_S)) + 1
    hours = (np.tile(week.hours[0], times), np.tile(week.hours[1], times))
    means, counts = np.full((len(theta), 2), NAN), np.zeros(len(theta), dtype=np.int64)
    seeds = rng.integers(2**31, size=len(theta))
    model = model_of(fitted, hours, week.cell_s)
    for n, (w_a, w_b, k_a, k_b) in enumerate(theta):
        law = fitted.with_effects((w_a, w_b), (k_a, k_b)).law
        law["cell_s"] = week.cell_s
        drawn: Model = model._replace(law=law)
        found = np.empty((forks, 2))
        counts[n] = forked(int(seeds[n]), plan, week.first_day_s, drawn, nobody_yet(fitted), found)
        if counts[n] > 0:
            means[n] = found[: counts[n]].mean(axis=0)
    return means, counts


def _plan(pair: PairFit, person: int, draws: int, cells: int) -> tuple[Plan, int]:
    """How long to draw and how often to fork, by how much the person waits and how much the two write."""
    rows, history = pair.rows[person], pair.history
    waits = float(rows.dt_h[rows.risk & (rows.state == WAITS)].sum() / rows.dt_h.sum())
    weekly = history.who.size / max(history.until_s / AHEAD_S, 1.0)
    forks = int(np.clip(COST / (cells + TURN_COST * weekly) / draws, FEWEST, MOST_FORKS))
    until_s = BURN_S + 1.5 * forks * EVERY_S
    return Plan(person, BURN_S, until_s, max(waits * EVERY_S, 60.0), 1000 + int(20 * weekly)), forks


def _typical_week(history: History) -> Week:
    """The last week of the history, by hours where both people's begin on the hour, by quarters where not."""
    cells = history.hours
    first = (cells[0].hour.size - PER_WEEK) // 4 * 4 - int(cells[0].origin_s // CELL_S) % 4
    first = max(first, 0)
    week = [np.resize(each.hour[first : first + PER_WEEK], PER_WEEK) for each in cells]
    whole = all((each.reshape(-1, 4) == each[::4, None]).all() for each in week)
    apart = 4 if whole else 1
    begin_s = float(cells[0].origin_s + first * CELL_S)
    return Week((week[0][::apart], week[1][::apart]), float(apart * CELL_S), next_day(0.0, begin_s))


def _features(z: Floats, person: int, moved: npt.NDArray[np.bool_]) -> Floats:
    """Columns of the surface: 1, each effect's distance from its estimate, and the circle's two legs together."""
    legs = z[:, 1 - person] * z[:, 2 + person]  # w of the other, k of the person
    return np.column_stack([np.ones(len(z)), z[:, moved], legs])


def surface(near: Floats, means: Floats, weight: Floats, later: Floats) -> tuple[float, Interval]:
    """What is expected at the estimates, and a 95 % interval over ``later`` draws.

    A linear surface through the noisy ``means`` (weights: forks) takes the Monte-Carlo error out of their spread;
    what is left of it at the estimates is added in quadrature.
    """
    bent = near.T @ (near * weight[:, None])
    coefficients = np.linalg.solve(bent, near.T @ (weight * means))
    left = means - near @ coefficients
    spread = float(weight @ left**2) / max(len(means) - near.shape[1], 1)
    noise = 1.96 * np.sqrt(spread * np.linalg.inv(bent)[0, 0])
    middle = float(coefficients[0])
    low, high = np.quantile(later @ coefficients, [0.025, 0.975]) - middle
    return middle, Interval(middle - float(np.hypot(low, noise)), middle + float(np.hypot(high, noise)))
