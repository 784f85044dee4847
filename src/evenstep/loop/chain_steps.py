"""The busy/free chain over one panel in which nothing happens: the 2 x 2 matrix exponential, for many cells at once.

A cell is a panel at a level of the drift. A = s I + B with B B = big squared I, so exp(A t) = ch I + sh B. The loops
are short and have no branches, so that the compiler does several cells in one step.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from evenstep.loop.compiled import njit

Floats = npt.NDArray[np.float64]
Chain = tuple[float, float, float]  # share of the rate left when busy, rate free to busy, rate busy to free

SMALL: Final = 1e-3  # below this big * t, series: the closed form would cancel
AS_WRITTEN: Final = {"contract"}  # a product and a sum may be rounded once; nothing is put in another order
LOWEST: Final = -708.0  # exp of less is below 1e-307
LOG2_E: Final = 1.4426950408889634
LN2_HIGH, LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10  # ln 2 in two parts (fdlibm)
ROUNDER: Final = 1.5 * 2.0**52  # added to a small number, it leaves the nearest whole one in the last bits


@njit(error_model="numpy", fastmath=AS_WRITTEN)
def exp_of(x: Floats, power: Floats) -> None:
    """``x`` (n,), at most 0, becomes exp(x), right to 2 units in the last place; ``power`` (n,) is room to work in.

    x = k ln 2 + r: the series of exp(r) to the twelfth power (|r| < 0.35), times 2**k, written as the bits of a float.
    """
    bits = power.view(np.int64)
    for i in range(x.size):
        low = x[i] if x[i] > LOWEST else LOWEST
        power[i] = low * LOG2_E + ROUNDER
        k = power[i] - ROUNDER
        r = (low - k * LN2_HIGH) - k * LN2_LOW
        s = 1 / 362880 + r * (1 / 3628800 + r * (1 / 39916800 + r * (1 / 479001600)))
        s = 1 / 24 + r * (1 / 120 + r * (1 / 720 + r * (1 / 5040 + r * (1 / 40320 + r * s))))
        x[i] = 1.0 + r * (1.0 + r * (0.5 + r * (1 / 6 + r * s)))
    for i in range(x.size):
        bits[i] = (bits[i] + 1023) << 52
    for i in range(x.size):
        x[i] *= power[i]


@njit(error_model="numpy", fastmath=AS_WRITTEN)
def exponentials(b: Floats, s: Floats, t: Floats, qq: float, parts: Floats) -> None:
    """ch and sh of exp(A t), into ``parts`` (cells, 2).

    ``b`` half the difference of A's diagonal, ``s`` half its sum, ``qq`` the product of the others; ``t`` (cells,).
    """
    n = b.size
    x, big = np.empty((n, 2)), np.empty(n)
    for i in range(n):
        root = np.sqrt(b[i] * b[i] + qq)
        x[i, 0], x[i, 1] = (s[i] + root) * t[i], (s[i] - root) * t[i]
        big[i] = root
    exp_of(x.reshape(2 * n), np.empty(2 * n))
    for i in range(n):
        up, down, bt = x[i, 0], x[i, 1], big[i] * t[i]
        near = bt < SMALL
        parts[i, 0] = up * (1.0 - bt + bt * bt) if near else 0.5 * (up + down)
        parts[i, 1] = up * t[i] * (1.0 - bt + bt * bt * (2.0 / 3.0)) if near else 0.5 * (up - down) / big[i]


@njit(error_model="numpy", fastmath=AS_WRITTEN)
def spread(rate: Floats, dt: Floats, level: Floats, free: Floats, t: Floats) -> None:
    """Turns per hour when free, and hours, of each cell: ``free`` and ``t`` (panels x levels,)."""
    m = level.size
    for p in range(rate.size):
        for g in range(m):
            free[p * m + g] = rate[p] * level[g]
            t[p * m + g] = dt[p]


@njit(error_model="numpy", fastmath=AS_WRITTEN)
def silences(free: Floats, t: Floats, chain: Chain, parts: Floats) -> None:
    """ch and sh of cells in which nothing happens, into ``parts`` (cells, 2)."""
    slow, q_fb, q_bf = chain
    b, s = np.empty(free.size), np.empty(free.size)
    for i in range(free.size):
        b[i] = 0.5 * (q_bf - q_fb + (slow - 1.0) * free[i])
        s[i] = -0.5 * (q_fb + q_bf + (slow + 1.0) * free[i])
    exponentials(b, s, t, q_fb * q_bf, parts)


@njit(error_model="numpy", fastmath=AS_WRITTEN)
def matrices(free: Floats, parts: Floats, chain: Chain, steps: Floats) -> None:
    """exp(A t) row by row from ``parts``, into ``steps`` (cells, 4)."""
    slow, q_fb, q_bf = chain
    for i in range(free.size):
        ch, sh = parts[i, 0], parts[i, 1]
        turned = 0.5 * (q_bf - q_fb + (slow - 1.0) * free[i]) * sh
        steps[i, 0], steps[i, 1] = ch + turned, q_fb * sh
        steps[i, 2], steps[i, 3] = q_bf * sh, ch - turned
