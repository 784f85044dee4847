"""Export files and answers in, one pair's tables out: the road that the command line and the app share.

1. read each file with the answers so far;
2. one conversation each: the chat that was named, or the only one;
3. merge the handles that the user says are one person, and keep the two;
4. merge the imports, nothing twice;
5. cut to the period asked for.

A question that only the user can answer leaves as NeedsAnswer; whoever asked may answer it and call again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from evenstep.errors import Choice, InputError, NeedsAnswer, OptionError
from evenstep.events.likeness import Why, alike
from evenstep.events.merge import Import, merge_events
from evenstep.events.people import candidates, choose_two, merge_senders
from evenstep.events.reading import Reading
from evenstep.events.window import between
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Limits, Parsed, Progress
from evenstep.spoken import words, words_n

MOST_CHOICES = 30

Reader = Callable[..., Parsed]
"""read_export, or what reads as it does: sources.apart's read_apart, in a process of its own."""


@dataclass(frozen=True)
class Answers:
    """What the user has said so far. ``same``: a handle -> the name it belongs to."""

    zone: str | None = None
    date_order: str | None = None
    chat: str | None = None
    two: tuple[str, str] | None = None
    me: str | None = None
    same: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    member: str | None = None
    epoch: datetime | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Pair:
    """One conversation of two persons, with the reading report of every file it came from."""

    conversations: pl.DataFrame
    events: pl.DataFrame
    readings: tuple[Reading, ...]
    rejects: pl.DataFrame


def gather(
    exports: Sequence[str | Path | NamedBytes],
    answers: Answers,
    *,
    now: datetime,
    limits: Limits | None = None,
    progress: Progress | None = None,
    reader: Reader | None = None,
) -> Pair:
    """Read ``exports``, each by ``reader`` (without one, by read_export in this process), and merge them.

    Raises InputError, NeedsAnswer or OptionError; nothing else escapes.
    """
    if not exports:
        raise OptionError("exports", "choose at least one export file.")
    known = {"now": now, "limits": limits or Limits(), "progress": progress}
    read = reader or _read_here()
    parsed = [read(export, **_said(answers), **known) for export in exports]
    return pair_up(parsed, answers)


def pair_up(parsed: Sequence[Parsed], answers: Answers) -> Pair:
    """Steps 2 to 5 on files that are read already."""
    imports = [_one_import(one, answers) for one in parsed]
    _ask_who_is_who(imports, parsed)
    merged = merge_events(imports)
    conversations, events = between(merged.conversation, merged.events, answers.since, answers.until)
    readings = _counted([one.reading for one in parsed], imports, merged.already_there)
    return Pair(conversations, events, readings, pl.concat([one.rejects for one in parsed]))


def _read_here() -> Reader:
    from evenstep.sources.read import read_export  # noqa: PLC0415 -- every source is slow to load, and may not be needed

    return read_export


def _said(answers: Answers) -> dict[str, Any]:
    """The answers that are options of the reader."""
    names = ("zone", "date_order", "chat", "encoding", "member", "epoch", "columns")
    return {name: getattr(answers, name) for name in names}


def _one_import(parsed: Parsed, answers: Answers) -> Import:
    conversation = _one_conversation(parsed, answers.chat)
    events = parsed.events.filter(pl.col("conversation_id") == conversation["conversation_id"][0])
    present = {name for name, _ in candidates(events)}
    events = merge_senders(events, {handle: name for handle, name in answers.same.items() if handle in present})
    one, other = answers.two or (None, None)
    two = choose_two(conversation, events, one, other, me=_me(parsed, conversation, events, answers))
    return Import(two.conversations, two.events)


def _me(parsed: Parsed, conversation: pl.DataFrame, events: pl.DataFrame, answers: Answers) -> str | None:
    """Who the user says they are, else whom the file itself marks, if that person is still one of the two."""
    if answers.me is not None:
        return answers.me
    marked = conversation["me"][0] or parsed.reading.me
    present = {name for name, _ in candidates(events)} if answers.two is None else set(answers.two)
    return marked if marked in present else None


