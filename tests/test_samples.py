"""The invented conversations: read by the ordinary reader, the same every time, and true to their story."""

from __future__ import annotations

import polars as pl
import pytest

from evenstep.errors import OptionError
from evenstep.events.people import choose_two
from evenstep.events.turns import turns
from evenstep.samples import ME, OTHER, STORIES, load_sample, sample_export, sample_hard_weeks


@pytest.mark.parametrize("name", sorted(STORIES))
def test_every_story_reads_back_whole(name: str) -> None:
    parsed = load_sample(name)
    lines = sample_export(name).count("\n")
    assert parsed.reading.balances
    assert (parsed.reading.seen, parsed.reading.system, parsed.reading.skipped) == (lines, 1, 0)
    assert set(parsed.reading.senders) == {ME, OTHER}


def test_a_story_is_the_same_every_time() -> None:
    assert sample_export("even") == sample_export("even")


def test_one_reaches_more_in_the_story_called_so() -> None:
    shares = {}
    for name in ("reaching", "even"):
        parsed = load_sample(name)
        two = choose_two(parsed.conversations, parsed.events, me=ME)
        starts = turns(two.conversations, two.events).turns.filter("start")
        shares[name] = starts.filter(pl.col("person") == "a").height / starts.height
    assert shares["reaching"] > 0.55
    assert shares["reaching"] > shares["even"]


def test_hard_weeks_are_iso_weeks_of_the_story() -> None:
    weeks = sample_hard_weeks("reaching")
    assert len(weeks) == len(STORIES["reaching"].hard_weeks)
    assert "2024-W45" in weeks


def test_an_unknown_story_is_named() -> None:
    with pytest.raises(OptionError, match="there is no sample 'toxic'"):
        load_sample("toxic")
