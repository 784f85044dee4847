"""The invented conversations: read by the ordinary reader, the same every time, and true to their story."""

from __future__ import annotations

import polars as pl
import pytest

from evenstep.errors import OptionError
from evenstep.events.people import choose_two
from evenstep.events.turns import turns
from evenstep.gather import Answers, pair_up
from evenstep.loop.findings import LoopResult
from evenstep.loop.fit import fit_loop
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


def test_a_seed_tells_the_story_anew() -> None:
    assert sample_export("short", seed=2) != sample_export("short", seed=3)
    assert sample_export("short", seed=STORIES["short"].seed) == sample_export("short")


def test_minutes_are_all_that_the_export_shows() -> None:
    events = load_sample("short").events
    assert events["resolution_s"].unique().to_list() == [60.0]
    assert events["time"].is_sorted()


def test_the_loop_is_what_the_story_says() -> None:
    """Truth known by construction; how often over 100 tellings is in docs/validation.md."""
    found = {name: _loop(name) for name in STORIES}
    assert found["reaching"].verdict == "both directions"
    assert "a" in found["reaching"].circles
    assert found["busy"].verdict == "can't tell"
    assert found["even"].verdict in ("can't tell", "no sign")
    assert found["short"].verdict == "not enough yet"


@pytest.mark.parametrize("seed", [11, 12])
def test_other_tellings_agree(seed: int) -> None:
    """The same spells, drift and hard weeks twice: with the loop, and without it."""
    busy, reaching = _loop("busy", seed), _loop("reaching", seed)
    assert not busy.circles
    assert reaching.effect("a", "k").shows
    assert busy.effect("a", "k").coefficient < reaching.effect("a", "k").coefficient
    assert busy.effect("b", "w").coefficient > reaching.effect("b", "w").coefficient


def _loop(name: str, seed: int | None = None) -> LoopResult:
    pair = pair_up([load_sample(name, seed)], Answers(two=(ME, OTHER), me=ME))
    return fit_loop(pair.conversations, pair.events, checks="none")


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
    with pytest.raises(OptionError, match=r"there is no sample 'toxic'\. There are: reaching, busy, even, short"):
        load_sample("toxic")
