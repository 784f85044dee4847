"""Inside the reader: close every door, then read the file as often as asked, and hand over what it holds.

1. load what reading needs; 2. take the request; 3. set the limits, the filter and the refusals; 4. only then take
the bytes of an upload, or open the file; 5. answer each question until nobody asks any more.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from typing import IO, Any, Final, NoReturn

import polars as pl

from evenstep.errors import EvenstepError, InputError
from evenstep.sources.apart import audit, rlimits, seccomp, wire
from evenstep.sources.apart.answer import parsed_out
from evenstep.sources.apart.ceilings import Ceilings
from evenstep.sources.apart.said import error_out, options_in
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Limits, Parsed
from evenstep.sources.read import read_export

FROM_PARENT: Final = {wire.REQUEST: 2**30, wire.DATA: 2**62}
BETWEEN_NEWS_S: Final = 0.1

Read = Callable[..., Parsed]


def main(read: Read = read_export) -> NoReturn:
    """Serve the process that started this one. ``read`` is another one only in tests of the fences."""
    asked, told = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not stand between our pieces
    try:
        _serve(asked, told, read)
    except wire.Cut:  # nobody asks any more
        pass
    finally:
        os._exit(0)  # no tidying up: there is nothing to keep


def _serve(asked: IO[bytes], told: IO[bytes], read: Read) -> None:
    request = _request(asked)
    ceilings = Ceilings(**request["ceilings"])
    wire.put(told, wire.STANDS, json.dumps(lock_up(ceilings)).encode())
    limits = Limits(**request["limits"])
    named, length = request["name"], request["bytes"]
    export = named if length is None else NamedBytes(named, wire.take(asked, FROM_PARENT)[1])
    while True:
        options = options_in(request["options"])
        try:
            parsed = read(export, **options, limits=limits, progress=_news(told))
            report, tables = parsed_out(parsed)
            wire.put(told, wire.REPORT, report)
            wire.put(told, wire.TABLES, tables)
            del parsed, report, tables
        except wire.Cut:
            raise
        except BaseException as error:  # whatever it is, whoever asked must hear of it
            wire.put(told, wire.PROBLEM, json.dumps(_problem(error, request["label"])).encode())
        request = _request(asked)
        rlimits.begin_question(ceilings)


def lock_up(ceilings: Ceilings) -> list[str]:
    """Close every door this system has; the names of those that are closed."""
    pl.DataFrame({"n": [2, 1]}).lazy().sort("n").collect()  # its threads start while there is room for them
    stand = rlimits.set_limits(ceilings)
    if seccomp.refuse_calls():
        stand.append("seccomp")
    audit.refuse_deeds()
    return [*stand, "audit"]


def _request(asked: IO[bytes]) -> dict[str, Any]:
    request: dict[str, Any] = json.loads(wire.take(asked, FROM_PARENT)[1])
    return request


def _news(told: IO[bytes]) -> Callable[[int, int], None]:
    """A progress callback that tells the other process, not more often than ten times a second."""
    last = -BETWEEN_NEWS_S

    def progress(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= BETWEEN_NEWS_S or done >= total:
            last = now
            wire.put(told, wire.PROGRESS, wire.TWO_NUMBERS.pack(done, total))

    return progress


def _problem(error: BaseException, name: str) -> Mapping[str, Any]:
    """One of our errors as it is; a want of memory under its own code; anything else as a fault of ours."""
    if isinstance(error, MemoryError) or isinstance(error.__cause__, MemoryError):
        return {"kind": "memory"}
    if isinstance(error, EvenstepError):
        return error_out(error)
    return error_out(InputError("E292", name, detail=type(error).__name__))
