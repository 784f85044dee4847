"""SMS Backup & Restore and SMS Import/Export: samples, every kind of record, people, doubles, answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import polars as pl
import pytest

from evenstep.errors import NeedsAnswer
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import read_export

START = 1_700_000_000_000
ANA = "+491512345678"
DEVADVANCE = "devadvance+sms-backup-reader-2"
SHRUGGIETECH = Path("shruggietech+sms-backup-restore-parser") / "tests" / "fixtures"


def element(name: str, inside: str = "", **fields: Any) -> str:
    written = " ".join(f"{key}={quoteattr(str(value))}" for key, value in fields.items())
    return f"<{name} {written}>{inside}</{name}>" if inside else f"<{name} {written} />"


def sms(minute: int, body: str = "hello you", kind: int = 1, address: str = ANA, **more: Any) -> str:
    fields = {"protocol": 0, "address": address, "date": START + minute * 60_000, "type": kind, "body": body}
    return element("sms", **{**fields, "contact_name": "Ana", **more})


def mms(
    minute: int,
    box: int = 1,
    parts: str = "",
    address: str = ANA,
    people: tuple[tuple[str, int], ...] = (),
    **more: Any,
) -> str:
    addresses = "".join(element("addr", address=each, type=form) for each, form in people)
    fields = {"date": START + minute * 60_000, "msg_box": box, "address": address, "contact_name": "Ana"}
    return element("mms", f"<parts>{parts}</parts><addrs>{addresses}</addrs>", **{**fields, **more})


def part(form: str, text: str = "null", data: str = "") -> str:
    return element("part", seq=0, ct=form, text=text, **({"data": data} if data else {}))


def call(minute: int, kind: int, duration: int = 0, number: str = ANA, **more: Any) -> str:
    fields = {"number": number, "duration": duration, "date": START + minute * 60_000, "type": kind}
    return element("call", **{**fields, "presentation": 1, "contact_name": "Ana", **more})


def backup(*records: str, root: str = "smses", **fields: Any) -> str:
    inside = "\n".join(records)
    head = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>"
    style = '<?xml-stylesheet type="text/xsl" href="sms.xsl"?>'
    written = " ".join(f"{key}={quoteattr(str(value))}" for key, value in fields.items())
    return f"{head}\n{style}\n<{root} {written}>\n{inside}\n</{root}>"


def read(text: str | bytes, name: str = "sms.xml", **options: Any) -> Parsed:
    data = text.encode() if isinstance(text, str) else text
    parsed = read_export(NamedBytes(name, data), **options)
    assert parsed.reading.source == "sms"
    assert parsed.reading.balances
    return parsed


def read_folder(folder: Path, **files: str) -> Parsed:
    for name, text in files.items():
        (folder / f"{name}.xml").write_text(text, encoding="utf-8")
    return read_export(folder)


def kinds(parsed: Parsed) -> list[str]:
    return parsed.events["kind"].cast(pl.String).to_list()


def senders(parsed: Parsed) -> list[str]:
    return parsed.events["sender"].cast(pl.String).to_list()


def codes(parsed: Parsed) -> list[str]:
    return parsed.rejects["code"].to_list()


@pytest.mark.parametrize(
    ("name", "seen", "aside"),
    [
        ("packages/lib/test-assets/sms_small.xml", 12, []),
        ("packages/lib/test-assets/sms_and_mms.xml", 50, ["E222"]),  # it ends inside its last mms
        ("tests/e2e/fixtures/sample_small.xml", 7, []),
        ("tests/e2e/fixtures/sample_mms.xml", 4, []),
        ("tests/e2e/fixtures/corrupt_attachments.xml", 2, []),
        ("tests/e2e/fixtures/empty.xml", 0, []),
    ],
)
def test_devadvances_samples(samples: Path, name: str, seen: int, aside: list[str]) -> None:
    parsed = read_export(samples / DEVADVANCE / name)
    reading = parsed.reading
    assert (reading.source, reading.seen, codes(parsed)) == ("sms", seen, aside)
    assert reading.imported == seen - len(aside)
    if seen:
        assert set(parsed.conversations["observed_until"].dt.epoch("ms")) == {1_721_556_032_311}


def test_shruggietechs_samples(samples: Path) -> None:
    folder = samples / SHRUGGIETECH
    one = read_export(folder / "minimal_sms.xml", keep_text=True).events
    assert one.select("text", pl.col("time").dt.epoch("s")).row(0) == (
        "Happy New Year! This is a test message.",
        1_609_459_200,
    )
    photo = read_export(folder / "minimal_mms.xml", keep_text=True)
    assert (kinds(photo), photo.events["text"].to_list()) == (["media"], ["Hello from MMS!"])
    assert read_export(folder / "minimal_calls.xml").events["duration_s"].to_list() == [125.0]
    mixed = read_export(folder / "mixed.xml")
    assert (mixed.reading.seen, codes(mixed), mixed.reading.imported) == (4, ["E264"], 3)
    assert senders(mixed) == ["Alice Smith", "Alice Smith", "Me"]
    assert read_export(folder / "edge_cases.xml").reading.imported == 4


def test_sms_of_both_sides() -> None:
    parsed = read(backup(sms(0), sms(1, "two\nlines", 2), sms(2, "null", 1), count=99, backup_date=START + 9_999_000))
    assert (kinds(parsed), senders(parsed)) == (["text", "text", "other"], ["Ana", "Me", "Ana"])
    assert parsed.events["n_words"].to_list() == [2, 2, 0]
    assert parsed.events["resolution_s"].to_list() == pytest.approx([0.001] * 3)
    assert parsed.conversations.select("conversation_id", "person_a", "person_b", "me").row(0) == (
        f"sms:{ANA}",
        "Me",
        "Ana",
        "Me",
    )
    assert parsed.conversations["observed_until"].dt.epoch("ms").item() == START + 9_999_000


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (sms(1, kind=3), "E264"),
        (sms(1, kind=5), "E264"),
        (sms(1, kind=6), "E264"),
        (sms(1, kind=9), "E227"),
        (sms(1, address="null"), "E230"),
        (sms(1, date="soon"), "E225"),
        (sms(1, date=""), "E226"),
        (sms(1, date="0"), "E226"),
        (sms(1, date="-5"), "E226"),
        (sms(1, date="9" * 19), "E226"),
        (sms(1, date="9" * 5_000), "E207"),
        (mms(1, 3), "E264"),
        (mms(1, 7), "E227"),
        (call(1, 1, number="-1"), "E230"),
        (call(1, 1, presentation=2), "E230"),
        (call(1, 9, 5), "E227"),
        ('<rcs body="x"/>', "E227"),
    ],
)
def test_60_a_record_that_cannot_be_used_is_kept_aside(record: str, code: str) -> None:
    parsed = read(backup(sms(0), record, sms(2)))
    assert codes(parsed) == [code]
    assert (parsed.reading.seen, parsed.reading.imported) == (3, 2)
    assert parsed.rejects["line"].item() == 2
    assert code == "E226" or parsed.rejects["place"].item().startswith("line 5")


def test_the_parts_of_an_mms() -> None:
    layout = part("application/smil", "<smil/>")
    parsed = read(
        backup(
            mms(0, parts=layout + part("text/plain", "one") + part("text/plain", "two words")),
            mms(1, 2, layout + part("image/jpeg", data="/9j/" + "A" * 5_000) + part("text/plain", "look")),
            mms(2, parts=part("audio/amr", data="QUJD")),
            mms(3, parts=part("text/x-vcard", "BEGIN:VCARD")),
            mms(4, parts="", sub="only a subject"),
            mms(5, parts="", sub="proto:abc", m_type=130),
            mms(6, "null", part("text/plain", "sent"), m_type=128),
        ),
        keep_text=True,
    )
    assert kinds(parsed) == ["text", "media", "voice", "media", "text", "media", "text"]
    assert parsed.events["text"].to_list() == ["one\ntwo words", "look", "", "", "only a subject", "", "sent"]
    assert senders(parsed) == ["Ana", "Me", "Ana", "Ana", "Ana", "Ana", "Me"]
    assert set(parsed.events["resolution_s"]) == {1.0}


def test_seconds_where_milliseconds_are_due() -> None:
    parsed = read(backup(mms(0, parts=part("text/plain", "x"), date=START // 1_000)))
    assert parsed.events["time"].dt.epoch("ms").item() == START


def test_calls() -> None:
    parsed = read(
        backup(
            call(0, 1, 62),
            call(1, 2, 5),
            call(2, 2, 0),
            call(3, 3),
            call(4, 4, 20),
            call(5, 5),
            call(6, 6),
            call(7, 7),
            root="calls",
        )
    )
    assert kinds(parsed) == [
        "call",
        "call",
        "missed_call",
        "missed_call",
        "voice",
        "missed_call",
        "missed_call",
        "call",
    ]
    assert senders(parsed) == ["Ana", "Me", "Me", "Ana", "Ana", "Ana", "Ana", "Ana"]
    assert parsed.events["duration_s"].to_list() == [62, 5, None, None, 20, None, None, None]


def test_messages_and_calls_of_one_number_are_one_conversation(tmp_path: Path) -> None:
    parsed = read_folder(
        tmp_path,
        sms=backup(sms(0), sms(4)),
        calls=backup(call(2, 2, 9, number="0151 2345678"), call(3, 3, number=ANA), root="calls"),
    )
    assert kinds(parsed) == ["text", "call", "missed_call", "text"]
    assert parsed.conversations["conversation_id"].to_list() == [f"sms:{ANA}"]
    assert sorted(parsed.events["source_line"].to_list()) == [1, 2, 3, 4]


def test_a_group_is_its_people_without_the_owner() -> None:
    bo, own = "+15550000002", "+15550000009"
    said = part("text/plain", "hi")
    parsed = read(
        backup(
            mms(0, 1, said, f"{ANA}~{bo}", ((bo, 137), (ANA, 151), (own, 151))),
            mms(1, 2, said, f"{bo}~{ANA}~{own}", ((own, 137), (ANA, 151), (bo, 151))),
            mms(2, 1, said, f"{ANA}~{bo}", (("insert-address-token", 137),)),
            mms(3, 1, said, f"{ANA}~{bo}"),
            mms(4, 1, said, "group_1@rcs.example", ((bo, 137), (own, 151))),
            sms(5),
        )
    )
    assert senders(parsed) == [bo, "Me", "Me", "Ana", bo]
    assert sorted(parsed.conversations["conversation_id"]) == [
        f"sms:{bo}~{ANA}",
        f"sms:{ANA}",
        "sms:group_1@rcs.example",
    ]
    assert codes(parsed) == ["E230"]
    assert parsed.conversations["person_a"].null_count() == 3


def test_joined_backups_count_nothing_twice(tmp_path: Path) -> None:
    old = [sms(0), sms(1, "same"), mms(2, parts=part("text/plain", "m"))]
    parsed = read_folder(tmp_path, a=backup(*old), b=backup(*old, sms(1, "other"), sms(1, "same", 2)))
    assert (parsed.reading.seen, parsed.reading.already_there, parsed.reading.imported) == (8, 3, 5)
    one_file = read(backup(*old) + "\n\0\0" + backup(*old, sms(9)))
    assert (one_file.reading.already_there, one_file.reading.imported) == (3, 4)


def test_an_incremental_backup_is_one_part() -> None:
    assert [note.code for note in read(backup(sms(0), type="incremental")).reading.notes] == ["E239"]


def test_names_that_are_none() -> None:
    parsed = read(backup(sms(0, contact_name="(Unknown)"), sms(1, address="SHOP", contact_name="null")))
    assert senders(parsed) == [ANA, "SHOP"]


def test_a_chat_is_chosen_by_number_or_name() -> None:
    text = backup(
        sms(0), sms(1, kind=3), sms(2, address="+15550001111", contact_name="Bo"), sms(3, address="SHOP", kind=5)
    )
    for said in (ANA, f"sms:{ANA}", "Ana"):
        assert read(text, chat=said).events.height == 1
    assert read(text, chat="Bo").events["source_line"].to_list() == [3]
    with pytest.raises(NeedsAnswer) as caught:
        read(text, chat="Nobody")
    assert (caught.value.option, [choice.value for choice in caught.value.choices]) == ("chat", ["+15550001111", ANA])
