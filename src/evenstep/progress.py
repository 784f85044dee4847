"""Progress while files are read or a fit runs: a quiet line on a terminal, nothing anywhere else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO

from evenstep.sources.base import Progress


@contextmanager
def reading_progress(stream: TextIO | None, names: Sequence[str]) -> Iterator[Progress | None]:
    """A Progress callback that draws on ``stream`` when it is a terminal; None when it is not."""
    if stream is None or not stream.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415 (40 ms that a plain run does not pay)
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    label = "1 file" if len(names) == 1 else f"{len(names)} files"
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(file=stream), transient=True) as bar:
        task = bar.add_task(f"Reading {label}", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def working(stream: TextIO | None, what: str) -> Iterator[None]:
    """While the block runs, ``what`` with the time taken so far, on ``stream`` when it is a terminal."""
    if stream is None or not stream.isatty():
        yield
        return
    from rich.console import Console  # noqa: PLC0415 (40 ms that a plain run does not pay)
    from rich.progress import Progress as Bar  # noqa: PLC0415
    from rich.progress import TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Bar(*columns, console=Console(file=stream), transient=True) as bar:
        bar.add_task(what, total=None)
        yield
