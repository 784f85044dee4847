"""The words of the steps, read as a tired person reads them; every writer's tests hold their texts to this."""

from __future__ import annotations

import re
import runpy
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
CONTENT: Final = ROOT / "src" / "evenstep" / "program" / "content"
PLAIN: Final = runpy.run_path(str(ROOT / "tests" / "inventory" / "readability.py"))
FEW: Final = 6  # a label of fewer words has no grade: its words are short, or it is a name
LONGEST_SENTENCE: Final = 25
HIGHEST_GRADE: Final = 8.0
UNREAD: Final = frozenset({"source", "licence"})  # for those who want to know what a thing rests on

DIAGNOSES: Final = (
    r"anxi\w*|depress\w*|avoidan\w*|narciss\w*|borderline|codepend\w*|co-depend\w*|trauma\w*|disorder\w*|symptom\w*|"
    r"patholog\w*|patient\w*|diagnos\w*|obsess\w*|neuro\w*|insecure|attachment|paranoi\w*|hysteric\w*|addict\w*|"
    r"gaslight\w*|abuser\w*|victim\w*|love language\w*"
)
TYPES: Final = (
    r"pursue\w*|distanc\w*|chas(?:e|er|ing)|clingy|needy|cold|distant|toxic|stonewall\w*|controlling|selfish|jealous|"
    r"you are an? |type of person|the kind of person|personality|introver\w*|extraver\w*|people.?pleas\w*"
)
BLAME: Final = (
    r"your fault|their fault|blam\w*|guilt\w*|neglect\w*|punish\w*|manipulat\w*|smother\w*|abandon\w*|reject\w*|"
    r"too much for|should|must|ought|healthy|unhealthy|normal|abnormal|wrong with|scores?|verdict|better than|"
    r"worse than|overdue|urgent|hurry up|great|amazing|awesome|congrat\w*|well done|streaks?|badges?|makes? you|"
    r"win (?:them|\{other\}) back|guarantee\w*|promise you|you deserve better|just leave|calm down|don.t worry"
)
GENDERED: Final = (
    r"he|she|him|her|his|hers|man|men|woman|women|wife|husband|girl\w*|boy\w*|mother|father|son|daughter|guys?|"
    r"mum|mom|dad|brother|sister|grandmother|grandfather|aunt|uncle"
)
FORBIDDEN: Final = re.compile(rf"\b(?:{DIAGNOSES}|{TYPES}|{BLAME}|{GENDERED})\b|!", re.IGNORECASE)
ABSOLUTE: Final = re.compile(r"\b(?:you|they|\{other\}) (?:always|never)\b", re.IGNORECASE)


def strings(value: Any, key: str = "") -> Iterator[str]:
    """Every text of a TOML table that a person may see; slugs and other single small words are left out."""
    if isinstance(value, str):
        if key not in UNREAD and (" " in value or value[:1].isupper()):
            yield value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from strings(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each, key)


def texts_of(name: str) -> list[str]:
    """Every text of one content file, such as "load.toml" or "practices/load.toml"."""
    return sorted({*strings(tomllib.loads((CONTENT / name).read_text(encoding="utf-8")))})


def problems(text: str, allowed: frozenset[str] = frozenset()) -> list[str]:
    """What is wrong with one text; empty when nothing is. ``allowed``: words that this text may hold (safety)."""
    said = re.sub(r"\{\w+\}", "Sam", text)
    found = [f"says {bad.group()!r}" for bad in FORBIDDEN.finditer(text) if bad.group().lower() not in allowed]
    found += [f"says {bad.group()!r}" for bad in ABSOLUTE.finditer(text)]
    found += [f"a mark that is not typographic: {mark}" for mark in "'\"" if mark in text]
    found += [
        f"a sentence of {len(PLAIN['words'](one))} words"
        for one in PLAIN["sentences"](said)
        if len(PLAIN["words"](one)) > LONGEST_SENTENCE
    ]
    if len(PLAIN["words"](said)) >= FEW and PLAIN["grade"](said) > HIGHEST_GRADE:
        found.append(f"grade {PLAIN['grade'](said):.1f}")
    return found
