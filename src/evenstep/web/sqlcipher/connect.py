"""One connection to one encrypted file: key, then settings that survive a power cut, then proof that it can be read."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from sqlcipher3 import dbapi2 as driver

from evenstep.web.vault.opened import Opened
from evenstep.web.vault.trouble import NotAStore

WAIT_S: Final = 10.0  # how long one window waits for another to finish writing
OLDEST_CIPHER: Final = (4, 6)
SETTINGS: Final = (
    "journal_mode = WAL",
    "synchronous = FULL",  # with NORMAL a power cut loses what was acknowledged
    "secure_delete = ON",
    "temp_store = MEMORY",
    "trusted_schema = OFF",
)


def connect(opened: Opened, detect_types: int = 0) -> Any:
    """A connection that has read its file. Raises the driver's DatabaseError when the key does not fit the file.

    Raises NotAStore when there is no file: an empty one must never take the place of one that was lost.
    """
    _check_driver()
    if not opened.path.exists():
        raise NotAStore(opened.path.name)
    uri = f"{opened.path.absolute().as_uri()}?mode=rw"
    made = driver.connect(uri, uri=True, timeout=WAIT_S, check_same_thread=False, detect_types=detect_types)
    try:
        made.execute("PRAGMA cipher_log_level = NONE")  # it would write of a wrong key on the terminal
        made.execute(f"PRAGMA key = \"x'{opened.key.hex()}'\"")
        made.execute("PRAGMA cipher_memory_security = ON")
        made.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for setting in SETTINGS:
            made.execute(f"PRAGMA {setting}").fetchone()
    except BaseException:
        made.close()
        raise
    return made


@cache
def _check_driver() -> None:
    """Raises RuntimeError for a driver that was built without the cipher: it would write plain text without a word."""
    probe = driver.connect(":memory:")
    row = probe.execute("PRAGMA cipher_version").fetchone()
    probe.close()
    if row is None or tuple(int(n) for n in row[0].split()[0].split(".")[:2]) < OLDEST_CIPHER:
        raise RuntimeError("the installed sqlcipher3 has no cipher, or too old a one: nothing is written with it")
