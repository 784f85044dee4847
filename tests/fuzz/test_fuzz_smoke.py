"""A short run of every fuzz target with seeded changes: no fuzzer needed, the same every time."""

from __future__ import annotations

from collections import Counter

import pytest
from fuzz_mutator import mutations
from fuzz_packing import pack, unpack
from fuzz_seeds import seeds
from fuzz_small import SMALL
from fuzz_targets import Finding, targets

from evenstep.errors import InputError
from evenstep.sources import read

RUNS = 30
MOST_SEEDS = 6


@pytest.mark.parametrize("name", sorted(targets()))
def test_only_our_own_errors_escape(name: str) -> None:
    starts = sorted(seeds(name), key=len)[:MOST_SEEDS]
    answers = Counter(targets()[name](data) for data in [*starts, *mutations(starts, RUNS, seed=6)])
    assert answers.total() == len(starts) + RUNS


@pytest.mark.parametrize("name", sorted(SMALL))
def test_every_small_seed_is_an_honest_export(name: str) -> None:
    assert targets()[name](pack(SMALL[name])) == "read"


def test_every_source_has_a_target() -> None:
    beside = {"archive", "telegramtwice", "lines"}
    assert set(targets()) == beside | {type(source).__name__.lower() for source in read.SOURCES}
    assert len(targets()) == len(read.SOURCES) + len(beside)
    assert set(SMALL) == set(targets()) - beside


def test_a_target_notices_what_must_not_happen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A parser that breaks, and one whose records do not add up."""
    source = next(source for source in read.SOURCES if source.name == "telegram")
    seed = pack(SMALL["telegram"])

    def breaks(*_: object) -> None:
        raise KeyError("text")

    monkeypatch.setattr(type(source), "parse", breaks)
    with pytest.raises(KeyError):
        targets()["telegram"](seed)

    def told_politely(*_: object) -> None:
        raise InputError("E291", "x")

    monkeypatch.setattr(type(source), "parse", told_politely)
    with pytest.raises(Finding):
        targets()["telegram"](seed)


def test_several_files_survive_the_packing() -> None:
    files = [("a/b.json", b"{}\n"), ("c.txt", b"")]
    assert unpack(pack(files)) == files
    assert unpack(b"no mark") == [("export", b"no mark")]
