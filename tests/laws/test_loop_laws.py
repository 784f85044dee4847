"""Laws of the loop: labels, row order, shifting in time, saying so when there is little, never a surprise."""

from __future__ import annotations

import math
import pickle
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any

import polars as pl
import pytest

from evenstep.errors import OptionError
from evenstep.events.schema import TimeType
from evenstep.loop.findings import Effect, LoopResult
from evenstep.loop.fit import fit_loop
from evenstep.loop.options import LoopOptions
from evenstep.loop.simulate import Simulated, simulate
from tables import conversations_of, events_from, swapped

OTHER = {"a": "b", "b": "a"}
QUICK = LoopOptions(levels=5)
TURN, SESSION = timedelta(minutes=5), timedelta(hours=8)


@cache
def pair() -> Simulated:
    return simulate("loop-spells+drift", weeks=12, seed=2)


def fit(conversations: pl.DataFrame, events: pl.DataFrame, options: LoopOptions = QUICK) -> LoopResult:
    return fit_loop(conversations, events, options=options, checks="none")


@cache
def fitted() -> LoopResult:
    return fit(pair().conversations, pair().events)


def numbers(effect: Effect) -> list[float]:
    intervals = [end for each in (effect.model, effect.weeks, effect.shown) for end in (each.low, each.high)]
    return [effect.coefficient, *intervals, effect.rate_ratio, effect.p, effect.p_adjusted]


def assert_same(one: LoopResult, two: LoopResult, *, turned: bool = False, tolerance: float = 1e-6) -> None:
    """Equal findings, or those of the other person where ``turned``."""
    name = OTHER if turned else {"a": "a", "b": "b"}
    assert one.verdict == two.verdict
    assert {name[person] for person in one.circles} == set(two.circles)
    for effect in one.effects:
        other = two.effect(name[effect.person], effect.name)
        assert numbers(effect) == pytest.approx(numbers(other), abs=tolerance, nan_ok=True)
        assert (effect.answer, effect.problem, effect.episodes) == (other.answer, other.problem, other.episodes)
    step = -1 if turned else 1
    assert one.log_likelihood == pytest.approx(two.log_likelihood[::step], abs=tolerance)
    for mine, its in zip(one.availability, two.availability[::step], strict=True):
        assert vars(mine) == pytest.approx(vars(its), rel=tolerance, abs=tolerance)


def test_the_example_says_something() -> None:
    result = fitted()
    assert result.enough.enough
    assert not any(math.isnan(x) for effect in result.effects for x in numbers(effect))
    assert result.effect("a", "k").coefficient != pytest.approx(result.effect("b", "k").coefficient, abs=1e-3)


def test_swapping_the_labels_swaps_the_results() -> None:
    conversations = pair().conversations.with_columns(zone_b=pl.lit("Asia/Tokyo"))
    there = fit(conversations, pair().events)
    assert_same(there, fit(swapped(conversations), pair().events), turned=True)


def test_the_order_of_rows_does_not_matter() -> None:
    shuffled = pair().events.sample(fraction=1, shuffle=True, seed=4)
    assert fit(pair().conversations, shuffled) == fitted()


def test_twice_the_same_is_the_same() -> None:
    assert fit(pair().conversations, pair().events) == fitted()


@pytest.mark.parametrize("weeks", [-60, 1, 300])
def test_a_shift_by_whole_weeks_changes_nothing(weeks: int) -> None:
    """In UTC, where no clock changes."""
    here = pair().conversations.with_columns(zone_a=pl.lit("UTC"), zone_b=pl.lit("UTC"))
    assert_same(fit(here, pair().events), fit(*moved(here, pair().events, timedelta(weeks=weeks))))


@pytest.mark.parametrize("hours", [-9, 5])
def test_zones_and_times_moved_together_change_nothing(hours: int) -> None:
    """The same local life elsewhere; only the drift's day still turns at one hour of UTC, which matters little."""
    here = pair().conversations.with_columns(zone_a=pl.lit("UTC"), zone_b=pl.lit("UTC"))
    zone = pl.lit(f"Etc/GMT{-hours:+d}")  # named by what must be added to reach UTC
    there, events = moved(here, pair().events, timedelta(hours=-hours))
    there = there.with_columns(zone_a=zone, zone_b=zone)
    one, two = fit(here, pair().events), fit(there, events)
    for effect in one.effects:
        other = two.effect(effect.person, effect.name)
        half = (effect.model.high - effect.model.low) / 2
        assert effect.coefficient == pytest.approx(other.coefficient, abs=0.25 * half)
    one, two = (fit(*each, LoopOptions(levels=1)) for each in ((here, pair().events), (there, events)))
    assert one.log_likelihood == pytest.approx(two.log_likelihood, abs=1e-6)
    for effect in one.effects:  # weeks are cut where days turn
        other = two.effect(effect.person, effect.name)
        assert (effect.coefficient, vars(effect.model)) == (
            pytest.approx(other.coefficient, abs=1e-6), pytest.approx(vars(other.model), abs=1e-6)
        )  # fmt: skip


def moved(conversations: pl.DataFrame, events: pl.DataFrame, by: timedelta) -> tuple[pl.DataFrame, pl.DataFrame]:
    there = conversations.with_columns((pl.col("observed_from", "observed_until") + by).cast(TimeType))
    return there, events.with_columns((pl.col("time") + by).cast(TimeType))


