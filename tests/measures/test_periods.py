"""Starts by period: each stretch as if it were measured alone, ranges that hold together, and the two sides alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import polars as pl
import pytest

from evenstep import gather
from evenstep.errors import OptionError
from evenstep.events.window import between
from evenstep.measures.base import MeasureOptions
from evenstep.measures.catalogue import measure
from evenstep.measures.periods import LENGTHS, MOST, Stretch, initiation_by_period
from evenstep.samples import ME, OTHER, load_sample


@pytest.fixture(scope="module")
def pair() -> gather.Pair:
    return gather.pair_up([load_sample("reaching")], gather.Answers(two=(ME, OTHER), me=ME))


@pytest.fixture(scope="module")
def stretches(pair: gather.Pair) -> tuple[Stretch, ...]:
    return initiation_by_period(pair.conversations, pair.events, "a")


def test_the_stretches_are_the_whole_history_once(pair: gather.Pair, stretches: tuple[Stretch, ...]) -> None:
    assert 2 <= len(stretches) <= MOST + 1
    for one, two in pairwise(stretches):
        assert one.until == two.since
        assert abs((one.until - one.since) - LENGTHS[0]) <= timedelta(hours=1)
    assert stretches[0].since <= pair.events["time"].min()  # type: ignore[operator]
    assert stretches[-1].until > pair.events["time"].max()  # type: ignore[operator]


def test_each_is_what_the_measure_says_of_it_alone(pair: gather.Pair, stretches: tuple[Stretch, ...]) -> None:
    one = stretches[1]
    cut = between(pair.conversations, pair.events, one.since, one.until)
    plain = measure(*cut, names=["initiation_share"]).filter((pl.col("person") == "a") & (pl.col("key") == "8 h"))
    assert plain["value"][0] == pytest.approx(one.value)
    assert plain["n"][0] == one.n
    assert one.low is not None
    assert one.high is not None
    assert one.low <= plain["low"][0] <= plain["high"][0] <= one.high  # wider: it holds together with the others
    assert one.high - one.low > plain["high"][0] - plain["low"][0]


def test_the_two_sides_mirror_each_other(pair: gather.Pair, stretches: tuple[Stretch, ...]) -> None:
    others = initiation_by_period(pair.conversations, pair.events, "b")
    for mine, theirs in zip(stretches, others, strict=True):
        assert (mine.verdict, mine.n, mine.enough) == (theirs.verdict, theirs.n, theirs.enough)
        if mine.enough:
            assert mine.value is not None
            assert theirs.value == pytest.approx(1 - mine.value)
            assert theirs.low == pytest.approx(1 - (mine.high or 0))


def test_a_short_stretch_says_nothing(pair: gather.Pair) -> None:
    last = pair.events["time"].max()
    cut = between(pair.conversations, pair.events, last - timedelta(days=20), None)  # type: ignore[operator]
    assert [each.enough for each in initiation_by_period(*cut, "a")] == [False]


def test_a_silent_stretch_is_left_out(pair: gather.Pair) -> None:
    middle = pl.col("time").is_between(*_middle(pair))
    stretches = initiation_by_period(pair.conversations, pair.events.filter(~middle), "a")
    since, until = _middle(pair)
    assert not [each for each in stretches if each.since >= since and each.until <= until]


def test_a_long_history_is_cut_into_longer_stretches(pair: gather.Pair) -> None:
    far = pair.conversations.with_columns(observed_from=pl.col("observed_from") - timedelta(weeks=150))
    lengths = {each.until - each.since for each in initiation_by_period(far, pair.events, "a")}
    assert min(lengths) > timedelta(weeks=20)


def test_it_is_about_one_conversation(pair: gather.Pair) -> None:
    with pytest.raises(OptionError, match="one conversation"):
        initiation_by_period(pl.concat([pair.conversations] * 2), pair.events, "a")
    assert initiation_by_period(pair.conversations, pair.events.clear(), "a") == ()


def test_the_cut_is_that_of_the_options(pair: gather.Pair, stretches: tuple[Stretch, ...]) -> None:
    hour = replace(MeasureOptions(), session_gap_s=3600.0)
    assert initiation_by_period(pair.conversations, pair.events, "a", hour)[1].n > stretches[1].n


def _middle(pair: gather.Pair) -> tuple[object, object]:
    stretches = initiation_by_period(pair.conversations, pair.events, "a")
    return stretches[1].since, stretches[1].until