def _ask_who_is_who(imports: Sequence[Import], parsed: Sequence[Parsed]) -> None:
    """Raise NeedsAnswer("same") for the first person who is called otherwise than in the first export.

    What looks alike stands first, with its reason. Nothing is taken to be one person unasked.
    """
    if not imports:
        return
    first = imports[0]
    names = _two(first)
    for one, file in zip(imports[1:], parsed[1:], strict=True):
        others = [name for name in _two(one) if name not in names]
        open_names = [name for name in names if name not in _two(one)]
        if not others:
            continue
        likely = {(each.one, each.other): each.why for each in alike(first.events, one.events)}
        _refuse_crossed(likely, names, file.reading.file)
        handle = max(others, key=lambda name: any((known, name) in likely for known in open_names))
        ranked = sorted(open_names, key=lambda known: (known, handle) not in likely)
        choices = [Choice(f"{handle}={known}", _because(likely.get((known, handle)))) for known in ranked]
        question = (
            words("Another export calls somebody {name}. Who is that?", name=handle)
            if any(likely.get((known, handle)) for known in ranked)
            else words(
                "Another export calls somebody {name}. Who is that? If it is neither of the two, that export is of "
                "other people: leave it out, and bring it by itself.",
                name=handle,
            )
        )
        raise NeedsAnswer("same", question, choices, file.reading.file)


def _refuse_crossed(likely: Mapping[tuple[str, str], Why], names: Sequence[str], file: str) -> None:
    """Raise OptionError when one name stands for both people: "Me" in an export that each of the two made."""
    for (here, there), why in likely.items():
        if why == "messages" and here != there and there in names:
            raise OptionError(
                "exports",
                f"{there!r} in {file} wrote what {here!r} wrote in the first export. It looks as if each of the two "
                "had exported this chat. Bring one of the two, or name the people with merge_senders in Python.",
            )


def _two(one: Import) -> list[str]:
    row = one.conversation.row(0, named=True)
    return [str(row["person_a"]), str(row["person_b"])]


def _because(why: Why | None) -> str:
    reasons: dict[Why, str] = {
        "messages": words("wrote the same messages at the same times"),
        "phone": words("the same phone number"),
        "mail": words("the same mail address"),
        "name": words("the names look alike"),
        "part of the name": words("one name is part of the other"),
    }
    return reasons[why] if why is not None else ""


def _one_conversation(parsed: Parsed, chat: str | None) -> pl.DataFrame:
    conversations = parsed.conversations
    if chat is not None and conversations.height > 1:
        conversations = conversations.filter(pl.col("conversation_id") == chat)
    if conversations.height == 1:
        return conversations
    if not conversations.height:
        raise InputError("E110", parsed.reading.file, detail=words("the export holds no messages"))
    counts = parsed.events.group_by("conversation_id").len().sort(["len", "conversation_id"], descending=[True, False])
    named = counts.head(MOST_CHOICES).join(parsed.conversations, on="conversation_id", maintain_order="left")
    who = _writers(parsed.events.join(named.select("conversation_id"), on="conversation_id", how="semi"))
    choices = [Choice(row["conversation_id"], _about(row, who)) for row in named.to_dicts()]
    held = parsed.conversations.height
    question = words("This export holds {n} conversations. Which one is this about?", n=held)
    raise NeedsAnswer("chat", question, choices, parsed.reading.file)


def _writers(events: pl.DataFrame) -> dict[str, list[str]]:
    """Who wrote in each conversation, the one who wrote most first."""
    counts = events.group_by("conversation_id", pl.col("sender").cast(pl.String)).len()
    ranked = counts.sort(["len", "sender"], descending=[True, False]).group_by("conversation_id", maintain_order=True)
    return {str(chat): names for chat, names in ranked.agg("sender").iter_rows()}


def _about(row: Mapping[str, object], who: Mapping[str, Sequence[str]]) -> str:
    """The two of a conversation, or who wrote in it where the file does not say, and how much: an id tells nobody."""
    n = int(str(row["len"]))
    one, *others = (str(row["person_a"]), str(row["person_b"])) if row["person_a"] else who[str(row["conversation_id"])]
    if not others:
        return words_n("{one}, {n} message or call", "{one}, {n} messages and calls", n, one=one, n=n)
    if len(others) == 1:
        return words_n(
            "{one} and {other}, {n} message or call",
            "{one} and {other}, {n} messages and calls",
            n,
            one=one,
            other=others[0],
            n=n,
        )
    return words("{one}, {other} and others, {n} messages and calls", one=one, other=others[0], n=n)


def _counted(readings: list[Reading], imports: list[Import], there: Mapping[str, int]) -> tuple[Reading, ...]:
    """The readings, with what stood in another file (all of it, where the file was chosen twice) as already there."""
    counted, seen = [], set()
    for reading, part in zip(readings, imports, strict=True):
        name = part.events["import_id"][0] if part.events.height else None
        already = reading.imported if name in seen else there.get(name or "", 0)
        counted.append(replace(reading, imported=reading.imported - already, already_there=already))
        seen.add(name)
    return tuple(counted)
