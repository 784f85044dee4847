"""One line of results: what an estimator said of one pair, next to the truth, as JSON that reads back the same."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass

from evenstep.loop.validation.cells import Cell, Task
from evenstep.loop.validation.estimator import NAN, UNSAID, EffectEstimate, Estimate

Four = tuple[float, float, float, float]
NOTHING: Four = (NAN, NAN, NAN, NAN)


@dataclass(frozen=True)
class Record:
    """One pair: the task, the code that did it, how long it took, and truth and estimate, or the error.

    ``error`` is "" where all went well; otherwise the kind and message of what was raised, and the estimate is empty.
    """

    task: Task
    version: str
    seconds: float
    truth: Four
    estimate: Estimate
    error: str = ""


NO_ESTIMATE = Estimate((UNSAID, UNSAID, UNSAID, UNSAID))


def failed(task: Task, version: str, seconds: float, error: str) -> Record:
    """The record of a pair that could not be drawn or judged."""
    return Record(task, version, seconds, NOTHING, NO_ESTIMATE, error)


def to_line(record: Record) -> str:
    """One line of strict JSON, with its line end. NaN and infinities are null: nothing was said there."""
    cell = record.task.cell
    effects = [[_out(x) for x in (e.coefficient, e.low, e.high, e.p)] for e in record.estimate.effects]
    adjusted = record.estimate.p_adjusted
    fields = {
        "world": cell.world, "weeks": cell.weeks, "estimator": cell.estimator, "overrides": dict(cell.overrides),
        "pair": record.task.pair, "seed": record.task.seed, "version": record.version,
        "seconds": round(record.seconds, 3), "truth": [_out(x) for x in record.truth], "effects": effects,
        "verdict": record.estimate.verdict, "p_adjusted": None if adjusted is None else [_out(x) for x in adjusted],
        "error": record.error,
    }  # fmt: skip
    return json.dumps(fields, ensure_ascii=False, allow_nan=False) + "\n"


def from_line(line: str) -> Record:
    """The record of a line. Raises ValueError where the line is not one."""
    try:
        said = json.loads(line)
        cell = Cell(said["world"], said["weeks"], said["estimator"], tuple(sorted(said["overrides"].items())))
        effects = tuple(EffectEstimate(*(_in(x) for x in four)) for four in said["effects"])
        adjusted = None if said["p_adjusted"] is None else _four(said["p_adjusted"])
        estimate = Estimate((effects[0], effects[1], effects[2], effects[3]), said["verdict"], adjusted)
        task = Task(cell, said["pair"], said["seed"])
        return Record(task, said["version"], said["seconds"], _four(said["truth"]), estimate, said["error"])
    except (KeyError, TypeError, IndexError, AttributeError) as error:
        raise ValueError(f"not a line of results: {error}") from error


def as_kept(record: Record) -> Record:
    """The record as it will be read back, so that a run and its resumption give the same numbers."""
    return from_line(to_line(record))


def _four(numbers: list[float | None]) -> Four:
    a, b, c, d = (_in(x) for x in numbers)
    return a, b, c, d


def _out(number: float) -> float | None:
    return float(number) if math.isfinite(number) else None


def _in(number: float | None) -> float:
    return NAN if number is None else float(number)
