"""The fitted model as a law two people's turns can be drawn from: clocks, effects, hours, spells and drift.

What is held beside the fit is left out: what was known of drift and spells, one's own and the other's, stays at 0. So
two drawn people share nothing, and write less than two who do (docs/explanation/loop.md). Calls do not exist here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from evenstep.events.activity import CELL_S, active_rate
from evenstep.loop.design import IDLE_EDGES, OWES, OWES_EDGES, REMIND_EDGES, WAITS_EDGES
from evenstep.loop.history import History
from evenstep.loop.intensity import Record, make_law
from evenstep.loop.likelihood import Hidden
from evenstep.loop.options import LoopOptions
from evenstep.loop.person import FittedPerson
from evenstep.loop.terms import PACE, K, W

if TYPE_CHECKING:
    from evenstep.loop.fit import PairFit

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

LENGTHS: Final = 512  # quantiles that stand for a person's lengths of turns
NO_SCALE: Final = (0.0, 1.0)


@dataclass(frozen=True)
class FittedLaw:
    """What two people's turns are drawn from. First axis of a table: person (a, b)."""

    law: Record  # of intensity.py
    rhythm: Floats  # log rate by hour of the local week: shape (2, 168)
    active: Floats  # active seconds in a second, by hour of the local week: shape (2, 168)
    hidden: tuple[Hidden, Hidden]
    levels: int
    lengths_s: Floats  # of turns, first to last event: shape (2, LENGTHS)
    usual: Floats  # log waits taken for the past before anything is known: shape (2,)

    def with_effects(self, w: tuple[float, float], k: tuple[float, float]) -> FittedLaw:
        """The same with other effects."""
        law = self.law.copy()
        law["w"], law["k"] = w, k
        return replace(self, law=law)


def law_of(pair: PairFit, options: LoopOptions) -> FittedLaw:
    """The model of ``pair`` at its estimates; ``options`` are those it was fitted with."""
    clock, people = pair.clocks, pair.people
    center, scale = _slowness(pair)
    pace, shift = _pace(pair, center)
    law = make_law(
        owes_edges=OWES_EDGES,
        owes_log=_table(people, "owes", OWES_EDGES) + shift[:, None],
        waits_edges=WAITS_EDGES,
        waits_log=_table(people, "waits", WAITS_EDGES),
        idle_edges=IDLE_EDGES,
        idle_log=_table(people, "idle", IDLE_EDGES),
        remind_edges=REMIND_EDGES,
        remind_log=_reminders(people),
        w=[_value(person, W) for person in people],
        k=[_value(person, K) for person in people],
        copying=-pace[:, 0],
        pace=pace[:, 1],
        center=center,
        scale=scale,
        forget=1 - 2 ** (-1 / options.half_life_answers),
        tau_s=options.pressure_s,
        turn_gap_s=options.turn_gap_s,
        session_gap_s=options.session_gap_s,
        cell_s=float(CELL_S),
    )
    return FittedLaw(
        law=law,
        rhythm=np.stack([person.rhythm for person in people]),
        active=np.stack([_active(pair.history, i) for i in (0, 1)]),
        hidden=(people[0].hidden, people[1].hidden),
        levels=pair.likelihoods[0].levels,
        lengths_s=np.stack([_lengths(pair.history, i) for i in (0, 1)]),
        usual=clock.slowness[0].copy(),
    )


def _value(person: FittedPerson, name: str) -> float:
    """A coefficient by its name; 0 where the term never occurs."""
    if name not in person.names:
        return 0.0
    value = float(person.coefficients[person.names.index(name)])
    return value if np.isfinite(value) else 0.0


def _table(people: tuple[FittedPerson, FittedPerson], called: str, edges: Floats) -> Floats:
    """Log rates of a state by its clock; a bin nobody was ever in takes the nearest one's."""
    table = np.zeros((2, edges.size))
    for i, person in enumerate(people):
        names = [f"{called} {edge / 60:g} min" for edge in edges]
        there = np.array([n for n, name in enumerate(names) if name in person.names], dtype=np.int64)
        if there.size == 0:  # a state that never was: as in all the others
            clocks = [n for n, name in enumerate(person.names) if name.startswith(("owes", "waits", "idle"))]
            table[i] = person.coefficients[clocks].mean()
            continue
        nearest = there[np.abs(there[None, :] - np.arange(edges.size)[:, None]).argmin(axis=1)]
        table[i] = [_value(person, names[n]) for n in nearest]
    return table


def _reminders(people: tuple[FittedPerson, FittedPerson]) -> Floats:
    names = [f"reminder {edge / 60:g} min" for edge in REMIND_EDGES[:-1]]
    return np.array([[*(_value(person, name) for name in names), 0.0] for person in people])


def _slowness(pair: PairFit) -> tuple[Floats, Floats]:
    """Mean and sd of each person's running mean of log waits, as the other saw it: shape (2,) each."""
    found = []
    for i in (1, 0):  # what b saw is about a
        rows = pair.rows[i]
        found.append(_scale_of(rows.slowness, pair.clocks.slowness[rows.turn, 1 - i], rows.risk & (rows.state != OWES)))
    return np.array([mean for mean, _ in found]), np.array([scale for _, scale in found])


def _pace(pair: PairFit, center: Floats) -> tuple[Floats, Floats]:
    """What each takes over from the other's speed, per log wait: of the last one and of late, shape (2, 2).

    Also what that adds to the baseline when both are counted from ``center``: shape (2,).
    """
    slope, shift = np.zeros((2, 2)), np.zeros(2)
    for i, person in enumerate(pair.people):
        rows, other = pair.rows[i], 1 - i
        for n, seen in enumerate((pair.clocks.latest, pair.clocks.slowness)):
            mean, scale = _scale_of(rows.pace[:, n], seen[rows.turn, other], rows.state == OWES)
            slope[i, n] = _value(person, PACE[n]) / scale
            shift[i] += slope[i, n] * (center[other] - mean)
    return slope, shift


def _scale_of(standardised: Floats, raw: Floats, where: Bools) -> tuple[float, float]:
    """Mean and sd by which the design standardised a column, read off its two ends; (0, 1) where it does not move."""
    x, y = raw[where], standardised[where]
    if x.size == 0 or np.ptp(y) == 0:
        return NO_SCALE
    low, high = int(x.argmin()), int(x.argmax())
    scale = float((x[high] - x[low]) / (y[high] - y[low]))
    return float(x[low] - scale * y[low]), scale


def _active(history: History, i: int) -> Floats:
    """The person's active clock, as the log waits have it."""
    cells = history.hours[i]
    own = history.begin_s[history.who == i] + history.origin_s - cells.origin_s
    at = np.clip(own // CELL_S, 0, cells.hour.size - 1).astype(np.int64)
    return active_rate(cells.hour[at], cells)


def _lengths(history: History, i: int) -> Floats:
    """Quantiles of the seconds from first to last event of the person's turns."""
    own = (history.end_s - history.begin_s)[history.who == i]
    quantiles: Floats = np.quantile(own, (np.arange(LENGTHS) + 0.5) / LENGTHS)
    return quantiles
