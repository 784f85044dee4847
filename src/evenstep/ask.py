"""Asking on a terminal: one calm question for each NeedsAnswer, and the answer back as Answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import click

from evenstep.errors import NeedsAnswer, OptionError
from evenstep.gather import Answers
from evenstep.output import plain

PLAIN_OPTIONS = ("zone", "date_order", "chat", "me", "encoding", "member")


def ask(question: NeedsAnswer, answers: Answers, *, likely_zone: str | None, echo: Callable[[str], None]) -> Answers:
    """Put ``question`` on the terminal and return ``answers`` with the reply in it.

    Raises click.Abort when the person leaves the question, OptionError for an option that
    cannot be asked about.
    """
    echo("")
    echo(plain(question.question))
    for number, choice in enumerate(question.choices, 1):
        echo(plain(f"  {number}  {choice.value}" + (f"  ({choice.meaning})" if choice.meaning else "")))
    return put(question, answers, _reply(question, likely_zone))


def put(question: NeedsAnswer, answers: Answers, reply: str) -> Answers:
    """The answers with this reply. ``two`` takes two numbers or names with a comma between them."""
    if question.option in PLAIN_OPTIONS:
        said: dict[str, Any] = {question.option: pick(question, reply)}
        return replace(answers, **said)
    if question.option == "two":
        parts = [pick(question, part.strip()) for part in reply.split(",")]
        if len(parts) != 2:
            raise OptionError("two", "name two people, with a comma between them.")
        return replace(answers, two=(parts[0], parts[1]))
    if question.option == "epoch":
        return replace(answers, epoch=as_moment("epoch", reply))
    raise OptionError(question.option, "this cannot be asked here; give it as an option.")


def pick(question: NeedsAnswer, reply: str) -> str:
    """A choice by its number, or the reply itself."""
    if reply.isdigit() and 1 <= int(reply) <= len(question.choices):
        return question.choices[int(reply) - 1].value
    return reply


def as_moment(option: str, text: str) -> datetime:
    """A date or a date and time as UTC. Raises OptionError."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise OptionError(option, f"{text!r} is not a date like 2024-05-31.") from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _reply(question: NeedsAnswer, likely_zone: str | None) -> str:
    if question.option == "zone":
        return str(click.prompt("Time zone", default=likely_zone))
    prompt = "Two numbers, with a comma" if question.option == "two" else "Number"
    return str(click.prompt(prompt))
