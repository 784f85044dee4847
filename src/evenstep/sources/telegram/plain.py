"""The quick way through a file exactly as Telegram Desktop indents it: ordinary messages by one expression, no JSON.

What a message of text looks like is known to the byte. Where a record looks so, nothing else can
stand in it: no second field of one name, no depth, no field we do not know. Any other record is cut
out at its indentation and read by itself, as JSON, by the same Recorder as on the careful way. What
is around the messages is put together to a small file of its own, with the lists of messages empty.
Whatever is unusual about the whole (another layout, a byte that is no text, a field named twice, an
end that is missing) raises NotPlain: then the careful way reads the file from its beginning, and
gives the same rows where both can read it (tests/sources/test_telegram_plain.py).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, NamedTuple

import polars as pl

from evenstep.errors import InputError
from evenstep.sources.chats import Unusable
from evenstep.sources.decode import MARKS, SAMPLE_BYTES
from evenstep.sources.json_text import LONE_SURROGATE, EndsEarly
from evenstep.sources.telegram.record import Recorder
from evenstep.sources.telegram.rows import BLOCK, ROW_TYPES, Chat, Row, Rows, Told, frame_of

LIST: Final = re.compile(rb'\n( {1,16})"messages": \[\n')
STRING: Final = rb'[^"\\\x00-\x1f]*+(?:\\.[^"\\\x00-\x1f]*+)*+'
"""What stands between quotes; ``+`` behind a star: nothing is given back, which else is remembered for each sign."""

WHOLE: Final = rb"(?:0|[1-9]\d{0,17})"
SAID: Final = (
    rb'<{\n<<"id": ('
    + WHOLE
    + rb'),\n<<"type": "message",\n<<"date": "([\d:T-]{19})",\n<<"date_unixtime": "(\d{1,11})",\n'
    rb'(<<"edited": "[\d:T-]{19}",\n(?:<<"edited_unixtime": "\d{1,11}",\n)?)?'
    rb'<<"from": "(' + STRING + rb')",\n<<"from_id": "(\w{1,40})",\n(?:<<"reply_to_message_id": (' + WHOLE + rb"),\n)?"
    rb'<<"text": "('
    + STRING
    + rb')",\n<<"text_entities": \[\n<<<{\n<<<<"type": "plain",\n<<<<"text": "\8"\n<<<}\n<<\]\n<}(,?)\n'
)
"""A message of plain text; ``<`` stands for an indentation."""

Found = tuple[bytes, bytes, bytes, bytes | None, bytes, bytes, bytes | None, bytes, bytes]


class NotPlain(Exception):
    """This file has to be read the careful way."""


class Shape(NamedTuple):
    """How the records of one list are written: an ordinary message; where a record opens and closes."""

    said: re.Pattern[bytes]
    opens: bytes
    closes: bytes
    ends: bytes


@lru_cache(maxsize=32)
def shape_at(indent: int) -> Shape:
    """The shape of the records of a list whose name stands behind ``indent`` spaces."""
    spaces = {rb"<<<<": b" " * (indent + 4), rb"<<<": b" " * (indent + 3), rb"<<": b" " * (indent + 2)}
    said = SAID
    for sign, run in (*spaces.items(), (b"<", b" " * (indent + 1))):
        said = said.replace(sign, run)
    edge = b" " * (indent + 1)
    return Shape(re.compile(said.replace(b"{\n", rb"\{\n")), edge + b"{\n", b"\n" + edge + b"}", b" " * indent + b"]")


@dataclass
class Plain:
    """All lists of messages, by the character of ``around`` at which each begins, and the file without them."""

    around: str
    lists: dict[int, Chat]


@dataclass
class _Block:
    """Rows on their way into a frame: ordinary ones as they were found, others as rows."""

    said: list[Found] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    others: list[Row] = field(default_factory=list)

    @property
    def events(self) -> int:
        return len(self.said) + len(self.others)


class PlainReader:
    """Reads the lists of messages of one file; ``recorder`` keeps names and counts across all of them."""

    def __init__(
        self, data: bytes, recorder: Recorder, rows: Rows, progress: Callable[[int, int], None] | None
    ) -> None:
        self._data = data
        self._recorder = recorder
        self._rows = rows
        self._progress = progress
        self._number = 0
        self._known: dict[bytes, bytes] = {}
        self._block = _Block()

    def read(self) -> Plain:
        """Read all lists. Raises NotPlain."""
        if self._data.startswith(tuple(mark for mark, _ in MARKS)) or b"\0" in self._data[:SAMPLE_BYTES]:
            raise NotPlain
        pieces: list[str] = []
        lists: dict[int, Chat] = {}
        at = length = 0
        while found := LIST.search(self._data, at):
            pieces.append(_text(self._data[at : found.end() - 1]))
            length += len(pieces[-1])
            chat = lists[length - 1] = Chat("")
            at = self._list(found.end(), shape_at(len(found[1])), chat)
        pieces.append(_text(self._data[at:]))
        self._settle(at)
        return Plain("".join(pieces), lists)

    def _list(self, at: int, shape: Shape, chat: Chat) -> int:
        """Read the records from ``at`` on; where the list ends."""
        before, first = self._recorder.undated, self._number + 1
        more = not self._data.startswith(shape.ends, at)
        while more:
            there = self._block.events
            at, more = self._some(at, shape, chat, first)
            chat.events += self._block.events - there
            if self._block.events >= BLOCK:
                self._settle(at)
        if not self._data.startswith(shape.ends, at):
            raise NotPlain
        chat.spans.append(range(first, self._number + 1))
        chat.undated = self._recorder.undated - before
        chat.told, self._recorder.told = self._recorder.told, Told()
        return at

    def _some(self, at: int, shape: Shape, chat: Chat, first: int) -> tuple[int, bool]:
        """Read records until the list ends or the block is full; where the next begins, and whether there is one."""
        data, match, known = self._data, shape.said.match, self._known
        said, numbers = self._block.said.append, self._block.numbers.append
        number, end = self._number, self._number + BLOCK
        more = True
        while more and number < end:
            number += 1
            found = match(data, at)
            if found is None:
                at, more = self._other(at, shape, number, chat, number - first)
                continue
            row: Any = found.groups()
            if known.get(row[5]) != row[4]:
                self._meet(row[5], row[4])
            said(row)
            numbers(number)
            at, more = found.end(), row[8] == b","
        self._number = number
        return at, more

    def _settle(self, at: int) -> None:
        """Make the block a frame, and begin another."""
        if self._block.events:
            self._rows.add(_frame(self._block, self._recorder))
            self._block = _Block()
        if self._progress is not None:
            self._progress(at, len(self._data))

    def _other(self, at: int, shape: Shape, number: int, chat: Chat, index: int) -> tuple[int, bool]:
        """Read any other record by itself, as JSON."""
        end = self._data.find(shape.closes, at) + len(shape.closes)
        if not self._data.startswith(shape.opens, at) or end < len(shape.closes):
            raise NotPlain
        place = f"/messages/{index}"
        try:
            if not self._recorder.read(self._json(self._data[at:end]), number, self._block.others):
                chat.system += 1
        except Unusable as bad:
            chat.rejects.append((bad.code, "", place + bad.place, number, bad.detail))
        self._known.clear()  # it may have told another name of somebody
        more = self._data.startswith(b",\n", end)
        return end + 1 + more, more

    def _json(self, record: bytes) -> Any:
        source = self._recorder.source
        source.turn_to(_text(record).strip(" "))
        try:
            value, end = source.value(0)
        except (EndsEarly, InputError):
            raise NotPlain from None
        if end != len(source.text) or source.repeats:
            raise NotPlain
        return value

    def _meet(self, key: bytes, name: bytes) -> None:
        """Keep the name that is told of somebody now; a blank one does not replace another."""
        shown = _unescaped(name)
        if LONE_SURROGATE.search(shown):
            raise NotPlain
        names = self._recorder.names
        if shown.strip():
            names[key.decode()] = shown
        else:
            names.setdefault(key.decode(), "")
        self._known[key] = name


def _frame(block: _Block, recorder: Recorder) -> pl.DataFrame:
    """The rows of one block in file order."""
    frames = [_said_frame(block, recorder)] if block.said else []
    if block.others or not frames:
        frames.append(frame_of(block.others))
    rows = pl.concat(frames)
    return rows.sort("number", maintain_order=True) if len(frames) > 1 else rows


def _said_frame(block: _Block, recorder: Recorder) -> pl.DataFrame:
    """Ordinary messages as columns; what their bytes are is checked here, all at once. Raises NotPlain."""
    ids, dates, unix, edited, _, keys, replies, texts, _ = zip(*block.said, strict=True)
    words = [_clean(text, recorder) if b"\\" in text else text for text in texts]
    columns = {"key": keys, "unix": unix, "date": dates, "text": words, "id": ids, "reply": replies}
    try:
        frame = pl.DataFrame(
            {
                name: pl.Series(values, dtype=pl.Binary).cast(pl.String).cast(ROW_TYPES[name])
                for name, values in columns.items()
            }
        )
    except pl.exceptions.PolarsError:
        raise NotPlain from None
    return frame.select(
        "key",
        pl.when(pl.col("text") == "").then(pl.lit("other")).otherwise(pl.lit("text")).alias("kind"),
        "unix",
        "date",
        pl.Series("number", block.numbers, pl.Int64),
        "text",
        pl.lit(None, pl.Float32).alias("duration_s"),
        "id",
        "reply",
        pl.lit(None, pl.Int64).alias("target"),
        pl.Series("edited", edited, pl.Binary).is_not_null(),
    )


def _clean(raw: bytes, recorder: Recorder) -> bytes:
    """What stands between the quotes, with its signs resolved; half letters are repaired and counted."""
    cleaned, halves = LONE_SURROGATE.subn("\ufffd", _unescaped(raw))
    recorder.halves += halves
    return cleaned.encode()


def _unescaped(raw: bytes) -> str:
    if b"\\" not in raw:
        return _text(raw)
    try:
        return str(json.loads(b'"' + raw + b'"'))
    except ValueError:
        raise NotPlain from None


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise NotPlain from None
