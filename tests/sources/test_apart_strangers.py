"""What a reader hands over is a stranger's word: whatever is wrong with it is noticed, and nothing in it is run."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from evenstep.errors import InputError
from evenstep.events.schema import EVENTS, check_events
from evenstep.samples import sample_export
from evenstep.sources.apart.answer import parsed_in, parsed_out
from evenstep.sources.apart.report import reading_in, reading_out
from evenstep.sources.apart.said import error_in, error_out, words_in, words_out
from evenstep.sources.apart.tables import columns_in, columns_out
from evenstep.sources.apart.wire import Unsound
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import read_export
from evenstep.spoken import words, words_n


@pytest.fixture(scope="module")
def parsed() -> Parsed:
    export = "\n".join([*sample_export("short").splitlines()[:120], "no line of a chat"]).encode()
    return read_export(NamedBytes("chat.txt", export), zone="Europe/Berlin", date_order="dmy", keep_text=True)


Change = Callable[[dict[str, Any]], None]
WRONG: dict[str, Change] = {
    "counts that do not add up": lambda said: said["reading"].update(seen=1),
    "more imported than there is": lambda said: said["reading"].update(imported=1, seen=1),
    "a source we do not know": lambda said: said["reading"].update(source="oracle"),
    "a count below 0": lambda said: said["reading"].update(system=-1),
    "a count that is true": lambda said: said["reading"].update(system=True),
    "a code we do not know": lambda said: said["reading"].update(notes=[["E000", "", "", 1]]),
    "a note that is no note": lambda said: said["reading"].update(notes=["E201"]),
    "a moment without zone": lambda said: said["reading"].update(first="2020-01-01T00:00:00"),
    "a name of endless length": lambda said: said["reading"].update(title="x" * 200_000),
    "a count of names that is none": lambda said: said["reading"].update(senders={"Al": "many"}),
    "rows there are not": lambda said: said.update(rows=[10**15, 0]),
    "rows that are text": lambda said: said.update(rows="ab"),
    "a column more": lambda said: said["events"].append([0, 0, 0]),
    "a column less": lambda said: said["events"].pop(),
    "a length below 0": lambda said: said["events"][0].__setitem__(1, -8),
    "a length beyond the end": lambda said: said["events"][0].__setitem__(1, 2**62),
    "no conversations": lambda said: said.update(conversations=[]),
    "a conversation twice": lambda said: said["conversations"].append(said["conversations"][0]),
    "a conversation with a field more": lambda said: said["conversations"][0].update(more=1),
    "a person on both sides": lambda said: said["conversations"][0].update(person_a="Al", person_b="Al"),
    "no report": lambda said: said.clear(),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_report_that_is_not_honest_is_refused(parsed: Parsed, wrong: Change) -> None:
    report, tables = parsed_out(parsed)
    said = json.loads(report)
    assert parsed_in(report, tables, keep_text=True).events.equals(parsed.events)
    wrong(said)
    with pytest.raises(Unsound):
        parsed_in(json.dumps(said).encode(), tables, keep_text=True)


def test_text_that_nobody_asked_for_is_refused(parsed: Parsed) -> None:
    with pytest.raises(Unsound):
        parsed_in(*parsed_out(parsed), keep_text=False)


@pytest.mark.parametrize("report", [b"", b"{", b"[" * 100_000, b"\xff", b"NaN", b"null", b'{"rows":[1e400,0]}'])
def test_what_is_no_report_at_all_is_refused(report: bytes) -> None:
    with pytest.raises(Unsound):
        parsed_in(report, b"", keep_text=False)


def test_wrong_bytes_are_refused_or_are_a_table_that_keeps_the_contract(parsed: Parsed) -> None:
    """200 seeded changes of the report and of the tables' bytes."""
    report, tables = parsed_out(parsed)
    dice = random.Random(6)
    refused = 0
    for _ in range(200):
        sent = [bytearray(report), bytearray(tables)]
        changed = dice.choice(sent)
        for _ in range(dice.choice((1, 1, 3, 20))):
            changed[dice.randrange(len(changed))] = dice.choice((0, 255, 127, 128, dice.randrange(256)))
        try:
            back = parsed_in(bytes(sent[0]), bytes(sent[1]), keep_text=True)
        except Unsound:
            refused += 1
            continue
        check_events(back.events)
        assert back.reading.balances
        assert len(back.events.rows()) == back.reading.imported
    assert 50 < refused < 200


def test_empty_tables_come_back(parsed: Parsed) -> None:
    empty = parsed.events.clear()
    plan, pieces = columns_out(empty)
    schema = dict(EVENTS) | {"text": pl.String()}
    back = columns_in(plan, memoryview(b"".join(pieces)), 0, schema)
    assert back.equals(empty)
    assert back.schema == empty.schema


def test_columns_with_empty_cells_come_back(parsed: Parsed) -> None:
    holes = parsed.events.with_columns(
        duration_s=pl.when(pl.col("event_id") % 3 == 0).then(pl.lit(2.5, pl.Float32)),
        reply_to=pl.when(pl.col("event_id") % 2 == 0).then(pl.col("event_id")),
        edited=pl.col("event_id") % 5 == 0,
    )
    back = parsed_in(*parsed_out(replace(parsed, events=holes)), keep_text=True)
    assert back.events.equals(holes)


def test_words_come_back_with_what_they_are_made_of() -> None:
    inner = words("{n} bytes", n=5)
    for said in (
        words("{file} is {size}", file="a {b}.txt", size=inner),
        words_n("{n} line", "{n} lines", 3, n=3),
        "plain {0} text",
    ):
        back = words_in(json.loads(json.dumps(words_out(said))))
        assert back == said
        assert vars_of(back) == vars_of(said)


def vars_of(said: str) -> Any:
    return [getattr(said, name, None) for name in ("template", "many", "n", "values")]


@pytest.mark.parametrize("template", ["{n.__class__}", "{n[0]}", "{n:>999999999}", "{n!r}", "{}", "{", "{missing}"])
def test_a_template_may_hold_names_and_nothing_more(template: str) -> None:
    with pytest.raises(Unsound):
        words_in({"one": template, "many": "", "n": 1, "values": {"n": "x"}})


@pytest.mark.parametrize(
    "said",
    [
        None,
        {"kind": "SystemExit"},
        {"kind": "InputError", "code": "E000", "file": "", "place": "", "detail": ""},
        {"kind": "InputError", "code": "E110", "file": 5, "place": "", "detail": ""},
        {"kind": "NeedsAnswer", "option": "passphrase", "question": "", "choices": [], "file": ""},
        {"kind": "NeedsAnswer", "option": "zone", "question": "", "choices": [["a"]], "file": ""},
        {"kind": "OptionError", "option": "zone", "problem": None},
        {"kind": "EvenstepError", "option": "zone"},
    ],
)
def test_an_error_that_is_none_of_ours_is_refused(said: Any) -> None:
    with pytest.raises(Unsound):
        error_in(said)


def test_our_errors_come_back() -> None:
    error = InputError("E101", "a.zip", "b.txt", words("{n} times", n=7))
    assert str(error_in(error_out(error))) == str(error)


def test_a_reading_comes_back_whole(parsed: Parsed) -> None:
    assert reading_in(json.loads(json.dumps(reading_out(parsed.reading)))) == parsed.reading
