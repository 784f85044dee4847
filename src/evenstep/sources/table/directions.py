"""Who wrote a row where a table says it by "in" and "out", and what was sent where it has no words."""

from __future__ import annotations

from typing import Final

import polars as pl

SYSTEM_KINDS: Final = ("system", "notification", "service")
SYSTEM_SENDERS: Final = ("group_notification",)  # who "wrote" the notices, for many tools that read WhatsApp texts
OUT: Final = ("out", "outgoing", "sent", "send", "from_me", "me", "o")
IN: Final = ("in", "incoming", "received", "receive", "to_me", "them", "i")
ME: Final = "me"
NOTHING: Final = ("", "na", "n/a", "nan", "none", "null", "false", "0", "[]")
VOICE: Final = r"(?i)\bptt\b|voice|audio|\.(?:opus|ogg|m4a|amr|caf)\b"
STICKER: Final = r"(?i)sticker"


def told_directions(frame: pl.DataFrame) -> pl.DataFrame:
    """A column of kinds that says "Incoming" and "Outgoing" is one of directions; notices stay notices."""
    if "kind" not in frame.columns or "direction" in frame.columns:
        return frame
    kind = word("kind")
    said = set(frame.select(kind).to_series().unique().to_list())
    ways = {*OUT, *IN}
    if not said & ways or said - ways - {*SYSTEM_KINDS, ""}:
        return frame
    system = kind.is_in(SYSTEM_KINDS)
    told = frame.with_columns(direction=pl.when(~system).then("kind"), system=system)
    if not told["system"].any():
        return told.drop("kind", "system")
    sent = without_words(told.drop("kind"))["kind"]
    kinds = pl.DataFrame({"sent": sent, "system": told["system"]})
    both = kinds.select(pl.when("system").then(pl.lit("system")).otherwise("sent")).to_series()
    return told.drop("kind", "system").with_columns(kind=both)


def whole_senders(frame: pl.DataFrame) -> pl.DataFrame:
    """The sender of each row: an id where the name is empty, "me" for what went out without one.

    Where the same name stands beside "in" and "out", the column names the other person of the chat:
    what went out is mine.
    """
    sender = pl.col("sender").str.strip_chars()
    empty = sender.is_null() | (sender == "")
    if "sender_else" in frame.columns:
        frame = frame.with_columns(sender=pl.when(empty).then("sender_else").otherwise("sender"))
    if "direction" not in frame.columns:
        return frame
    way = word("direction")
    named = frame.filter(~empty).select(who=sender, out=way.is_in(OUT), inward=way.is_in(IN))
    both = named.group_by("who").agg(pl.col("out").any(), pl.col("inward").any())
    others = both.filter(pl.col("out") & pl.col("inward")).height > 0
    mine = way.is_in(OUT) & (pl.lit(value=True) if others else empty)
    return frame.with_columns(sender=pl.when(mine).then(pl.lit(ME)).otherwise("sender"))


def without_words(frame: pl.DataFrame) -> pl.DataFrame:
    """Kinds for a table that has none: "media", "voice" or "sticker" where something was sent without words."""
    if "attachment" not in frame.columns:
        return frame.with_columns(kind=pl.lit("text"))
    sent = pl.col("attachment").fill_null("").str.strip_chars()
    silent = pl.col("text").fill_null("").str.strip_chars() == "" if "text" in frame.columns else pl.lit(value=True)
    thing = ~sent.str.to_lowercase().is_in(NOTHING) & silent
    kind = (
        pl.when(~thing)
        .then(pl.lit("text"))
        .when(sent.str.contains(STICKER))
        .then(pl.lit("sticker"))
        .when(sent.str.contains(VOICE))
        .then(pl.lit("voice"))
        .otherwise(pl.lit("media"))
    )
    return frame.with_columns(kind=kind)


def word(column: str) -> pl.Expr:
    """A column's cells as they are compared: without case, spaces and hyphens as underscores."""
    return pl.col(column).fill_null("").str.strip_chars().str.to_lowercase().str.replace_all("[ -]", "_")
