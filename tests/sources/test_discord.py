"""DiscordChatExporter's JSON: kinds, calls, parts, who is me, broken files; the forms that are refused and why."""

from __future__ import annotations

import io
import json
import random
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from evenstep.errors import EvenstepError, InputError, NeedsAnswer, WrongKind
from evenstep.sources import json_stream
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import read_export

FIRST_ID = 1_240_000_000_000_000_000
PEOPLE = {"ana": "100", "bob": "200", "bot": "300"}


def at(minute: int, second: str = "00.0010000", offset: str = "+00:00") -> str:
    return f"2024-03-{1 + minute // 1440:02}T{minute // 60 % 24:02}:{minute % 60:02}:{second}{offset}"


def message(minute: int, who: str = "ana", content: str = "hello you", **more: Any) -> dict[str, Any]:
    author = {"id": PEOPLE[who], "name": who, "discriminator": "0000", "nickname": who.title(), "isBot": who == "bot"}
    return {
        "id": str(FIRST_ID + minute * 251_000_000_000),
        "type": "Default",
        "timestamp": at(minute),
        "timestampEdited": None,
        "callEndedTimestamp": None,
        "isPinned": False,
        "content": content,
        "author": author,
        "attachments": [],
        "embeds": [],
        "stickers": [],
        "reactions": [],
        "mentions": [],
        "inlineEmojis": [],
        **more,
    }


def channel(*messages: Any, **about: Any) -> dict[str, Any]:
    given = {"id": "555", "type": "DirectTextChat", "categoryId": None, "category": "Private", "name": "Bob"}
    return {
        "guild": {"id": "0", "name": "Direct Messages", "iconUrl": ""},
        "channel": {**given, "topic": None, **about},
        "dateRange": {"after": None, "before": None},
        "exportedAt": at(9 * 1440),
        "messages": list(messages),
        "messageCount": len(messages),
    }


def read(export: dict[str, Any] | bytes, **options: Any) -> Parsed:
    data = json.dumps(export, indent=2, ensure_ascii=False).encode() if isinstance(export, dict) else export
    parsed = read_export(NamedBytes("Direct Messages - Bob [555].json", data), **options)
    assert parsed.reading.source == "discord"
    return parsed


def kinds(parsed: Parsed) -> list[str]:
    return parsed.events["kind"].cast(pl.String).to_list()


def codes(parsed: Parsed) -> list[tuple[str, str]]:
    return list(parsed.rejects.select("code", "place").iter_rows())


def notes(parsed: Parsed) -> dict[str, int]:
    return {note.code: note.count for note in parsed.reading.notes}


def packed(**files: bytes) -> NamedBytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return NamedBytes("x.zip", data.getvalue())


def test_a_direct_chat() -> None:
    parsed = read(channel(message(1), message(2, "bob", "hi 😀"), message(3)))
    events, reading = parsed.events, parsed.reading
    assert events["time"].dt.strftime("%H:%M:%S%.3f").to_list() == ["00:01:00.001", "00:02:00.001", "00:03:00.001"]
    assert events["sender"].to_list() == ["Ana", "Bob", "Ana"]
    assert events["n_chars"].to_list() == [9, 4, 9]
    assert events["source_line"].to_list() == [1, 2, 3]
    assert events["resolution_s"].unique().to_list() == [pytest.approx(0.001)]
    assert set(events["conversation_id"]) == {"discord:555"}
    assert (reading.me, reading.title, reading.zone, reading.seen) == ("Ana", "Bob", None, 3)
    row = parsed.conversations.row(0, named=True)
    assert (row["person_a"], row["person_b"], row["me"], row["capped"]) == ("Ana", "Bob", "Ana", False)
    assert row["observed_until"].strftime("%Y-%m-%d") == "2024-03-10"


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("2024-03-01T12:00:00.1234567+02:00", "2024-03-01T10:00:00.123"),
        ("2024-03-01T12:00:00.123+00:00", "2024-03-01T12:00:00.123"),
        ("2024-03-01T12:00:00-04:00", "2024-03-01T16:00:00.000"),
        ("2024-03-01T12:00:00Z", "2024-03-01T12:00:00.000"),
    ],
)
def test_times_carry_their_offset(written: str, utc: str) -> None:
    parsed = read(channel(message(1, timestamp=written)))
    assert parsed.events["time"].dt.strftime("%Y-%m-%dT%H:%M:%S%.3f").to_list() == [utc]


