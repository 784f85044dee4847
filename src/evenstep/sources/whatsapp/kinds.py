"""What kind of event a record is: text, or one of the things WhatsApp writes in place of text.

Order of the evidence: how the line is written (a mark after the sender, "<…>", a file name with words in brackets),
then whole lines (phrases.py) and words (words.py) of the big languages, then what recurs in the file.
An empty body or "null" (Android writes it for a call and for a view-once picture alike) is of kind "other".
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import Final

from evenstep.events.schema import KINDS
from evenstep.sources.whatsapp import words
from evenstep.sources.whatsapp.calls import A_PHRASE, count_words, is_call, is_whole_call, kind_of_call
from evenstep.sources.whatsapp.phrases import ATTACHED, DELETED_BY, EDITED, KIND_OF, LONGEST, fold, is_encryption_notice
from evenstep.sources.whatsapp.shape import MARKS

KIND_CODE: Final = {kind: i for i, kind in enumerate(KINDS)}
SYSTEM: Final = -1  # a notice, not a person's message
LRM: Final = "\u200e"
RECURS: Final = 3
_DROP_MARKS: Final = dict.fromkeys(map(ord, MARKS))
_SHORT: Final = 60
_LONG: Final = 400  # letters of a line that are searched for words
_FEW_WORDS: Final = 3  # an unknown line this short that recurs names a thing; notices are sentences
_CACHE: Final = 4096

_EDITED: Final = re.compile(r"(\u200e?)<([^<>\n]{4,80})>$")
_ATTACHED: Final = re.compile(r"\u200e?<(?=[^<>\n]*+>)[^<>\n]*?(?<![^<>\s])([^<>\s]+\.\w{2,5})[^<>\n]*+>")
"""A name begins where a word does and is looked for where brackets close: anybody may send thousands of dots."""

_NAMED_FILE: Final = re.compile(r"<[^<>:\n]{2,30}: ?[^<>:\n]+\.\w{2,5}>$")
_FILE: Final = re.compile(r"\u200e?([^\n]+?\.\w{2,5}) \u200e?\(([^()\n]+)\)\u200e?$")
_PAGES: Final = re.compile(r"[^\n]+\.\w{2,5}(?: \u2022 .{0,300})?$")
_PLACE: Final = re.compile(r"[^\s:]{1,30}(?: [^\s:]{1,20})?[ \u00a0\u202f]?: https?://maps\.google\.com/\S*$")
_FOURSQUARE: Final = re.compile(r"[^\n]{1,160}: https?://(?:www\.)?foursquare\.com/v/\S+$")
_OPTION: Final = re.compile(r"\(\D{0,40}\d{1,9}\D{0,40}\)[^\S\n]*$", re.M)
_GIVEN_NAME: Final = re.compile(r"[\u200e\u200f]?(?:(?:IMG|VID|PTT|AUD|STK|DOC|GIF)-\d{8}-WA\d+|\d{8}-)", re.I)
_MEDIA_NAME: Final = re.compile(
    r"\.(jpe?g|png|gif|webp|heic|mp4|3gp|mov|avi|mkv|opus|ogg|oga|amr|aac|m4a|mp3|wav|pdf|docx?|xlsx?|pptx?|odt|ods|txt|csv|"
    r"rtf|zip|rar|7z|apk|vcf|ics|epub|pages|numbers|key)$",
    re.I,
)
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
    key: str = ""  # what must recur, where that is not the whole body: the words in brackets behind a file name
    sure: bool = False  # an app's own file name: its bracket words need not recur
    unmarked: bool = False  # a line of the app's own only where the file has lost all its marks
    typed: str = ""  # with ``waits`` and ``unmarked``: the text if a person typed it after all


def classify(body: str, *, bracket: bool, marked: bool) -> Verdict:
    """The kind of one body. ``bracket``: an iOS file; ``marked``: an invisible mark stands before the header."""
    plain = body.strip(MARKS + " \r\n\t\u00a0")
    if not plain or plain == "null":
        return Verdict("other")
    return (
        _edited(body, bracket=bracket, marked=marked)
        or _attachment(body, bracket=bracket)
        or _angle(plain, body)
        or (_iphone(plain, body, marked=marked) if bracket else None)
        or _typed(plain, body)
    )


def _edited(body: str, *, bracket: bool, marked: bool) -> Verdict | None:
    """A message with "<This message was edited>" behind it."""
    whole = body.rstrip()
    found = _EDITED.search(whole, max(0, len(whole) - _LONG)) if whole.endswith(">") else None
    if not found or not (found[1] or fold(found[2]) in EDITED) or _file_name(found[2]):
        return None
    before = whole[: found.start()].rstrip()
    if not before.strip(MARKS + " "):
        return None
    inner = classify(before, bracket=bracket, marked=marked)
    kind = inner.kind or "text"
    return Verdict(kind, before if kind == "text" else inner.text, inner.duration_s, edited=True)


def _iphone(plain: str, body: str, *, marked: bool) -> Verdict | None:
    captioned = _captioned(body)
    return captioned or (_marked_line(plain, marked=marked) if body.startswith(LRM) else None)


def _angle(plain: str, body: str) -> Verdict | None:
    """A body that is, or begins with, a line in angle brackets."""
    if plain[0] not in "<‹":
        return None
    first, _, caption = plain.partition("\n")
    first = first.rstrip("\r ").translate(_DROP_MARKS)
    if not (first.endswith((">", "›")) and first.count("<") + first.count("‹") == 1):
        return None
    if fold(first[1:-1]) in EDITED:
        return Verdict("other", edited=True)
    things = (("sticker", words.STICKER), ("voice", words.VOICE), ("media", words.THING))
    kind = next((kind for kind, thing in things if thing.search(first)), "")
    missing = words.OMITTED.search(first) is not None
    if kind and words.VIEW_ONCE.search(first) and (missing or kind == "voice"):
        return Verdict("view_once", caption)
    if kind and missing:
        return Verdict(kind, caption)
    return None if caption else Verdict("media", waits=True, typed=body)


def _attachment(body: str, *, bracket: bool) -> Verdict | None:
    """A file name and words in brackets, as Android writes it; <words: file name> as an iPhone does."""
    first, _, caption = body.partition("\n")
    named = _FILE.match(first.rstrip("\r"))
    given = named and _GIVEN_NAME.match(named[1])
    if named and (given or _MEDIA_NAME.search(named[1].rstrip(MARKS))):
        kind, key = _file_kind(named[1]), fold(named[2])
        if key in ATTACHED:
            return Verdict(kind, caption)
        return Verdict(kind, caption, waits=True, key=key, sure=given is not None, typed=body)
    return _attached(first.rstrip("\r"), caption, body, bracket=bracket)


def _attached(first: str, caption: str, body: str, *, bracket: bool) -> Verdict | None:
    """<words: file name>, alone, or behind a caption or a document's name and pages."""
    inside = _ATTACHED.search(first)
    if not inside or not _file_name(inside[0]):
        return None
    marked = inside[0][0] == LRM or (bracket and body.startswith(LRM))
    sure = marked or (inside.start() == 0 and _GIVEN_NAME.match(inside[1]) is not None)
    if not sure and not (bracket and _NAMED_FILE.match(first, inside.start())):
        return None
    before = first[: inside.start()].strip()
    typed = ("" if _PAGES.match(before) else before) + ("\n" + caption if caption else "")
    typed += first[inside.end() :].strip()
    return Verdict(_file_kind(inside[1]), typed.strip("\n"), unmarked=not sure, typed="" if sure else body)


