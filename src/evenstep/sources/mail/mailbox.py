"""The mails of one or more files as rows: who wrote to whom, when, how much; newsletters and doubles are counted."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from evenstep.events.reading import Note
from evenstep.sources.assemble import RejectRow
from evenstep.sources.base import ReadOptions
from evenstep.sources.mail.body import Body, read_body
from evenstep.sources.mail.dates import sent_time
from evenstep.sources.mail.headers import Headers, addresses, as_text, decoded, split_mail
from evenstep.sources.mail.notices import is_notice
from evenstep.sources.mail.own_text import own_text
from evenstep.sources.mail.split import RawMail

MESSAGE_ID: Final = re.compile(r"<([^<>\s]{1,500})>")
RECIPIENTS: Final = (b"to", b"cc", b"bcc")
DELIVERED: Final = (b"delivered-to", b"x-original-to", b"envelope-to")
DRAFT: Final = re.compile(r"[:;!]2,[A-Za-z]{0,20}D[A-Za-z]{0,20}$")
"""The end of a file's name in a Maildir, for a mail that was never sent."""

MOST_KNOWN: Final = 10_000


@dataclass(slots=True)
class Row:
    """One mail: ``people`` are the addresses of all, sorted; ``utc`` in seconds."""

    people: tuple[str, ...]
    sender: str
    kind: str
    utc: int | None
    number: int
    n_chars: int
    n_words: int
    id: str | None
    reply: str | None
    text: str


class Mailbox:
    """Reads mails into ``rows``; what is no mail between people is counted as ``system``, doubles as ``doubles``."""

    def __init__(self, options: ReadOptions) -> None:
        self.rows: list[Row] = []
        self.rejects: list[tuple[tuple[str, ...], RejectRow]] = []
        self.names: dict[str, str] = {}
        self.delivered: Counter[str] = Counter()
        self.taking_part: Counter[str] = Counter()
        self.seen = self.system = self.doubles = 0
        self._keep_text = options.keep_text
        self._known: set[int] = set()
        self._people: dict[tuple[object, ...], tuple[str, ...]] = {}
        self._same: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._fields: dict[bytes, list[tuple[str, str]]] = {}
        self._decoded: dict[str, str] = {}
        self._counts: Counter[str] = Counter()

    def add(self, raw: RawMail, file: str) -> None:
        """One mail of ``file``."""
        self.seen += 1
        place = f"mail {raw.number:,}, byte {raw.offset:,}"
        block, content = split_mail(raw.data)
        headers = Headers(block)
        writers = self._addresses(headers, b"from") or self._addresses(headers, b"sender")
        if is_notice(headers, writers[0][1] if writers else "") or (not raw.separator and DRAFT.search(file)):
            self.system += 1
            return
        if not writers:
            self._reject("E222" if not content and not headers.has(b"date") else "E230", file, place, ())
            return
        name, sender = writers[0]
        people = self._all(headers, sender)
        if people == (sender,):
            self._reject("E235", file, place, people)
            return
        separator = raw.separator.decode("ascii", "replace")
        utc, late = sent_time(headers.text(b"date"), headers.text(b"received"), separator)
        if utc is None:
            self._reject("E243", file, place, people)
            return
        own_id = _id(headers.text(b"message-id"))
        key = hash((own_id or headers.raw(b"subject"), sender, utc, "" if own_id else people))
        if key in self._known:
            self.doubles += 1
            return
        self._known.add(key)
        self._counts["E282"] += late
        self._counts["E222"] += not content and raw.data[-1:] != b"\n"  # cut off among its header fields
        self._note_people(headers, people, sender, name)
        self._row(headers, read_body(headers, content), people, sender, utc, own_id)

    def notes(self) -> list[Note]:
        """What was repaired or left out, one note a kind."""
        return [Note(code, "", f"{count:,}", count) for code, count in self._counts.items() if count]

    def _row(
        self, headers: Headers, body: Body, people: tuple[str, ...], sender: str, utc: int, own_id: str | None
    ) -> None:
        self._counts["E242"] += body.deep or headers.cut
        self._counts["E201"] += body.odd
        self._counts["E281"] += body.attached
        text = own_text(body.text)
        if text or body.closed:
            kind = "text"
        elif body.attached:
            kind = "voice" if body.audio == body.attached else "media"
        else:
            kind = "other"
        reply = _id(headers.text(b"in-reply-to")) or _last_id(headers.text(b"references"))
        kept = text if self._keep_text else ""
        n_words = len(text.split())
        self.rows.append(Row(people, sender, kind, utc, self.seen, len(text), n_words, own_id, reply, kept))

    def _all(self, headers: Headers, sender: str) -> tuple[str, ...]:
        """Everybody a mail is from or to, sorted; the same people are the same tuple."""
        key = (sender, *(headers.raw(name) for name in RECIPIENTS))
        known = self._people.get(key)
        if known is not None:
            return known
        others = [address for name in RECIPIENTS for _, address in self._addresses(headers, name)]
        people = tuple(sorted({sender, *others}))
        if len(people) == 1 and not others:  # to nobody one can see: whoever it was delivered to
            return tuple(sorted({sender, *(one for _, one in self._delivered(headers))}))
        if len(self._people) >= MOST_KNOWN:
            self._people.clear()
        people = self._same.setdefault(people, people)
        self._people[key] = people
        return people

    def _delivered(self, headers: Headers) -> list[tuple[str, str]]:
        return next((found for name in DELIVERED if (found := self._addresses(headers, name))), [])

    def _addresses(self, headers: Headers, field: bytes) -> list[tuple[str, str]]:
        """The addresses of a field; most of them were seen before."""
        raw = headers.raw(field)
        if not raw:
            return []
        found = self._fields.get(raw)
        if found is None:
            if len(self._fields) >= MOST_KNOWN:
                self._fields.clear()
            found = self._fields[raw] = addresses(as_text(raw))
        return found

    def _note_people(self, headers: Headers, people: tuple[str, ...], sender: str, name: str) -> None:
        self.taking_part.update(people[:100])
        delivered = self._delivered(headers)
        if delivered and delivered[0][1] != sender:
            self.delivered[delivered[0][1]] += 1
        if name:
            if "=?" in name:
                name = self._decoded.get(name) or self._decoded.setdefault(name, decoded(name))
            self.names[sender] = name
        else:
            self.names.setdefault(sender, sender)

    def _reject(self, code: str, file: str, place: str, people: tuple[str, ...]) -> None:
        self.rejects.append((people, (code, file, place, self.seen, "")))


def _id(value: str) -> str | None:
    found = MESSAGE_ID.search(value) if value else None
    return found[1] if found else None


def _last_id(value: str) -> str | None:
    found = MESSAGE_ID.findall(value[-2_000:]) if value else None
    return found[-1] if found else None
