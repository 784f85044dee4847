"""What must hold in which worlds (method.md 4), as data: rows of worlds, and the limits of each row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from evenstep.loop.validation.cells import Cell, Value

Measure = Literal["false alarm", "both directions", "coverage", "coverage of k", "power of k"]
CELL_PAIRS: Final = 200
ROW_PAIRS: Final = 2_000
WEEKS: Final = 52


@dataclass(frozen=True)
class Limit:
    """A rate must be at least, and at most, this; each as far as more than chance is needed to break it."""

    measure: Measure
    least: float = 0.0
    most: float = 1.0


@dataclass(frozen=True)
class Row:
    """Worlds that share limits. ``may_not_fit``: an estimate called "does not fit" counts as none."""

    name: str
    worlds: tuple[str, ...]
    limits: tuple[Limit, ...] = ()
    may_not_fit: bool = False

    @property
    def pairs(self) -> int:
        """Pairs of each world that are enough for every cell, and for the row pooled where it has a limit."""
        return max(CELL_PAIRS, -(-ROW_PAIRS // len(self.worlds)) if self.limits else 0)


NO_FALSE_ALARMS: Final = (
    Limit("false alarm", most=0.06),
    Limit("both directions", most=0.01),
    Limit("coverage of k", least=0.92),
)
DRIFTS: Final = tuple(
    f"drift-{whose}-{d}d-{sd}" for whose in ("own", "shared") for d in (2, 10, 30) for sd in (0.3, 0.6)
)
SPELLS: Final = tuple(f"spells-{hours}h{more}" for hours in (1, 4, 12) for more in ("", "+drift"))
CAUSES: Final = tuple(f"{name}-{sd}" for name in ("apart", "opposed", "one-cause") for sd in (0.3, 0.6))
ODDITIES: Final = ("holiday", "moved-zone", "night-shifts", "capped", "phone-off", "one-minute")

ROWS: Final = (
    Row("no drift, no spells", ("null", "loop"), (Limit("coverage", least=0.93, most=0.97),)),
    Row("drift", DRIFTS, NO_FALSE_ALARMS),
    Row("busy and free spells", SPELLS, NO_FALSE_ALARMS),
    Row("breaks and bad records", ODDITIES, NO_FALSE_ALARMS),
    Row("other forms", ("pareto", "copying", "reminder"), NO_FALSE_ALARMS, may_not_fit=True),
    Row("partner shifted by whole weeks", ("shifted",), (Limit("both directions", most=0.01),)),
    Row("power", ("loop-spells+drift",), (Limit("power of k", least=0.80),)),
    Row("power, reported only", ("loop-drift", "loop-spells")),
    Row("drift that moves answers and reaching apart, reported only", CAUSES),
    Row("one leg only, reported only", ("one-way-k", "one-way-w")),
)
PITFALL_PAIRS: Final = 100
PITFALL_WORLDS: Final = (
    "null", "spells-1h", "spells-4h", "spells-12h", "drift-own-2d-0.6", "drift-own-10d-0.6", "drift-shared-10d-0.6",
    "spells-4h+drift", "loop-spells+drift",
)  # fmt: skip
"""Enough to see each naive analysis fail, and what it makes of a real loop."""


def every_world() -> tuple[str, ...]:
    """The worlds of all rows, in their order."""
    return tuple(world for row in ROWS for world in row.worlds)


def planned(
    worlds: Sequence[str],
    estimators: Sequence[str],
    *,
    weeks: int = WEEKS,
    pairs: int | None = None,
    overrides: tuple[tuple[str, Value], ...] = (),
) -> Mapping[Cell, int]:
    """How many pairs of which cell: ``pairs`` each, or as many as the limits need where it is None."""
    enough = {world: row.pairs for row in ROWS for world in row.worlds}
    return {
        Cell(world, weeks, name, overrides): pairs if pairs is not None else enough.get(world, CELL_PAIRS)
        for world in worlds
        for name in estimators
    }
