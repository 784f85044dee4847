"""The likelihood of one person's turn starts, with busy/free spells and daily drift summed out exactly.

Hidden: a two-state Markov chain in continuous time (free, busy) times a level of drift that moves once a day on a
grid. Forward–backward over panels of constant intensity (Cox processes driven by a chain: Rydén 1996). Rates per
hour. What does not hang on the panel before is done for a block of panels at once (``chain_steps``,
``chain_scores``); only the recursions here go panel by panel.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from evenstep.loop.chain_scores import ANY_ORDER, expectations
from evenstep.loop.chain_steps import Chain, matrices, silences, spread
from evenstep.loop.compiled import njit

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

Panels = tuple[Floats, Floats, Ints, Bools]  # rate, dt, y, new_day
Hidden = tuple[Floats, Chain, Floats, Floats]  # level, chain, move, start
Room = tuple[Floats, Floats, Floats, Floats, Floats]  # alpha, parts, gain, quiet, mass
Block = tuple[Floats, Floats, Floats]  # steps, before, after: of a block of panels
Found = tuple[Floats, Floats, Floats, Floats]  # score, smooth, by_level, pairs

BLOCK: Final = 64  # panels: what they need stays in the fastest memory


@njit(error_model="numpy", fastmath=ANY_ORDER)
def _moved(held: Floats, move: Floats, out: Floats) -> None:
    """A day passes: the drift's weights (levels, 2) move by ``move`` (levels, levels)."""
    m = held.shape[0]
    for g in range(m):
        free, busy = 0.0, 0.0
        for h in range(m):
            free += held[h, 0] * move[h, g]
            busy += held[h, 1] * move[h, g]
        out[g, 0], out[g, 1] = free, busy


@njit(error_model="numpy", fastmath=ANY_ORDER)
def _begin(hidden: Hidden, out: Floats) -> None:
    """The state before the first panel: the long run of drift and spells."""
    _, (_, q_fb, q_bf), _, start = hidden
    for g in range(start.size):
        out[g, 0], out[g, 1] = start[g] * q_bf / (q_fb + q_bf), start[g] * q_fb / (q_fb + q_bf)


@njit(error_model="numpy", fastmath=ANY_ORDER)
def _filter(first: int, size: int, panels: Panels, hidden: Hidden, room: Room, steps: Floats, held: Floats) -> None:
    """``held`` (levels, 2) goes on over ``size`` panels from ``first``; fills alpha, mass, and quiet before its log."""
    rate, _, y, new_day = panels
    level, (slow, _, _), move, _ = hidden
    alpha, _, _, quiet, mass = room
    m, moved = level.size, np.empty(held.shape)
    for j in range(size):
        p = first + j
        if new_day[p] and p > 0:
            _moved(held, move, moved)
            held[:, :] = moved
        total = 0.0
        for g in range(m):
            a0, a1 = held[g, 0], held[g, 1]
            free, busy = a0 * steps[j, g, 0] + a1 * steps[j, g, 2], a0 * steps[j, g, 1] + a1 * steps[j, g, 3]
            held[g, 0], held[g, 1] = free, busy
            total += free + busy
        quiet[p] = total
        if y[p] == 1:
            total = 0.0
            for g in range(m):
                free, busy = held[g, 0] * rate[p] * level[g], held[g, 1] * rate[p] * slow * level[g]
                held[g, 0], held[g, 1] = free, busy
                total += free + busy
        mass[p] = total
        scale = 1.0 / total
        for g in range(m):
            free, busy = held[g, 0] * scale, held[g, 1] * scale
            held[g, 0], held[g, 1] = free, busy
            alpha[p, g, 0], alpha[p, g, 1] = free, busy


@njit(error_model="numpy", fastmath=ANY_ORDER)
def forward(panels: Panels, hidden: Hidden, room: Room) -> float:
    """The filter. Returns the log-likelihood, the sum of ``gain``.

    ``rate`` (panels,) per hour without level and spell, 0 where not at risk; ``dt`` (panels,) hours; ``y`` 1 where a
    turn of this person starts at the panel's end; ``new_day`` True where the drift moves first (not looked at in the
    first panel); ``level`` (levels,) exp(z); ``chain`` (share of the rate left when busy, rate free to busy, rate busy
    to free); ``move`` (levels, levels) daily transitions; ``start`` (levels,). Fills ``alpha`` (panels, levels, 2)
    with the state after each panel given all up to it, ``parts`` (panels, levels, 2) with ch and sh, ``gain``
    (panels,), its exponential ``mass``, and ``quiet`` (panels,), the log probability that nothing happens inside a
    panel given all before it.
    """
    rate, dt, y, _ = panels
    level, chain, _, _ = hidden
    _, parts, gain, quiet, mass = room
    n, m = rate.size, level.size
    cells, held = parts.reshape((n * m, 2)), np.empty((m, 2))
    free, t, steps = np.empty(BLOCK * m), np.empty(BLOCK * m), np.empty((BLOCK, m, 4))
    _begin(hidden, held)
    for first in range(0, n, BLOCK):
        last = min(first + BLOCK, n)
        k, here = (last - first) * m, cells[first * m : last * m]
        spread(rate[first:last], dt[first:last], level, free, t)
        silences(free[:k], t[:k], chain, here)
        matrices(free[:k], here, chain, steps.reshape((BLOCK * m, 4)))
        _filter(first, last - first, panels, hidden, room, steps, held)
    total = 0.0
    for p in range(n):
        quiet[p] = np.log(quiet[p])
        gain[p] = np.log(mass[p]) if y[p] == 1 else quiet[p]
        total += gain[p]
    return total


