"""The likelihood of one person's turn starts, with busy/free spells and daily drift summed out exactly.

Hidden: a two-state Markov chain in continuous time (free, busy) times a level of drift that moves once a day on a
grid. Forward–backward over panels of constant intensity (Cox processes driven by a chain: Rydén 1996). The 2 x 2
matrix exponential is in closed form: A = s I + B with B B = big squared I, so exp(A t) = ch I + sh B. Rates per hour.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

SMALL = 1e-3  # below this big * t, series: the closed form would cancel


@njit(cache=True, inline="always")
def _exponential(b: float, s: float, qq: float, t: float) -> tuple[float, float]:
    """ch and sh of exp(A t): b half the difference of A's diagonal, s half its sum, qq the product of the others."""
    big = np.sqrt(b * b + qq)
    x = big * t
    up = np.exp((s + big) * t)
    if x < SMALL:
        return up * (1.0 - x + x * x), up * t * (1.0 - x + x * x * (2.0 / 3.0))
    down = np.exp((s - big) * t)
    return 0.5 * (up + down), (up - down) / (2.0 * big)


@njit(cache=True, inline="always")
def _moved(held: Floats, move: Floats, out: Floats) -> None:
    """A day passes: the drift's weights (levels, 2) move by ``move`` (levels, levels)."""
    m = held.shape[0]
    for g in range(m):
        free, busy = 0.0, 0.0
        for h in range(m):
            free += held[h, 0] * move[h, g]
            busy += held[h, 1] * move[h, g]
        out[g, 0], out[g, 1] = free, busy


@njit(cache=True)
def forward(
    rate: Floats, dt: Floats, y: Ints, new_day: Bools, level: Floats, chain: Floats, move: Floats, start: Floats,
    alpha: Floats, parts: Floats, gain: Floats,
) -> float:  # fmt: skip
    """The filter. Returns the log-likelihood, the sum of ``gain``.

    ``rate`` (panels,) per hour without level and spell, 0 where not at risk; ``dt`` (panels,) hours; ``y`` 1 where a
    turn of this person starts at the panel's end; ``new_day`` True where the drift moves first; ``level`` (levels,)
    exp(z); ``chain`` (share of the rate left when busy, rate free to busy, rate busy to free); ``move`` (levels,
    levels) daily transitions; ``start`` (levels,). Fills ``alpha`` (panels, levels, 2) with the state after each
    panel given all up to it, ``parts`` (panels, levels, 2) with ch and sh, ``gain`` (panels,).
    """
    m = level.size
    slow, q_fb, q_bf = chain[0], chain[1], chain[2]
    cur, tmp = np.empty((m, 2)), np.empty((m, 2))
    cur[:, 0], cur[:, 1] = start * q_bf / (q_fb + q_bf), start * q_fb / (q_fb + q_bf)
    total = 0.0
    for p in range(rate.size):
        if new_day[p]:
            _moved(cur, move, tmp)
            cur[:, :] = tmp
        mass = 0.0
        for g in range(m):
            free = rate[p] * level[g]
            busy = free * slow
            b, s = 0.5 * (q_bf - q_fb + busy - free), -0.5 * (q_fb + q_bf + free + busy)
            ch, sh = _exponential(b, s, q_fb * q_bf, dt[p])
            a0 = cur[g, 0] * (ch + b * sh) + cur[g, 1] * q_bf * sh
            a1 = cur[g, 0] * q_fb * sh + cur[g, 1] * (ch - b * sh)
            if y[p] == 1:
                a0, a1 = a0 * free, a1 * busy
            cur[g, 0], cur[g, 1] = a0, a1
            parts[p, g, 0], parts[p, g, 1] = ch, sh
            mass += a0 + a1
        cur /= mass
        alpha[p] = cur
        gain[p] = np.log(mass)
        total += gain[p]
    return total


@njit(cache=True, inline="always")
def _slope(
    ds: float, db: float, dqq: float, b: float, big: float, t: float, ch: float, sh: float, curve: float,
    u_i: float, u_b: float,
) -> float:  # fmt: skip
    """a' (d ch I + d sh B) v for a move of A by ds, db, dqq; u_i = a' v, u_b = a' B v."""
    dbig = (b * db + 0.5 * dqq) / big
    return t * (ds * ch + dbig * big * sh) * u_i + (t * ds * sh + dbig * curve) * u_b


