"""The private page's rules: what a person's answers, never kept, allow to be switched on. Unknown is always off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

# What is asked, in the order of the page. The words are in web/forms_care.py.
QUESTIONS: Final = ("afraid", "hurt", "controlled", "pushed", "made_to", "stop")
SWITCHES: Final = ("joint", "reaching", "loop")


class Answer(StrEnum):
    """What can be answered to each question. A line left empty counts as UNSAID."""

    NO = "no"
    YES = "yes"
    UNSURE = "unsure"
    UNSAID = "unsaid"


class Held(Protocol):
    """What is stored for a space: four times on or off, and never why."""

    joint_on: bool
    reaching_on: bool
    loop_on: bool
    stopped: bool


@dataclass(frozen=True)
class Switches:
    """Joint pages, advice on reaching the other person, the loop's sentence; and "they asked me to stop"."""

    joint: bool = False
    reaching: bool = False
    loop: bool = False
    stopped: bool = False


@dataclass(frozen=True)
class Allowed:
    """What pages may do in a space. ``bringing``: choosing message files."""

    joint: bool
    reaching: bool
    loop: bool
    bringing: bool


def switches_of(held: Held) -> Switches:
    """The switches as they are stored."""
    return Switches(held.joint_on is True, held.reaching_on is True, held.loop_on is True, held.stopped is not False)


def allowed(switches: Switches) -> Allowed:
    """What the switches allow. "They asked me to stop" turns off whatever else is on."""
    going = not switches.stopped
    return Allowed(
        joint=going and switches.joint,
        reaching=going and switches.reaching,
        loop=going and switches.loop,
        bringing=going,
    )


def is_clear(answers: Mapping[str, str]) -> bool:
    """Whether every question was asked and answered with no. Anything missing, unknown or other is not clear."""
    return all(answers.get(question) == Answer.NO for question in QUESTIONS)


def after_answers(before: Switches, answers: Mapping[str, str]) -> Switches:
    """Answering alone turns nothing on. After anything but a clear no, what was on goes off."""
    if is_clear(answers):
        return before
    return Switches(stopped=before.stopped)


def after_choosing(before: Switches, answers: Mapping[str, str], chosen: frozenset[str]) -> Switches:
    """The switches the person chose, after a clear no; never while "they asked me to stop" is on."""
    if not is_clear(answers) or before.stopped:
        return Switches(stopped=before.stopped)
    return Switches(joint="joint" in chosen, reaching="reaching" in chosen, loop="loop" in chosen)


def asked_to_stop(before: Switches) -> Switches:  # noqa: ARG001 -- whatever was on before
    """They asked me to stop: all is off, and stays off when this is one day undone, until it is chosen anew."""
    return Switches(stopped=True)


def stop_undone(before: Switches) -> Switches:
    """Only the person can undo it. Nothing comes back on by itself."""
    return Switches() if before.stopped else before
