"""What leaves us: files, whole or not at all and never over what was read; lines that cannot redraw a terminal."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Sequence
from pathlib import Path

from evenstep.errors import OptionError


def plain(line: str) -> str:
    """``line`` with every control, direction and broken character written out: a name may hold anything."""
    return "".join(c if c.isprintable() or c == "\n" else f"\\x{ord(c):02x}" for c in line)


def check_target(option: str, target: Path, inputs: Sequence[Path]) -> None:
    """Raise OptionError(option) when ``target`` has no folder to stand in, is one, or is a file being read."""
    try:
        if target.is_dir():
            raise OptionError(option, f"{target} is a folder, not a file.")
        if not target.parent.is_dir():
            raise OptionError(option, f"there is no folder {target.parent}.")
        same = target.exists() and any(path.exists() and target.samefile(path) for path in inputs)
    except (OSError, ValueError) as error:
        raise OptionError(option, _cannot(target, error)) from error
    if same:
        raise OptionError(option, f"{target} is a file you asked us to read; nothing is written over it.")


def write_whole(option: str, target: Path, text: str) -> None:
    """Write ``text`` as UTF-8 to a new file beside ``target``, then put it in its place in one step.

    A write that fails leaves what was there before as it was. A new file is for its owner only
    (0600), one that was there keeps its permissions. Raises OptionError(option).
    """
    data = text.encode("utf-8", errors="replace")
    try:
        place = target.resolve()  # a link stays a link: the file it points to is replaced
        mode = place.stat().st_mode if place.exists() else None
        if mode is not None and not stat.S_ISREG(mode):
            place.write_bytes(data)  # a device or a pipe is written to, never replaced
        else:
            _replace(place, data, mode)
    except (OSError, ValueError) as error:
        raise OptionError(option, _cannot(target, error)) from error


def _replace(place: Path, data: bytes, mode: int | None) -> None:
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=place.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            part.chmod(stat.S_IMODE(mode))
        part.replace(place)
    except BaseException:  # Ctrl-C too: no half file stays behind
        part.unlink(missing_ok=True)
        raise


def _cannot(target: Path, error: OSError | ValueError) -> str:
    why = error.strerror if isinstance(error, OSError) and error.strerror else "the name cannot be used"
    return f"{target} cannot be written: {why}. What was there before is unchanged."
