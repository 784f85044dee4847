"""The time column of a table: Unix times of any unit, seconds since a given moment, ISO 8601 and local dates.

The numbered steps: 1. tell numbers from dates; 2. numbers: the unit by magnitude over the whole
file; 3. dates: the order of day and month by a day above 12, else by the only order in which
the file runs, else a question; 4. dates without an offset become UTC by the given zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import polars as pl

from evenstep.errors import Choice, NeedsAnswer, OptionError
from evenstep.events.clock import to_utc
from evenstep.events.reading import Note
from evenstep.events.schema import TimeType
from evenstep.sources.assemble import EARLIEST, in_range, latest
from evenstep.sources.base import ReadOptions
from evenstep.sources.table.spelling import plain, spelled_months
from evenstep.spoken import N_, day, words

BY_USER: Final = N_("you said so")
BY_FORM: Final = N_("the file's own dates")
NUMBER: Final = r"^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$"
WHOLE: Final = r"^[+-]?[0-9]+$"
NO_NUMBER: Final = r"(?i)^[+-]?(?:nan|inf|infinity)$"
LONGEST_NUMBER: Final = 20
DATE: Final = (
    r"^(?:\p{L}{2,12}\.?,?\s+)?(?P<a>[0-9]{1,4})[./-]\s?(?P<b>[0-9]{1,2})[./-]\s?(?P<c>[0-9]{1,4})(?:\.?,?\s+|T|t)"
    r"(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})(?:[:.](?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,9}))?)?"
    r"(?:\s?(?P<half>[AaPp])\.?\s?[Mm]\.?)?\s?(?P<offset>Z|z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}|[+-][0-9]{2})?$"
)
MICROSECONDS: Final = {"seconds": 1e6, "milliseconds": 1e3, "microseconds": 1.0, "nanoseconds": 1e-3}
ENOUGH_IN_RANGE: Final = 0.2  # seconds since something else than 1970 would have to run for 20 years to come so far
BACKWARD: Final = timedelta(days=1)


@dataclass(frozen=True)
class Times:
    """``frame``: one row a record with ``time`` (UTC, null when bad), ``code`` (of errors.CODES) and ``in_file``."""

    frame: pl.DataFrame
    resolution_s: float
    date_order: str | None
    date_order_decided_by: str
    zone: str | None
    zone_decided_by: str
    unit: str  # "milliseconds since 1970", "given" for seconds since a given moment, "" for dates
    notes: tuple[Note, ...]


def read_times(raw: pl.Series, options: ReadOptions, file: str) -> Times:
    """Parse a column of strings, shape (n,), in file order.

    Raises NeedsAnswer for ``epoch``, ``date_order`` or ``zone``, OptionError for an unusable one.
    """
    text = plain(raw)
    frame = pl.DataFrame({"text": text}).with_columns(
        is_number=pl.col("text").str.contains(NUMBER).fill_null(value=False),
        code=_first_problem(),
    )
    notes: list[Note] = []
    decided = ""
    from_numbers = pl.Series([None] * frame.height, dtype=TimeType)
    if (frame["is_number"] & frame["code"].is_null()).any():
        from_numbers, decided = _numbers(frame, options, file)
    dates = _dates(frame, options, file, notes)
    time = frame.select(
        time=pl.when(pl.col("is_number")).then(from_numbers).otherwise(dates.time), in_file=dates.in_file
    )
    good = pl.col("time").is_not_null() & in_range(pl.col("time"), options.now).fill_null(value=False)
    wrong = pl.when(frame["is_number"] | ~dates.matched).then(pl.lit("E226")).otherwise(pl.lit("E217"))
    done = time.with_columns(code=frame["code"]).with_columns(
        code=pl.when(pl.col("code").is_not_null()).then("code").when(~good).then(wrong),
    )
    kept = done.with_columns(time=pl.when(pl.col("code").is_null()).then("time"))
    given = decided == "given"
    result = kept.with_columns(in_file=pl.when(frame["is_number"]).then(not given).otherwise("in_file"))
    zone_by = dates.zone_decided_by or (BY_USER if given else N_("Unix times in the file") if decided else "")
    return Times(
        result, _resolution(result["time"]), dates.order, dates.order_by, dates.zone, zone_by, decided, tuple(notes)
    )


def _first_problem() -> pl.Expr:
    """The code of a cell that cannot be a time whatever it means; null for all others."""
    cell = pl.col("text")
    long = cell.str.contains(NUMBER) & (cell.str.count_matches(r"[0-9]") > LONGEST_NUMBER)
    endless = cell.str.contains(NUMBER) & ~cell.cast(pl.Float64, strict=False).is_finite().fill_null(value=False)
    return (
        pl.when(cell.is_null() | (cell == ""))
        .then(pl.lit("E226"))
        .when(long)
        .then(pl.lit("E207"))
        .when(cell.str.contains(NO_NUMBER) | endless)
        .then(pl.lit("E225"))
    )


def _numbers(frame: pl.DataFrame, options: ReadOptions, file: str) -> tuple[pl.Series, str]:
    """(UTC times of the number cells, "given" for seconds since options.epoch or the unit that was inferred)."""
    usable = pl.col("is_number") & pl.col("code").is_null()
    values = frame.select(
        value=pl.when(usable).then(pl.col("text").cast(pl.Float64, strict=False)),
        whole=pl.when(usable & pl.col("text").str.contains(WHOLE)).then(pl.col("text").cast(pl.Int64, strict=False)),
    )
    if options.epoch is not None:
        return _since(values, _aware(options.epoch)), "given"
    unit = _unit(values["value"], options.now)
    if unit is None:
        if values["value"].count() * 2 <= frame.height:  # a few stray numbers among dates
            return pl.Series([None] * frame.height, dtype=TimeType), ""
        question = words("These times are small numbers. When was second 0?")
        raise NeedsAnswer(
            "epoch",
            question,
            [Choice("2004-04-15T00:00:00+00:00", words("a date and time like this, with its offset"))],
            file,
        )
    factor = MICROSECONDS[unit]
    low, high = EARLIEST.timestamp() * 1e6 / factor, latest(options.now).timestamp() * 1e6 / factor
    inside = values.with_columns(pl.when(pl.col("value").is_between(low, high)).then(pl.all()))
    whole = pl.col("whole") * int(factor) if factor >= 1 else pl.col("whole") // 1000
    micro = inside.select(pl.coalesce(whole, (pl.col("value") * factor).round().cast(pl.Int64))).to_series()
    return micro.cast(pl.Datetime("us")).dt.replace_time_zone("UTC"), f"{unit} since 1970"


def _since(values: pl.DataFrame, epoch: datetime) -> pl.Series:
    widest = 1e10  # seconds: 317 years either way, everything beyond is out of range anyhow
    near = values.select(pl.when(pl.col("value").abs() < widest).then("value")).to_series()
    micro = (near * 1e6).round().cast(pl.Int64) + int(epoch.timestamp()) * 1_000_000 + epoch.microsecond
    return micro.cast(pl.Datetime("us")).dt.replace_time_zone("UTC")


def _aware(epoch: datetime) -> datetime:
    if epoch.tzinfo is None:
        raise OptionError("epoch", "give it with its offset from UTC, for example 2004-04-15T00:00:00+00:00.")
    return epoch.astimezone(UTC)


def _unit(values: pl.Series, now: datetime | None) -> str | None:
    """The unit in which most numbers lie between 1990 and now; None when hardly any do in any unit."""
    low, high = EARLIEST.timestamp(), latest(now).timestamp()
    counts = {
        unit: int(values.is_between(low * 1e6 / factor, high * 1e6 / factor).sum())
        for unit, factor in MICROSECONDS.items()
    }
    best = max(counts, key=lambda unit: counts[unit])
    return best if counts[best] >= ENOUGH_IN_RANGE * values.count() else None


@dataclass(frozen=True)
class _Dates:
    time: pl.Series
    matched: pl.Series
    in_file: pl.Series
    order: str | None = None
    order_by: str = ""
    zone: str | None = None
    zone_decided_by: str = ""


def _dates(frame: pl.DataFrame, options: ReadOptions, file: str, notes: list[Note]) -> _Dates:
    """UTC times of the cells that are written as dates."""
    parts = _parts(frame)
    matched = parts["a"].is_not_null()
    nothing = pl.Series([None] * frame.height, dtype=TimeType)
    if not matched.any():
        return _Dates(nothing, matched, pl.Series([False] * frame.height))
    order, order_by = _date_order(parts, options, file)
    local = _local(parts, order)
    offset = parts["offset"]
    fixed = (local - _offset(offset)).dt.replace_time_zone("UTC")
    naive = local.is_not_null() & offset.is_null()
    if not naive.any():
        return _Dates(fixed, matched, matched, order, order_by, None, N_("the file's own offsets"))
    if options.zone is None:
        raise NeedsAnswer("zone", words("These times carry no zone. Where was the phone that wrote them?"), (), file)
    walls = pl.DataFrame({"wall": local, "naive": naive}).select(pl.when("naive").then("wall")).to_series()
    utc = to_utc(walls, options.zone)
    if utc.folds + utc.gaps:
        notes.append(Note("E219", "", f"{utc.folds} times happen twice, {utc.gaps} never", utc.folds + utc.gaps))
    time = pl.DataFrame({"naive": naive, "utc": utc.time, "fixed": fixed}).select(
        pl.when("naive").then("utc").otherwise("fixed")
    )
    return _Dates(time.to_series(), matched, ~naive, order, order_by, options.zone, BY_USER)


def _parts(frame: pl.DataFrame) -> pl.DataFrame:
    """The digits of each date cell; all null where a cell is not written as a date."""
    text = pl.when(~pl.col("is_number") & pl.col("code").is_null()).then("text")
    numeric = spelled_months(frame.select(text).to_series())
    groups = numeric.str.extract_groups(DATE).struct.unnest()
    return groups.with_columns(pl.col(name).cast(pl.Int64) for name in ("hour", "minute", "second"))


def _date_order(parts: pl.DataFrame, options: ReadOptions, file: str) -> tuple[str, str]:
    """(order, who decided it). Raises NeedsAnswer("date_order") when more than one order is possible."""
    dates = parts.drop_nulls("a")
    if options.date_order is not None:
        if sorted(options.date_order) != ["d", "m", "y"]:
            raise OptionError("date_order", f"{options.date_order!r} is not an order like dmy, mdy or ymd.")
        return options.date_order, BY_USER
    if (dates["a"].str.len_chars() == 4).mean() == 1.0:
        return "ymd", BY_FORM
    short = not (dates["c"].str.len_chars() == 4).any() and (dates["a"].str.len_chars() == 2).all()
    read = {order: _local(dates, order) for order in (("dmy", "mdy", "ymd") if short else ("dmy", "mdy"))}
    invalid = {order: local.null_count() for order, local in read.items()}
    possible = [order for order, count in invalid.items() if count == min(invalid.values())]
    if len(possible) == 1:
        return possible[0], N_("a day above 12")
    runs = [order for order in possible if _runs_one_way(read[order])]
    if len(runs) == 1:
        return runs[0], N_("only this order runs forward")
    if all(read[order].equals(read[possible[0]]) for order in possible):
        return possible[0], BY_FORM
    sample = next(i for i in range(dates.height) if len({read[order][i] for order in possible}) > 1)
    written = f"{dates['a'][sample]}/{dates['b'][sample]}/{dates['c'][sample]}"
    choices = [
        Choice(order, words("{written} is {day}", written=written, day=day(read[order][sample]))) for order in possible
    ]
    raise NeedsAnswer("date_order", words("Which is the day and which the month?"), choices, file)


def _runs_one_way(local: pl.Series) -> bool:
    """True when time never steps back by more than a day, or never forward (a file with the newest row first)."""
    step = local.drop_nulls().diff().drop_nulls()
    return not (step < -BACKWARD).any() or not (step > BACKWARD).any()


def _local(parts: pl.DataFrame, order: str) -> pl.Series:
    """Naive times read in this order; null where the date or the clock time does not exist."""
    place = dict(zip(order, ("a", "b", "c"), strict=True))
    year_first = (pl.col("a").str.len_chars() == 4) & (order[0] != "y")  # such a row shows its own order
    field = {
        name: pl.when(year_first).then(own).otherwise(place[name]).cast(pl.Int64)
        for name, own in (("y", "a"), ("m", "b"), ("d", "c"))
    }
    year, month, day = field["y"], field["m"], field["d"]
    full_year = pl.when(year < 70).then(year + 2000).when(year < 100).then(year + 1900).otherwise(year)
    half = pl.col("half").str.to_lowercase()
    hour = (
        pl.when(half.is_null() | (pl.col("hour") > 12)).then("hour").otherwise(pl.col("hour") % 12 + 12 * (half == "p"))
    )
    micro = pl.col("fraction").fill_null("").str.pad_end(6, "0").str.slice(0, 6).cast(pl.Int64)
    second = pl.col("second").fill_null(0)
    valid = (
        month.is_between(1, 12)
        & day.is_between(1, 31)
        & full_year.is_between(1000, 9000)
        & (hour < 24)
        & (pl.col("minute") < 60)
        & (second < 60)
    )
    first = pl.datetime(
        pl.when(valid).then(full_year),
        pl.when(valid).then(month),
        pl.when(valid).then(1),
        pl.when(valid).then(hour),
        pl.when(valid).then("minute"),
        pl.when(valid).then(second),
    )
    whole = parts.with_columns(month=month, moment=first + pl.duration(days=day - 1, microseconds=micro))
    return (
        whole.select(pl.when(pl.col("moment").dt.month() == pl.col("month")).then("moment"))
        .to_series()
        .cast(pl.Datetime("us"))
    )


def _offset(offset: pl.Series) -> pl.Series:
    """ "+05:30" as a Duration; 0 for Z and where there is none."""
    digits = offset.str.replace_all("[:+-]", "")
    hours = digits.str.slice(0, 2).cast(pl.Int64, strict=False).fill_null(0)
    minutes = digits.str.slice(2, 2).cast(pl.Int64, strict=False).fill_null(0)
    sign = (
        pl.DataFrame({"o": offset}).select(pl.when(pl.col("o").str.starts_with("-")).then(-1).otherwise(1)).to_series()
    )
    hours = hours.set(hours > 15, None)
    return ((hours * 60 + minutes) * sign * 60_000_000).cast(pl.Duration("us"))


def _resolution(time: pl.Series) -> float:
    """The clock's tick in seconds: 0.001 with any fraction, 60 when every time is on a whole minute, else 1."""
    micro = time.drop_nulls().to_physical()
    if (micro % 1_000_000 != 0).any():
        return 0.001
    return 60.0 if len(micro) and bool((micro % 60_000_000 == 0).all()) else 1.0
