"""sigtop's texts: the long form, a block of fields a message with its offset, and the short one, a line a message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from evenstep.sources.base import Member, ReadOptions
from evenstep.sources.chats import Chat, Unusable
from evenstep.sources.decode import decode
from evenstep.sources.json_text import whole
from evenstep.sources.signal.markdown import Markdown
from evenstep.sources.text_lines import within_limit
from evenstep.sources.timeline import Line

DATE: Final = r"[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}"
FORM: Final = re.compile(r"Conversation: ([^\n]+)\n\n(?:From: [^\n]*\n)?Type: [a-z0-9-]+\n")
HEADER: Final = re.compile(
    rf"(?<=\n\n)(?:From: ([^\n]*)\n)?Type: ([a-z0-9-]+)\n(?=(?:Sent|Received): (?:{DATE}|unknown)\n)"
)
FIELD: Final = re.compile(r"(Sent|Received|Attachment|Reaction|Edited): ([^\n]*)(?:\n|\Z)")
VERSION: Final = re.compile(rf"(?m)^\| Sent: ({DATE})$")
SHORT: Final = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d) ([^\n:]{1,200}):(?: |$)(.*)", re.A)
REPLY, EDITED, FILES = r"reply to [^\n]{1,200}? on [\d: -]{7,16}", "edited", r"\d{1,3} attachments?"
DETAILS: Final = re.compile(rf"\[(?={REPLY}|{EDITED}|{FILES})({REPLY})?(?:, )?({EDITED})?(?:, )?({FILES})?\] ?", re.A)
NOTICE: Final = re.compile(r"\[([a-z0-9-]+) message\]")
VOICE: Final = re.compile(r"\(audio/[^()\n]*\)\Z")
ADDRESS: Final = re.compile(r"(.*) \((\+\d[\d ]{4,20}|[^()\s]+)\)", re.S)
YOU, ME = "You", "Me"
SPOKEN: Final = ("incoming", "outgoing")
CALL: Final = "call-history"
SURE, LIKELY = 1.0, 0.97
LOOK: Final = 200
FEW: Final = 3
EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - of a wall clock
EPOCH_UTC: Final = EPOCH.replace(tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)


def sigtop_score(head: str) -> float:
    """SURE for the long form; LIKELY for lines of the short one with the owner, You, among the senders; else 0."""
    text = head.replace("\r\n", "\n")
    if FORM.match(text):
        return SURE
    lines = [line for line in text.split("\n")[:LOOK] if line]
    found = [match for line in lines if (match := SHORT.match(line))]
    ours = len(found) >= FEW and SHORT.match(lines[0]) is not None and 2 * len(found) > len(lines)
    return LIKELY if ours and any(match[2] == YOU for match in found) else 0.0


def read_sigtop(member: Member, options: ReadOptions, before: int) -> Markdown:
    """Read the text; ``before``: lines of other files in front. Raises NeedsAnswer("encoding")."""
    decoded = decode(within_limit(member, options), member.name, options.encoding)
    text = decoded.text.lstrip("\ufeff").replace("\r\n", "\n")
    form = FORM.match(text)
    tick = 60.0 if form is None else 1.0
    result = Markdown(Chat(""), text.count("\n") + 1, tick, decoded.encoding, list(decoded.notes))
    chat = result.chat
    title = form[1] if form else re.sub(r"\.txt$", "", member.name.rsplit("/", 1)[-1], flags=re.I)
    chat.name, chat.id = person_of(title)
    for number, sender, sort, below in _short(text) if form is None else _long(text):
        chat.seen += 1
        try:
            line = _line_of(before + number, sender, sort, below, chat)
        except Unusable as bad:
            chat.rejects.append((bad.code, member.name, f"line {number:,}", before + number, bad.detail))
            continue
        chat.system += line is None
        chat.lines += [line] if line else []
    return result


def person_of(shown: str) -> tuple[str, str]:
    """(name, what is the same in each export) of "Name (number)"."""
    found = ADDRESS.fullmatch(whole(shown).strip())
    return (found[1], found[2].replace(" ", "")) if found else (whole(shown).strip(), whole(shown).strip())


def _long(text: str) -> Iterator[tuple[int, str, str, str]]:
    """(line, who, what sort, what stands below) of each block."""
    found = list(HEADER.finditer(text))
    line, before = 1, 0
    for at, match in enumerate(found):
        line += text.count("\n", before, match.start())
        before = match.start()
        end = found[at + 1].start() if at + 1 < len(found) else len(text)
        yield line, person_of(match[1] or "")[0], match[2], text[match.end() : end]


def _short(text: str) -> Iterator[tuple[int, str, str, str]]:
    """The same of the short form; "below" is then the time, an empty line and the words."""
    waiting: tuple[int, re.Match[str]] | None = None
    more: list[str] = []
    for number, line in enumerate([*text.removesuffix("\n").split("\n"), None], 1):
        match = SHORT.match(line) if line is not None else None
        if line is not None and match is None:
            more.append(line)
            continue
        if waiting is not None:
            yield _of_line(*waiting, more)
        elif any(more):
            yield 1, "", "", ""
        waiting, more = (number, match) if match is not None else None, []


def _of_line(number: int, match: re.Match[str], more: list[str]) -> tuple[int, str, str, str]:
    notice = NOTICE.fullmatch(match[3])
    sort = notice[1] if notice else SPOKEN[match[2] == YOU]
    return number, match[2], sort, f"{match[1]}\n" + ("" if notice else "\n".join([match[3], *more]))


def _line_of(number: int, sender: str, sort: str, below: str, chat: Chat) -> Line | None:
    """A message's line, None for a notice. Raises Unusable E214, E226 and E230."""
    if not sort:
        raise Unusable("E214")
    if sort not in (*SPOKEN, CALL):
        return None
    if not sender:
        raise Unusable("E230")
    who = ME if sender == YOU else sender
    if re.match(r"\d{4}-", below):
        return _short_line(number, who, sort, below)
    return _long_line(number, who, sort, below, chat)


