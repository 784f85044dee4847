"""A listening session to JSON and back, so that it survives a reload and a crash; what is not one is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from evenstep.errors import OptionError
from evenstep.program.pause import Pause
from evenstep.program.session import LONGEST_LINE, LONGEST_TOPIC, MINUTES, Session, Setup, Step
from evenstep.program.timer import Timer, Wait, instant
from evenstep.program.turns import person

VERSION: Final = 1
NEEDS_A_SPEAKER: Final = frozenset(Step) - {Step.SETUP, Step.DONE}
YEARS: Final = range(1900, 2200)
LATEST: Final = 60 * 60 * 24  # no timer is longer than a day


def to_json(session: Session) -> dict[str, Any]:
    """What json.dumps can write; ``from_json`` gives the same session back."""
    return {
        "version": VERSION,
        "step": session.step.value,
        "setup": None if session.setup is None else _setup_out(session.setup),
        "turn": session.turn,
        "tries": session.tries,
        "timer": None if session.timer is None else _timer_out(session.timer),
        "pause": None if session.pause is None else _pause_out(session.pause),
        "line": session.line,
        "agreed": sorted(session.agreed),
        "moves": session.moves,
    }


def from_json(given: object) -> Session:
    """The session that was stored. Raises OptionError for anything that ``to_json`` does not write."""
    try:
        return _session(given)
    except OptionError as wrong:
        raise OptionError("session", f"this is no stored session ({wrong.option})") from wrong
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as wrong:
        raise OptionError("session", f"this is no stored session ({type(wrong).__name__})") from wrong


def _session(given: Any) -> Session:
    if set(given) != set(to_json(Session())) or given["version"] != VERSION:
        raise ValueError("other keys, or another version")
    session = Session(
        step=Step(given["step"]),
        setup=None if given["setup"] is None else _setup_in(given["setup"]),
        turn=_number(given["turn"], 1, 2),
        tries=_number(given["tries"], 0, None),
        timer=None if given["timer"] is None else _timer_in(given["timer"]),
        pause=None if given["pause"] is None else _pause_in(given["pause"]),
        line=_words(given["line"], LONGEST_LINE),
        agreed=frozenset(person(one) for one in given["agreed"]),
        moves=_number(given["moves"], 0, None),
    )
    if session.step in NEEDS_A_SPEAKER and session.setup is None:
        raise ValueError("nobody speaks")
    return session


def _setup_out(setup: Setup) -> dict[str, Any]:
    return {"topic": setup.topic, "tension": setup.tension, "minutes": setup.minutes, "first": setup.first}


def _setup_in(given: Mapping[str, Any]) -> Setup:
    minutes = _number(given["minutes"], 0, None)
    if minutes not in MINUTES:
        raise ValueError("minutes that are none")
    return Setup(
        _words(given["topic"], LONGEST_TOPIC), _number(given["tension"], 0, 10), minutes, person(given["first"])
    )


def _timer_out(timer: Timer) -> dict[str, Any]:
    return {
        "length": None if timer.length is None else timer.length.total_seconds(),
        "started_at": timer.started_at.isoformat(),
        "seen_at": timer.seen_at.isoformat(),
        "waits": [[wait.start.isoformat(), wait.end and wait.end.isoformat()] for wait in timer.waits],
    }


def _timer_in(given: Mapping[str, Any]) -> Timer:
    length = given["length"]
    if length is not None and (type(length) not in (int, float) or not 0 < length <= LATEST):
        raise ValueError("a length that is none")
    waits = tuple(Wait(_moment(start), None if end is None else _moment(end)) for start, end in given["waits"])
    timer = Timer(
        None if length is None else timedelta(seconds=length),
        _moment(given["started_at"]),
        _moment(given["seen_at"]),
        waits,
    )
    _in_order(timer)
    return timer


def _in_order(timer: Timer) -> None:
    """Waits follow each other, and only the last one may be open."""
    if any(wait.end is None for wait in timer.waits[:-1]):
        raise ValueError("an open wait that is not the last")
    marks = [timer.started_at, *(mark for wait in timer.waits for mark in (wait.start, wait.end) if mark)]
    if [*marks, timer.seen_at] != sorted([*marks, timer.seen_at]):
        raise ValueError("instants out of order")


def _pause_out(pause: Pause) -> dict[str, Any]:
    return {
        "by": pause.by,
        "taken_at": pause.taken_at.isoformat(),
        "back_at": pause.back_at and pause.back_at.isoformat(),
    }


def _pause_in(given: Mapping[str, Any]) -> Pause:
    back = given["back_at"]
    return Pause(person(given["by"]), _moment(given["taken_at"]), None if back is None else _moment(back))


def _moment(given: str) -> datetime:
    moment = instant(datetime.fromisoformat(given))
    if moment.year not in YEARS:
        raise ValueError("a moment to which nothing can be added")
    return moment


def _number(given: object, low: int, high: int | None) -> int:
    if type(given) is not int or given < low or (high is not None and given > high):
        raise ValueError("a number that is none")
    return given


def _words(given: object, longest: int) -> str:
    if not isinstance(given, str) or len(given) > longest:
        raise ValueError("words that are none")
    return given
