"""Draw a whole history anew from the fitted model: for the parametric bootstrap of the residual checks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from evenstep.loop.compiled import njit
from evenstep.loop.design import DAY, DAY_TURNS_S
from evenstep.loop.fitted_law import law_of
from evenstep.loop.history import History
from evenstep.loop.intensity import Floats, Record, start_turn
from evenstep.loop.options import LoopOptions
from evenstep.loop.paths import MOOD, NOBODY, Ints, Model, begin_mood, model_of, nobody_yet, step

if TYPE_CHECKING:
    from evenstep.loop.fit import PairFit

MOST_TIMES: Final = 10  # more turns than this many times the real ones: the model runs away, and the drawing ends


def draw_history(pair: PairFit, options: LoopOptions, seed: int) -> History:
    """A history of the same length, from the same first turn on, drawn from the model of ``pair`` with new spells and
    drift; ``options`` are those it was fitted with. No calls. What falls into a gap of the file is dropped.

    Ends early, at its last turn, where the model runs away: ten times as many turns as there really were.
    """
    history = pair.history
    cells = history.hours[0]
    lift = history.origin_s - cells.origin_s
    fitted = law_of(pair, options)
    model = model_of(fitted, (cells.hour, history.hours[1].hour))
    span = (lift, lift + history.until_s, next_day(lift, float(cells.origin_s)))
    most = MOST_TIMES * history.who.size
    states, mood = nobody_yet(fitted), np.zeros(1, MOOD)
    who, begin, end = _draw(seed, span, int(history.who[0]), model, states, mood[0], most)
    until = history.until_s if who.size < most else float(begin[-1] - lift)
    return _known_part(history, who, begin - lift, end - lift, until)


def next_day(t: float, origin_s: float) -> float:
    """When the drift moves next after ``t`` (seconds since ``origin_s``), as the fit has it."""
    days = np.floor((t + origin_s - DAY_TURNS_S) / DAY) + 1
    return float(days * DAY + DAY_TURNS_S - origin_s)


@njit()
def _draw(
    seed: int, span: tuple[float, float, float], opener: int, model: Model, states: Any, mood: Record, most: int
) -> tuple[Ints, Floats, Floats]:
    np.random.seed(seed)
    t, until_s, first_day_s = span
    who, begin, end = np.empty(most, np.int64), np.empty(most), np.empty(most)
    room = np.empty((3, 2))
    begin_mood(t, first_day_s, model, mood)
    who[0], begin[0] = opener, t
    end[0] = t + model.nature.lengths_s[opener, int(np.random.random() * model.nature.lengths_s.shape[1])]
    start_turn(opener, t, end[0], model.law, model.clock, states[0])
    n = 1
    while t < until_s and n < most:
        found = step(t, until_s, model, mood, states, room)
        t = found.t
        if found.who == NOBODY or not found.first:
            continue
        who[n], begin[n], end[n] = found.who, t, found.end_s
        end[n - 1] = min(end[n - 1], t)  # who is answered has stopped
        start_turn(found.who, t, found.end_s, model.law, model.clock, states[0])
        n += 1
    end[n - 1] = min(end[n - 1], until_s)
    return who[:n].copy(), begin[:n].copy(), end[:n].copy()


def _known_part(history: History, who: Ints, begin: Floats, end: Floats, until_s: float) -> History:
    keep = np.ones(who.size, dtype=bool)
    for start, stop in history.gaps_s:
        keep &= (begin < start) | (begin >= stop)
    keep[0] = True
    none = np.zeros(int(keep.sum()), dtype=bool)
    return replace(
        history,
        who=who[keep],
        begin_s=begin[keep],
        end_s=end[keep],
        after_call=none,
        ends_in_call=none,
        until_s=until_s,
        ties=0,
    )
