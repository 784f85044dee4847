"""read_apart reads an export as read_export does, in a process of its own that can do no harm."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final, Self

from evenstep.errors import EvenstepError
from evenstep.sources.apart import ends, wire
from evenstep.sources.apart.answer import parsed_in
from evenstep.sources.apart.ceilings import Ceilings, ceilings_for, size_of
from evenstep.sources.apart.process import Process
from evenstep.sources.apart.said import error_in, limits_out, options_out
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Limits, Parsed, Progress
from evenstep.sources.zip_check import label

BEGIN: Final = "import sys; sys.path.extend(sys.argv[1:]); from evenstep.sources.apart.child import main; main()"
MOST_NEWS: Final = {wire.STANDS: 10_000, wire.PROGRESS: wire.TWO_NUMBERS.size, wire.PROBLEM: 2**24}


def read_apart(
    export: str | Path | NamedBytes, *, limits: Limits | None = None, progress: Progress | None = None, **options: Any
) -> Parsed:
    """``read_export`` in a process apart: the same options, the same result, the same errors.

    Raises besides: InputError E293 when the file asks for more memory than ``limits`` give it, E294 for more time,
    E295 when the reader comes to an abrupt end or hands over what does not add up. Nothing is written anywhere.
    """
    with Apart(export, limits=limits, progress=progress) as reader:
        return reader.read(**options)


class Apart:
    """One reader for one file: several questions about the file go to the same process, and at the end it is gone.

    ``progress`` may stop it by raising. ``closed_doors``: the limits and fences that this system let it set up.
    """

    def __init__(
        self,
        export: str | Path | NamedBytes,
        *,
        limits: Limits | None = None,
        progress: Progress | None = None,
        begin: str = BEGIN,
    ) -> None:
        self._export = export
        self._limits = limits or Limits()
        self._progress = progress
        self._begin = begin
        self._process: Process | None = None
        self._ceilings = Ceilings(0, 0, 0, 0)
        self._name = label(export.name if isinstance(export, NamedBytes) else Path(export).name)
        self.closed_doors: tuple[str, ...] = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *ended: object) -> None:
        self.stop()

    def read(self, **options: Any) -> Parsed:
        """What read_export gives with these options. Raises its errors, and InputError E293, E294 and E295."""
        try:
            new = self._process is None
            process = self._process = self._process or self._started()
            with process.at_most(self._ceilings.wall_s):
                self._ask(process, options, new=new)
                return self._answer(process, keep_text=bool(options.get("keep_text")))
        except EvenstepError:
            raise
        except (wire.Cut, wire.Unsound, OSError) as error:
            problem = self._why(error)
            self.stop()
            raise problem from error
        except BaseException:  # whoever waited has gone: Ctrl-C, or the progress says that it was stopped
            self.stop()
            raise

    def stop(self) -> None:
        """End the reader, whatever it is doing."""
        process, self._process = self._process, None
        if process is not None:
            process.stop()

    def _started(self) -> Process:
        self._ceilings = ceilings_for(size_of(self._export, self._limits), self._limits)
        return Process(self._begin)

    def _ask(self, process: Process, options: dict[str, Any], *, new: bool) -> None:
        request: dict[str, Any] = {"options": options_out(options), "label": self._name}
        data = self._export.data if isinstance(self._export, NamedBytes) else None
        if new:
            request["name"] = self._export.name if isinstance(self._export, NamedBytes) else str(self._export)
            request["bytes"] = None if data is None else len(data)
            request["ceilings"] = asdict(self._ceilings)
            request["limits"] = limits_out(self._limits)
        wire.put(process.asked, wire.REQUEST, json.dumps(request).encode())
        if new and data is not None:
            wire.put(process.asked, wire.DATA, data)

    def _answer(self, process: Process, *, keep_text: bool) -> Parsed:
        """Listen until the report or a problem comes. All that comes is a stranger's word."""
        most = MOST_NEWS | {wire.REPORT: self._ceilings.memory_bytes}
        while True:
            kind, content = wire.take(process.told, most)
            if kind == wire.STANDS:
                self.closed_doors = tuple(map(str, _object(content)))
            elif kind == wire.PROGRESS and self._progress is not None:
                self._progress(*wire.TWO_NUMBERS.unpack(content))
            elif kind == wire.PROBLEM:
                raise self._problem(content)
            elif kind == wire.REPORT:
                tables = wire.take(process.told, {wire.TABLES: self._ceilings.memory_bytes})[1]
                return parsed_in(content, tables, keep_text=keep_text)

    def _problem(self, content: bytes) -> EvenstepError:
        said = _object(content)
        if said == {"kind": "memory"}:
            return ends.out_of_memory(self._name, self._ceilings)
        return error_in(said)

    def _why(self, error: Exception) -> EvenstepError:
        """Why there was no answer, from how the process ended."""
        if self._process is None or isinstance(error, wire.Unsound):
            return ends.abrupt(self._name)
        code, printed = self._process.ended()
        if self._process.timed_out:
            return ends.out_of_time(self._name, self._ceilings)
        return ends.why(code, printed, self._ceilings, self._name)


def _object(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise wire.Unsound("no JSON") from error
