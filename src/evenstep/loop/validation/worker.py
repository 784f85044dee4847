"""What one process does with one pair: draw it, ask the estimator, and hand back a record whatever happens."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import polars as pl

from evenstep.loop.validation.cells import Cell, Task, Value
from evenstep.loop.validation.estimator import Estimator
from evenstep.loop.validation.records import Four, Record, failed

LONGEST_MESSAGE = 300


class Drawn(Protocol):
    """A drawn pair: its two tables and the true coefficients of the four effects."""

    @property
    def conversations(self) -> pl.DataFrame: ...  # noqa: D102
    @property
    def events(self) -> pl.DataFrame: ...  # noqa: D102
    @property
    def truth(self) -> Four: ...  # noqa: D102


class Draw(Protocol):
    """Draws one pair of a named world; ``evenstep.loop.simulate.simulate`` is one."""

    def __call__(self, name: str, *, weeks: int, seed: int, **overrides: Value) -> Drawn: ...  # noqa: D102


class Ended(Protocol):
    """Something whose end can be waited for: the process that started this one."""

    def join(self) -> None: ...  # noqa: D102


@dataclass(frozen=True)
class Work:
    """All a process needs: how to draw, the estimators by name, and the version of the code of each."""

    draw: Draw
    estimators: Mapping[str, Estimator]
    versions: Mapping[str, str]

    def record(self, task: Task) -> Record:
        """Draw the pair and ask the estimator; what is raised becomes the record's ``error``."""
        begun, cell = time.perf_counter(), task.cell
        version = self.versions[cell.estimator]
        try:
            drawn = self._drawn(cell, task.seed)
            drawn_at = time.perf_counter()
            estimate = self.estimators[cell.estimator](drawn.conversations, drawn.events)
            return Record(task, version, time.perf_counter() - drawn_at, drawn.truth, estimate)
        except Exception as error:  # any fault of one pair is counted, and stops nothing
            message = f"{type(error).__name__}: {error}"[:LONGEST_MESSAGE]
            return failed(task, version, time.perf_counter() - begun, message)

    def _drawn(self, cell: Cell, seed: int) -> Drawn:
        return self.draw(cell.world, weeks=cell.weeks, seed=seed, **dict(cell.overrides))


_here: list[Work] = []


def prepare(work: Work) -> None:
    """Make this process ready: Ctrl-C is for the one who asked, who lets the pair in hand be finished."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _here[:] = [work]
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Ended) -> None:
    """A run that was killed leaves nobody behind to work on for no one."""
    parent.join()
    os._exit(1)


def record_here(task: Task) -> Record:
    """The record of ``task`` by the work this process was prepared for."""
    return _here[0].record(task)
