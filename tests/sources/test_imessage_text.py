"""imessage-exporter's texts: what it prints around a message, replies printed twice, files, edits, and broken files."""

from __future__ import annotations

import io
import random
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from messages_db import column, notes

from evenstep.errors import EvenstepError, NeedsAnswer
from evenstep.events.schema import check_conversations, check_events
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import read_export

PATH = "/Users/ana/Library/Messages/Attachments/ab/11/GU ID/"


def block(minute: int, sender: str, *lines: str, read: str = "", indent: str = "") -> str:
    """One message as the exporter prints it, with the empty line behind it."""
    head = f"May 17, 2022  5:{minute:02}:42 PM" + (f" (Read by {read} after 1 hour, 49 seconds)" if read else "")
    return "".join(f"{indent}{line}\n" for line in (head, sender, *lines)) + "\n"


def parse(text: str | bytes, name: str = "Ana.txt", **options: Any) -> Parsed:
    data = text.encode() if isinstance(text, str) else text
    parsed = read_export(NamedBytes(name, data), **({"zone": "Europe/Berlin", "keep_text": True} | options))
    check_events(parsed.events)
    check_conversations(parsed.conversations)
    assert parsed.reading.source == "imessage"
    assert parsed.reading.balances
    return parsed


def test_messages_have_time_sender_and_words() -> None:
    parsed = parse(
        block(1, "Me", "Hello you", read="them") + block(2, "Ana", "two", "lines", "", "and more", read="you")
    )
    assert column(parsed, "text") == ["Hello you", "two\nlines\n\nand more"]
    assert column(parsed, "sender") == ["Me", "Ana"]
    assert column(parsed, "source_line") == [1, 5]
    assert parsed.events["time"][0] == datetime.fromisoformat("2022-05-17T15:01:42Z")
    assert parsed.events["resolution_s"].to_list() == [1.0, 1.0]
    assert parsed.conversations.select("conversation_id", "person_a", "person_b", "me").row(0) == (
        *("imessage:Ana", "Ana", "Me", "Me"),
    )


def test_local_times_need_a_zone() -> None:
    with pytest.raises(NeedsAnswer) as caught:
        parse(block(1, "Me", "x"), zone=None)
    assert caught.value.option == "zone"


@pytest.mark.parametrize(
    ("stamp", "hour"),
    [
        ("May 17, 2022  5:29:42 PM", 17),
        ("May 17, 2022 12:29:42 AM", 0),
        ("May 17, 2022 12:29:42\u202fPM", 12),
        ("May 17, 2022, 11:29:42 AM", 11),
        ("May 7, 2022 1:29:42 PM", 13),
    ],
)
def test_stamps_of_all_versions(stamp: str, hour: int) -> None:
    local = parse(f"{stamp}\nMe\nx\n\n", zone="UTC").events["time"][0]
    assert (local.hour, local.minute, local.second) == (hour, 29, 42)


@pytest.mark.parametrize(
    ("lines", "kind", "text"),
    [
        (["Hello."], "text", "Hello."),
        (["Audio Message.caf", "Transcription: so long"], "voice", ""),
        (["Digital Touch Kiss (1 kiss)"], "media", ""),
        (["Digital camera for sale"], "text", "Digital camera for sale"),
        (["Photo album: five photos"], "media", ""),
        (["Find My: Ana shares where she is"], "location", ""),
        (["Apple Cash transaction: you sent 5 dollars"], "other", ""),
        (["Check\u00a0In: Timer Started", "Checked in at Oct 14, 2023  1:54:29 PM"], "other", ""),
        (["- Tea (1)", "  - Ana", "- Milk (0)"], "poll", ""),
        (["- eggs (2)", "- milk (1)"], "text", "- eggs (2)\n- milk (1)"),
        (["https://example.com/a", "A page", "What it is about"], "text", "https://example.com/a"),
        (["https://example.com/a", "", "is what I meant"], "text", "https://example.com/a\n\nis what I meant"),
        (["Hello", "", "Unable to format announcement!"], "text", "Hello"),
        ([PATH + "IMG_0001.heic"], "media", ""),
        (["attachments/AB/CD/IMG 1.HEIC", "see?"], "media", "see?"),
        (["/backup/33/33c81da8ae3194fc5a0ea993ef6ffe0b048baedb"], "media", ""),
        (["Attachment missing!"], "media", ""),
        (["IMG_2.jpg"], "media", ""),
        ([PATH + "Audio Message.caf", "Transcription: see you then"], "voice", ""),
        ([PATH + "here.loc.vcf"], "location", ""),
        (["Outline Sticker from Me: /x/y.heic"], "sticker", ""),
        (["This message was deleted from the conversation!", "secret"], "deleted", ""),
        (["You unsent a message!"], "deleted", ""),
        (["They deleted a message."], "deleted", ""),
        (["GamePigeon message:", "8 Ball"], "other", ""),
        (["A message:"], "text", "A message:"),
        (["Handwritten messages are not yet supported!"], "media", ""),
        (["Bonjour", "Translated from:", "Good day"], "text", "Good day"),
        (["Happy birthday", "Sent with Confetti"], "text", "Happy birthday"),
        (["https://example.com/a.html", "A title"], "text", "https://example.com/a.html"),
        (["see /etc/hosts for that"], "text", "see /etc/hosts for that"),
        ([], "other", ""),
    ],
)
def test_kinds(lines: list[str], kind: str, text: str) -> None:
    parsed = parse(block(1, "Ana", *lines))
    assert (column(parsed, "kind"), column(parsed, "text")) == ([kind], [text])