def test_a_time_without_an_offset_needs_the_zone() -> None:
    export = channel(message(1, timestamp="2024-03-01T12:00:00"))
    with pytest.raises(NeedsAnswer) as caught:
        read(export)
    assert caught.value.option == "zone"
    assert read(export, zone="Europe/Berlin").events["time"].dt.hour().to_list() == [11]


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("text", {}),
        ("text", {"type": "Reply"}),
        ("text", {"type": "20"}),
        ("voice", {"content": "", "attachments": [{"fileName": "voice-message.ogg"}]}),
        ("media", {"content": "", "attachments": [{"fileName": "cat.png"}]}),
        ("sticker", {"content": "", "stickers": [{"id": "1", "format": "Png"}]}),
        ("other", {"content": "", "embeds": [{"title": "x"}]}),
        ("poll", {"content": "", "poll": {"question": "x"}}),
    ],
)
def test_kinds(kind: str, more: dict[str, Any]) -> None:
    assert kinds(read(channel(message(1, **more)))) == [kind]


@pytest.mark.parametrize(
    ("more", "kind", "seconds"),
    [
        ({"callEndedTimestamp": at(4, "00.5010000")}, "call", 180.5),
        ({"callEndedTimestamp": None}, "missed_call", None),
        ({"callEndedTimestamp": at(1)}, "missed_call", None),
        ({"callEndedTimestamp": "soon"}, "missed_call", None),
        ({"callEndedTimestamp": at(2), "call": {"participants": ["100"]}}, "missed_call", None),
        ({"callEndedTimestamp": at(2), "call": {"participants": ["100", "200"]}}, "call", 60.0),
    ],
)
def test_calls(more: dict[str, Any], kind: str, seconds: float | None) -> None:
    parsed = read(channel(message(1, "bob", "Started a call that lasted 3 minutes.", type="Call", **more)))
    assert kinds(parsed) == [kind]
    assert parsed.events.select("sender", "n_chars", "duration_s").row(0) == ("Bob", 0, seconds)


def test_notices_are_counted_and_bots_are_kept() -> None:
    forms = ["RecipientAdd", "RecipientRemove", "ChannelNameChange", "ChannelPinnedMessage", "ThreadCreated", "46"]
    parsed = read(channel(*(message(i, type=form) for i, form in enumerate(forms)), message(9, "bot")))
    assert (parsed.reading.seen, parsed.reading.system, parsed.reading.imported) == (7, 6, 1)
    assert parsed.reading.senders == {"Bot": 1}


def test_answers_edits_and_reactions() -> None:
    first = message(1, reactions=[{"emoji": {"name": "❤"}, "count": 2}, {"emoji": {}, "count": 1}])
    reference = {"messageId": first["id"], "channelId": "555", "guildId": "0"}
    answers = [
        message(2, "bob", type="Reply", reference=reference, timestampEdited=at(3)),
        message(3, type="Reply", reference={**reference, "channelId": "9"}),
        message(4, type="Reply", reference={"messageId": None}),
        message(5, reference=reference),  # forwarded, not answered
    ]
    parsed = read(channel(first, *answers))
    assert parsed.events["reply_to"].to_list() == [None, 0, None, None, None]
    assert parsed.events["edited"].to_list() == [False, True, False, False, False]
    assert notes(parsed) == {"E229": 2, "E240": 3}


def test_parts_are_joined_and_the_newest_may_stand_first(tmp_path: Path) -> None:
    parts = {
        "x [part 2].json": channel(message(3), message(4, "bob")),
        "x.json": channel(message(1), message(2, "bob"), message(3)),
        "other.json": channel(message(2, "bob"), message(1), id="777", name="Cy"),
    }
    for name, part in parts.items():
        (tmp_path / name).write_text(json.dumps(part))
    parsed = read_export(tmp_path)
    direct = parsed.events.filter(pl.col("conversation_id") == "discord:555")
    assert direct["time"].dt.minute().to_list() == [1, 2, 3, 4]
    assert parsed.events.filter(pl.col("conversation_id") == "discord:777")["time"].is_sorted()
    assert (parsed.reading.seen, parsed.reading.imported, parsed.reading.already_there) == (7, 6, 1)
    assert "E239" not in notes(parsed)
    assert read_export(tmp_path, chat="777").reading.seen == 2
    with pytest.raises(NeedsAnswer) as caught:
        read_export(tmp_path, chat="Zed")
    assert [choice.value for choice in caught.value.choices] == ["555", "777"]


