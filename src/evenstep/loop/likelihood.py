"""One person's penalised log-likelihood as a function of all parameters, with its exact gradient."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from evenstep.loop import drift
from evenstep.loop.cells import Cells
from evenstep.loop.chain import Hidden as Latent
from evenstep.loop.chain import Panels, Room, backward, forward
from evenstep.loop.design import Rows
from evenstep.loop.terms import BESIDE, PACE, Terms, rhythm_basis

Floats = npt.NDArray[np.float64]

HIDDEN: Final = 5  # depth, switch to busy, switch to free, drift sd, log drift days
STARTS: Final = ((0.05, 0.2), (1.0, 0.8))  # depth and drift sd: the likelihood may have a top near each
SLOWEST, FASTEST = float(np.log(1 / 60)), float(np.log(3))  # spells last 20 minutes to 60 hours: log rates per hour
HIDDEN_MEAN: Final = (0.0, 0.0, 0.0, 0.0, float(np.log(10)))
HIDDEN_SD: Final = (2.5, 1.0, 1.0, 1.0, 0.8)
NO_SPELLS_SD: Final = 1e-4  # of the depth: holds it at 0
HIDDEN_WEIGHT: Final = (0.03, 0.03, 0.03, 0.02)  # rough information of one event: only a start for the search
CLOCK_SD, REMINDER_SD, RHYTHM_SD, PACE_SD = 3.0, 2.0, 1.0, 2.0
BESIDE_SD: Final = 1.0  # a drift that is shared in full has the coefficient 1
RATE_RANGE = (-20.0, 12.0)  # log rates per hour beyond these are not met in a life


@dataclass(frozen=True)
class Hidden:
    """The hidden part in natural units."""

    depth: float  # log rate ratio free to busy
    to_busy: float  # rate per hour
    to_free: float
    drift_sd: float
    drift_days: float


@dataclass
class Workspace:
    """Arrays that every evaluation fills anew; after one they hold what it found."""

    alpha: Floats
    parts: Floats
    gain: Floats
    quiet: Floats
    mass: Floats
    score: Floats
    smooth: Floats
    rate: Floats

    @classmethod
    def of(cls, panels: int, levels: int) -> Workspace:
        """Room for ``panels`` rows and ``levels`` drift levels."""
        both, each = (panels, levels, 2), (panels, levels)
        alpha, parts = np.empty(both), np.empty(both)
        gain, quiet, mass, score, rate = np.empty((5, panels))
        return cls(alpha, parts, gain, quiet, mass, score, np.empty(each), rate)


@dataclass(frozen=True)
class Likelihood:
    """log p(turn starts of one person | everything before) plus weak priors; parameters as one vector.

    Order: the terms, the rhythm's 17 coefficients, then depth, the two switches (logits of log rates between
    SLOWEST and FASTEST), drift sd and log drift days. Depth and sd may be negative: the sign is a label.
    Priors hold what the data leave open and nothing else: w and k have none.
    """

    rows: Rows
    terms: Terms
    levels: int
    spells: bool = True
    mean: Floats = field(init=False)
    precision: Floats = field(init=False)
    basis: Floats = field(init=False)
    cells: Cells = field(init=False)
    work: Workspace = field(init=False)

    def __post_init__(self) -> None:
        """Priors and room."""
        mean, sd = _priors(self.rows, self.terms)
        if not self.spells:
            sd[-HIDDEN] = NO_SPELLS_SD
        object.__setattr__(self, "mean", mean)
        object.__setattr__(self, "precision", 1 / sd**2)
        object.__setattr__(self, "basis", rhythm_basis())
        object.__setattr__(self, "cells", Cells.of(self.terms.values, self.rows.hour, self.basis))
        object.__setattr__(self, "work", Workspace.of(self.rows.y.size, self.levels))

    @property
    def cuts(self) -> tuple[int, int]:
        """Where the rhythm begins and where the hidden part begins."""
        k = len(self.terms.names)
        return k, k + self.basis.shape[1]

    @property
    def size(self) -> int:
        """How many parameters there are."""
        return self.cuts[1] + HIDDEN

    def start(self, depth: float = STARTS[1][0], drift_sd: float = STARTS[1][1]) -> Floats:
        """Where a search begins: the priors' means, with spells and drift of the sizes given."""
        theta = self.mean.copy()
        theta[-HIDDEN] = depth if self.spells else 0.0
        theta[-2] = drift_sd
        return theta

    def hidden(self, theta: Floats) -> Hidden:
        """The hidden part of a parameter vector."""
        depth, one, two, sd, log_days = theta[self.cuts[1] :]
        return Hidden(float(depth), _switch(one), _switch(two), float(sd), float(np.exp(log_days)))

    def log_rate(self, theta: Floats) -> Floats:
        """Log rate per hour of each panel, without level and spell."""
        return self.cells.times(theta[: self.cuts[1]])

    def filtered(self, theta: Floats) -> float:
        """The log-likelihood without the priors, for less than half of what ``evaluate`` takes.

        Fills in ``work`` what is known of each panel given all before it: alpha, gain and quiet.
        """
        panels, latent, room = self._passed(theta)
        return float(forward(panels, latent, room))

    def evaluate(self, theta: Floats) -> tuple[float, Floats]:
        """The penalised log-likelihood and its gradient; fills ``work``."""
        hidden, points, work = self.hidden(theta), drift.grid(self.levels), self.work
        panels, latent, room = self._passed(theta)
        value = forward(panels, latent, room)
        by_level, pairs = np.zeros(self.levels), np.zeros((self.levels, self.levels))
        found = (work.score, work.smooth, by_level, pairs)
        by_depth, by_one, by_two = backward(panels, latent, room, found)
        b = self.cuts[1]
        gradient = np.empty(self.size)
        gradient[:b] = self.collect(work.score)
        one, two = theta[b + 1], theta[b + 2]
        by_days = float((drift.daily_slope(hidden.drift_days, self.levels) * pairs).sum()) if self.levels > 1 else 0.0
        gradient[b:] = by_depth, by_one * _switch_slope(one), by_two * _switch_slope(two), by_level @ points, by_days
        off = theta - self.mean
        return value - 0.5 * float(off @ (self.precision * off)), gradient - self.precision * off

    def _passed(self, theta: Floats) -> tuple[Panels, Latent, Room]:
        """What the chain takes; ``work.rate`` holds the rates."""
        hidden, rows, work = self.hidden(theta), self.rows, self.work
        work.rate[:] = np.where(rows.risk, np.exp(np.clip(self.log_rate(theta), *RATE_RANGE)), 0.0)
        move = drift.daily(hidden.drift_days, self.levels).copy()  # one kind of array: compiled once
        chain = (float(np.exp(-hidden.depth)), hidden.to_busy, hidden.to_free)
        level = np.exp(hidden.drift_sd * drift.grid(self.levels))
        panels = (work.rate, rows.dt_h, rows.y, rows.new_day)
        room = (work.alpha, work.parts, work.gain, work.quiet, work.mass)
        return panels, (level, chain, move, drift.long_run(self.levels)), room

    def collect(self, by_panel: Floats) -> Floats:
        """Sum what each panel says by terms and rhythm: shape (terms + 17,)."""
        return self.cells.summed(by_panel)

    def complete_information(self, expected: Floats) -> Floats:
        """Curvature if nothing were hidden, from each panel's expected count; a guess for the hidden part."""
        b = self.cuts[1]
        information = np.diag(self.precision)
        information[:b, :b] += self.cells.crossed(np.maximum(expected, 1e-12))
        events = float(self.rows.y.sum())
        rough = np.array([*(events * np.array(HIDDEN_WEIGHT)), 2.0])
        information[np.arange(b, self.size), np.arange(b, self.size)] += rough
        return information


