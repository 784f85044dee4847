"""Rows of a table of text as cells: quickly where nothing is quoted; rows that are short or long are marked."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Final

import polars as pl

from evenstep.errors import InputError
from evenstep.spoken import words

END_OF_LINE: Final = "\x1e"  # put behind each row, so that a row that is short or long shows


def split(data: bytes, mark: str, width: int, wanted: Sequence[str], file: str) -> pl.DataFrame:
    """Cells of the ``wanted`` columns (of c0 … c(width-1)) as strings, ``_ragged`` rows and ``_blank`` lines.

    A row is ragged when it has more or fewer cells than ``width``.
    """
    if b'"' in data or END_OF_LINE.encode() in data or width < 2:
        return _split_quoted(data, mark, width, wanted, file)
    cells = [f"c{i}" for i in range(width)]
    lines = data.replace(b"\r\n", b"\n").removesuffix(b"\n")
    ended = (
        lines.replace(b"\n", f"{mark}{END_OF_LINE}\n".encode()) + f"{mark}{END_OF_LINE}\n".encode() if lines else b""
    )
    schema = dict.fromkeys((*cells, "_end"), pl.String)
    if not ended:
        return pl.DataFrame(schema={**dict.fromkeys(wanted, pl.String), "_ragged": pl.Boolean, "_blank": pl.Boolean})
    frame = pl.read_csv(
        ended,
        has_header=False,
        schema=schema,
        columns=sorted({0, 1, width, *(int(name[1:]) for name in wanted)}),
        separator=mark,
        quote_char=None,
        truncate_ragged_lines=True,
        empty_string_is_null=False,
        missing_columns="insert",
        extra_columns="ignore",
    )
    blank = (pl.col("c0").str.strip_chars() == "") & (pl.col("c1") == END_OF_LINE)
    ragged = (pl.col("_end") != END_OF_LINE).fill_null(value=True)
    return frame.with_columns(_ragged=ragged, _blank=blank.fill_null(value=False)).drop("_end")


def _split_quoted(data: bytes, mark: str, width: int, wanted: Sequence[str], file: str) -> pl.DataFrame:
    """The same for tables with quotes: Python's own reader says how many cells a row has, Polars' does not."""
    rows = _rows(io.StringIO(data.decode("utf-8", "surrogatepass"), newline=""), mark, file)
    places = {name: int(name[1:]) for name in wanted}
    columns = {
        name: pl.Series([row[i] if i < len(row) else None for row in rows], dtype=pl.String)
        for name, i in places.items()
    }
    sizes = pl.Series([len(row) for row in rows], dtype=pl.Int64)
    blank = [len(row) == 0 or (len(row) == 1 and not row[0].strip()) for row in rows]
    return pl.DataFrame({**columns, "_ragged": sizes != width, "_blank": pl.Series(blank, dtype=pl.Boolean)})


def _rows(text: io.StringIO, mark: str, file: str) -> list[list[str]]:
    try:
        return list(csv.reader(text, delimiter=mark))
    except csv.Error:  # a cell that goes on and on because its quote never closes
        text.seek(0)
    reader = csv.reader(text, delimiter=mark, quoting=csv.QUOTE_NONE)
    try:
        return list(reader)
    except csv.Error as error:
        most = words("a cell is longer than {n} letters", n=csv.field_size_limit())
        raise InputError("E205", file, f"line {reader.line_num + 1:,}", most) from error
