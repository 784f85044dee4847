"""Simulated pairs as files: event tables, a CSV that reads back, the truth beside it, and a WhatsApp-shaped export."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

import polars as pl

from evenstep.loop.validation.cells import Cell, seed_of
from evenstep.loop.validation.estimator import EFFECTS
from evenstep.loop.validation.worker import Draw, Drawn

NAMES: Final = ("Ana", "Ben")
WORDS: Final = ("and", "then", "we", "could", "go", "there", "later", "maybe", "soon", "yes")
CSV_COLUMNS: Final = ("conversation_id", "time", "sender", "kind", "n_chars", "n_words")


def drawn_pairs(draw: Draw, world: str, *, weeks: int, pairs: int, first_seed: int) -> list[tuple[int, Drawn]]:
    """The first ``pairs`` pairs of a world and their seeds: those that validation draws from the same first seed."""
    seeds = [seed_of(first_seed, Cell(world, weeks, ""), pair) for pair in range(pairs)]
    return [(seed, draw(world, weeks=weeks, seed=seed)) for seed in seeds]


def tables_of(world: str, pairs: Sequence[tuple[int, Drawn]]) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Conversations, events and truth of many pairs, each a conversation of its own name (``world-0007``)."""
    names = [f"{world}-{i:04d}" for i in range(len(pairs))]
    frames = [
        [
            table.with_columns(conversation_id=pl.lit(name, table.schema["conversation_id"]))
            for name, (_, pair) in zip(names, pairs, strict=True)
            for table in [getattr(pair, which)]
        ]
        for which in ("conversations", "events")
    ]
    seeds = pl.DataFrame({"conversation_id": names, "seed": [seed for seed, _ in pairs]})
    truth = pl.DataFrame([pair.truth for _, pair in pairs], schema=list(EFFECTS), orient="row")
    return pl.concat(frames[0]), pl.concat(frames[1]), pl.concat([seeds, truth], how="horizontal")


def csv_of(events: pl.DataFrame) -> str:
    """The events as a CSV with times in UTC (ISO 8601), which ``evenstep pattern`` reads, a conversation at a time."""
    return (
        events.select(CSV_COLUMNS)
        .with_columns(pl.col("sender", "kind").cast(pl.String), pl.col("time").dt.strftime("%Y-%m-%dT%H:%M:%S%.fZ"))
        .write_csv()
    )


def whatsapp_of(conversations: pl.DataFrame, events: pl.DataFrame) -> str:
    """One pair as the text of a WhatsApp export (iPhone, seconds), with names and words that mean nothing.

    Times are the wall clock of person a. They are cut to whole seconds, as a phone does.
    """
    row = conversations.row(0, named=True)
    zone = ZoneInfo(row["zone_a"])
    name = {row["person_a"]: NAMES[0], row["person_b"]: NAMES[1]}
    lines = [
        f"[{at.astimezone(zone):%d.%m.%y, %H:%M:%S}] {name[sender]}: {_words(n, place)}"
        for place, (at, sender, n) in enumerate(events.select("time", "sender", "n_words").iter_rows())
    ]
    return "\n".join(lines) + "\n"


def _words(n: int, place: int) -> str:
    return " ".join(WORDS[(place + i) % len(WORDS)] for i in range(n))
