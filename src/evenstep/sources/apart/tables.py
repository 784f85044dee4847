"""Tables between the two processes: each column as plain numbers, texts as a list and their places in it.

Not in Arrow's own form: its reader in polars 2.1.0 trusts what it reads, and a wrong byte can end the whole process
(docs/explanation/hostile-files.md). Here both ends know the columns, and every length is checked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Final

import numpy as np
import polars as pl

from evenstep.sources.apart.said import number_in
from evenstep.sources.apart.wire import Unsound

NUMPY: Final[Mapping[pl.DataType, str]] = {
    pl.Int64(): "<i8",
    pl.Int32(): "<i4",
    pl.Float32(): "<f4",
    pl.Boolean(): "|u1",
}
NOTHING: Final = -1  # the place of a text that is not there

Plan = list[list[int]]
"""For each column: bytes of its marks of empty cells, of its values, and of its list of texts."""


def columns_out(frame: pl.DataFrame) -> tuple[Plan, list[bytes]]:
    """All columns in their order: the plan, and the pieces it counts."""
    plan: Plan = []
    pieces: list[bytes] = []
    for column in frame.iter_columns():
        parts = _numbers_out(column) if _numpy(column.dtype) else _texts_out(column)
        plan.append([len(part) for part in parts])
        pieces += parts
    return plan, pieces


def columns_in(plan: Any, content: memoryview, rows: int, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """The table of ``schema`` back. Raises Unsound where the content is not such a table of so many rows."""
    if not isinstance(plan, list) or len(plan) != len(schema):
        raise Unsound("a plan")
    at, made = 0, []
    for lengths, (name, dtype) in zip(plan, schema.items(), strict=True):
        if not isinstance(lengths, list) or len(lengths) != 3:
            raise Unsound("a plan")
        ends = np.cumsum([at, *(min(number_in(length), len(content) + 1) for length in lengths)]).tolist()
        empty, values, texts = (content[start:end] for start, end in pairwise(ends))
        at = ends[-1]
        if at > len(content):
            raise Unsound("a plan")
        numpy = _numpy(dtype)
        made.append(_numbers_in(empty, values, rows, dtype, numpy) if numpy else _texts_in(values, texts, rows, dtype))
        made[-1] = made[-1].alias(name)
    if at != len(content):
        raise Unsound("a plan")
    return pl.DataFrame(made)


def _numpy(dtype: pl.DataType) -> str | None:
    return "<i8" if isinstance(dtype, pl.Datetime) else NUMPY.get(dtype)


def _numbers_out(column: pl.Series) -> list[bytes]:
    empty = column.is_null().to_numpy().tobytes() if column.null_count() else b""
    plain = column.to_physical()
    filled = plain.fill_null(value=False) if plain.dtype == pl.Boolean else plain.fill_null(0)
    return [empty, filled.to_numpy().astype(_numpy(column.dtype)).tobytes(), b""]


def _numbers_in(empty: memoryview, values: memoryview, rows: int, dtype: pl.DataType, numpy: str) -> pl.Series:
    numbers = _array(values, numpy, rows)
    if numpy == "<f4" and not np.isfinite(numbers).all():
        raise Unsound("a number without end")
    if dtype == pl.Boolean:
        numbers = numbers != 0
    column = pl.Series(numbers).cast(dtype)
    if not len(empty):
        return column
    gone = pl.Series(_array(empty, "|u1", rows) != 0)
    return pl.select(pl.when(~gone).then(column)).to_series()


def _texts_out(column: pl.Series) -> list[bytes]:
    plain = column.cast(pl.String)
    different = plain.drop_nulls().unique(maintain_order=True)
    places = plain.cast(pl.Enum(different)).to_physical().cast(pl.Int64).fill_null(NOTHING)
    listed = json.dumps(different.to_list(), ensure_ascii=False).encode()
    return [b"", places.to_numpy().astype("<i4").tobytes(), listed]


def _texts_in(values: memoryview, texts: memoryview, rows: int, dtype: pl.DataType) -> pl.Series:
    places = _array(values, "<i4", rows)
    listed = json.loads(bytes(texts))
    if not isinstance(listed, list) or not all(isinstance(text, str) for text in listed):
        raise Unsound("a list of texts")
    if rows and (places.min() < NOTHING or places.max() >= len(listed)):
        raise Unsound("a place outside the list")
    known = pl.Series([*listed, None], dtype=pl.String)
    everywhere = known.gather(np.where(places == NOTHING, len(listed), places).astype(np.uint32))
    return everywhere.cast(dtype)


def _array(content: memoryview, numpy: str, rows: int) -> Any:
    if len(content) != rows * np.dtype(numpy).itemsize:
        raise Unsound("a column of another length")
    return np.frombuffer(content, dtype=numpy)
