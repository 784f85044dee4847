"""What the lines below a sender say: a text, a file by its path, an edit, an unsent message, an app's card."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from evenstep.sources.imessage_text.blocks import STAMP

DELETED: Final = "This message was deleted from the conversation!"
UNSENT: Final = re.compile(r"(.{1,80}?) (?:unsent (?:a|this) message\b.*|deleted a message)[.!]")
EFFECT: Final = re.compile(r"Sent with [A-Z][A-Za-z ]{2,30}")
FIRST_VERSION: Final = re.compile(rf"{STAMP} (.*)", re.S)
LATER_VERSION: Final = re.compile(r"Edited .{1,80}? later: (.*)", re.S)
STICKER: Final = re.compile(r"(?:\w+ )?Sticker from .+")
PATH: Final = re.compile(
    r"(?:~|/|[A-Za-z]:\\|attachments/)(?:.*/)?[^/]*\.\w{1,24}|.*/Library/(?:SMS|Messages)/.+|.*/[0-9a-f]{2}/[0-9a-f]{40}"
)
BARE_FILE: Final = re.compile(
    r"Audio Message[^/\n]{0,20}\.(?:caf|amr|m4a)"
    r"|[^/\s]{1,80}\.(?:heic|heif|jpe?g|png|gif|tiff?|webp|mov|mp4|m4v|3gp|caf|amr|m4a|mp3|pdf|vcf)",
    re.I,
)
AUDIO: Final = re.compile(r"\.(?:caf|amr)$|audio message[^/]*\.\w+$", re.I)
PLACE: Final = re.compile(r"\.loc\.vcf$", re.I)
ATTACHED: Final = "<attached: "  # as bagoup writes it
MISSING: Final = "Attachment missing!"
TRANSCRIPT: Final = "Transcription: "
TRANSLATED: Final = "Translated from:"
SYSTEM: Final = frozenset({"Started sharing location!", "Stopped sharing location!", "SharePlay Message"})
CARD: Final = re.compile(r".{1,60} message:")
DRAWN: Final = re.compile(
    r"Digital Touch (?:Message|Kiss|Heartbeat|Tap|Sketch|Fireball|Video)\b.*"
    r"|Handwritten messages are not yet supported!|Photo album: .*"
)
SENT_ALSO: Final = re.compile(r"Poll: .*|Poll:")
PLACE_CARD: Final = re.compile(r"Find\sMy(?:: .*)?")
LINE_CARD: Final = re.compile(
    r"Apple (?:Cash|Pay)\b.{0,40} transaction: .*|Fitness message: .*|Unable to format app message: .*"
)
APP_RULES: Final = ((DRAWN, "media"), (SENT_ALSO, "poll"), (PLACE_CARD, "location"), (LINE_CARD, "other"))
CHECK_IN: Final = re.compile(r"(?:Checked in|(?:Was )?[Ee]xpected) at " + STAMP)
CHOICE: Final = re.compile(r"- .{1,200} \((\d{1,4})\)")
VOTER: Final = "  - "
PREVIEWED: Final = re.compile(r"https?://\S+")
MOST_PREVIEW_LINES: Final = 3
SIMPLE: Final = re.compile(r"(?!- |Digital|Find)[^./:!]*")
"""Nearly all texts: a line that cannot be anything else the exporter prints."""
RANK: Final = ("location", "sticker", "media", "voice")


class Body(NamedTuple):
    """The kind of a message, its own words, and whether it was edited; kind "" is a notice of the system."""

    kind: str
    text: str
    edited: bool = False


def body_of(lines: list[str]) -> Body:
    """What a message is, by its lines."""
    if not lines:
        return Body("other", "")
    first = lines[0]
    if len(lines) == 1 and SIMPLE.fullmatch(first):
        return Body("text", first) if not EFFECT.fullmatch(first) else Body("other", "")
    printed = _printed(lines)
    if printed is not None:
        return printed
    versions = _versions(lines)
    return _parts(lines) if versions is None else Body("text", versions, edited=True)


def _printed(lines: list[str]) -> Body | None:
    """A message of which the exporter prints a sentence of its own instead of words that were sent."""
    first = lines[0]
    if first == DELETED or (len(lines) == 1 and UNSENT.fullmatch(first)):
        return Body("deleted", "")
    if first in SYSTEM:
        return Body("", "")
    kind = next((kind for form, kind in APP_RULES if form.fullmatch(first)), None)
    if kind is None and len(lines) > 1:
        if CARD.fullmatch(first) or CHECK_IN.fullmatch(lines[1]):
            kind = "other"
        elif _is_poll(lines):
            kind = "poll"
    return None if kind is None else Body(kind, "")


def _is_poll(lines: list[str]) -> bool:
    """True for choices with as many voters below each as its number says; a list that somebody wrote has none."""
    due = 0
    for line in lines:
        choice = CHOICE.fullmatch(line)
        if line.startswith(VOTER) and due > 0:
            due -= 1
        elif choice is not None and due == 0:
            due = int(choice[1])
        else:
            return False
    return due == 0


def _versions(lines: list[str]) -> str | None:
    """The last version of an edited message, None when it was not edited."""
    first = FIRST_VERSION.fullmatch(lines[0])
    if first is None or not any(LATER_VERSION.fullmatch(line) for line in lines):
        return None
    last: list[str] = []
    for line in lines:
        later = LATER_VERSION.fullmatch(line)
        if later:
            last = [later[1]]
        else:
            last.append(line)
    return "\n".join(last)


def _parts(lines: list[str]) -> Body:
    """Text and files, which stand below each other; a translation stands above the words that were sent."""
    if TRANSLATED in lines[1:]:
        lines = lines[lines.index(TRANSLATED) + 1 :]
    kinds = [kind for line in lines if (kind := _file(line))]
    own = [line for line in lines if not _file(line) and not line.startswith(TRANSCRIPT) and not EFFECT.fullmatch(line)]
    if PREVIEWED.fullmatch(own[0] if own else "") and 1 < len(own) <= MOST_PREVIEW_LINES and "" not in own:
        own = own[:1]  # the title and the summary of the page that the link leads to
    text = "\n".join(own).strip("\n")
    if kinds:
        return Body(max(kinds, key=RANK.index), text)
    return Body("text" if text.strip() else "other", text)


def _file(line: str) -> str:
    """The kind of the file that a line names; "" when it is text."""
    if line.startswith(ATTACHED) and line.endswith(">"):
        return "voice" if AUDIO.search(line[:-1]) else "media"
    if line == MISSING:
        return "media"
    if STICKER.fullmatch(line):
        return "sticker"
    if not PATH.fullmatch(line) and not BARE_FILE.fullmatch(line):
        return ""
    if PLACE.search(line):
        return "location"
    return "voice" if AUDIO.search(line) else "media"