@njit(error_model="numpy", fastmath=ANY_ORDER)
def _turn_back(p: int, rate: float, hidden: Hidden, alpha: Floats, beta: Floats) -> float:
    """``beta`` goes back over a turn at the end of panel ``p``. Returns the probability that it came while busy."""
    level, (slow, _, _), _, _ = hidden
    while_busy = 0.0
    for g in range(level.size):
        while_busy += alpha[p, g, 1] * beta[g, 1]
        beta[g, 0] *= rate * level[g]
        beta[g, 1] *= rate * level[g] * slow
    return while_busy


@njit(error_model="numpy", fastmath=ANY_ORDER)
def _night_back(p: int, move: Floats, alpha: Floats, beta: Floats, pairs: Floats) -> None:
    """``beta`` goes back over the night before panel ``p``; adds what each move between levels would be worth."""
    m, after = beta.shape[0], beta.copy()
    for g in range(m):
        for h in range(m):
            pairs[g, h] += alpha[p - 1, g, 0] * after[h, 0] + alpha[p - 1, g, 1] * after[h, 1]
    _moved(after, move.T, beta)


@njit(error_model="numpy", fastmath=ANY_ORDER)
def _entering(first: int, size: int, new_day: Bools, hidden: Hidden, alpha: Floats, before: Floats) -> None:
    """The state before each of ``size`` panels from ``first``, given all before it: ``before`` (BLOCK, levels, 2)."""
    if first == 0:
        _begin(hidden, before[0])
    skipped = 1 if first == 0 else 0
    for j in range(skipped, size):
        if new_day[first + j]:
            _moved(alpha[first + j - 1], hidden[2], before[j])
        else:
            for g in range(before.shape[1]):
                before[j, g, 0], before[j, g, 1] = alpha[first + j - 1, g, 0], alpha[first + j - 1, g, 1]


@njit(error_model="numpy", fastmath=ANY_ORDER)
def _smoother(
    first: int, size: int, panels: Panels, hidden: Hidden, room: Room, block: Block, beta: Floats, pairs: Floats
) -> float:
    """``beta`` (levels, 2) goes back over ``size`` panels from ``first``. Returns how many turns came while busy.

    Fills the block's ``after``: what comes at each panel's end and later, by the state there.
    """
    rate, _, y, new_day = panels
    alpha, _, _, _, mass = room
    steps, _, after = block
    m, while_busy = beta.shape[0], 0.0
    for back in range(size):
        j = size - 1 - back
        p = first + j
        if y[p] == 1:
            while_busy += _turn_back(p, rate[p], hidden, alpha, beta)
        shrink = 1.0 / mass[p]
        for g in range(m):
            v0, v1 = beta[g, 0] * shrink, beta[g, 1] * shrink
            after[j, g, 0], after[j, g, 1] = v0, v1
            beta[g, 0] = steps[j, g, 0] * v0 + steps[j, g, 1] * v1
            beta[g, 1] = steps[j, g, 2] * v0 + steps[j, g, 3] * v1
        if new_day[p] and p > 0:
            _night_back(p, hidden[2], alpha, beta, pairs)
    return while_busy


@njit(error_model="numpy", fastmath=ANY_ORDER)
def _collected(first: int, size: int, y: Ints, each: Floats, found: Found) -> None:
    """What ``each`` (BLOCK, levels, 2) cell expects, and its probability, into the score, smooth and by_level."""
    score, smooth, by_level, _ = found
    for j in range(size):
        p, turns = first + j, 0.0
        for g in range(by_level.size):
            turns += each[j, g, 0]
            by_level[g] += y[p] * each[j, g, 1] - each[j, g, 0]
            smooth[p, g] = each[j, g, 1]
        score[p] = y[p] - turns


@njit(error_model="numpy", fastmath=ANY_ORDER)
def backward(panels: Panels, hidden: Hidden, room: Room, found: Found) -> tuple[float, float, float]:
    """Exact derivatives of the log-likelihood after ``forward``. Returns those by depth, log q_fb and log q_bf.

    Fills ``score`` (panels,): by each panel's log rate, which is y minus the expected count given everything;
    ``smooth`` (panels, levels): the level at each panel's end given everything; adds to ``by_level`` (levels,): by
    each z, and ``pairs`` (levels, levels): by the entries of ``move``.
    """
    rate, dt, y, new_day = panels
    level, chain, _, start = hidden
    n, m = rate.size, level.size
    cells, beta, each = room[1].reshape((n * m, 2)), np.ones((m, 2)), np.empty((BLOCK, m, 2))
    free, t, steps = np.empty(BLOCK * m), np.empty(BLOCK * m), np.empty((BLOCK, m, 4))
    block = (steps, np.empty((BLOCK, m, 2)), np.empty((BLOCK, m, 2)))
    flat = (block[1].reshape((BLOCK * m, 2)), block[2].reshape((BLOCK * m, 2)), each.reshape((BLOCK * m, 2)))
    depth, fb, bf = 0.0, 0.0, 0.0
    for first in range((n - 1) // BLOCK * BLOCK, -1, -BLOCK):
        size = min(BLOCK, n - first)
        k, here = size * m, cells[first * m : (first + size) * m]
        spread(rate[first : first + size], dt[first : first + size], level, free, t)
        matrices(free[:k], here, chain, steps.reshape((BLOCK * m, 4)))
        _entering(first, size, new_day, hidden, room[0], block[1])
        depth -= _smoother(first, size, panels, hidden, room, block, beta, found[3])
        deep, one, two = expectations(free[:k], t[:k], flat[0], flat[1], here, chain, flat[2])
        depth, fb, bf = depth + deep, fb + one, bf + two
        _collected(first, size, y, each, found)
    share = chain[2] / (chain[1] + chain[2])
    lean = share * (1.0 - share) * float(np.sum(start * (beta[:, 0] - beta[:, 1])))
    return depth, fb - lean, bf + lean