@njit(cache=True, inline="always")
def _scores(
    a0: float, a1: float, v0: float, v1: float, free: float, busy: float, q_fb: float, q_bf: float, t: float,
    ch: float, sh: float,
) -> tuple[float, float, float, float]:  # fmt: skip
    """Derivatives of a' exp(A t) v by the log rate, the depth, log q_fb and log q_bf."""
    b = 0.5 * (q_bf - q_fb + busy - free)
    big = np.sqrt(b * b + q_fb * q_bf)
    x = big * t
    curve = (t * ch - sh) / big if x > SMALL else ch * x * t * t / 3.0
    u_i, u_z = a0 * v0 + a1 * v1, a0 * v0 - a1 * v1
    u_b = b * u_z + q_fb * a0 * v1 + q_bf * a1 * v0
    qq = q_fb * q_bf
    by_free = _slope(-0.5 * free, -0.5 * free, 0.0, b, big, t, ch, sh, curve, u_i, u_b) - sh * 0.5 * free * u_z
    by_busy = _slope(-0.5 * busy, 0.5 * busy, 0.0, b, big, t, ch, sh, curve, u_i, u_b) + sh * 0.5 * busy * u_z
    by_fb = _slope(-0.5 * q_fb, -0.5 * q_fb, qq, b, big, t, ch, sh, curve, u_i, u_b)
    by_bf = _slope(-0.5 * q_bf, 0.5 * q_bf, qq, b, big, t, ch, sh, curve, u_i, u_b)
    by_fb += sh * (q_fb * a0 * v1 - 0.5 * q_fb * u_z)
    by_bf += sh * (q_bf * a1 * v0 + 0.5 * q_bf * u_z)
    return by_free + by_busy, -by_busy, by_fb, by_bf


@njit(cache=True)
def backward(
    rate: Floats, dt: Floats, y: Ints, new_day: Bools, level: Floats, chain: Floats, move: Floats, start: Floats,
    alpha: Floats, parts: Floats, gain: Floats, score: Floats, smooth: Floats, by_level: Floats, pairs: Floats,
) -> tuple[float, float, float]:  # fmt: skip
    """Exact derivatives of the log-likelihood after ``forward``. Returns those by depth, log q_fb and log q_bf.

    Fills ``score`` (panels,): by each panel's log rate, which is y minus the expected count given everything;
    ``smooth`` (panels, levels): the level at each panel's end given everything; adds to ``by_level`` (levels,): by
    each z, and ``pairs`` (levels, levels): by the entries of ``move``.
    """
    m = level.size
    slow, q_fb, q_bf = chain[0], chain[1], chain[2]
    share = q_bf / (q_fb + q_bf)
    beta, pre, tmp = np.ones((m, 2)), np.empty((m, 2)), np.empty((m, 2))
    depth, fb, bf = 0.0, 0.0, 0.0
    for p in range(rate.size - 1, -1, -1):
        if p > 0:
            pre[:, :] = alpha[p - 1]
        else:
            pre[:, 0], pre[:, 1] = start * share, start * (1.0 - share)
        if new_day[p]:
            _moved(pre, move, tmp)
        else:
            tmp[:, :] = pre
        shrink = np.exp(-gain[p])
        score[p] = 0.0
        for g in range(m):
            smooth[p, g] = alpha[p, g, 0] * beta[g, 0] + alpha[p, g, 1] * beta[g, 1]
            free = rate[p] * level[g]
            busy = free * slow
            v0, v1 = beta[g, 0] * shrink, beta[g, 1] * shrink
            if y[p] == 1:
                v0, v1 = v0 * free, v1 * busy
            ch, sh = parts[p, g, 0], parts[p, g, 1]
            b = 0.5 * (q_bf - q_fb + busy - free)
            a0, a1 = tmp[g, 0], tmp[g, 1]
            mine, deep, one, two = _scores(a0, a1, v0, v1, free, busy, q_fb, q_bf, dt[p], ch, sh)
            beta[g, 0], beta[g, 1] = (ch + b * sh) * v0 + q_fb * sh * v1, q_bf * sh * v0 + (ch - b * sh) * v1
            if y[p] == 1:
                mine += a0 * beta[g, 0] + a1 * beta[g, 1]
                deep -= (a0 * q_fb * sh + a1 * (ch - b * sh)) * v1
            score[p] += mine
            by_level[g] += mine
            depth, fb, bf = depth + deep, fb + one, bf + two
        if new_day[p]:
            pairs += pre[:, :1] * beta[:, 0] + pre[:, 1:] * beta[:, 1]
            _moved(beta, move.T, tmp)
            beta[:, :] = tmp
    lean = share * (1.0 - share) * float(np.sum(start * (beta[:, 0] - beta[:, 1])))
    return depth, fb - lean, bf + lean
