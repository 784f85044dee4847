"""What this machine knows and a file does not: its time zone, its processor, what it has compiled before."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import Any

from evenstep.errors import OptionError
from evenstep.events.clock import check_zone


def this_zone() -> str | None:
    """This machine's IANA zone from TZ, /etc/timezone or the /etc/localtime link; None when it cannot be told."""
    link = Path("/etc/localtime")
    linked = str(link.resolve()).partition("zoneinfo/")[2] if link.is_symlink() else ""
    file = Path("/etc/timezone")
    written = file.read_text(encoding="utf-8").strip() if file.is_file() else ""
    for name in (os.environ.get("TZ", "").lstrip(":"), linked, written):
        try:
            return check_zone(name)
        except OptionError:
            continue
    return None


def this_processor() -> str:
    """The name of this machine's processor, as its maker writes it where the system tells it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def keeps(compiled: Any) -> bool:
    """Whether this computer already has the machine code of a function that numba compiles and caches.

    The cache's index is named after the function and its line; nothing is loaded or compiled to look for it.
    """
    folder, source = compiled.stats.cache_path, compiled.py_func
    if folder is None:
        return False
    name = f"{source.__module__.rpartition('.')[2]}.{source.__qualname__}-{source.__code__.co_firstlineno}."
    return any(each.name.startswith(name) and each.suffix == ".nbi" for each in Path(folder).glob("*.nbi"))
