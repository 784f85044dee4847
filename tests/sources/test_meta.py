"""Messenger and Instagram: the sample exports, every kind of event, letters put right, who is who."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from evenstep.errors import InputError, NeedsAnswer
from evenstep.events.schema import check_conversations, check_events
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import read_export

START = 1_600_000_000_000
PEER = Path("kenn-io+msgvault") / "internal" / "fbmessenger" / "testdata"


def moji(text: str) -> str:
    """A text as Meta writes it: each byte of its UTF-8 as a letter."""
    return text.encode().decode("latin-1")


def row(number: int, who: str = "Ana Sol", content: str | None = "hello you", **more: Any) -> dict[str, Any]:
    """A record ``number`` minutes after the start."""
    said = {} if content is None else {"content": moji(content)}
    return {"sender_name": moji(who), "timestamp_ms": START + 60_000 * number, **said, **more}


def thread(*rows: Any, people: tuple[str, ...] = ("Bob Day", "Ana Sol"), **fields: Any) -> dict[str, Any]:
    """A thread file as Ana's export has it: newest first."""
    named = [{"name": moji(name)} for name in people]
    title = people[0] if len(people) == 2 else "Climbing"
    head = {"title": moji(title), "is_still_participant": True, "thread_path": "inbox/bob_123", "magic_words": []}
    return {"participants": named, "messages": list(reversed(rows)), **head, **fields}


def read(content: Any, name: str = "message_1.json", **options: Any) -> Parsed:
    data = content if isinstance(content, bytes) else json.dumps(content, indent=2).encode()
    return checked(read_export(NamedBytes(name, data), keep_text=True, **options))


def checked(parsed: Parsed) -> Parsed:
    check_events(parsed.events)
    check_conversations(parsed.conversations)
    assert parsed.reading.balances
    return parsed


def kinds(parsed: Parsed) -> list[str]:
    return parsed.events["kind"].cast(pl.String).to_list()


def texts(parsed: Parsed) -> list[str]:
    return parsed.events["text"].to_list()


def notes(parsed: Parsed) -> dict[str, int]:
    return {note.code: note.count for note in parsed.reading.notes}


def test_sample_simple(samples: Path) -> None:
    parsed = checked(read_export(samples / PEER / "json_simple", keep_text=True))
    sizes = dict(parsed.events.group_by("conversation_id").len().iter_rows())
    assert sizes == {"messenger:alice_ABC123": 3, "messenger:zoe_ARCH": 1}
    assert texts(parsed) == ["Hello", "café time?", "See you soon", "Old message in archive"]
    assert notes(parsed) == {"E202": 1, "E240": 2}
    assert parsed.reading.me == "Test User"


def test_sample_in_several_files(samples: Path) -> None:
    parsed = checked(read_export(samples / PEER / "json_multifile", keep_text=True))
    assert [text[8] for text in texts(parsed)] == list("ABCD")
    assert notes(parsed) == {"E239": 1}  # parts 3 to 9 are not there


def test_sample_without_text(samples: Path) -> None:
    parsed = checked(read_export(samples / PEER / "json_nontext"))
    assert kinds(parsed) == ["other", "missed_call", "call", "media", "sticker"]
    assert parsed.events["duration_s"].to_list() == [None, None, 192.0, None, None]
    assert (parsed.reading.seen, parsed.reading.system) == (6, 1)


def test_sample_of_the_encrypted_archive(samples: Path) -> None:
    parsed = checked(read_export(samples / PEER / "e2ee_simple", keep_text=True))
    pair = parsed.events.filter(pl.col("conversation_id") == "messenger:Alice Example, Test User")
    assert pair["kind"].to_list() == ["text", "text", "text", "deleted"]
    assert pair["text"].to_list() == ["Hello", "café time?", "See you soon", ""]
    group = parsed.events.filter(pl.col("conversation_id") == "messenger:Alice Example, Bob Builder, Test User")
    assert group["kind"].to_list() == ["text", "media"]
    assert notes(parsed) == {"E202": 1, "E240": 1, "E274": 2}
    assert parsed.conversations["capped"].to_list() == [True, True]


def test_sample_with_a_corrupt_sibling(samples: Path) -> None:
    parsed = checked(read_export(samples / PEER / "corrupt"))
    assert parsed.events["conversation_id"].to_list() == ["messenger:goodsibling_OK"]
    assert parsed.rejects.select("code", "line").rows() == [("E223", None)]
    assert "broken_BAD" in parsed.rejects["file"][0]


@pytest.mark.parametrize(
    ("folder", "chats"),
    [("json_with_media", "bob_XYZ789"), ("json_with_media_alt", "carol_ALT456"), ("json_group", "crew_GRP123")],
)
def test_samples_of_both_folder_prefixes_and_a_group(samples: Path, folder: str, chats: str) -> None:
    parsed = checked(read_export(samples / PEER / folder))
    assert set(parsed.events["conversation_id"]) == {f"messenger:{chats}"}
    assert parsed.events["time"].is_sorted()


