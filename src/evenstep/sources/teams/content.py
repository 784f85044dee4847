"""What stands in the content of a Teams message: words between tags, pictures, recordings, quotes, lists of callers."""

from __future__ import annotations

import re
from typing import Final

from evenstep.sources.references import resolved

TAG: Final = re.compile(r"<[^<>]*>")
BREAK: Final = re.compile(r"<(?:br|/p|/div|/li|/tr|/h\d)\b[^<>]*>", re.I)
QUOTE: Final = re.compile(r"<(blockquote|quote)\b([^<>]*)>", re.I)
UNQUOTE: Final = {name: re.compile(rf"</{name}>", re.I) for name in ("blockquote", "quote")}
ITEM: Final = re.compile(r"""\b(?:itemid|messageid)\s*=\s*["']?(\d{6,20})""", re.I)
PICTURE: Final = re.compile(r"<(?:img|URIObject|video|attachment)\b[^<>]*", re.I)
EMOJI: Final = re.compile(r"emoji|emoticon", re.I)
CARD: Final = re.compile(r"<URIObject\b.*?(?:</URIObject>|\Z)", re.I | re.S)
SMILE: Final = re.compile(r"<(?:ss|emoji)\b([^<>]*+)>[^<>]*+</(?:ss|emoji)>", re.I)
MEANT: Final = re.compile(r"""\balt\s*=\s*["']([^"'<>]{1,20})["']""", re.I)
EDIT_PREFIX: Final = "Edited previous message: "
EDIT_MARK: Final = re.compile(r"<e_m\b([^<>]*)>", re.I)
EDITED_MS: Final = re.compile(r"""\bts_ms\s*=\s*["'](\d{11,14})""")
EDITED_S: Final = re.compile(r"""\bts\s*=\s*["'](\d{9,11})""")
ROSTER: Final = re.compile(r"""<roster\s+id\s*=\s*["']([^"'<>]{1,200})["']\s*name\s*=\s*["']([^"<>]{1,200})""", re.I)
CALLER: Final = re.compile(r"""\bidentity\s*=\s*["']([^"'<>]{1,200})""", re.I)
MRI: Final = re.compile(r"\d{1,2}:")
CALLED: Final = re.compile(r"<displayName>([^<>]{1,200})<|<name>([^<>]{1,200})<", re.I)
LENGTH: Final = re.compile(r"""\bduration(?:Ms|_ms)\s*=\s*["']?(\d{1,9})""", re.I)
PART: Final = re.compile(r"<part\b([^<]*+(?:<(?!part\b|/part>)[^<]*+)*+)</part>", re.I | re.S)
SECONDS: Final = re.compile(r"<duration>\s*(\d{1,8}(?:\.\d{1,6})?)\s*</duration>", re.I)
STATE: Final = re.compile(r"""<partlist\b[^<>]*?\btype\s*=\s*["'](\w+)""", re.I)
NEWER_STATE: Final = re.compile(
    r"<callEventType>\s*(?:call)?(\w{1,20})\s*</|<(ended|missed|declined|started|answered)\s*/?>", re.I
)
CALL_ID: Final = re.compile(r"""\bcallId(?:\s*=\s*["']|>\s*)([^"'<>\s]{1,100})""", re.I)
BOT: Final = re.compile(r"""\bidentity\s*=\s*["']28:""", re.I)
NOT_ANSWERED: Final = ("declined", "canceled", "cancelled", "rejected")
LONGEST_S: Final = 31_536_000


def words_of(content: str, *, tags: bool) -> tuple[str, str | None]:
    """(the person's own words, the id of the message that is quoted before them)."""
    if not tags:
        return content, None
    reply = None
    if "quote" in content:
        content, reply = _without_quotes(content)
    if "<URIObject" in content:
        content = CARD.sub("", content)  # what stands in it is said by the app: how to see the picture elsewhere
    if "<ss" in content or "<emoji" in content:
        content = SMILE.sub(_smile, content)
    if "<" in content:
        content = TAG.sub("", BREAK.sub("\n", content))
    return resolved(content).replace("\xa0", " ").strip() if "&" in content else content.strip(), reply


def edit_of(content: str) -> tuple[str, int, int] | None:
    """(the words without the mark, when the first version was written, to how many microseconds that is exact).

    None without Skype's mark of an edit; the time is 0 where the mark does not say it.
    """
    mark = EDIT_MARK.search(content) if "<e_m" in content else None
    if mark is None:
        return None
    exact, rough = EDITED_MS.search(mark[1]), EDITED_S.search(mark[1])
    words = content[: mark.start()].removeprefix(EDIT_PREFIX)
    if exact is not None:
        return words, int(exact[1]) * 1_000, 1_000
    return words, int(rough[1]) * 1_000_000 if rough is not None else 0, 1_000_000


def people_in(content: str) -> list[tuple[str, str]]:
    """(id, name) of those whom a list in the content names: who was in a call, who can be mentioned."""
    found = ROSTER.findall(content)
    for part in PART.findall(content):
        caller = CALLER.search(part)
        key = "" if caller is None else caller[1] if MRI.match(caller[1]) else f"8:{caller[1]}"
        names = [display or name for display, name in CALLED.findall(part)]
        named = next((name for name in reversed(names) if name not in (key, key[2:])), None)
        if key and named is not None:
            found.append((key, named))
    return [(key, resolved(name).strip()) for key, name in found]


def has_picture(content: str) -> bool:
    """True when a picture, a file or a recording stands in the content; a picture of an emoji is none."""
    return any(EMOJI.search(match[0]) is None for match in PICTURE.finditer(content))


def emoji_count(content: str) -> int:
    """How many pictures of emoji stand in the content."""
    return sum(EMOJI.search(match[0]) is not None for match in PICTURE.finditer(content))


def length_of(content: str) -> float | None:
    """The length of a recording in seconds."""
    match = LENGTH.search(content)
    return int(match[1]) / 1_000 if match is not None else None


def call_of(content: str) -> tuple[str, str, float | None]:
    """(state, the call's id, seconds) of the list of those who were in a call; state: started, ended, missed or "".

    The length is that of whoever was in it longest; a call that only one person was in was answered by nobody.
    """
    state, newer, call_id = STATE.search(content), NEWER_STATE.search(content), CALL_ID.search(content)
    parts = [part for part in PART.findall(content) if BOT.search(part) is None]
    lengths = [float(found[1]) for found in (SECONDS.search(part) for part in parts) if found is not None]
    given = state[1] if state is not None else (newer[1] or newer[2]) if newer is not None else ""
    word = "missed" if given.lower() in NOT_ANSWERED else given.lower()
    longest = max(lengths, default=0.0)
    if word == "ended" and (len(lengths) < 2 or longest == 0.0):
        word = "missed"
    seconds = longest if word == "ended" and longest <= LONGEST_S else None
    return word, call_id[1] if call_id is not None else "", seconds


def _smile(match: re.Match[str]) -> str:
    """The letter that a picture of an emoji stands for, where the picture says it."""
    meant = MEANT.search(match[1])
    return match[0] if meant is None else meant[1]


def _without_quotes(content: str) -> tuple[str, str | None]:
    """The content without what it quotes: the words in it are somebody else's."""
    kept, at, reply = [], 0, None
    while (match := QUOTE.search(content, at)) is not None:
        end = UNQUOTE[match[1].lower()].search(content, match.end())
        if end is None:
            break
        item = ITEM.search(match[2])
        reply = reply or (item[1] if item is not None else None)
        kept.append(content[at : match.start()])
        at = end.end()
    return "".join([*kept, content[at:]]), reply
