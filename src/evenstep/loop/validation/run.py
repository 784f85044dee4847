"""Run pairs on many processes of one thread each: results as they come, a clean stop, and no pair lost in silence."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path

from evenstep.loop.validation.cells import Cell, Task, in_turn
from evenstep.loop.validation.records import Record, as_kept, failed
from evenstep.loop.validation.store import read_results, writing
from evenstep.loop.validation.worker import Work, prepare, record_here

THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS", "POLARS_MAX_THREADS")
DIED = "the process died on this pair"
Told = Callable[[int, int, Record | None], None]
"""Told of progress: how many pairs are done, of how many, and the newest one (None at the beginning)."""


def run(
    pairs: Mapping[Cell, int], work: Work, folder: Path, *, first_seed: int, jobs: int, tell: Told | None = None
) -> list[Record]:
    """Every pair of ``pairs`` (cell -> how many) as records, in a fixed order; what ``folder`` holds is not redone.

    A record in ``folder`` counts when cell, seed and the estimator's version are the same; those with an error too.
    On Ctrl-C the pairs in work are finished and kept, then KeyboardInterrupt goes on. Raises OptionError("out").
    """
    wanted = list(in_turn(pairs, first_seed))
    with writing(folder) as write:
        there = {(r.task, r.version): r for r in read_results(folder)}
        missing = [t for t in wanted if (t, work.versions[t.cell.estimator]) not in there]
        done = len(wanted) - len(missing)
        if tell is not None:
            tell(done, len(wanted), None)
        with closing(results(missing, work, jobs)) as coming:
            for fresh in coming:
                write(fresh)
                record = as_kept(fresh)
                there[record.task, record.version] = record
                done += 1
                if tell is not None:
                    tell(done, len(wanted), record)
    return [there[task, work.versions[task.cell.estimator]] for task in wanted]


def kept(pairs: Mapping[Cell, int], work: Work, folder: Path, *, first_seed: int) -> list[Record]:
    """Those records of ``run`` that ``folder`` already holds, for a table in the middle of a run."""
    there = {(r.task, r.version): r for r in read_results(folder)}
    keys = [(task, work.versions[task.cell.estimator]) for task in in_turn(pairs, first_seed)]
    return [there[key] for key in keys if key in there]


def results(tasks: Iterable[Task], work: Work, jobs: int) -> Generator[Record, None, None]:
    """The records of ``tasks`` as they are done. A pair whose process dies is tried again alone, then recorded."""
    waiting = iter(tasks)
    with _one_thread_each():
        while True:
            lost: list[Task] = []
            yield from _pooled(waiting, work, jobs, lost)
            if not lost:
                return
            for task in lost:  # one of them killed its process; alone, it can only take itself along
                alone: list[Task] = []
                yield from _pooled(iter([task]), work, 1, alone)
                if alone:
                    yield failed(task, work.versions[task.cell.estimator], 0.0, DIED)


def _pooled(waiting: Iterator[Task], work: Work, jobs: int, lost: list[Task]) -> Iterator[Record]:
    """Records until ``waiting`` is empty, or until a process dies: then the pairs that were in work are ``lost``."""
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=prepare, initargs=(work,))
    running: dict[Future[Record], Task] = {}
    try:
        while not lost:
            for task in islice(waiting, jobs + 1 - len(running)):
                try:
                    running[pool.submit(record_here, task)] = task
                except BrokenProcessPool:
                    lost.append(task)
            if not running:
                return
            yield from _finished(running, wait(running, return_when=FIRST_COMPLETED).done, lost)
        yield from _finished(running, wait(running).done, lost)  # a broken pool fails them all
    except KeyboardInterrupt:
        yield from _finished(running, wait(running).done, lost)
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _finished(running: dict[Future[Record], Task], done: set[Future[Record]], lost: list[Task]) -> Iterator[Record]:
    for future in [each for each in running if each in done]:  # in the order they were begun
        task = running.pop(future)
        try:
            record = future.result()
        except BrokenProcessPool:
            lost.append(task)
        else:
            yield record


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Processes started inside use one thread each: many pairs at once are faster than many threads a pair."""
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
