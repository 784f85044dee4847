"""Numbers in several forms are one person; and the lines of SMS Import/Export."""

from __future__ import annotations

import json
from typing import Any

import polars as pl

from evenstep.sources.archive import NamedBytes
from evenstep.sources.read import read_export
from evenstep.sources.sms.numbers import one_form, same_numbers

START = 1_700_000_000_000
ANA = "+491512345678"


def test_numbers_in_several_forms() -> None:
    forms = ["+49 151 2345678", "0151/2345678", "0049 (0)151 2345678", "151 2345678", "12345", "INFO-Bank"]
    assert {same_numbers(forms)[form] for form in forms[:4]} == {ANA}
    assert [one_form(form) for form in forms[4:]] == ["12345", "info-bank"]
    assert same_numbers(["5551234567", "15551234567"])["5551234567"] == "15551234567"
    two = same_numbers(["+15551234567", "+495551234567", "5551234567"])
    assert len(set(two.values())) == 3, "which of the two it is cannot be told"
    assert same_numbers(["1234567", "+491234567"])["1234567"] == "1234567"
    assert len(set(same_numbers(["+491512345678", "+4991512345678"]).values())) == 2


def line(**fields: Any) -> str:
    return json.dumps(fields) + "\n"


def test_sms_import_export() -> None:
    own = {"address": "+4917000", "type": "151"}
    ana = {"address": ANA, "type": "137", "__display_name": "Ana"}
    message = {"thread_id": "1", "creator": "x", "address": ANA, "date_sent": "0", "__display_name": "Ana"}
    text = (
        line(_id="1", date=str(START), type="1", body="hello you", **message)
        + line(_id="2", date=str(START + 60_000), type="2", body="hi", **message)
        + line(
            _id="3",
            date=str(START // 1_000 + 120),
            msg_box="1",
            m_type="132",
            __sender_address=ana,
            __recipient_addresses=[own],
            __parts=[{"ct": "image/jpeg", "_data": "x.jpg"}, {"ct": "text/plain", "text": "look"}],
        )
        + line(number=ANA, duration="7", date=str(START + 180_000), type="2", __display_name="Ana")
        + line(_id="4", date="x", type="1", **message)
        + '{"date": 5, ]\n[1]\n{"address": "+49'
    )
    parsed = read_export(NamedBytes("messages.ndjson", text.encode()))
    assert (parsed.reading.source, parsed.reading.balances) == ("sms", True)
    assert parsed.events["kind"].cast(pl.String).to_list() == ["text", "text", "media", "call"]
    assert parsed.events["sender"].cast(pl.String).to_list() == ["Ana", "Me", "Ana", "Me"]
    assert parsed.conversations["conversation_id"].to_list() == [f"sms:{ANA}"]
    assert parsed.events["time"].dt.epoch("ms").to_list() == [START + n * 60_000 for n in range(4)]
    assert parsed.rejects["code"].to_list() == ["E225", "E227", "E227", "E222"]


def mms(minute: int, fields: str, *people: str) -> str:
    sender, *others = people
    addresses = f'<addr address="{sender}" type="137"/>' + "".join(f'<addr address="{n}" type="151"/>' for n in others)
    part = '<part ct="text/plain" text="hello"/>'
    return f'<mms date="{START + minute}" {fields}><parts>{part}</parts><addrs>{addresses}</addrs></mms>'


def test_a_group_without_the_address_of_the_chat_is_all_who_are_in_it() -> None:
    own, bea, cy = "+4917000", "+4917111111", "+4917222222"
    single = mms(0, f'msg_box="1" m_type="132" address="{ANA}"', ANA, own)
    group = mms(1, 'msg_box="1" m_type="132"', ANA, own, bea, cy)
    text = f'<smses count="2">{single}{group}</smses>'
    parsed = read_export(NamedBytes("sms.xml", text.encode()))
    assert parsed.conversations["conversation_id"].to_list() == [f"sms:{ANA}", f"sms:{ANA}~{bea}~{cy}"]
    assert set(parsed.events["sender"]) == {ANA}


def test_an_mms_of_another_program_says_its_way_as_an_sms_does() -> None:
    text = f'<smses count="1"><mms date="{START}" address="{ANA}" type="1"><parts/></mms></smses>'
    assert read_export(NamedBytes("sms.xml", text.encode())).events["sender"].to_list() == [ANA]
