"""The short way through a backup reads exactly what the XML parser reads."""

from __future__ import annotations

import random

import pytest

from evenstep.errors import InputError
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import read_export
from evenstep.sources.sms import pieces
from evenstep.sources.sms.quick import Quick

BODIES = (
    "hello",
    "",
    "null",
    "a &amp; b",
    "two&#10;lines",
    "&#55357;&#56841;",
    "tab\there",
    "é 😀",
    "x > y",
    "don't",
    "a\nb",
)


def row(rng: random.Random, n: int) -> str:
    address = rng.choice(("+491512345678", "0151 2345678", "SHOP", "null", "+15550001111"))
    kind = rng.choice((1, 1, 1, 2, 2, 3, 9))
    date = (
        rng.choice((1_700_000_000_000 + n * 1_000, 0, "soon")) if rng.random() < 0.1 else 1_700_000_000_000 + n * 1_000
    )
    fields = f'address="{address}" date="{date}" type="{kind}" body="{rng.choice(BODIES)}"'
    more = rng.choice(('contact_name="Ana"', 'contact_name="Ana"', 'contact_name="(Unknown)"', 'read="1"'))
    end = rng.choice(("/>", " />", " />", "></sms>"))
    return (
        f"<sms protocol='0' {fields} {more}{end}" if rng.random() < 0.1 else f'<sms protocol="0" {fields} {more}{end}'
    )


def backup(seed: int, n: int = 300) -> bytes:
    rng = random.Random(seed)
    rows = []
    for number in range(n):
        rows.append(row(rng, number))
        if rng.random() < 0.05:
            rows.append(f'<mms date="{1_700_000_500_000 + number}" msg_box="1" address="5"><parts>\n</parts></mms>')
    return ("<?xml version='1.0'?>\n<smses>\n  " + "\n  ".join(rows) + "\n</smses>").encode()


def read(data: bytes) -> Parsed:
    parsed = read_export(NamedBytes("sms.xml", data), keep_text=True)
    assert parsed.reading.balances
    return parsed


def without_short_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Quick, "run", lambda *arguments: arguments[-1])


@pytest.mark.parametrize("seed", range(4))
def test_both_ways_agree(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    data = backup(seed)
    short = read(data)
    monkeypatch.setattr(pieces, "CHUNK_BYTES", 333)
    in_bits = read(data)
    without_short_way(monkeypatch)
    slow = read(data)
    for other in (in_bits, slow):
        assert short.events.equals(other.events)
        assert short.rejects.equals(other.rejects)
        assert short.reading == other.reading
    assert short.reading.imported > 150


def test_the_short_way_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = b"".join(
        b'<sms address="5" date="%d" type="1" body="x" contact_name="A" />\n' % (1_700_000_000_000 + n)
        for n in range(50)
    )
    taken = []
    run = Quick.run

    def counted(self: Quick, data: bytes, at: int) -> int:
        end = run(self, data, at)
        taken.append(data.count(b"<sms", at, end))
        return end

    monkeypatch.setattr(Quick, "run", counted)
    monkeypatch.setattr(pieces, "CHUNK_BYTES", 333)
    assert read(b"<smses>\n" + plain + b"</smses>").reading.imported == 50
    assert 30 < sum(taken) < 50, "the first piece teaches the layout"


def test_what_is_commented_out_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "CHUNK_BYTES", 100)
    one = b'<sms address="5" date="1700000000000" type="1" body="x" contact_name="A" />\n'
    other = one.replace(b"1700000000000", b"1700000001000")
    data = b"<smses>\n" + one + b"<!-- >\n" + other * 3 + b"-->\n" + one.replace(b"0000", b"2000") + b"</smses>"
    assert read(data).reading.seen == 2


def test_lines_are_counted_on_both_ways() -> None:
    one = b'<sms address="5" date="1700000000000" type="1" body="x" contact_name="A" />\n'
    broken = b"<smses>\n" + one * 30 + one.replace(b'type="1"', b'type="3"') + one * 30 + b"<a></b>\n</smses>"
    with pytest.raises(InputError) as caught:
        read(broken)
    assert (caught.value.code, caught.value.place.split(",")[0]) == ("E265", "line 63")
    aside = read(broken.replace(b"<a></b>\n", b""))
    assert aside.rejects["place"].to_list() == ["line 32, sms"]
