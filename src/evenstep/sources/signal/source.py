"""Signal: which of its exports a file is, and the reading of it."""

from __future__ import annotations

import re
from typing import Final

from evenstep.errors import Choice, NeedsAnswer
from evenstep.sources.base import Member, Opened, Parsed, ReadOptions
from evenstep.sources.decode import decode_head
from evenstep.sources.signal.desktop import is_desktop_json, read_desktop
from evenstep.sources.signal.desktop_rows import is_desktop_rows
from evenstep.sources.signal.frames import read_official
from evenstep.sources.signal.markdown import markdown_score
from evenstep.sources.signal.sigtop import sigtop_score
from evenstep.spoken import words

OFFICIAL: Final = re.compile(
    r'\A\[?\s*\{\s*(?:"chatItem"\s*:\s*\{|(?:"\w{1,40}"\s*:\s*(?:"[^"\\]{0,200}"|\d{1,20})\s*,\s*){0,8}"backupTimeMs"\s*:)'
    r'|"recipient"\s*:\s*\{[^{}]{0,80}"(?:self|releaseNotes|contact)"\s*:\s*\{'
)
ENDINGS: Final = (".json", ".jsonl", ".ndjson", ".md", ".txt")


class Signal:
    """The app's plaintext export (main.jsonl), signal-export's data.json or chat.md, and what sigtop writes."""

    @property
    def name(self) -> str:
        """The source's name in the events table."""
        return "signal"

    def score(self, opened: Opened) -> float:
        """1 for what only these programs write, less for a text that only looks like it, else 0."""
        return max((max(_scores(member)) for member in _candidates(opened)), default=0.0)

    def parse(self, opened: Opened, options: ReadOptions) -> Parsed:
        """Read the chats. Raises InputError, NeedsAnswer("chat"), ("zone"), ("member") or ("encoding").

        ``source_line`` is the number of the record, or the line of a text. ``seen`` counts records
        and, as records of their own, the dated reactions they carry.
        """
        scored = [(member, _scores(member)) for member in _candidates(opened)]
        official = [member for member, scores in scored if scores[0] > 0]
        if official:
            result = read_official(_one(official, opened.name), options)
        else:
            result = read_desktop(
                opened.name,
                [member for member, scores in scored if scores[1] > 0],
                [member for member, scores in scored if scores[2] > 0],
                options,
            )
        if options.progress is not None:
            total = sum(member.size for member in opened.members)
            options.progress(total, total)
        return result


def _candidates(opened: Opened) -> list[Member]:
    ours = [member for member in opened.members if member.name.lower().endswith(ENDINGS)]
    return ours or (list(opened.members) if len(opened.members) == 1 else [])


def _scores(member: Member) -> tuple[float, float, float]:
    """How sure we are of the app's own export, of signal-export's JSON, and of its text."""
    text = decode_head(member.head()).lstrip("\ufeff \t\r\n")
    if text.startswith(("{", "[{", "[\n", "[\r", "[ ")):
        return float(OFFICIAL.search(text) is not None), float(is_desktop_json(text) or is_desktop_rows(text)), 0.0
    return 0.0, 0.0, max(markdown_score(text), sigtop_score(text))


def _one(members: list[Member], file: str) -> Member:
    if len(members) == 1:
        return members[0]
    choices = [Choice(member.name, words("{n} bytes", n=member.size)) for member in members[:50]]
    raise NeedsAnswer("member", words("There is more than one Signal export here. Which one?"), choices, file)
