"""What every word of the steps is held to, for the tests of all its files: plain, short, both-sided, no types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from readability import grade, sentences, words

DIAGNOSES: Final = (
    r"anxi\w*|depress\w*|avoidan\w*|narciss\w*|borderline|codepend\w*|co-depend\w*|trauma\w*|disorder\w*|symptom\w*|"
    r"patholog\w*|patients?|diagnos\w*|obsess\w*|neuro\w*|insecure|attachment|paranoi\w*|hysteric\w*|addict\w*"
)
TYPES: Final = (
    r"pursue\w*|distanc\w*|chas(?:e|er|ing)|clingy|needy|distant|toxic|stonewall\w*|controlling|selfish|jealous|"
    r"gaslight\w*|abuser\w*|victim\w*|love language\w*|"
    r"you are an? (?!(?:good )?(?:friend|member)\b)|type of person|the kind of person|personality|introver\w*|"
    r"extraver\w*|people.?pleas\w*"
)
BLAME: Final = (
    r"fault|blam\w*|guilt\w*|neglect\w*|punish\w*|manipulat\w*|smother\w*|abandon\w*|reject\w*|refus\w*|"
    r"too much for|should|must|healthy|unhealthy|normal|abnormal|wrong with|scor(?:e|es|ed|ing)|verdict|better than|"
    r"worse than|overdue|due|urgent|hurry up|great|amazing|awesome|congrat\w*|well done|keep it up|points|streaks?|"
    r"badges?|evidence|remind you|calm down|don.t worry|just leave|(?:you|they|Sam) (?:always|never)|win (?:back|over)"
)
GENDERED: Final = (
    r"he|she|him|her|his|hers|man|men|woman|women|wife|wives|husbands?|girl\w*|boy\w*|mothers?|fathers?|sons?|"
    r"daughters?|mum|dad|brothers?|sisters?|guys?"
)
FORBIDDEN: Final = re.compile(rf"\b(?:{DIAGNOSES}|{TYPES}|{BLAME}|{GENDERED})\b|!", re.IGNORECASE)
HOT: Final = re.compile(r"\b(?:love|intima\w*|cuddl\w*|kiss\w*|sex\w*|tender\w*|in bed|feelings?)\b", re.IGNORECASE)
FEW: Final = 4  # a grade of fewer words is a matter of chance
LONGEST: Final = 25


def named(text: str) -> str:
    """The text with the placeholders filled, as it is read."""
    return re.sub(r"\{\w+\}", "Sam", text)


def troubles(text: str, allowed: tuple[str, ...] = ()) -> list[str]:
    """What is wrong with a text, in words for the failing test; nothing for a text that may be shown.

    ``allowed``: phrases in which a forbidden word may stand, for safety ("you owe nobody", "if you must").
    """
    read, left = named(text), named(text)
    for phrase in allowed:
        left = left.replace(phrase, "")
    found = [f"forbidden: {said[0]!r}" for said in FORBIDDEN.finditer(left)]
    if "'" in text or '"' in text:
        found.append("typographic marks only")
    found += [f"{len(words(one))} words: {one.strip()}" for one in sentences(read) if len(words(one)) > LONGEST]
    if len(words(read)) >= FEW and grade(read) > 8:
        found.append(f"grade {grade(read):.1f}")
    return [f"{problem} in {text!r}" for problem in found]


def troubles_at_work(text: str) -> list[str]:
    """What would be odd to read at work."""
    return [f"not at work: {said[0]!r} in {text!r}" for said in HOT.finditer(text)]


def strings(value: Any) -> Iterator[str]:
    """Every string inside a table of TOML, whatever its depth: with this no text escapes its test."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings(each)
