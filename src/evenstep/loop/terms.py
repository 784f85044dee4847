"""The columns of one person's log rate: clocks, reminder, pressure, slowness, and the hours of the week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from evenstep.loop.design import IDLE, IDLE_EDGES, OWES, OWES_EDGES, REMIND_EDGES, WAITS, WAITS_EDGES, Rows

Floats = npt.NDArray[np.float64]

W: Final = "w"
K: Final = "k"
PARTNER: Final = ("partner's drift", "partner's spell", "partner's reaching drift")
OWN: Final = ("own answering drift", "own reaching drift")
BESIDE: Final = PARTNER + OWN  # columns of ``known.held_beside``
PACE: Final = ("pace of the last answer", "pace of late")  # speed taken over from the other is no stepping back
STATES: Final = ((OWES, OWES_EDGES, "owes"), (WAITS, WAITS_EDGES, "waits"), (IDLE, IDLE_EDGES, "idle"))
WAVES: Final = 6  # harmonics of the day
WEEKEND_WAVES: Final = 2


@dataclass(frozen=True)
class Terms:
    """Named columns: ``values`` of shape (panels, names), only those that occur while at risk."""

    names: tuple[str, ...]
    values: Floats

    def without(self, dropped: tuple[str, ...]) -> Terms:
        """The same without some columns."""
        keep = [n for n, name in enumerate(self.names) if name not in dropped]
        return Terms(tuple(self.names[n] for n in keep), np.ascontiguousarray(self.values[:, keep]))

    def and_also(self, names: tuple[str, ...], values: Floats) -> Terms:
        """The same with more columns: ``values`` of shape (panels, len(names))."""
        return Terms(self.names + names, np.ascontiguousarray(np.hstack([self.values, values])))

    def column(self, name: str) -> int | None:
        """Where a term stands; None where it never occurs."""
        return self.names.index(name) if name in self.names else None


def terms_of(rows: Rows) -> Terms:
    """The columns that describe what came before each panel."""
    names, columns = [], []
    for state, edges, called in STATES:
        for n in range(edges.size):
            names.append(f"{called} {edges[n] / 60:g} min")
            columns.append((rows.state == state) & (rows.since == n))
    for n in range(REMIND_EDGES.size - 1):
        names.append(f"reminder {REMIND_EDGES[n] / 60:g} min")
        columns.append((rows.state == OWES) & (rows.remind == n))
    names += [*PACE, W, K]
    columns += [*rows.pace.T, rows.log_pressure, rows.slowness]
    values = np.column_stack(columns).astype(np.float64)
    occurs = (values[rows.risk] != 0).any(axis=0)
    names = [name for name, there in zip(names, occurs, strict=True) if there]
    return Terms(tuple(names), np.ascontiguousarray(values[:, occurs]))


def rhythm_basis() -> Floats:
    """The hours of the week: shape (168, 17), harmonics of the day and how the weekend differs."""
    hours = np.arange(168)
    angle = 2 * np.pi * (hours % 24 + 0.5) / 24
    weekend = (hours // 24 >= 5).astype(np.float64)
    columns = [wave(n * angle) for n in range(1, WAVES + 1) for wave in (np.cos, np.sin)]
    columns.append(weekend - 2 / 7)
    columns += [weekend * wave(n * angle) for n in range(1, WEEKEND_WAVES + 1) for wave in (np.cos, np.sin)]
    return np.column_stack(columns)