def _file_name(text: str) -> bool:
    return re.search(r"\w\.[A-Za-z][A-Za-z0-9]{1,4}\b", text) is not None


def _file_kind(name: str) -> str:
    name = name.strip(MARKS)
    if _STICKER_FILE.match(name):
        return "sticker"
    return "voice" if _VOICE_FILE.match(name) else "media"


def _captioned(body: str) -> Verdict | None:
    """A caption, or a document's name and pages, then a mark and "image omitted"."""
    before, _, line = body.rpartition(LRM)
    kind = _omitted(line) if before and 3 <= len(line) <= _SHORT and "\n" not in line else ""
    if not kind:
        return None
    typed = before.strip(MARKS + " \r\n")
    return Verdict(kind, "" if _PAGES.match(typed) else typed)


def _typed(plain: str, body: str) -> Verdict:
    kind = KIND_OF.get(fold(plain)) if len(plain) <= LONGEST else None
    if kind:
        return Verdict(kind)
    if "://" in plain and (_PLACE.match(plain) or _FOURSQUARE.match(plain)):
        return Verdict("location")
    if words.POLL.match(plain) and len(_OPTION.findall(plain)) >= 2:
        return Verdict("poll")
    if is_encryption_notice(plain):
        return Verdict("")
    if is_whole_call(plain):
        return replace(_call(plain), unmarked=True, typed=body)
    return _caption_and_words(plain, body) or Verdict("text", body)