def test_the_last_version_of_an_edited_message_counts() -> None:
    body = ("May 17, 2022  5:01:42 PM first", "Edited 3 minutes later: second", "Edited 1 second later: third", "line")
    parsed = parse(block(1, "Me", *body) + block(9, "Ana", "x"))
    assert column(parsed, "text") == ["third\nline", "x"]
    assert column(parsed, "edited") == [True, False]


@pytest.mark.parametrize(
    "reactions",
    [
        ("Tapbacks:", "    Loved by Ana", "    ☕️ by Ana Lee", ""),
        ("Reactions:", "Loved by Ana", "Sticker from Ana: /x/y.heic", ""),
    ],
)
def test_reactions_have_no_time_and_are_counted(reactions: tuple[str, ...]) -> None:
    parsed = parse(block(1, "Me", "hello", *reactions) + block(2, "Ana", "Loved by all"))
    assert column(parsed, "text") == ["hello", "Loved by all"]
    assert notes(parsed)["E240"] == "2"


def test_a_reply_is_printed_twice_and_counted_once() -> None:
    copy = block(9, "Ana", "a reply", "", "of three", "Tapbacks:", "    Liked by Me", indent="    ").rstrip() + "\n\n"
    text = (
        block(1, "Me", "hello").rstrip("\n")
        + f"\n{copy}"
        + block(5, "Me", "between")
        + block(
            9,
            "Ana",
            "a reply",
            "",
            "of three",
            "Tapbacks:",
            "    Liked by Me",
            "This message responded to an earlier message.",
        )
    )
    parsed = parse(text)
    assert column(parsed, "text") == ["hello", "between", "a reply\n\nof three"]
    assert column(parsed, "reply_to") == [None, None, 0]
    assert (parsed.reading.seen, parsed.reading.already_there) == (4, 1)
    assert notes(parsed)["E240"] == "1"


def test_a_copy_whose_reply_is_missing_counts_as_the_reply() -> None:
    text = block(1, "Me", "hello") + block(9, "Ana", "a reply", indent="    ") + block(5, "Me", "between")
    parsed = parse(text)
    assert column(parsed, "text") == ["hello", "between", "a reply"]
    assert column(parsed, "reply_to") == [None, None, 0]
    assert parsed.reading.already_there == 0


def test_lines_of_the_system_are_no_messages() -> None:
    text = (
        block(1, "Me", "hello")
        + "May 17, 2022  5:02:00 PM Ana named the conversation Trip\n\n"
        + "May 17, 2022  5:03:00 PM You unsent a message.\n\n"
        + block(4, "Ana", "Started sharing location!")
        + block(5, "Ana", "SharePlay Message", "Ended")
    )
    parsed = parse(text)
    assert column(parsed, "kind") == ["text", "deleted"]
    assert column(parsed, "sender") == ["Me", "Me"]
    assert (parsed.reading.seen, parsed.reading.system) == (5, 3)


@pytest.mark.parametrize(
    ("text", "me"),
    [
        (block(1, "Me", "x") + block(2, "Ana", "y"), "Me"),
        (block(1, "Bo", "x", read="them") + block(2, "Ana", "y"), "Bo"),
        (block(1, "Bo", "x") + block(2, "Ana", "y", read="Bo"), "Bo"),
        (block(1, "Bo", "x") + block(2, "Ana", "y"), None),
    ],
)
def test_receipts_say_who_made_the_export(text: str, me: str | None) -> None:
    assert parse(text).reading.me == me


