"""A table of text to a frame of strings: CSV, TSV, white space, JSON, JSON lines; odd rows kept aside."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl

from evenstep.errors import InputError
from evenstep.events.reading import Note
from evenstep.sources.assemble import RejectRow
from evenstep.sources.base import Member, ReadOptions
from evenstep.sources.decode import Decoded, decode
from evenstep.sources.json_text import EndlessNumber, EndsEarly, JsonText, is_endless
from evenstep.sources.table.cells import split
from evenstep.sources.table.columns import SEPARATOR_HINT, choose_columns, records_at, sniff_delimiter
from evenstep.sources.table.objects import named
from evenstep.sources.text_lines import within_limit
from evenstep.spoken import words

OUTER_SPACE: Final = re.compile(rb"(?m)^[ \t]+|(?<![ \t\r])[ \t\r]+$")  # a long run is tried at its start only
LONGEST_NUMBER: Final = "9" * 21  # stands for a number too long to be one: the time parser refuses it


@dataclass(frozen=True)
class Loaded:
    """``frame``: strings, one column for each of ``found``, and ``_row``, the number a person would count to.

    ``found``: our column name -> the file's. Other columns are never held: a file may have very many.
    ``seen``: records in all, the rejected ones too; ``place``: the word before the number;
    ``odd``: (row, column) of cells that hold a list or an object instead of one value.
    """

    frame: pl.DataFrame
    found: Mapping[str, str]
    seen: int
    place: str
    encoding: str
    rejects: Sequence[RejectRow] = ()
    notes: Sequence[Note] = ()
    odd: Sequence[tuple[int, str]] = ()


def load(member: Member, options: ReadOptions) -> Loaded:
    """Read the whole table. Raises InputError E205, E221, E223, E232 and NeedsAnswer("encoding")."""
    start = member.head().lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")[:1]
    as_json = start in (b"[", b"{")  # which may stand in one line, as most programs write it
    if not as_json:
        _check_first_line(member, options.limits.line_bytes)
    decoded = decode(member.read() if as_json else within_limit(member, options), member.name, options.encoding)
    if start == b"[":
        return _json_array(decoded, member.name, options)
    if start == b"{":
        return _json_object(decoded, member.name, options)
    return _delimited(decoded, member.name, options)


def _check_first_line(member: Member, limit: int) -> None:
    """Refuse an endless first line before the whole file is in memory."""
    if member.size > limit and b"\n" not in (start := member.head(limit + 1)) and b"\r" not in start:
        raise InputError("E205", member.name, "line 1", words("longer than {n} bytes", n=limit))


def _delimited(decoded: Decoded, file: str, options: ReadOptions) -> Loaded:
    text = decoded.text
    if "\n" not in text:
        text = text.replace("\r", "\n")
    text = text.lstrip("\ufeff\r\n \t")
    hint = SEPARATOR_HINT.match(text)
    text = text[hint.end() :] if hint else text
    header, _, body = text.partition("\n")
    mark, cells = sniff_delimiter(header.rstrip("\r"))
    header_cells = _unique(cells)
    found = choose_columns(header_cells, options.columns, file)
    data = body.encode("utf-8", "surrogatepass")
    _check_lines(data, file, options.limits.line_bytes)
    if mark == "":
        data = OUTER_SPACE.sub(b"", data)
        data = re.sub(rb"[ \t]+", b"\t", data)
    wanted = {f"c{header_cells.index(theirs)}": theirs for theirs in found.values()}
    frame = split(data, mark or "\t", len(cells), list(wanted), file)
    rows = (
        frame.with_row_index("_row", offset=3 if hint else 2)
        .with_columns(pl.col("_row").cast(pl.Int64))
        .filter(~pl.col("_blank"))
    )
    ragged = pl.col("_ragged")
    rejects: list[RejectRow] = [
        ("E231", file, f"row {row:,}", row, f"{len(cells)} cells expected")
        for row in rows.filter(ragged)["_row"].to_list()
    ]
    good = rows.filter(~ragged).select("_row", *wanted).rename(wanted)
    return Loaded(good, found, rows.height, "row", decoded.encoding, rejects, decoded.notes)


def _check_lines(data: bytes, file: str, limit: int) -> None:
    if len(data) <= limit:
        return
    ends = np.flatnonzero(np.frombuffer(data, np.uint8) == ord("\n"))
    lengths = np.diff(np.concatenate(([-1], ends, [len(data)])))
    if lengths.max() > limit:
        line = int(lengths.argmax()) + 2
        raise InputError("E205", file, f"line {line:,}", words("longer than {n} bytes", n=limit))


def _unique(cells: Sequence[str]) -> list[str]:
    """Header names, the later of two equal ones numbered."""
    seen: dict[str, int] = {}
    names = []
    for cell in cells:
        seen[cell] = seen.get(cell, 0) + 1
        names.append(cell if seen[cell] == 1 and cell != "_row" else f"{cell} ({seen[cell]})")
    return names


class _Records:
    """JSON records gathered one by one, each field as a string; what is no record is kept aside."""

    def __init__(self, source: JsonText) -> None:
        self.source = source
        self.rows: list[dict[str, Any]] = []
        self.numbers: list[int] = []
        self.rejects: list[RejectRow] = []
        self.odd: list[tuple[int, str]] = []
        self.seen = 0

    def take(self, at: int, until: int | None = None) -> int:
        """Read the record at ``at`` and return where it ends. Raises InputError E223 unless it ends by ``until``."""
        value, end = self.source.value(at)
        if until is not None and not end <= until <= self.source.skip(end):
            raise InputError("E223", self.source.file, self.source.place(at), words("more than one line"))
        self.seen += 1
        pointer = f"/{self.seen - 1}"
        if not isinstance(value, dict):
            self.reject("E227", pointer, "not a record")
        elif self.source.clash:
            self.reject("E224", pointer, "")
        else:
            self._keep(value)
        return end

    def reject(self, code: str, place: str, detail: str) -> None:
        """Keep the current record aside."""
        self.rejects.append((code, self.source.file, place, self.seen, detail))

    def _keep(self, value: dict[str, Any]) -> None:
        for key, cell in value.items():
            plain = named(key, cell) if isinstance(cell, dict) else cell
            if isinstance(plain, dict | list):
                value[key] = None
                if plain:
                    self.odd.append((self.seen, key))
            else:
                value[key] = self._string(plain)
        self.rows.append(value)
        self.numbers.append(self.seen)

    def _string(self, cell: str | float | EndlessNumber | None) -> str | None:
        if cell is None:
            return None
        if isinstance(cell, str):
            return self.source.clean(cell)[0]
        return LONGEST_NUMBER if is_endless(cell) else str(cell)

    def loaded(self, decoded: Decoded, options: ReadOptions) -> Loaded:
        """The frame: of all fields in the order of first appearance, those that are wanted."""
        keys = dict.fromkeys(key for row in self.rows for key in row)
        raw = {self.source.clean(key)[0]: key for key in keys}
        found = choose_columns(list(raw), options.columns, self.source.file)
        columns = {name: [row.get(raw[name]) for row in self.rows] for name in found.values()}
        frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)) if columns else pl.DataFrame()
        notes = list(decoded.notes)
        if self.source.repeats:
            notes.append(Note("E224", "", "", self.source.repeats))
        rows = frame.with_columns(pl.Series("_row", self.numbers, dtype=pl.Int64))
        return Loaded(rows, found, self.seen, "record", decoded.encoding, self.rejects, notes, self.odd)


def _json_array(decoded: Decoded, file: str, options: ReadOptions, begin: int = 0) -> Loaded:
    source = JsonText(decoded.text, file, options.limits.json_depth)
    records = _Records(source)
    try:
        end = source.array(begin, records.take)
        if not begin:
            source.finish(end)
    except EndsEarly as cut:
        records.seen += 1
        records.reject("E222", source.place(cut.at), "file ends early")
    return records.loaded(decoded, options)


def _json_object(decoded: Decoded, file: str, options: ReadOptions) -> Loaded:
    """One object that holds the list of records, or JSON lines."""
    if at := records_at(decoded.text):
        return _json_array(decoded, file, options, at)
    return _json_lines(decoded, file, options)


def _json_lines(decoded: Decoded, file: str, options: ReadOptions) -> Loaded:
    """JSON lines. Where the first line is a whole record, a broken line is kept aside and the next one read."""
    source = JsonText(decoded.text, file, options.limits.json_depth)
    records = _Records(source)
    at = source.skip(0)
    if _is_whole_line(source, at):
        _line_by_line(decoded.text, records)
        return records.loaded(decoded, options)
    try:
        while at < len(source.text):
            at = source.skip(records.take(at))
    except EndsEarly:
        records.seen += 1
        records.reject("E222", source.place(at), "file ends early")
    return records.loaded(decoded, options)


def _line_by_line(text: str, records: _Records) -> None:
    """Each line by itself: a fault in one costs as much as that line, not as all that stands around it."""
    source, last = records.source, len(text.rstrip())
    at = number = 0
    while at < len(text):
        end = _line_end(text, at)
        number += 1
        source.turn_to(text[at:end])
        start = source.skip(0)
        try:
            if start < len(source.text):
                records.take(start, len(source.text))
        except (EndsEarly, InputError) as error:
            if isinstance(error, InputError) and error.code != "E223":
                source.turn_to(text)
                records.take(at + start)  # raises it again, with the place in the file
                raise
            records.seen += 1
            cut = isinstance(error, EndsEarly) and end >= last
            why = "file ends early" if cut else "no whole record on this line"
            records.reject("E222" if cut else "E227", f"line {number:,}, column {start + 1:,}", why)
        at = end + 1
    source.turn_to(text)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return end if end >= 0 else len(text)


def _is_whole_line(source: JsonText, at: int) -> bool:
    """Whether the record that begins at ``at`` ends on its own line."""
    try:
        return source.value(at)[1] <= _line_end(source.text, at)
    except (EndsEarly, InputError):
        return False
