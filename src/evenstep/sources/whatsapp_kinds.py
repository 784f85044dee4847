"""What kind of event a record is: text, or one of the things WhatsApp writes in place of text.

Order of the evidence: how the line is written (a mark after the sender, "<…>", a file name with words in brackets),
then words of the big languages (whatsapp_words), then whether the same body recurs in the file.
An empty body or "null" (Android writes it for a call and for a view-once picture alike) is of kind "other".
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

import numpy as np

from evenstep.events.schema import KINDS
from evenstep.sources import whatsapp_words as words
from evenstep.sources.whatsapp_bytes import Block, Bools, Ints
from evenstep.sources.whatsapp_shape import MARKS

KIND_CODE: Final = {kind: i for i, kind in enumerate(KINDS)}
SYSTEM: Final = -1  # a notice, not a person's message
LRM: Final = "\u200e"
RECURS: Final = 3
_SHORT: Final = 60
_CACHE: Final = 4096

_EDITED: Final = re.compile(r"\s*(\u200e?)<([^<>\n]{4,80})>\s*$")
_ATTACHED: Final = re.compile(r"\u200e?<[^<>\n]*?([^<>\s]+\.\w{2,5})[^<>\n]*>")
_FILE: Final = re.compile(r"\u200e?([^\n]+?\.\w{2,5}) \u200e?\([^()\n]+\)\u200e?$")
_OMITTED: Final = re.compile(r"(image|video|audio|sticker|gif|document|contact card) omitted$", re.I)
_OPTION: Final = re.compile(r"\(\D*\d+\D*\)\s*$", re.M)
_VOICE_FILE: Final = re.compile(r"^(PTT-|AUDIO-.*|.*-AUDIO-.*|.*\.(opus|ogg|amr|aac)$)", re.I)
_STICKER_FILE: Final = re.compile(r"^(STK-|.*-STICKER-|.*\.webp$)", re.I)


@dataclass(frozen=True)
class Verdict:
    """What a body is. ``kind`` "" is a notice. ``waits``: decided by whether it recurs (kind if so, else otherwise)."""

    kind: str
    text: str = ""  # the typed part: a caption, or the text before an edit mark
    duration_s: float | None = None
    edited: bool = False
    waits: bool = False
    otherwise: str = "text"


def classify(body: str, *, bracket: bool, marked: bool) -> Verdict:
    """The kind of one body. ``bracket``: an iOS file; ``marked``: an invisible mark stands before the header."""
    edited = _EDITED.search(body)
    if edited and edited.start() > 0 and (edited[1] or words.EDITED.search(edited[2])):
        before = body[: edited.start()]
        if before.strip(MARKS + " ") and not _file_name(edited[2]):
            inner = classify(before, bracket=bracket, marked=marked)
            kind = inner.kind or "text"
            return Verdict(kind, before if kind == "text" else inner.text, inner.duration_s, edited=True)
    plain = body.strip(MARKS + " \r\n\t\u00a0")
    if not plain or plain == "null":
        return Verdict("other")
    attached = _attachment(body)
    if attached is not None:
        return attached
    if plain.startswith("<") and plain.endswith(">") and plain.count("<") == 1 and "\n" not in plain:
        return _angle(plain)
    if bracket and body.startswith(LRM):
        return _marked_line(plain, marked=marked)
    return _typed(plain, body)


def _angle(plain: str) -> Verdict:
    if words.EDITED.search(plain):
        return Verdict("other", edited=True)
    if words.VIEW_ONCE.search(plain):
        return Verdict("view_once")
    known = words.MEDIA.search(plain) is not None
    return Verdict("media") if known else Verdict("media", text=plain, waits=True)


def _attachment(body: str) -> Verdict | None:
    first, _, caption = body.partition("\n")
    named = _FILE.match(first.rstrip("\r"))
    if named:
        return Verdict(_file_kind(named[1]), caption)
    inside = _ATTACHED.search(first)
    if inside and (inside.start() == 0 or first[inside.start()] == LRM) and _file_name(inside[0]):
        typed = first[: inside.start()].strip() + ("\n" + caption if caption else "") + first[inside.end() :].strip()
        return Verdict(_file_kind(inside[1]), typed.strip("\n"))
    return None


def _file_name(text: str) -> bool:
    return re.search(r"\w\.[A-Za-z][A-Za-z0-9]{1,4}\b", text) is not None


def _file_kind(name: str) -> str:
    name = name.strip(MARKS)
    if _STICKER_FILE.match(name):
        return "sticker"
    return "voice" if _VOICE_FILE.match(name) else "media"


def _typed(plain: str, body: str) -> Verdict:
    if plain.casefold().rstrip(". ") in words.DELETED:
        return Verdict("deleted")
    if words.MAP_LINK in plain and re.match(r"[^\s:]{1,30}(?: [^\s:]{1,20})?: https?://maps\.google\.com/\S*$", plain):
        return Verdict("location")
    if words.POLL.match(plain) and len(_OPTION.findall(plain)) >= 2:
        return Verdict("poll")
    omitted = _OMITTED.match(plain)
    if omitted:
        return _omitted(omitted[1].casefold())
    return Verdict("text", body)


def _omitted(what: str) -> Verdict:
    return Verdict({"audio": "voice", "sticker": "sticker"}.get(what, "media"))


def _marked_line(plain: str, *, marked: bool) -> Verdict:
    """A line with a mark after the sender: not typed. What is it?"""
    first = plain.split("\n", 1)[0]
    short = len(first) <= _SHORT
    tests = (
        ("deleted", plain.casefold().rstrip(". ") in words.DELETED),
        ("poll", words.POLL.match(plain)),
        ("", words.NOTICE.search(plain)),
        ("view_once", words.VIEW_ONCE.search(first)),
        ("call", short and words.CALL.search(first) and not words.MEDIA.search(first)),
        ("sticker", short and words.STICKER.search(first)),
        ("location", words.LOCATION.search(first)),
        ("voice", short and words.VOICE.search(first)),
        ("media", marked or words.MEDIA.search(first)),
    )
    kind = next((kind for kind, holds in tests if holds), None)
    if kind is None:
        return Verdict("media", waits=True, otherwise="") if short else Verdict("")
    return _call(plain) if kind == "call" else Verdict(kind)


def _call(plain: str) -> Verdict:
    duration = words.duration_s(plain)
    if duration:
        return Verdict("call", duration_s=duration)
    return Verdict("missed_call" if words.MISSED.search(plain) else "call")


def candidates(block: Block, first: Ints, stop: Ints, line_end: Ints) -> Bools:
    """True for bodies that may be something other than plain text; all others need no closer look."""
    length = stop - first
    start = block.windows[first]
    low = (start & np.uint64(0xFF)).astype(np.uint8)
    last = np.where(length > 0, block.buf[stop - 1], 0)
    found: Bools = (length == 0) | (low == ord("<")) | (last == ord(">"))
    found |= (length == 4) & block.matches(first, b"null")
    found |= (start & np.uint64(0xFFFFFF)) == np.uint64(int.from_bytes(LRM.encode(), "little"))
    found |= (last == ord(")")) & (stop > line_end)
    found |= (length > 0) & (length <= 6) & (low >= 0xC2) | ((length > 0) & (low <= 0x20))
    found |= _PHRASES[(start * _MIX) >> np.uint64(48)]
    found[_rows_with(first, stop, _file_marks(block))] = True
    found[_rows_with(first, stop, _map_links(block))] = True
    return found


def _file_marks(block: Block) -> Ints:
    """Positions of the bracket in "name.ext (words)"."""
    at = np.flatnonzero(block.buf[: block.size] == ord("("))
    at = at[(at > 6) & (block.buf[at - 1] == ord(" ")) | (at > 6) & (block.buf[at - 1] == 0x8E)]
    dot = np.zeros(len(at), np.bool_)
    for back in range(4, 11):
        dot |= block.buf[np.maximum(at - back, 0)] == ord(".")
    marks: Ints = at[dot]
    return marks


def _map_links(block: Block) -> Ints:
    found, at = [], block.raw.find(words.MAP_LINK.encode())
    while at >= 0:
        found.append(at)
        at = block.raw.find(words.MAP_LINK.encode(), at + 1)
    return np.array(found, np.int64)


def _rows_with(first: Ints, stop: Ints, at: Ints) -> Ints:
    row = np.searchsorted(first, at, side="right") - 1
    inside = (row >= 0) & (at < stop[row]) if len(first) else np.zeros(len(at), np.bool_)
    return row[inside]


def _phrase_table() -> Bools:
    table = np.zeros(1 << 16, np.bool_)
    starts = [p[:1].upper() + p[1:] for p in words.DELETED] + ["image omitted", "video omitted", "audio omitted"]
    starts += ["sticker omitted", "GIF omitted", "document omitted", "Contact card omitted"]
    for phrase in [*starts, *words.DELETED]:
        eight = np.frombuffer(phrase.encode().ljust(8, b"\0")[:8], "<u8")
        table[(eight * _MIX) >> np.uint64(48)] = True
    return table


_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
_PHRASES: Final = _phrase_table()


@dataclass
class KindBook:
    """Classifies odd bodies, remembers verdicts of bodies that recur, and those that wait for the whole file."""

    bracket: bool

    def __post_init__(self) -> None:
        self._cache: dict[tuple[bytes, bool], Verdict] = {}
        self._waiting: list[tuple[int, bytes, Verdict]] = []
        self._recurring: Counter[bytes] = Counter()

    def verdict(self, body: bytes, row: int, *, marked: bool) -> Verdict:
        """The verdict on one body; ``row`` is its number in the file, for ``settle``."""
        found = self._cache.get((body, marked))
        if found is None:
            found = classify(body.decode("utf-8", errors="replace"), bracket=self.bracket, marked=marked)
            if len(body) <= 200 and len(self._cache) < _CACHE:
                self._cache[body, marked] = found
        if found.waits:
            self._waiting.append((row, body, found))
            self._recurring[body] += 1
        return found

    def settle(self) -> list[tuple[int, str, str]]:
        """(row, kind, text) of the bodies that waited: what recurs is not typed by a person."""
        return [
            (row, v.kind, "") if self._recurring[body] >= RECURS else (row, v.otherwise, v.text)
            for row, body, v in self._waiting
        ]
