"""read_apart gives what read_export gives: the same tables, the same report, the same questions and refusals."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from evenstep.errors import EvenstepError, InputError, NeedsAnswer, OptionError
from evenstep.samples import ME, OTHER, sample_export
from evenstep.sources.apart.reader import Apart, read_apart
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Limits, Parsed
from evenstep.sources.read import read_export
from evenstep.spoken import Words

NOW = datetime(2026, 1, 1, tzinfo=UTC)
CHAT = NamedBytes("Chat with Jon.txt", sample_export("short").encode() + b"not a line\xff of the chat\n")
REAL = (
    "synthetic-adversarial/inline.txt",
    "synthetic-whatsapp-locales/android_de.txt",
    "copenhagen/dyad_176_578.csv",
)


def same(one: Parsed, other: Parsed) -> bool:
    tables = all(getattr(one, t).equals(getattr(other, t)) for t in ("events", "conversations", "rejects"))
    schemas = all(getattr(one, t).schema == getattr(other, t).schema for t in ("events", "conversations", "rejects"))
    return tables and schemas and one.reading == other.reading


def outcome(read: Callable[..., Parsed], *export: Any, **options: Any) -> Parsed | EvenstepError:
    try:
        return read(*export, **options)
    except EvenstepError as error:
        return error


def told(error: Parsed | EvenstepError) -> tuple[Any, ...]:
    """All there is to an error: its class, its words as they stand and as they can be translated, its parts."""
    assert isinstance(error, EvenstepError), "no error"
    parts = {name: value for name, value in vars(error).items() if not isinstance(value, Words)}
    words = {
        name: (str(value), value.template, value.many, value.n, value.values)
        for name, value in vars(error).items()
        if isinstance(value, Words)
    }
    return type(error), str(error), parts, words


def test_one_reader_answers_every_question_about_a_file_as_read_export_does() -> None:
    questions: list[dict[str, Any]] = [
        {},
        {"zone": "Nowhere/At all"},
        {"zone": "Europe/Berlin", "me": "Nobody here"},
        {"zone": "Europe/Berlin", "columns": {"time": "when"}},
        {"zone": "Europe/Berlin", "member": "no such.txt"},
        {"zone": "Europe/Berlin", "now": datetime(2001, 1, 1, tzinfo=UTC)},
        {"zone": "Europe/Berlin", "me": ME, "now": NOW},
        {"zone": "Europe/Berlin", "date_order": "dmy", "keep_text": True},
    ]
    kinds: list[type] = []
    with Apart(CHAT) as reader:
        for options in questions:
            here, there = outcome(read_export, CHAT, **options), outcome(reader.read, **options)
            kinds.append(type(there))
            if isinstance(here, EvenstepError):
                assert told(there) == told(here), options
            else:
                assert isinstance(there, Parsed)
                assert same(there, here), options
    assert kinds == [NeedsAnswer, *[OptionError] * 3, Parsed, InputError, Parsed, Parsed]
    assert set(there.reading.senders) == {ME, OTHER}  # type: ignore[union-attr]
    assert "text" in there.events.columns  # type: ignore[union-attr]


@pytest.mark.parametrize("name", REAL)
def test_real_files_read_the_same(samples: Path, name: str) -> None:
    options = {"zone": "Europe/Copenhagen", "date_order": "dmy"}
    here, there = (outcome(read, samples / name, **options) for read in (read_export, read_apart))
    if isinstance(here, EvenstepError):
        assert told(there) == told(here)
    else:
        assert isinstance(there, Parsed)
        assert same(there, here)


def test_what_cannot_be_read_is_refused_in_the_same_words(tmp_path: Path) -> None:
    few = Limits(file_bytes=10)
    for options in ({}, {"limits": few}):
        export = CHAT if options else tmp_path / "gone.txt"
        assert told(outcome(read_apart, export, **options)) == told(outcome(read_export, export, **options))


def test_a_table_with_an_epoch_and_named_columns_reads_the_same() -> None:
    table = NamedBytes("t.csv", b"t,from,to\n1,ana,bo\n60,bo,ana\n")
    options = {"epoch": datetime(2020, 1, 1, tzinfo=UTC), "columns": {"time": "t", "sender": "from", "recipient": "to"}}
    here, there = (outcome(read, table, **options) for read in (read_export, read_apart))
    assert isinstance(here, Parsed)
    assert isinstance(there, Parsed)
    assert same(there, here)


def test_progress_comes_back_and_the_reader_works_from_any_thread(tmp_path: Path) -> None:
    path = tmp_path / "chat.txt"
    path.write_bytes(CHAT.data)
    heard: list[tuple[int, int]] = []
    read: list[Parsed] = []

    def work() -> None:
        read.append(read_apart(path, zone="UTC", progress=lambda done, total: heard.append((done, total))))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(60)
    assert read[0].reading.balances
    assert heard[-1] == (len(CHAT.data), len(CHAT.data))


def test_whoever_stops_listening_ends_the_reader() -> None:
    def leave(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with Apart(CHAT, progress=leave) as reader:
        with pytest.raises(KeyboardInterrupt):
            reader.read(zone="UTC")
        assert reader._process is None
