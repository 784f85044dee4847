"""The limits that the operating system holds: memory, processor time, written bytes, core files, open files."""

from __future__ import annotations

import sys

from evenstep.sources.apart.ceilings import RESERVED_BYTES, Ceilings

QUESTIONS = 8
"""One reader answers a few questions in a row, each with the whole of its time; this many at most."""


def set_limits(ceilings: Ceilings) -> list[str]:
    """Set all this system knows for this process and for good; their names.

    RLIMIT_DATA counts what can be filled: the heap, private memory and the stacks of threads. RLIMIT_AS counts also
    what is only reserved or mapped from libraries, so it is the ceiling and 4 GiB: a second fence, not the first.
    """
    if sys.platform == "win32":
        return []
    import resource  # noqa: PLC0415 -- there is none on Windows

    wanted = {
        "RLIMIT_CORE": (0, 0),
        "RLIMIT_FSIZE": (0, 0),
        "RLIMIT_NOFILE": (ceilings.descriptors, ceilings.descriptors),
        "RLIMIT_CPU": (ceilings.cpu_s, QUESTIONS * ceilings.cpu_s),
        "RLIMIT_DATA": (ceilings.memory_bytes, ceilings.memory_bytes),
        "RLIMIT_AS": (ceilings.memory_bytes + RESERVED_BYTES,) * 2,
    }
    stand = []
    for name, limit in wanted.items():
        try:
            resource.setrlimit(getattr(resource, name), limit)
        except (AttributeError, OSError, ValueError):  # macOS knows some by name and refuses them
            continue
        stand.append(name)
    return stand


def begin_question(ceilings: Ceilings) -> None:
    """Give the next question its whole processor time. Called while resource may still be used."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 -- there is none on Windows

    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = spent + ceilings.cpu_s
    resource.setrlimit(resource.RLIMIT_CPU, (min(soft, hard) if hard != resource.RLIM_INFINITY else soft, hard))
