"""The listening session: whatever the two tap, in whatever order, it keeps its promises and survives a crash."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from evenstep.errors import OptionError
from evenstep.program.session import (
    MINUTES,
    TAPS,
    Move,
    Session,
    Setup,
    Step,
    Tap,
    after,
    is_current,
    kept_line,
    taps,
)
from evenstep.program.session_json import from_json, to_json
from evenstep.program.timer import left, waits
from evenstep.program.turns import PEOPLE

NOON = datetime(2026, 5, 5, 12, 0, tzinfo=UTC)
FIVE = Setup("Our evenings", 4, 5, "me")


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def walked(*moves: Tap | Move) -> Session:
    """A session after these moves, one a minute."""
    session = Session()
    for n, move in enumerate(moves):
        session = after(session, move if isinstance(move, Move) else Move(move), at(n))
    return session


BEGIN = Move(Tap.BEGIN, FIVE)
FIRST = (BEGIN, Tap.SPOKEN, Tap.SAID_BACK, Tap.YES)
BOTH = (*FIRST, Tap.SWAP, Tap.SPOKEN, Tap.SAID_BACK, Tap.YES)


def test_a_whole_session() -> None:
    assert (walked(BEGIN).speaker, walked(BEGIN).listener) == ("me", "other")
    assert walked(*FIRST).step == Step.SWAP
    second = walked(*FIRST, Tap.SWAP)
    assert (second.step, second.speaker) == (Step.SPEAK, "other")
    assert walked(*BOTH).step == Step.CLOSE
    line = Move(Tap.LINE, line=" The Sunday\n walk ")
    one = walked(*BOTH, line, Move(Tap.AGREED, by="other"))
    assert (one.step, one.line, kept_line(one)) == (Step.AGREE, "The Sunday walk", "")
    done = walked(*BOTH, line, Move(Tap.AGREED, by="other"), Move(Tap.AGREED, by="me"))
    assert (done.step, kept_line(done)) == (Step.DONE, "The Sunday walk")


def test_one_person_cannot_agree_twice() -> None:
    twice = walked(*BOTH, Move(Tap.LINE, line="Tea"), Move(Tap.AGREED, by="me"), Move(Tap.AGREED, by="me"))
    assert (twice.step, kept_line(twice)) == (Step.AGREE, "")
    assert walked(*BOTH, Move(Tap.LINE, line="Tea"), Move(Tap.AGREED, by="me"), Tap.NOT_AGREED).line == ""
    assert walked(*BOTH, Move(Tap.LINE)).step == Step.DONE


@pytest.mark.parametrize("tension", range(11))
def test_a_hot_topic_is_not_begun(tension: int) -> None:
    session = walked(Move(Tap.BEGIN, replace(FIVE, tension=tension)))
    assert session.step == (Step.SPEAK if tension <= 6 else Step.HOT)
    if session.step == Step.HOT:
        assert taps(session) == {Tap.SMALLER, Tap.STOP}
        assert after(session, Move(Tap.SMALLER), NOON).step == Step.SETUP


def test_nearly_is_said_back_again_and_not_yet_is_said_again() -> None:
    said = (BEGIN, Tap.SPOKEN, Tap.SAID_BACK)
    assert walked(*said, Tap.NEARLY).step == Step.SAY_BACK
    assert walked(*said, Tap.NOT_YET).step == Step.SPEAK
    assert Tap.ENOUGH not in taps(walked(*said))
    again = walked(*said, Tap.NEARLY, Tap.SAID_BACK)
    assert after(again, Move(Tap.ENOUGH), NOON).step == Step.SWAP
    assert Tap.ENOUGH not in taps(walked(*FIRST, Tap.SWAP, Tap.SPOKEN, Tap.SAID_BACK)), "the next turn begins anew"


def test_a_pause_needs_a_time_stops_the_timer_and_ends_in_a_return() -> None:
    session = walked(BEGIN)
    for lacking in (Move(Tap.PAUSE), Move(Tap.PAUSE, by="other"), Move(Tap.PAUSE, by="other", back_at=NOON)):
        with pytest.raises(OptionError):
            after(session, lacking, at(1))
    paused = after(session, Move(Tap.PAUSE, by="other", back_at=at(30)), at(1))
    assert taps(paused) == {Tap.BACK, Tap.BACK_LATER, Tap.STOP}
    assert paused.timer is not None
    assert waits(paused.timer)
    later = after(paused, Move(Tap.BACK_LATER, back_at=at(60)), at(30))
    assert later.pause is not None
    assert (later.pause.by, later.pause.back_at) == ("other", at(60))
    back = after(later, Move(Tap.BACK), at(61))
    assert (back.step, back.pause) == (Step.SPEAK, None)
    assert back.timer is not None
    assert left(back.timer, at(62)) == timedelta(minutes=3)


@pytest.mark.parametrize("minutes", MINUTES)
def test_the_timer_is_chosen_can_grow_and_can_go(minutes: int) -> None:
    session = walked(Move(Tap.BEGIN, replace(FIVE, minutes=minutes)))
    assert session.timer is not None
    if minutes == 0:
        assert left(session.timer, at(99)) is None
        assert not {Tap.LONGER, Tap.NO_TIMER} & taps(session)
        return
    longer = after(session, Move(Tap.LONGER), at(20)).timer
    assert longer is not None
    assert left(longer, at(20)) == timedelta(minutes=2)
    none = after(session, Move(Tap.NO_TIMER), at(20)).timer
    assert none is not None
    assert left(none, at(20)) is None


@pytest.mark.parametrize(
    "setup", [None, replace(FIVE, topic=" "), replace(FIVE, topic="x" * 201), replace(FIVE, minutes=4)]
)
def test_a_setup_that_lacks_something_begins_nothing(setup: Setup | None) -> None:
    with pytest.raises(OptionError):
        walked(Move(Tap.BEGIN, setup))


def test_a_form_sent_twice_is_known_by_its_number() -> None:
    session = walked(BEGIN)
    sent = session.moves
    assert is_current(session, sent)
    assert not is_current(after(session, Move(Tap.SPOKEN), NOON), sent)


def test_every_step_has_its_taps() -> None:
    assert set(TAPS) == set(Step)
    assert set().union(*TAPS.values()) | {
        Tap.LONGER, Tap.NO_TIMER, Tap.ENOUGH, Tap.BACK, Tap.BACK_LATER, Tap.STOP,
    } == set(Tap)  # fmt: skip


moments = st.integers(-60, 600).map(lambda n: NOON + timedelta(minutes=n))
setups = st.builds(Setup, st.text(max_size=9), st.integers(0, 10), st.sampled_from(MINUTES), st.sampled_from(PEOPLE))


class TwoPeople(RuleBasedStateMachine):
    """Two people who tap anything at all, with a clock that goes anywhere, and a crash after every tap."""

    def __init__(self) -> None:
        super().__init__()
        self.session = Session()
        self.yes: set[str] = set()

    @initialize(begun=st.sampled_from([(), (BEGIN,), FIRST, BOTH, (*BOTH, Move(Tap.LINE, line="Tea"))]))
    def begin(self, begun: tuple[Tap | Move, ...]) -> None:
        """Anywhere on the straight way, so that its end is reached often."""
        self.session = walked(*begun)

    @rule(
        setup=setups,
        line=st.text(max_size=9),
        by=st.sampled_from(PEOPLE),
        back=st.none() | moments,
        now=moments,
        data=st.data(),
    )
    def tap(self, setup: Setup, line: str, by: str, back: datetime | None, now: datetime, data: st.DataObject) -> None:
        """Mostly what is possible, now and then anything."""
        possible = sorted(taps(self.session)) or list(Tap)
        tap = data.draw(st.sampled_from(possible) | st.sampled_from(Tap))
        before = self.session
        try:
            self.session = after(before, Move(tap, setup, line, by, back), now)  # type: ignore[arg-type]
        except OptionError:
            return
        assert tap in taps(before)
        assert self.session.moves == before.moves + 1
        if tap == Tap.LINE:
            self.yes = set()
        if tap == Tap.AGREED:
            self.yes.add(by)

    @invariant()
    def survives_a_crash(self) -> None:
        self.session = from_json(json.loads(json.dumps(to_json(self.session))))
        assert to_json(from_json(to_json(self.session))) == to_json(self.session)

    @invariant()
    def nothing_is_kept_without_two_yeses(self) -> None:
        if kept_line(self.session):
            assert self.session.step == Step.DONE
            assert self.yes == set(PEOPLE)

    @invariant()
    def either_may_stop_until_it_is_done(self) -> None:
        assert (Tap.STOP in taps(self.session)) == (self.session.step != Step.DONE)

    @invariant()
    def only_what_is_calm_enough_is_talked_through(self) -> None:
        if self.session.step not in {Step.SETUP, Step.HOT, Step.DONE}:
            assert self.session.setup is not None
            assert self.session.setup.tension <= 6
            assert self.session.speaker != self.session.listener

    @invariant()
    def a_pause_has_a_time_and_the_timer_waits(self) -> None:
        if self.session.pause is not None:
            assert self.session.pause.back_at is not None
            assert self.session.timer is None or waits(self.session.timer)
        elif self.session.timer is not None:
            assert not waits(self.session.timer)


TestTwoPeople = TwoPeople.TestCase
TestTwoPeople.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)


def test_what_is_stored_is_the_whole_session() -> None:
    for moves in ((), (BEGIN,), (BEGIN, Move(Tap.PAUSE, by="me", back_at=at(9))), BOTH):
        session = walked(*moves)
        assert from_json(json.loads(json.dumps(to_json(session)))) == session


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("2026-05-05T12:00:00"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(sorted(to_json(Session()))), anything)
def test_a_stored_session_that_was_damaged_is_refused_or_still_one(key: str, value: object) -> None:
    stored = to_json(walked(BEGIN, Move(Tap.PAUSE, by="me", back_at=at(9)))) | {key: value}
    try:
        session = from_json(stored)
    except OptionError as refused:
        assert refused.option == "session"
    else:
        assert from_json(json.loads(json.dumps(to_json(session)))) == session


@given(st.data(), anything)
def test_damage_deep_inside_is_found_too(data: st.DataObject, value: object) -> None:
    stored = to_json(walked(BEGIN, Move(Tap.PAUSE, by="me", back_at=at(9))))
    inner = stored[data.draw(st.sampled_from(["setup", "timer", "pause"]))]
    inner[data.draw(st.sampled_from(sorted(inner)))] = value
    try:
        session = from_json(stored)
    except OptionError as refused:
        assert refused.option == "session"
    else:
        assert from_json(json.loads(json.dumps(to_json(session)))) == session


@given(anything)
def test_what_is_no_session_is_refused(value: object) -> None:
    with pytest.raises(OptionError):
        from_json(value)
