"""The law of every import: seen = imported + already there + skipped + system, whatever the file holds."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evenstep.errors import EvenstepError, InputError
from evenstep.events.schema import check_conversations, check_events
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import read_export

SLOW = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
START = 1_700_000_000

NAMES = st.sampled_from(["Ana", "Bob", "Cy", "", "  ", "A\0na", "Ana\u202e", "=1+1", "a|b", "Zoë", 'q"uote'])
GOOD_TIMES = st.integers(0, 10**7).map(lambda s: str(START + s))
BAD_TIMES = st.sampled_from(["", "soon", "NaN", "1e999", "-5", "0", "9" * 40, "2024-02-30T10:00Z", "1/1/1", "1e25"])
TIMES = st.one_of(GOOD_TIMES, GOOD_TIMES, GOOD_TIMES, BAD_TIMES)
TEXTS = st.sampled_from(["", "hi", "two\nlines", "a,b", 'say "x"', "😀", "\u2028", "x" * 300])
KINDS = st.sampled_from(["text", "call", "system", "hologram", ""])
ROWS = st.lists(st.tuples(TIMES, NAMES, NAMES, TEXTS, KINDS), min_size=1, max_size=25)


def read(name: str, data: bytes) -> Parsed | None:
    """The parse, or None when the file as a whole is refused or asks; a fault of ours fails the test."""
    try:
        parsed = read_export(NamedBytes(name, data), zone="Europe/Berlin", date_order="dmy")
    except EvenstepError as error:
        assert not isinstance(error, InputError) or error.code not in {"E291", "E292"}, error.__cause__
        return None
    check_events(parsed.events)
    check_conversations(parsed.conversations)
    reading = parsed.reading
    assert reading.seen == reading.imported + reading.already_there + reading.skipped + reading.system
    assert reading.imported == parsed.events.height == sum(reading.senders.values()) == sum(reading.kinds.values())
    assert reading.skipped == parsed.rejects.height
    assert set(parsed.events["conversation_id"]) == set(parsed.conversations["conversation_id"])
    return parsed


@SLOW
@given(ROWS, st.lists(st.sampled_from([2, 4, 6, 7]), max_size=4), st.sampled_from([",", ";", "\t"]))
def test_csv_rows_are_all_accounted_for(rows: list[tuple[str, ...]], ragged: list[int], mark: str) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=mark)
    writer.writerow(["time", "from", "to", "text", "kind"])
    writer.writerows(rows)
    writer.writerows(["x"] * width for width in ragged)
    parsed = read("t.csv", text.getvalue().encode())
    if parsed is not None:
        assert parsed.reading.seen == len(rows) + len(ragged)
        good = [r for r in rows if r[0].startswith("17") and r[1].strip() and r[2].strip() and r[4] != "system"]
        clean = [(r[1].replace("\0", "").strip(), r[2].replace("\0", "").strip()) for r in good]
        assert parsed.reading.imported == sum(a != b for a, b in clean)


@SLOW
@given(ROWS, st.lists(st.sampled_from([None, 5, "x", [], {}, {"time": 1}, {"from": ["x"]}]), max_size=4), st.booleans())
def test_json_records_are_all_accounted_for(rows: list[tuple[str, ...]], junk: list[Any], lines: bool) -> None:
    records = [*(dict(zip(("time", "from", "to", "text", "kind"), row, strict=True)) for row in rows), *junk]
    text = "\n".join(map(json.dumps, records)) if lines else json.dumps(records)
    parsed = read("t.json", text.encode())
    if parsed is not None:
        assert parsed.reading.seen == len(records)


UNIX = st.one_of(
    GOOD_TIMES,
    GOOD_TIMES,
    GOOD_TIMES,
    st.sampled_from([None, "", "soon", "-1", "0", "9" * 30, 7, 1.5, True, float("nan"), [], START]),
)
SENDERS = st.sampled_from(["user1", "user2", "user3", None, "", 5, 1.5, [], "channel9", 10**30])
SHOWN = st.sampled_from(["Ana", "Bob", "", None, "A\0", 5, "\ud83d"])
RECENT = st.fixed_dictionaries(
    {}, optional={"from": SHOWN, "from_id": SENDERS, "date": st.sampled_from(["2023-11-14T23:13:20", "x", 5])}
)
MESSAGES = st.fixed_dictionaries(
    {"type": st.sampled_from(["message", "service", "unsupported", "odd", 5])},
    optional={
        "id": st.one_of(st.integers(0, 30), st.sampled_from(["x", None, 10**30])),
        "date": st.sampled_from(["2023-11-14T23:13:20", "2023-13-40T00:00:00", "", 5, None]),
        "date_unixtime": UNIX,
        "from": SHOWN,
        "from_id": SENDERS,
        "actor": SHOWN,
        "actor_id": SENDERS,
        "action": st.sampled_from(["phone_call", "pin_message", 5, "conference_call"]),
        "duration_seconds": st.sampled_from([0, 5, -1, "x", 10**12, float("inf")]),
        "text": st.sampled_from(["hi", "", None, 5, ["a", {"text": "b"}], [5], {"text": "x"}, "\udc00"]),
        "media_type": st.sampled_from(["voice_message", "sticker", 5, "odd"]),
        "reply_to_message_id": st.one_of(st.integers(0, 30), st.sampled_from(["x", None])),
        "reactions": st.one_of(
            st.sampled_from([5, None, [5], [{}]]),
            st.lists(st.fixed_dictionaries({"recent": st.lists(RECENT, max_size=3)}), max_size=2),
        ),
        "edited": st.just("2024"),
    },
)
CHATS = st.lists(st.one_of(MESSAGES, MESSAGES, MESSAGES, st.sampled_from([None, 5, [], "x"])), max_size=15)


def dated_reactions(records: list[Any], skipped_rows: set[int]) -> int:
    """An upper bound of the reaction records: those that carry a date as text."""
    return sum(
        isinstance(one.get("date"), str)
        for i, record in enumerate(records)
        if i not in skipped_rows and isinstance(record, dict) and isinstance(record.get("reactions"), list)
        for reaction in record["reactions"]
        if isinstance(reaction, dict)
        for one in reaction.get("recent", [])
    )


@SLOW
@given(CHATS, st.sampled_from([2, "x", None]))
def test_telegram_records_are_all_accounted_for(records: list[Any], chat_id: Any) -> None:
    export = {"name": "Bob", "type": "personal_chat", "id": chat_id, "messages": records}
    parsed = read("result.json", json.dumps(export, indent=1).encode())
    if parsed is not None:
        assert len(records) <= parsed.reading.seen <= len(records) + dated_reactions(records, set())


@SLOW
@given(st.lists(CHATS, min_size=1, max_size=3), st.floats(0.2, 1.0))
def test_cut_telegram_exports_are_all_accounted_for(chats: list[list[Any]], share: float) -> None:
    listed = [{"name": f"c{i}", "type": "private_group", "id": i, "messages": m} for i, m in enumerate(chats)]
    whole = json.dumps({"personal_information": {"user_id": 1}, "chats": {"list": listed}}, indent=1)
    text = whole[: int(len(whole) * share)]
    parsed = read("result.json", text.encode())
    if parsed is not None:
        reactions = sum(dated_reactions(chat, set()) for chat in chats)
        assert parsed.reading.seen <= sum(map(len, chats)) + reactions


LINES = st.lists(
    st.sampled_from(
        [
            "13/11/2023, 22:13 - Ana: hi",
            "13/11/2023, 22:14 - Bob: ho",
            "14/11/2023, 09:00 - Ana: <Media omitted>",
            "14/11/2023, 09:01 - Messages and calls are end-to-end encrypted.",
            "15/11/2023, 09:01 - Bob:",
            "99/99/2023, 09:01 - Bob: x",
            "a line without a date",
            "",
            "16/11/2023, 22:13 - Ana: more: colons",
        ]
    ),
    min_size=1,
    max_size=30,
)


@SLOW
@given(LINES)
def test_whatsapp_lines_are_all_accounted_for(lines: list[str]) -> None:
    read("_chat.txt", "\n".join(lines).encode())