def test_14_a_part_alone_says_so() -> None:
    data = json.dumps(channel(message(3))).encode()
    parsed = read_export(NamedBytes("Direct Messages - Bob [555] [part 3].json", data))
    assert notes(parsed) == {"E239": 2}
    assert parsed.conversations["capped"].to_list() == [True]


def test_a_span_of_days_leaves_the_start_open() -> None:
    export = channel(message(1), message(2, "bob"))
    export["dateRange"] = {"after": "2024-03-01T00:00:00+00:00", "before": "2024-03-05T00:00:00+00:00"}
    parsed = read(export)
    assert notes(parsed) == {"E273": 1}
    row = parsed.conversations.row(0, named=True)
    assert (row["capped"], row["observed_until"].day) == (True, 5)


def test_a_time_of_export_that_cannot_be_is_not_believed() -> None:
    for made in ("2999-01-01T00:00:00+00:00", "soon", None, "9999-12-31T23:59:59-14:00"):
        parsed = read({**channel(message(1)), "exportedAt": made}, now=datetime(2025, 1, 1, tzinfo=UTC))
        assert parsed.conversations["observed_until"].to_list() == parsed.events["time"].to_list()


def test_52_people_are_ids_and_may_lack_a_name() -> None:
    renamed = message(2, "bob")
    renamed["author"] = {**renamed["author"], "nickname": "Bobby"}
    odd: list[Any] = [{"id": "7"}, {"name": "Zoe"}, None, {"id": [1]}, {"id": 10**30}, {}, "x"]
    strange = [message(3 + i, author=author) for i, author in enumerate(odd)]
    parsed = read(channel(message(1, "bob"), renamed, *strange))
    assert parsed.events["sender"].to_list() == ["Bobby", "Bobby", "unknown 1", "Zoe"]
    assert [code for code, _ in codes(parsed)] == ["E230", "E227", "E207", "E230", "E227"]
    assert codes(parsed)[0] == ("E230", "/messages/4/author")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"timestamp": None}, ("E226", "/messages/1/timestamp")),
        ({"timestamp": float("nan")}, ("E226", "/messages/1/timestamp")),
        ({"timestamp": int("9" * 3_000)}, ("E207", "/messages/1/timestamp")),
        ({"timestamp": "1804-01-01T00:00:00+00:00"}, ("E226", "/messages/1")),
        ({"content": ["x"]}, ("E227", "/messages/1/content")),
        ({"type": {}}, ("E227", "/messages/1/type")),
    ],
)
def test_49_50_51_fields_of_another_shape(change: dict[str, Any], expected: tuple[str, str]) -> None:
    parsed = read(channel(message(1), {**message(2), **change}, message(3)))
    assert codes(parsed) == [expected]
    assert parsed.reading.imported == 2


def test_45_46_47_48_broken_files() -> None:
    data = json.dumps(channel(message(1), message(2, "bob"))).encode()
    cut = read(data[: data.index(b'"type": "Default"', data.index(b'"type": "Default"') + 1)])
    assert (cut.reading.imported, [code for code, _ in codes(cut)]) == (1, ["E222"])
    assert notes(read(data[:-1])) == {"E222": 1}
    twice = read(data.replace(b'"isPinned": false', b'"content": "a", "isPinned": false', 1))
    assert codes(twice) == [("E224", "/messages/0")]
    for broken in (data[:-2] + b",}", data + b"{}", data.replace(b'"isPinned": false', b"'isPinned': false")):
        with pytest.raises(InputError, match="E223"):
            read(broken)
    with pytest.raises(InputError, match="E221"):
        read(data.replace(b'"embeds": []', b'"embeds": ' + b"[" * 100_000, 1))
    assert codes(read(channel(message(1), 5, None))) == [("E227", "/messages/1"), ("E227", "/messages/2")]


def test_19_20_other_encodings() -> None:
    both = channel(message(1, content="für dich €"), message(2, content="schön"))
    text = json.dumps(both, ensure_ascii=False, indent=1)
    for encoding in ("utf-16", "utf-8-sig"):
        assert read(text.encode(encoding), keep_text=True).events["text"].to_list() == ["für dich €", "schön"]
    with pytest.raises(NeedsAnswer) as caught:
        read(text.encode("cp1252"))
    assert caught.value.option == "encoding"
    assert read(text.encode("cp1252"), encoding="cp1252").reading.imported == 2


def test_18_bytes_that_are_no_text_are_counted() -> None:
    damaged = json.dumps(channel(message(1, content="wide " + "é" * 70_000), message(2)), ensure_ascii=False).encode()
    damaged = damaged.replace(b"hello", b"h\xffllo")
    parsed = read(damaged, keep_text=True)
    assert parsed.events["text"][1] == "h\ufffdllo you"
    assert notes(parsed) == {"E201": 1}


