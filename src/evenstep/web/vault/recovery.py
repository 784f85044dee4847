"""The recovery code: 140 random bits on paper, in letters that cannot be taken for one another, with a check group."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U
MEANT: Final = str.maketrans({"I": "1", "L": "1", "O": "0"})
GROUP: Final = 4
BODY: Final = 7 * GROUP
LENGTH: Final = BODY + GROUP


def new_code() -> str:
    """A fresh code as it is printed: 8 groups of 4, the last one made from the others."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(BODY))
    whole = body + _check(body)
    return "-".join(whole[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def read_code(typed: str) -> str | None:
    """The code in its one form, however it was typed; None when it is no code or holds a slip."""
    whole = _plain(typed)
    if len(whole) != LENGTH or not set(whole) <= set(ALPHABET) or whole[BODY:] != _check(whole[:BODY]):
        return None
    return whole


def looks_like_code(typed: str) -> bool:
    """Whether a code was probably meant, so that the answer can be about the code."""
    return bool(re.fullmatch(r"(?:[0-9A-Z]{3,5}[-\s]+){6,8}[0-9A-Z]{3,5}", typed.strip().upper())) or (
        len(_plain(typed)) == LENGTH and set(_plain(typed)) <= set(ALPHABET)
    )


def _plain(typed: str) -> str:
    return re.sub(r"[\s\-–—]", "", typed).upper().translate(MEANT)


def _check(body: str) -> str:
    number = int.from_bytes(hashlib.sha256(b"evenstep recovery code " + body.encode()).digest()[:4], "big")
    return "".join(ALPHABET[number >> shift & 31] for shift in (0, 5, 10, 15))
