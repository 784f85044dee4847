"""A Parquet table to a frame of strings; what it would unpack to is counted before it is unpacked."""

from __future__ import annotations

import io
from typing import Final

import polars as pl

from evenstep.errors import InputError
from evenstep.sources.base import Member, ReadOptions
from evenstep.sources.table.columns import choose_columns
from evenstep.sources.table.load import Loaded
from evenstep.spoken import words

PARQUET: Final = b"PAR1"
PARQUET_ROWS: Final = 100_000_000
TEXT_BYTES: Final = 2**30  # what the texts of a file may come to, or TEXT_RATIO times its size
TEXT_RATIO: Final = 20


def load_parquet(member: Member, options: ReadOptions) -> Loaded:
    """Read the columns we need. Raises InputError E114, E116 and E232."""
    import pyarrow as pa  # noqa: PLC0415 - slow to load and rarely needed
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        file = pq.ParquetFile(io.BytesIO(member.read()))
        if file.metadata.num_rows > PARQUET_ROWS:
            detail = words("{n} rows, the limit is {most}", n=file.metadata.num_rows, most=PARQUET_ROWS)
            raise InputError("E114", member.name, detail=detail)
        plain = [field.name for field in file.schema_arrow if not pa.types.is_nested(field.type)]
        found = choose_columns([name for name in plain if name != "_row"], options.columns, member.name)
        _check_repeats(member, list(found.values()))
        frame = pl.DataFrame(pl.from_arrow(file.read(columns=list(found.values())).replace_schema_metadata(None)))
    except (pa.ArrowException, OSError, ValueError, pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise InputError("E116", member.name, detail=words("its Parquet parts do not fit together")) from error
    strings = frame.select(_as_string(frame[name]) for name in frame.columns if name != "_row")
    numbered = strings.with_columns(pl.int_range(1, frame.height + 1, dtype=pl.Int64).alias("_row"))
    return Loaded(numbered, found, frame.height, "record", "Parquet")


def _check_repeats(member: Member, columns: list[str]) -> None:
    """Refuse (E114) before texts that are written once and repeated a million times fill the memory."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.compute as pc  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    most = max(TEXT_BYTES, TEXT_RATIO * member.size)
    total = 0
    file = pq.ParquetFile(io.BytesIO(member.read()), read_dictionary=columns)
    for batch in file.iter_batches(columns=columns):
        for column in batch.columns:
            if pa.types.is_dictionary(column.type):
                lengths = pc.binary_length(column.dictionary).cast(pa.int64())
                total += pc.sum(pc.take(lengths, column.indices)).as_py() or 0
        if total > most:
            raise InputError("E114", member.name, detail=words("its texts are more than {n} bytes", n=most))


def _as_string(column: pl.Series) -> pl.Series:
    if isinstance(column.dtype, pl.Datetime):
        zoned = column.dtype.time_zone is not None
        utc = column.dt.convert_time_zone("UTC") if zoned else column
        return utc.cast(pl.Datetime("us", "UTC" if zoned else None)).dt.strftime(
            "%Y-%m-%dT%H:%M:%S%.6f" + ("Z" if zoned else "")
        )
    if column.dtype.is_nested() or column.dtype == pl.Binary:
        return pl.Series(column.name, [None] * len(column), dtype=pl.String)
    return column.cast(pl.String, strict=False)
