"""The text of a mail: parts, charsets, quotations, HTML, attachments; and mails that are meant to harm."""

from __future__ import annotations

import base64
import quopri
import random
import socket
import time
from typing import Any

import pytest

from evenstep.errors import EvenstepError, InputError
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.mail.html_text import html_text
from evenstep.sources.mail.own_text import own_text
from evenstep.sources.read import read_export

TOP = "From x@y Mon Jan 01 10:00:00 2024\nFrom: Ana <ana@x.org>\nTo: me@x.org\nDate: Mon, 01 Jan 2024 10:00:00 +0000\n"


def read(content: bytes | str, fields: str = "") -> Parsed:
    data = (TOP + fields).encode() + b"\n" + (content.encode() if isinstance(content, str) else content)
    parsed = read_export(NamedBytes("a.mbox", data), keep_text=True)
    assert (parsed.reading.source, parsed.reading.balances) == ("mail", True)
    return parsed


def text(content: bytes | str, fields: str = "") -> str:
    written: str = read(content, fields).events["text"].item()
    return written


def kind(parsed: Parsed) -> str:
    return str(parsed.events["kind"].item())


def notes(parsed: Parsed) -> dict[str, int]:
    return {note.code: note.count for note in parsed.reading.notes}


def parts(*inside: str, form: str = "mixed", mark: str = "m") -> tuple[str, str]:
    """(content, fields) of a multipart."""
    content = "preamble\n" + "".join(f"--{mark}\n{each}\n" for each in inside) + f"--{mark}--\nepilogue\n"
    return content, f'Content-Type: multipart/{form}; boundary="{mark}"\n'


PLAIN = "Content-Type: text/plain\n\nplain words"
HTML = "Content-Type: text/html\n\n<p>rich words</p>"
PHOTO = "Content-Type: image/jpeg; name=a.jpg\nContent-Disposition: attachment\n\n/9j/4AAQ"


def test_the_text_is_the_plain_part() -> None:
    for inside in ((PLAIN, HTML), (HTML, PLAIN)):
        assert text(*parts(*inside, form="alternative")) == "plain words"
    assert text(*parts(PLAIN, PHOTO, PLAIN.replace("plain words", "more words"))) == "plain words\nmore words"
    inner = parts(PLAIN, HTML, form="alternative", mark="n")
    assert text(*parts(f"{inner[1]}\n{inner[0]}", PHOTO)) == "plain words"
    assert text(*parts(HTML, form="alternative")) == "rich words"
    assert text(*parts("Content-Type: text/plain\n\n  ", HTML, form="alternative")) == "rich words"


def test_parts_whose_border_is_not_said_or_said_wrongly() -> None:
    for said in ("", "; boundary='m'", '; boundary="elsewhere"', "; boundary=m", "; boundary=----=_m"):
        border = "----=_m" if said.endswith("_m") else "m"
        content = f"--{border}\n{PLAIN}\n--{border}\n{PHOTO}\n--{border}--\n"
        found = read(content, f"Content-Type: multipart/mixed{said}\n")
        assert (found.events["text"].item(), notes(found)) == ("plain words", {"E281": 1}), said
    assert text("-- \nno part\n", "Content-Type: multipart/mixed\n") == ""


def test_a_kind_that_is_only_half_named_is_a_text() -> None:
    for fields in ("Content-Type: text\n", "Content-Type: text; charset=iso-8859-1\n", "Content-Type:\n"):
        assert text("Grüße".encode("latin-1"), fields) == "Grüße"


def test_66_attachments_are_counted_never_opened() -> None:
    sound = "Content-Type: audio/ogg\n\nT2dnUw=="
    tnef = 'Content-Type: application/ms-tnef; name="winmail.dat"\n\n' + "A" * 3_000_000
    assert (kind(read(*parts(PHOTO))), notes(read(*parts(PHOTO)))) == ("media", {"E281": 1})
    assert kind(read(*parts(sound))) == "voice"
    both = read(*parts(PLAIN, tnef, PHOTO))
    assert (kind(both), notes(both)["E281"]) == ("text", 1), "what lies behind the first 1.25 MiB only passes by"
    assert kind(read("", "Subject: only this\n")) == "other"
    assert kind(read(*parts("Content-Type: application/pgp-encrypted\n\nx", form="encrypted"))) == "text"


