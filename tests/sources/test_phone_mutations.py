"""Changed bytes in what other programs make of a phone: only our own errors, and what is read balances."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

import pytest
from full_exports_phone import IMAZING, SIGTOP, SIGTOP_JSON
from test_imessage_calls import CALLS
from test_imessage_text import BAGOUP
from test_sms_documents import android, camel, fossify_mms

from evenstep.errors import EvenstepError
from evenstep.sources.archive import NamedBytes
from evenstep.sources.read import read_export

SEEDS: dict[str, tuple[str, bytes]] = {
    "imazing": IMAZING[0],
    "imazing-calls": IMAZING[1],
    "sigtop": SIGTOP[0],
    "sigtop-short": ("a.txt", b"2025-07-30 09:17 You: a\n2025-07-30 09:18 Bo: [edited] b\n2025-07-30 09:19 You: c\n"),
    "sigtop-json": SIGTOP_JSON[0],
    "documents": ("b.json", json.dumps([android(0, 1, body="a"), camel(1, 2, "b"), fossify_mms()]).encode()),
    "bagoup": ("any,-,+38155.txt", BAGOUP.encode()),
    "calls": ("CallHistory.storedata", CALLS),
}
PIECES = (b"\0", b"\xff", b'"', b"\n", b"9" * 40, b"null", b"[", b"{", b",", b"\xed\xa0\x80", b"NaN", b": ", b"-1", b"")


def changed(data: bytes, number: int) -> bytes:
    """One of many ways to break the bytes."""
    chance = random.Random(number)
    ways: list[Callable[[bytes], bytes]] = [
        lambda raw: raw[: chance.randrange(1, len(raw))],
        lambda raw: raw.replace(
            bytes([raw[chance.randrange(len(raw))]]), chance.choice(PIECES), chance.randrange(1, 4)
        ),
    ]
    for _ in range(chance.randrange(1, 4)):
        at = chance.randrange(len(data))
        data = data[:at] + chance.choice(PIECES) + data[at + chance.randrange(4) :]
        data = chance.choice(ways)(data) if chance.random() < 0.3 and len(data) > 2 else data
    return data


@pytest.mark.parametrize("kind", list(SEEDS))
def test_changed_bytes_raise_only_our_errors(kind: str) -> None:
    name, data = SEEDS[kind]
    for number in range(30):
        try:
            parsed = read_export(NamedBytes(name.rsplit("/", 1)[-1], changed(data, number)), zone="UTC")
        except EvenstepError as error:
            assert getattr(error, "code", "") not in ("E291", "E292"), (kind, number)
        else:
            assert parsed.reading.balances
