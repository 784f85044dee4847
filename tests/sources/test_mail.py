"""Mailboxes: splitting, people, conversations, dates, replies, doubles, notices, single mails."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from evenstep.errors import NeedsAnswer, WrongKind
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.mail import split
from evenstep.sources.read import read_export

START = datetime(2024, 1, 1, 10, tzinfo=UTC)
ME, ANA, BO = "me@example.org", "ana@example.net", "bo@example.com"


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


def mail(
    minute: int, sender: str = f"Ana <{ANA}>", to: str = ME, body: str = "hello you\n", **fields: str | None
) -> str:
    """One mail with its "From " line; a field with None is left out, names are written with "_" for "-"."""
    usual: dict[str, str | None] = {
        "From": sender,
        "To": to,
        "Date": format_datetime(at(minute)),
        "Message_ID": f"<m{minute}.{sender[-5:-1]}@x>",
    }
    usual.update(fields)
    separator = usual.pop("separator", None) or f"From 17@xxx {at(minute).strftime('%a %b %d %H:%M:%S +0000 %Y')}"
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in usual.items() if value is not None]
    return "\n".join([separator, *lines, "", body, ""])


def read(text: str | bytes, name: str = "all.mbox", **options: Any) -> Parsed:
    data = text.encode() if isinstance(text, str) else text
    parsed = read_export(NamedBytes(name, data), **options)
    assert parsed.reading.source == "mail"
    assert parsed.reading.balances
    return parsed


def codes(parsed: Parsed) -> list[str]:
    return parsed.rejects["code"].to_list()


def notes(parsed: Parsed) -> dict[str, int]:
    return {note.code: note.count for note in parsed.reading.notes}


def senders(parsed: Parsed) -> list[str]:
    return parsed.events["sender"].cast(pl.String).to_list()


def chats(parsed: Parsed) -> list[str]:
    return sorted(parsed.conversations["conversation_id"])


def answer(minute: int, body: str = "yes\n", **fields: str | None) -> str:
    return mail(minute, f"Me <{ME}>", f"Ana <{ANA}>", body, **fields)


def test_two_people() -> None:
    parsed = read(mail(0) + answer(3) + mail(1, body="one two three\n"), keep_text=True)
    assert senders(parsed) == ["Ana", "Ana", "Me"]
    assert parsed.events["n_words"].to_list() == [2, 3, 1]
    assert parsed.events["text"].to_list() == ["hello you", "one two three", "yes"]
    assert parsed.events["source_line"].to_list() == [1, 3, 2]
    assert set(parsed.events["resolution_s"]) == {1.0}
    assert set(parsed.events["zone_source"]) == {"in_file"}
    assert chats(parsed) == [f"mail:{ANA},{ME}"], "who of the two owns the mailbox cannot be told"


def test_the_owner_by_delivery_by_taking_part_or_as_said() -> None:
    delivered = read(mail(0, Delivered_To=ME) + answer(1))
    assert (delivered.reading.me, chats(delivered)) == ("Me", [f"mail:{ANA}"])
    assert delivered.conversations.select("person_a", "person_b", "me").row(0) == ("Me", "Ana", "Me")
    taking_part = read(mail(0) + answer(1) + mail(2, BO) + mail(3, "cy@x.org"))
    assert (taking_part.reading.me, chats(taking_part)) == ("Me", [f"mail:{ANA}", f"mail:{BO}", "mail:cy@x.org"])
    said = read(mail(0) + answer(1), me=ANA.upper())
    assert (said.reading.me, chats(said)) == ("Ana", [f"mail:{ME}"])
    assert read(mail(0) + answer(1), me="Ana").reading.me == "Ana"


def test_more_than_two_are_a_conversation_of_their_own() -> None:
    parsed = read(mail(0, Delivered_To=ME) + mail(1, Cc=f"Bo <{BO}>") + mail(2, BO, f"{ME}, Ana <{ANA.upper()}>"))
    assert chats(parsed) == [f"mail:{ANA}", f"mail:{ANA},{BO},{ME}"]
    many = ", ".join(f"p{n}@example.org" for n in range(40))
    assert any(chat.startswith("mail:41 people ") for chat in chats(read(mail(0, to=many))))


def test_replies_by_message_id() -> None:
    parsed = read(
        mail(0, Message_ID="<a@x>")
        + answer(1, In_Reply_To="<a@x>", Message_ID="<b@x>")
        + mail(2, References="<a@x>\n <b@x>", Message_ID="<c@x>")
        + answer(3, In_Reply_To="<elsewhere@x>")
    )
    assert parsed.events["reply_to"].to_list() == [None, 0, 1, None]
    assert notes(parsed)["E229"] == 1


def test_the_same_mail_in_two_boxes_counts_once(tmp_path: Path) -> None:
    (tmp_path / "Inbox").write_text(mail(0) + mail(1, Message_ID=None), encoding="utf-8")
    (tmp_path / "Sent").write_text(answer(2), encoding="utf-8")
    (tmp_path / "All mail.mbox").write_text(mail(0) + mail(1, Message_ID=None) + answer(2), encoding="utf-8")
    (tmp_path / "Inbox.msf").write_text("// <!-- mork -->", encoding="utf-8")
    parsed = read_export(tmp_path)
    reading = parsed.reading
    assert (reading.source, reading.seen, reading.already_there, reading.imported) == ("mail", 6, 3, 3)


@pytest.mark.parametrize(
    "fields",
    [
        {"List_Id": "<a.b>"},
        {"List_Unsubscribe": "<mailto:x@y>"},
        {"Precedence": "Bulk"},
        {"Auto_Submitted": "auto-replied"},
        {"Content_Type": "multipart/report; boundary=x"},
        {"X_Gmail_Labels": "Chat,Archived"},
        {"X_Mozilla_Status": "0009"},
        {"X_Mozilla_Draft_Info": "internal/draft; vcard=0"},
        {"X_Gmail_Labels": "Drafts"},
        {"X_Gmail_Labels": "=?UTF-8?Q?Entw=C3=BCrfe,Ge=C3=B6ffnet?="},
        {"X_Gmail_Labels": "迷惑メール,未開封"},
        {"X_Status": "T"},
        {"sender": "Mail Delivery System <MAILER-DAEMON@mx.example.net>"},
        {"sender": "Shop <no-reply+17@shop.example>"},
        {"Return_Path": "<>"},
        {"List_Post": "<mailto:all@x.org>"},
        {"X_BeenThere": "all@x.org"},
        {"X_Autoreply": "yes"},
        {"X_Auto_Response_Suppress": "All"},
        {"Subject": "Automatic reply: hello"},
        {"Subject": "=?utf-8?B?UsOpcG9uc2UgYXV0b21hdGlxdWUgOiBhYnNlbmNl?="},
    ],
)
def test_newsletters_and_notices_are_nobodys(fields: dict[str, str]) -> None:
    parsed = read(mail(0) + mail(1, **fields))
    assert (parsed.reading.imported, parsed.reading.system) == (1, 1)
    kept = {
        "Auto_Submitted": "no",
        "X_Gmail_Labels": "Inbox,Chatter",
        "X_Mozilla_Status": "0001",
        "Precedence": "normal",
        "Return_Path": "<ana@example.net>",
        "X_Status": "A",
        "X_Auto_Response_Suppress": "DR",
        "Subject": "Out of office next week?",
    }
    assert read(mail(0) + mail(1, **kept)).reading.imported == 2


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"sender": ""}, "E230"),
        ({"sender": "undisclosed"}, "E230"),
        ({"to": f"Ana <{ANA}>"}, "E235"),
        ({"Date": None, "separator": "From "}, "E243"),
        ({"Date": "99 Foo 20240", "separator": "From -"}, "E243"),
        ({"Date": "Mon, 1 Jan 1980 10:00:00 +0000", "separator": "From -"}, "E226"),
    ],
)
def test_64_a_mail_that_cannot_be_used_is_kept_aside(fields: dict[str, Any], code: str) -> None:
    parsed = read(mail(0) + mail(1, **fields) + answer(2))
    assert codes(parsed) == [code]
    assert (parsed.reading.seen, parsed.reading.imported, parsed.rejects["line"].to_list()) == (3, 2, [2])
    assert code == "E226" or parsed.rejects["place"].item().startswith("mail 2, byte ")


ARRIVED = "by mx.example.org with SMTP id 7;\n Mon, 01 Jan 2024 10:05:00 +0000 (UTC)"


@pytest.mark.parametrize(
    ("fields", "time", "late"),
    [
        ({"Date": "Mon, 01 Jan 2024 12:00:00 +0200"}, "10:00:00", 0),
        ({"Date": "1 Jan 24 05:00:00 EST"}, "10:00:00", 0),
        ({"Date": "Mon, 01 Jan 2024 10:04:00 +0000", "Received": ARRIVED}, "10:04:00", 0),
        ({"Date": "Mon, 01 Jan 2029 10:00:00 +0000", "Received": ARRIVED}, "10:05:00", 1),
        ({"Date": "Thu, 01 Jan 1970 00:00:00 +0000", "Received": ARRIVED}, "10:05:00", 1),
        ({"Date": "Mon, 01 Jan 2024 10:00:00", "Received": ARRIVED}, "10:05:00", 1),
        ({"Date": None, "Received": ARRIVED}, "10:05:00", 1),
        ({"Date": None}, "10:00:00", 1),
        ({"Date": None, "separator": "From x@y Mon Jan  1 12:00:00 2024 +0200"}, "10:00:00", 1),
        ({"Date": None, "separator": "From x@y Mon Jan  1 10:00:00 2024"}, "10:00:00", 1),
        ({"Date": "99 Foo 20240", "separator": "From x@y Mon, 1 Jan 2024 11:00:00 +0100"}, "10:00:00", 1),
        ({"Date": "Mon, 32 Jan 2024 10:00:00 +9999"}, "10:00:00", 1),
        ({"Date": "Mon, 01 Jan 2024 12:00:00 +02:00"}, "10:00:00", 0),
        ({"Date": "Mon, 01 Jan 2024 12:00:00 GMT+2"}, "10:00:00", 0),
        ({"Date": "Mon, 1 Jan 2024 11:00:00 CET"}, "10:00:00", 0),
        ({"Date": "Mon, 1 Jan 2024 19:00:00 JST"}, "10:00:00", 0),
        ({"Date": "2024-01-01T11:00:00.5+01:00"}, "10:00:00", 0),
        ({"Date": "2024-01-01 10:00:00Z"}, "10:00:00", 0),
        ({"Date": "Mon, 1 Jan 2024 15:30:00 IST", "Received": ARRIVED}, "10:05:00", 1),
        ({"Date": "Thu, 01 Jan 1970 00:00:00 +0000"}, "10:00:00", 1),
        ({"Date": "Mon, 01 Jan 124 10:00:00 GMT"}, "10:00:00", 1),
    ],
)
def test_64_when_a_mail_was_sent(fields: dict[str, Any], time: str, late: int) -> None:
    parsed = read(mail(0, **fields))
    assert parsed.events["time"].dt.strftime("%Y-%m-%d %H:%M:%S").to_list() == [f"2024-01-01 {time}"]
    assert notes(parsed).get("E282", 0) == late


@pytest.mark.parametrize(
    ("line", "splits", "doubt"),
    [
        ("From the start I knew.", False, 0),
        ("From x@y Mon Jan  1 10:00:00 2024", False, 1),
        ("From 2019 on\nSubject: a heading", False, 1),
        ("From x@y Mon Jan  1 10:00:00 2024\nNote: this is a line of a text", False, 1),
        ("From x@y Mon Jan  1 10:00:00 2024\nNote: one\n\nSubject: two", False, 1),
        (">From x@y Mon Jan  1 10:00:00 2024\nFrom: a@b", False, 0),
        (
            "From x@y Mon Jan  1 10:00:00 2024\nFrom: cy@x.org\nDate: Mon, 01 Jan 2024 10:00:00 +0000\nTo: me@x.org",
            True,
            0,
        ),
        (
            "From - Mon Jan 01 10:00:00 2024\r\nFrom: cy@x.org\r\nDate: Mon, 01 Jan 2024 10:00:00 +0000\r\nTo: a@b",
            True,
            0,
        ),
        ("From \nX-Mozilla-Status: 0001\nFrom: cy@x.org\nDate: Mon, 01 Jan 2024 10:00:00 +0000\nTo: a@b", True, 0),
    ],
)
def test_62_what_begins_a_mail(line: str, splits: bool, doubt: int) -> None:
    parsed = read(mail(0, body=f"before\n\n{line}\n\nafter\n") + answer(5))
    assert parsed.reading.seen == 2 + splits
    assert notes(parsed).get("E241", 0) == doubt
    if doubt:
        place = next(note.place for note in parsed.reading.notes if note.code == "E241")
        assert place.startswith("mail 1, byte ")


def test_62_borders_of_chunks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join(mail(n, body=f"From the top {n}\nFrom x@y Mon Jan  1 10:00:00 2024\n") for n in range(9)) + answer(
        20
    )
    whole = read(text, keep_text=True)
    for size in (700, 1_024, 1_501):
        monkeypatch.setattr(split, "CHUNK_BYTES", size)
        parsed = read(text, keep_text=True)
        assert parsed.events.drop("import_id").equals(whole.events.drop("import_id"))
        assert parsed.reading.notes == whole.reading.notes
    assert whole.reading.imported == 10


def test_names() -> None:
    written: Sequence[tuple[str, str]] = [
        (f'"Doe, Jane \\"J\\"" <{ANA}>', 'Doe, Jane "J"'),
        (f"=?utf-8?B?w4FuYQ==?= <{ANA}>", "Ána"),
        (f"=?nonsense?Q?Ana?= <{ANA}>", "=?nonsense?Q?Ana?="),
        (f"=?utf-8?B?###?= <{ANA}>", "=?utf-8?B?###?="),
        (f"Zoë <{ANA}>", "Zoë"),
        (f"{ANA} (Ana)", "Ana"),
        (f"=?UTF-8?Q?=22Lu,_Ana=22?= <{ANA}>", "Lu, Ana"),
        (f"<{ANA.upper()}>", ANA),
    ]
    for field, name in written:
        assert senders(read(mail(0, field))) == [name], field


@pytest.mark.parametrize(
    "data",
    [b"!BDN" + bytes(600), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "__substg1.0_1".encode("utf-16-le")],
)
def test_what_outlook_keeps_is_refused_with_what_to_do(data: bytes) -> None:
    with pytest.raises(WrongKind, match="as Outlook keeps them; save it as mbox"):
        read_export(NamedBytes("x.msg", data))


def test_a_maildir_holds_mails_and_drafts(tmp_path: Path) -> None:
    (tmp_path / "cur").mkdir()
    for name, text in (
        ("17.M1.host:2,S", mail(0, MIME_Version="1.0")),
        ("18.M1.host:2,DS", answer(1, MIME_Version="1.0")),
    ):
        (tmp_path / "cur" / name).write_text(text.partition("\n")[2], encoding="utf-8")
    (tmp_path / "dovecot-uidlist").write_text("3 V1 N2\n", encoding="utf-8")
    reading = read_export(tmp_path).reading
    assert (reading.source, reading.imported, reading.system) == ("mail", 1, 1)


def test_a_mail_that_is_cut_off_among_its_fields_is_told() -> None:
    cut = mail(0) + answer(1).partition("Message-ID")[0].rstrip("\n")
    assert notes(read(cut)) == {"E222": 1}
    assert notes(read(mail(0) + answer(1).rstrip("\n"))) == {}


def test_names_in_bytes_of_no_charset_and_whom_it_was_delivered_to() -> None:
    raw = mail(0, f"J@rg <{ANA}>").encode().replace(b"J@rg", b"J\xf6rg")
    assert senders(read(raw)) == ["Jörg"]
    for field in ("X_Original_To", "Envelope_To"):
        hidden = read(mail(0, to="undisclosed-recipients:;", **{field: ME}) + answer(1))
        assert (hidden.reading.me, chats(hidden)) == ("Me", [f"mail:{ANA}"])


def test_a_chat_is_chosen_by_address_or_name() -> None:
    text = mail(0, Delivered_To=ME) + answer(1) + mail(2, f"Bo <{BO}>", Delivered_To=ME) + mail(3, List_Id="x")
    for said in (ANA, f"mail:{ANA}", "Ana", ANA.upper()):
        assert read(text, chat=said).reading.seen == 2
    with pytest.raises(NeedsAnswer) as caught:
        read(text, chat="Nobody")
    assert [choice.value for choice in caught.value.choices] == [ANA, BO]


def test_single_mails(tmp_path: Path) -> None:
    def single(text: str) -> str:
        return text.partition("\n")[2]

    (tmp_path / "one.eml").write_text(single(mail(0, MIME_Version="1.0")), encoding="utf-8")
    second = single(answer(1, MIME_Version="1.0"))
    (tmp_path / "2.emlx").write_text(f"{len(second.encode())}      \n{second}<?xml?><plist/>", encoding="utf-8")
    parsed = read_export(tmp_path, keep_text=True)
    assert (parsed.reading.source, parsed.events["text"].to_list()) == ("mail", ["hello you", "yes"])
    for other in (
        f"Snapshot-Content-Location: http://x.org\n{single(mail(0, MIME_Version='1.0'))}",
        "From here on\nall is text\n",
        "Dear all:\n\nDate: soon\n",
        "Subject: x\n\nFrom: y\nDate: z\nMIME-Version: 1",
    ):
        with pytest.raises(WrongKind):
            read_export(NamedBytes("x.txt", other.encode()))
