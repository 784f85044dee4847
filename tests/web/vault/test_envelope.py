"""key.json in its one byte form: any flip, cut or other spelling is refused as damage, never taken as a wrong word."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstep.web.vault.envelope import (
    Envelope,
    clean_label,
    first_envelope,
    lock,
    read_envelope,
    write_envelope,
)
from evenstep.web.vault.slot import Cost, seal
from evenstep.web.vault.trouble import Damaged, NewerStore

CHEAP = Cost(memory_kib=8, passes=1, lanes=1)
KEY = bytes(range(32))
SMALL = first_envelope("Notes", "pears", KEY, CHEAP)


def refused(data: bytes) -> bool:
    try:
        read_envelope(data)
    except Damaged:
        return True
    return False


def signed(body: dict[str, Any]) -> bytes:
    """A body with its sum put right, as somebody would who edits the file on purpose."""
    text = (json.dumps(body, sort_keys=True, indent=1) + "\n").encode()
    return (json.dumps({**body, "sum": hashlib.sha256(text).hexdigest()}, sort_keys=True, indent=1) + "\n").encode()


def body_of(envelope: Envelope) -> dict[str, Any]:
    body = json.loads(write_envelope(envelope))
    del body["sum"]
    return dict(body)


def test_every_flipped_bit_and_every_cut_is_refused() -> None:
    data = write_envelope(SMALL)
    assert read_envelope(data) == SMALL
    for bit in range(8 * len(data)):
        spoilt = bytearray(data)
        spoilt[bit // 8] ^= 1 << bit % 8
        assert refused(bytes(spoilt)), bit
    assert all(refused(data[:end]) for end in range(len(data)))
    assert refused(data + b"\n")
    assert refused(b" " + data)


@pytest.mark.parametrize(
    "data",
    [b"null", b"[]", b'{"sum":1}', b"\xff\xfe", b"[" * 100_000, b"{" + b" " * 70_000 + b"}", b'"x"', b"1e999"],
)
def test_anything_else_is_refused(data: bytes) -> None:
    assert refused(data)


@pytest.mark.parametrize(
    "change",
    [
        {"slots": []},
        {"slots": None},
        {"label": ""},
        {"label": "x" * 81},
        {"label": 7},
        {"version": 0},
        {"version": True},
        {"version": "1"},
        {"evenstep": "other"},
        {"more": 1},
        {"coming": {}},
    ],
)
def test_another_shape_is_refused_even_with_its_sum_put_right(change: dict[str, Any]) -> None:
    assert not refused(signed(body_of(SMALL)))
    assert refused(signed(body_of(SMALL) | change))


def test_slots_that_do_not_go_together_are_refused() -> None:
    passphrase, recovery = SMALL.slots[0], seal("recovery", "code", KEY, CHEAP)
    open_one = lock(None, KEY)[0]
    for slots in [
        (recovery,),
        (passphrase, passphrase),
        (open_one, passphrase),
        (recovery, passphrase),
        (open_one, open_one),
    ]:
        assert refused(write_envelope(Envelope("Notes", slots)))
    for slots in [(open_one,), (passphrase, recovery)]:
        assert not refused(write_envelope(Envelope("Notes", slots)))
        assert not refused(write_envelope(replace(SMALL, coming=slots)))


def test_a_later_version_is_named_as_such() -> None:
    with pytest.raises(NewerStore):
        read_envelope(signed(body_of(SMALL) | {"version": 2}))


@settings(max_examples=200, deadline=None)
@given(label=st.text())
def test_any_label_can_be_kept(label: str) -> None:
    envelope = replace(SMALL, label=clean_label(label))
    assert read_envelope(write_envelope(envelope)) == envelope
    assert 1 <= len(envelope.label) <= 80
    assert clean_label(envelope.label) == envelope.label


def test_protected_says_whether_a_secret_is_asked_for() -> None:
    bare = first_envelope("Notes", None, KEY)
    assert (SMALL.protected, bare.protected, replace(bare, coming=SMALL.slots).protected) == (True, False, True)
    assert KEY.hex().encode() not in write_envelope(SMALL)