def test_sample_of_both_forms_reads_the_json_and_notes_the_pages(samples: Path) -> None:
    parsed = checked(read_export(samples / PEER / "mixed", keep_text=True))
    assert texts(parsed) == ["Mixed hello", "Mixed reply"]
    assert notes(parsed) == {"E272": 1}


@pytest.mark.parametrize("form", ["html_simple", "html_with_media", "html_multi_media", "html_timestamps"])
def test_samples_as_web_pages_are_refused_with_the_way_to_json(samples: Path, form: str) -> None:
    pages = sorted((samples / PEER / form).rglob("*.html"))
    for path in (samples / PEER / form, *pages):
        with pytest.raises(InputError) as caught:
            read_export(path)
        assert caught.value.code == "E272"
        assert "JSON" in str(caught.value)


def test_sample_of_chat_miner(samples: Path) -> None:
    parsed = checked(
        read_export(samples / "joweich+chat-miner" / "test" / "instagram" / "test_export.json", keep_text=True)
    )
    rows = zip(parsed.events["time"].dt.epoch("ms"), parsed.events["sender"], texts(parsed), strict=True)
    assert list(rows) == [(1577186580000, "Jane Doe", "Hello John!"), (1579294140000, "John Doe", "Hello Jane!")]


def test_a_thread() -> None:
    parsed = read(thread(row(0), row(1, "Bob Day", "hi"), row(2, content="how are you?")))
    events = parsed.events
    assert events["time"].dt.epoch("ms").to_list() == [START, START + 60_000, START + 120_000]
    assert events["sender"].to_list() == ["Ana Sol", "Bob Day", "Ana Sol"]
    assert events["source_line"].to_list() == [3, 2, 1]
    assert (set(events["zone_source"]), set(events["source"])) == ({"in_file"}, {"messenger"})
    assert [round(tick, 3) for tick in set(events["resolution_s"])] == [0.001]
    assert parsed.conversations.select("conversation_id", "person_a", "person_b", "me", "capped").row(0) == (
        *("messenger:bob_123", "Ana Sol", "Bob Day", "Ana Sol", False),
    )
    assert (parsed.reading.title, parsed.reading.me) == ("Bob Day", "Ana Sol")


KINDS: list[tuple[str, dict[str, Any]]] = [
    ("text", {}),
    ("other", {"content": None}),
    ("media", {"content": None, "photos": [{"uri": "a.jpg"}]}),
    ("media", {"videos": [{"uri": "a.mp4"}]}),
    ("media", {"content": None, "gifs": [{"uri": "a.gif"}]}),
    ("media", {"content": None, "files": [{"uri": "a.pdf"}]}),
    ("voice", {"content": None, "audio_files": [{"uri": "a.mp4"}]}),
    ("sticker", {"content": None, "sticker": {"uri": "1.png", "ai_stickers": []}}),
    ("call", {"content": "Ana called you.", "call_duration": 61}),
    ("missed_call", {"content": "Bob missed your call.", "call_duration": 0}),
    ("missed_call", {"content": None, "type": "Call", "missed": True}),
    ("missed_call", {"content": "Bob missed your video call."}),
    ("missed_call", {"content": "You missed a call from Ana Sol."}),
    ("text", {"content": "You missed a call from my mother."}),
    ("call", {"content": "Ana Sol started a video chat"}),
    ("deleted", {"content": None, "is_unsent": True}),
    ("deleted", {"content": "took it back", "is_unsent": True}),
    ("deleted", {"content": None, "is_taken_down": True}),
    ("other", {"content": "Ana Sol sent an attachment.", "share": {"link": "https://a.example"}}),
    ("other", {"content": "Ana Sol hat einen Anhang gesendet.", "share": {"link": "https://a.example"}}),
    ("other", {"content": "You sent an attachment."}),
    ("other", {"content": None, "share": {"link": "https://a.example", "share_text": "Read"}}),
    ("text", {"content": "look: https://a.example", "share": {"link": "https://a.example"}}),
    ("location", {"content": "Ana Sol sent a location.", "share": {"link": "https://bing.com/maps/default.aspx"}}),
    ("reaction", {"content": "Reacted ❤ to your message "}),
    ("reaction", {"content": "Hat mit 😂 auf deine Nachricht reagiert"}),
    ("reaction", {"content": "Liked a message"}),
    ("text", {"content": "Reacted badly to your message, sorry"}),
    ("other", {"content": "You waved at Bob!"}),
    ("poll", {"content": "Ana Sol created a poll: Where?"}),
    ("text", {"content": "Ana Sol is my name"}),
    ("text", {"content": "Call me later"}),
    ("text", {"content": "hello", "type": "Generic", "is_unsent": False, "ip": "192.0.2.1"}),
]


