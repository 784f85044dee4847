"""Every error evenstep raises, and the table of problem codes they carry.

EvenstepError
├── InputError            a file is refused; carries code, file, place, what, what to do
│   └── WrongKind         the file is fine, but it is not an export we can use
├── NeedsAnswer           only the user can tell: names the option and its choices
├── EventTableError       a table breaks the contract of events/schema.py: row and column
├── ContentError        a file of questions breaks its own rules: file and place
├── StoreError            a person's encrypted store cannot be opened or written; the vault has one for each reason
└── OptionError           an argument or option has a value we cannot use

A problem inside a file that does not stop the reading is not an error: it is a
reject or a note (events/reading.py) with a code from the same table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evenstep.problem_codes import CODES


class EvenstepError(Exception):
    """Something evenstep cannot do, said in words a tired person can act on."""


class InputError(EvenstepError):
    """A file is refused. Nothing was changed.

    Parameters: ``code`` (a key of CODES), ``file`` (its name as a label, never a path that
    is opened), ``place`` ("line 8,113", "byte 4,096", "/messages/812/text"; may be ""),
    ``detail`` (numbers and names that belong to this case; may be "").
    """

    def __init__(self, code: str, file: str, place: str = "", detail: str = "") -> None:
        self.code = code
        self.file = file
        self.place = place
        self.detail = detail
        super().__init__(describe(code, file, place, detail))


class WrongKind(InputError):
    """The file can be read, but it is no message export of a kind we know."""


@dataclass(frozen=True)
class Choice:
    """One possible answer: the value to pass to the option, and what it would mean."""

    value: str
    meaning: str


class NeedsAnswer(EvenstepError):
    """Only the user can tell. ``option`` is the argument of read_export that answers it."""

    def __init__(self, option: str, question: str, choices: Sequence[Choice], file: str = "") -> None:
        self.option = option
        self.question = question
        self.choices = tuple(choices)
        self.file = file
        answers = "; ".join(f"{c.value} = {c.meaning}" if c.meaning else c.value for c in self.choices)
        flag = "--" + option.replace("_", "-")
        where = f"{file}: " if file else ""
        super().__init__(f"{where}{question} Answer with {option}= in Python or {flag} on the command line. {answers}")


class EventTableError(EvenstepError):
    """A table breaks the contract of events/schema.py. ``row`` is 0-based, None when about the whole column."""

    def __init__(self, table: str, column: str, row: int | None, problem: str) -> None:
        self.table = table
        self.column = column
        self.row = row
        where = f"row {row}, " if row is not None else ""
        super().__init__(f"{table} table, {where}column {column!r}: {problem}")


class ContentError(EvenstepError):
    """A file of our own words breaks its rules: our fault, not the user's. ``place`` is the entry or key in it."""

    def __init__(self, file: str, place: str, problem: str) -> None:
        self.file = file
        self.place = place
        where = f"{file}, {place}" if place else file
        super().__init__(f"{where}: {problem}")


class StoreError(EvenstepError):
    """A person's encrypted store cannot be opened or written. web/vault has a class for each reason."""


class OptionError(EvenstepError):
    """An option has a value that cannot be used. ``option`` is its name."""

    def __init__(self, option: str, problem: str) -> None:
        self.option = option
        super().__init__(f"{option}: {problem}")


def describe(code: str, file: str, place: str = "", detail: str = "") -> str:
    """One line: code · file, place · what happened (detail) · what to do."""
    return " · ".join(described(code, file, place, detail))


def described(code: str, file: str, place: str = "", detail: str = "") -> tuple[str, str, str]:
    """The parts of that line: code · file, place; what happened (detail); what to do."""
    meaning = CODES[code]
    where = f"{file}, {place}" if place and place != file else file
    what = f"{meaning.what} ({detail})" if detail else meaning.what
    return f"{code} · {where}", what, meaning.to_do