OWN_JSON = b'[{"ID": 1240000000000000000, "Timestamp": "2024-03-01 10:00:00", "Contents": "x", "Attachments": ""}]'
OWN_CSV = b"ID,Timestamp,Contents,Attachments\n1240000000000000000,2024-03-01 10:00:00+00:00,x,\n"


@pytest.mark.parametrize(
    "export",
    [
        packed(
            **{
                "Messages/index.json": b'{"1": null}',
                "Messages/c1240000000000000001/messages.json": OWN_JSON,
                "Messages/c1240000000000000001/channel.json": b'{"id": "1", "type": 1}',
            }
        ),
        packed(**{"messages/c1240000000000000001/messages.csv": OWN_CSV, "messages/index.json": b"{}"}),
        NamedBytes("messages.json", OWN_JSON),
        NamedBytes("messages.csv", OWN_CSV),
    ],
)
def test_the_official_package_is_refused_with_the_reason(export: NamedBytes) -> None:
    with pytest.raises(InputError, match="only your own messages") as caught:
        read_export(export)
    assert caught.value.code == "E271"
    assert "what others wrote" in str(caught.value)


def test_web_pages_and_texts_are_refused_with_what_to_do() -> None:
    page = b"<!DOCTYPE html><html><head><title>x</title><style>.chatlog__message{}</style></head></html>"
    for export in (packed(**{"Bob [555].html": page}), NamedBytes("Bob [555].html", page)):
        with pytest.raises(InputError, match=r"DiscordChatExporter.*choose JSON") as caught:
            read_export(export)
        assert caught.value.code == "E272"
    text = (
        b"=" * 62
        + b"\nGuild: Direct Messages\nChannel: Private / Bob\n"
        + b"=" * 62
        + b"\n\n[03/01/2024 10:00] ana\nhi\n"
    )
    with pytest.raises(WrongKind, match="choose JSON"):
        read_export(NamedBytes("Bob.txt", text))


def test_the_csv_form_is_a_table() -> None:
    rows = [f'"{PEOPLE[who]}","{who}","{at(n)}","hello, you","",""' for n, who in enumerate(("ana", "bob", "ana"))]
    data = "\n".join(["AuthorID,Author,Date,Content,Attachments,Reactions", *rows, ""]).encode()
    parsed = read_export(NamedBytes("Bob.csv", data), keep_text=True)
    assert (parsed.reading.source, parsed.reading.imported) == ("table", 3)
    assert parsed.events["sender"].to_list() == ["ana", "bob", "ana"]
    assert parsed.events["text"].to_list() == ["hello, you"] * 3
    assert parsed.events["time"].dt.minute().to_list() == [0, 1, 2]


def test_the_size_of_the_window_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    data = json.dumps(
        channel(message(1, content="é😀 x"), message(2, "bob"), {}, message(3)), ensure_ascii=False
    ).encode()
    whole = read(data[:-30])
    for size in (1, 50, 333):
        monkeypatch.setattr(json_stream, "WINDOW_BYTES", size)
        piecewise = read(data[:-30])
        assert piecewise.events.equals(whole.events)
        assert piecewise.rejects.equals(whole.rejects)
        assert piecewise.reading == whole.reading


MUTANTS = [b"null", b"[]", b"{}", b'"x"', b"-1", b"NaN", b"1e999", b"9" * 50, b'"\\ud800"', b"true", b"[[[[", b"}"]


def test_damaged_files_balance_or_are_refused() -> None:
    """Seeded: one to three values of a sound file replaced by others."""
    reply = message(2, "bob", type="Reply", reference={"messageId": "1", "channelId": "555"})
    call = message(3, type="Call", callEndedTimestamp=at(5))
    sound = json.dumps(channel(message(1, reactions=[{"count": 1}]), reply, call)).encode()
    chance = random.Random(6)
    whole = 0
    for _ in range(60):
        data = sound
        for _ in range(chance.randint(1, 2)):
            start = chance.choice([i for i, byte in enumerate(data) if byte in b':,"{}[]']) + 1
            data = data[:start] + chance.choice(MUTANTS) + data[start + chance.randint(0, 12) :]
        try:
            assert read_export(NamedBytes("x.json", data)).reading.balances
            whole += 1
        except EvenstepError as error:
            assert "E292" not in str(error)
    assert whole > 5
