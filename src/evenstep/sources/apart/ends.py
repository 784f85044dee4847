"""How a reader came to its end, said as a problem of the file: too much memory, too much time, or abruptly."""

from __future__ import annotations

import signal
from typing import Final

from evenstep.errors import InputError
from evenstep.sources.apart.ceilings import Ceilings
from evenstep.spoken import words

NO_ROOM: Final = (b"memory allocation of", b"MemoryError", b"out of memory", b"std::bad_alloc")
"""What libraries print before they give up."""


def out_of_memory(name: str, ceilings: Ceilings) -> InputError:
    """E293, with the limit and its name."""
    most = ceilings.memory_bytes // 2**20
    return InputError("E293", name, detail=words("memory_bytes, the limit is {most} MiB", most=most))


def out_of_time(name: str, ceilings: Ceilings) -> InputError:
    """E294, with the limit and its name."""
    return InputError("E294", name, detail=words("cpu_s, the limit is {most} seconds", most=ceilings.cpu_s))


def abrupt(name: str) -> InputError:
    """E295."""
    return InputError("E295", name)


def why(returned: int | None, printed: bytes, ceilings: Ceilings, name: str) -> InputError:
    """From the exit code (minus the signal, where a signal ended it) and the last words on its error output."""
    if any(said in printed for said in NO_ROOM):
        return out_of_memory(name, ceilings)
    if returned is not None and returned == -getattr(signal, "SIGXCPU", 0):
        return out_of_time(name, ceilings)
    return abrupt(name)