@pytest.mark.parametrize(
    ("charset", "encoding", "data"),
    [
        ("utf-8", "8bit", "Grüße 😀".encode()),
        ("iso-8859-1", "quoted-printable", quopri.encodestring("Grüße".encode("iso-8859-1"))),
        ("windows-1252", "base64", base64.encodebytes("Grüße".encode("cp1252"))),
        ("utf-8", "base64", base64.b64encode("Grüße".encode()) + b"=\n!!"),
        ("utf-8", "base64", base64.b64encode("Grüße und mehr".encode())[:-3]),
        ("utf-8", "quoted-printable", b"Gr=C3=BC=C3=9Fe =ZZ ="),
        ("utf-7", "7bit", "Grüße".encode("utf-7")),
        ("us-ascii", "8bit", "Grüße".encode()),
        ("us-ascii", "8bit", "Grüße".encode("cp1252")),
        ("x-unknown", "8bit", "Grüße".encode("cp1252")),
        ("utf8mb4", "8bit", "Grüße".encode()),
    ],
)
def test_64_charsets_and_encodings(charset: str, encoding: str, data: bytes) -> None:
    found = text(data, f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {encoding}\n")
    assert found.startswith("Grüße")


def test_64_letters_that_a_smaller_name_does_not_hold() -> None:
    for charset, codec, word in (
        ("iso-8859-1", "cp1252", "“hi”"),
        ("gb2312", "gb18030", "镕喆"),
        ("x-sjis", "cp932", "①髙"),
    ):
        parsed = read(word.encode(codec), f"Content-Type: text/plain; charset={charset}\n")
        assert (parsed.events["text"].item(), notes(parsed)) == (word, {}), charset


@pytest.mark.parametrize("charset", ["klingon", "unicode_escape", "idna", "zip", "rot13", "x" * 190, '"'])
def test_64_unknown_charsets(charset: str) -> None:
    parsed = read(r"abc \x41 d", f"Content-Type: text/plain; charset={charset}\n")
    assert parsed.events["text"].item() == r"abc \x41 d"
    assert notes(parsed).get("E201", 0) == (charset != '"')


@pytest.mark.parametrize(
    ("written", "own"),
    [
        ("Yes.\n\nOn Mon, 1 Jan 2024, Ana <a@x.org> wrote:\n> one\n> two\n", "Yes."),
        ("Yes.\n\nOn Mon, 1 Jan 2024 at 10:00, Ana Very Long Name <a@x.org>\nwrote:\n\n> one\n", "Yes."),
        ("Ja.\n\nAm 01.01.2024 um 10:00 schrieb Ana:\none\ntwo\n", "Ja."),
        ("On Mon, 1 Jan 2024 Ana wrote:\n> one\nYes.\n> two\nNo.", "Yes.\nNo."),
        ("Le 1 janv. 2024 à 10:00, Ana a écrit :\n> un", ""),
        ("Tak\n\n1. jan. 2024 kl. 10.00 sagde Ana:\n> et\n", "Tak"),
        ("Yes\n-----Original Message-----\nFrom: x\n", "Yes"),
        ("Yes\n\nFrom: Ana <a@x.org>\nSent: Monday\nTo: me\n\nold words", "Yes"),
        ("See\n\n---------- Forwarded message ---------\nold", "See"),
        ("Yes\n-- \nAna\nphone 123", "Yes"),
        ("I need: eggs\nmilk:\nbread", "I need: eggs\nmilk:\nbread"),
        ("She wrote:\nbuy milk", "She wrote:\nbuy milk"),
        (">From me to you", "From me to you"),
        ("> all quoted", ""),
        ("Ja\n\nAm Fr., 28. Nov. 2025 um 15:57 Uhr schrieb Test Mailer <\nt@x.org>:\n\n> alt\n", "Ja"),
        ("Ja\n\nAm Mi., 5. Feb. 2020 um 17:58 Uhr schrieb Some Questions\n<q@x.com>:\n\n> alt\n", "Ja"),
        ("好\n\n在 2024年1月3日,下午3:00,张三 <z@x.cn> 写道：\n\n旧\n", "好"),
        ("好\n\n张 <z@x.tw> 於 2024年1月3日 下午3:00寫道：\n\n> 舊\n", "好"),
        ('好\n\n------------------ 原始邮件 ------------------\n发件人: "x" <x@q.com>;\n旧', "好"),
        ("はい\n\n2024/01/03 15:00、山田 <y@x.jp>のメール:\n\n古い", "はい"),
        ("はい\n\n差出人: 山田 <y@x.jp>\n送信日時: 2024年1月3日\n宛先: me\n\n古い", "はい"),
        ("Да\n\nср, 3 янв. 2024 г. в 15:00, Иван <i@x.ru>:\n\nстарое", "Да"),
        ('Да\n\n03.01.2024, 15:00, "Иван" <i@x.ru>:\n\nстарое', "Да"),
        (
            "כן\n\n\u202bבתאריך יום ד׳, 3 בינו׳ 2024 ב-15:00 מאת \u202aAli\u202c <\u202aa@x.il\u202c>:\u202c\n\n> ישן",
            "כן",
        ),
        ("Oui\n\nDe : Ana <a@x.fr>\nEnvoyé : mercredi 3 janvier 2024 15:00\nÀ : me\n\nvieux", "Oui"),
        ('Ja\n\nGesendet: Mittwoch, 03. Januar 2024 um 15:00 Uhr\nVon: "Ana" <a@x.de>\nAn: me\n\nalt', "Ja"),
        ("Ja\n\n-------- Oprindelig besked --------\nFra: x\n", "Ja"),
        ("Yes\n\nSent from my iPhone\n\n> On 3 Jan 2024, Ana wrote:\n> old", "Yes"),
        ("Yes\n\nGet Outlook for iOS\n________________________________\nFrom: Ana <a@x>\nSent: Wed\n\nold", "Yes"),
        ("Ja\n\nVon meinem iPhone gesendet\n", "Ja"),
        ("Look at\nSent from above, it looks small", "Look at\nSent from above, it looks small"),
        ("At 10:30 we eat. Bring:\nbread", "At 10:30 we eat. Bring:\nbread"),
        ("", ""),
    ],
)
def test_only_what_is_new_counts(written: str, own: str) -> None:
    assert text(written) == own


def test_65_html_is_read_as_text_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_request(*_: object, **__: object) -> None:
        raise AssertionError("a request")

    monkeypatch.setattr(socket, "socket", no_request)
    html = (
        "<html><head><title>t</title><style>a{background:url(http://x.org/a)}</style></head><body>"
        '<img src="http://127.0.0.1:9/pixel.gif"><script>alert("x")</script>Hi &amp; hello<br>there &#128512;'
        '<div class="gmail_quote">On Monday Ana wrote:<blockquote>old <b>words</b></blockquote></div>'
        "<iframe src='file:///etc/passwd'></iframe><p>bye</p></body></html>"
    )
    found = text(html, "Content-Type: text/html; charset=utf-8\n")
    assert found.split() == ["Hi", "&", "hello", "there", "😀", "bye"]


@pytest.mark.parametrize(
    "quoted",
    [
        '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> x</div><p>old</p>',
        '<hr id="stopSpelling">Date: Mon, 1 Jan 2024<br>From: ana@x.org<br><br>old words',
        '<div id="ms-outlook-mobile-signature">Get</div><div class="ms-outlook-mobile-reference-message">x</div>old',
        '<div class="gmail_signature">Ana Lu<br>phone 1</div>',
        "<div><p><b>From:</b> Ana<br><b>Sent:</b> Monday<br><b>To:</b> me</p></div><p>old words</p>",
    ],
)
def test_html_ends_where_the_mail_before_begins(quoted: str) -> None:
    assert text(f"<div>New words</div>{quoted}", "Content-Type: text/html\n") == "New words"


@pytest.mark.parametrize(
    "html", ["<!" * 5_000, "<a " * 5_000, "<![x" * 2_000, "&#" * 5_000, "<div>" * 20_000, "<!--" * 5_000]
)
def test_html_that_is_none(html: str) -> None:
    began = time.process_time()
    assert isinstance(html_text(html + "word"), str)
    assert time.process_time() - began < 8
    assert html_text("1 < 2 <b>x</b> <!-- no --> y").split() == ["1", "<", "2", "x", "y"]


def test_63_parts_in_parts() -> None:
    nested = PLAIN
    for depth in range(3_000):
        content, fields = parts(nested, mark=f"m{depth}") if depth < 40 else (nested, "Content-Type: message/rfc822\n")
        nested = f"{fields}\n{content}"
    fields, _, content = nested.partition("\n\n")
    deep = read(content, fields + "\n")
    assert (deep.reading.imported, deep.events["n_words"].item()) == (1, 0)
    forty = parts(PLAIN, mark="z")
    for depth in range(40):
        forty = parts(f"{forty[1]}\n{forty[0]}", mark=f"m{depth}x")
    assert notes(read(*forty))["E242"] == 1
    assert notes(read(*parts(*["\nx"] * 5_000)))["E242"] == 1


def test_63_a_header_block_without_end() -> None:
    parsed = read("", "X-Long: " + "x" * 400_000 + "\n")
    assert (parsed.reading.imported, notes(parsed)["E242"]) == (1, 1)
    folded = "To: " + ",\n ".join(f"p{n}@x.org" for n in range(3_000)) + "\n"
    assert (
        read_export(NamedBytes("a.mbox", TOP.replace("To: me@x.org\n", folded).encode() + b"\nhi\n")).reading.imported
        == 1
    )


def test_hostile_fields() -> None:
    odd = [
        "\x00",
        "9" * 5_000,
        "<" * 3_000,
        '"' * 3_000,
        '"\\' * 2_000,
        "=?" * 2_000,
        "=?utf-8?B?" + "A" * 3_000,
        "(" * 500,
    ]
    names = ("From", "To", "Date", "Subject", "Content-Type", "Received", "References", "X-Gmail-Labels")
    mails = ""
    for value in [*odd, "\udcff", "=?utf-8?B?/////w==?=", "&#" + "9" * 5_000]:
        for name in names:
            hostile = TOP.replace("To: me@x.org", f"To: me@x.org\n{name}: {value}").replace(
                f"{name}: Ana", f"{name}: {value} Ana"
            )
            mails += f"{hostile}\n{value}\n"
    parsed = read_export(NamedBytes("a.mbox", mails.encode("utf-8", "surrogateescape")))
    assert (parsed.reading.seen, parsed.reading.balances) == (88, True)


def test_changed_at_random_it_balances_or_is_refused() -> None:
    """Bytes of a good mailbox turned over, taken out, doubled: only our own errors leave."""
    rng = random.Random(7)
    content, fields = parts(PLAIN, HTML, PHOTO)
    good = (TOP + fields + "\n" + content + "\n").encode() * 2
    seen: set[Any] = set()
    for _ in range(60):
        data = bytearray(good)
        for _ in range(rng.randrange(1, 6)):
            at = rng.randrange(len(data))
            data[at : at + rng.randrange(4)] = bytes(rng.choices(b"\0\n\r <>=?;:-@\xff", k=rng.randrange(4)))
        try:
            parsed = read_export(NamedBytes("a.mbox", bytes(data)))
            assert parsed.reading.balances
            seen.add(parsed.reading.seen)
        except EvenstepError as error:
            assert not isinstance(error, InputError) or error.code not in ("E291", "E292"), bytes(data)
    assert 2 in seen


def test_own_text_is_quick_on_long_bodies() -> None:
    assert own_text("word:\n" * 30_000).count("word") == 30_000
