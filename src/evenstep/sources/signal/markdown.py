"""signal-export's text, chat.md or index.md: "[2024-05-02 19:02:11] Me: text", in the clock of the computer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from evenstep.errors import InputError
from evenstep.events.reading import Note
from evenstep.sources.base import Member, ReadOptions
from evenstep.sources.chats import Chat
from evenstep.sources.decode import decode
from evenstep.sources.json_text import whole
from evenstep.sources.signal.spoken_calls import call_of
from evenstep.sources.text_lines import within_limit
from evenstep.sources.timeline import Line
from evenstep.spoken import words

HEADER: Final = re.compile(r"\[(\d{4}-\d\d-\d\d)(,?) (\d\d:\d\d)(:\d\d)?\] ([^\n:]{1,256}):(?: |$)", re.A)
ATTACHMENT: Final = re.compile(r"!?\[([^\]\n]*)\]\(\./[^)\n]*\)")
REACTIONS: Final = re.compile(r"\n?\(- (.{1,2000}) -\)[ \t]*$", re.M)
STICKER: Final = re.compile(
    r"\n?\(\( (.{0,200}) \)\)[ \t]*$|\[[^\]\n]{0,200}\]\(\.\./exported_stickers/[^)\n]*\)[ \t]*$", re.M
)
DELETED: Final = "(This message was deleted)"
ENDS: Final = ("  ", " -)", " ))", f": {DELETED}")
"""How the program ends a message: two spaces for a new line, reactions, a sticker, or what it says of a deleted one."""

VOICE: Final = (".m4a", ".aac", ".ogg", ".opus", ".oga", ".amr")
MICROSECOND: Final = timedelta(microseconds=1)
EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - of a wall clock
LOOK: Final = 400
MARKED: Final = 0.7  # from this share on, the sign before a header belongs to the format
FEW: Final = 3  # a chat in which the owner never wrote
SURE, LIKELY = 1.0, 0.97  # WhatsApp's text, which begins alike in some countries, says 0.95


@dataclass
class Markdown:
    """What a text held. ``lines``: how many lines it has."""

    chat: Chat
    lines: int
    resolution_s: float
    encoding: str
    notes: list[Note] = field(default_factory=list)


def markdown_score(head: str) -> float:
    """SURE where "Me" writes and messages end as this program ends them; LIKELY for its old header; else 0."""
    lines = head.replace("\r\n", "\n").split("\n")[:LOOK]
    matches = [(number, HEADER.match(line)) for number, line in enumerate(lines)]
    found = [(number, match) for number, match in matches if match is not None]
    if not found or found[0][0] != 0:
        return 0.0
    if any(match[2] and match[4] is None for _, match in found):
        return LIKELY
    marked = _marked(lines, [number for number, _ in found])
    if any(match[5] == "Me" for _, match in found):
        return SURE if marked else 0.0
    return LIKELY if marked and sum(line.endswith(ENDS) for line in lines) >= max(FEW, MARKED * len(found)) else 0.0


def read_markdown(member: Member, options: ReadOptions, before: int) -> Markdown:
    """Read the text; ``before``: lines of other files in front. Raises InputError E205, NeedsAnswer("encoding")."""
    decoded = decode(within_limit(member, options), member.name, options.encoding)
    text = decoded.text.lstrip("\ufeff").replace("\r\n", "\n")
    lines = (text if "\n" in text else text.replace("\r", "\n")).removesuffix("\n").split("\n")
    longest = max(map(len, lines))
    if longest > options.limits.line_bytes:
        place = f"line {next(n for n, line in enumerate(lines, 1) if len(line) == longest):,}"
        raise InputError("E205", member.name, place, words("longer than {n} bytes", n=options.limits.line_bytes))
    result = Markdown(Chat(""), len(lines), 1.0, decoded.encoding, list(decoded.notes))
    headers = [match for line in lines if (match := HEADER.match(line)) is not None]
    if any(match[4] is None for match in headers):
        result.resolution_s = 60.0
    for number, match, body in _messages(lines, member.name, result, before):
        _add(number, match, body, result.chat, (member.name, f"line {number - before:,}"))
    return result


def _marked(lines: list[str], numbers: list[int]) -> bool:
    """True when (nearly) each header follows an empty line or one that ends in two spaces."""
    later = [number for number in numbers if number]
    marked = sum(_ends_message(lines[number - 1]) for number in later)
    if not later:
        return any(line.endswith("  ") for line in lines)
    return marked >= MARKED * len(later)


def _ends_message(line: str) -> bool:
    return not line.strip() or line.endswith(ENDS)


def _messages(lines: list[str], file: str, result: Markdown, before: int) -> Iterator[tuple[int, re.Match[str], str]]:
    """(number of the line, its header, the whole message). Lines that belong to none are kept aside."""
    matches = [HEADER.match(line) for line in lines]
    strict = _marked(lines, [number for number, match in enumerate(matches) if match is not None])
    open_at: int | None = None
    pasted = 0
    for number, match in enumerate(matches):
        if match is None:
            if open_at is None and lines[number].strip():
                result.chat.seen += 1
                place = f"line {number + 1:,}"
                result.chat.rejects.append(("E214", file, place, before + number + 1, ""))
            continue
        if strict and number and open_at is not None and not _ends_message(lines[number - 1]):
            pasted += 1  # a piece of another chat inside a message
            matches[number] = None
            continue
        if open_at is not None:
            yield _message(lines, matches, open_at, number, before)
        open_at = number
    if open_at is not None:
        yield _message(lines, matches, open_at, len(lines), before)
    if pasted:
        result.notes.append(Note("E212", "", f"{pasted:,} lines", pasted))


def _message(
    lines: list[str], matches: list[re.Match[str] | None], start: int, end: int, before: int
) -> tuple[int, re.Match[str], str]:
    match = matches[start]
    assert match is not None  # noqa: S101 - the caller stands on a header
    return before + start + 1, match, "\n".join([lines[start][match.end() :], *lines[start + 1 : end]])


def _add(number: int, match: re.Match[str], body: str, chat: Chat, at: tuple[str, str]) -> None:
    chat.seen += 1
    try:
        moment = datetime.fromisoformat(f"{match[1]}T{match[3]}{match[4] or ':00'}")
    except ValueError:
        chat.rejects.append(("E217", *at, number, ""))
        return
    sender = whole(match[5])
    kind, text, duration, reactions = _content(whole(body))
    chat.undated += reactions
    if kind is None:
        chat.system += 1
    elif sender.strip() in ("", "No-Sender"):
        chat.rejects.append(("E230", *at, number, ""))
    else:
        chat.lines.append(Line("", sender, kind, None, (moment - EPOCH) // MICROSECOND, number, text, duration))


def _content(body: str) -> tuple[str | None, str, float | None, int]:
    """(kind, text, seconds, reactions); no kind for a notice, which this program writes as an empty message."""
    if body.strip() == DELETED:
        return "deleted", "", None, 0
    reactions = 0
    for match in REACTIONS.finditer(body):
        reactions += match[1].count(": ")
    body = REACTIONS.sub("", body)
    sticker = STICKER.search(body) is not None
    files = ATTACHMENT.findall(body)
    text = ATTACHMENT.sub("", STICKER.sub("", body))
    quoted = [line for line in text.split("\n") if line.startswith("> ")]
    text = "\n".join(line for line in text.split("\n") if not line.startswith("> ")).strip()
    call = call_of(text)
    if call is not None:
        return call[0], "", call[1], reactions
    if sticker:
        return "sticker", "", None, reactions
    if files:
        kind = "voice" if any(name.lower().endswith(VOICE) for name in files) else "media"
        return kind, text, None, reactions
    if text:
        return "text", text, None, reactions
    return ("other" if reactions or quoted else None), "", None, reactions
