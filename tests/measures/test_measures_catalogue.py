"""The catalogue: names, contracts of every measure, and the page made from it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from evenstep.errors import OptionError
from evenstep.measures.base import RESULTS, Measure, MeasureOptions
from evenstep.measures.catalogue import MEASURES, measure
from evenstep.measures.reference import reference
from tables import conversations_of, events_from
from worlds import World, simulate

NAMES = [one.name for one in MEASURES]
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "measures.md"


@pytest.fixture(scope="module")
def year() -> World:
    made = simulate("drift", 52, 5)
    return replace(made, conversations=conversations_of(made.events, me="A"))


@pytest.fixture(scope="module")
def found(year: World) -> pl.DataFrame:
    return measure(year.conversations, year.events)


def test_names_are_fixed() -> None:
    assert [
        "participation_turns",
        "participation_messages",
        "participation_words",
        "participation_calls",
        "initiation_share",
        "initiation_share_no_late",
        "initiation_renewed",
        "waiting_median",
        "waiting_mean_24h",
        "waiting_within_1h",
        "waiting_within_24h",
        "waiting_curve",
        "waiting_gap",
        "runs_mean",
        "runs_distribution",
        "reach_balance",
        *(
            form.format(what)
            for what in ("turns", "starts", "reach")
            for form in ("drift_{}", "drift_{}_raw", "drift_change_{}")
        ),
        "rhythm_burstiness",
        "rhythm_memory",
        "rhythm_shift",
        "rhythm_hours",
    ] == NAMES


def test_every_measure_gives_rows_of_the_declared_shape(found: pl.DataFrame) -> None:
    assert dict(found.schema) == dict(RESULTS)
    assert set(found["measure"].unique()) == set(NAMES)
    units = set(found.select("measure", "unit").unique().iter_rows())
    assert units == {(one.name, one.unit) for one in MEASURES}


def test_nothing_is_ever_nan_or_infinite(found: pl.DataFrame) -> None:
    for name in ("x", "value", "low", "high"):
        assert found[name].is_finite().all()


def test_every_interval_holds_its_value_and_shares_stay_shares(found: pl.DataFrame) -> None:
    known = found.drop_nulls(["value", "low", "high"])
    assert known.height > 300
    assert ((known["low"] <= known["value"]) & (known["value"] <= known["high"])).all()
    shares = known.filter((pl.col("unit") == "share") & ~pl.col("measure").str.starts_with("drift_change"))
    assert ((shares["low"] >= 0) & (shares["high"] <= 1)).all()


def test_both_people_always_but_for_ones_own_hours(found: pl.DataFrame) -> None:
    """Product rule: no number about the other without the same about oneself; hours of oneself alone."""
    people = dict(found.group_by("measure").agg(pl.col("person").unique().sort().str.join("")).iter_rows())
    assert people.pop("rhythm_hours") == "a"
    assert set(people.values()) == {"ab"}


@pytest.mark.parametrize("one", MEASURES, ids=NAMES)
def test_a_measure_alone_is_the_same_as_among_all(one: Measure, year: World, found: pl.DataFrame) -> None:
    alone = one.function(year.conversations, year.events, MeasureOptions())
    assert alone.equals(found.filter(pl.col("measure") == one.name))
    assert alone.equals(measure(year.conversations, year.events, [one.name]))


def test_an_unknown_name_is_refused_with_the_names_there_are() -> None:
    events = events_from([("A", "2024-01-01 10:00")])
    with pytest.raises(OptionError, match=r"no measure 'waiting'.*waiting_median"):
        measure(conversations_of(events), events, ["waiting"])


def test_no_conversations_give_an_empty_table() -> None:
    events = events_from([("A", "2024-01-01 10:00")])
    got = measure(conversations_of(events).clear(), events)
    assert got.height == 0
    assert dict(got.schema) == dict(RESULTS)


def test_a_conversation_without_turns_gives_nulls_not_errors() -> None:
    events = events_from([("A", "2024-01-01 10:00", {"kind": "reaction"})])
    got = measure(conversations_of(events, me="A"), events)
    assert got["value"].null_count() == got.height
    assert not got["enough"].any()


def test_before_two_people_are_chosen_there_is_nothing_to_measure() -> None:
    events = events_from([("A", "2024-01-01 10:00"), ("B", "2024-01-01 10:10")])
    got = measure(conversations_of(events, person_a=None, person_b=None), events)
    assert got["value"].null_count() == got.height > 0
    assert "rhythm_hours" not in got["measure"].to_list()


def test_every_text_for_readers_is_there_and_plain() -> None:
    for one in MEASURES:
        assert one.question.endswith("?")
        for text in (one.how, one.source, one.minimum):
            assert text
            assert "!" not in text
            assert not {"because", "causes", "caused", "pursuer", "distancer"} & set(text.lower().split())


def test_the_reference_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), "run: python -m evenstep.measures.reference > " + str(PAGE)
