"""One element of a backup to one event: sms, mms with its parts and addresses, call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from evenstep.sources.sms.backup import KINDS, UNNAMED, Backup

TEXT, MEDIA, VOICE, CALL, MISSED, OTHER = (KINDS.index(name) for name in KINDS)
RECEIVED: Final = "1"
SENT: Final = ("2", "4")  # 4, the outbox: on its way when the backup was made
NEVER_SENT: Final = ("3", "5", "6")
OWN_MARK: Final = "insert-address-token"
"""Stands for the owner's number where the phone does not know it."""

FROM: Final = "137"
RECEIVED_FORMS: Final = ("132", "130")
SENT_FORMS: Final = ("128",)
NOT_FETCHED: Final = "130"  # a notice that something waits at the provider
LAYOUT: Final = frozenset(("", "null", "text/plain", "application/smil"))
SECONDS_UNTIL: Final = 10**11  # a time below is in seconds: in ms it would lie before 1974
LONGEST_NUMBER: Final = 20
HIDDEN: Final = frozenset(("", "null", "-1", "-2", "-3"))
"""Numbers that are none: not known, withheld, a pay phone."""

Attributes = Mapping[str, str]


class Unusable(Exception):
    """This record cannot be used: a code of problem_codes.CODES and the field."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        self.detail = detail
        super().__init__(code)


def read_sms(record: Attributes, into: Backup) -> None:
    """One sms. Raises Unusable."""
    kind, address = record.get("type", ""), record.get("address", "")
    if kind in NEVER_SENT:
        raise Unusable("E264", f"type {kind}")
    if kind != RECEIVED and kind not in SENT:
        raise Unusable("E227", "type")
    if address in HIDDEN:
        raise Unusable("E230", "address")
    time = whole_number(record, "date")
    body = _text(record, "body")
    name = record.get("contact_name", "")
    if name not in UNNAMED:
        into.names[address] = name
    sender = address if kind == RECEIVED else None
    into.add(address, sender, TEXT if body else OTHER, time, body)


def read_mms(record: Attributes, parts: Sequence[Attributes], people: Sequence[Attributes], into: Backup) -> None:
    """One mms (an RCS message, too). Raises Unusable."""
    box = record.get("msg_box") or record.get("type", "")  # some programs that write this form know only sms
    if box in NEVER_SENT:
        raise Unusable("E264", f"msg_box {box}")
    sent = box in SENT or (box != RECEIVED and record.get("m_type") in SENT_FORMS)
    if not sent and box != RECEIVED and record.get("m_type") not in RECEIVED_FORMS:
        raise Unusable("E227", "msg_box")
    time = whole_number(record, "date")
    if 0 < time < SECONDS_UNTIL:
        time *= 1_000
    address, sender = _chat_and_sender(record, people, into, sent=sent)
    name = record.get("contact_name", "")
    if name not in UNNAMED and "~" not in address:
        into.names[address] = name
    kind, text = _content(record, parts)
    extra = "|".join((record.get("m_id", ""), *(part.get("cl", "") for part in parts)))
    into.add(address, sender, kind, time, text, whole=time % 1_000 == 0, extra=extra)


def read_call(record: Attributes, into: Backup) -> None:
    """One call. Raises Unusable."""
    number, kind = record.get("number", ""), record.get("type", "")
    if number in HIDDEN or record.get("presentation") in ("2", "3", "4"):
        raise Unusable("E230", "number")
    time = whole_number(record, "date")
    duration = float(max(0, whole_number(record, "duration"))) if record.get("duration") else 0.0
    name = record.get("contact_name", "")
    if name not in UNNAMED:
        into.names[number] = name
    lasted = min(duration, 31_536_000.0) or -1.0
    if kind in ("1", "2"):
        made = CALL if lasted > 0 else MISSED
        into.add(number, number if kind == "1" else None, made, time, "", duration=lasted)
    elif kind in ("3", "5", "6"):
        into.add(number, number, MISSED, time, "")
    elif kind == "4":
        into.add(number, number, VOICE, time, "", duration=lasted)
    elif kind == "7":  # taken on another device: how long it lasted may not be known here
        into.add(number, number, CALL, time, "", duration=lasted)
    else:
        raise Unusable("E227", "type")


def whole_number(record: Attributes, field: str) -> int:
    """A field as a whole number. Raises Unusable E226 (missing), E207 (endless) or E225 (no number)."""
    value = record.get(field, "")
    if not value or value == "null":
        raise Unusable("E226", field)
    if len(value) > LONGEST_NUMBER:
        raise Unusable("E207", field)
    if not value.isascii() or not value.removeprefix("-").isdecimal():
        raise Unusable("E225", field)
    return int(value)


def _text(record: Attributes, field: str) -> str:
    value = record.get(field, "")
    return "" if value == "null" else value


def _chat_and_sender(
    record: Attributes, people: Sequence[Attributes], into: Backup, *, sent: bool
) -> tuple[str, str | None]:
    """(raw address of the chat, raw address of the sender or None for the owner). Raises Unusable E230."""
    address = record.get("address", "")
    writer = next((one.get("address", "") for one in people if one.get("type") == FROM), "")
    others = [one.get("address", "") for one in people if one.get("type") != FROM]
    others = [other for other in dict.fromkeys(others) if other not in HIDDEN and other != OWN_MARK]
    if address in HIDDEN or address == OWN_MARK:
        several = not sent and len(others) > 1 and writer not in HIDDEN
        address = "~".join(others) if sent else "~".join((writer, *others)) if several else writer
    if address in HIDDEN or address == OWN_MARK:
        raise Unusable("E230", "address")
    if sent:
        if writer not in HIDDEN and writer not in (OWN_MARK, address):
            into.own.add(writer)
        return address, None
    if "~" not in address and "@" not in address:
        received_by = [other for other in others if other != address]
        if len(received_by) == 1:  # a message to nobody else shows the owner's own number
            into.own.add(received_by[0])
        return address, address
    if writer == OWN_MARK:
        return address, None
    if writer not in HIDDEN:
        return address, writer
    if "~" in address:
        raise Unusable("E230", "addr")
    return address, address


def _content(record: Attributes, parts: Sequence[Attributes]) -> tuple[int, str]:
    """The kind, and the text that a person wrote: the plain parts, without the layout."""
    forms = [part.get("ct", "").lower() for part in parts]
    texts = [_text(part, "text") for form, part in zip(forms, parts, strict=True) if form == "text/plain"]
    text = "\n".join(text for text in texts if text)
    if not text:
        subject = _text(record, "sub")
        text = "" if subject.startswith("proto:") else subject
    if any(form.startswith("audio/") for form in forms):
        return VOICE, text
    if any(form not in LAYOUT for form in forms) or (not text and record.get("m_type") == NOT_FETCHED):
        return MEDIA, text
    return (TEXT if text else OTHER), text
