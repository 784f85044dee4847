"""What goes in and what comes out of a reading: uploads and answers; questions, problems or the finished page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from evenstep.errors import Choice
from evenstep.report import amounts

OTHER_PEOPLE: Final = "\0other people"
"""The answer to "which of these is you" for a file that came along by mistake; no name holds a NUL."""


@dataclass(frozen=True)
class Upload:
    """One file as it came, in memory. ``number`` stays its own when others are refused."""

    number: int
    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Answers:
    """What the person said so far: Ask.key -> value, and the weeks that were hard ("2024-W07")."""

    values: Mapping[str, str] = field(default_factory=dict)
    hard_weeks: frozenset[str] = frozenset()

    def get(self, key: str) -> str | None:
        """The answer to ``key``, None when not given; "" is an answer: "I would rather not say"."""
        return self.values.get(key)


@dataclass(frozen=True)
class Ask:
    """One question. ``kind`` is what it is about; without choices the answer is typed.

    ``preset`` is only offered; ``because`` says why (web/who.py).
    """

    key: str
    kind: str
    question: str
    choices: tuple[Choice, ...] = ()
    preset: str | None = None
    file: str = ""
    because: str = ""


@dataclass(frozen=True)
class Problem:
    """A file that was set aside: why, and what to do."""

    number: int
    file: str
    code: str
    what: str
    to_do: str


@dataclass(frozen=True)
class FileRead:
    """What was found in a file, to be shown above the questions."""

    file: str
    messages: int
    first: datetime | None
    last: datetime | None

    @property
    def messages_words(self) -> str:
        """The count with its noun."""
        return amounts.count(self.messages, "message")

    @property
    def days_words(self) -> str:
        """From which day to which; one day alone when both are the same."""
        if self.first is None or self.last is None:
            return ""
        first, last = amounts.day(self.first), amounts.day(self.last)
        return first if first == last else amounts.to_words(first, last)


@dataclass(frozen=True)
class Shown:
    """The finished page: who it is about, in words, and the report as a safe fragment of HTML."""

    label: str
    body: str = field(repr=False)


@dataclass(frozen=True)
class Outcome:
    """What came of it. ``shown`` when finished; else ``asks``; ``problems`` name files that were set aside."""

    asks: tuple[Ask, ...] = ()
    problems: tuple[Problem, ...] = ()
    files: tuple[FileRead, ...] = ()
    shown: Shown | None = None
