"""What only Skype and the move from it to Teams write: senders elsewhere, marks of edits, cards, lists of the app."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
import pytest

from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import read_export

ANA, BOB, CY = "8:live:.cid.0a", "8:bob.old", "8:live:cy"


def record(second: int, sender: str | None, content: str | None, what: str = "RichText", **more: Any) -> dict[str, Any]:
    names = {BOB: "Bob", CY: "Cy"}
    return {
        "id": str(1_593_784_800_000 + 1_000 * second),
        "displayName": names.get(sender or ""),
        "originalarrivaltime": f"2020-07-03T14:{second // 60:02d}:{second % 60:02d}Z",
        "messagetype": what,
        "content": content,
        "from": sender,
        "properties": None,
        "amsreferences": None,
        **more,
    }


def read(*records: Any, chat_id: str = BOB, more: Any = ()) -> Parsed:
    first = {"id": chat_id, "displayName": "Chat", "threadProperties": None, "MessageList": list(records)}
    export = {"userId": ANA, "exportDate": "2021-01-01T10:00", "conversations": [first, *more]}
    parsed = read_export(NamedBytes("messages.json", json.dumps(export).encode()), keep_text=True)
    assert parsed.reading.balances
    return parsed


def rows(parsed: Parsed, *columns: str) -> list[tuple[Any, ...]]:
    texts = [pl.col(name).cast(pl.String) if name in ("kind", "sender") else pl.col(name) for name in columns]
    return parsed.events.select(texts).rows()


def test_senders_by_the_account_they_had_and_by_name_alone() -> None:
    account = {"importedBy": {"RawValue": CY, "Network": "live"}}
    roster = f'look <at id="{CY}">Cy</at><context><roster id="{ANA}" name="Ana"></roster></context>'
    parsed = read(
        record(1, None, "by account", properties=account),
        record(2, None, "by name", displayName="Cy"),
        record(3, None, "by a name nobody else has", displayName="Dee"),
        record(4, None, "nobody"),
        record(5, BOB, roster),
        record(6, ANA, "named in a list"),
        record(7, CY, "here"),
        chat_id="19:x@thread.skype",
    )
    assert [row[0] for row in rows(parsed, "sender")] == ["Cy", "Cy", "Dee", "Bob", "Ana", "Cy"]
    assert parsed.rejects["code"].to_list() == ["E230"]
    assert parsed.reading.me == "Ana"


def test_senders_under_the_names_of_other_programs() -> None:
    bare = {field: value for field, value in record(1, BOB, "x").items() if field not in ("from", "displayName")}
    parsed = read(
        {**bare, "from_id": "user1", "from_name": "User 1"}, {**bare, "imdisplayname": "Dee", "from": "8:dee"}
    )
    assert sorted(rows(parsed, "sender")) == [("Dee",), ("User 1",)]


def test_a_call_names_whoever_has_no_name_elsewhere() -> None:
    parts = "".join(
        f'<part identity="{key}"><name>{key[-3:]}</name><duration>9.5</duration></part>' for key in (ANA, BOB)
    )
    parsed = read(
        record(1, ANA, f'<partlist type="ended" alt="">{parts}</partlist>', "Event/Call"), record(2, BOB, "x")
    )
    assert rows(parsed, "sender", "kind", "duration_s") == [(".0a", "call", 9.5), ("Bob", "text", None)]


def test_reactions_by_name_and_what_is_none() -> None:
    liked = [{"key": "like", "users": [{"DisplayName": "Cy", "time": 1_593_784_890_000}]}]
    seen = [{"key": "reactionsConsumptionHorizon", "users": [{"DisplayName": "Cy"}]}]
    parsed = read(record(1, BOB, "hey", properties={"emotions": [*liked, *seen]}), record(2, CY, "you"))
    assert rows(parsed, "sender", "kind", "reply_to") == [
        ("Bob", "text", None),
        ("Cy", "text", None),
        ("Cy", "reaction", 0),
    ]
    assert parsed.reading.notes == ()


@pytest.mark.parametrize(
    ("mark", "wanted"),
    [
        ('ts="1593784801" ts_ms="1593784801000"', [("text", "after", True), ("text", "mine", False)]),
        ('ts="1593784801"', [("text", "after", True), ("text", "mine", False)]),
        ('ts="1593784000"', [("text", "before", False), ("text", "mine", False), ("text", "after", True)]),
        ("", [("text", "before", False), ("text", "mine", False), ("text", "after", True)]),
    ],
)
@pytest.mark.parametrize("prefix", ["Edited previous message: ", ""])
def test_an_edit_is_laid_over_what_it_changes(prefix: str, mark: str, wanted: list[tuple[str, str, bool]]) -> None:
    later = record(9, BOB, f'{prefix}after<e_m {mark} a="bob" t="61"/>')
    parsed = read(record(1, BOB, "before"), record(2, ANA, "mine"), later)
    assert rows(parsed, "kind", "text", "edited") == wanted
    assert parsed.reading.system == 3 - len(wanted)


def test_a_message_that_was_emptied_is_deleted_and_one_edited_in_its_place_stays() -> None:
    emptied = record(9, BOB, '<e_m ts="1" ts_ms="1593784801000" a="bob" t="61"></e_m>')
    own = record(10, ANA, 'now<e_m ts="1593784811" a="ana" t="61"/>', properties={"edittime": "1593784811000"})
    parsed = read(record(1, BOB, "before"), own, emptied)
    assert rows(parsed, "kind", "n_chars", "edited") == [("deleted", 0, False), ("text", 3, True)]


def test_what_the_app_writes_is_nobody_s_words() -> None:
    card = '<URIObject type="SWIFT.1" url_thumbnail="u">To view this card, go to: <a href="u">u</a></URIObject>'
    parsed = read(
        record(1, BOB, card),
        record(2, BOB, f"see {card}there"),
        record(3, BOB, 'so <ss type="laugh" alt="😆">(laugh)</ss> (wave)'),
        record(4, BOB, '<MediaAlbum albumId="a"/>', "RichText/Media_Album"),
        record(5, BOB, '<quote author="ana" messageid="1500000000000">gone</quote>an answer'),
        more=[{"id": f"48:{name}", "MessageList": [record(9, ANA, "{}", "Text")]} for name in ("calllogs", "notes")],
    )
    mine = ("text", "{}", 2)
    told = [("media", "", 0), ("text", "see there", 9), ("text", "so 😆 (wave)", 11), ("text", "an answer", 9)]
    assert sorted(rows(parsed, "kind", "text", "n_chars")) == sorted([mine, *told])
    assert "teams:48:calllogs" not in set(parsed.events["conversation_id"])
    assert (parsed.reading.seen, parsed.reading.system) == (7, 2)
    assert [(note.code, note.count) for note in parsed.reading.notes] == [("E229", 1)]


def newer(state: str, *people: tuple[str, str, float | None], call_id: str = "c") -> str:
    """How newer versions of Teams write who was in a call."""
    parts = "".join(
        f'<part identity="{key}"><name>{key}</name><displayName>{name}</displayName>'
        + ("" if seconds is None else f"<duration>{seconds}</duration>")
        + "</part>"
        for key, name, seconds in people
    )
    return f'{state}<partlist alt="" count="{len(people)}">{parts}</partlist><callId>{call_id}</callId>'


@pytest.mark.parametrize(
    ("content", "kind", "seconds"),
    [
        (newer("<ended/>", (ANA, "Ana", 712), (BOB, "Bob", 700)), "call", 712.0),
        (newer("<ended/>", (ANA, "Ana", 712), ("28:bot", "", 712)), "missed_call", None),
        (newer("<callEventType>callEnded</callEventType>", (ANA, "Ana", 9), (BOB, "Bob", 8)), "call", 9.0),
        (newer("<missed/>", (ANA, "Ana", None)), "missed_call", None),
        (newer("<declined/>", (ANA, "Ana", None)), "missed_call", None),
        (newer("<started/>", (ANA, "Ana", None)), "call", None),
    ],
)
def test_calls_as_newer_versions_write_them(content: str, kind: str, seconds: float | None) -> None:
    parsed = read(record(1, ANA, content, "Event/Call"), record(2, BOB, "x"))
    assert rows(parsed, "sender", "kind", "duration_s")[0] == ("Ana", kind, seconds)


def test_the_beginning_and_the_end_of_a_newer_call_are_one() -> None:
    ended = newer("<ended/>", (ANA, "Ana", 60), ("bob.old", "Bob", 60))
    parsed = read(record(90, BOB, ended, "Event/Call"), record(1, BOB, newer("<started/>"), "Event/Call"))
    assert rows(parsed, "kind", "duration_s") == [("call", 60.0)]
    assert (parsed.events["time"].dt.second().to_list(), parsed.reading.system) == ([1], 1)
