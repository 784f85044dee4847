"""Everything as a zip of tables for a spreadsheet: quoted, numbers as numbers, and no cell that could be a formula."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from evenstep.events.schema import EVENTS
from evenstep.web.takeout.everything import GUESS, LIMIT, MOMENT, SETTINGS, SLIP, SPACE, TRIED, take_out

EARLIEST: Final = (1980, 1, 1, 0, 0, 0)  # the only date in the zip is in its name
# What a spreadsheet may take for the beginning of a formula: at the start of a cell, after what one cannot see, and
# after each sign at which a program that parts cells or lines in its own way may begin a new cell.
UNSEEN: Final = r"[\s\x00-\x20\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
STARTS: Final = re.compile(rf"(\A|[;\t\r\n])(?={UNSEEN}*[=+\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u2212])")
ODD_FIRST: Final = ("\t", "\r", "\n", "\x00")
FILE: Final = ("file", "source", "seen", "imported", "already_there", "skipped", "system", "first", "last", "zone")

PAGE: Final = ("key", "practice", "at", "local_day")
SAT: Final = ("key", "practice", "at", "ended_at")


def as_zip(now: datetime) -> bytes:
    """The tables of the open store."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as out:
        for name, head, rows in tables(take_out(now)):
            info = zipfile.ZipInfo(f"{name}.csv", EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            out.writestr(info, as_csv(head, rows))
    return whole.getvalue()


def as_csv(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """One table. A byte order mark tells spreadsheets that it is UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(head)
    known: dict[str, str] = {}  # the same few names and words stand in 200,000 rows
    writer.writerows([cell(value, known) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def cell(value: Any, known: dict[str, str]) -> Any:
    """Numbers as they are, yes and no in words, texts made harmless; what was made of a text is kept in ``known``."""
    if isinstance(value, str):
        if value not in known:
            known[value] = harmless(value)
        return known[value]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else value


def harmless(text: str) -> str:
    """The text with ' before whatever could begin a formula."""
    marked = STARTS.sub(r"\1'", text)
    return "'" + marked if marked.startswith(ODD_FIRST) else marked


def tables(everything: dict[str, Any]) -> Iterator[tuple[str, Sequence[str], list[Sequence[Any]]]]:
    """Name, head and rows of each table."""
    spaces = everything["spaces"]
    yield "settings", SETTINGS, [list(everything["settings"].values())]
    yield "spaces", SPACE, [_of(space, SPACE) for space in spaces]
    yield "answers", ("space", "form", "at", "local_day", "line", "occasion", "answer"), list(_answers(spaces))
    yield "moments", ("space", *MOMENT), list(_rows(spaces, "moments", MOMENT))
    yield "hard_weeks", ("space", "week"), [(space["key"], week) for space in spaces for week in space["hard_weeks"]]
    yield "guesses", ("space", *GUESS), list(_rows(spaces, "guesses", GUESS))
    yield "tried", ("space", *TRIED), list(_rows(spaces, "tried", TRIED))
    yield "written", ("space", *PAGE, "field", "value"), list(_fields(spaces, "written", PAGE, "fields"))
    yield "limits", ("space", *LIMIT), list(_rows(spaces, "limits", LIMIT))
    yield "slips", ("space", "limit", *SLIP), list(_slips(spaces))
    yield "sittings", ("space", *SAT, "field", "value"), list(_fields(spaces, "sittings", SAT, "state"))
    yield "imports", ("space", "import", "at", "joins_on", *FILE), list(_imports(spaces))
    yield "messages", ("space", "import", *EVENTS), list(_messages(spaces))


def _of(row: dict[str, Any], names: Sequence[str]) -> list[Any]:
    return [row[name] for name in names]


def _rows(spaces: list[dict[str, Any]], kind: str, names: Sequence[str]) -> Iterator[list[Any]]:
    for space in spaces:
        for row in space[kind]:
            yield [space["key"], *_of(row, names)]


def _answers(spaces: list[dict[str, Any]]) -> Iterator[list[Any]]:
    for space in spaces:
        for filled in space["answers"]:
            for field, value in filled["answers"].items():
                line, _, occasion = field.partition(".")
                yield [space["key"], filled["form"], filled["at"], filled["local_day"], line, occasion, value]


def _fields(spaces: list[dict[str, Any]], kind: str, names: Sequence[str], own: str) -> Iterator[list[Any]]:
    """A row for each field; also one for a page on which there is none."""
    for space in spaces:
        for row in space[kind]:
            for field, value in list(leaves(row[own])) or [("", None)]:
                yield [space["key"], *_of(row, names), field, value]


def leaves(value: Any, *path: str) -> Iterator[tuple[str, Any]]:
    """Each plain value inside, under the way that leads to it, as "cards.0.what"; of what is empty, the way alone."""
    if not isinstance(value, dict | list):
        yield ".".join(path), value
    elif path and not value:
        yield ".".join(path), None
    else:
        for name, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(each, *path, str(name))


def _slips(spaces: list[dict[str, Any]]) -> Iterator[list[Any]]:
    for space in spaces:
        for limit in space["limits"]:
            for slip in limit["slips"]:
                yield [space["key"], limit["key"], *_of(slip, SLIP)]


def _imports(spaces: list[dict[str, Any]]) -> Iterator[list[Any]]:
    for space in spaces:
        for one in space["imports"]:
            for reading in one["reading"]:
                yield [space["key"], one["key"], one["at"], one["joins_on"], *_of(reading, FILE)]


def _messages(spaces: list[dict[str, Any]]) -> Iterator[list[Any]]:
    for space in spaces:
        for one in space["imports"]:
            for row in one["events"]["rows"]:
                yield [space["key"], one["key"], *row]