def _short_line(number: int, who: str, sort: str, below: str) -> Line:
    stamp, _, body = below.partition("\n")
    try:
        local = (datetime.fromisoformat(stamp) - EPOCH) // MICROSECOND
    except ValueError:
        raise Unusable("E217") from None
    if sort == CALL:
        return Line("", who, "call", None, local, number)
    details = DETAILS.match(body)
    text = body[details.end() :] if details else body
    kind = "media" if details and details[3] else "text" if text.strip() else "other"
    return Line("", who, kind, None, local, number, text.strip("\n"), edited=bool(details and details[2]))


def _long_line(number: int, who: str, sort: str, below: str, chat: Chat) -> Line:
    fields: dict[str, list[str]] = {}
    at = 0
    while (field := FIELD.match(below, at)) is not None:
        fields.setdefault(field[1], []).append(field[2])
        at = field.end()
    edited = "Edited" in fields
    times = [*(fields.get("Sent") or fields.get("Received", [])), *(VERSION.findall(below, at) if edited else ())]
    utc = min(_moment(time) for time in times)
    chat.undated += len(fields.get("Reaction", ()))
    if sort == CALL:
        return Line("", who, "call", utc, None, number)
    files = fields.get("Attachment", [])
    text, quoted = _body(below[at:], edited=edited)
    kind = "text" if text else "other"
    if files:
        kind = "voice" if any(VOICE.search(_form(file)) for file in files) else "media"
    return Line("", who, kind, utc, None, number, text, None, f"{utc}", quoted, edited)


def _form(file: str) -> str:
    """ "(audio/aac)" of "note.aac (audio/aac, 100 bytes)"."""
    return re.sub(r", \d+ bytes\)\Z", ")", file)


def _body(below: str, *, edited: bool) -> tuple[str, str | None]:
    """(the words, the id of the message that is answered); of an edited message those of its newest version."""
    text = below.lstrip("\n")
    if edited:
        newest = text.split("\n| Version: ", 1)[0]
        text = "\n".join(line[2:] for line in newest.split("\n") if line.startswith("|"))
        text = text.partition("\n\n")[2]
    quoted = None
    if text.startswith("> From: "):
        quote, _, text = text.partition("\n\n")
        sent = re.search(rf"(?m)^> Sent: ({DATE})$", quote)
        quoted = f"{_moment(sent[1])}" if sent else None
    return whole(text).strip("\n"), quoted


def _moment(value: str) -> int:
    """Microseconds since 1970 UTC. Raises Unusable E226."""
    try:
        moment = parsedate_to_datetime(value)
        utc = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment  # "-0000": UTC, wherever it was written
        return (utc - EPOCH_UTC) // MICROSECOND
    except (TypeError, ValueError, OverflowError):
        raise Unusable("E226", "", "Sent") from None
