"""The listening session as a state machine: one speaks, the other says it back, both swap, and at most one line stays.

A session is a value. ``after(session, move, now)`` gives the next one; ``taps(session)`` says which moves are possible.
``moves`` counts them: a page sends it along, so that a form sent twice moves nothing twice (``is_current``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from evenstep.errors import OptionError
from evenstep.program import pause as pauses
from evenstep.program import timer as timers
from evenstep.program.check_in import where
from evenstep.program.turns import PEOPLE, Person, other_of

MINUTES: Final = (3, 5, 8, 0)  # for each of the two; 0: no timer
MORE: Final = timedelta(minutes=2)
LONGEST_TOPIC: Final = 200
LONGEST_LINE: Final = 300
ENOUGH_AFTER: Final = 2  # tries at saying it back, after which "near enough for today" is offered


class Step(StrEnum):
    """Where the two are."""

    SETUP = "setup"
    HOT = "hot"
    SPEAK = "speak"
    SAY_BACK = "say_back"
    CHECK = "check"
    SWAP = "swap"
    CLOSE = "close"
    AGREE = "agree"
    DONE = "done"


class Tap(StrEnum):
    """What can be done."""

    BEGIN = "begin"
    SMALLER = "smaller"
    SPOKEN = "spoken"
    SAID_BACK = "said_back"
    YES = "yes"
    NEARLY = "nearly"
    NOT_YET = "not_yet"
    ENOUGH = "enough"
    SWAP = "swap"
    LINE = "line"
    AGREED = "agreed"
    NOT_AGREED = "not_agreed"
    LONGER = "longer"
    NO_TIMER = "no_timer"
    PAUSE = "pause"
    BACK = "back"
    BACK_LATER = "back_later"
    STOP = "stop"


@dataclass(frozen=True)
class Setup:
    """What is agreed before: topic, the higher of the two tensions (0 to 10), minutes each, and who speaks first."""

    topic: str
    tension: int
    minutes: int
    first: Person


@dataclass(frozen=True)
class Move:
    """One tap, with what it needs.

    BEGIN a setup; LINE a line, which may be empty; AGREED the person who agrees; PAUSE a person and a time of return;
    BACK_LATER a new time.
    """

    tap: Tap
    setup: Setup | None = None
    line: str = ""
    by: Person | None = None
    back_at: datetime | None = None


@dataclass(frozen=True)
class Session:
    """One session as it stands. ``agreed``: who of the two has said yes to ``line``."""

    step: Step = Step.SETUP
    setup: Setup | None = None
    turn: int = 1
    tries: int = 0
    timer: timers.Timer | None = None
    pause: pauses.Pause | None = None
    line: str = ""
    agreed: frozenset[Person] = frozenset()
    moves: int = 0

    @property
    def speaker(self) -> Person | None:
        """Who speaks in this turn; None before it is agreed."""
        if self.setup is None:
            return None
        return self.setup.first if self.turn == 1 else other_of(self.setup.first)

    @property
    def listener(self) -> Person | None:
        """Who listens in this turn."""
        return None if self.speaker is None else other_of(self.speaker)


TAPS: Final[Mapping[Step, frozenset[Tap]]] = {
    Step.SETUP: frozenset({Tap.BEGIN}),
    Step.HOT: frozenset({Tap.SMALLER}),
    Step.SPEAK: frozenset({Tap.SPOKEN, Tap.PAUSE}),
    Step.SAY_BACK: frozenset({Tap.SAID_BACK, Tap.PAUSE}),
    Step.CHECK: frozenset({Tap.YES, Tap.NEARLY, Tap.NOT_YET, Tap.PAUSE}),
    Step.SWAP: frozenset({Tap.SWAP, Tap.PAUSE}),
    Step.CLOSE: frozenset({Tap.LINE, Tap.PAUSE}),
    Step.AGREE: frozenset({Tap.AGREED, Tap.NOT_AGREED}),
    Step.DONE: frozenset(),
}


def taps(session: Session) -> frozenset[Tap]:
    """What is possible now. Until it is done, each of the two may stop at any time."""
    if session.step == Step.DONE:
        return TAPS[Step.DONE]
    if session.pause is not None:
        return frozenset({Tap.BACK, Tap.BACK_LATER, Tap.STOP})
    found = TAPS[session.step] | {Tap.STOP}
    if session.step == Step.SPEAK and session.timer is not None and session.timer.length is not None:
        found |= {Tap.LONGER, Tap.NO_TIMER}
    if session.step == Step.CHECK and session.tries >= ENOUGH_AFTER:
        found |= {Tap.ENOUGH}
    return found


def is_current(session: Session, moves: int) -> bool:
    """Whether a page that was made after ``moves`` moves still shows this session as it stands."""
    return moves == session.moves


def after(session: Session, move: Move, now: datetime) -> Session:
    """The session after a move. Raises OptionError for a move that is not possible now, or lacks what it needs."""
    if move.tap not in taps(session):
        raise OptionError("move", f"{move.tap} is not possible at {session.step}")
    moved = HOW[move.tap](session, move, now)
    timer = moved.timer and timers.seen(moved.timer, now)
    return replace(moved, moves=session.moves + 1, timer=timer)


def kept_line(session: Session) -> str:
    """What may be stored of it: the line that both agreed to, once it is done. Nothing else, and nothing before."""
    return session.line if session.step == Step.DONE and session.agreed == set(PEOPLE) else ""


def _begin(session: Session, move: Move, now: datetime) -> Session:
    setup = _checked(move.setup)
    if where(setup.tension) != "here":
        return replace(session, step=Step.HOT, setup=setup)
    return _speak(replace(session, setup=setup, turn=1), now)


def _checked(setup: Setup | None) -> Setup:
    if setup is None or not setup.topic.strip() or len(setup.topic) > LONGEST_TOPIC:
        raise OptionError("topic", f"a topic of 1 to {LONGEST_TOPIC} letters is needed")
    if setup.minutes not in MINUTES:
        raise OptionError("minutes", f"one of {', '.join(map(str, MINUTES))} is needed")
    return replace(setup, topic=setup.topic.strip())


def _speak(session: Session, now: datetime) -> Session:
    """The speaker has the floor, with a fresh timer."""
    minutes = session.setup.minutes if session.setup else 0
    length = timedelta(minutes=minutes) if minutes else None
    return replace(session, step=Step.SPEAK, timer=timers.start(length, now))


def _heard(session: Session) -> Session:
    step = Step.SWAP if session.turn == 1 else Step.CLOSE
    return replace(session, step=step, tries=0)


def _line(session: Session, move: Move) -> Session:
    line = " ".join(move.line.split())
    if len(line) > LONGEST_LINE:
        raise OptionError("line", f"one line of at most {LONGEST_LINE} letters is needed")
    return replace(session, step=Step.AGREE if line else Step.DONE, line=line)


def _agreed(session: Session, move: Move) -> Session:
    if move.by is None:
        raise OptionError("by", "it takes a person to agree")
    agreed = session.agreed | {move.by}
    return replace(session, agreed=agreed, step=Step.DONE if agreed == set(PEOPLE) else Step.AGREE)


def _pause(session: Session, move: Move, now: datetime) -> Session:
    if move.by is None or move.back_at is None:
        raise OptionError("back_at", "a pause needs the one who takes it, and a time of return")
    timer = session.timer and timers.wait(session.timer, now)
    return replace(session, pause=pauses.take(move.by, now, move.back_at), timer=timer)


def _back(session: Session, now: datetime) -> Session:
    return replace(session, pause=None, timer=session.timer and timers.go_on(session.timer, now))


def _back_later(session: Session, move: Move, now: datetime) -> Session:
    if session.pause is None or move.back_at is None:
        raise OptionError("back_at", "a new time of return is needed")
    return replace(session, pause=pauses.after(session.pause, pauses.Came.LATER, now, move.back_at))


def _longer(session: Session, now: datetime) -> Session:
    return replace(session, timer=session.timer and timers.longer(session.timer, MORE, now))


def _no_timer(session: Session, now: datetime) -> Session:
    return replace(session, timer=session.timer and timers.without(session.timer, now))


HOW: Final[Mapping[Tap, Callable[[Session, Move, datetime], Session]]] = {
    Tap.BEGIN: _begin,
    Tap.SMALLER: lambda s, _move, _now: replace(s, step=Step.SETUP),
    Tap.SPOKEN: lambda s, _move, _now: replace(s, step=Step.SAY_BACK, timer=None),
    Tap.SAID_BACK: lambda s, _move, _now: replace(s, step=Step.CHECK, tries=s.tries + 1),
    Tap.YES: lambda s, _move, _now: _heard(s),
    Tap.ENOUGH: lambda s, _move, _now: _heard(s),
    Tap.NEARLY: lambda s, _move, _now: replace(s, step=Step.SAY_BACK),
    Tap.NOT_YET: lambda s, _move, now: _speak(s, now),
    Tap.SWAP: lambda s, _move, now: _speak(replace(s, turn=2), now),
    Tap.LINE: lambda s, move, _now: _line(s, move),
    Tap.AGREED: lambda s, move, _now: _agreed(s, move),
    Tap.NOT_AGREED: lambda s, _move, _now: replace(s, step=Step.CLOSE, line="", agreed=frozenset()),
    Tap.LONGER: lambda s, _move, now: _longer(s, now),
    Tap.NO_TIMER: lambda s, _move, now: _no_timer(s, now),
    Tap.PAUSE: _pause,
    Tap.BACK: lambda s, _move, now: _back(s, now),
    Tap.BACK_LATER: _back_later,
    Tap.STOP: lambda s, _move, _now: replace(s, step=Step.DONE, line="", agreed=frozenset(), timer=None, pause=None),
}
