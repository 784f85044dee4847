"""Every short date and time of CLDR, 12 and 24 hours, Android and iPhone: each reads exactly, or asks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from babel import Locale, localedata
from babel.dates import format_date, format_time

from evenstep.sources.archive import NamedBytes, open_export
from evenstep.sources.base import Parsed, ReadOptions
from evenstep.sources.whatsapp.source import WhatsApp

TIMES = [
    datetime(2023, 1, 4, 19, 2, 30, tzinfo=UTC),
    datetime(2023, 1, 4, 19, 3, 10, tzinfo=UTC),
    datetime(2023, 1, 13, 0, 5, 0, tzinfo=UTC),
    datetime(2023, 1, 13, 12, 0, 0, tzinfo=UTC),
    datetime(2023, 2, 1, 9, 15, 59, tzinfo=UTC),
    datetime(2023, 2, 1, 23, 59, 0, tzinfo=UTC),
]
SENDERS = ["Alice", "Bob", "Alice", "Bob", "Alice", "Bob"]
BODIES = ["Hi", "multi\nline 12:30 - ok: yes", "<Media omitted>", "noon: colon", "", "bye"]
LENGTHS = [(2, 1), (26, 6), (0, 0), (11, 2), (0, 0), (3, 1)]
KINDS = ["text", "text", "media", "text", "other", "text"]
SKELETONS = {"android": ("hm", "Hm"), "ios": ("hms", "Hms")}
PLAIN_DATES = {"android": "short", "ios": "medium"}
NO_MARKER = re.compile(r"^[^aAbB]*h[^aAbB]*$")  # 12 hours without a word for the half of the day: nobody can read it


def read(data: bytes, name: str = "chat.txt", **options: object) -> Parsed:
    """Read bytes as a WhatsApp chat in UTC."""
    opened = open_export(NamedBytes(name, data))
    assert WhatsApp().score(opened) > 0.9
    return WhatsApp().parse(opened, ReadOptions(zone="UTC", **options))  # type: ignore[arg-type]


def time_patterns(locale: Locale, style: str) -> Iterator[str]:
    """The locale's own pattern for the style, and its patterns for 12 and for 24 hours."""
    yield locale.time_formats[PLAIN_DATES[style]].pattern
    for skeleton in SKELETONS[style]:
        if skeleton in locale.datetime_skeletons:
            yield locale.datetime_skeletons[skeleton].pattern


def written(locale: Locale, pattern: str) -> list[str]:
    """The six times as a phone of this locale writes them."""
    glue = re.sub(r"'([^']*)'", r"\1", str(locale.datetime_formats.get("short", "{1} {0}")))
    dates = [format_date(t.date(), locale.date_formats["short"].pattern, locale=locale) for t in TIMES]
    times = [format_time(t, pattern, locale=locale) for t in TIMES]
    return [glue.replace("{0}", t).replace("{1}", d) for d, t in zip(dates, times, strict=True)]


def chat(style: str, heads: list[str]) -> bytes:
    """A small chat: one notice and six messages."""
    if style == "android":
        lines = [f"{heads[0]} - Messages and calls are end-to-end encrypted. Tap to learn more."]
        lines += [f"{h} - {s}: {b}" for h, s, b in zip(heads, SENDERS, BODIES, strict=True)]
        return ("\n".join(lines) + "\n").encode()
    lines = [f"[{heads[0]}] Bob: \u200eMessages and calls are end-to-end encrypted. Tap to learn more."]
    lines += [f"[{h}] {s}: {b}" for h, s, b in zip(heads, SENDERS, BODIES, strict=True)]
    return ("\r\n".join(lines) + "\r\n").encode()


def variants() -> list[tuple[str, str, tuple[str, ...]]]:
    """(name, style, six headers), every distinct way of writing once."""
    found: dict[tuple[str, tuple[str, ...]], str] = {}
    for identifier in localedata.locale_identifiers():
        locale = Locale.parse(identifier)
        for style in ("android", "ios"):
            for pattern in time_patterns(locale, style):
                if not NO_MARKER.match(re.sub(r"'[^']*'", "", pattern)):
                    found.setdefault((style, tuple(written(locale, pattern))), f"{style}-{identifier}-{pattern}")
    return [(name, style, heads) for (style, heads), name in found.items()]


@pytest.fixture(scope="module")
def every_variant() -> list[tuple[str, str, tuple[str, ...]]]:
    return variants()


def problem(style: str, heads: tuple[str, ...]) -> str:
    """What is wrong with the reading of one variant; "" for nothing."""
    parsed = read(chat(style, list(heads)))
    expected = [t if style == "ios" else t.replace(second=0) for t in TIMES]
    events = parsed.events
    facts = {
        "times": events["time"].to_list() == expected,
        "senders": events["sender"].cast(pl.String).to_list() == SENDERS,
        "kinds": events["kind"].to_list() == KINDS,
        "lengths": list(events.select("n_chars", "n_words").iter_rows()) == LENGTHS,
        "resolution": set(events["resolution_s"]) == {1.0 if style == "ios" else 60.0},
        "notice": parsed.reading.system == 1,
        "balance": parsed.reading.balances,
    }
    return ", ".join(name for name, good in facts.items() if not good)


def test_every_locale_of_cldr_reads_exactly(every_variant: list[tuple[str, str, tuple[str, ...]]]) -> None:
    assert len(every_variant) > 700
    wrong = {}
    for name, style, heads in every_variant:
        what = problem(style, heads)
        if what:
            wrong[name] = f"{what}: {heads[0]!r}"
    assert wrong == {}


def test_the_sample_files_of_28_locales(samples: Path) -> None:
    folder = samples / "synthetic-whatsapp-locales"
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    times = [datetime.fromisoformat(e["ts"]).replace(tzinfo=UTC) for e in expected["expected"]]
    files = sorted(folder.glob("*.txt"))
    assert len(files) == 56
    for path in files:
        parsed = read(path.read_bytes(), path.name, keep_text=True)
        ios = path.name.startswith("ios")
        assert parsed.events["time"].to_list() == [t if ios else t.replace(second=0) for t in times], path.name
        assert parsed.events["sender"].cast(pl.String).to_list() == [e["sender"] for e in expected["expected"]]
        for body, text in zip(expected["bodies"], parsed.events["text"], strict=True):
            assert body in ("{media}", text), path.name
        assert parsed.events["kind"].to_list() == KINDS, path.name
        assert (parsed.reading.seen, parsed.reading.system) == (7, 1)
