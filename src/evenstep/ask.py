"""Asking on a terminal: one calm question for each NeedsAnswer, and the answer back as Answers."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from evenstep.errors import Choice, NeedsAnswer, OptionError
from evenstep.events.zone import check_zone
from evenstep.gather import Answers, Pair, Reader, gather
from evenstep.output import plain
from evenstep.progress import reading_progress
from evenstep.sources.base import Limits

PLAIN_OPTIONS = ("zone", "date_order", "chat", "me", "encoding", "member")
NOT_HERE = "this cannot be asked here; give it as an option."
LISTED_IN_FULL = ("date_order", "me")  # of the others the list may hold only the most likely


def gather_asking(
    exports: Sequence[Path],
    answers: Answers,
    *,
    now: datetime,
    limits: Limits,
    likely_zone: str | None,
    echo: Callable[[str], None],
    reader: Reader | None = None,
) -> Pair:
    """Read everything with a progress bar; ask what the files cannot tell, and again when an answer cannot be used."""
    before, asked = answers, None
    while True:
        try:
            with reading_progress(sys.stderr, [path.name for path in exports]) as progress:
                return gather(exports, answers, now=now, limits=limits, progress=progress, reader=reader)
        except NeedsAnswer as question:
            before, asked = answers, question
        except OptionError as error:
            if asked is None or error.option != asked.option:
                raise
            echo(plain(str(error)))
        answers = ask(asked, before, likely_zone=likely_zone, echo=echo)


def ask(question: NeedsAnswer, answers: Answers, *, likely_zone: str | None, echo: Callable[[str], None]) -> Answers:
    """Put ``question`` on the terminal and return ``answers`` with the reply in it.

    Raises click.Abort when the person leaves the question, OptionError for an option that
    cannot be asked about.
    """
    if question.option not in (*PLAIN_OPTIONS, "two", "epoch", "same"):
        raise OptionError(question.option, NOT_HERE)
    echo("")
    echo(plain(question.question))
    for number, choice in enumerate(question.choices, 1):
        shown = " is ".join(choice.value.rsplit("=", 1)) if question.option == "same" else choice.value
        echo(plain(f"  {number}  {shown}" + (f"  ({choice.meaning})" if choice.meaning else "")))
    return put(question, answers, _reply(question, likely_zone))


def ask_me(names: Sequence[str], echo: Callable[[str], None]) -> str | None:
    """Ask which of two people is oneself; None when the person would rather not say."""
    question = NeedsAnswer("me", "Which of these is you?", [Choice(name, "") for name in names])
    echo("")
    echo(f"{question.question} The page then says “you”, and can show your own week. You may leave this empty.")
    for number, name in enumerate(names, 1):
        echo(f"  {number}  {plain(name)}")
    reply = str(click.prompt("Number", default="", show_default=False, value_proc=_checked(question)))
    return pick(question, reply) or None


def as_limits(pairs: Sequence[str]) -> Limits:
    """Limits from "file_bytes=20000000000" pairs. Raises OptionError that lists the names."""
    changed: dict[str, Any] = {}
    names = [field.name for field in fields(Limits)]
    for pair in pairs:
        name, _, number = pair.partition("=")
        if name not in names or not number.isdigit():
            raise OptionError("limit", f"{pair!r} should be NAME=NUMBER, where NAME is one of {', '.join(names)}.")
        changed[name] = int(number)
    return replace(Limits(), **changed)


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
    if question.option == "same":
        return replace(answers, same={**answers.same, **as_same([pick(question, reply)])})
    if question.option == "epoch":
        return replace(answers, epoch=as_moment("epoch", reply))
    raise OptionError(question.option, NOT_HERE)


def as_same(pairs: Sequence[str]) -> dict[str, str]:
    """Handle -> name from "HANDLE=NAME" pairs. Raises OptionError."""
    same = {}
    for pair in pairs:
        handle, _, name = pair.rpartition("=")
        if not handle or not name:
            raise OptionError("same", f"{pair!r} should be HANDLE=NAME.")
        same[handle] = name
    return same


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
    """The reply, asked for again until it can be used."""
    default = likely_zone if question.option == "zone" else None
    prompts = {"zone": "Time zone, like Europe/Berlin", "two": "Two numbers, with a comma", "epoch": "Date"}
    prompt = prompts.get(question.option, "Number")
    return str(click.prompt(prompt, default=default, value_proc=_checked(question)))


def _checked(question: NeedsAnswer) -> Callable[[str], str]:
    """What click calls with each reply: hands it on, or says what is wrong with it, so that click asks again."""

    def check(reply: str) -> str:
        if question.option == "same" and reply.isdigit() and not 1 <= int(reply) <= len(question.choices):
            raise click.UsageError(f"{reply!r} is not in the list. To leave without an answer, press Ctrl-C.")
        try:
            put(question, Answers(), reply)
            if question.option == "zone":
                check_zone(reply)
        except OptionError as error:
            raise click.UsageError(str(error)) from error
        known = {choice.value for choice in question.choices}
        if question.option in LISTED_IN_FULL and reply and pick(question, reply) not in known:
            raise click.UsageError(f"{reply!r} is not in the list.")
        return reply

    return check
