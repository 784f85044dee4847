"""SMS backups that are broken or meant to harm: halves of emoji, bombs, depth, cut files, hostile values."""

from __future__ import annotations

import io
import random
from pathlib import Path
from typing import Any

import pytest

from evenstep.errors import EvenstepError, InputError
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import read_export
from evenstep.sources.sms import pieces as pieces_module
from evenstep.sources.sms import xml_reader
from evenstep.sources.sms.backup import Backup
from evenstep.sources.sms.repair import Repair

HEAD = "<?xml version='1.0' encoding='UTF-8'?>\n"
ROW = '<sms address="+15550001111" date="{date}" type="1" body="{body}" contact_name="Ana" />\n'


def row(n: int, body: str = "hello") -> str:
    return ROW.format(date=1_700_000_000_000 + n * 1_000, body=body)


def backup(*rows: str, head: str = HEAD) -> str:
    return f'{head}<smses count="3">\n{"".join(rows)}</smses>'


def read(text: str | bytes, **options: Any) -> Parsed:
    data = text.encode() if isinstance(text, str) else text
    parsed = read_export(NamedBytes("sms.xml", data), keep_text=True, **options)
    assert (parsed.reading.source, parsed.reading.balances) == ("sms", True)
    return parsed


def texts(parsed: Parsed) -> list[str]:
    return parsed.events["text"].to_list()


def notes(parsed: Parsed) -> list[tuple[str, int]]:
    return [(note.code, note.count) for note in parsed.reading.notes]


def refused(text: str | bytes) -> InputError:
    with pytest.raises(InputError) as caught:
        read(text)
    return caught.value


def test_56_halves_of_emoji_are_joined() -> None:
    parsed = read(
        backup(row(1, "a &#55357;&#56841; b"), row(2, "&#xD83D;&#xde00;&#55357;&#56832;"), row(3, "&#128512;"))
    )
    assert texts(parsed) == ["a 😉 b", "😀😀", "😀"]
    assert notes(parsed) == [("E261", 3)]


def test_56_lone_halves_and_forbidden_letters() -> None:
    parsed = read(
        backup(row(1, "&#55357;x&#56841;"), row(2, "&#55357;&#55357;&#56841;"), row(3, "a&#0;b&#x1F;&#65535;&#55295;"))
    )
    assert texts(parsed) == ["\ufffdx\ufffd", "\ufffd😉", "a\ufffdb\ufffd\ufffd\ud7ff"]
    assert notes(parsed) == [("E261", 1), ("E204", 3), ("E201", 3)]


def test_56_halves_lie_across_the_borders_of_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    text = backup(*(row(n, "x" * n + "&#55357;&#56841;é\x01") for n in range(12)))
    for size in (1, 2, 7, 50):
        monkeypatch.setattr(pieces_module, "CHUNK_BYTES", size)
        parsed = read(text)
        assert texts(parsed) == ["x" * n + "😉é\ufffd" for n in range(12)]
        assert notes(parsed) == [("E261", 12), ("E201", 12)]


def test_halves_written_as_bytes_and_broken_bytes() -> None:
    repair = Repair()
    assert repair(b"a\xed\xa0\xbd\xed\xb8\x89") == "a😉".encode()
    assert repair(b"a\xffb") == "a\ufffdb".encode()
    assert [(note.code, note.count) for note in repair.notes()] == [("E261", 1), ("E201", 1)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "iso-8859-1"])
def test_other_encodings(encoding: str) -> None:
    declared = HEAD.replace("UTF-8", encoding.removesuffix("-sig").removesuffix("-le").removesuffix("-be"))
    assert texts(read(backup(row(1, "Zoë"), head=declared).encode(encoding))) == ["Zoë"]


