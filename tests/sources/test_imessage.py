"""Messages' database: every kind of event, tapbacks, replies, chats of one person over services, and groups."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl
import pytest
from messages_db import PARTNER, Made, archived, column, notes, ns, read

from evenstep.errors import NeedsAnswer

CHAT = f"imessage:{PARTNER}"
Row = dict[str, Any]


def one(text: Any = "hello you", handle: bool = True, files: tuple[Row, ...] = (), **more: Any) -> Row:
    """The event that a single row becomes."""
    made = Made()
    chat, partner = made.single()
    row = made.message(chat, partner if handle else 0, 0, text, **more)
    for file in files:
        made.attach(row, **file)
    events = read(made).events
    assert events.height == 1
    return events.row(0, named=True)


PHOTO = {"mime_type": "image/heic", "filename": "~/Library/Messages/Attachments/a/IMG_1.heic"}
VOICE = {"uti": "com.apple.coreaudio-format", "transfer_name": "Audio Message.caf"}
PREVIEW = {"transfer_name": "X.pluginPayloadAttachment", "filename": "~/x/X.pluginPayloadAttachment"}


@pytest.mark.parametrize(
    ("row", "kind", "text"),
    [
        ({}, "text", "hello you"),
        ({"text": None, "attributedBody": archived("hi 👍")}, "text", "hi 👍"),
        ({"text": "", "attributedBody": archived("x" * 200)}, "text", "x" * 200),
        ({"text": None, "attributedBody": archived("y" * 70_000)}, "text", "y" * 70_000),
        ({"text": "\ufffc", "cache_has_attachments": 1, "files": (PHOTO,)}, "media", ""),
        ({"text": "\ufffclook", "cache_has_attachments": 1, "files": (PHOTO,)}, "media", "look"),
        ({"text": "\ufffc"}, "media", ""),
        ({"text": "\ufffc", "cache_has_attachments": 1, "files": (VOICE,)}, "voice", ""),
        ({"text": "\ufffc", "is_audio_message": 1}, "voice", ""),
        ({"text": "\ufffc", "files": ({"is_sticker": 1, "mime_type": "image/png"},)}, "sticker", ""),
        ({"text": "\ufffc", "files": ({"mime_type": "text/x-vlocation"},)}, "location", ""),
        (
            {"text": "a.b", "balloon_bundle_id": "com.apple.messages.URLBalloonProvider", "files": (PREVIEW,)},
            "text",
            "a.b",
        ),
        ({"text": "\ufffd", "balloon_bundle_id": "com.apple.messages.Polls"}, "poll", ""),
        ({"text": "\ufffd", "balloon_bundle_id": "x.MSMessage:0000:com.apple.findmy.FindMyApp"}, "location", ""),
        ({"text": "\ufffd", "balloon_bundle_id": "com.apple.Handwriting.HandwritingProvider"}, "media", ""),
        ({"text": "\ufffd", "balloon_bundle_id": "x.gamepigeon"}, "other", ""),
        ({"text": None}, "other", ""),
        ({"text": None, "date_edited": ns(1)}, "deleted", ""),
        ({"text": "gone", "date_retracted": ns(1), "date_edited": ns(1)}, "deleted", ""),
        ({"text": None, "attributedBody": archived("hi", b"NSMutableString\x01\x84\x84\x08NSString")}, "text", "hi"),
        ({"text": "", "associated_message_type": 1000, "associated_message_guid": "p:0/NONE"}, "sticker", ""),
        ({"text": "", "associated_message_type": 4000, "associated_message_guid": "NONE"}, "reaction", ""),
        ({"text": 5}, "text", "5"),
    ],
)
def test_kinds(row: Row, kind: str, text: str) -> None:
    event = one(**row)
    assert (event["kind"], event["text"]) == (kind, text)


def test_times_are_utc_and_edits_are_marked() -> None:
    event = one(date_edited=ns(5))
    assert event["time"] == datetime.fromisoformat("2024-01-01T12:00:00.123456Z")
    assert event["edited"]
    assert event["zone_source"] == "in_file"
    assert event["resolution_s"] == pytest.approx(0.001)


def test_me_and_the_partner() -> None:
    made = Made()
    chat, partner = made.single()
    made.message(chat, partner, 0)
    made.message(chat, 0, 1)
    made.message(chat, 999, 2)  # a handle that is gone: in a chat of two it can only be the partner
    parsed = read(made)
    assert column(parsed, "sender") == [PARTNER, "Me", PARTNER]
    assert parsed.reading.me == "Me"
    assert parsed.conversations.select("person_a", "person_b", "me").row(0) == (PARTNER, "Me", "Me")


@pytest.mark.parametrize(("sort", "back"), [(2000, 3000), (2005, 3005), (2006, 3006), (2007, 3007)])
@pytest.mark.parametrize("target", ["p:0/GUID-1", "p:12/GUID-1", "bp:GUID-1", "GUID-1"])
def test_tapbacks_are_dated_reactions_to_their_message(sort: int, back: int, target: str) -> None:
    made = Made()
    chat, partner = made.single()
    made.message(chat, partner, 0)
    made.message(chat, 0, 1)
    more = {"text": "", "associated_message_guid": target}
    made.message(chat, 0, 2, **more, associated_message_type=sort)
    given = read(made)
    assert given.events.select("kind", "reply_to", "n_chars").row(-1) == ("reaction", 0, 0)
    made.message(chat, 0, 3, **more, associated_message_type=back)
    taken = read(made)
    assert column(taken, "kind") == ["text", "text"]
    assert (taken.reading.seen, taken.reading.system) == (4, 2)


def test_taking_back_leaves_other_reactions_alone() -> None:
    made = Made()
    chat, partner = made.single()
    made.message(chat, partner, 0)
    for handle, minutes, sort in ((0, 1, 2000), (partner, 2, 2000), (0, 3, 3001), (0, 5, 2000), (0, 4, 3000)):
        made.message(chat, handle, minutes, "", associated_message_guid="p:0/GUID-1", associated_message_type=sort)
    parsed = read(made)
    assert column(parsed, "kind") == ["text", "reaction", "reaction"]
    assert column(parsed, "sender")[1:] == [PARTNER, "Me"]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Loved “I am here”", 0),
        ("Emphasised “I am here”", 0),
        ("Laughed at “I am here”", 0),
        ("Reacted 👋 to “I am here”", 0),
        ("Liked “something that is not in the file”", None),
        ("Loved an image", 1),
        ("Hat „I am here“ mit „Gefällt mir“ markiert", None),
        ("Le encantó “I am here”", 0),
        ("A adoré « I am here »", 0),
        ("Liebt „I am here“", 0),
    ],
)
def test_reactions_that_came_as_a_text(text: str, target: int | None) -> None:
    made = Made()
    chat, partner = made.single()
    made.message(chat, partner, 0, "I am here")
    made.message(chat, partner, 1, "\ufffc", cache_has_attachments=1)
    made.message(chat, 0, 2, text)
    events = read(made).events
    expected = "text" if text.startswith("Hat") else "reaction"
    assert events.select("kind", "reply_to").row(2) == (expected, target)


@pytest.mark.parametrize(
    "text", ["She said “no way”", "Loved it", "“I am here”", "I loved “Dune”", "Loved a movie today", 'Liked "', "”"]
)
def test_words_in_quotes_are_no_reaction(text: str) -> None:
    made = Made()
    chat, partner = made.single()
    made.message(chat, partner, 0, "hello")
    made.message(chat, 0, 2, text)
    assert column(read(made), "kind") == ["text", "text"]


def test_a_reaction_as_text_is_taken_back() -> None:
    made = Made()
    chat, partner = made.single()
    made.message(chat, partner, 0, "I am here")
    made.message(chat, 0, 1, "Loved “I am here”")
    made.message(chat, 0, 2, "Removed a heart from “I am here”")
    parsed = read(made)
    assert (column(parsed, "kind"), parsed.reading.system) == (["text"], 2)


def test_replies_point_to_their_message_and_lost_ones_are_counted() -> None:
    made = Made()
    chat, partner = made.single()
    made.message(chat, partner, 0)
    made.message(chat, partner, 1)
    made.message(chat, 0, 2, thread_originator_guid="GUID-1")
    made.message(chat, 0, 3, thread_originator_guid="GUID-LOST")
    parsed = read(made)
    assert column(parsed, "reply_to") == [None, None, 0, None]
    assert notes(parsed)["E229"] == "1"


@pytest.mark.parametrize("item", [1, 2, 3, 4, 5, 6])
def test_notices_are_the_systems(item: int) -> None:
    made = Made()
    chat, partner = made.single()
    made.message(chat, partner, 0)
    made.message(chat, partner, 1, None, item_type=item, group_title="x")
    parsed = read(made)
    assert (parsed.reading.imported, parsed.reading.system) == (1, 1)


def test_one_person_over_two_services_is_one_conversation() -> None:
    made = Made()
    first, a = made.single()
    second, b = made.single("+1 (555) 010-0200", "SMS")
    third, c = made.single("Ana@Example.com")
    for chat, handle, minutes in ((first, a, 0), (second, b, 1), (third, c, 2)):
        made.message(chat, handle, minutes)
    parsed = read(made)
    assert parsed.conversations["conversation_id"].to_list() == [CHAT, "imessage:ana@example.com"]
    assert parsed.events.filter(pl.col("conversation_id") == CHAT)["sender"].n_unique() == 1


def test_a_group_keeps_its_name_and_all_senders() -> None:
    made = Made()
    _, a = made.single()
    _, b = made.single("b@example.com")
    group = made.group(a, b)
    for minutes, handle in enumerate((a, b, 0)):
        made.message(group, handle, minutes)
    made.message(group, 77, 5)
    parsed = read(made, chat="Trip")
    assert parsed.reading.title == "Trip"
    assert column(parsed, "conversation_id")[0] == "imessage:chat8500123"
    assert set(column(parsed, "sender")) == {PARTNER, "b@example.com", "Me"}
    assert parsed.rejects["code"].to_list() == ["E230"]
    assert parsed.conversations["person_a"].to_list() == [None]


def test_a_chat_is_chosen_by_its_id_and_asked_for() -> None:
    made = Made()
    chat, handle = made.single()
    made.message(chat, handle, 0)
    assert read(made, chat=PARTNER).events.height == read(made, chat=CHAT).events.height == 1
    with pytest.raises(NeedsAnswer) as caught:
        read(made, chat="nobody")
    assert [choice.value for choice in caught.value.choices] == [PARTNER]


def test_rows_in_any_order_are_put_in_the_order_of_their_times() -> None:
    made = Made()
    chat, handle = made.single()
    for minutes in (5, 1, 3):
        made.message(chat, handle, minutes, str(minutes))
    assert column(read(made), "text") == ["1", "3", "5"]
