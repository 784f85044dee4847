"""What this machine knows and a file does not: its time zone, where data is kept, its processor, what it compiled."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path
from typing import Any

from evenstep.errors import OptionError
from evenstep.events.zone import check_zone


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


def data_folder() -> Path:
    """Where this system wants a program to keep its user's data: the folder ``evenstep`` there, made by who writes."""
    if sys.platform == "win32":
        above = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        above = Path.home() / "Library" / "Application Support"
    else:
        above = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(above) / "evenstep"


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
