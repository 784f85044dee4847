"""Does a sentence bind me, or does it ask another? A hint from rules over short English sentences; often "can't tell".

How right it was on sentences it had never seen: 54 in two lots, each labelled before it was run, then run once. It said
"me" of 24 and was right of 19; "asks" of 13, and was right of all; "can't tell" of 17, of which 7 could be read by a
person. The rules were then mended where they had been wrong, so that the tests' figures of today are higher. All were
written by one hand: sentences from life are looser, and fewer will be read rightly.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final, Literal

from evenstep.program.boundary_rules import ASKS, HARM, ME, NOBODY, THREAT, TOPICS, WE, WITH_NAME, Rule
from evenstep.program.english import TOKEN, is_english, plain_marks

Binds = Literal["me", "them", "cannot_tell"]

LONGEST: Final = 300  # letters; a longer text is no limit any more
MOST_SENTENCES: Final = 4
SENTENCE: Final = re.compile(r"[^.?!\n]+[.?!]*")
LEAD: Final = re.compile(r"(?:if|when|whenever|once|as soon as|each time|every time|unless)\b[^,]*,\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """What the sentence seems to do, by which rule, and where: ``span`` is (start, end) in the text as it was given.

    ``topic``: which rewrite fits a sentence that asks another; "" where none is known.
    """

    binds: Binds
    rule: str
    span: tuple[int, int] | None = None
    topic: str = ""


def check(text: str, other: str = "") -> Found:
    """What a short text does. ``other``: the other person's name, so that it is known when it stands there.

    One sentence that asks another makes the whole ask; only when every sentence binds me does the whole.
    """
    plain = plain_marks(text)
    if not plain.strip():
        return Found("cannot_tell", "empty")
    parts = [part for part in SENTENCE.finditer(plain) if TOKEN.search(part[0])]
    if len(plain) > LONGEST or len(parts) > MOST_SENTENCES:
        return Found("cannot_tell", "too_long")
    if not parts or not is_english(plain, other):
        return Found("cannot_tell", "not_english")
    found = [_moved(_of_sentence(part[0], other), part.start()) for part in parts]
    heavy = next((one for one in found if one.rule == HARM.slug), None)
    asks = next((one for one in found if one.binds == "them"), None)
    if heavy or asks:
        return heavy or asks or found[0]
    return next((one for one in found if one.binds == "cannot_tell"), found[0])


def _of_sentence(sentence: str, other: str) -> Found:
    """The first rule that fits. A clause such as "when you shout," only says when; the main clause says who does."""
    stripped = len(sentence) - len(sentence.lstrip())
    lead = LEAD.match(sentence, stripped)
    start = lead.end() if lead else stripped
    main = sentence[start:]
    if harm := HARM.pattern.search(sentence):
        return Found("cannot_tell", HARM.slug, harm.span())
    if lead and (threat := THREAT.pattern.search(main)):
        return _moved(Found("cannot_tell", THREAT.slug, threat.span()), start)
    asked = _first(ASKS, main) or _named(main, other)
    if asked:
        return replace(_moved(Found("them", asked[0], asked[1]), start), topic=_topic(asked[0], sentence))
    for binds, rules in (("cannot_tell", WE), ("me", ME), ("cannot_tell", NOBODY)):
        if hit := _first(rules, main):
            return _moved(Found("me" if binds == "me" else "cannot_tell", hit[0], hit[1]), start)
    return Found("cannot_tell", "unknown")


def _first(rules: tuple[Rule, ...], main: str) -> tuple[str, tuple[int, int]] | None:
    return next(((rule.slug, hit.span()) for rule in rules if (hit := rule.pattern.search(main))), None)


def _named(main: str, other: str) -> tuple[str, tuple[int, int]] | None:
    """A duty of the one whose name is known."""
    if not other.strip():
        return None
    hit = re.search(WITH_NAME.format(name=re.escape(other.strip())), main, re.IGNORECASE)
    return ("they_duty", hit.span()) if hit else None


def _topic(rule: str, sentence: str) -> str:
    """Which rewrite fits. What reaches into another's own life gets one of its own, whatever else it speaks of."""
    if rule in {"watching", "holding"}:
        return "freedom"
    return next((topic for topic, pattern in TOPICS.items() if pattern.search(sentence)), "")


def _moved(found: Found, by: int) -> Found:
    return replace(found, span=(found.span[0] + by, found.span[1] + by)) if found.span else found
