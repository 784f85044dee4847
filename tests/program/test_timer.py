"""The timer: sleep, clocks that change and clocks that are set back; it never runs backward and never ends a turn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstep.errors import OptionError
from evenstep.program.timer import (
    NOTHING,
    Timer,
    ends_at,
    go_on,
    instant,
    left,
    longer,
    ran,
    seen,
    start,
    wait,
    waits,
    without,
)

NOON = datetime(2026, 5, 5, 12, 0, tzinfo=UTC)
FIVE = timedelta(minutes=5)
seconds = st.integers(-600, 7200).map(lambda n: timedelta(seconds=n))


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def test_a_turn_of_five_minutes_runs_out() -> None:
    timer = start(FIVE, NOON)
    assert left(timer, at(0)) == FIVE
    assert left(timer, at(3)) == timedelta(minutes=2)
    assert left(timer, at(99)) == NOTHING
    assert ends_at(timer, at(3)) == at(5)


def test_while_it_waits_nothing_runs() -> None:
    timer = wait(start(FIVE, NOON), at(2))
    assert waits(timer)
    assert left(timer, at(60)) == timedelta(minutes=3)
    assert ends_at(timer, at(60)) is None
    timer = go_on(timer, at(60))
    assert left(timer, at(61)) == timedelta(minutes=2)
    assert ends_at(timer, at(61)) == at(63)


def test_after_sleep_the_time_that_passed_has_passed() -> None:
    """The lid was closed for ten minutes in the middle of a turn; in a pause it was closed for a night."""
    assert left(start(FIVE, NOON), at(12)) == NOTHING
    paused = wait(start(FIVE, NOON), at(1))
    assert left(go_on(paused, at(600)), at(601)) == timedelta(minutes=3)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns"])
@pytest.mark.parametrize("year", [2026, 2027])
def test_five_minutes_are_five_minutes_in_any_night_the_clocks_change(zone: str, year: int) -> None:
    """Over each half hour of a year: the wall may jump, the turn does not."""
    tz = ZoneInfo(zone)
    began = datetime(year, 1, 1, tzinfo=UTC)
    for half_hours in range(365 * 48):
        now = began + timedelta(minutes=30 * half_hours - 2)
        timer = start(FIVE, now.astimezone(tz))
        later = (now + timedelta(minutes=4)).astimezone(tz)
        assert left(timer, later) == timedelta(minutes=1), now


@given(st.lists(st.tuples(st.sampled_from(["wait", "go_on", "seen", "longer", "none"]), seconds), max_size=12), seconds)
def test_it_never_turns_back_whatever_the_clock_does(steps: list[tuple[str, timedelta]], last: timedelta) -> None:
    """The clock may go anywhere between two readings. What has run never gets less, and is never below nothing."""
    timer, before = start(FIVE, NOON), NOTHING
    for name, offset in steps:
        now = NOON + offset
        timer = _done(timer, name, now)
        assert ran(timer, now) >= before
        before = ran(timer, now)
    assert ran(seen(timer, NOON + last), NOON - timedelta(days=1)) >= before >= NOTHING
    assert (left(timer, NOON) is None) == (timer.length is None)


def _done(timer: Timer, name: str, now: datetime) -> Timer:
    if name == "longer":
        return longer(timer, timedelta(minutes=2), now)
    if name == "none":
        return without(timer, now)
    return {"wait": wait, "go_on": go_on, "seen": seen}[name](timer, now)


@given(st.lists(st.integers(0, 900), min_size=2, max_size=9))
def test_what_ran_and_what_waited_is_all_the_time_there_was(gaps: list[int]) -> None:
    """With a clock that only goes forward: run and wait in turn, and add up the runs by hand."""
    now, timer, running, by_hand = NOON, start(None, NOON), True, NOTHING
    for gap in gaps:
        now += timedelta(seconds=gap)
        by_hand += timedelta(seconds=gap) if running else NOTHING
        timer = wait(timer, now) if running else go_on(timer, now)
        running = not running
    assert ran(timer, now) == by_hand


def test_more_time_is_added_to_what_is_left_also_when_it_is_over() -> None:
    two = timedelta(minutes=2)
    assert left(longer(start(FIVE, NOON), two, at(4)), at(4)) == timedelta(minutes=3)
    assert left(longer(start(FIVE, NOON), two, at(30)), at(30)) == two
    assert longer(start(FIVE, NOON), -two, at(1)) == seen(start(FIVE, NOON), at(1))
    assert left(longer(without(start(FIVE, NOON), NOON), two, at(1)), at(1)) is None


def test_a_second_tap_changes_nothing() -> None:
    waiting = wait(start(FIVE, NOON), at(1))
    assert wait(waiting, at(2)) == seen(waiting, at(2))
    running = go_on(waiting, at(3))
    assert go_on(running, at(4)) == seen(running, at(4))


def test_a_moment_without_its_zone_is_refused() -> None:
    with pytest.raises(OptionError):
        instant(datetime(2026, 5, 5, 12, 0))
