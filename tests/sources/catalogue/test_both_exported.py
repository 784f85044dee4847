"""Row 44 of the catalogue: one chat that each of the two exported becomes one chat, whichever file comes first."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from rows_pairs import PAIR_ROWS, Both

from evenstep.errors import NeedsAnswer, OptionError
from evenstep.gather import Answers, Pair, gather
from evenstep.sources.archive import NamedBytes

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def merged(pair: Both, *, turned: bool = False) -> Pair:
    files = [NamedBytes(pair.name, made().encode()) for made in (pair.one, pair.other)]
    answers = Answers(zone="Europe/Berlin", same=pair.same)
    return gather(files[::-1] if turned else files, answers, now=NOW)


@pytest.mark.parametrize("pair", PAIR_ROWS, ids=str)
def test_what_becomes_of_both(pair: Both) -> None:
    if pair.verdict == "ok":
        check_merged(pair, merged(pair))
        assert merged(pair, turned=True).events.equals(merged(pair).events)
        return
    with pytest.raises(NeedsAnswer if pair.verdict == "ask" else OptionError) as told:
        merged(pair)
    assert told.value.option == pair.codes[0]
    reasons = [choice.meaning for choice in told.value.choices] if isinstance(told.value, NeedsAnswer) else []
    assert any(pair.says in words for words in (str(told.value), *reasons))


def check_merged(pair: Both, made: Pair) -> None:
    """Nobody is in it twice, nothing is lost, and the two readings say how much both files hold."""
    assert all(reading.balances for reading in made.readings)
    assert sorted(made.conversations.select("person_a", "person_b").row(0)) == ["Ada", "Ben"]
    assert made.events.height == pair.kept
    assert sum(reading.already_there for reading in made.readings) == pair.there
    assert sum(reading.imported for reading in made.readings) == pair.kept