def test_every_kind() -> None:
    rows = [row(number, **fields) for number, (_, fields) in enumerate(KINDS)]
    parsed = read(thread(*rows))
    assert kinds(parsed) == [kind for kind, _ in KINDS]
    told = [(kind, text) for kind, text in zip(kinds(parsed), texts(parsed), strict=True) if text]
    assert {kind for kind, _ in told} == {"text", "media"}  # the words of notices are nobody's
    assert parsed.events["duration_s"].drop_nulls().to_list() == [61.0]


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "Subscribe", "content": "Ana Sol added Cy to the group.", "users": [{"name": "Cy"}]},
        {"type": "Unsubscribe", "content": "Ana Sol left the group."},
        {"content": "Ana Sol named the group Climbing."},
        {"content": "Ana set the nickname for Bob Day to Bobby."},
        {"content": "Ana Sol changed the chat theme to Love."},
        {"content": "You are now connected on Messenger"},
        {"content": "The video call ended."},
    ],
)
def test_notices_are_counted_and_are_nobodys(fields: dict[str, Any]) -> None:
    parsed = read(thread(row(0), row(1, **fields)))
    assert (parsed.reading.imported, parsed.reading.system) == (1, 1)


def test_letters_are_put_right_string_by_string() -> None:
    right = {**row(3, "Zoë Müller", None), "content": "déjà vu – richtig"}  # this one was right already
    rows = [row(0, "Zoë Müller", "grüße 😀"), row(1, "Bob Day", "plain"), row(2, "Zoë Müller", "naïve"), right]
    parsed = read(thread(*rows, people=("Zoë Müller", "Bob Day")))
    assert texts(parsed) == ["grüße 😀", "plain", "naïve", "déjà vu – richtig"]
    assert set(parsed.events["sender"]) == {"Zoë Müller", "Bob Day"}
    assert notes(parsed) == {"E202": 3}  # the name once, two texts; the title is the name
    assert (parsed.reading.title, parsed.reading.me) == ("Zoë Müller", "Bob Day")
    assert parsed.events["n_chars"].to_list() == [7, 5, 5, 17]


def test_dated_reactions_are_events_and_others_are_counted() -> None:
    given = [
        {"reaction": moji("❤"), "actor": "Bob Day", "timestamp": START // 1_000 + 90},
        {"reaction": moji("😮"), "actor": "Cy"},
    ]
    parsed = read(thread(row(0), row(1, reactions=given), row(2, "Bob Day", "x")))
    assert kinds(parsed) == ["text", "text", "reaction", "text"]
    assert parsed.events["reply_to"].to_list() == [None, None, 1, None]
    assert parsed.events["sender"].to_list()[2] == "Bob Day"
    assert parsed.events["time"].dt.epoch("ms").to_list()[2] == START + 90_000
    assert (parsed.reading.seen, notes(parsed)) == (4, {"E240": 1})


def test_the_oldest_exports_have_seconds() -> None:
    old = [{"sender_name": "Ana Sol", "timestamp": 1_400_000_000 + n, "content": "x"} for n in (2, 1, 0)]
    parsed = read({"participants": [{"name": "Ana Sol"}], "messages": old, "title": "Bob"}, "message.json")
    assert parsed.events["time"].dt.epoch("s").to_list() == [1_400_000_000, 1_400_000_001, 1_400_000_002]


def test_a_deleted_account_is_one_unknown_person_of_two() -> None:
    parsed = read(thread(row(0), row(1, ""), row(2, ""), people=("Ana Sol",)))
    assert parsed.events["sender"].to_list() == ["Ana Sol", "unknown 1", "unknown 1"]


def test_instagram_is_told_by_its_folder_or_by_its_own_paths() -> None:
    photos = [{"uri": "your_instagram_activity/messages/inbox/bob_123/photos/1.jpg"}]
    parsed = read(thread(row(0, photos=photos), row(1, "Bob Day", "hi")))
    assert parsed.reading.source == "instagram"
    assert set(parsed.events["conversation_id"]) == {"instagram:bob_123"}
    assert set(parsed.events["source"]) == {"instagram"}


def test_one_chat_of_many_is_chosen_by_id_or_title(tmp_path: Path) -> None:
    for slug, people in (("bob_123", ("Bob Day", "Ana Sol")), ("cy_9", ("Cy Low", "Ana Sol"))):
        folder = tmp_path / "messages" / "inbox" / slug
        folder.mkdir(parents=True)
        content = thread(row(0), row(1, people[0]), people=people, thread_path=f"inbox/{slug}")
        (folder / "message_1.json").write_text(json.dumps(content))
    for wanted in ("cy_9", "messenger:cy_9", "Cy Low"):
        parsed = checked(read_export(tmp_path, chat=wanted))
        assert parsed.conversations["conversation_id"].to_list() == ["messenger:cy_9"]
        assert parsed.reading.title == "Cy Low"
    with pytest.raises(NeedsAnswer) as caught:
        read_export(tmp_path, chat="Dee")
    assert {choice.value for choice in caught.value.choices} == {"bob_123", "cy_9"}
    assert read_export(tmp_path, me="Cy Low").reading.me == "Cy Low"


def test_nobody_is_guessed_to_be_me() -> None:
    nothing_said = thread(row(0), row(1, "Bob Day"), title="Dear one")
    assert read(nothing_said).reading.me is None
