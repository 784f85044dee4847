"""What is run: cells (a world, its length, what is changed in it, an estimator), their pairs, and in which order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evenstep.errors import OptionError

Value = float | str | bool
AT_A_TIME = 10


@dataclass(frozen=True)
class Cell:
    """One world and one estimator. ``overrides`` change fields of the world's Scenario, sorted by name."""

    world: str
    weeks: int
    estimator: str
    overrides: tuple[tuple[str, Value], ...] = ()

    @property
    def title(self) -> str:
        """The world with what was changed in it, for a table."""
        changed = ", ".join(f"{name} = {value}" for name, value in self.overrides)
        return f"{self.world} ({changed})" if changed else self.world


@dataclass(frozen=True)
class Task:
    """One pair of a cell: its place in the cell, counted from 0, and the seed it is drawn from."""

    cell: Cell
    pair: int
    seed: int


def seed_of(first: int, cell: Cell, pair: int) -> int:
    """The seed of one pair, below 2^48: another one in every world, the same one for every estimator.

    So estimators are compared on the same pairs, and cells that are pooled are independent of one another.
    """
    named = repr((first, cell.world, cell.weeks, cell.overrides, pair))
    return int.from_bytes(hashlib.sha256(named.encode()).digest()[:6], "big")


def in_turn(pairs: Mapping[Cell, int], first_seed: int, *, at_a_time: int = AT_A_TIME) -> Iterator[Task]:
    """Every pair of every cell: the first ten of all cells, then the next ten, so that trouble shows early."""
    done = 0
    while any(n > done for n in pairs.values()):
        for cell, n in pairs.items():
            for pair in range(done, min(done + at_a_time, n)):
                yield Task(cell, pair, seed_of(first_seed, cell, pair))
        done += at_a_time


def check_names(option: str, wanted: Sequence[str], known: Sequence[str]) -> None:
    """Raise OptionError(option) that names the first of ``wanted`` that is not ``known``."""
    for name in wanted:
        if name not in known:
            raise OptionError(option, f"there is none called {name!r}. There are: {', '.join(known)}")


def as_overrides(option: str, changes: Sequence[str]) -> tuple[tuple[str, Value], ...]:
    """``FIELD=N`` said by hand as overrides. Raises OptionError(option) for what is no number."""
    found: dict[str, Value] = {}
    for change in changes:
        name, _, number = change.partition("=")
        try:
            found[name] = float(number)
        except ValueError as error:
            raise OptionError(option, f"{change!r} should be FIELD=N, N a number.") from error
    return tuple(sorted(found.items()))
