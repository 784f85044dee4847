"""Each reason has its own plain words: what happened and what to do, short, calm, without a guess at blame."""

from __future__ import annotations

import pytest

from evenstep.errors import StoreError
from evenstep.web.vault import trouble
from evenstep.web.vault.trouble import Trouble

CASES = [
    trouble.WrongPassphrase(),
    trouble.BadRecoveryCode(),
    trouble.TooSoon(40),
    trouble.NotAStore("notes.db"),
    trouble.EmptyStore(),
    trouble.NewerStore(),
    trouble.Damaged("notes.db"),
    trouble.ReadOnlyPlace(),
    trouble.FullDisk(),
    trouble.DiskFault(),
    trouble.Busy(),
    trouble.AlreadyOpen(),
    trouble.BackupDamaged("it is cut short"),
]


@pytest.mark.parametrize("error", CASES, ids=lambda error: type(error).__name__)
def test_two_short_plain_sentences(error: Trouble) -> None:
    assert isinstance(error, StoreError)
    words = f"{error.what} {error.to_do}" % error.values
    assert str(error) == words
    assert "!" not in words
    sentences = [part for part in words.replace("notes.db", "notes").split(". ") if part]
    assert 2 <= len(sentences) <= 4
    assert all(len(sentence.split()) <= 25 for sentence in sentences)


def test_no_two_reasons_say_the_same() -> None:
    every = {cls for cls in vars(trouble).values() if isinstance(cls, type) and issubclass(cls, Trouble)} - {Trouble}
    assert {type(error) for error in CASES} == every
    assert len({error.what for error in CASES}) == len(CASES)
