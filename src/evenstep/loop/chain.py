"""The likelihood of one person's turn starts, with busy/free spells and daily drift summed out exactly.

Hidden: a two-state Markov chain in continuous time (free, busy) times a level of drift that moves once a day on a
grid. Forward–backward over panels of constant intensity (Cox processes driven by a chain: Rydén 1996). The 2 x 2
matrix exponential is in closed form: A = s I + B with B B = big squared I, so exp(A t) = ch I + sh B. Rates per hour.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from evenstep.loop.compiled import njit

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

Panels = tuple[Floats, Floats, Ints, Bools]  # rate, dt, y, new_day
Hidden = tuple[Floats, tuple[float, float, float], Floats, Floats]  # level, chain, move, start
Room = tuple[Floats, Floats, Floats, Floats]  # alpha, parts, gain, quiet
Found = tuple[Floats, Floats, Floats, Floats]  # score, smooth, by_level, pairs
Two = tuple[float, float]
Triple = tuple[float, float, float]
Four = tuple[float, float, float, float]
Six = tuple[float, float, float, float, float, float]

SMALL = 1e-3  # below this big * t, series: the closed form would cancel


@njit(inline="always", error_model="numpy")
def _exponential(b: float, s: float, qq: float, t: float) -> tuple[float, float]:
    """ch and sh of exp(A t): b half the difference of A's diagonal, s half its sum, qq the product of the others."""
    big = np.sqrt(b * b + qq)
    x = big * t
    up = np.exp((s + big) * t)
    if x < SMALL:
        return up * (1.0 - x + x * x), up * t * (1.0 - x + x * x * (2.0 / 3.0))
    down = np.exp((s - big) * t)
    return 0.5 * (up + down), (up - down) / (2.0 * big)


@njit(inline="always", error_model="numpy")
def _moved(held: Floats, move: Floats, out: Floats) -> None:
    """A day passes: the drift's weights (levels, 2) move by ``move`` (levels, levels)."""
    m = held.shape[0]
    for g in range(m):
        free, busy = 0.0, 0.0
        for h in range(m):
            free += held[h, 0] * move[h, g]
            busy += held[h, 1] * move[h, g]
        out[g, 0], out[g, 1] = free, busy


@njit(error_model="numpy")
def forward(panels: Panels, hidden: Hidden, room: Room) -> float:
    """The filter. Returns the log-likelihood, the sum of ``gain``.

    ``rate`` (panels,) per hour without level and spell, 0 where not at risk; ``dt`` (panels,) hours; ``y`` 1 where a
    turn of this person starts at the panel's end; ``new_day`` True where the drift moves first; ``level`` (levels,)
    exp(z); ``chain`` (share of the rate left when busy, rate free to busy, rate busy to free); ``move`` (levels,
    levels) daily transitions; ``start`` (levels,). Fills ``alpha`` (panels, levels, 2) with the state after each
    panel given all up to it, ``parts`` (panels, levels, 2) with ch and sh, ``gain`` (panels,) and ``quiet``
    (panels,), the log probability that nothing happens inside a panel given all before it.
    """
    rate, dt, y, new_day = panels
    level, chain, move, start = hidden
    alpha, parts, gain, quiet = room
    m = level.size
    slow, q_fb, q_bf = chain
    cur, tmp = np.empty((m, 2)), np.empty((m, 2))
    cur[:, 0], cur[:, 1] = start * q_bf / (q_fb + q_bf), start * q_fb / (q_fb + q_bf)
    total = 0.0
    for p in range(rate.size):
        if new_day[p]:
            _moved(cur, move, tmp)
            cur[:, :] = tmp
        mass, silent = 0.0, 0.0
        for g in range(m):
            free = rate[p] * level[g]
            busy = free * slow
            b, s = 0.5 * (q_bf - q_fb + busy - free), -0.5 * (q_fb + q_bf + free + busy)
            ch, sh = _exponential(b, s, q_fb * q_bf, dt[p])
            a0 = cur[g, 0] * (ch + b * sh) + cur[g, 1] * q_bf * sh
            a1 = cur[g, 0] * q_fb * sh + cur[g, 1] * (ch - b * sh)
            silent += a0 + a1
            if y[p] == 1:
                a0, a1 = a0 * free, a1 * busy
            cur[g, 0], cur[g, 1] = a0, a1
            parts[p, g, 0], parts[p, g, 1] = ch, sh
            mass += a0 + a1
        cur /= mass
        alpha[p] = cur
        gain[p], quiet[p] = np.log(mass), np.log(silent)
        total += gain[p]
    return total


@njit(inline="always", error_model="numpy")
def _slope(move: Triple, shape: Six, u_i: float, u_b: float) -> float:
    """a' (d ch I + d sh B) v for a move of A by ds, db and dqq; u_i = a' v, u_b = a' B v."""
    ds, db, dqq = move
    b, big, t, ch, sh, curve = shape
    dbig = (b * db + 0.5 * dqq) / big
    return t * (ds * ch + dbig * big * sh) * u_i + (t * ds * sh + dbig * curve) * u_b


