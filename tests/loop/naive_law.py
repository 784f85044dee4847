"""A law's intensity written out from its tables: what two people's turns are drawn from, without running state."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np


@dataclass(frozen=True)
class NaiveLaw:
    """The fields of a law as plain arrays, the turns drawn from it, and the two tables over time.

    ``who``, ``begin_s``, ``end_s`` per turn; ``offset`` log rate by person, answering or reaching, and cell;
    ``clock`` active seconds.
    """

    law: dict[str, np.ndarray]
    offset: np.ndarray
    clock: np.ndarray
    who: np.ndarray
    begin_s: np.ndarray
    end_s: np.ndarray

    def active_s(self, i: int, begin_s: float, end_s: float) -> float:
        at = np.arange(self.clock.shape[1]) * float(self.law["cell_s"])
        return float(np.interp(end_s, at, self.clock[i]) - np.interp(begin_s, at, self.clock[i]))

    def first_of_waiting(self, n: int) -> int:
        while n > 0 and self.who[n - 1] == self.who[n]:
            n -= 1
        return n

    @cached_property
    def waits(self) -> list[list[tuple[int, float]]]:
        """For both people, their answers: the turn, and log(1 + active minutes) since the waiting began."""
        found: list[list[tuple[int, float]]] = [[], []]
        for m in range(1, self.who.size):
            if self.who[m] != self.who[m - 1]:
                since = float(self.begin_s[self.first_of_waiting(m - 1)])
                minutes = self.active_s(int(self.who[m]), since, float(self.begin_s[m])) / 60
                found[self.who[m]].append((m, float(np.log1p(minutes))))
        return found

    @cached_property
    def slowness(self) -> list[list[tuple[float, float]]]:
        """For both people and after each turn, the running mean of their log waits, and the last of them."""
        return [[self._slowness(i, n) for n in range(self.who.size)] for i in (0, 1)]

    def _slowness(self, i: int, n: int) -> tuple[float, float]:
        seen = np.array([wait for m, wait in self.waits[i] if m <= n])
        forget, center = float(self.law["forget"]), float(self.law["center"][i])
        weight = forget * (1 - forget) ** np.arange(seen.size)[::-1]
        return center * (1 - forget) ** seen.size + float(weight @ seen), float(seen[-1]) if seen.size else center

    def breaks(self, n: int, until_s: float) -> np.ndarray:
        """Where anybody's rate may jump between turn ``n`` (-1: before the first) and ``until_s``."""
        start = float(self.begin_s[n]) if n >= 0 else 0.0
        cell = float(self.law["cell_s"])
        found = [np.array([start, until_s]), np.arange(np.ceil(start / cell), np.ceil(until_s / cell)) * cell]
        if n >= 0:
            end, first = self.end_s[n], self.begin_s[self.first_of_waiting(n)]
            found += [end + self.law["waits_edges"], end + self.law["idle_edges"], first + self.law["owes_edges"]]
            found += [end + np.array([self.law["turn_gap_s"], self.law["session_gap_s"]])]
            found += [self.begin_s[n] + self.law["remind_edges"]]
        times = np.unique(np.concatenate([np.ravel(each) for each in found]))
        return times[(times >= start) & (times <= until_s)]

    def rate(self, i: int, n: int, t: np.ndarray) -> np.ndarray:
        """Of person ``i`` per hour at ``t`` (k,), all in one piece between breaks, after turn ``n``."""
        law, middle, other = self.law, float(t.mean()), 1 - i
        mean, latest = self.slowness[other][max(n, 0)]
        off = mean - law["center"][other]
        slow = law["k"][i] * off / law["scale"][other]
        silence = middle - (self.end_s[n] if n >= 0 else 0.0)
        answering = n >= 0 and silence < law["session_gap_s"] and self.who[n] == other
        x = self.offset[i, 0 if answering else 1, min(int(middle // law["cell_s"]), self.offset.shape[2] - 1)]
        if n < 0 or silence >= law["session_gap_s"]:
            return np.full(t.size, np.exp(x + _step(law["idle_edges"], law["idle_log"][i], silence) + slow))
        if self.who[n] == i:
            if silence < law["turn_gap_s"]:
                return np.zeros(t.size)
            return np.full(t.size, np.exp(x + _step(law["waits_edges"], law["waits_log"][i], silence) + slow))
        first = self.first_of_waiting(n)
        x += _step(law["owes_edges"], law["owes_log"][i], middle - self.begin_s[first])
        if n > first:
            x += _step(law["remind_edges"], law["remind_log"][i], middle - self.begin_s[n])
        x += law["pace"][i] * off - law["copying"][i] * (latest - law["center"][other])
        earlier = self.begin_s[1:first][(self.who[1:first] == other) & (self.who[: max(first - 1, 0)] == other)]
        pressure = np.exp(-(t[:, None] - earlier) / law["tau_s"]).sum(axis=1)
        return np.exp(x + law["w"][i] * np.log1p(pressure))

    def compensators(self, i: int) -> np.ndarray:
        """The integral of person ``i``'s rate between their turns: unit exponential if the turns follow the law."""
        found, total = [], 0.0
        nodes, weights = np.polynomial.legendre.leggauss(4)
        for n in range(-1, self.who.size - 1):
            edges = self.breaks(n, float(self.begin_s[n + 1]))
            for low, high in pairwise(edges):
                t = low + (high - low) * (nodes + 1) / 2
                total += float(weights @ self.rate(i, n, t)) * (high - low) / 2 / 3600
            if self.who[n + 1] == i:
                found.append(total)
                total = 0.0
        return np.array(found)


def _step(edges: np.ndarray, values: np.ndarray, x: float) -> float:
    return float(values[int((edges <= max(x, 0.0)).sum()) - 1])