def test_each_file_is_a_chat(tmp_path: Path) -> None:
    (tmp_path / "attachments").mkdir()
    (tmp_path / "attachments" / "note.txt").write_text("a note that somebody sent\n")
    (tmp_path / "Ana.txt").write_text(block(1, "Me", "x") + block(2, "Ana", "y"))
    (tmp_path / "Ana, Bo - 12.txt").write_text(block(1, "Me", "x") + block(99, "Bo", "bad") + block(3, "Bo", "y"))
    (tmp_path / "+1 555 010 0200.txt").write_text(block(1, "+15550100200", "y"))
    (tmp_path / "orphaned.txt").write_text(block(1, "Ana", "lost"))
    parsed = read_export(tmp_path, zone="Europe/Berlin")
    ids = parsed.conversations["conversation_id"].to_list()
    assert sorted(ids) == ["imessage:+15550100200", "imessage:Ana", "imessage:Ana, Bo - 12"]
    assert sorted(parsed.rejects.select("code", "file", "place").rows()) == [
        ("E217", "Ana, Bo - 12.txt", "line 5"),
        ("E276", "orphaned.txt", "line 1"),
    ]
    assert read_export(tmp_path, zone="Europe/Berlin", chat="Ana").reading.imported == 2
    with pytest.raises(NeedsAnswer):
        read_export(tmp_path, zone="Europe/Berlin", chat="Bo")


def test_a_zip_of_texts_and_other_line_ends() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("export/Ana.txt", b"\xef\xbb\xbf" + block(1, "Me", "x").replace("\n", "\r\n").encode())
        archive.writestr("export/Bo.txt", block(1, "Me", "x").encode("utf-16"))
    parsed = parse(packed.getvalue(), "export.zip")
    assert column(parsed, "text") == ["x", "x"]


def test_a_reaction_that_came_as_a_text() -> None:
    parsed = parse(block(1, "Me", "hello") + block(2, "Ana", "Loved “hello”"))
    assert column(parsed, "kind") == ["text", "reaction"]
    assert column(parsed, "reply_to") == [None, 0]


def test_what_is_broken_is_listed_with_its_line() -> None:
    text = (
        block(1, "Me", "hello")
        + "Feb 30, 2022  5:02:42 PM\nAna\nx\n\n"
        + "May 17, 2022 13:02:42 PM\nAna\nx\n\n"
        + "May 17, 2035  1:02:42 PM\nAna\nx\n\n"
        + "May 18, 2022  5:01:42 PM\n"
    )
    parsed = parse(text, now=datetime.fromisoformat("2026-01-01T00:00:00Z"))
    assert parsed.reading.imported == 1
    assert parsed.rejects.select("code", "place").rows() == [
        *(("E217", "line 5"), ("E217", "line 9"), ("E226", "line 13"), ("E215", "line 17")),
    ]


@pytest.mark.parametrize("number", range(25))
def test_changed_texts_raise_only_our_errors(number: int) -> None:
    chance = random.Random(number)
    data = bytearray(
        (
            block(1, "Me", "hello", "Tapbacks:", "    Loved by A")
            + block(2, "A", "x", indent="    ")
            + block(3, "A", PATH)
        ).encode()
        * 3
    )
    for _ in range(chance.choice([1, 5, 40])):
        at = chance.randrange(60 if chance.random() < 0.1 else len(data))
        piece = chance.choice(
            [b"\n", b"\n\n", b"    ", b"\x00", b"\xff", b"\xed\xa0\xbd", b"May 17, 2022  5:01:42 PM", b"9" * 5000]
        )
        data[at : at + chance.choice([0, 1, 20])] = piece
    try:
        assert read_export(NamedBytes("x.txt", bytes(data)), zone="UTC").reading.balances
    except EvenstepError as error:
        assert getattr(error, "code", "") != "E292", error


BAGOUP = """[2020-03-01 23:34:05] Me: Want to play?
<attached: balls.heic>
[2020-03-01 23:34:41] Novak: Today

not
[2020-03-01 23:35:06] Novak: <attached: Audio Message.caf>
[2020-03-01 23:36:06] Me: Liked “Today

not”
[2020-13-41 23:36:07] Me: never
"""


@pytest.mark.parametrize("name", ["iMessage;-;+381555555.txt", "any,-,+381555555.txt", "SMS;-;+381555555;;;x.txt"])
def test_bagoup_names_its_files_by_service_and_number(name: str) -> None:
    parsed = parse(BAGOUP, name)
    assert column(parsed, "kind") == ["media", "text", "voice", "reaction"]
    assert column(parsed, "text") == ["Want to play?", "Today\n\nnot", "", ""]
    assert parsed.conversations.select("conversation_id", "person_a", "person_b", "me").row(0) == (
        *("imessage:+381555555", "Me", "Novak", "Me"),
    )
    assert (parsed.events["reply_to"][3], parsed.rejects["code"].to_list()) == (1, ["E217"])


def test_a_text_like_bagoups_under_another_name_is_not_messages() -> None:
    parsed = read_export(NamedBytes("chat.txt", BAGOUP.replace("-13-41", "-03-01").encode()), zone="UTC")
    assert parsed.reading.source != "imessage"
