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


@dataclass(frozen=True)
class Code:
    """What a problem code means. verdict: refuse, partial (record kept aside), repair, note or ask."""

    verdict: str
    what: str
    to_do: str


CODES: dict[str, Code] = {
    # Containers
    "E101": Code(
        "refuse",
        "This zip would unpack to far more than its own size.",
        "If you trust it, unpack it by hand and choose the chat file itself.",
    ),
    "E102": Code(
        "refuse", "Two members of this zip overlap, which no honest export does.", "Ask for the export again."
    ),
    "E103": Code(
        "partial",
        "A member's length and checksum disagree.",
        "Its content was left out. If it is the chat itself, ask for the export again.",
    ),
    "E104": Code(
        "refuse",
        "The zip ends too early; the download seems incomplete.",
        "Ask for the export again, or copy it again.",
    ),
    "E105": Code(
        "note",
        "A member has an unusual name. It is shown as a label only.",
        "Nothing is ever unpacked to your disk, so there is nothing to do.",
    ),
    "E106": Code("partial", "A member is a link or a device, not a file.", "It was left out; nothing to do."),
    "E107": Code("refuse", "This zip has a password.", "Unpack it yourself and choose the chat file."),
    "E108": Code(
        "refuse", "This zip uses a packing method we do not read.", "Unpack it yourself and choose the chat file."
    ),
    "E109": Code(
        "refuse",
        "There are zips inside zips here, deeper than one level.",
        "Unpack the outer one and choose the inner one.",
    ),
    "E110": Code("refuse", "There is nothing to read here.", "Choose the export file itself."),
    "E111": Code(
        "refuse",
        "This is a web page, not an export. Often the download link had expired.",
        "Ask for the export again, and choose JSON or text where you can.",
    ),
    "E112": Code(
        "refuse",
        "This zip has more members than we accept, or its count is wrong.",
        "Unpack it yourself and choose the chat file.",
    ),
    "E113": Code("refuse", "This file is two kinds of file at once.", "Ask for the export again."),
    "E114": Code(
        "refuse",
        "This file is larger than the limit.",
        "If you trust it, raise the limit with --limit on the command line.",
    ),
    "E115": Code("refuse", "This zip holds no chat file we know.", "Choose the chat file itself."),
    "E116": Code("refuse", "This file is damaged.", "Copy it again, or ask for the export again."),
    # Encoding and text
    "E201": Code("repair", "Some bytes are not valid text.", "They are counted as one unknown letter each."),
    "E202": Code("repair", "Letters were written in the wrong encoding and have been put right.", "Nothing to do."),
    "E203": Code("repair", "Invisible control characters were taken out of a name.", "Nothing to do."),
    "E204": Code("repair", "Half of a two-part letter was missing.", "It is counted as one unknown letter."),
    "E205": Code("refuse", "A line is longer than we accept.", "This does not look like a chat export."),
    "E206": Code(
        "note",
        "A name holds marks that change the direction or are invisible.",
        "Names are shown with those marks made visible.",
    ),
    "E207": Code("partial", "A number is too long to be a time or an id.", "The record was kept aside."),
    "E208": Code("ask", "The file's text encoding is not certain.", "Say which one reads right."),
    # Chat text
    "E211": Code(
        "partial",
        "The order of day and month seems to change inside the file.",
        "Export the chat again in one go, or tell us the order with --date-order.",
    ),
    "E212": Code(
        "note",
        "These lines look like a piece of another chat that was pasted into a message.",
        "They were kept as part of the message they stand in.",
    ),
    "E213": Code("ask", "Day and month cannot be told apart in this file.", "Tell us the order with --date-order."),
    "E214": Code(
        "partial",
        "This line has no date we recognise.",
        "It was kept aside. If it is a message, tell us the phone's date format.",
    ),
    "E215": Code("partial", "The file ends in the middle of a line.", "It may be cut off; export it again if you can."),
    "E216": Code(
        "note",
        "Time goes backwards here by more than a day.",
        "The order of the file was kept. If it was edited by hand, export it again.",
    ),
    "E217": Code("partial", "This date does not exist or lies outside 1990 to today.", "The record was kept aside."),
    "E218": Code(
        "note",
        "This many messages is near the app's export limit, so the oldest part is probably missing.",
        "Shares leave the first start out. A longer history needs another way of exporting.",
    ),
    "E219": Code(
        "note",
        "This clock time happens twice, or never, in the night the clocks change.",
        "The order of the file decided.",
    ),
    "E220": Code(
        "refuse",
        "Morning and afternoon cannot be told apart, so times could be 12 hours off.",
        "Set the phone to the 24-hour clock and export the chat again.",
    ),
    # JSON and tables
    "E221": Code("refuse", "The data is nested deeper than any export.", "Ask for the export again."),
    "E222": Code(
        "partial", "The file ends early.", "What was complete was read. Ask for the export again for the rest."
    ),
    "E223": Code("refuse", "This is not valid JSON.", "Ask for the export again; do not edit it by hand."),
    "E224": Code("note", "A record names the same field twice.", "Where the two differ the record was kept aside."),
    "E225": Code("partial", "A number field holds no number.", "The record was kept aside."),
    "E226": Code("partial", "A time is missing or outside 1990 to today.", "The record was kept aside."),
    "E227": Code("partial", "A field has a shape we do not know.", "The record was kept aside."),
    "E228": Code("refuse", "We do not know this kind of file.", "Choose the export as the app made it, zipped or not."),
    "E229": Code("note", "Some replies point to messages that are not in the file.", "Nothing to do."),
    "E230": Code("partial", "This row has no sender.", "The record was kept aside."),
    "E231": Code("partial", "This row has more or fewer cells than the header.", "The record was kept aside."),
    "E232": Code(
        "refuse",
        "A table needs at least a time column and a sender column.",
        "Name them time and sender in the first row, or pass columns= in Python.",
    ),
    "E233": Code("repair", "The app wrote invalid JSON in a way we know; it has been put right.", "Nothing to do."),
    "E235": Code("partial", "A message to oneself is not part of a pair.", "The record was left out."),
    "E236": Code(
        "refuse", "More people write here than in any chat we accept.", "Choose one chat, not a whole archive."
    ),
    "E237": Code(
        "refuse",
        "No row of this table could be used.",
        "The place and the reason are those of the first row. Fix that column, or name the columns in Python.",
    ),
    "E291": Code(
        "refuse",
        "The records of this file do not add up, so nothing was imported.",
        "This is a fault in evenstep. Please report the code and the kind of file, not the file.",
    ),
    "E292": Code(
        "refuse",
        "Something in this file was not foreseen, so nothing was imported.",
        "This is a fault in evenstep. Please report the code and the kind of file, not the file.",
    ),
}


def describe(code: str, file: str, place: str = "", detail: str = "") -> str:
    """One line: code · file, place · what happened (detail) · what to do."""
    meaning = CODES[code]
    where = f"{file}, {place}" if place else file
    what = f"{meaning.what} ({detail})" if detail else meaning.what
    return f"{code} · {where} · {what} · {meaning.to_do}"