def _caption_and_words(plain: str, body: str) -> Verdict | None:
    """ "look image omitted", "plan.pdf • 3 pages document omitted": what stands behind a caption, its mark lost."""
    said = plain[-_SHORT:].split(" ")
    for count in (2, 3):
        kind = KIND_OF.get(fold(" ".join(said[-count:])), "")
        if kind in ("media", "voice", "sticker") and len(said) > count:
            before = plain.removesuffix(" ".join(said[-count:])).strip(MARKS + " \r\n")
            typed = "" if _PAGES.match(before) else before
            return Verdict(kind, typed, unmarked=True, typed=body)
    return None


def _omitted(line: str) -> str:
    """The kind of a line that says a thing was left out ("image omitted"); "" when it says no such thing."""
    known = KIND_OF.get(fold(line), "")
    if known in ("media", "voice", "sticker"):
        return known
    if len(line) > _SHORT or count_words(line) > A_PHRASE or not words.OMITTED.search(line) or is_call(line):
        return ""
    if words.STICKER.search(line):
        return "sticker"
    if words.VOICE.search(line):
        return "voice"
    return "media" if words.THING.search(line) else ""


def _marked_line(plain: str, *, marked: bool) -> Verdict:
    """A line with a mark after the sender: not typed. What is it?"""
    first = plain.split("\n", 1)[0][:_LONG]
    if is_call(first):
        return _call(plain)
    known = KIND_OF.get(fold(plain)) or _omitted(first)
    if known:
        return Verdict(known)
    tests = (
        ("poll", words.POLL.match(plain)),
        (KIND_OF.get(fold(first.split(".", 1)[0]), ""), fold(first.split(".", 1)[0]) in KIND_OF),
        ("deleted", fold(first).startswith(DELETED_BY)),
        ("", words.NOTICE.search(plain[:_LONG])),
        ("view_once", words.VIEW_ONCE.search(first)),
        ("location", words.LOCATION.match(first) and ("://" in first or count_words(first) <= _FEW_WORDS)),
        ("sticker", marked and words.STICKER.search(first)),
        ("voice", marked and words.VOICE.search(first)),
        ("media", marked),
    )
    kind = next((kind for kind, holds in tests if holds), None)
    if kind is not None:
        return Verdict(kind)
    # Notices recur as media do, and the mark stands before both: only the shortest may be the name of a thing.
    return Verdict("media", waits=True, otherwise="") if count_words(first) <= _FEW_WORDS else Verdict("")


def _call(plain: str) -> Verdict:
    kind, duration = kind_of_call(plain)
    return Verdict(kind, duration_s=duration)


@dataclass
class KindBook:
    """Classifies odd bodies, remembers verdicts of bodies that recur, and those that wait for the whole file."""

    bracket: bool

    def __post_init__(self) -> None:
        self._cache: dict[tuple[bytes, bool], Verdict] = {}
        self._waiting: list[tuple[int, bytes | str, Verdict]] = []
        self._unmarked: list[tuple[int, Verdict]] = []
        self._has_marks = False
        self._recurring: Counter[bytes | str] = Counter()

    def verdict(self, body: bytes, row: int, *, marked: bool) -> Verdict:
        """The verdict on one body; ``row`` is its number in the file, for ``settle``."""
        found = self._cache.get((body, marked))
        if found is None:
            found = classify(body.decode("utf-8", errors="replace"), bracket=self.bracket, marked=marked)
            if len(body) <= 200 and len(self._cache) < _CACHE:
                self._cache[body, marked] = found
        self._has_marks = self._has_marks or marked or body.startswith(LRM.encode())
        if found.unmarked:
            self._unmarked.append((row, found))
        if found.waits:
            key = found.key or body
            self._waiting.append((row, key, found))
            self._recurring[key] += RECURS if found.sure else 1
        return found

    def settle(self) -> list[tuple[int, str, str]]:
        """(row, kind, text) of the bodies that waited: what recurs is not typed by a person.

        A line that only the app writes was typed after all where the file has the app's marks before others.
        """
        typed = [(row, "text", v.typed) for row, v in self._unmarked] if self._has_marks else []
        return typed + [
            (row, v.kind, v.text if v.key else "") if self._recurring[key] >= RECURS else (row, v.otherwise, v.typed)
            for row, key, v in self._waiting
        ]