def test_the_result_pickles_and_prints() -> None:
    result = fitted()
    assert pickle.loads(pickle.dumps(result)) == result  # noqa: S301
    assert "verdict=" in repr(result)


def test_more_than_one_conversation_is_an_option_error() -> None:
    two = pl.concat([pair().conversations, pair().conversations.with_columns(conversation_id=pl.lit("other"))])
    for conversations in (two, two.clear()):
        with pytest.raises(OptionError, match="the loop is about one conversation"):
            fit(conversations, pair().events)
    alone = pair().conversations.with_columns(person_b=pl.lit(None, dtype=pl.String))
    with pytest.raises(OptionError, match="two persons must be chosen"):
        fit(alone, pair().events)


@pytest.mark.parametrize(
    "wrong", [{"turn_gap_s": -1}, {"session_gap_s": 0}, {"pressure_s": math.nan}, {"levels": 0}, {"alpha": 1.0}]
)
def test_an_option_that_cannot_be_meant_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(OptionError, match=next(iter(wrong))):
        LoopOptions(**wrong)


TINY: dict[str, list[Any]] = {
    "one event": [("A", "2024-01-01 10:00")],
    "one side": [("A", f"2024-01-{day:02d} 10:00") for day in range(1, 29)],
    "one each": [("A", "2024-01-01 10:00"), ("B", "2024-01-01 10:07")],
    "one tick": [(who, "2024-01-01 10:00") for who in "ABABABAB"],
    "ties": [(who, f"2024-01-{day:02d} 10:00") for day in range(1, 29) for who in "ABBA"],
    "ping-pong": [(who, f"2024-01-{day:02d} 1{who > 'A':d}:00") for day in range(1, 29) for who in "AB"],
    "calls only": [
        ("A" if day % 2 else "B", f"2024-01-{day:02d} 10:00", {"kind": "call", "duration_s": 600.0})
        for day in range(1, 29)
    ],
    "no events": [],
}


@pytest.mark.parametrize("resolution_s", [1.0, 60.0])
@pytest.mark.parametrize("name", list(TINY))
def test_little_is_not_enough_yet(name: str, resolution_s: float) -> None:
    """Warnings are errors here: a short history must not make one."""
    rows = TINY[name]
    events = events_from(rows or TINY["one each"], resolution_s=resolution_s)
    conversations = conversations_of(events)
    result = fit(conversations, events if rows else events.clear(), LoopOptions())
    assert result.verdict == "not enough yet"
    assert result.circles == ()
    assert result.enough.turns <= len(rows)
    for effect in result.effects:
        assert effect.answer == "not enough yet"
        assert math.isnan(effect.coefficient) == math.isnan(effect.p) == (effect.p_adjusted != effect.p_adjusted)
        assert effect.shown.low <= 0 <= effect.shown.high or effect.p_adjusted < 0.05 or effect.problem


@pytest.mark.parametrize("zone", [None, "Asia/Kolkata", "America/St_Johns"])
def test_any_zone_will_do(zone: str | None) -> None:
    made = pair().conversations.with_columns(zone_b=pl.lit(zone, dtype=pl.String))
    part = pair().events.head(400)
    assert all(math.isfinite(x) for x in fit(made, part).log_likelihood)


def without(drops: Callable[[str, timedelta], bool]) -> LoopResult:
    """A simulated half year less the events of a that ``drops`` names, from who wrote last and how long ago."""
    made, kept = simulate("null", weeks=26, seed=1), []
    for row in made.events.iter_rows(named=True):
        mine = kept and row["sender"] == "A" and (kept[-1]["sender"] != "A" or row["time"] - kept[-1]["time"] > TURN)
        if not (mine and drops(kept[-1]["sender"], row["time"] - kept[-1]["time"])):
            kept.append(row)
    result = fit(made.conversations, pl.DataFrame(kept, schema=made.events.schema))
    assert result.enough.enough
    return result


def assert_named(result: LoopResult, *problems: str) -> None:
    """The problems in the order of the effects; no number where there is one, an ordinary one where there is none."""
    assert tuple(effect.problem for effect in result.effects) == problems
    for effect in result.effects:
        if effect.problem:
            assert all(math.isnan(x) for x in numbers(effect))
            assert effect.answer == "not enough yet"
        else:
            assert 0 < effect.model.high - effect.model.low < 3
            assert effect.model.low - 0.5 < 0 < effect.model.high + 0.5


def test_without_follow_ups_and_renewed_starts_there_is_no_pressure() -> None:
    assert_named(without(lambda last, _: last == "A"), "", "", "too few episodes", "")


def test_one_who_never_starts_still_follows_up() -> None:
    assert_named(without(lambda _, silence: silence >= SESSION), "", "", "", "")


def test_one_who_only_ever_answers_is_named() -> None:
    """No reach act of a at all: nothing that slowness could have come before."""
    only_answers = without(lambda last, silence: last == "A" or silence >= SESSION)
    assert_named(only_answers, "", "separation", "too few episodes", "")


def test_one_who_never_answers_is_named() -> None:
    """All events of a are starts: they never wrote while they owed an answer."""
    never_answers = without(lambda last, silence: last == "B" and silence < SESSION)
    assert never_answers.effect("a", "w").problem == "separation"
    assert math.isnan(never_answers.effect("a", "w").coefficient)
