"""One slot: the right secret gives the key, every altered bit gives nothing, and absurd costs are never computed."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstep.errors import OptionError
from evenstep.web.vault.slot import REAL, Cost, Refused, Slot, as_fields, of_fields, open_slot, seal, unseal

CHEAP = Cost(memory_kib=8, passes=1, lanes=1)
KEY = bytes(range(32))


def test_the_real_cost_is_what_is_promised() -> None:
    assert (REAL.memory_kib, REAL.passes, REAL.lanes) == (64 * 1024, 3, 4)
    slot = seal("passphrase", "pears", KEY, REAL)
    assert (unseal(slot, "pears"), unseal(slot, "pear")) == (KEY, None)


@settings(max_examples=100, deadline=None)
@given(secret=st.text(min_size=1), other=st.text(min_size=1))
def test_any_secret_gives_the_key_back_and_no_other_does(secret: str, other: str) -> None:
    import unicodedata

    slot = of_fields(as_fields(seal("passphrase", secret, KEY, CHEAP)))
    assert unseal(slot, secret) == KEY
    same = unicodedata.normalize("NFC", secret) == unicodedata.normalize("NFC", other)
    assert (unseal(slot, other) == KEY) == same


def test_the_seal_is_what_the_reference_says() -> None:
    """Built here a second time from the description in docs/reference/store.md."""
    slot = seal("recovery", "word", KEY, CHEAP)
    stretched = Argon2id(salt=slot.salt, length=32, iterations=1, lanes=1, memory_cost=8).derive(b"word")
    bound = f'["evenstep key",1,"recovery","argon2id",8,1,1,"{slot.salt.hex()}"]'.encode()
    assert ChaCha20Poly1305(stretched).decrypt(slot.nonce, slot.sealed, bound) == KEY


def test_every_flipped_bit_of_a_seal_is_refused() -> None:
    slot = seal("passphrase", "pears", KEY, CHEAP)
    tried = 0
    for name in ("sealed", "salt", "nonce"):
        whole = getattr(slot, name)
        for bit in range(8 * len(whole)):
            changed = (int.from_bytes(whole, "big") ^ 1 << bit).to_bytes(len(whole), "big")
            assert unseal(replace(slot, **{name: changed}), "pears") is None
            tried += 1
    assert tried == 8 * (48 + 16 + 12)


@pytest.mark.parametrize(
    "change",
    [{"kind": "recovery"}, {"cost": Cost(9, 1, 1)}, {"cost": Cost(8, 2, 1)}, {"cost": Cost(16, 1, 2)}],
)
def test_kind_and_cost_are_part_of_the_seal(change: dict[str, Any]) -> None:
    slot = seal("passphrase", "pears", KEY, CHEAP)
    assert unseal(replace(slot, **change), "pears") is None


@pytest.mark.parametrize(
    ("memory", "passes", "lanes"),
    [
        (2**20 + 1, 1, 1),
        (2**40, 1, 1),
        (64, 17, 1),
        (64, 10**9, 1),
        (2**20, 1, 17),
        (7, 1, 1),
        (8, 1, 2),
        (0, 1, 1),
        (64, 0, 1),
        (64, 1, 0),
        (-1, 1, 1),
        (True, 1, 1),
        (64.0, 1, 1),
        ("64", 1, 1),
        (None, 1, 1),
    ],
)
def test_absurd_costs_are_refused_before_they_are_computed(memory: Any, passes: Any, lanes: Any) -> None:
    fields = as_fields(seal("passphrase", "pears", KEY, CHEAP))
    fields |= {"memory_kib": memory, "passes": passes, "lanes": lanes}
    with pytest.raises(Refused):
        of_fields(fields)


def test_two_slots_of_one_secret_share_nothing() -> None:
    one, two = (seal("passphrase", "pears", KEY, CHEAP) for _ in range(2))
    assert one.salt != two.salt
    assert one.nonce != two.nonce
    assert one.sealed != two.sealed


def test_an_open_slot_asks_for_nothing_and_an_empty_secret_is_none() -> None:
    key = secrets.token_bytes(32)
    assert unseal(of_fields(as_fields(open_slot(key))), "whatever") == key
    with pytest.raises(OptionError):
        seal("passphrase", "", key, CHEAP)


@pytest.mark.parametrize(
    "change",
    [{"kind": "other"}, {"salt": "00"}, {"nonce": ""}, {"sealed": "zz"}, {"kdf": "scrypt"}, {"more": 1}, {"salt": 3}],
)
def test_another_shape_is_no_slot(change: dict[str, object]) -> None:
    fields = as_fields(seal("passphrase", "pears", KEY, CHEAP)) | change
    with pytest.raises((Refused, ValueError)):
        of_fields(fields)


def test_a_slot_shows_no_key() -> None:
    assert KEY.hex() not in repr(open_slot(KEY))
    assert "sealed" not in repr(Slot("open", KEY))
