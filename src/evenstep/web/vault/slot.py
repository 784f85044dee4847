"""One way to open a store: its key wrapped by a passphrase or a recovery code, or, chosen knowingly, in the open."""

from __future__ import annotations

import json
import secrets
import unicodedata
from dataclasses import dataclass, field
from typing import Final, Literal, cast, get_args

from evenstep.errors import OptionError

Kind = Literal["passphrase", "recovery", "open"]
KEY_BYTES: Final = 32
SALT_BYTES: Final = 16
NONCE_BYTES: Final = 12
SEALED_BYTES: Final = KEY_BYTES + 16
VERSION: Final = 1


class Refused(ValueError):
    """A slot has a shape we never write."""


@dataclass(frozen=True)
class Cost:
    """How much work one guess takes (Argon2id). Above the caps a file could freeze the machine."""

    memory_kib: int
    passes: int
    lanes: int

    def __post_init__(self) -> None:
        values = (self.memory_kib, self.passes, self.lanes)
        whole = all(type(value) is int for value in values)
        if not (whole and 1 <= self.lanes <= 16 and 1 <= self.passes <= 16):
            raise Refused("argon2 parameters")
        if not 8 * self.lanes <= self.memory_kib <= 2**20:
            raise Refused("argon2 memory")


REAL: Final = Cost(memory_kib=64 * 1024, passes=3, lanes=4)


@dataclass(frozen=True)
class Slot:
    """``sealed``: the wrapped key; for an open slot the key itself."""

    kind: Kind
    sealed: bytes = field(repr=False)
    cost: Cost | None = None
    salt: bytes = b""
    nonce: bytes = b""

    def __post_init__(self) -> None:
        shape = (len(self.sealed), len(self.salt), len(self.nonce), self.cost is not None)
        plain = (KEY_BYTES, 0, 0, False)
        wrapped = (SEALED_BYTES, SALT_BYTES, NONCE_BYTES, True)
        if self.kind not in get_args(Kind) or shape != (plain if self.kind == "open" else wrapped):
            raise Refused("slot")


def open_slot(key: bytes) -> Slot:
    """The key without a lock: whoever can read the file can read the notes."""
    return Slot("open", key)


def seal(kind: Kind, secret: str, key: bytes, cost: Cost) -> Slot:
    """``key`` wrapped by ``secret``, with fresh salt and nonce. Raises OptionError for an empty secret."""
    if not secret:
        raise OptionError(kind, "is empty")
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # noqa: PLC0415 -- not for the first page

    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    box = ChaCha20Poly1305(_stretched(secret, salt, cost))
    return Slot(kind, box.encrypt(nonce, key, _bound(kind, cost, salt)), cost, salt, nonce)


def unseal(slot: Slot, secret: str) -> bytes | None:
    """The key, when ``secret`` is the right one; None when not. An open slot asks for none."""
    if slot.cost is None:
        return slot.sealed
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 -- not for the first page
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # noqa: PLC0415

    box = ChaCha20Poly1305(_stretched(secret, slot.salt, slot.cost))
    try:
        return box.decrypt(slot.nonce, slot.sealed, _bound(slot.kind, slot.cost, slot.salt))
    except InvalidTag:
        return None


def as_fields(slot: Slot) -> dict[str, object]:
    """The slot as it stands in the file."""
    if slot.cost is None:
        return {"kind": slot.kind, "key": slot.sealed.hex()}
    return {
        "kind": slot.kind,
        "kdf": "argon2id",
        "memory_kib": slot.cost.memory_kib,
        "passes": slot.cost.passes,
        "lanes": slot.cost.lanes,
        "salt": slot.salt.hex(),
        "nonce": slot.nonce.hex(),
        "sealed": slot.sealed.hex(),
    }


def of_fields(fields: dict[str, object]) -> Slot:
    """The slot that ``as_fields`` wrote. Raises Refused, KeyError, TypeError or ValueError for any other shape."""
    kind = cast("Kind", fields["kind"])
    if kind == "open":
        slot = Slot(kind, _bytes(fields["key"]))
    else:
        cost = Cost(*(cast("int", fields[name]) for name in ("memory_kib", "passes", "lanes")))
        slot = Slot(kind, _bytes(fields["sealed"]), cost, _bytes(fields["salt"]), _bytes(fields["nonce"]))
    if as_fields(slot) != fields:
        raise Refused("slot fields")
    return slot


def _bytes(value: object) -> bytes:
    if not isinstance(value, str):
        raise Refused("not text")
    return bytes.fromhex(value)


def _stretched(secret: str, salt: bytes, cost: Cost) -> bytes:
    """NFC, because two keyboards may send the same letter in two ways; never stripped: a space may be meant."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id  # noqa: PLC0415 -- not for the first page

    text = unicodedata.normalize("NFC", secret).encode("utf-8", "surrogatepass")
    work = Argon2id(salt=salt, length=KEY_BYTES, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib)
    return work.derive(text)


def _bound(kind: str, cost: Cost, salt: bytes) -> bytes:
    """What the seal holds besides the key, so that no part of a slot can be exchanged for another."""
    parts = ["evenstep key", VERSION, kind, "argon2id", cost.memory_kib, cost.passes, cost.lanes, salt.hex()]
    return json.dumps(parts, separators=(",", ":")).encode()
