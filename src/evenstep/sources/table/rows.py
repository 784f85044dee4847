"""The rows of a table, step by step to events; what cannot be used is kept aside with its row and reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from evenstep.errors import Choice, NeedsAnswer
from evenstep.events.reading import Note
from evenstep.events.schema import KINDS
from evenstep.sources.assemble import RejectRow
from evenstep.sources.table.columns import IN_UTC
from evenstep.sources.table.directions import (
    IN,
    OUT,
    SYSTEM_KINDS,
    SYSTEM_SENDERS,
    told_directions,
    whole_senders,
    without_words,
    word,
)
from evenstep.sources.table.load import Loaded
from evenstep.sources.table.times import Times
from evenstep.spoken import words, words_n

CONTROLS: Final = r"[\x00-\x1f\x7f]"
KIND_WORDS: Final[Mapping[str, str]] = {
    **{kind: kind for kind in KINDS},
    **dict.fromkeys(("message", "sms", "msg", "chat", ""), "text"),
    **dict.fromkeys(("letter", "mail", "email", "e_mail", "postcard"), "text"),
    **dict.fromkeys(("nachricht", "brief", "mensaje", "carta", "lettre", "messaggio", "lettera", "mensagem"), "text"),
    **dict.fromkeys(("anruf", "telefonat", "llamada", "appel", "chiamata", "chamada", "ligação"), "call"),
    **dict.fromkeys(("verpasster_anruf", "llamada_perdida", "appel_manqué", "chiamata_persa"), "missed_call"),
    **dict.fromkeys(("sprachnachricht", "nota_de_voz", "message_vocal", "messaggio_vocale"), "voice"),
    **dict.fromkeys(("besuch", "treffen", "visita", "visite"), "visit"),
    **dict.fromkeys(("image", "photo", "picture", "video", "gif", "file", "document", "attachment", "mms"), "media"),
    **dict.fromkeys(("audio", "voice_message", "voice_note"), "voice"),
    **dict.fromkeys(("voice_call", "video_call", "phone_call"), "call"),
    **dict.fromkeys(("missed", "missed_voice_call", "missed_video_call"), "missed_call"),
}
MAY_BE_MISSING: Final = ("id", "reply_to", "attachment", "sender_else")  # a row is whole without them
COUNTS: Final[Mapping[str, pl.DataType]] = {"n_chars": pl.Int32(), "n_words": pl.Int32(), "duration_s": pl.Float32()}


class Rows:
    """The good rows under our column names, and the rejects so far. Each step drops rows and counts them."""

    def __init__(self, loaded: Loaded, file: str) -> None:
        found = loaded.found
        self.frame = loaded.frame.select("_row", **{ours: pl.col(theirs) for ours, theirs in found.items()})
        self.file = file
        self.place = loaded.place
        self.rejects: list[RejectRow] = list(loaded.rejects)
        self.notes: list[Note] = list(loaded.notes)
        self.system = 0
        self.me: str | None = None
        self.in_utc = IN_UTC.search(found.get("time", "")) is not None
        self.why_no_time = ""
        if self.has("clock"):
            self._join_clock()
        self.frame = told_directions(self.frame)
        self._drop_odd({theirs: ours for ours, theirs in found.items()}, loaded)

    def _join_clock(self) -> None:
        """A day and its time of day from two columns; a day that holds a clock time already stands alone."""
        day = pl.col("time").str.strip_chars()
        joined = pl.when(day.str.contains(":")).then(day).otherwise(pl.concat_str(day, pl.col("clock"), separator=" "))
        self.frame = self.frame.with_columns(time=joined).drop("clock")

    def has(self, column: str) -> bool:
        """True when the table has this column, under whatever name."""
        return column in self.frame.columns

    def reject(self, bad: pl.Expr, code: str, detail: str = "") -> None:
        """Keep aside the rows where ``bad`` holds."""
        flags = self.frame.select(bad.fill_null(value=False).alias("bad"))["bad"]
        if flags.any():
            numbers = self.frame.filter(flags)["_row"].to_list()
            self.rejects += [(code, self.file, f"{self.place} {row:,}", row, detail) for row in numbers]
            self.frame = self.frame.filter(~flags)

    def name_senders(self) -> None:
        """Clean names; in a table with a direction only, the two are "me" and "them". A notice needs no sender."""
        self._drop_notices(pl.col("sender").fill_null("").str.strip_chars() == "" if self.has("sender") else None)
        direction = pl.col("direction").str.strip_chars().str.to_lowercase()
        if self.has("sender"):
            self.frame = whole_senders(self.frame)
        if self.has("direction") and not self.has("sender"):
            self.reject(~direction.is_in([*OUT, *IN]).fill_null(value=False), "E230", "no direction we know")
            who = pl.when(direction.is_in(OUT)).then(pl.lit("me")).otherwise(pl.lit("them"))
            self.frame = self.frame.with_columns(sender=who)
            self.me = "me"
        for column in ("sender", "recipient"):
            if self.has(column):
                self._clean_name(column)
        if self.has("direction") and self.me is None:
            sent = self.frame.filter(direction.is_in(OUT))["sender"].unique().to_list()
            self.me = sent[0] if len(sent) == 1 else None

    def name_conversations(self) -> None:
        """The table's own ids; else one for each unordered pair; else one for the whole table."""
        if self.has("recipient"):
            self.reject(pl.col("sender") == pl.col("recipient"), "E235")
        if self.has("conversation_id"):
            name = pl.format("table:{}", pl.col("conversation_id").fill_null(""))
        elif self.has("recipient"):
            name = _pair(pl.col("sender"), pl.col("recipient"))
        else:
            name = pl.lit("table:" + self.file.rsplit("/", 1)[-1].rsplit(".", 1)[0])
        self.frame = self.frame.with_columns(conversation_id=name)

    def choose(self, chat: str) -> int:
        """Keep one conversation, by its id; returns how many rows of others were let go.

        Raises NeedsAnswer("chat") with the largest ones when there is none of this id.
        """
        mine = self.frame.filter(pl.col("conversation_id").is_in([chat, f"table:{chat}"]))
        if not mine.height:
            largest = self.frame["conversation_id"].value_counts(sort=True).head(20)
            choices = [
                Choice(name.removeprefix("table:"), words_n("{n} row", "{n} rows", n, n=n))
                for name, n in largest.iter_rows()
            ]
            raise NeedsAnswer(
                "chat", words("There is no conversation {name} in this table.", name=repr(chat)), choices, self.file
            )
        others = self.frame.height - mine.height
        self.frame = mine
        return others

    def pairs(self) -> pl.DataFrame | None:
        """conversation_id, person_a, person_b (in the order of the alphabet) where the table names a recipient."""
        if not self.has("recipient"):
            return None
        two = self.frame.group_by("conversation_id").agg(
            names=pl.col("sender").append(pl.col("recipient")).unique().sort()
        )
        return two.filter(pl.col("names").list.len() == 2).select(
            "conversation_id", person_a=pl.col("names").list.get(0), person_b=pl.col("names").list.get(1)
        )

    def name_kinds(self) -> None:
        """Known words become our kinds, unknown ones "other"; notices of the system are counted and dropped."""
        if not self.has("kind"):
            self.frame = without_words(self.frame)
        self._drop_notices(pl.lit(value=True))
        kind = word("kind").replace_strict(dict(KIND_WORDS), default="other", return_dtype=pl.String)
        self.frame = self.frame.with_columns(kind=kind)

    def _drop_notices(self, where: pl.Expr | None) -> None:
        if where is None or not self.has("kind"):
            return
        told = word("kind").is_in(SYSTEM_KINDS) | pl.col("sender").is_in(SYSTEM_SENDERS)
        notice = self.frame.select((told & where).fill_null(value=False)).to_series()
        self.system += int(notice.sum())
        self.frame = self.frame.filter(~notice)

    def note_days_only(self) -> None:
        """Remember it where the times are plain dates: nothing can be said about who waited for whom."""
        times = self.frame["time"].drop_nulls().str.strip_chars()
        if times.len() and times.str.contains(r"^[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}$").all():
            self.why_no_time = words("these are days without a time of day")

    def add_times(self, times: Times) -> None:
        """Keep aside the rows whose time cannot be used, each with its own code."""
        stamped = self.frame.drop("time").with_columns(times.frame.get_columns())
        bad = stamped.filter(pl.col("code").is_not_null()).select("_row", "code")
        self.rejects += [(code, self.file, f"{self.place} {row:,}", row, "time") for row, code in bad.iter_rows()]
        self.frame = stamped.filter(pl.col("code").is_null())

    def count_text(self, *, keep_text: bool) -> None:
        """Lengths: the table's own columns, else counted in the text, else 0."""
        for column, dtype in COUNTS.items():
            if self.has(column):
                self._number(column, dtype)
        text = pl.col("text").fill_null("") if self.has("text") else pl.lit("")
        counted = {"n_chars": text.str.len_chars(), "n_words": text.str.count_matches(r"\S+")}
        missing = {name: expr.cast(pl.Int32) for name, expr in counted.items() if not self.has(name)}
        self.frame = self.frame.with_columns(**missing)
        if self.has("text") and not keep_text:
            self.frame = self.frame.drop("text")

    def events(self, resolution_s: float, *, keep_text: bool) -> pl.DataFrame:
        """The events table but for import_id and source: by time inside each conversation, ties in file order."""
        ordered = self.frame.sort("time", maintain_order=True)
        numbered = ordered.with_columns(event_id=pl.int_range(pl.len(), dtype=pl.Int64).over("conversation_id"))
        columns = {
            "resolution_s": pl.lit(resolution_s, pl.Float32),
            "reply_to": pl.lit(None, pl.Int64),
            "edited": pl.lit(value=False),
            "zone_source": pl.when("in_file").then(pl.lit("in_file")).otherwise(pl.lit("given")),
            "source_line": pl.col("_row"),
        }
        if not self.has("duration_s"):
            columns["duration_s"] = pl.lit(None, pl.Float32)
        full = numbered.with_columns(**columns)
        if self.has("reply_to") and self.has("id"):
            full = full.with_columns(reply_to=self._replies(numbered))
        if keep_text and not self.has("text"):
            full = full.with_columns(text=pl.lit(""))
        return full.sort("conversation_id", "event_id", maintain_order=True)

    def _drop_odd(self, ours: Mapping[str, str], loaded: Loaded) -> None:
        odd = {row: theirs for row, theirs in reversed(loaded.odd) if ours.get(theirs, "id") not in MAY_BE_MISSING}
        for row, theirs in odd.items():
            self.rejects.append(("E227", self.file, f"/{row - 1}/{theirs}"[:120], row, "a list or an object"))
        if odd:
            self.frame = self.frame.filter(~pl.col("_row").is_in(list(odd)))

    def _clean_name(self, column: str) -> None:
        marked = int(self.frame[column].str.contains(CONTROLS).sum())
        if marked:
            self.notes.append(Note("E203", "", column, marked))
        self.frame = self.frame.with_columns(pl.col(column).str.replace_all(CONTROLS, "").str.strip_chars())
        self.reject(pl.col(column).is_null() | (pl.col(column) == ""), "E230", f"no {column}")

    def _number(self, column: str, dtype: pl.DataType) -> None:
        cell = pl.col(column).str.strip_chars()
        number = cell.cast(pl.Float64, strict=False)
        if column == "duration_s":
            number = pl.coalesce(number, _clock_seconds(cell))
        filled = cell.is_not_null() & (cell != "")
        sound = number.is_finite() & number.is_between(0, 2**31 - 1)
        self.reject(filled & ~sound.fill_null(value=False), "E225", column)
        whole = number if dtype == pl.Float32 else number.fill_null(0)
        self.frame = self.frame.with_columns(whole.cast(dtype).alias(column))

    def _replies(self, numbered: pl.DataFrame) -> pl.Series:
        """event_id of the message each one answers; absent, doubled or later ids are dropped and counted (E229)."""
        known = numbered.select("conversation_id", "id", target="event_id").drop_nulls("id")
        once = known.unique(["conversation_id", "id"], keep="none")
        joined = numbered.select("conversation_id", "event_id", id="reply_to").join(
            once, on=["conversation_id", "id"], how="left", maintain_order="left"
        )
        found = joined.select(pl.when(pl.col("target") < pl.col("event_id")).then("target")).to_series()
        asked = numbered["reply_to"].is_not_null() & (numbered["reply_to"].str.strip_chars() != "")
        lost = int((asked & found.is_null()).sum())
        if lost:
            self.notes.append(Note("E229", "", f"{lost:,}", lost))
        return found


def _clock_seconds(cell: pl.Expr) -> pl.Expr:
    """The seconds of "1:02:03"; null for "12:34", which may be minutes or hours."""
    parts = cell.str.extract_groups(r"^(\d{1,4}):([0-5]\d):([0-5]\d(?:\.\d{1,9})?)$")
    hours, minutes, seconds = (parts.struct.field(str(n)).cast(pl.Float64) for n in (1, 2, 3))
    return hours * 3_600 + minutes * 60 + seconds


def _pair(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """An id for two people that does not depend on who wrote; "|" inside a name is escaped."""
    a, b = (
        name.str.replace_all("\\", "\\\\", literal=True).str.replace_all("|", "\\|", literal=True)
        for name in (one, other)
    )
    return pl.format("table:{}|{}", pl.when(a < b).then(a).otherwise(b), pl.when(a < b).then(b).otherwise(a))