@njit(inline="always", error_model="numpy")
def _scores(a: Two, v: Two, rates: Four, t: float, ch_sh: Two) -> Four:
    """Derivatives of a' exp(A t) v by the log rate, the depth, log q_fb and log q_bf."""
    free, busy, q_fb, q_bf = rates
    ch, sh = ch_sh
    b, qq = 0.5 * (q_bf - q_fb + busy - free), q_fb * q_bf
    big = np.sqrt(b * b + qq)
    x = big * t
    curve = (t * ch - sh) / big if x > SMALL else ch * x * t * t / 3.0
    u_i, u_z = a[0] * v[0] + a[1] * v[1], a[0] * v[0] - a[1] * v[1]
    u_b = b * u_z + q_fb * a[0] * v[1] + q_bf * a[1] * v[0]
    shape = (b, big, t, ch, sh, curve)
    by_free = _slope((-0.5 * free, -0.5 * free, 0.0), shape, u_i, u_b) - sh * 0.5 * free * u_z
    by_busy = _slope((-0.5 * busy, 0.5 * busy, 0.0), shape, u_i, u_b) + sh * 0.5 * busy * u_z
    by_fb = _slope((-0.5 * q_fb, -0.5 * q_fb, qq), shape, u_i, u_b)
    by_bf = _slope((-0.5 * q_bf, 0.5 * q_bf, qq), shape, u_i, u_b)
    by_fb += sh * (q_fb * a[0] * v[1] - 0.5 * q_fb * u_z)
    by_bf += sh * (q_bf * a[1] * v[0] + 0.5 * q_bf * u_z)
    return by_free + by_busy, -by_busy, by_fb, by_bf


@njit(inline="always", error_model="numpy")
def _back(v: Two, rates: Four, ch_sh: Two) -> Two:
    """exp(A t) v."""
    free, busy, q_fb, q_bf = rates
    ch, sh = ch_sh
    b = 0.5 * (q_bf - q_fb + busy - free)
    return (ch + b * sh) * v[0] + q_fb * sh * v[1], q_bf * sh * v[0] + (ch - b * sh) * v[1]


@njit(inline="always", error_model="numpy")
def _into_busy(a: Two, rates: Four, ch_sh: Two) -> float:
    """The busy entry of a' exp(A t)."""
    free, busy, q_fb, q_bf = rates
    ch, sh = ch_sh
    return a[0] * q_fb * sh + a[1] * (ch - 0.5 * (q_bf - q_fb + busy - free) * sh)


@njit(inline="always", error_model="numpy")
def _entering(p: int, alpha: Floats, start: Floats, share: float, pre: Floats) -> None:
    """The state before panel ``p`` given all before it."""
    if p > 0:
        pre[:, :] = alpha[p - 1]
    else:
        pre[:, 0], pre[:, 1] = start * share, start * (1.0 - share)


@njit(error_model="numpy")
def backward(panels: Panels, hidden: Hidden, room: Room, found: Found) -> tuple[float, float, float]:
    """Exact derivatives of the log-likelihood after ``forward``. Returns those by depth, log q_fb and log q_bf.

    Fills ``score`` (panels,): by each panel's log rate, which is y minus the expected count given everything;
    ``smooth`` (panels, levels): the level at each panel's end given everything; adds to ``by_level`` (levels,): by
    each z, and ``pairs`` (levels, levels): by the entries of ``move``.
    """
    rate, dt, y, new_day = panels
    level, chain, move, start = hidden
    alpha, parts, gain, _ = room
    score, smooth, by_level, pairs = found
    m = level.size
    slow, q_fb, q_bf = chain
    share = q_bf / (q_fb + q_bf)
    beta, pre, tmp = np.ones((m, 2)), np.empty((m, 2)), np.empty((m, 2))
    depth, fb, bf = 0.0, 0.0, 0.0
    for p in range(rate.size - 1, -1, -1):
        _entering(p, alpha, start, share, pre)
        tmp[:, :] = pre
        if new_day[p]:
            _moved(pre, move, tmp)
        shrink = np.exp(-gain[p])
        score[p] = 0.0
        for g in range(m):
            smooth[p, g] = alpha[p, g, 0] * beta[g, 0] + alpha[p, g, 1] * beta[g, 1]
            rates = (rate[p] * level[g], rate[p] * level[g] * slow, q_fb, q_bf)
            v = (beta[g, 0] * shrink, beta[g, 1] * shrink)
            if y[p] == 1:
                v = (v[0] * rates[0], v[1] * rates[1])
            a, ch_sh = (tmp[g, 0], tmp[g, 1]), (parts[p, g, 0], parts[p, g, 1])
            mine, deep, one, two = _scores(a, v, rates, dt[p], ch_sh)
            beta[g, 0], beta[g, 1] = _back(v, rates, ch_sh)
            if y[p] == 1:  # the turn itself: its rate is part of what is differentiated
                mine += a[0] * beta[g, 0] + a[1] * beta[g, 1]
                deep -= _into_busy(a, rates, ch_sh) * v[1]
            score[p] += mine
            by_level[g] += mine
            depth, fb, bf = depth + deep, fb + one, bf + two
        if new_day[p]:
            pairs += pre[:, :1] * beta[:, 0] + pre[:, 1:] * beta[:, 1]
            _moved(beta, move.T, tmp)
            beta[:, :] = tmp
    lean = share * (1.0 - share) * float(np.sum(start * (beta[:, 0] - beta[:, 1])))
    return depth, fb - lean, bf + lean
