"""The recovery code: enough bits, read however it was typed, and a slip in it is noticed."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from evenstep.web.vault.recovery import ALPHABET, BODY, looks_like_code, new_code, read_code


def test_it_has_at_least_128_random_bits_in_eight_groups_of_four() -> None:
    assert BODY * math.log2(len(ALPHABET)) >= 128
    assert [len(group) for group in new_code().split("-")] == [4] * 8
    assert len({new_code() for _ in range(200)}) == 200
    assert not set("ILOU") & set(ALPHABET)


@given(st.sampled_from(["-", " ", "", " - ", "–", "\n"]), st.booleans())
def test_it_is_read_however_it_was_typed(between: str, lower: bool) -> None:
    code = new_code()
    typed = code.replace("-", between)
    typed = typed.lower() if lower else typed
    assert read_code(f" {typed.replace('0', 'O').replace('1', 'l')} ") == code.replace("-", "")
    assert looks_like_code(typed)


def test_one_wrong_letter_is_noticed() -> None:
    plain = new_code().replace("-", "")
    slips = [plain[:n] + letter + plain[n + 1 :] for n in range(32) for letter in ALPHABET if letter != plain[n]]
    missed = sum(read_code(slip) is not None for slip in slips)
    assert len(slips) == 32 * 31
    assert missed <= 1  # one in 2**20 passes by chance


def test_two_groups_in_the_wrong_order_are_noticed() -> None:
    groups = new_code().split("-")
    swapped = [groups[1], groups[0], *groups[2:]]
    assert (read_code("-".join(swapped)) is None) == (groups[0] != groups[1])


def test_a_passphrase_is_no_code() -> None:
    for words in ("four old pears", "", "correct-horse-battery-staple", "ABCD-EFGH"):
        assert read_code(words) is None
        assert not looks_like_code(words)
    assert looks_like_code(new_code()[:-1])