BOMB = '<!DOCTYPE smses [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "rules",
    [
        BOMB,
        '<!DOCTYPE smses SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE smses [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>',
        "<!DOCTYPE smses>",
        '<!DOCTYPE smses [<!ENTITY % p SYSTEM "file:///etc/hostname">%p;]>',
    ],
)
def test_57_58_rules_of_its_own_are_refused_at_once(rules: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = backup(row(1, "&b;"), head=HEAD + rules + "\n")

    def no_opening(*_: object, **__: object) -> None:
        raise AssertionError("something was opened")

    monkeypatch.setattr(io, "open", no_opening)
    monkeypatch.setattr("builtins.open", no_opening)
    error = refused(text)
    assert (error.code, error.place) == ("E262", "line 2")


def test_58_an_entity_nobody_declared() -> None:
    assert refused(backup(row(1, "&b;"))).code == "E265"


def test_59_depth() -> None:
    deep = "<a>" * 100_000
    assert refused(f"{HEAD}<smses>{row(1)}{deep}").code == "E263"
    assert read(f"{HEAD}<smses>{row(1)}{'<a>' * 20}{'</a>' * 20}</smses>").reading.imported == 1
    parts = '<part ct="text/plain" text="x"/>' * 10_001
    many = f'<mms date="1700000000000" msg_box="1" address="5"><parts>{parts}</parts></mms>'
    assert refused(backup(many)).code == "E263"


def test_61_a_cut_file_gives_what_was_complete() -> None:
    text = backup(
        row(1), row(2), '<mms date="1700000009000" msg_box="1" address="+15550001111"><parts></parts></mms>\n'
    )
    cut = read(text[: text.index("hello", text.index("hello") + 1) + 3])
    assert (cut.reading.imported, cut.rejects["code"].to_list(), cut.reading.seen) == (1, ["E222"], 2)
    between = read(text[: text.index("<mms")])
    assert (between.reading.imported, notes(between), between.reading.skipped) == (2, [("E222", 1)], 0)
    inside = read(text[: text.index("</mms>")])
    assert (inside.reading.imported, inside.rejects["code"].to_list()) == (2, ["E222"])


def test_61_every_place_to_cut_is_safe() -> None:
    text = backup(row(1, "é&#55357;&#56841;"), row(2), row(3)).encode()
    start = text.index(b"/>") + 2
    imported = [read(text[:cut]).reading.imported for cut in range(start, len(text), 9)]
    assert imported == sorted(imported)
    assert (imported[0], imported[-1]) == (1, 3)


def test_not_well_formed(samples: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_export(samples / "shruggietech+sms-backup-restore-parser" / "tests" / "fixtures" / "malformed.xml")
    assert (caught.value.code, caught.value.place) == ("E265", "line 4, column 3")
    for broken in (row(1) + "</sms>", row(1) + "a & b", row(1, "<b>"), row(1).replace('type="1"', 'type="1" type="1"')):
        assert refused(backup(broken)).code == "E265"
    assert refused(backup(row(1)) + "and more").code == "E265"


def test_attachments_pass_by_and_endless_tags_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces_module, "LONGEST_TAG", 200_000)
    monkeypatch.setattr(xml_reader, "LONGEST_TAG", 200_000)
    attachment = f'<part ct="image/png" data="{"QUJD" * 500_000}" text="null"/><part ct="text/plain" text="look"/>'
    photo = f'<mms date="1700000009000" msg_box="1" address="+15550001111"><parts>{attachment}</parts></mms>'
    assert texts(read(backup(row(1), photo, row(20)))) == ["hello", "look", "hello"]
    assert refused(backup(row(1, "x" * 300_000))).code == "E205"
    assert refused(backup(row(1, "x>" * 400_000))).code == "E205"
    spoken = row(1, 'x data="y" ').replace('body="x data="y" "', "body='x data=\"y\" '")
    assert texts(read(backup(spoken))) == ['x data="y" ']


def test_hostile_values() -> None:
    odd = ["\u202eAna", "9" * 5_000, "", "null", "&#10;", "'; DROP", "a~~b", "~", "+", "insert-address-token", "\u0660"]
    rows = [row(n).replace("+15550001111", value).replace("Ana", value) for n, value in enumerate(odd)]
    assert read(backup(*rows)).reading.seen == len(odd)
    assert read(backup(row(1).replace('contact_name="Ana" ', ""), row(2))).reading.imported == 2


def test_changed_at_random_it_balances_or_is_refused() -> None:
    """Bytes of a good backup turned over, taken out, doubled: only our own errors leave."""
    rng = random.Random(6)
    good = backup(
        row(1, "é&#55357;&#56841;"),
        '<mms date="1700000009000" msg_box="2" address="+1~+2"><parts><part ct="text/plain" text="x"/></parts>'
        '<addrs><addr address="+1" type="137"/></addrs></mms>',
        '<call number="5" date="1700000003000" type="1" duration="9"/>',
    ).encode()
    outcomes = set()
    for _ in range(60):
        data = bytearray(good)
        for _ in range(rng.randrange(1, 5)):
            at = rng.randrange(60, len(data))
            data[at : at + rng.randrange(3)] = bytes(rng.choices(b"\0<>&\"'=;x9\xff", k=rng.randrange(3)))
        try:
            parsed = read_export(NamedBytes("sms.xml", bytes(data)))
            assert parsed.reading.balances
            outcomes.add("read")
        except EvenstepError as error:
            assert not isinstance(error, InputError) or error.code not in ("E291", "E292"), bytes(data)
            outcomes.add("refused")
    assert outcomes == {"read", "refused"}


def test_nothing_of_a_text_is_kept_unless_asked() -> None:
    from evenstep.sources.base import Limits

    assert Backup(keep_text=False, limits=Limits()).texts == []
    assert "text" not in read_export(NamedBytes("sms.xml", backup(row(1)).encode())).events.columns
