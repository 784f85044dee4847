"""Bad containers: zips that would burst, overlap, lie about themselves, are cut, locked or empty."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from bad_file import Bad

CHAT: Final = "03/05/24, 10:00 - Ada: hello\n03/05/24, 10:05 - Ben: hi\n21/05/24, 09:00 - Ada: morning\n"


def zipped(**members: bytes | str) -> bytes:
    """A zip of members; "__" in a name stands for a dot."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    return made.getvalue()


def zeros(megabytes: int) -> bytes:
    """Zeros pack to a thousandth of their size."""
    return zipped(a__txt=bytes(megabytes * 2**20))


CONTAINERS: Final = (
    Bad(1, "zeros, 20 MB", "x.zip", lambda: zeros(20), "refuse", ("E101",), says="times its size"),
    Bad(1, "zeros, 50 MB", "x.zip", lambda: zeros(50), "refuse", ("E101",), says="times its size"),
    Bad(
        1,
        "zeros beside a chat",
        "x.zip",
        lambda: zipped(_chat__txt=CHAT, b__txt=bytes(20 * 2**20)),
        "refuse",
        ("E101",),
        says="times its size",
    ),
)
