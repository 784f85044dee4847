"""Parts of threads to chats: parts in the order of time, the encrypted archive joined, nothing counted twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final

from evenstep.events.reading import Note
from evenstep.sources.meta.layout import CUTOVER, NUMBER_BEHIND
from evenstep.sources.meta.part import DIRECT, Part
from evenstep.sources.timeline import Line
from evenstep.spoken import words_n

FULL_PART: Final = 10_000
"""Meta begins a new part after so many records: a last part that is full has older ones behind it."""


@dataclass
class Chat:
    """One chat of the export: its id, the parts it is made of, its lines in order, and what was there twice."""

    id: str
    parts: list[Part]
    lines: list[Line] = field(default_factory=list)
    already_there: int = 0

    @property
    def title(self) -> str:
        """The name it is shown under; that of the ordinary export where there are both."""
        parts = [part for part in sorted(self.parts, key=lambda part: part.file.secure) if part.title]
        if not parts:
            return ""
        return NUMBER_BEHIND.sub("", parts[0].title) if parts[0].file.secure else parts[0].title

    @property
    def participants(self) -> frozenset[str]:
        """Everyone whom any part names."""
        return frozenset(name for part in self.parts for name in part.participants)

    @property
    def records(self) -> int:
        """Records of all parts."""
        return sum(part.records for part in self.parts)


def joined(parts: Sequence[Part]) -> list[Chat]:
    """The chats in the order of the export; the encrypted half of a chat with the ordinary one of the same people."""
    chats: dict[str, Chat] = {}
    for part in parts:
        if not part.file.secure:
            chats.setdefault(part.chat, Chat(part.chat, [])).parts.append(part)
    of_people: dict[frozenset[str], list[Chat]] = {}
    for chat in chats.values():
        of_people.setdefault(chat.participants, []).append(chat)
    for part in parts:
        if part.file.secure:
            same = _ordinary_of(part, of_people.get(frozenset(part.participants), ()))
            chat = same or chats.setdefault(part.chat, Chat(part.chat, []))
            chat.parts.append(part)
    found = [chat for chat in chats.values() if chat.records]
    for chat in found:
        _order(chat)
    return found


def _ordinary_of(part: Part, of_same_people: Sequence[Chat]) -> Chat | None:
    """The one ordinary chat of the same people (a group: of the same name too); None when there is none or several."""
    people = frozenset(part.participants)
    if len(people) < DIRECT:
        return None
    same = [chat for chat in of_same_people if part.file.product == chat.parts[0].file.product]
    if len(people) > DIRECT:
        same = [chat for chat in same if chat.title in (part.title, NUMBER_BEHIND.sub("", part.title))]
    moved = [chat for chat in same if any(each.file.box == CUTOVER for each in chat.parts)]
    one = moved if len(moved) == 1 else same
    return one[0] if len(one) == 1 else None


def _order(chat: Chat) -> None:
    """Lines of all parts, oldest first: parts one behind the other as they are, parts that overlap merged."""
    filled = [(*_span(part.lines), part) for part in chat.parts if part.lines]
    filled.sort(key=lambda each: (each[0], each[1], -(each[2].file.number or 0)))
    places: set[str] = set()
    lengths: list[int] = []
    overlapping = False
    until = -1
    for start, end, part in filled:
        lines = part.lines if part.chat == chat.id else [line._replace(chat=chat.id) for line in part.lines]
        place = part.file.member.name.rpartition("/")[0]
        if start < until or (start == until and places != {place}):  # siblings that only touch share no message
            lines = _new_ones(chat, lines)
            overlapping = True
        chat.lines += lines
        lengths.append(len(lines))
        places.add(place)
        until = max(until, end)
    if overlapping:
        chat.lines = _merged(chat.lines, lengths)
    for part in chat.parts:
        part.lines = []


def _span(lines: Sequence[Line]) -> tuple[int, int]:
    """The first and last time of a part's messages, in microseconds."""
    times = [line.utc for line in lines if line.utc is not None and line.kind != "reaction"]
    return (min(times), max(times)) if times else (0, 0)


def _new_ones(chat: Chat, lines: list[Line]) -> list[Line]:
    """The lines that are not there already; what is there is counted, with the reactions it carries."""
    there = Counter(_same(line) for line in chat.lines)
    met: Counter[tuple[str, int | None, str, str]] = Counter()
    gone: set[str | None] = set()
    new: list[Line] = []
    for line in lines:
        if line.kind == "reaction" and line.reply is not None:
            twice = line.reply in gone
        else:
            met[_same(line)] += 1
            twice = met[_same(line)] <= there[_same(line)]
            if twice and line.id is not None:
                gone.add(line.id)
        if twice:
            chat.already_there += 1
        else:
            new.append(line)
    return new


def _same(line: Line) -> tuple[str, int | None, str, str]:
    return line.sender, line.utc, line.kind, line.text


def _merged(lines: list[Line], lengths: Sequence[int]) -> list[Line]:
    """Merge runs of lines by time; inside a run its own order stays, also where a clock went backwards."""
    keys: list[int] = []
    at = 0
    for length in lengths:
        run = lines[at : at + length]
        at += length
        keys += accumulate((line.utc or 0 if line.kind != "reaction" else 0 for line in run), max)
    order = sorted(range(len(lines)), key=keys.__getitem__)
    return [lines[index] for index in order]


def missing(chats: Sequence[Chat]) -> tuple[frozenset[str], list[Note]]:
    """The chats whose start is missing as far as the files show, and notes on what other exports hold."""
    capped: set[str] = set()
    lacking: list[Chat] = []
    moved: list[Chat] = []
    came: list[Chat] = []
    ordinary_there = any(not part.file.secure for chat in chats for part in chat.parts)
    for chat in chats:
        older, newer = _parts_missing(chat)
        if older or newer:
            lacking.append(chat)
        if older:
            capped.add(chat.id)
        secure = [part.file.secure for part in chat.parts]
        if not any(secure) and any(part.file.box == CUTOVER for part in chat.parts):
            moved.append(chat)
        if all(secure) and not ordinary_there:
            came.append(chat)
            capped.add(chat.id)
    return frozenset(capped), _notes(lacking, moved, came)


def _parts_missing(chat: Chat) -> tuple[bool, bool]:
    """(older, newer) parts of the thread are not there: the numbers have holes, or the last part is full."""
    numbered = {part.file.number: part for part in chat.parts if part.file.number and not part.file.secure}
    if not numbered:
        return False, False
    last = max(numbered)
    holes = last != len(numbered)
    return numbered[last].records >= FULL_PART, holes


def _notes(lacking: Sequence[Chat], moved: Sequence[Chat], came: Sequence[Chat]) -> list[Note]:
    found: list[Note] = []
    if lacking:
        n = len(lacking)
        detail = words_n(
            "{n} chat lacks some of its message files", "{n} chats lack some of their message files", n, n=n
        )
        found.append(Note("E239", lacking[0].parts[0].file.member.name, detail, n))
    if moved:
        n = len(moved)
        detail = words_n("{n} chat ends where it went over", "{n} chats end where they went over", n, n=n)
        found.append(Note("E274", moved[0].parts[0].file.member.name, detail, n))
    if came:
        n = len(came)
        detail = words_n("{n} chat may have begun before", "{n} chats may have begun before", n, n=n)
        found.append(Note("E274", came[0].parts[0].file.member.name, detail, n))
    return found
