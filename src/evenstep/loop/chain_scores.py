"""Expected hours in each hidden state and expected switches, panel by panel: what the gradient is made of.

The derivative of the log-likelihood by a rate is that of the complete data, expected given everything (Fisher's
identity): what happened minus the rate times the hours in which it could. Inside a panel, with a the state before it
and v what comes after, the hours spent in state i are the integral of a' exp(A s) e_i e_i' exp(A (t - s)) v, in closed
form for two states.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from evenstep.loop.chain_steps import SMALL, Chain
from evenstep.loop.compiled import njit

Floats = npt.NDArray[np.float64]
Two = tuple[float, float]
Six = tuple[float, float, float, float, float, float]

ANY_ORDER: Final = {"contract", "reassoc"}  # sums may be taken in any order: several levels in one step


@njit(inline="always", error_model="numpy")
def _expected(a: Two, v: Two, rates: tuple[float, float, float], t: float, parts: Two) -> Six:
    """Hours free, hours busy, what makes the switches (inside the panel, from one end to the other), a' exp(A t) v.

    ``rates``: b (half the difference of A's diagonal), free to busy, busy to free. ``parts``: ch and sh of A t.
    """
    b, q_fb, q_bf = rates
    ch, sh = parts
    same, apart, over, back = a[0] * v[0] + a[1] * v[1], a[0] * v[0] - a[1] * v[1], a[0] * v[1], a[1] * v[0]
    turned = b * apart + q_fb * over + q_bf * back
    squared = b * b + q_fb * q_bf
    bend = (t * ch - sh) / squared if squared * t * t > SMALL * SMALL else ch * t * t * t * (1.0 / 3.0)
    whole = ch * same + sh * turned
    total, inside = t * whole, t * sh * same + bend * turned
    lean = b * inside + sh * apart
    return 0.5 * (total + lean), 0.5 * (total - lean), inside, sh * over, sh * back, whole


@njit(error_model="numpy", fastmath=ANY_ORDER)
def expectations(
    free: Floats, t: Floats, a: Floats, v: Floats, parts: Floats, chain: Chain, found: Floats
) -> tuple[float, float, float]:
    """Fills ``found`` (cells, 2): each cell's expected turns, and its own probability given everything.

    Returns derivatives by depth, log q_fb and log q_bf.

    A cell is a panel at a level: ``free`` (cells,) turns per hour when free, ``t`` (cells,) hours; ``a`` and ``v``
    (cells, 2), free and busy, the weights before and after; ``parts`` (cells, 2) as in ``chain_steps``.
    """
    slow, q_fb, q_bf = chain
    slowed, hours_free, hours_busy, inside, over, back = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for i in range(free.size):
        rates = (0.5 * (q_bf - q_fb + (slow - 1.0) * free[i]), q_fb, q_bf)
        before, after = (a[i, 0], a[i, 1]), (v[i, 0], v[i, 1])
        one, two, inner, here, there, whole = _expected(before, after, rates, t[i], (parts[i, 0], parts[i, 1]))
        busy = slow * free[i] * two
        found[i, 0], found[i, 1] = free[i] * one + busy, whole
        slowed += busy
        hours_free += one
        hours_busy += two
        inside += inner
        over += here
        back += there
    to_busy, to_free = q_fb * (0.5 * q_bf * inside + over), q_bf * (0.5 * q_fb * inside + back)
    return slowed, to_busy - q_fb * hours_free, to_free - q_bf * hours_busy