def _priors(rows: Rows, terms: Terms) -> tuple[Floats, Floats]:
    exposure = float(rows.dt_h[rows.risk].sum())
    usual = float(np.log((rows.y.sum() + 0.5) / max(exposure, 1e-9)))
    mean, sd = [], []
    for name in terms.names:
        clock = name.startswith(("owes", "waits", "idle"))
        mean.append(usual if clock else 0.0)
        sd.append(_sd_of(name))
    rhythm = rhythm_basis().shape[1]
    return (
        np.array([*mean, *np.zeros(rhythm), *HIDDEN_MEAN]),
        np.array([*sd, *np.full(rhythm, RHYTHM_SD), *HIDDEN_SD]),
    )


def _sd_of(name: str) -> float:
    if name.startswith(("owes", "waits", "idle")):
        return CLOCK_SD
    if name.startswith("reminder"):
        return REMINDER_SD
    if name in PACE:
        return PACE_SD
    return BESIDE_SD if name in BESIDE else np.inf


def _switch(logit: float) -> float:
    return float(np.exp(SLOWEST + (FASTEST - SLOWEST) / (1 + np.exp(-logit))))


def _switch_slope(logit: float) -> float:
    """Derivative of the log rate by the logit."""
    share = 1 / (1 + np.exp(-logit))
    return float((FASTEST - SLOWEST) * share * (1 - share))
